"""The word by which cables ask for protection: whole, cut in two or mistyped; and whether a text has it at all."""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

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
        not small[start - 1 : start].isalpha() and not small[end : end + 1].isalpha()
        for _, start, end in _signs().find_matches_as_indexes(small, overlapping=True)
    )


@cache
def _signs() -> BytesAhoCorasick:
    signs = sorted(_mistyped() | {"protect", "protected"})
    return BytesAhoCorasick([sign.encode() for sign in signs], implementation=Implementation.DFA)


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
        if not mistyped.isdisjoint(map(folded, _WORD.findall(brackets[1]))):
            words = _WORD.finditer(text, *brackets.span(1))
            found += [Span(*word.span()) for word in words if folded(word.group()) in mistyped]
    return sorted(set(found))


@cache
def _mistyped() -> frozenset[str]:
    return frozenset(form for word in _typed() for form in (word, f"{word}ed")) - {"protect", "protected"}


def closing_bracket(text: str, start: int) -> int | None:
    """Where the next closing bracket near is, of whatever form; None without one."""
    found = [at for bracket in CLOSING if (at := text.find(bracket, start, start + REACH)) >= 0]
    return min(found) if found else None
