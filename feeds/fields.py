"""The fields of a report as labelled words, for the body of an entry and for the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from feeds import differences, wording
from feeds.rows import Facts
from feeds.titles import operation_name
from tracker.registers import cartel_name
from tracker.reports import Kind, Subtype

_LISTED = 12
"""How many places, people or goods a field names before it only counts the rest."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it is called and what it says, both plain text."""

    name: str
    label: str
    value: str


def fields(facts: Facts) -> list[Field]:
    """The fields that the report tells, in the order in which a reader asks for them."""
    told = (
        ("date", wording.period(facts.date) if facts.date else ""),
        ("places", _listed(wording.place(place) for place in facts.places)),
        ("groups", _listed(cartel_name(slug) for slug in facts.cartels)),
        ("operation", operation_name(facts)),
        ("status", wording.words("status_word", facts.status) if facts.status else ""),
        ("personnel", _number(facts.personnel)),
        (_counted(facts), wording.figure(facts.count, facts.count_op) if facts.count is not None else ""),
        ("killed", _number(facts.killed)),
        ("injured", _number(facts.injured)),
        ("persons", _listed(wording.shortened(wording.person(person), 80) for person in facts.persons)),
        ("goods", _listed(wording.haul(facts.items))),
        ("agencies", _listed(wording.words("agency", agency) for agency in facts.agencies)),
        ("total", wording.words("field_value", "total") if facts.aggregate else ""),
        ("certainty", "" if facts.certain else wording.words("field_value", "hedged")),
    )
    return [Field(name, wording.words("field", name), wording.plain(value)) for name, value in told if value]


def changes(before: Facts, after: Facts) -> list[Field]:
    """The fields told differently before: the earlier values, a dash where a field was not told.

    Of goods only those that are told differently: the rest stands in the list that follows.
    """
    earlier = {field.name: field for field in fields(before)}
    if before.items != after.items and "goods" in earlier:
        gone = _listed(wording.haul(differences.goods(before, after)))
        earlier["goods"] = replace(earlier["goods"], value=gone or "–")
    later = {field.name: field for field in fields(after)}
    return [
        Field(name, (later.get(name) or earlier[name]).label, earlier[name].value if name in earlier else "–")
        for name in dict.fromkeys((*earlier, *later))
        if earlier.get(name) != later.get(name)
    ]


def _listed(parts: Iterable[str]) -> str:
    return wording.joined(dict.fromkeys(parts), _LISTED)


def _number(value: int | None) -> str:
    return "" if value is None else wording.number(value)


def _counted(facts: Facts) -> str:
    if facts.kind is Kind.HOMICIDE_COUNT:
        return "homicides"
    return "kidnapped" if facts.subtype is Subtype.KIDNAPPING else "arrested"
