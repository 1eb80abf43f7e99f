"""The criminal groups that a text names, by their slugs.

A group that the register does not know is read where the text itself calls it a cartel; its slug is its name in lower
case with hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.extraction.gazetteer import Hit
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch


@dataclass(frozen=True, slots=True)
class GroupMention:
    """A group's slug and where it is named."""

    where: Stretch
    slug: str


_CALLED = re.compile(
    r"\b(?:[Tt]he|`|\")\s?((?:[A-Z][a-z]+[ -]){1,3})(?:[Cc]artel|DTO|[Dd]rug [Cc]artel|"
    r"[Dd]rug [Tt]rafficking [Oo]rganization)\b"
)
_NO_NAMES = re.compile(any_of("groups", "no_names") + r"\b", re.IGNORECASE)
_QUOTED = re.compile(r"[`'\"“‘]([A-Z][a-z]+ Unidos|Los [A-Z][a-z]+)\b")


def groups(text: str, hits: Sequence[Hit]) -> tuple[GroupMention, ...]:
    """The groups of a text in the order of their names in it."""
    found = [GroupMention(hit.where, hit.known.group) for hit in hits if hit.known.group]
    for expression in (_CALLED, _QUOTED):
        for match in expression.finditer(text):
            where = Stretch(match.start(), match.end())
            name = match.group(1).strip(" -")
            if not _NO_NAMES.match(name) and not any(where.overlaps(known.where) for known in found):
                found.append(GroupMention(where, re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")))
    return tuple(sorted(found, key=lambda mention: mention.where.start))
