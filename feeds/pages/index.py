"""The lists of all groups, operations, states, kinds of events and people; a long one has several pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from feeds import wording
from feeds.formats import Format
from feeds.pages import words
from feeds.pages.frame import Frame, Page
from feeds.pages.rows import Beside, Person
from feeds.pages.tables import Cell, Table, figure
from feeds.site import cable_address, person_address
from feeds.topics import Topic, kind_of
from tracker.registers import cartel_name

ROWS_A_PAGE = 200
Listed = TypeVar("Listed")

FAMILIES = ("cartels", "operations", "states", "kinds", "people")
"""What there are lists of."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page of a list that has several: its number, and where it stands."""

    number: int
    href: str


def listed(topics: Sequence[Topic], family: str) -> dict[int, Sequence[Topic]]:
    """The topics of a family as the pages of their list hold them, by the page's number."""
    return dict(enumerate(divided([topic for topic in topics if topic.family == family]), start=1))


def index_pages(frame: Frame, beside: Beside, family: str, numbers: Collection[int] | None = None) -> Iterator[Page]:
    """The pages of the list of a family's topics, or these of them. A family without a topic has none."""
    pages = listed(frame.topics, family)
    for number, topics in pages.items():
        if topics and (numbers is None or number in numbers):
            table = _topics(frame, topics, beside)
            yield _page(frame, family, table, number=number, of=len(pages))


def people_page(frame: Frame, people: Sequence[Person], *, number: int, of: int) -> Page:
    """A page of the list of people, `of` so many, with these on it."""
    return _page(frame, "people", _people(frame, people), number=number, of=of, names_people=True)


def divided(rows: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
    """What a list holds, as its pages hold it."""
    for start in range(0, max(1, len(rows)), ROWS_A_PAGE):
        yield rows[start : start + ROWS_A_PAGE]


def _page(frame: Frame, family: str, table: Table, *, number: int, of: int, names_people: bool = False) -> Page:
    numbered = tuple(Numbered(each, f"{frame.root}{_address(family, each)}") for each in range(1, of + 1))
    return frame.render(
        "index.html",
        address=_address(family, number),
        names_people=names_people,
        heading=wording.words("heading", family) + (f", page {number}" if number > 1 else ""),
        lead=wording.words("index", family),
        table=table,
        pages=numbered if of > 1 else (),
        here=number,
    )


def _address(family: str, number: int) -> str:
    return f"/{family}" if number == 1 else f"/{family}/page/{number}"


def _topics(frame: Frame, topics: Sequence[Topic], beside: Beside) -> Table:
    heads = ("Name", *_heads(topics[0].family), *(form.label for form in Format))
    rows = tuple(
        (
            Cell(topic.name, f"{frame.root}{topic.page}"),
            *_told(topic, beside),
            *(Cell(form.label, f"{frame.root}{topic.address(form)}") for form in Format),
        )
        # Of those that the register knows most are told of by no cable: they stand after the others.
        for topic in sorted(topics, key=lambda topic: not _is_told(topic, beside))
    )
    return Table(wording.words("heading", topics[0].family), heads, rows)


def _is_told(topic: Topic, beside: Beside) -> bool:
    match str(topic.family):
        case "cartels":
            return bool((group := beside.cartels.get(topic.slug)) and group.last_mention)
        case "operations":
            return bool((operation := beside.operations.get(topic.slug)) and operation.last_told)
        case "states":
            return bool((state := beside.states.get(topic.slug)) and state.incidents)
        case _:
            return True


def _heads(family: str) -> tuple[str, ...]:
    match family:
        case "cartels":
            return ("Arrests", "Seizures", "Attacks", "Newest cable")
        case "operations":
            return ("People there now", "Newest cable")
        case "states":
            return ("Events", "Latest event")
        case _:
            return ("Of what the machine tells, right", "Of what is told, found", "Coded")


def _told(topic: Topic, beside: Beside) -> tuple[Cell, ...]:
    match str(topic.family):
        case "cartels":
            group = beside.cartels.get(topic.slug)
            if group is None:
                return (figure("0"), figure("0"), figure("0"), Cell("not told of"))
            counts = (group.arrests, group.seizures, group.attacks)
            return (*(figure(wording.number(count)) for count in counts), Cell(words.day(group.last_mention)))
        case "operations":
            operation = beside.operations.get(topic.slug)
            if operation is None:
                return (figure(""), Cell("not told of"))
            return (figure(words.number(operation.personnel_now)), Cell(words.day(operation.last_told)))
        case "states":
            state = beside.states.get(topic.slug)
            return (
                figure(wording.number(state.incidents if state else 0)),
                Cell(words.day(state.last_event if state else None)),
            )
        case _:
            return words.shares(kind_of(topic.slug))


def _people(frame: Frame, people: Sequence[Person]) -> Table:
    rows = tuple(
        (
            Cell(person.name, f"{frame.root}{person_address(person.slug)}", wording.joined(person.aliases, 3)),
            Cell(wording.joined((cartel_name(slug) for slug in person.cartels), 3)),
            Cell(words.status(person.status, person.status_certain), note=words.day(person.status_as_of)),
            Cell(person.status_reference_id, f"{frame.root}{cable_address(person.status_reference_id)}")
            if person.status_reference_id
            else Cell(""),
            figure(wording.number(person.reports)),
        )
        for person in people
    )
    return Table("People", ("Name", "Groups", "Status as last reported", "Told by", "Reports"), rows)
