"""How the codebook's fields follow from what the mentions of an event tell.

Of figures and persons those of the most detailed mention that tells any count, with those of mentions that add further
people; of groups and goods all that any mention tells, a kind of goods as first told. The mentions are in order, the
most detailed first.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tracker.details import Comparison, Figure, Group, Measure, Name, Person, Role
from tracker.reports import LARGEST_FIGURE, Evidence, Item

CODED_ROLES = frozenset({Role.VICTIM, Role.TARGET, Role.ARRESTED})
"""The codebook's persons: those that the event befell or was meant for."""


def number(figures: Sequence[Figure], evidence: Sequence[Evidence], measure: Measure) -> int | None:
    """The codebook's number of a measure: the sum of the figures that are no parts.

    None where one tells none, or where it is more than there can be.
    """
    counted = _counted(figures, evidence, measure)
    values = [figure.value for figure in counted]
    if not values or any(value is None for value in values):
        return None
    total = int(sum((value for value in values if value is not None), start=Decimal(0)))
    return total if total <= LARGEST_FIGURE else None


def comparison(figures: Sequence[Figure], evidence: Sequence[Evidence], measure: Measure) -> Comparison | None:
    """How the first of the figures that a number sums up is printed."""
    counted = _counted(figures, evidence, measure)
    return counted[0].comparison if counted else None


def persons(people: Sequence[Person], evidence: Sequence[Evidence]) -> tuple[Name, ...]:
    """The codebook's persons."""
    coded = [person for person in people if person.role in CODED_ROLES]
    chosen = _chosen([person.mention for person in coded], evidence)
    return tuple(person.name for person in coded if person.mention in chosen or evidence[person.mention].adds)


def cartels(groups: Sequence[Group]) -> tuple[str, ...]:
    """The codebook's groups: all with a part in the event."""
    return tuple(dict.fromkeys(group.slug for group in groups))


def items(figures: Sequence[Figure]) -> tuple[Item, ...]:
    """The codebook's goods: every kind as the first mention that names it tells it."""
    goods = [figure for figure in figures if figure.measure is Measure.GOODS and figure.what and not figure.part]
    first: dict[str, int] = {}
    for figure in goods:
        first.setdefault(str(figure.what), figure.mention)
    return tuple(
        Item(figure.what, figure.value, figure.unit, figure.comparison)
        for figure in goods
        if figure.what and first[figure.what] == figure.mention
    )


def _counted(figures: Sequence[Figure], evidence: Sequence[Evidence], measure: Measure) -> list[Figure]:
    wholes = [figure for figure in figures if figure.measure is measure and not figure.part]
    told = [figure for figure in wholes if figure.value is not None]
    chosen = _chosen([figure.mention for figure in told], evidence)
    return [figure for figure in told if figure.mention in chosen]


def _chosen(mentions: Sequence[int], evidence: Sequence[Evidence]) -> set[int]:
    """The first of the mentions that adds nothing to another, and those of its paragraph that add to it."""
    first = next((number for number in mentions if not evidence[number].adds), None)
    if first is None:
        return set(mentions)
    paragraph = evidence[first].paragraph
    added = {number for number in mentions if evidence[number].adds and evidence[number].paragraph == paragraph}
    return {first, *added}
