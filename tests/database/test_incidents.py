"""Reports about one event are one incident, whatever the order and the batches in which they came."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import make_url, text

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.test_projections import forget, rows
from tracker.database import Database, role_urls
from tracker.deciding import spanning
from tracker.deciding.desk import Desk
from tracker.deciding.plans import Plan, decision_stream
from tracker.deciding.reports import Subject, retract, withhold
from tracker.deciding.restoring import restore_spanning
from tracker.deciding.spanning import Incident
from tracker.decision_events import Ground
from tracker.log.log import Log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.reports import Kind
from tracker.types import IncidentId, Position, ReferenceId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from tests.servers import Server
    from tracker.cables.releases import RawFile
    from tracker.settings import Settings

    Opened = Callable[[], AbstractContextManager[tuple[Database, str]]]

_numbers = count(1)

FIGHT = "On March 7, gunmen killed five municipal police officers in Monterrey."
MORE = "On March 7, gunmen ambushed and killed six municipal police officers in Monterrey, according to press reports."
NEXT_DAY = "On March 8, gunmen killed five municipal police officers in Monterrey."
ELSEWHERE = "On March 7, gunmen killed five municipal police officers in Acapulco."
NAMED = "On March 3, federal police in Reynosa arrested Ramiro Inventado Puente of the Gulf Cartel."
SHORT = "On March 4, federal police arrested Gulf Cartel leader Ramiro Inventado."


def cable(number: int, *paragraphs: str, day: int = 10) -> RawFile:
    """A cable with a number, of a day of March 2007."""
    words = telegram(*paragraphs, serial=number).replace("101530Z", f"{day:02}1530Z")
    return file(words, f"{number}.txt")


def read(database: Database, query: str) -> list[Any]:
    with database.engine("reader").connect() as connection:
        return list(connection.execute(text(query)))


def cables_of_incidents(database: Database) -> list[list[str]]:
    return sorted(row["reference_ids"] for row in rows(database, "incidents") if not row["withdrawn"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("On March 7, gunmen killed a man in Ciudad Juarez.", "On March 7, a man was shot dead in Ciudad Juarez."),
        ("On March 7, gunmen killed two men in Ciudad Juarez.", "On March 8, gunmen killed two men in Ciudad Juarez."),
    ],
    ids=["one-day", "two-days"],
)
def test_killings_such_as_a_town_has_many_are_not_one_by_day_and_town_alone(
    database: Database, one: str, other: str
) -> None:
    ingest(database, cable(1, one), cable(2, other))
    project(database)
    assert cables_of_incidents(database) == [["07MEXICO1"], ["07MEXICO2"]]


def test_two_cables_about_one_event_make_one_incident_with_both_figures(database: Database) -> None:
    ingest(database, cable(1, FIGHT, day=9), cable(2, MORE))
    project(database)
    (incident,) = rows(database, "incidents")
    reports = {row["reference_id"]: row for row in rows(database, "reports")}
    assert incident["reference_ids"] == ["07MEXICO1", "07MEXICO2"]
    assert {row["incident_id"] for row in reports.values()} == {incident["incident_id"]}
    assert incident["incident_id"] == reports["07MEXICO1"]["report_id"]
    assert (incident["killed_low"], incident["killed"], incident["killed_high"]) == (5, 6, 6)
    assert (incident["reports"], incident["cables"], incident["first_told"].day, incident["last_told"].day) == (
        2,
        2,
        9,
        10,
    )
    (figure,) = read(database, "SELECT * FROM read.incident_figures")
    assert (figure.measure, figure.low, figure.best, figure.high) == ("killed", 5, 6, 6)
    assert (figure.asserted_by, figure.known_since.day, figure.report_ids) == (
        ["press"],
        10,
        [reports["07MEXICO2"]["report_id"]],
    )
    (pair,) = read(database, "SELECT * FROM read.incident_pairs")
    assert pair.score >= 7
    assert any(reason.startswith("days") for reason in pair.reasons)


@pytest.mark.parametrize("other", [ELSEWHERE, ATTACK.replace("March 7", "March 20"), SEIZURE, ARREST])
def test_other_events_stay_apart(database: Database, other: str) -> None:
    ingest(database, cable(1, FIGHT), cable(2, other))
    project(database)
    assert len(rows(database, "incidents")) == 2


def test_a_name_joins_what_days_and_places_tell_less_exactly(database: Database) -> None:
    ingest(database, cable(1, NAMED), cable(2, SHORT))
    project(database)
    (incident,) = rows(database, "incidents")
    assert incident["persons"] == ["Ramiro Inventado Puente"]
    assert incident["place_precision"] == "city"


def test_one_cable_tells_its_events_apart(database: Database) -> None:
    ingest(database, cable(1, FIGHT, "On March 7, gunmen also killed four municipal police officers in Monterrey."))
    project(database)
    assert len(rows(database, "incidents")) == len(rows(database, "reports"))


SUMMED_UP = "In early March soldiers seized 23 tons of cocaine in Manzanillo, Colima."
TOLD = "On March 6 soldiers seized more than 23.5 tons of cocaine in Manzanillo, Colima."


@pytest.mark.parametrize(
    ("paragraphs", "incidents"),
    [
        ((SUMMED_UP, TOLD), 1),
        (("The army is content with its work.", SUMMED_UP, TOLD), 2),
        ((SUMMED_UP, TOLD.replace("23.5", "50")), 2),
    ],
    ids=["summed-up", "later", "another-figure"],
)
def test_what_the_opening_sums_up_counts_once(database: Database, paragraphs: tuple[str, ...], incidents: int) -> None:
    ingest(database, cable(1, *paragraphs))
    project(database)
    assert (len(rows(database, "reports")), len(rows(database, "incidents"))) == (2, incidents)


def test_a_former_id_leads_to_the_incident(database: Database) -> None:
    ingest(database, cable(2, MORE))
    project(database)
    (before,) = rows(database, "incidents")
    ingest(database, cable(1, FIGHT, day=9))
    project(database)
    (after,) = rows(database, "incidents")
    assert after["incident_id"] != before["incident_id"]
    led = {row.former_id: row.incident_id for row in read(database, "SELECT * FROM read.incident_ids")}
    assert led[before["incident_id"]] == after["incident_id"]


def test_what_is_withdrawn_leaves_its_incident(database: Database) -> None:
    ingest(database, cable(1, FIGHT, day=9), cable(2, MORE))
    ingest(database, cable(1, "Nothing happened.", day=9))
    project(database)
    found = {tuple(row["reference_ids"]): row for row in rows(database, "incidents")}
    assert {names: row["withdrawn"] for names, row in found.items()} == {("07MEXICO1",): True, ("07MEXICO2",): False}
    assert found["07MEXICO2",]["killed_low"] == 6


def test_what_was_known_on_a_day_has_todays_incident_with_the_figures_of_then(database: Database) -> None:
    ingest(database, cable(1, FIGHT, day=9), cable(2, MORE))
    project(database)
    (today,) = rows(database, "incidents")
    (then,) = rows(database, "incidents_known('2007-03-09')")
    assert (then["incident_id"], then["killed"], then["killed_high"]) == (today["incident_id"], 5, 5)
    assert rows(database, "incidents_known('2007-03-10')") == [today]


def test_at_a_position_incidents_stand_as_they_stood_then(database: Database) -> None:
    seen: dict[int, list[dict[str, Any]]] = {}
    for each in (cable(2, MORE, NAMED), cable(1, FIGHT, day=9), cable(3, SHORT), cable(2, NAMED)):
        ingest(database, each)
        project(database)
        (head,) = read(database, "SELECT max(position) AS position FROM read.reports")
        seen[head.position] = rows(database, "incidents")
    assert len({str(each) for each in seen.values()}) == 4
    assert {position: rows(database, f"incidents_at({position})") for position in seen} == seen


CABLES = (
    (cable(1, FIGHT, NAMED, day=9),),
    (cable(2, MORE), cable(2, MORE, SHORT), cable(2, "Nothing happened.")),
    (cable(3, FIGHT, day=11), cable(3, "Nothing happened.", day=11), cable(3, FIGHT, day=11)),
    (cable(4, SHORT, NEXT_DAY, day=12),),
    (cable(5, ELSEWHERE, SEIZURE, day=12), cable(5, SEIZURE, day=12)),
    (cable(6, ELSEWHERE, day=13),),
)
"""What each cable says, and what it is later said to say."""

DECISIONS: dict[str, tuple[int | str, ...]] = {
    "join": (1, 6),
    "part": (1, 4),
    "part for a while": (1, 3),
    "undo": ("part for a while",),
    "retract": (4,),
    "withhold": ("5 again",),
}
"""What people decide, each with the cables and the decision that it comes after.

What is withheld stays as its cable's text of then told it, so that is the last one.
"""


@st.composite
def histories(draw: st.DrawFn) -> list[RawFile | str]:
    """All these in any order that keeps each cable's own, and each decision after what it rests on."""
    left = [list(each) for each in CABLES]
    waiting = dict(DECISIONS)
    found: list[RawFile | str] = []
    done: set[int | str] = set()
    while any(left) or waiting:
        ready = [name for name, after in waiting.items() if done.issuperset(after)]
        next_ones: list[int | str] = [*(number for number, each in enumerate(left, start=1) if each), *ready]
        which = draw(st.sampled_from(next_ones))
        done.add(f"{which} again" if which in done else which)
        if isinstance(which, int):
            found.append(left[which - 1].pop(0))
        else:
            del waiting[which]
            found.append(which)
    return found


def decide(database: Database, what: str) -> None:
    """Record one of the decisions as whoever sees only these reports would, whatever is folded by then."""
    desk = Desk(database.engine("writer"), actor="Ana Reviewer")

    def subject(number: int, kind: Kind) -> Subject:
        reference_id = ReferenceId(f"07MEXICO{number}")
        told = desk.account(reference_id)
        report_id = next(each for each, state in told.reports.items() if state.told.report.kind is kind)
        return Subject(told, reference_id, report_id, None)

    def several(kind: Kind, *numbers: int) -> list[Incident]:
        found = [subject(number, kind).report_id for number in numbers]
        return [Incident(IncidentId(UUID(str(each))), kind, (each,)) for each in found]

    def part(kind: Kind, one: int, other: int) -> Plan:
        first, second = several(kind, one, other)
        both = replace(first, report_ids=(*first.report_ids, *second.report_ids))
        return spanning.separate(both, second.report_ids, desk.in_force, reason="Another.", seen=Position(0))

    match what:
        case "join":
            plan = spanning.merge(several(Kind.ATTACK, 1, 6), desk.in_force, reason="One.", seen=Position(0))
        case "part":
            plan = part(Kind.ARREST, 1, 4)
        case "part for a while":
            plan = part(Kind.ATTACK, 1, 3)
        case "undo":
            undone = part(Kind.ATTACK, 1, 3).decision_id
            plan = restore_spanning(undone, Log(database.engine("writer")).read_stream(decision_stream(undone)), "No.")
        case "retract":
            plan = retract(subject(4, Kind.ATTACK), "A drill.")
        case _:
            plan = withhold(subject(5, Kind.SEIZURE), Ground.SAFETY, "They would find him.")
    assert desk.record(plan).positions


def record(database: Database, told: RawFile | str) -> None:
    if isinstance(told, str):
        decide(database, told)
    else:
        ingest(database, told)


def partition(database: Database) -> dict[str, Any]:
    """What does not depend on when it was recorded: which report is in which incident, and what the incident says."""
    late = {"recorded_at", "position", "decided_at", "latest_development_id", "latest_development_at"}
    return {
        view: [{name: value for name, value in row.items() if name not in late} for row in rows(database, view)]
        for view in (
            "reports",
            "incidents",
            "incident_figures",
            "incident_pairs",
            "incident_ids",
            "disagreements",
            "timeline",
            "people",
            "cartels",
            "seizures",
        )
    }


@pytest.fixture(scope="module")
def another(embedded: tuple[Server, Settings]) -> Opened:
    """Opens further databases, each empty, with their address as a superuser."""
    server, template = embedded

    @contextmanager
    def opened() -> Iterator[tuple[Database, str]]:
        name = f"another_{next(_numbers)}"
        url = server.create(name, template="template_tracker")
        database = Database(role_urls(replace(template, database_url=url), url))
        try:
            yield database, make_url(url).render_as_string(hide_password=False)
        finally:
            database.close()
            server.drop(name)

    return opened


@pytest.fixture(scope="module")
def expected(another: Opened) -> dict[str, Any]:
    """What one cable after the other gives, and then one decision after the other."""
    with another() as (database, _):
        everything: list[RawFile | str] = [*chain.from_iterable(CABLES), *DECISIONS]
        for told in everything:
            record(database, told)
        project(database)
        return partition(database)


@hypothesis_settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(), step=st.integers(1, 6), batch=st.sampled_from([1, 3, 5_000]))
def test_any_order_and_any_batch_give_the_same_incidents(
    history: list[RawFile | str], step: int, batch: int, expected: dict[str, Any], another: Opened
) -> None:
    with another() as (database, superuser):
        for number, each in enumerate(history, start=1):
            record(database, each)
            if number % step == 0:
                project(database, batch=batch)
        project(database, batch=batch)
        assert partition(database) == expected
        forget(superuser)
        Runner(database.engine("projector"), PROJECTIONS, batch=batch).catch_up()
        assert partition(database) == expected


def decided(superuser: str, *, same: bool) -> None:
    """Link all pairs of reports as a person's decision would, and forget what was folded but for that."""
    with psycopg.connect(superuser) as connection:
        connection.execute(
            "INSERT INTO read_a.incident_links SELECT a.report_id, b.report_id, %s FROM read_a.reports a "
            "JOIN read_a.reports b ON a.report_id < b.report_id",
            [same],
        )
        links = connection.execute("SELECT * FROM read_a.incident_links").fetchall()
        one, other = links[0][:2]
    forget(superuser)
    with psycopg.connect(superuser) as connection, connection.cursor() as cursor:
        cursor.executemany("INSERT INTO read_a.incident_links VALUES (%s, %s, %s)", links)
        cursor.execute(
            "INSERT INTO read_a.decisions (decision_id, position, recorded_at, actor, act, subject_kind, subjects, "
            "report_ids, others, reference_ids, fields) VALUES (gen_random_uuid(), 1, now(), 'a test', %s, 'incident', "
            "'{}', %s, %s, '{}', '{}')",
            ["merge", [one, other], []] if same else ["separate", [one], [other]],
        )


@pytest.mark.parametrize(("other", "same"), [(ELSEWHERE, True), (MORE, False)], ids=["joined", "kept apart"])
def test_a_decision_weighs_more_than_any_sign(database: Database, superuser: str, other: str, same: bool) -> None:
    ingest(database, cable(1, FIGHT), cable(2, other))
    project(database)
    assert (len(cables_of_incidents(database)) == 1) is not same
    decided(superuser, same=same)
    Runner(database.engine("projector"), PROJECTIONS).catch_up()
    assert (len(cables_of_incidents(database)) == 1) is same
    # And so it is of the log as of any position.
    of_reports = read(database, "SELECT DISTINCT incident_id FROM read.reports_at(1000)")
    assert (len(of_reports) == 1) is same
