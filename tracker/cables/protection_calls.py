"""The word by which cables ask for protection: whole, cut in two or mistyped; and whether a text has it at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
_NO_LETTERS = tuple(bytes([byte]) for byte in range(256) if byte not in _LETTER_BYTES)
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
        if piece in small and (not tails or _has_tail(small, piece, tails))
        for word in _words_with(small, piece)
    )


def _has_tail(small: bytes, piece: bytes, tails: Mapping[int, frozenset[bytes]]) -> bool:
    after = small.split(piece)[1:]
    return any(not found.isdisjoint([part[:length] for part in after]) for length, found in tails.items())


def _words_with(small: bytes, piece: bytes) -> Iterator[bytes]:
    """The words that hold a piece; of long ones so much that they are no other word."""
    at = small.find(piece)
    while at >= 0:
        before, after = small[max(0, at - _LONGEST_MISTYPED) : at], small[at : at + _LONGEST_MISTYPED]
        yield before[len(before.rstrip(_LETTER_BYTES)) :] + after[: len(after) - len(after.lstrip(_LETTER_BYTES))]
        at = small.find(piece, at + 1)


@cache
def _pieces() -> Mapping[bytes, Mapping[int, frozenset[bytes]]]:
    """The pieces one of which every word has that may be typed for "protect", each with what must follow it there.

    A slip leaves one half of the word whole, mostly. After the rare pieces anything may follow. What follows is by its
    length; of a word that ends before, it ends with what is no letter.
    """
    tails: dict[int, set[bytes]] = {}
    pieces: dict[bytes, Mapping[int, frozenset[bytes]]] = {}
    for word in sorted(_mistyped()):
        piece = next((each for each in _RARE_PIECES if each in word), None)
        if piece or not word.startswith(_FIRST_HALF):
            pieces[(piece or word).encode()] = {}
            continue
        tail = word.removeprefix(_FIRST_HALF)[:_TAIL].encode()
        ends = _NO_LETTERS if len(tail) < _TAIL else ()
        tails.setdefault(min(len(tail) + 1, _TAIL), set()).update([tail, *(tail + end for end in ends)])
    pieces[_FIRST_HALF.encode()] = {length: frozenset(found) for length, found in tails.items()}
    return pieces


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
    in_place = len(small) == len(text)
    whole = _SMALL_PROTECT.finditer(small) if in_place else _PROTECT.finditer(text)
    found = [Span(*match.span()) for match in whole if not MASK.match(text, max(0, match.start() - 1))]
    mistyped, piece = _mistyped(), _any_piece()
    for brackets in _IN_BRACKETS.finditer(text):
        start, end = brackets.span(1)
        if in_place and not piece.search(small, start, end) and brackets[1].isascii():
            continue
        if not mistyped.isdisjoint(map(folded, _WORD.findall(brackets[1]))):
            words = _WORD.finditer(text, start, end)
            found += [Span(*word.span()) for word in words if folded(word.group()) in mistyped]
    return sorted(set(found))


@cache
def _any_piece() -> re.Pattern[str]:
    """A piece, in small letters: words in a few that have none cannot have been typed for "protect"."""
    return re.compile("|".join(piece.decode() for piece in _pieces()))


@cache
def _mistyped() -> frozenset[str]:
    return frozenset(form for word in _typed() for form in (word, f"{word}ed")) - {"protect", "protected"}


def closing_bracket(text: str, start: int) -> int | None:
    """Where the next closing bracket near is, of whatever form; None without one."""
    found = [at for bracket in CLOSING if (at := text.find(bracket, start, start + REACH)) >= 0]
    return min(found) if found else None
