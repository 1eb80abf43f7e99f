"""The word by which cables ask for protection: whole, cut in two or mistyped; and whether a text has it at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.cables.masks import MASK
from tracker.cables.protection_vocabulary import folded, vocabulary
from tracker.types import Span

REACH = 140
"""How far apart the brackets of a marker may be from its word."""
OPENING, CLOSING = "([{<", ")]}>"
_BREAK = r"(?:-?\s{1,100})?"
_SMALL_PROTECT = re.compile(_BREAK.join("protect") + r"(?:ed|ion|ing|s)?(?![^\W\d_])")
_PROTECT = re.compile(_SMALL_PROTECT.pattern, re.IGNORECASE)
_CUT_PROTECT = re.compile(rf"p(?=[r\s-]){_BREAK}{_BREAK.join('rotect')}".encode())
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LETTER_BYTES = _LETTERS.encode()
_LONGEST_MISTYPED = 16
_FIRST_HALF, _RARE_PIECES = "pro", ("tect", "prt", "rtet")
_TAIL = 3
_IN_BRACKETS = re.compile(rf"[\[({{<](?=([^\])}}>]{{{len('prot')},{REACH - 1}}})[\])}}>])")
"""What stands in brackets; as short as most portion markings are, it is no word for "protect"."""
_WORD = re.compile(r"[^\W\d_]+")


def may_ask(text: str) -> bool:
    """Whether the text may ask for protection at all: a quick look that misses no marker and no request."""
    if "protect" in text or "PROTECT" in text:
        return True
    small = text.encode("utf-8", "replace").lower()
    if _CUT_PROTECT.search(small):
        return True
    return any(
        word in _beginnings()
        for piece, tails in _pieces().items()
        if piece in small and not (tails and tails.isdisjoint(part[:_TAIL] for part in small.split(piece)[1:]))
        for word in _words_with(small, piece)
    )


def _words_with(small: bytes, piece: bytes) -> Iterator[bytes]:
    """The words that hold a piece; of long ones so much that they are no other word."""
    at = small.find(piece)
    while at >= 0:
        before, after = small[max(0, at - _LONGEST_MISTYPED) : at], small[at : at + _LONGEST_MISTYPED]
        yield before[len(before.rstrip(_LETTER_BYTES)) :] + after[: len(after) - len(after.lstrip(_LETTER_BYTES))]
        at = small.find(piece, at + 1)


@cache
def _pieces() -> dict[bytes, frozenset[bytes]]:
    """The pieces one of which every word has that may be typed for "protect", each with what must follow it there.

    A slip leaves one half of the word whole, mostly. After the rare pieces anything may follow.
    """
    tails: dict[bytes, set[bytes]] = {}
    for word in sorted(_mistyped()):
        piece = next((each for each in _RARE_PIECES if each in word), None)
        tail = "" if piece else word.partition(_FIRST_HALF)[2][:_TAIL]
        if len(tail) == _TAIL:
            tails.setdefault(_FIRST_HALF.encode(), set()).add(tail.encode())
        else:
            tails[(piece or word).encode()] = set()
    return {piece: frozenset(found) for piece, found in tails.items()}


@cache
def _beginnings() -> frozenset[bytes]:
    """The letters with which the words begin that may be typed for "protect": few have a figure in them."""
    return frozenset(match.group().encode() for word in _mistyped() if (match := _WORD.match(word)))


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
    found = [Span(*match.span()) for match in whole if not MASK.match(text, max(0, match.start() - 1))]
    mistyped = _mistyped()
    for brackets in _IN_BRACKETS.finditer(text):
        if brackets[1].isascii() and _is_other(brackets[1].lower().encode()):
            continue
        if not mistyped.isdisjoint(map(folded, _WORD.findall(brackets[1]))):
            words = _WORD.finditer(text, *brackets.span(1))
            found += [Span(*word.span()) for word in words if folded(word.group()) in mistyped]
    return sorted(set(found))


def _is_other(small: bytes) -> bool:
    """Whether no word in a few can have been typed for "protect"."""
    return not any(piece in small for piece in _pieces())


@cache
def _mistyped() -> frozenset[str]:
    return frozenset(form for word in _typed() for form in (word, f"{word}ed")) - {"protect", "protected"}


def closing_bracket(text: str, start: int) -> int | None:
    """Where the next closing bracket near is, of whatever form; None without one."""
    found = [at for bracket in CLOSING if (at := text.find(bracket, start, start + REACH)) >= 0]
    return min(found) if found else None
