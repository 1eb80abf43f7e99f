"""Setting fields of a report: what people set stays, what goes with it follows, and the rest is as it was read.

The codebook's fields tell the sum of what the details tell, mention by mention. Whoever sets one of them sets the
details with it, so that a report never says two things. Of the figures only those of its measure go with a field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, TypeVar, cast

from tracker.details import Comparison, Figure, Force, Group, Measure, Person, Role, ToldDate, ToldPlace
from tracker.reports import FieldSource, Item, Kind, Report
from tracker.types import Span

SETTABLE = (
    "date",
    "places",
    "cartels",
    "certain",
    "aggregate",
    "agencies",
    "operation",
    "operation_name",
    "status",
    "personnel",
    "count",
    "count_op",
    "victims",
    "persons",
    "subtype",
    "killed",
    "injured",
    "items",
)
"""The fields that people can set: the codebook's, but for the kind, which is part of a report's identity."""

RULE = "a person"
"""What read a field that a person set."""

_DETAILS = {"date": "dates", "places": "told_places", "cartels": "groups", "agencies": "forces", "persons": "people"}
_OPEN_ABOVE = frozenset({Comparison.MORE, Comparison.AT_LEAST})
_OPEN_BELOW = frozenset({Comparison.LESS, Comparison.AT_MOST})
_MEASURES = {
    "killed": Measure.KILLED,
    "injured": Measure.INJURED,
    "personnel": Measure.PERSONNEL,
    "items": Measure.GOODS,
}
_COUNTED = {Kind.ATTACK: Measure.KIDNAPPED, Kind.HOMICIDE_COUNT: Measure.HOMICIDES}
_ROLES = {Kind.ARREST: (Role.ARRESTED, Role.MEMBER), Kind.ATTACK: (Role.VICTIM, Role.PERPETRATOR)}

_Value = TypeVar("_Value")


def with_fields(read: Report, decided: Report, names: Iterable[str]) -> Report:
    """The report as read, but with the named fields, and what goes with them, as they were decided."""
    names = _with_comparison(names)
    taken: dict[str, Any] = {}
    measures: set[Measure] = set()
    for name in names:
        taken[name] = getattr(decided, name)
        if name in _DETAILS:
            taken[_DETAILS[name]] = getattr(decided, _DETAILS[name])
        measures |= _measures(read.kind, name)
    if measures:
        kept = [figure for figure in read.figures if figure.measure not in measures]
        taken["figures"] = (*kept, *(figure for figure in decided.figures if figure.measure in measures))
    sources = [source for source in read.sources if source.field not in names]
    taken["sources"] = (*sources, *(source for source in decided.sources if source.field in names))
    return replace(read, **taken)


def _with_comparison(names: Iterable[str]) -> tuple[str, ...]:
    """The fields with how a count is compared, where the count is among them."""
    told = tuple(names)
    return (*told, "count_op") if "count" in told and "count_op" not in told else told


def amended(report: Report, values: Mapping[str, object]) -> Report:
    """The report with fields as a person sets them; what is told in detail of them is as far as it agrees with that.

    Raises ValueError for a field that cannot be set, or a value that it cannot have.
    """
    if unknown := [name for name in values if name not in SETTABLE]:
        raise ValueError(f"{unknown[0]} cannot be set; these can: {', '.join(SETTABLE)}")
    set_now: dict[str, Any] = dict(values)
    if "count" in set_now:
        set_now.setdefault("count_op", None)
    told = replace(report, **set_now)
    details: dict[str, Any] = {_DETAILS[name]: _detail(told, name) for name in set_now if name in _DETAILS}
    if measures := set().union(*(_measures(report.kind, name) for name in set_now)):
        kept = [figure for figure in report.figures if figure.measure not in measures]
        details["figures"] = (*kept, *_figures(told, measures))
    sources = [source for source in report.sources if source.field not in set_now]
    read_by_hand = (FieldSource(name, report.quote, RULE) for name in values)
    return replace(told, **details, sources=(*sources, *read_by_hand))


def moved(told: _Value, place: Callable[[Span], Span | None]) -> _Value | None:
    """The value with every span in another document; None where one of them is not found there."""
    try:
        return cast("_Value", _moved(told, place))
    except LookupError:
        return None


def _moved(told: object, place: Callable[[Span], Span | None]) -> object:
    if isinstance(told, Span):
        found = place(told)
        if found is None:
            raise LookupError
        return found
    if isinstance(told, tuple):
        return tuple(_moved(each, place) for each in told)
    if is_dataclass(told) and not isinstance(told, type):
        return replace(told, **{field.name: _moved(getattr(told, field.name), place) for field in fields(told)})
    return told


def _measures(kind: Kind, name: str) -> set[Measure]:
    if name in {"count", "count_op"}:
        return {_COUNTED.get(kind, Measure.ARRESTED)}
    return {_MEASURES[name]} if name in _MEASURES else set()


def _detail(told: Report, name: str) -> tuple[object, ...]:
    """What is told in detail of a field: what was told of its values before; of new ones the main quote tells."""
    quote = told.quote
    of_person, of_group = _ROLES.get(told.kind, (Role.TARGET, Role.TARGET))
    match name:
        case "date":
            dates = [each for each in told.dates if each.date == told.date]
            return tuple(dates) or ((ToldDate(date=told.date, span=quote),) if told.date else ())
        case "places":
            places = {each.place: each for each in told.told_places}
            return tuple(places.get(place) or ToldPlace(place=place, span=quote) for place in told.places)
        case "cartels":
            groups = {each.slug: each for each in told.groups}
            return tuple(groups.get(slug) or Group(slug=slug, role=of_group, span=quote) for slug in told.cartels)
        case "agencies":
            forces = {each.agency: each for each in told.forces}
            return tuple(forces.get(slug) or Force(agency=slug, span=quote) for slug in told.agencies)
        case _:
            people = {each.name: each for each in told.people}
            return tuple(people.get(person) or Person(name=person, role=of_person) for person in told.persons)


def _figures(told: Report, measures: set[Measure]) -> Iterable[Figure]:
    counted = _COUNTED.get(told.kind, Measure.ARRESTED)
    numbers = {
        Measure.KILLED: (told.killed, None),
        Measure.INJURED: (told.injured, None),
        Measure.PERSONNEL: (told.personnel, None),
        counted: (told.count, told.count_op),
    }
    for measure, (number, comparison) in numbers.items():
        if measure in measures and number is not None:
            yield _figure(measure, told.quote, Decimal(number), comparison)
    for item in told.items if Measure.GOODS in measures else ():
        yield _goods(told.quote, item)


def _goods(span: Span, item: Item) -> Figure:
    return replace(_figure(Measure.GOODS, span, item.quantity, item.op), what=item.what, unit=item.unit)


def _figure(measure: Measure, span: Span, value: Decimal | None, comparison: Comparison | None) -> Figure:
    return Figure(
        measure=measure,
        span=span,
        value=value,
        low=None if comparison in _OPEN_BELOW else value,
        high=None if comparison in _OPEN_ABOVE else value,
        comparison=comparison,
    )
