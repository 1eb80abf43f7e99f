"""Whom an act befell: of the persons named around its word, those that stand where grammar puts its object.

Where grammar does not say so the person is left out: better a nameless arrest than one of the man who reported it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage
from tracker.extraction.people import PersonMention
from tracker.extraction.sentences import Stretch

_REPORTS = re.compile(r"\b" + any_of("people", "reporting") + r"\b", re.IGNORECASE)
# "who told", "said to be", "is reported to" say of the person himself what he did or is.
_OF_HIMSELF = re.compile(r"\b(?:who|that|whom)\s+(?:\w+\s+){0,2}$|\b(?:is|was|are|were)\s+$", re.IGNORECASE)
_AGENT = re.compile(r"\b(?:by|said|says|told|reported by|according to)\s+(?:[^\s,;.]+\s+){0,4}$", re.IGNORECASE)
# "arrested a suspect in the murder of Paz", "held for killing Paz"
_OTHER_ACT = re.compile(r"\b" + any_of("people", "other_acts") + r"\s+(?:[^\s,;.]+\s+){0,5}$", re.IGNORECASE)
_OWN = re.compile(r"^(?:'s|’s|')\s+(?:[\w-]+\s+){0,3}$")
_OUTLINE = re.compile(r"(?:^|[\s(¶])(?<![a-z] )(?:[A-Z]|[ivx]{1,4}|\d{1,2})[.)]\s+$")


def befallen(
    passage: Passage, people: Sequence[PersonMention], trigger: Stretch, *, noun: bool = False
) -> list[PersonMention]:
    """The people that the act at `trigger` befell; before a `noun` only whose own it is."""
    return [person for person in people if _is_befallen(passage, person, trigger, noun=noun)]


def is_outline(text: str, trigger: Stretch) -> bool:
    """Whether the word is the heading of a part of an outline ("B. Detention") and tells nothing."""
    word = text[trigger.start : trigger.end]
    return word[:1].isupper() and _OUTLINE.search(text[max(0, trigger.start - 8) : trigger.start]) is not None


def _is_befallen(passage: Passage, person: PersonMention, trigger: Stretch, *, noun: bool) -> bool:
    if person.where.end <= trigger.start:
        between = passage.text[person.where.end : trigger.start]
        told = [match for match in _REPORTS.finditer(between) if not _OF_HIMSELF.search(between[: match.start()])]
        if told:
            return False
        return not noun or _OWN.match(between) is not None
    between = passage.text[trigger.end : person.where.start]
    if _OTHER_ACT.search(between):
        return False
    return _AGENT.search(between) is None
