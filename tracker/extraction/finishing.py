"""From a draft to a report: stretches of cleaned text become spans of the document, every mention's values its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from tracker.details import Assertion, Figure, Force, Group, Name, Person, Role, ToldDate, ToldPlace
from tracker.extraction.drafts import Draft, PrintedName
from tracker.extraction.roles import forces_of, groups_of
from tracker.extraction.tallies import tallies
from tracker.reports import Evidence, FieldSource, Kind, Report

_ACTS = (Kind.OPERATION, Kind.ARREST, Kind.SEIZURE, Kind.ERADICATION)
_Told = TypeVar("_Told", Person, Group, Force, Figure, Assertion, ToldDate, ToldPlace)


def report(draft: Draft) -> Report:
    """The report of a draft; a total carries no names, and fields that its kind does not have stay empty."""
    mentions = _distinct(draft.told)
    return Report(
        kind=draft.kind,
        quote=draft.passage.span(draft.telling.quote),
        evidence=tuple(_evidence(mention) for mention in mentions),
        sources=tuple(_sources(mentions)),
        date=draft.date,
        places=draft.places,
        cartels=draft.cartels,
        certain=draft.certain,
        aggregate=draft.aggregate,
        agencies=draft.agencies if draft.kind in _ACTS else (),
        operation=draft.operation,
        operation_name=Name(draft.operation_name.pieces) if draft.operation_name else None,
        status=draft.status,
        personnel=draft.personnel,
        count=draft.count,
        count_op=draft.count_op,
        victims=draft.victims,
        persons=tuple(Name(name.pieces) for name in draft.persons),
        subtype=draft.subtype,
        killed=draft.killed,
        injured=draft.injured,
        items=draft.items,
        dates=_numbered(_dates(mention) for mention in mentions),
        told_places=_numbered(_places(mention) for mention in mentions),
        people=_numbered(_people(mention) for mention in mentions),
        groups=_numbered(groups_of(mention) for mention in mentions),
        forces=_numbered(forces_of(mention) for mention in mentions),
        figures=_numbered(tallies(mention) for mention in mentions),
        objective=draft.objective,
        result_of=draft.result_of,
    )


def _distinct(mentions: Sequence[Draft]) -> tuple[Draft, ...]:
    """The mentions, of those that rest on the same words the first."""
    return tuple({_evidence(mention): mention for mention in reversed(mentions)}[each] for each in _in_order(mentions))


def _in_order(mentions: Sequence[Draft]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(_evidence(mention) for mention in mentions))


def _evidence(mention: Draft) -> Evidence:
    telling = mention.telling
    return Evidence(telling.passage.paragraph.ordinal, telling.passage.span(telling.where))


def _numbered(told: Iterable[Iterable[_Told]]) -> tuple[_Told, ...]:
    """The values of all mentions, each with the number of its mention."""
    return tuple(replace(value, mention=number) for number, values in enumerate(told) for value in values)


def _sources(mentions: Sequence[Draft]) -> Iterator[FieldSource]:
    for number, mention in enumerate(mentions):
        for reading in sorted(mention.readings, key=lambda reading: (reading.field, reading.where)):
            if reading.where.end > reading.where.start:
                yield FieldSource(reading.field, mention.passage.span(reading.where), reading.rule, number)


def _dates(mention: Draft) -> Iterator[ToldDate]:
    if mention.date is not None:
        where = next((reading.where for reading in mention.readings if reading.field == "date"), mention.telling.quote)
        yield ToldDate(date=mention.date, span=mention.passage.span(where))


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
        yield ToldPlace(place=place, span=passage.span(where))


def _people(mention: Draft) -> Iterator[Person]:
    befallen = Role.ARRESTED if mention.kind is Kind.ARREST else Role.VICTIM
    for name in (*mention.persons, *mention.actors):
        yield _person(name, befallen)


def _person(name: PrintedName, role: Role) -> Person:
    return Person(name=Name(name.pieces), role=name.role or role, aliases=name.aliases, position=name.position)
