"""What is compared of two logs: all that events say but what their classes mark as varying from run to run."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from tracker.events import STAYS, VARIES, Event, known_types
from tracker.log.content import content, is_of_a_run

GOLDEN = Path(__file__).parent / "golden_events.jsonl"
SUSPICIOUS = re.compile(
    r"position|hash|sha\d|digest|commitment|salt|date|time|day|(^|_)(at|run)$|created|released|correlation|version"
)


def parts(hint: Any) -> set[Any]:
    """All types that a type names."""
    return {hint}.union(*(parts(argument) for argument in get_args(hint)))


def unmarked(shape: Any) -> set[str]:
    """The fields of an event class that look as if they varied from run to run, and are not marked either way."""
    found: set[str] = set()
    hints = get_type_hints(shape)
    for each in fields(shape):
        named = parts(hints[each.name])
        for inner in named:
            # What a report tells is what its cable tells, whatever its fields are called.
            if is_dataclass(inner) and inner.__module__ == shape.__module__:
                found |= unmarked(inner)
        looks_so = SUSPICIOUS.search(each.name) or named & {date, datetime, bytes}
        if looks_so and "varies" not in each.metadata:
            found.add(f"{shape.__name__}.{each.name}")
    return found


@pytest.mark.parametrize("name", known_types())
def test_every_field_that_looks_as_if_it_varied_is_marked_either_way(name: str) -> None:
    """A field that this names is to be marked with VARIES, or with STAYS where the release alone tells it."""
    assert unmarked(known_types()[name]) == set()


@dataclass(frozen=True)
class _Inner:
    commitment: str


@dataclass(frozen=True)
class _Careless(Event):
    log_position: int
    told: datetime | None
    parts: tuple[_Inner, ...]
    weight: int
    released: datetime = field(metadata=STAYS)
    salted: str = field(metadata=VARIES)


def test_a_field_that_nobody_marked_is_found() -> None:
    assert unmarked(_Careless) == {"_Careless.log_position", "_Careless.told", "_Inner.commitment"}


def golden(event_type: str) -> dict[str, Any]:
    lines = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    return next(line["body"] for line in reversed(lines) if line["type"] == event_type)


def test_commitments_are_left_out_and_what_the_cable_tells_stays() -> None:
    body = golden("CableRecorded")
    _, kept = content("CableRecorded", 1, body)
    assert kept == {**body, "parts": [{"start": part["start"]} for part in body["parts"]]}
    assert kept != body


@pytest.mark.parametrize(
    ("event_type", "varying"),
    [
        ("DevelopmentRecorded", {"cause_position", "summary_id"}),
        ("SummaryRecorded", {"cause_position", "run"}),
        ("FeedAuthorityRecorded", {"date"}),
    ],
)
def test_what_varies_is_left_out(event_type: str, varying: set[str]) -> None:
    body = golden(event_type)
    _, kept = content(event_type, known_types()[event_type].SCHEMA_VERSION, body)
    assert kept == {name: value for name, value in body.items() if name not in varying}
    assert kept != body


def test_a_summary_and_what_a_source_has_no_more_are_of_a_run() -> None:
    told = {name for name in known_types() if is_of_a_run({"type": name})}
    assert told == {"SummaryRecorded", "CableWithdrawn", "CableReappeared"}
    assert not is_of_a_run({"type": "NeverHeardOf"})


def test_what_varies_nowhere_is_the_same() -> None:
    body = golden("ArrestReported")
    assert content("ArrestReported", 2, body) == (2, body)


def test_an_event_of_a_newer_tracker_stays_as_it_is() -> None:
    assert content("NeverHeardOf", 7, {"position": 1}) == (7, {"position": 1})
    assert content("ArrestReported", 99, {"hash": "0"}) == (99, {"hash": "0"})
