"""The lists of all groups, operations, states, kinds of events and people; a long one has several pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds import wording
from feeds.pages import words
from feeds.pages.frame import Frame, Page
from feeds.pages.rows import Beside, Person
from feeds.pages.tables import Cell, Table, figure
from feeds.site import cable_address, person_address
from feeds.topics import Topic, kind_of
from tracker.registers import cartel_name

PEOPLE_A_PAGE = 200
FAMILIES = ("cartels", "operations", "states", "kinds", "people")
"""What there are lists of."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page of a list that has several: its number, and where it stands."""

    number: int
    href: str


def index_pages(frame: Frame, beside: Beside, family: str) -> Iterator[Page]:
    """The list of the topics of a family. One without a topic has none."""
    topics = [topic for topic in frame.topics if topic.family == family]
    if topics:
        yield frame.render(
            "index.html",
            address=f"/{family}",
            heading=wording.words("heading", family),
            lead=wording.words("index", family),
            table=_topics(frame, topics, beside),
            pages=(),
            here=1,
        )


def people_pages(frame: Frame, people: Sequence[Person]) -> Iterator[Page]:
    """The list of people, so many on a page."""
    pages = [people[start : start + PEOPLE_A_PAGE] for start in range(0, len(people), PEOPLE_A_PAGE)] or [people]
    numbered = tuple(Numbered(number, f"{frame.root}{_address(number)}") for number in range(1, len(pages) + 1))
    for number, listed in enumerate(pages, start=1):
        yield frame.render(
            "index.html",
            address=_address(number),
            names_people=True,
            heading=wording.words("heading", "people") + (f", page {number}" if number > 1 else ""),
            lead=wording.words("index", "people"),
            table=_people(frame, listed),
            pages=numbered if len(numbered) > 1 else (),
            here=number,
        )


def _address(number: int) -> str:
    return "/people" if number == 1 else f"/people/page/{number}"


def _topics(frame: Frame, topics: Sequence[Topic], beside: Beside) -> Table:
    heads = ("Name", *(head for head in _heads(topics[0].family)), "Feed")
    rows = tuple(
        (
            Cell(topic.name, f"{frame.root}{topic.page}"),
            *_told(topic, beside),
            Cell("Atom", f"{frame.root}{topic.feed}"),
        )
        for topic in topics
    )
    return Table(wording.words("heading", topics[0].family), heads, rows)


def _heads(family: str) -> tuple[str, ...]:
    match family:
        case "cartels":
            return ("Arrests", "Seizures", "Attacks", "Newest cable")
        case "operations":
            return ("People there now", "Newest cable")
        case "states":
            return ("Events", "Latest event")
        case _:
            return ("Of what the machine tells, right", "Of what is told, found", "Coded by people")


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
