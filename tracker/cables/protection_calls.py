"""The word by which cables ask for protection: whole, cut in two or mistyped; and whether a text has it at all."""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import BytesAhoCorasick

from tracker.cables.protection_vocabulary import folded, vocabulary
from tracker.types import Span

REACH = 140
"""How far apart the brackets of a marker may be from its word."""
OPENING, CLOSING = "([{<", ")]}>"
_BREAK = r"(?:-?\s{1,100})?"
_PROTECT = re.compile(_BREAK.join("protect") + r"(?:ed|ion|ing|s)?(?![^\W\d_])", re.IGNORECASE)
_MASK = re.compile(r"\[protected \d+\]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PARTED = b" \t\r\n-"
_BRACKET = re.compile(r"[\[({<]")
_WORD = re.compile(r"[^\W\d_]+")


def may_ask(text: str) -> bool:
    """Whether the text may ask for protection at all: a quick look that misses no marker and no request."""
    small = text.encode("utf-8", "replace").lower()
    # Words cut in two at the end of a line are whole when the line breaks are gone.
    if b"protect" in small.translate(None, _PARTED):
        return True
    return any(
        not small[start - 1 : start].isalpha() and not small[end : end + 1].isalpha()
        for _, start, end in _signs().find_matches_as_indexes(small, overlapping=True)
    )


@cache
def _signs() -> BytesAhoCorasick:
    return BytesAhoCorasick([sign.encode() for word in sorted(_typed()) for sign in (word, f"{word}ed")])


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
    found = [
        Span(*match.span()) for match in _PROTECT.finditer(text) if not _MASK.match(text, max(0, match.start() - 1))
    ]
    typed = _typed()
    for opening in _BRACKET.finditer(text):
        closing = closing_bracket(text, opening.end())
        # Most brackets are portion markings.
        if closing is None or closing - opening.end() < len("prot"):
            continue
        found += [
            Span(*word.span())
            for word in _WORD.finditer(text, opening.end(), closing)
            if _is_typed(folded(word.group()), typed)
        ]
    return sorted(set(found))


def _is_typed(word: str, typed: frozenset[str]) -> bool:
    return word not in {"protect", "protected"} and (word in typed or word.removesuffix("ed") in typed)


def closing_bracket(text: str, start: int) -> int | None:
    """Where the next closing bracket near is, of whatever form; None without one."""
    found = [at for bracket in CLOSING if (at := text.find(bracket, start, start + REACH)) >= 0]
    return min(found) if found else None
