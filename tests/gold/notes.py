"""How often what is read of a short note agrees with its coding: `python -m tests.gold.notes FILE [--errors]`.

A note is one to three sentences about one incident, read as the only paragraph of a cable from Mexico.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from tests.gold.passages import FIRST_NUMBER, HELD_OUT, as_cable
from tracker.extraction.pipeline import extract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.cables.model import Cable


class _Days(TypedDict):
    start: str
    end: str


class _Where(TypedDict):
    state: str
    city: str | None


class _Line(TypedDict):
    id: str
    date_of_note: str
    text: str
    killed: int | None
    injured: int | None
    date: _Days
    places: list[_Where]
    share: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of one attack: totals of people, and where and when, None and empty where it is not told."""

    killed: int | None
    injured: int | None
    states: frozenset[str]
    cities: frozenset[str]
    days: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Note:
    """One note with the day on which it was written and the facts that a reader takes from it."""

    name: str
    written: date
    text: str
    facts: Facts
    share: str


def load(path: Path) -> tuple[Note, ...]:
    """The notes of a file, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_note(cast("_Line", json.loads(line))) for line in lines if line)


def _note(line: _Line) -> Note:
    facts = Facts(
        line["killed"],
        line["injured"],
        frozenset(place["state"] for place in line["places"]),
        frozenset(place["city"] for place in line["places"] if place["city"]),
        (line["date"]["start"], line["date"]["end"]),
    )
    return Note(line["id"], date.fromisoformat(line["date_of_note"]), line["text"], facts, line["share"])


def main_attack(cable: Cable) -> Facts | None:
    """The single attack with the most dead, then injured, then the first; None where no attack is read."""
    attacks = [report for report in extract(cable) if report.kind.value == "attack"]
    if not attacks:
        return None
    main = max(attacks, key=lambda report: (not report.aggregate, report.killed or 0, report.injured or 0))
    return Facts(
        main.killed,
        main.injured,
        frozenset(place.state for place in main.places),
        frozenset(place.city for place in main.places if place.city),
        (main.date.start.isoformat(), main.date.end.isoformat()) if main.date else None,
    )


def agreements(told: Facts, read_facts: Facts | None) -> frozenset[str]:
    """The fields in which both agree, and "attack" where one was read at all."""
    if read_facts is None:
        return frozenset()
    same = {
        "killed": told.killed == read_facts.killed,
        "injured": told.injured == read_facts.injured,
        "state": told.states == read_facts.states,
        "city": _folded(told.cities) == _folded(read_facts.cities),
        "date": told.days == read_facts.days,
    }
    return frozenset({"attack", *(field for field, agrees in same.items() if agrees)})


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names}


FIELDS = ("attack", "killed", "injured", "state", "city", "date")


def main() -> None:
    """Print the totals, and with `--errors` each develop note that disagrees; held-out notes are never printed."""
    parser = argparse.ArgumentParser(prog="python -m tests.gold.notes", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the notes that disagree, but for held-out ones")
    arguments = parser.parse_args()
    totals: Counter[str] = Counter()
    notes = load(arguments.file)
    for number, note in enumerate(notes, FIRST_NUMBER):
        found = main_attack(as_cable(note.text, written=note.written, number=number))
        agreed = agreements(note.facts, found)
        totals.update(agreed)
        totals["all"] += {"killed", "state", "city", "date"} <= agreed
        if arguments.errors and note.share != HELD_OUT and len(agreed) < len(FIELDS):
            wrong = ", ".join(field for field in FIELDS if field not in agreed)
            sys.stdout.write(f"{note.name}: not {wrong}; read {found}\n    {note.text}\n")
    for field in (*FIELDS, "all"):
        sys.stdout.write(f"{field:8} {totals[field]:3} of {len(notes)}\n")


if __name__ == "__main__":
    main()
