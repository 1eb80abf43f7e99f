"""From a draft to a report: stretches of cleaned text become spans of the document, every mention's values its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import TypeVar

from tracker.details import Assertion, Figure, Force, Group, Measure, Name, Person, Role, ToldDate, ToldPlace
from tracker.extraction import derivation
from tracker.extraction.actors import actors_of
from tracker.extraction.asserters import assertions_of
from tracker.extraction.drafts import Draft, PrintedName, Reading
from tracker.extraction.hedges import hedge_in
from tracker.extraction.objectives import objective_of
from tracker.extraction.roles import agencies_at, forces_of, groups_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.tallies import tallies
from tracker.reports import Evidence, FieldSource, Kind, Report
from tracker.types import Span

_FIELDS = tuple(
    sorted({field.name for field in fields(Report)} & {field.name for field in fields(Draft)} - {"certain"})
)
_OF_PEOPLE = ("killed", "injured", "count", "persons")
WHOLE_MENTION = "whole-mention"
"""The rule of a field that follows from no single words."""
_COUNTED = {
    Kind.ARREST: Measure.ARRESTED,
    Kind.ATTACK: Measure.KIDNAPPED,
    Kind.HOMICIDE_COUNT: Measure.HOMICIDES,
}
_ACTS = (Kind.OPERATION, Kind.ARREST, Kind.SEIZURE, Kind.ERADICATION)
_Told = TypeVar("_Told", Person, Group, Force, Figure, Assertion, ToldDate, ToldPlace)


def report(draft: Draft) -> Report:
    """The report of a draft; a total carries no names, and fields that its kind does not have stay empty."""
    mentions = _distinct(draft.told)
    evidence = tuple(_evidence(mention) for mention in mentions)
    people = _numbered(_people(mention) for mention in mentions)
    groups = _numbered(groups_of(mention) for mention in mentions)
    figures = _numbered(tallies(mention) for mention in mentions)

    def number(measure: Measure) -> int | None:
        return derivation.number(figures, evidence, measure)

    counted = _COUNTED.get(draft.kind)
    return Report(
        kind=draft.kind,
        quote=draft.passage.span(draft.telling.quote),
        evidence=evidence,
        sources=tuple(_sources(draft, mentions)),
        date=draft.date,
        places=draft.places,
        cartels=derivation.cartels(groups),
        certain=draft.certain,
        aggregate=draft.aggregate,
        agencies=draft.agencies if draft.kind in _ACTS else (),
        operation=draft.operation,
        operation_name=Name(draft.operation_name.pieces) if draft.operation_name else None,
        status=draft.status,
        personnel=number(Measure.PERSONNEL),
        count=number(counted) if counted else None,
        count_op=derivation.comparison(figures, evidence, counted) if counted else None,
        victims=draft.victims,
        persons=derivation.persons(people, evidence),
        subtype=draft.subtype,
        killed=number(Measure.KILLED),
        injured=number(Measure.INJURED),
        items=derivation.items(figures),
        dates=_numbered(_dates(mention) for mention in mentions),
        told_places=_numbered(_places(mention) for mention in mentions),
        people=people,
        groups=groups,
        forces=_numbered(forces_of(mention) for mention in mentions),
        figures=figures,
        assertions=_numbered(assertions_of(mention) for mention in mentions),
        hedges=tuple(mention.passage.span(where) for mention in mentions if (where := _hedge(mention))),
        objective=next((span for mention in mentions if (span := _objective(mention))), None),
        result_of=draft.result_of,
    )


def _objective(mention: Draft) -> Span | None:
    where = objective_of(mention)
    return mention.objective or (mention.passage.span(where) if where else None)


def _hedge(mention: Draft) -> Stretch | None:
    """The words by which an uncertain mention is hedged: in its zone, in the rest of its sentence, or in the next."""
    if mention.certain:
        return None
    passage = mention.passage
    following = [sentence for sentence in passage.sentences if sentence.start >= mention.sentence.end][:1]
    for part in (mention.zone, mention.sentence, *following):
        found = hedge_in(passage.text, part)
        if found:
            return found
    return None


def _distinct(mentions: Sequence[Draft]) -> tuple[Draft, ...]:
    """The mentions, those that rest on the same words made one."""
    found: dict[Evidence, Draft] = {}
    for mention in mentions:
        evidence = _evidence(mention)
        found[evidence] = _filled(found[evidence], mention) if evidence in found else mention
    return tuple(found.values())


def _filled(first: Draft, again: Draft) -> Draft:
    """The mention with the figures and persons that only another part of its sentence tells."""
    lacking = [
        field for field in _OF_PEOPLE if getattr(first, field) in (None, ()) and getattr(again, field) not in (None, ())
    ]
    if first.kind is not Kind.ATTACK or not lacking:
        return first
    return replace(
        first,
        killed=again.killed if "killed" in lacking else first.killed,
        injured=again.injured if "injured" in lacking else first.injured,
        count=again.count if "count" in lacking else first.count,
        persons=again.persons if "persons" in lacking else first.persons,
        figures=first.figures + again.figures,
        readings=(*first.readings, *(reading for reading in again.readings if reading.field in lacking)),
    )


def _evidence(mention: Draft) -> Evidence:
    telling = mention.telling
    return Evidence(telling.passage.paragraph.ordinal, telling.passage.span(telling.where), mention.adds)


def _numbered(told: Iterable[Iterable[_Told]]) -> tuple[_Told, ...]:
    """The values of all mentions, each with the number of its mention."""
    return tuple(replace(value, mention=number) for number, values in enumerate(told) for value in values)


def _sources(draft: Draft, mentions: Sequence[Draft]) -> Iterator[FieldSource]:
    """What every mention was read by; a field that no rule says so of is of the words that its mention rests on."""
    known = set()
    for number, mention in enumerate(mentions):
        readings = {*mention.readings, *_implied(mention)}
        for reading in sorted(readings, key=lambda reading: (reading.field, reading.where, reading.rule)):
            if reading.where.end > reading.where.start:
                known.add(reading.field)
                yield FieldSource(reading.field, mention.passage.span(reading.where), reading.rule, number)
    if not draft.certain and "certain" not in known:
        # What a later sentence says of the whole act ("the prosecutor suspects ...").
        yield FieldSource("certain", draft.passage.span(draft.telling.where), "doubted-around")
    for field in _FIELDS:
        if field not in known and getattr(draft, field) not in (None, (), False):
            yield FieldSource(field, draft.passage.span(draft.telling.where), WHOLE_MENTION)


def _implied(mention: Draft) -> Iterator[Reading]:
    """The readings of fields that follow from others: where the clause names the force, the hedge, the act's form."""
    core = next((reading.where for reading in mention.readings if reading.field == "kind"), mention.telling.quote)
    count = next((reading.where for reading in mention.readings if reading.field == "count"), core)
    hedge = _hedge(mention)
    objective = objective_of(mention)
    if hedge is not None:
        yield Reading("certain", hedge, "hedge")
    elif not mention.certain:
        yield Reading("certain", mention.telling.where, "doubted-around")
    if objective is not None:
        yield Reading("objective", objective, "purpose-of-operation")
    if mention.subtype is not None:
        yield Reading("subtype", core, "form-of-trigger")
    if mention.victims is not None:
        yield Reading("victims", count, "noun-of-figure")
    if mention.count_op is not None:
        yield Reading("count_op", count, "comparison-of-figure")
    if mention.agencies:
        for where in agencies_at(mention).values():
            yield Reading("agencies", where, "force-in-clause")


def _dates(mention: Draft) -> Iterator[ToldDate]:
    if mention.date is not None:
        where = next((reading.where for reading in mention.readings if reading.field == "date"), mention.telling.quote)
        yield ToldDate(date=mention.date, span=mention.passage.span(where), inherited=not mention.own_date)


def _places(mention: Draft) -> Iterator[ToldPlace]:
    passage = mention.passage
    named = [reading.where for reading in mention.readings if reading.field == "places"]
    for place in mention.places:
        where = next(
            (
                found.where
                for found in passage.places
                if found.place == place and any(found.where.overlaps(reading) for reading in named)
            ),
            named[0] if named else mention.telling.quote,
        )
        yield ToldPlace(place=place, span=passage.span(where), inherited=not mention.own_place)


def _people(mention: Draft) -> Iterator[Person]:
    befallen = Role.ARRESTED if mention.kind is Kind.ARREST else Role.VICTIM
    for name in (*mention.persons, *actors_of(mention)):
        yield _person(name, befallen)


def _person(name: PrintedName, role: Role) -> Person:
    return Person(name=Name(name.pieces), role=name.role or role, aliases=name.aliases, position=name.position)
