"""The page of a group: how it stands as last reported, and all that is new of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feeds import wording
from feeds.pages import words
from feeds.pages.frame import Frame
from feeds.pages.rows import CartelDetails, Member, Tie
from feeds.pages.tables import Cell, Table, figure
from feeds.site import cable_address, person_address
from tracker.registers import cartel_name, state_name


def cartel_tables(frame: Frame, details: CartelDetails) -> list[Table]:
    """How the group stands: people, presence, violence, seizures, ties; those of which nothing is told left out."""
    return [table for table in _tables(frame, details) if table.rows]


def names_people(details: CartelDetails) -> bool:
    """Whether its page names anybody."""
    return bool(details.people)


def _tables(frame: Frame, details: CartelDetails) -> Iterator[Table]:
    yield Table(
        "Leaders and members",
        ("Name", "Place in the group", "Status as last reported", "Told by"),
        tuple(_member(frame, row) for row in details.people),
    )
    yield Table(
        "Where it is told of",
        ("State", "Events", "First event", "Latest event", "Newest cable"),
        tuple(
            (
                Cell(state_name(row.state), frame.topic_link("states", row.state)),
                figure(wording.number(row.incidents)),
                Cell(words.day(row.first_event)),
                Cell(words.day(row.last_event)),
                Cell(words.day(row.last_mention)),
            )
            for row in details.presence
        ),
    )
    yield Table(
        "Violence that it had a part in",
        ("Part", "Events", "Killed, as far as told", "Injured, as far as told"),
        tuple(
            (
                Cell(wording.words("part", row.role)),
                figure(wording.number(row.incidents)),
                Cell(words.sides(row.killed)),
                Cell(words.sides(row.injured)),
            )
            for row in details.attacks_by_role
        ),
    )
    yield Table(
        "Seized from it",
        ("Goods", "Quantity", "Seizures", "Of these without a quantity"),
        tuple(
            (
                Cell(words.thing(row.commodity)),
                figure(words.taken(row)),
                figure(wording.number(row.incidents)),
                figure(wording.number(row.uncounted)),
            )
            for row in details.seized
        ),
    )
    yield Table(
        "Ties to other groups (from the tracker's register, not from cables)",
        ("Group", "Tie", "Years"),
        tuple(_ties(frame, details)),
    )


def _member(frame: Frame, row: Member) -> tuple[Cell, ...]:
    told = words.day(row.as_of)
    return (
        Cell(row.name, f"{frame.root}{person_address(row.slug)}"),
        Cell(wording.words("membership", row.role)),
        Cell(words.status(row.status, row.certain), note="reports contradict one another" if row.disputed else ""),
        Cell(row.reference_id, f"{frame.root}{cable_address(row.reference_id)}", told)
        if row.reference_id
        else Cell(""),
    )


def _ties(frame: Frame, details: CartelDetails) -> Iterator[tuple[Cell, ...]]:
    kinds: Sequence[tuple[str, Sequence[Tie]]] = (
        ("it was a part of", details.faction_of),
        ("was a part of it", details.factions),
        ("stood together with it", details.alliances),
    )
    for kind, ties in kinds:
        for tie in ties:
            name = Cell(cartel_name(tie.group), frame.topic_link("cartels", tie.group))
            yield (name, Cell(kind), Cell(words.years(tie.since, tie.until)))
