"""The word by which cables ask for protection: whole, cut in two or mistyped; and whether a text has it at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.cables.protection_vocabulary import folded, vocabulary
from tracker.types import Span

REACH = 140
"""How far apart the brackets of a marker may be from its word."""
OPENING, CLOSING = "([{<", ")]}>"
_BREAK = r"(?:-?\s{1,100})?"
_SMALL_PROTECT = re.compile(_BREAK.join("protect") + r"(?:ed|ion|ing|s)?(?![^\W\d_])")
_PROTECT = re.compile(_SMALL_PROTECT.pattern, re.IGNORECASE)
_CUT_PROTECT = re.compile(_BREAK.join("protect").encode())
_MASK = re.compile(r"\[protected \d+\]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LETTER_BYTES = _LETTERS.encode()
_BETWEEN_LETTERS = b"- \t\n\r\f\v"
"""What may part the letters of a word that is cut in two."""
_LONGEST_MISTYPED, _SHORTEST_PIECE = 16, 5
_IN_BRACKETS = re.compile(rf"[\[({{<](?=([^\])}}>]{{{len('prot')},{REACH - 1}}})[\])}}>])")
"""What stands in brackets; as short as most portion markings are, it is no word for "protect"."""
_WORD = re.compile(r"[^\W\d_]+")


def may_ask(text: str) -> bool:
    """Whether the text may ask for protection at all: a quick look that misses no marker and no request."""
    if "protect" in text or "PROTECT" in text:
        return True
    small = text.encode("utf-8", "replace").lower()
    if b"protect" in small.translate(None, _BETWEEN_LETTERS) and _CUT_PROTECT.search(small):
        return True
    return any(word in _mistyped_bytes() for piece in _pieces() for word in _words_with(small, piece.encode()))


def _words_with(small: bytes, piece: bytes) -> Iterator[bytes]:
    """The words that hold a piece; of long ones so much that they are no other word."""
    at = small.find(piece)
    while at >= 0:
        before, after = small[max(0, at - _LONGEST_MISTYPED) : at], small[at : at + _LONGEST_MISTYPED]
        yield before[len(before.rstrip(_LETTER_BYTES)) :] + after[: len(after) - len(after.lstrip(_LETTER_BYTES))]
        at = small.find(piece, at + 1)


@cache
def _pieces() -> tuple[str, ...]:
    """The pieces one of which every word has that may be typed for "protect": a slip leaves one half whole, mostly."""
    halves = ("pro", "tect")
    others = {word[:_SHORTEST_PIECE] for word in _mistyped() if not any(half in word for half in halves)}
    return (*halves, *sorted(others))


@cache
def _typed() -> frozenset[str]:
    """What may be typed for "protect": one letter too few, too many, changed or exchanged, and what the data names."""
    word = "protect"
    made = {word, *vocabulary()["typed_for_protect"]}
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        made.update(head + letter + tail for letter in _LETTERS)
        if tail:
            made.add(head + tail[1:])
            made.update(head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            made.add(head + tail[1] + tail[0] + tail[2:])
    return frozenset(made) - vocabulary()["not_protect"]


def calls(text: str) -> list[Span]:
    """Where a plain text has the word, cut in two or mistyped too, in order."""
    small = text.lower()
    # A pattern that tells capitals is quicker; a capital that becomes two letters would move what follows it.
    whole = _SMALL_PROTECT.finditer(small) if len(small) == len(text) else _PROTECT.finditer(text)
    found = [Span(*match.span()) for match in whole if not _MASK.match(text, max(0, match.start() - 1))]
    mistyped = _mistyped()
    for brackets in _IN_BRACKETS.finditer(text):
        if brackets[1].isascii() and not any(piece in brackets[1].lower() for piece in _pieces()):
            continue
        if not mistyped.isdisjoint(map(folded, _WORD.findall(brackets[1]))):
            words = _WORD.finditer(text, *brackets.span(1))
            found += [Span(*word.span()) for word in words if folded(word.group()) in mistyped]
    return sorted(set(found))


@cache
def _mistyped() -> frozenset[str]:
    return frozenset(form for word in _typed() for form in (word, f"{word}ed")) - {"protect", "protected"}


@cache
def _mistyped_bytes() -> frozenset[bytes]:
    """The same as bytes."""
    return frozenset(word.encode() for word in _mistyped())


def closing_bracket(text: str, start: int) -> int | None:
    """Where the next closing bracket near is, of whatever form; None without one."""
    found = [at for bracket in CLOSING if (at := text.find(bracket, start, start + REACH)) >= 0]
    return min(found) if found else None
