"""What another newsroom added, noted, joined or parted is found here by its words, and counts once it is accepted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import ARREST, SEIZURE, file, ingest, project, telegram
from tests.database.test_incidents import FIGHT, cable
from tests.database.test_projections import rows
from tracker.cli.wider_review import listed
from tracker.deciding.desk import Desk
from tracker.decision_events import Ground
from tracker.reports import Kind
from tracker.reviewing.exchange import as_line, from_lines
from tracker.reviewing.imports import Standing
from tracker.reviewing.matching import Told
from tracker.reviewing.widely_decided import widely_decided
from tracker.reviewing.wider import Wider, WiderKind
from tracker.reviewing.wider_here import accept, placed
from tracker.reviewing.wider_inbox import WiderInbox
from tracker.showing.history import history
from tracker.types import ReferenceId, Span

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.database import Database

WHY = "The cable says so."
MISSED = "Two brothers were led away at dawn in Reynosa."
CABLE = ReferenceId("07MEXICO4321")


def desk(database: Database) -> Desk:
    return Desk(database.engine("writer"), actor="Ana Prueba")


def exchanged(database: Database) -> list[Wider]:
    """What was decided here as it comes from a file."""
    project(database)
    lines = [as_line(each) for each in widely_decided(database, origin="The Gazette")]
    return [each for each in from_lines(lines) if isinstance(each, Wider)]


def undo_all(database: Database) -> None:
    """Have no decision count here any more, as in another log."""
    project(database)
    for row in rows(database, "decisions"):
        if row["act"] != "restore" and not row["undone"]:
            desk(database).restore(str(row["decision_id"]), reason="To begin again.")
            project(database)


def standings(database: Database, decisions: list[Wider]) -> list[str]:
    return [each.standing for each in placed(database, decisions)]


def take_over(database: Database, decisions: list[Wider]) -> None:
    for each in placed(database, decisions):
        accept(Desk(database.engine("writer"), actor="Benito Ensayo"), each)
    project(database)


def quote(database: Database, words: str) -> Span:
    document = desk(database).account(CABLE).document
    assert document
    start = document.text.index(words)
    return Span(start, start + len(words))


def test_an_addition_is_found_by_its_words_and_has_its_fields(database: Database) -> None:
    ingest(database, file(telegram(ARREST, MISSED)))
    project(database)
    desk(database).add(
        CABLE, Kind.ARREST, quote(database, "Two brothers were led away"), values={"count": 2}, reason=WHY
    )
    theirs = exchanged(database)
    assert [each.fields["count"] for each in theirs] == ["2"]
    assert standings(database, theirs) == [Standing.AGREED]
    undo_all(database)
    assert standings(database, theirs) == [Standing.CONFLICT]


def test_an_addition_is_accepted_in_a_log_that_lacks_it_and_not_where_its_words_are_not(database: Database) -> None:
    ingest(database, file(telegram(ARREST, MISSED)))
    project(database)
    theirs = Wider(
        decision_id="1",
        kind=WiderKind.ADD,
        reports=(Told(reference_id=CABLE, kind="arrest", quote="Two brothers were led away", passage="", labels=()),),
        fields={"count": "2", "places": "MX-TAM/Reynosa"},
        reason="missed",
        actor="Ana",
        origin="The Gazette",
        recorded_at="2026-01-02",
    )
    take_over(database, [theirs])
    (added,) = [row for row in rows(database, "reports") if row["extractor"] == "person"]
    assert (added["count"], added["states"], added["review_status"]) == (2, ["MX-TAM"], "confirmed")
    (decision,) = rows(database, "decisions")
    assert (decision["actor"], decision["reason"]) == ("Benito Ensayo", "as Ana of The Gazette decided: missed")
    assert standings(database, [theirs]) == [Standing.AGREED]
    (told,) = theirs.reports
    elsewhere = replace(theirs, reports=(replace(told, quote="Three sisters were led away"),))
    assert standings(database, [elsewhere]) == [Standing.UNMATCHED]


def test_notes_are_found_on_what_they_are_about(database: Database) -> None:
    ingest(database, file(telegram(ARREST, SEIZURE)))
    project(database)
    arrest, seizure = sorted(rows(database, "reports"), key=lambda row: str(row["kind"]))
    for named in (
        f"reports/{arrest['report_id']}",
        f"incidents/{seizure['incident_id']}",
        f"cables/{CABLE}",
        "operations/michoacan",
    ):
        desk(database).annotate(named, "The court counted nine.", "https://court.example/12")
    theirs = exchanged(database)
    assert standings(database, theirs) == [Standing.AGREED] * 4
    undo_all(database)
    assert standings(database, theirs) == [Standing.WAITING] * 4
    take_over(database, theirs)
    told = {(row["subject_kind"], row["subject"]) for row in rows(database, "annotations")}
    assert told == {
        ("report", str(arrest["report_id"])),
        ("incident", str(seizure["incident_id"])),
        ("cable", CABLE),
        ("operation", "michoacan"),
    }


def test_joined_and_parted_events_are_found_by_their_reports_and_conflicts_are_told(
    database: Database, tmp_path: Path
) -> None:
    ingest(database, cable(1, FIGHT), cable(2, FIGHT.replace("March 7", "February 20")))
    project(database)
    first, second = rows(database, "incidents")
    desk(database).merge([str(first["incident_id"]), str(second["incident_id"])], reason=WHY)
    joined = exchanged(database)
    assert standings(database, joined) == [Standing.AGREED]
    undo_all(database)
    assert standings(database, joined) == [Standing.WAITING]
    inbox = WiderInbox(tmp_path / "waiting.jsonl")
    inbox.add(placed(database, joined))
    inbox.add(placed(database, joined))
    assert inbox.waiting() == joined
    take_over(database, joined)
    assert len(rows(database, "incidents")) == 1
    (line,) = listed(database, inbox)
    assert "Ana Prueba of The Gazette decided on" in line
    inbox.settle(joined)
    assert inbox.waiting() == []
    # They part what we join.
    (merged,) = rows(database, "incidents")
    desk(database).separate(str(merged["incident_id"]), [str(merged["report_ids"][0])], reason=WHY)
    parted = exchanged(database)
    assert [bool(each.others) for each in parted] == [True], "what was joined before counts no longer"
    assert standings(database, parted) == [Standing.AGREED]
    (separation,) = [row for row in rows(database, "decisions") if row["act"] == "separate"]
    desk(database).restore(str(separation["decision_id"]), reason="No.")
    project(database)
    (found,) = placed(database, parted)
    assert (found.standing, "Benito Ensayo decided to merge" in found.against) == (Standing.CONFLICT, True)
    take_over(database, parted)
    assert len(rows(database, "incidents")) == 2


NAMED = "On {day}, 2007, soldiers arrested {name} in Reynosa, Tamaulipas."


def people(database: Database) -> list[str]:
    return sorted(str(row["slug"]) for row in rows(database, "people"))


def test_joined_and_parted_people_are_found_by_their_names_in_reports(database: Database) -> None:
    first = NAMED.format(day="March 7", name="Ramiro Inventado Lobillo")
    second = NAMED.format(day="February 20", name="Ramon Inventado")
    ingest(database, cable(1, first), cable(2, second))
    project(database)
    one, other = people(database)
    desk(database).merge_people([one, other], reason=WHY)
    joined = exchanged(database)
    assert [each.told.count("Inventado in 07MEXICO") + each.told.count("Lobillo in 07MEXICO") for each in joined] == [2]
    assert standings(database, joined) == [Standing.AGREED]
    undo_all(database)
    assert standings(database, joined) == [Standing.WAITING]
    take_over(database, joined)
    (both,) = people(database)
    # They part what we join.
    (report, _) = sorted(rows(database, "reports"), key=lambda row: str(row["reference_id"]))
    desk(database).separate_people(both, [str(report["report_id"])], reason=WHY)
    parted = exchanged(database)
    assert [bool(each.others) for each in parted] == [True], "what was joined before counts no longer"
    assert standings(database, parted) == [Standing.AGREED]
    (separation,) = [row for row in rows(database, "decisions") if row["act"] == "separate"]
    desk(database).restore(str(separation["decision_id"]), reason="No.")
    project(database)
    (found,) = placed(database, parted)
    assert (found.standing, "Benito Ensayo decided to merge" in found.against) == (Standing.CONFLICT, True)
    take_over(database, parted)
    assert people(database) == [one, other]
    for each in (one, other):
        told = [step.event for step in history(database.engine("reader"), f"people/{each}")[1] if step.decision_id]
        assert told[-1] == "separate", "whoever stays is told of it too"


def test_a_note_on_a_person_is_found_by_the_name_in_a_report(database: Database) -> None:
    ingest(database, cable(1, NAMED.format(day="March 7", name="Ramiro Inventado Lobillo")))
    project(database)
    (person,) = people(database)
    desk(database).annotate(f"people/{person}", "A court freed him.", None)
    (noted,) = exchanged(database)
    assert ([each.name for each in noted.reports], noted.key) == (["Ramiro Inventado Lobillo"], "")
    assert standings(database, [noted]) == [Standing.AGREED]
    undo_all(database)
    assert standings(database, [noted]) == [Standing.WAITING]
    take_over(database, [noted])
    assert [row["subject"] for row in rows(database, "annotations")] == [person]
    (told,) = noted.reports
    stranger = replace(noted, reports=(replace(told, name="Somebody Else"),))
    assert standings(database, [stranger]) == [Standing.UNMATCHED]


def launched(database: Database) -> list[str]:
    return sorted(str(row["slug"]) for row in rows(database, "operations") if row["status"] == "launched")


def test_joined_operations_are_found_by_their_names(database: Database) -> None:
    words = "On {day}, 2007, the government launched Joint Operation {name} and sent 500 soldiers to {place}."
    ingest(
        database,
        cable(1, words.format(day="January 2", name="Tijuana", place="Tijuana, Baja California")),
        cable(2, words.format(day="January 5", name="Guerrero", place="Acapulco, Guerrero")),
    )
    project(database)
    slugs = launched(database)
    assert len(slugs) == 2
    desk(database).merge_operations(slugs[1:], slugs[0], reason=WHY)
    joined = exchanged(database)
    assert [each.operations for each in joined] == [tuple(slugs)]
    assert standings(database, joined) == [Standing.AGREED]
    undo_all(database)
    assert standings(database, joined) == [Standing.WAITING]
    take_over(database, joined)
    assert launched(database) == slugs[:1]
    assert standings(database, [replace(joined[0], operations=(slugs[0], "nowhere"))]) == [Standing.UNMATCHED]


@pytest.mark.parametrize("withheld", [True, False])
def test_of_what_is_withheld_nothing_is_passed_on(database: Database, withheld: bool) -> None:
    ingest(database, file(telegram(ARREST)))
    project(database)
    (arrest,) = rows(database, "reports")
    desk(database).annotate(f"reports/{arrest['report_id']}", "The court counted nine.", None)
    project(database)
    if withheld:
        desk(database).withhold(str(arrest["report_id"]), ground=Ground.SAFETY, reason="In danger.")
    assert len(exchanged(database)) == (0 if withheld else 1)
