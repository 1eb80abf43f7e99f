"""What asks to be checked is asked in order of need, and of what is withheld nothing is shown to anybody who looks."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tracker.asking.values import as_json
from tracker.cli.cite import citations
from tracker.cli.reviewer import DeskOfReviewer
from tracker.cli.show import on_sheet
from tracker.cli.shown.sheet import Sheet
from tracker.cli.shown.steps import steps as put_steps
from tracker.deciding.desk import Desk
from tracker.decision_events import Ground
from tracker.errors import TrackerError
from tracker.reviewing.acts import Act, ActKind
from tracker.reviewing.decided import as_foreign, decided
from tracker.reviewing.queue import Wanted, queue
from tracker.showing.history import history
from tracker.showing.show import show
from tracker.types import ReportId

if TYPE_CHECKING:
    from tracker.database import Database

HEDGED = "On March 9, soldiers reportedly seized 20 rifles in Matamoros, Tamaulipas."


def report(database: Database, kind: str) -> ReportId:
    with database.engine("reader").connect() as connection:
        found = connection.execute(
            text("SELECT report_id FROM read.reports WHERE kind = :kind AND reference_id = '07MEXICO4321'"),
            {"kind": kind},
        )
        return ReportId(UUID(str(found.scalar_one())))


def needs(database: Database) -> list[tuple[str, str, list[str]]]:
    return [(each.kind, each.need, each.doubts) for each in queue(database.engine("reader"), Wanted())]


def desk(database: Database) -> DeskOfReviewer:
    return DeskOfReviewer(database, "Ana Prueba")


def test_what_contradicts_a_person_comes_first_then_what_is_disputed_then_what_is_in_doubt(database: Database) -> None:
    ingest(database, file(telegram(SEIZURE, ARREST, ATTACK)))
    ingest(database, file(telegram(ATTACK.replace("two", "three"), HEDGED, serial=5000, post="MONTERREY"), "5.txt"))
    project(database)
    before = needs(database)
    assert [need for _, need, _ in before] == ["disputed", "disputed", "unsure", "new", "new"]
    assert before[2] == ("seizure", "unsure", ["the text hedges"])
    arrest = report(database, "arrest")
    desk(database).record(Act(ActKind.CORRECT, arrest, "as the annex has it", {"count": "5"}))
    project(database)
    assert "arrest" not in {kind for kind, _, _ in needs(database)}
    ingest(database, file(telegram(SEIZURE, ARREST.replace("four", "six"), ATTACK)))
    project(database)
    assert needs(database)[0] == ("arrest", "reread", ["count"])
    shown = show(database.engine("reader"), str(arrest))
    assert (shown.thing.facts["count"], shown.rereadings[0].facts["count"]) == (5, 6)  # type: ignore[union-attr]  # a report
    desk(database).record(Act(ActKind.CONFIRM, arrest, "looked again"))
    project(database)
    assert "reread" not in {need for _, need, _ in needs(database)}


def test_an_act_is_refused_where_the_report_changed_since_it_was_seen(database: Database) -> None:
    ingest(database, file(telegram(ARREST)))
    project(database)
    arrest = report(database, "arrest")
    seen = show(database.engine("reader"), str(arrest)).thing.position  # type: ignore[union-attr]  # a report
    ingest(database, file(telegram(ARREST.replace("four", "six"))))
    act = Act(ActKind.CONFIRM, arrest, "compared", seen=seen)
    (fault,) = desk(database).faults([act])
    assert fault is not None
    assert "changed" in fault
    with pytest.raises(TrackerError, match="changed"):
        desk(database).record(act)


def test_of_two_corrections_of_one_field_the_later_is_passed_on(database: Database) -> None:
    ingest(database, file(telegram(ARREST)))
    project(database)
    arrest = report(database, "arrest")
    for fields in ({"count": "5", "certain": "no"}, {"count": "6"}, {"count": "7"}):
        desk(database).record(Act(ActKind.CORRECT, arrest, "as the annex has it", fields))
    project(database)
    ours, _ = decided(database)
    assert [each.fields for each in ours] == [{"certain": "false"}, {"count": "7"}]


def test_of_what_is_withheld_nothing_is_shown_by_any_command(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    ingest(database, file(telegram(ARREST.replace("Reynosa", "Matamoros"))))
    ingest(database, file(telegram(ARREST)))
    project(database)
    arrest = report(database, "arrest")
    desk(database).record(
        Act(ActKind.CORRECT, arrest, "because of Reynosa", {"places": "MX-TAM/Reynosa", "count": "7"})
    )
    project(database)
    withholding = Desk(database.engine("writer"), actor="Ana Prueba")
    withholding.withhold(str(arrest), ground=Ground.SAFETY, reason="somebody in Reynosa could come to harm")
    project(database)
    engine = database.engine("reader")
    for asked in (f"reports/{arrest}", f"incidents/{arrest}", "07MEXICO4321"):
        found = show(engine, asked)
        on_sheet(Sheet(), found, paragraphs=not asked.startswith("0"))
        put_steps(Sheet(), *history(engine, asked))
        told = [as_json(asdict(found)), *(as_json(asdict(step)) for step in history(engine, asked)[1])]
        assert not any(b"Reynosa" in each or b"Matamoros" in each for each in told), asked
    assert not [each for each in citations(show(engine, f"reports/{arrest}"), site=None) if each.quote]
    assert queue(engine, Wanted()) == []
    ours, reports = decided(database)
    lines = [as_foreign(each, reports[each.report_id], origin="us") for each in ours if reports[each.report_id].quote]
    assert lines == []
    shown = capsys.readouterr().out
    assert "Withheld: people have decided" in shown
    assert "Reynosa" not in shown
    assert "Matamoros" not in shown
