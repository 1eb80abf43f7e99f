"""Persons with another part in an event than to have it befall them: who did it, who ordered it, whose people acted."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.details import Role
from tracker.extraction.beginnings import printed
from tracker.extraction.lexicon import any_of
from tracker.reports import Kind

if TYPE_CHECKING:
    from tracker.extraction.drafts import Draft, PrintedName
    from tracker.extraction.people import PersonMention

_TITLE = r"\s+(?:[a-z-]+\s+){0,3}(?:[A-Z][a-z.]+\s+){0,2}[\"“`'‘]?$"
_LED_BY = re.compile(r"\b(?i:" + any_of("roles", "led_by") + r")" + _TITLE)
_DONE_BY = re.compile(r"\b(?i:" + any_of("roles", "done_by_person") + r")" + _TITLE)
_DOES = re.compile(r"^(?:,[^,;.]{2,60},)?\s+" + any_of("roles", "person_does") + r"\b", re.IGNORECASE)
_BEFORE, _AFTER = 70, 110
_WITH_ACTORS = frozenset({Kind.ATTACK, Kind.ARREST, Kind.SEIZURE})


def actors_of(draft: Draft) -> tuple[PrintedName, ...]:
    """The persons with such a part in the sentence of one unmerged mention, each with the role."""
    if draft.kind not in _WITH_ACTORS:
        return draft.actors
    passage = draft.passage
    befallen = {piece for name in (*draft.persons, *draft.actors) for piece in name.pieces}
    found = list(draft.actors)
    for mention in passage.people:
        if not draft.sentence.holds(mention.where.start) or passage.span(mention.pieces[0]) in befallen:
            continue
        role = _role(draft, mention)
        if role is not None:
            (name,) = printed(passage, [mention.pieces])
            found.append(replace(name, role=role))
    return tuple(found)


def _role(draft: Draft, mention: PersonMention) -> Role | None:
    text = draft.passage.text
    before = text[max(draft.sentence.start, mention.where.start - _BEFORE) : mention.where.start]
    if _LED_BY.search(before):
        return Role.LEADER
    if draft.kind is Kind.ATTACK and (
        _DONE_BY.search(before) or _DOES.match(text[mention.where.end : mention.where.end + _AFTER])
    ):
        return Role.PERPETRATOR
    return None
