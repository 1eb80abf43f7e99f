"""Groups meant by other words than their names: "its gunmen", "members of the gang", "both cartels".

Meant is the last group of the nearest sentence before that names any; by both, the two of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.extraction.groups import GroupMention
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought

_KINDS = any_of("groups", "kinds_of_group")
_MEN = any_of("groups", "men_of_a_group")
_THINGS = any_of("groups", "things_of_a_group")
_ONE = Sought(
    rf"\b(?i:(?P<its>its)|(?:the|that) (?:same )?{_KINDS}['’]s)\s+(?:[a-z-]+\s+){{0,2}}{_MEN}\b"
    rf"|\b{_MEN}\s+(?:of|for|from|with|in)\s+(?:the|that)\s+(?:same\s+)?{_KINDS}\b(?!\s+(?:of|led|headed|known|called)\b)"
    rf"|\b(?i:the|that) (?:same )?{_KINDS}['’]s\s+(?:[a-z-]+\s+){{0,2}}{_THINGS}\b"
)
_BOTH = Sought(rf"\b(?i:both|the two|the rival)\s+(?:rival\s+)?{_KINDS}s\b")
_OF_THE_STATE = re.compile(r"\b" + any_of("groups", "no_groups") + r"\b", re.IGNORECASE)
_REACH = 3
_PAIR = 2


def with_references(text: str, sentences: Sequence[Stretch], named: Sequence[GroupMention]) -> tuple[GroupMention, ...]:
    """The groups that a text names with those that it means by other words, in order."""
    if not named:
        return tuple(named)
    found = [*named]
    for match in _ONE.finditer(text):
        meant = _meant(text, sentences, named, match.start(), own=bool(match.group("its")))
        if meant:
            found.append(GroupMention(Stretch(match.start(), match.end()), meant[-1]))
    for match in _BOTH.finditer(text):
        meant = _meant(text, sentences, named, match.start(), own=False)
        if len(meant) == _PAIR:
            found.extend(GroupMention(Stretch(match.start(), match.end()), slug) for slug in meant)
    return tuple(sorted(found, key=lambda mention: mention.where.start))


def _meant(
    text: str, sentences: Sequence[Stretch], named: Sequence[GroupMention], at: int, *, own: bool
) -> tuple[str, ...]:
    """The groups of the nearest sentence before a position that names any; no own ones where a force is nearer."""
    before = [sentence for sentence in sentences if sentence.start <= at][-_REACH:]
    for sentence in reversed(before):
        here = _slugs(mention for mention in named if sentence.start <= mention.where.start < min(at, sentence.end))
        if here:
            return here
        if own and _OF_THE_STATE.search(text, sentence.start, min(at, sentence.end)):
            return ()
    return ()


def _slugs(mentions: Iterator[GroupMention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.slug for mention in mentions))
