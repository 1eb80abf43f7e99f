"""The page of a person with a part in events; whom these struck alone has none.

Search engines are asked to leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feeds import wording
from feeds.fields import Field
from feeds.pages import words
from feeds.pages.frame import Frame, Page
from feeds.pages.rows import Noted, Person, PersonStatus
from feeds.pages.tables import Cell, Table, figure, noted
from feeds.pages.views import Listed
from feeds.site import cable_address, person_address, report_address
from tracker.registers import cartel_name


def person_page(frame: Frame, person: Person, incidents: Sequence[Listed], *, notes: Sequence[Noted] = ()) -> Page:
    """The page of one person, with the events that reports of the person tell."""
    about = [row for row in notes if row.subject == person.slug]
    return frame.render(
        "person.html",
        address=person_address(person.slug),
        names_people=True,
        heading=person.name,
        aliases=wording.joined(dict.fromkeys((*person.aliases, *(n for n in person.names if n != person.name))), 12),
        rows=_fields(person),
        disputed=person.disputed,
        tables=[table for table in (*_tables(frame, person), noted(about)) if table.rows],
        incidents=incidents,
        accuracy=words.accuracy(None),
    )


def _fields(person: Person) -> list[Field]:
    as_of = f", by a cable of {words.day(person.status_as_of)}" if person.status_as_of else ""
    cables = f"{wording.number(person.cables)} {'cable' if person.cables == 1 else 'cables'}"
    told = (
        ("status", f"{words.status(person.status, person.status_certain)}{as_of}"),
        ("positions", wording.joined(person.positions, 8)),
        ("roles", wording.joined(person.roles, 8)),
        ("first_mention", words.day(person.first_mention)),
        ("last_mention", words.day(person.last_mention)),
        ("incidents", wording.number(person.incidents)),
        ("reports", f"{wording.number(person.reports)} in {cables}"),
    )
    return [Field(name, wording.words("person_field", name), wording.plain(value)) for name, value in told if value]


def _tables(frame: Frame, person: Person) -> Iterator[Table]:
    yield Table(
        "Groups",
        ("Group", "Place in it", "Reports"),
        tuple(
            (
                Cell(cartel_name(row.cartel), frame.topic_link("cartels", row.cartel)),
                Cell(wording.words("membership", row.role)),
                figure(wording.number(row.reports)),
            )
            for row in person.memberships
        ),
    )
    yield Table(
        "What is told of the status",
        ("Status", "When", "Who says so", "Told by"),
        tuple(_status(frame, row) for row in person.statuses),
    )


def _status(frame: Frame, row: PersonStatus) -> tuple[Cell, ...]:
    return (
        Cell(
            words.status(row.status, row.certain, implied=row.implied), f"{frame.root}{report_address(row.report_id)}"
        ),
        Cell(words.span(row.date) or "not told"),
        Cell(words.asserters(row.asserted_by) or "not told"),
        Cell(row.reference_id, f"{frame.root}{cable_address(row.reference_id)}"),
    )
