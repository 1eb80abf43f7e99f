"""What a text tells of a person beside the name: nicknames and other names, and the position held or once held."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch


@dataclass(frozen=True, slots=True)
class Epithets:
    """Where other names of a person stand, and the words of the position told."""

    aliases: tuple[Stretch, ...]
    position: Stretch | None


_QUOTE = r"[\"“”`'‘’]"
_CAPITALISED = r"(?:[A-Z0-9][\w.'-]*)(?:\s(?:de(?:l| la| los| las)?|el|la|los|y|[A-Z0-9][\w.'-]*))*"
_IN_QUOTES = rf"{_QUOTE}{{1,2}}(?P<name>{_CAPITALISED}),?{_QUOTE}{{1,2}}"
_QUOTED = re.compile(_IN_QUOTES)
_NEXT_QUOTED = re.compile(r"[\s,(]*" + _IN_QUOTES)
_LEADS = re.compile(r"[\s,(]*(?:the )?(?:" + any_of("epithets", "known_as") + r")[\s,:]+", re.IGNORECASE)
_BARE = re.compile(rf"(?P<name>{_CAPITALISED})")
_AND = re.compile(r"\s*(?:,|/|and|or)\s+(?=[\"“`'‘])")
_BRACKETED = re.compile(rf"\s*\(\s*{_QUOTE}{{1,2}}(?P<name>[^)\"“”]{{2,40}}?){_QUOTE}{{1,2}}\s*\)")
_POSITION = r"(?i:" + any_of("epithets", "positions") + r")\b"
_MODIFIER = r"(?:(?i:" + any_of("epithets", "modifiers") + r")[\s-]+|[A-Z][\w.'/-]*\s+)"
_WORD_OF_WHAT = r"(?!(?:and|was|were|who|in|on)\b)[\w.'/-]+"
# Each word in one way only: a long one that could be cut anywhere would be tried in thousands.
_OF_WHAT = (
    r"(?:\s+(?:of|for|in|from|at|with)\s+(?:the\s+|an?\s+)?"
    rf"{_WORD_OF_WHAT}(?:\s+{_WORD_OF_WHAT}){{0,6}}?\s*)"
)
_BEFORE = re.compile(rf"(?P<position>(?:{_MODIFIER}){{0,6}}{_POSITION}(?:{_OF_WHAT})?)\s*,?\s*{_QUOTE}{{0,2}}$")
_ANY_POSITION = re.compile(r"\b" + _POSITION)
_APPOSED = re.compile(r"\s*(?:\([^)]{1,60}\)\s*)?,|\s")
_AFTER = re.compile(
    rf"(?:(?<=,[\"”'’`])\s+|\s*(?:\([^)]{{1,60}}\)\s*)?,\s+)(?:(?:an?|the|his|her|their|one of the)\s+)?"
    rf"(?P<position>(?:[\w'/.-]+\s+){{0,6}}?{_POSITION}(?:{_OF_WHAT})?)(?=[,.;:)]|\s+(?:was|were|is|and|who|in|on|had|has)\b|$)"
)
_CLOSED = re.compile(r",?[\"”'’`)]+")
_FAR = 110


@lru_cache(maxsize=1024)
def epithets(text: str, pieces: tuple[Stretch, ...]) -> Epithets:
    """The other names and the position of the person whose name stands at these pieces."""
    start, end = pieces[0].start, pieces[-1].end
    aliases = aliases_of(text, pieces)
    behind = max([end, *(alias.end for alias in aliases)])
    closed = _CLOSED.match(text, behind)
    if behind > end and closed:
        behind = closed.end()
    return Epithets(aliases, _position(text, start, behind))


def aliases_of(text: str, pieces: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Where the other names of the person stand whose name stands at these pieces."""
    return (*_between(text, pieces), *_after(text, pieces[-1].end))


def _between(text: str, pieces: Sequence[Stretch]) -> Iterator[Stretch]:
    """The nicknames that stand inside the name."""
    for first, second in pairwise(pieces):
        words = text[first.end : second.start]
        bare = words.strip(" ()\"“”`'‘’,")
        lead = _LEADS.match(bare)
        bare = bare[lead.end() :].strip(" \"“”`'‘’") if lead else bare
        if bare:
            at = first.end + words.index(bare)
            yield Stretch(at, at + len(bare))


def _after(text: str, end: int) -> Iterator[Stretch]:
    """The other names right behind the name: in brackets, in quotes, or after "aka" and its kin."""
    bracketed = _BRACKETED.match(text, end)
    if bracketed:
        yield Stretch(*bracketed.span("name"))
        return
    lead = _LEADS.match(text, end)
    quoted = _QUOTED.match(text, lead.end()) if lead else _NEXT_QUOTED.match(text, end)
    if quoted is None:
        bare = _BARE.match(text, lead.end()) if lead else None
        if bare:
            yield Stretch(*bare.span("name"))
        return
    while quoted:
        yield Stretch(*quoted.span("name"))
        more = _AND.match(text, quoted.end())
        quoted = _QUOTED.match(text, more.end()) if more else None


def _position(text: str, start: int, behind: int) -> Stretch | None:
    # The whole form costs much to look for and mostly is not there.
    near = _ANY_POSITION.search(text, max(0, start - _FAR), start)
    before = _BEFORE.search(text[max(0, start - _FAR) : start]) if near else None
    if before:
        at = max(0, start - _FAR) + before.start("position")
        return Stretch(at, at + len(before.group("position").rstrip(" ,.")))
    after = _AFTER.match(text, behind, behind + _FAR) if _APPOSED.match(text, behind) else None
    if after is None:
        return None
    return Stretch(after.start("position"), after.start("position") + len(after.group("position").rstrip(" ,.")))
