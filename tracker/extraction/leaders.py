"""Whose group an act is by a person named in it: known heads of groups, and those whom the cable itself calls members.

Only what an act's own clause names counts; a person who merely speaks of it or is somebody's kin tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tracker.extraction.drafts import Draft
from tracker.extraction.lexicon import any_of, records
from tracker.extraction.passages import Passage
from tracker.extraction.people import PersonMention
from tracker.extraction.sentences import Stretch
from tracker.reports import Kind

_KIN = re.compile(
    r"\b(?:son|brother|daughter|wife|father|mother|cousin|nephew|sister|rival|enemy)s?(?:-in-law)? (?:of|to)\s+"
    r"[\"'`]?$",
    re.IGNORECASE,
)
_KIN_AFTER = re.compile(r"\"?'s? (?:son|brother|daughter|wife|father|mother|cousin|nephew|sister|rival)\b")
_BELONGS = re.compile(
    r"[\"'`]?(?:,| \(| is| was| who| had been| has been)[^;:.]{0,60}\b" + any_of("groups", "belonging"), re.IGNORECASE
)
_OF_GROUP = re.compile(r"[^;:.]{0,40}$")
_TITLED = re.compile(
    r"(?:'s?)?\s+(?:cartel\s+)?(?:[a-z]+\s+){0,2}"
    + any_of("groups", "titles")
    + r"(?:\s+(?:in|for|of)\s+[^,;:.]{2,50}?)?,?\s+(?:[\"'`]?[A-Z]\w+[\"'`]?\s+)?$"
)
_PRESENTED = re.compile(
    r"[\"'`]?(?:\s\([^)]{2,40}\))?,\s+(?:an?|the|one of the|alleged|suspected|reputed|presumed|known|\s)+$"
)
_AS_ITS_MAN = re.compile(
    r"(?:['’]s?)?\s+(?:cartel(?:['’]s)?\s+)?(?:[a-z-]+\s+){0,2}" + any_of("groups", "titles") + r"\b"
)
_ITS_HEAD = re.compile(r"\b" + any_of("groups", "titles") + r"s?\s+(?:of|for|in|within)\s+(?:the\s+|Los\s+)*$")
_THEN_NAMED = re.compile(
    r"(?:['’]s?)?(?:\s+(?:cartel|organization|DTO))?(?:\s+(?:in|for|of)\s+[^,;:.]{2,50}?)?,\s+(?:[A-Z]?[a-z]+\s+)?$"
)
_SHORT = 40
_HIS_MAN = re.compile(r"\b([A-ZÀ-Ý][a-zà-ÿ]{3,})()['’]s?\s+(?:\w+\s+)?" + any_of("groups", "helpers") + r"\b")
_MAN_OF = re.compile(
    r"\b" + any_of("groups", "helpers") + r"\s+(?:of|to|for)\s+(?:[A-ZÀ-Ý][a-zà-ÿ]+\s+){0,2}([A-ZÀ-Ý][a-zà-ÿ]{3,})()\b"
)
_SAME_PERSON = 2
_CLOSE = 120


@dataclass(frozen=True, slots=True)
class _Leader:
    names: re.Pattern[str]
    group: str
    since: date
    until: date


@cache
def _leaders() -> tuple[_Leader, ...]:
    found = []
    for record in records("leaders", "leader"):
        names = record["names"]
        if not isinstance(names, list):
            raise TypeError("names in leaders.toml is no list")
        expression = re.compile(r"(?<!\w)(?:" + "|".join(str(name) for name in names) + r")(?!\w)")
        since = date.fromisoformat(str(record.get("since", date.min.isoformat())))
        until = date.fromisoformat(str(record.get("until", date.max.isoformat())))
        found.append(_Leader(expression, str(record["group"]), since, until))
    return tuple(found)


def groups_of_leaders(draft: Draft) -> dict[str, Stretch]:
    """The groups whose known heads the act's own words name, each with where."""
    found: dict[str, Stretch] = {}
    text, zone = draft.passage.text, draft.zone
    day = draft.date.start if draft.date else draft.passage.today
    for leader in _leaders():
        if not leader.since <= day <= leader.until:
            continue
        for match in leader.names.finditer(text, zone.start, zone.end):
            kin = _KIN.search(text, zone.start, match.start()) or _KIN_AFTER.match(text, match.end())
            if kin is None or draft.kind is Kind.ARREST:
                found.setdefault(leader.group, Stretch(match.start(), match.end()))
    return found


Memberships = Mapping[frozenset[str], str]
"""The slug of the group to which the cable says that a person belongs, by the words of the name."""


def memberships(passages: Sequence[Passage]) -> Memberships:
    """Of whom the cable says to which group they belong ("Mata, a lieutenant of the Gulf Cartel")."""
    found: dict[frozenset[str], str] = {}
    for passage in passages:
        for person, slug in _told_in(passage):
            found.setdefault(_words(passage, person), slug)
    return found


def _told_in(passage: Passage) -> Iterator[tuple[PersonMention, str]]:
    text = passage.text
    if not passage.groups:
        return
    for person in passage.people:
        for group in passage.groups:
            after = 0 < group.where.start - person.where.end <= _CLOSE
            between = text[person.where.end : group.where.start] if after else ""
            belongs = _BELONGS.match(between) if between else None
            if belongs and _OF_GROUP.fullmatch(between[belongs.end() :]):
                yield person, group.slug
            if after and _PRESENTED.fullmatch(between) and _AS_ITS_MAN.match(text, group.where.end):
                yield person, group.slug
            before = 0 < person.where.start - group.where.end <= _CLOSE
            between = text[group.where.end : person.where.start] if before else ""
            headed = before and _ITS_HEAD.search(text, max(0, group.where.start - _SHORT), group.where.start)
            if before and (_TITLED.fullmatch(between) or (headed and _THEN_NAMED.fullmatch(between))):
                yield person, group.slug


def _words(passage: Passage, person: PersonMention) -> frozenset[str]:
    pieces = " ".join(passage.words(piece) for piece in person.pieces)
    return frozenset(re.findall(r"[a-zà-ÿ]{3,}", pieces.lower()))


def _of_their_chiefs(draft: Draft, known: Memberships) -> set[str]:
    """The groups of those whose successors or helpers the act's own words tell of ("Huerta's replacement")."""
    text, sentence = draft.passage.text, draft.sentence
    names = [
        (match.group(1) or match.group(2)).lower()
        for expression in (_HIS_MAN, _MAN_OF)
        for match in expression.finditer(text, max(sentence.start, draft.zone.start), sentence.end)
    ]
    return {slug for name in names for words, slug in known.items() if name in words}


def group_of_persons(draft: Draft, known: Memberships) -> str | None:
    """The one group of those whom the act befell, or of whose men they are, where the cable tells it elsewhere."""
    found = _of_their_chiefs(draft, known)
    for name in draft.persons:
        words = frozenset(re.findall(r"[a-zà-ÿ]{3,}", name.text.lower()))
        found |= {slug for other, slug in known.items() if len(words & other) >= _SAME_PERSON}
    return found.pop() if len(found) == 1 else None
