"""Laws of the partition of reports into incidents, which is a pure function of the reports that stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gold.incidents import DEVELOP, Coded
from tests.gold.merging import insert, report_ids

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

_PLACES = (
    {"state": "MX-NLE", "city": "Monterrey"},
    {"state": "MX-NLE", "city": None},
    {"state": "MX-TAM", "city": None},
)
_NAMES = ("Ramiro Puente Lobo", "Ramiro Puente", "Puente", "Hilario Quiñones")
_DAYS = (("2007-03-03", "2007-03-03"), ("2007-03-04", "2007-03-04"), ("2007-03-01", "2007-03-31"))


@st.composite
def events(draw: st.DrawFn) -> list[Coded]:
    """Events that are much alike, each in one of a few cables."""
    found = []
    for _ in range(draw(st.integers(2, 9))):
        start, end = draw(st.sampled_from(_DAYS))
        event: dict[str, Any] = {
            "cable": f"07MEXICO{draw(st.integers(1, 5))}",
            "kind": draw(st.sampled_from(["arrest", "attack"])),
            "date": draw(st.sampled_from([None, {"start": start, "end": end}])),
            "places": [draw(st.sampled_from(_PLACES))],
            "cartels": draw(st.sampled_from([[], ["gulf"], ["sinaloa"]])),
            "persons": draw(st.lists(st.sampled_from(_NAMES), max_size=2, unique=True)),
            "count": draw(st.sampled_from([None, 1, 2, 5, 40])),
            "killed": draw(st.sampled_from([None, 1, 5, 6])),
            "aggregate": draw(st.sampled_from([False, False, False, True])),
        }
        found.append(Coded(event, DEVELOP, "", None))
    return found


@pytest.fixture
def connection(superuser: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(superuser, options="-c search_path=read_a -c jit=off") as opened:
        yield opened


def partition(connection: psycopg.Connection[Any], order: str, where: str = "true") -> dict[UUID, UUID]:
    query = f"SELECT * FROM incidents_among(ARRAY(SELECT r FROM reports r WHERE {where} ORDER BY {order}))"
    return dict(connection.execute(query.encode()).fetchall())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=events(), withdrawn=st.integers(0, 8))
def test_laws_of_the_partition(connection: psycopg.Connection[Any], told: list[Coded], withdrawn: int) -> None:
    insert(connection, told)
    ids = report_ids(told)
    gone = ids[withdrawn % len(ids)]
    whole = partition(connection, "report_id")
    assert partition(connection, "md5(report_id::text)") == whole, "the order does not matter"

    members: dict[UUID, list[UUID]] = {}
    for report_id, incident_id in whole.items():
        members.setdefault(incident_id, []).append(report_id)
    cables = dict(zip(ids, (each.event["cable"] for each in told), strict=True))
    assert all(incident == min(those, key=lambda each: (cables[each], each)) for incident, those in members.items())

    kept_apart = connection.execute(
        "WITH signs AS (SELECT s.* FROM reports r CROSS JOIN LATERAL signs_of(r) AS s) "
        "SELECT a.report_id, b.report_id FROM signs a JOIN signs b ON a.report_id < b.report_id "
        "CROSS JOIN LATERAL pair_score(a, b) AS p WHERE p.score < parts_below()"
    ).fetchall()
    assert not [pair for pair in kept_apart if whole[pair[0]] == whole[pair[1]]], "nobody is with whom he cannot be"

    connection.execute("UPDATE reports SET withdrawn = true WHERE report_id = %s", [gone])
    left = partition(connection, "report_id")
    assert left.pop(gone) == gone
    assert left == partition(connection, "report_id", "NOT withdrawn"), "as if it had never been there"


_SENT: dict[str, Any] = {
    "kind": "operation",
    "cartels": [],
    "aggregate": False,
    "status": "launched",
    "personnel": 3000,
}
_IN_MARCH = {"date": {"start": "2007-03-03", "end": "2007-03-03"}, "places": [{"state": "MX-TAM", "city": None}]}
_IN_MAY = {"date": {"start": "2007-05-10", "end": "2007-05-10"}, "places": [{"state": "MX-MIC", "city": None}]}
_OF_THE_YEAR = {"start": "2007-01-01", "end": "2007-12-31"}


@pytest.mark.parametrize(
    "vague",
    [
        {"date": None, "places": []},
        {"date": None, "places": [*_IN_MARCH["places"], *_IN_MAY["places"]]},
        {"date": _OF_THE_YEAR, "places": [*_IN_MARCH["places"], *_IN_MAY["places"]]},
        {"date": _OF_THE_YEAR, "places": []},
    ],
)
def test_operations_without_a_name_that_are_plainly_two_no_vague_report_makes_one(
    connection: psycopg.Connection[Any], vague: dict[str, Any]
) -> None:
    """Other states and months leave two far below what would let them be in one group, whatever else is alike."""
    told = [
        {"cable": "07MEXICO1", "agencies": ["army"], **_IN_MARCH},
        {"cable": "07MEXICO2", "agencies": ["navy"], **_IN_MAY},
        {"cable": "07MEXICO3", "agencies": ["army", "navy"], **vague},
    ]
    events = [Coded({**_SENT, **each}, DEVELOP, "", None) for each in told]
    insert(connection, events)
    found = partition(connection, "report_id")
    march, may, _ = report_ids(events)
    assert found[march] != found[may]
