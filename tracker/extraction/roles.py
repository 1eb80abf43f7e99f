"""Which part the groups and forces of a mention have in its event.

A rule of a kind may say so itself (`Draft.groups`, `Draft.forces`); what it leaves open is read from the words beside
the name and from where the name stands to the word that tells the act, or follows from the kind.
"""

from __future__ import annotations

import re

from tracker.details import Force, Group, Role
from tracker.extraction.agencies import mentions_of
from tracker.extraction.drafts import Draft
from tracker.extraction.groups import GroupMention
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.zones import is_passive
from tracker.reports import Kind

_BEFORE = (
    r"\s+(?:(?:an?|the|alleged|suspected|presumed|armed|los|members?|gunm[ae]n|hit ?m[ae]n|operatives?|of|"
    r"from)\s+){0,5}$"
)
_DONE_BY = re.compile(r"\b" + any_of("roles", "done_by") + _BEFORE, re.IGNORECASE)
_DONE_TO = re.compile(r"\b" + any_of("roles", "done_to") + _BEFORE, re.IGNORECASE)
_RIVAL = re.compile(r"\b" + any_of("roles", "rivals") + _BEFORE, re.IGNORECASE)
_ACTING = re.compile(r"^(?:'s?)?\s+(?:cartel\s+)?" + any_of("roles", "acting") + r"\b", re.IGNORECASE)
_BY_KIND = {
    Kind.OPERATION: Role.TARGET,
    Kind.ARREST: Role.MEMBER,
    Kind.SEIZURE: Role.TARGET,
    Kind.ERADICATION: Role.TARGET,
    Kind.ATTACK: Role.PERPETRATOR,
    Kind.HOMICIDE_COUNT: Role.PERPETRATOR,
    Kind.HARM: Role.MEMBER,
}
_CLOSE = 90
_NOUN_OF_THE_HURT = 40


def groups_of(draft: Draft) -> tuple[Group, ...]:
    """The groups of one unmerged mention, each with its role, in the order of the codebook's field."""
    told = {group.slug: group for group in draft.groups}
    return tuple(told.get(slug) or _group(draft, slug) for slug in draft.cartels)


def forces_of(draft: Draft) -> tuple[Force, ...]:
    """The forces of the state that took part, each where the clause names it first."""
    if draft.forces or draft.kind is Kind.HOMICIDE_COUNT:
        return draft.forces
    found = agencies_at(draft)
    agencies = tuple(found) if draft.kind in (Kind.ATTACK, Kind.HARM) else draft.agencies
    passage = draft.passage
    return tuple(Force(agency=agency, span=passage.span(found.get(agency, draft.telling.quote))) for agency in agencies)


def agencies_at(draft: Draft) -> dict[str, Stretch]:
    """Where each agency of the clause, or else of the sentence, is named first; not those who were hurt."""
    text = draft.passage.text
    found = mentions_of(text, draft.zone) or mentions_of(text, draft.sentence)
    if draft.kind is not Kind.ATTACK:
        return found
    return {agency: where for agency, where in found.items() if not _is_of_the_hurt(draft, where)}


def _is_of_the_hurt(draft: Draft, where: Stretch) -> bool:
    """Whether a force is only named as that of the people hurt ("three policemen", "Rivas, director of the police")."""
    return any(
        reading.where.start <= where.start < reading.where.end + _NOUN_OF_THE_HURT
        for reading in draft.readings
        if reading.field in ("killed", "injured", "persons")
    )


def _group(draft: Draft, slug: str) -> Group:
    passage = draft.passage
    readings = [reading.where for reading in draft.readings if reading.field == "cartels"]
    named = [mention for mention in passage.groups if mention.slug == slug]
    chosen = [mention for mention in named if any(mention.where.overlaps(where) for where in readings)] or named
    if not chosen:
        where = readings[0] if readings else draft.telling.quote
        return Group(slug=slug, role=_BY_KIND[draft.kind], span=passage.span(where))
    return Group(slug=slug, role=_role(draft, chosen[0]), span=passage.span(chosen[0].where))


def _role(draft: Draft, mention: GroupMention) -> Role:
    text = draft.passage.text
    before = text[max(draft.sentence.start, mention.where.start - _CLOSE) : mention.where.start]
    if _RIVAL.search(before):
        return Role.RIVAL
    if draft.kind is not Kind.ATTACK:
        return _BY_KIND[draft.kind]
    if _DONE_BY.search(before):
        return Role.PERPETRATOR
    if _DONE_TO.search(before):
        return Role.TARGET
    core = next((reading.where for reading in draft.readings if reading.field == "kind"), None)
    if core is not None and draft.zone.holds(mention.where.start) and _befell(text, mention, core):
        return Role.VICTIM
    return _BY_KIND[draft.kind]


def _befell(text: str, mention: GroupMention, core: Stretch) -> bool:
    """Whether the group's people stand where the act's object stands: before a passive, right after an active verb."""
    if mention.where.end <= core.start:
        return is_passive(text, core)
    between = text[core.end : mention.where.start]
    object_next = re.search(r"[,;:.]|\b(?:by|in|at|on|when|after|from|near|with|who)\b", between) is None
    return object_next and not is_passive(text, core) and _ACTING.match(text[mention.where.end :][:40]) is not None
