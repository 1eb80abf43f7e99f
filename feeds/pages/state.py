"""The page of a state: what is told to have happened there."""

from __future__ import annotations

from feeds import wording
from feeds.fields import Field
from feeds.pages import words
from feeds.pages.frame import Frame
from feeds.pages.rows import StateDetails
from feeds.pages.tables import Cell, Table, figure
from feeds.site import cable_address
from feeds.topics import kind_slug
from tracker.registers import cartel_name
from tracker.reports import Comparison, Kind


def place_fields(details: StateDetails) -> list[Field]:
    """What is told of a state in a few words."""
    told = (
        ("incidents", wording.number(details.incidents)),
        ("first_event", words.day(details.first_event)),
        ("last_event", words.day(details.last_event)),
        ("killed", words.number(details.killed)),
        ("injured", words.number(details.injured)),
        ("arrested", words.number(details.arrested)),
    )
    return [Field(name, wording.words("place_field", name), value) for name, value in told if value]


def place_tables(frame: Frame, details: StateDetails) -> list[Table]:
    """Its events by kind, the newest published figure of killings, its groups and operations."""
    kinds = (
        (Kind.ATTACK, details.attacks),
        (Kind.ARREST, details.arrests),
        (Kind.SEIZURE, details.seizures),
        (Kind.ERADICATION, details.eradications),
        (Kind.OPERATION, details.operation_events),
        (Kind.HARM, details.harms),
    )
    counted = Table(
        "Events by kind",
        ("Kind", "Events"),
        tuple(
            (
                Cell(wording.words("kind", kind), frame.topic_link("kinds", kind_slug(kind))),
                figure(wording.number(count)),
            )
            for kind, count in kinds
            if count
        ),
    )
    groups = Table(
        "Groups with a part in them",
        ("Group",),
        tuple((Cell(cartel_name(slug), frame.topic_link("cartels", slug)),) for slug in details.cartels),
    )
    operations = Table(
        "Operations that cover it", ("Operation",), tuple((_operation(frame, slug),) for slug in details.operations)
    )
    return [table for table in (counted, _killings(frame, details), groups, operations) if table.rows]


def _operation(frame: Frame, slug: str) -> Cell:
    topic = frame.topic(f"operations/{slug}")
    return Cell(topic.name if topic else wording.operation(slug) or slug, frame.topic_link("operations", slug))


def _killings(frame: Frame, details: StateDetails) -> Table:
    heads = ("Period", "Killings", "Told by")
    title = "Newest published figure of killings in the whole state"
    if details.homicide_count is None or details.homicide_reference_id is None:
        return Table(title, heads, ())
    comparison = Comparison(details.homicide_count_op) if details.homicide_count_op else None
    note = "cables tell it differently" if details.homicide_differs else ""
    row = (
        Cell(words.days(details.homicide_start, details.homicide_end)),
        Cell(wording.figure(details.homicide_count, comparison), note=note, number=True),
        Cell(details.homicide_reference_id, f"{frame.root}{cable_address(details.homicide_reference_id)}"),
    )
    return Table(title, heads, (row,))
