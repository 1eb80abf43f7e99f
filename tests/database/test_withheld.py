"""What is withheld leaves no trace in any view but a neutral notice at its place, until somebody restores it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from tests.database.invented import ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.test_erasure import rebuild, rows, state
from tracker.deciding.desk import Desk
from tracker.decision_events import Ground

if TYPE_CHECKING:
    from tracker.database import Database

NAME = "Ramiro Inventado Lobillo"
ARREST = f"On March 3, federal police in Reynosa arrested {NAME} and three other members of the Gulf Cartel."
REASON = "the family of lobillo asked"
TOLD = re.compile(r"lobillo|reynosa", re.IGNORECASE)
VIEWS_OF_EVENTS = (
    "reports",
    "incidents",
    "cartels",
    "people",
    "operations",
    "seizures",
    "timeline",
    "states",
    "developments",
    "decisions",
    "disagreements",
    "report_history",
)


def desk(database: Database) -> Desk:
    return Desk(database.engine("writer"), actor="a tester")


def report_of(database: Database, kind: str) -> str:
    (found,) = [row for row in rows(database, "reports") if row["kind"] == kind]
    return str(found["report_id"])


def told(database: Database) -> dict[str, str]:
    """What each view tells of events; of the cable's own text nothing is withheld."""
    return {view: str(rows(database, view)) for view in VIEWS_OF_EVENTS}


def telling(database: Database) -> set[str]:
    return {view for view, words in told(database).items() if TOLD.search(words)}


def developments(database: Database) -> list[dict[str, Any]]:
    with database.engine("reader").connect() as connection:
        found = connection.execute(text("SELECT * FROM read.developments ORDER BY position")).mappings()
        return [dict(row) for row in found]


def told_as_first(found: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """What the entries of new incidents tell."""
    return [
        (row["development_id"], row["facts"], row["reason"], row["cartels"], row["states"])
        for row in found
        if row["kind"] == "new-incident"
    ]


def test_a_withheld_report_is_in_no_view_and_its_entry_a_notice(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(ARREST, SEIZURE, ATTACK)))
    project(database)
    before = state(database)
    assert {"reports", "incidents", "people", "developments", "report_history"} <= telling(database)
    outcome = desk(database).withhold(report_of(database, "arrest"), ground=Ground.SAFETY, reason=REASON)
    project(database)
    assert telling(database) == set()
    assert [row["reports"] for row in rows(database, "cartels") if row["slug"] == "gulf"] == [0]
    first = developments(database)[0]
    assert (first["kind"], first["facts"], first["reason"]) == ("withheld", {"kind": "arrest"}, None)
    assert first["updated_at"] > first["published_at"]
    withheld = state(database)
    rebuild(database, superuser)
    assert state(database) == withheld
    desk(database).restore(str(outcome.plan.decision_id), reason="no longer asked")
    project(database)
    after = state(database)
    assert after["incidents"] == before["incidents"]
    assert told_as_first(after["developments"]) == told_as_first(before["developments"])
    rebuild(database, superuser, batch=1)
    assert state(database) == after


def test_what_other_cables_repeat_of_a_withheld_report_is_gone_too(database: Database, superuser: str) -> None:
    told_twice = ARREST.replace("arrested", "detained in the night")
    ingest(database, file(telegram(ARREST, serial=1), "1.txt"))
    project(database)
    ingest(database, file(telegram(told_twice, serial=2), "2.txt"))
    project(database)
    (second,) = [row for row in developments(database) if row["reference_id"] == "07MEXICO2"]
    assert (second["kind"], [each["reference_id"] for each in second["known"]]) == ("also-reported", ["07MEXICO1"])
    (report,) = [row for row in rows(database, "reports") if row["reference_id"] == "07MEXICO1"]
    outcome = desk(database).withhold(str(report["report_id"]), ground=Ground.LAW, reason=REASON)
    project(database)
    (withheld,) = [row for row in developments(database) if row["development_id"] == second["development_id"]]
    assert (withheld["kind"], withheld["known"]) == ("also-reported", [])
    assert withheld["facts"] == second["facts"]
    desk(database).restore(str(outcome.plan.decision_id), reason="no longer asked")
    project(database)
    (restored,) = [row for row in developments(database) if row["development_id"] == second["development_id"]]
    assert restored["known"] == second["known"]


def test_what_is_told_later_of_a_withheld_event_is_withheld_before_readers_are_told(
    database: Database, superuser: str
) -> None:
    ingest(database, file(telegram(ARREST, serial=1), "1.txt"))
    project(database)
    (first,) = rows(database, "incidents")
    desk(database).withhold_incident(str(first["incident_id"]), ground=Ground.SAFETY, reason=REASON)
    project(database)
    again = ARREST.replace("arrested", "detained in the night")
    ingest(database, file(telegram(again, SEIZURE, serial=2), "2.txt"))
    project(database)
    assert telling(database) == set()
    assert {row["kind"] for row in rows(database, "reports") if not row["withheld"]} == {"seizure"}
    (late,) = [row for row in rows(database, "decisions") if row["actor"] == "withholder"]
    assert (late["act"], late["ground"], late["undone"]) == ("withhold", "safety", False)
    withheld = state(database)
    rebuild(database, superuser)
    assert state(database) == withheld
    # Somebody finds that it is another event: it stays told from then on.
    desk(database).restore(str(late["decision_id"]), reason="another man")
    project(database)
    assert {row["reference_id"] for row in rows(database, "reports") if not row["withheld"]} == {"07MEXICO2"}
    project(database)
    assert len([row for row in rows(database, "decisions") if row["actor"] == "withholder"]) == 1
    assert "people" in telling(database)


def test_what_is_told_later_is_told_where_only_one_report_was_withheld_or_the_event_is_restored(
    database: Database,
) -> None:
    ingest(database, file(telegram(ARREST, SEIZURE, serial=1), "1.txt"))
    project(database)
    (arrest,) = [row for row in rows(database, "reports") if row["kind"] == "arrest"]
    (seizure,) = [row for row in rows(database, "incidents") if row["kind"] == "seizure"]
    desk(database).withhold(str(arrest["report_id"]), ground=Ground.LAW, reason=REASON)
    outcome = desk(database).withhold_incident(str(seizure["incident_id"]), ground=Ground.LAW, reason=REASON)
    project(database)
    desk(database).restore(str(outcome.plan.decision_id), reason="no longer asked")
    project(database)
    ingest(database, file(telegram(ARREST, SEIZURE, serial=2), "2.txt"))
    project(database)
    told_later = [row for row in rows(database, "reports") if row["reference_id"] == "07MEXICO2"]
    assert [row["withheld"] for row in told_later] == [False, False]
