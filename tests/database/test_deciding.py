"""What people decide is recorded, folded into every view, binds re-readings, and can be undone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.test_erasure import erase, erase_at, everything, place
from tests.database.test_incidents import ELSEWHERE, FIGHT, MORE, NEXT_DAY, cable
from tests.database.test_projections import OPERATION, forget, rows
from tracker.deciding.desk import Desk
from tracker.deciding.plans import ChangedSinceError, DecisionError, UnknownSubjectError
from tracker.decision_events import Ground
from tracker.errors import AmbiguousIdError, NothingFoundError
from tracker.extraction.pipeline import extract
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.reports import Kind, Report
from tracker.showing.subjects import SubjectKind
from tracker.types import ReferenceId, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.cables.model import Cable
    from tracker.database import Database

WHY = "The cable says so."


def desk(database: Database, *, dry_run: bool = False) -> Desk:
    return Desk(database.engine("writer"), actor="Ana Reviewer", dry_run=dry_run)


def reread(
    database: Database, monkeypatch: pytest.MonkeyPatch, change: Callable[[Report], Report | None], version: str = "99"
) -> None:
    """Read the cable of all tests again by an extractor that reads every report otherwise, or not at all."""

    def otherwise(cable: Cable) -> tuple[Report, ...]:
        return tuple(found for each in extract(cable) if (found := change(each)))

    monkeypatch.setattr("tracker.extraction.pipeline.extract", otherwise)
    monkeypatch.setattr("tracker.revisions.EXTRACTOR_VERSION", version)
    ingest(database, file(telegram(ARREST, SEIZURE, ATTACK)))
    project(database)


def begin(database: Database) -> dict[str, str]:
    """Record the cable of all tests; the ids of its reports by kind."""
    ingest(database, file(telegram(ARREST, SEIZURE, ATTACK)))
    project(database)
    return {row["kind"]: str(row["report_id"]) for row in rows(database, "reports")}


def report(database: Database, report_id: str) -> dict[str, Any]:
    (found,) = [row for row in rows(database, "reports") if str(row["report_id"]) == report_id]
    return found


def told_as(database: Database, report_id: str) -> list[str]:
    """The review status of what readers were told of a report, the oldest first."""
    told = sorted(rows(database, "developments"), key=lambda row: row["position"])
    return [row["review_status"] for row in told if report_id in map(str, row["report_ids"])]


def test_a_confirmed_report_stays_as_it_is_and_the_disagreement_is_told_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrest = begin(database)["arrest"]
    desk(database).confirm(arrest[:8])
    project(database)
    assert (report(database, arrest)["review_status"], report(database, arrest)["decided_by"]) == (
        "confirmed",
        "Ana Reviewer",
    )
    assert told_as(database, arrest) == ["confirmed"]
    for version in ("98", "99"):
        reread(database, monkeypatch, lambda each: replace(each, count=9) if each.count else each, version)
    assert report(database, arrest)["count"] == 4
    (disagreement,) = rows(database, "rereadings")
    assert (disagreement["fields"], disagreement["facts"]["count"], disagreement["extractor"]) == (["count"], 9, "98")
    reread(database, monkeypatch, lambda _: None, "100")
    assert not report(database, arrest)["withdrawn"]
    # What it had made of it before stands there no longer: no erasure of the cable's words would reach it.
    assert [(row["found"], row["facts"]) for row in rows(database, "rereadings")] == [(False, {})]


def test_a_corrected_field_stays_while_the_others_follow_the_machine(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrest = begin(database)["arrest"]
    outcome = desk(database).correct(arrest, {"count": 5}, reason=WHY)
    project(database)
    told = report(database, arrest)
    assert (told["count"], told["review_status"], told["decided_by"]) == (5, "corrected", "Ana Reviewer")
    assert [figure["value"] for figure in told["figures"]] == ["5"]
    # What readers were told before is as the machine read it, whoever corrected it since.
    assert told_as(database, arrest) == ["machine", "corrected"]
    reread(database, monkeypatch, lambda each: replace(each, count=9, certain=False) if each.count else each)
    told = report(database, arrest)
    assert (told["count"], told["certain"], told["review_status"]) == (5, False, "corrected")
    desk(database).restore(str(outcome.plan.decision_id), reason="My mistake.")
    project(database)
    told = report(database, arrest)
    assert (told["count"], told["certain"], told["review_status"], told["decided_by"]) == (9, False, "machine", None)
    (first, second) = sorted(rows(database, "decisions"), key=lambda row: row["position"])
    assert (first["act"], first["changes"], first["undone"], first["undone_by"]) == (
        "correct",
        {"count": [4, 5]},
        True,
        second["decision_id"],
    )
    assert (second["act"], second["subjects"]) == ("restore", [str(first["decision_id"])])


def test_what_is_retracted_is_struck_through_and_never_told_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seizure = begin(database)["seizure"]
    outcome = desk(database).retract(seizure, reason="It is a fire drill.")
    project(database)
    told = report(database, seizure)
    assert (told["withdrawn"], told["withdrawn_reason"], told["decided_by"]) == (
        True,
        "It is a fire drill.",
        "Ana Reviewer",
    )
    assert rows(database, "seizures") == []

    def moved(each: Report) -> Report:
        return replace(each, quote=Span(each.quote.start + 1, each.quote.end)) if each.items else each

    reread(database, monkeypatch, moved)
    assert {row["kind"] for row in rows(database, "reports") if not row["withdrawn"]} == {"arrest", "attack"}
    desk(database).restore(str(outcome.plan.decision_id), reason="It was none.")
    project(database)
    assert not report(database, seizure)["withdrawn"]
    assert len(rows(database, "seizures")) > 0


def test_what_is_withheld_tells_nothing_anywhere_until_it_is_restored(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrest = begin(database)["arrest"]
    before = report(database, arrest)
    outcome = desk(database).withhold(arrest, ground=Ground.SAFETY, reason="They would find him.")
    project(database)
    told = report(database, arrest)
    assert (told["withheld"], told["withdrawn"], told["quote"], told["count"], told["states"]) == (
        True,
        True,
        None,
        None,
        [],
    )
    (decision,) = rows(database, "decisions")
    assert (decision["ground"], decision["reason"]) == ("safety", None)
    assert [
        row["count"]
        for row in rows(database, f"reports_at({before['position']})")
        if row["report_id"] == before["report_id"]
    ] == [None]
    reread(database, monkeypatch, lambda each: replace(each, count=6) if each.count else each)
    assert report(database, arrest)["count"] is None
    desk(database).restore(str(outcome.plan.decision_id), reason="He is safe.")
    project(database)
    told = report(database, arrest)
    assert (told["withheld"], told["count"], told["quote"]) == (False, 6, before["quote"])


def test_a_report_that_was_missed_is_added_and_stays(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(database)
    account = desk(database).account(ReferenceId("07MEXICO4321"))
    assert account.document
    start = account.document.text.index("gunmen killed two")
    quote = Span(start, start + len("gunmen killed two municipal police officers"))
    outcome = desk(database).add(
        ReferenceId("07MEXICO4321"), Kind.ARREST, quote, values={"count": 2, "certain": False}, reason="Missed."
    )
    project(database)
    told = report(database, outcome.plan.subjects[0])
    assert (told["kind"], told["count"], told["extractor"], told["review_status"]) == (
        "arrest",
        2,
        "person",
        "confirmed",
    )
    assert told["quote"] == "gunmen killed two municipal police officers"
    reread(database, monkeypatch, lambda each: each)
    assert not report(database, outcome.plan.subjects[0])["withdrawn"]
    again = desk(database).add(
        ReferenceId("07MEXICO4321"), Kind.ARREST, quote, values={"count": 2, "certain": False}, reason="Missed."
    )
    assert (again.plan.already, again.positions) == ("it is told already", ())
    other = desk(database, dry_run=True).add(
        ReferenceId("07MEXICO4321"), Kind.ARREST, quote, values={"count": 3}, reason="Missed."
    )
    assert (outcome.plan.beware, again.plan.beware) == (None, None)
    assert f"the same words tell report {outcome.plan.subjects[0]} already" in str(other.plan.beware)
    desk(database).restore(str(outcome.plan.decision_id), reason="Not an arrest.")
    project(database)
    told = report(database, outcome.plan.subjects[0])
    assert (told["withdrawn"], told["withdrawn_reason"]) == (True, "no longer added")


def test_incidents_are_merged_and_separated_by_decision_and_so_as_of_then(database: Database) -> None:
    ingest(database, cable(1, FIGHT, day=9), cable(2, MORE), cable(3, NEXT_DAY.replace("Monterrey", "Acapulco")))
    project(database)
    by_cables = {tuple(row["reference_ids"]): row for row in rows(database, "incidents")}
    both, other = by_cables["07MEXICO1", "07MEXICO2"], by_cables[("07MEXICO3",)]
    parted = both["report_ids"][1]
    separated = desk(database).separate(str(both["incident_id"]), [str(parted)], reason=WHY)
    project(database)
    assert sorted(row["cables"] for row in rows(database, "incidents")) == [1, 1, 1]
    merged = desk(database).merge([str(both["incident_id"]), str(other["incident_id"])], reason=WHY)
    project(database)
    (joined,) = [row for row in rows(database, "incidents") if row["cables"] == 2]
    assert joined["reference_ids"] == ["07MEXICO1", "07MEXICO3"]
    then = rows(database, f"incidents_at({separated.positions[0] - 1})")
    assert sorted(row["cables"] for row in then) == [1, 2]
    assert sorted(row["cables"] for row in rows(database, f"incidents_at({separated.positions[0]})")) == [1, 1, 1]
    for outcome in (merged, separated):
        desk(database).restore(str(outcome.plan.decision_id), reason="No.")
    project(database)
    assert {tuple(row["reference_ids"]) for row in rows(database, "incidents")} == set(by_cables)


def test_a_decision_made_again_is_none_and_one_on_what_changed_is_refused(database: Database) -> None:
    ids = begin(database)
    seen = report(database, ids["arrest"])["position"]
    first = desk(database).correct(ids["arrest"], {"count": 5}, reason=WHY)
    again = desk(database).correct(ids["arrest"], {"count": 5}, reason=WHY)
    assert (again.plan.already, again.positions) == ("it reads so, and that is decided", ())
    with pytest.raises(
        ChangedSinceError, match=f"changed at position {first.positions[0]}, and you saw it as of {seen}"
    ):
        desk(database).confirm(ids["arrest"], seen=seen)
    shown = desk(database, dry_run=True).retract(ids["attack"], reason=WHY)
    assert (len(shown.plan.entries), shown.positions) == (1, ())
    project(database)
    assert [row["act"] for row in rows(database, "decisions")] == ["correct"]


def test_what_cannot_be_decided_is_refused_with_what_to_do(database: Database) -> None:
    ids = begin(database)
    with pytest.raises(DecisionError, match="TRACKER_ACTOR"):
        Desk(database.engine("writer"), actor="tracker")
    with pytest.raises(NothingFoundError, match="no report is called '123456'"):
        desk(database).confirm("123456")
    with pytest.raises(DecisionError, match="a reason is needed"):
        desk(database).retract(ids["arrest"], reason=" ")
    with pytest.raises(DecisionError, match="kind cannot be set"):
        desk(database).correct(ids["arrest"], {"kind": Kind.ATTACK}, reason=WHY)
    outcome = desk(database).retract(ids["arrest"], reason=WHY)
    with pytest.raises(DecisionError, match=f"tracker restore {outcome.plan.decision_id}"):
        desk(database).confirm(ids["arrest"])


def test_an_incident_is_withheld_with_its_reports_as_they_were_seen_and_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = begin(database)
    attack = ids["attack"]
    before = report(database, attack)
    first = desk(database).confirm(attack)
    with pytest.raises(ChangedSinceError, match=f"changed at position {first.positions[0]}"):
        desk(database).withhold_incident(attack, ground=Ground.LAW, reason=WHY, seen=before["position"])
    desk(database).withhold_incident(attack, ground=Ground.LAW, reason=WHY, seen=first.positions[0])
    project(database)
    assert report(database, attack)["withheld"]
    again = desk(database).withhold_incident(attack, ground=Ground.LAW, reason=WHY)
    assert (again.plan.already, again.positions) == ("it is withheld", ())
    reread(database, monkeypatch, lambda _: None)
    with pytest.raises(UnknownSubjectError, match=f"none of the reports of incident {ids['arrest']} stands"):
        desk(database).withhold_incident(ids["arrest"], ground=Ground.LAW, reason=WHY)


def test_what_is_decided_on_is_named_as_it_is_shown(database: Database) -> None:
    ids = begin(database)
    arrest = ids["arrest"]
    assert arrest[0] == ids["attack"][0]
    for named, subjects in (
        (arrest[:8], ("report", arrest)),
        (f"incidents/{arrest[:8]}", ("incident", arrest)),
        ("07 MEXICO 4321", ("cable", "07MEXICO4321")),
    ):
        noted = desk(database, dry_run=True).annotate(named, "The court says otherwise.", None)
        assert noted.plan.subjects[:2] == subjects
    with pytest.raises(DecisionError, match="no note can be on cartels/gulf"):
        desk(database).annotate("gulf", "It has split.", None)
    with pytest.raises(AmbiguousIdError, match=f"reports/{arrest}"):
        desk(database).retract(arrest[0], reason=WHY)


def test_what_undid_a_decision_is_not_undone(database: Database) -> None:
    ids = begin(database)
    decided = [
        desk(database).retract(ids["arrest"], reason=WHY),
        desk(database).annotate(ids["attack"], "The court says otherwise.", None),
    ]
    project(database)
    for outcome in decided:
        undone = desk(database).restore(str(outcome.plan.decision_id), reason=WHY)
        project(database)
        assert desk(database).restore(str(outcome.plan.decision_id), reason=WHY).plan.already == "it is undone"
        with pytest.raises(DecisionError, match="what undid a decision is not undone itself"):
            desk(database).restore(str(undone.plan.decision_id), reason=WHY)


def test_any_size_of_batch_gives_the_same_decisions(database: Database, superuser: str) -> None:
    ids = begin(database)
    one = desk(database)
    correction = one.correct(ids["arrest"], {"count": 5, "cartels": ("zetas",)}, reason=WHY)
    one.confirm(ids["arrest"])
    one.retract(ids["seizure"], reason=WHY)
    one.withhold(ids["attack"], ground=Ground.LAW, reason=WHY)
    project(database)
    one.restore(str(correction.plan.decision_id), reason=WHY)
    one.annotate(ids["arrest"], "A court says five.", "https://court.example/5")
    views = ("reports", "incidents", "decisions", "annotations", "rereadings", "report_history", "cartels")
    project(database)
    whole = {view: sorted(map(str, rows(database, view))) for view in views}
    for size in (1, 3, 5_000):
        forget(superuser)
        project(database, batch=size)
        assert {view: sorted(map(str, rows(database, view))) for view in views} == whole


def news(database: Database) -> list[tuple[str, str | None, bool]]:
    """What readers were told after the first look at the cables: kind, reason, and whether in sum only."""
    told = sorted(rows(database, "developments"), key=lambda row: row["position"])
    first = {"new-incident", "operation-status", "figures-published", "also-reported"}
    return [(row["kind"], row["reason"], row["quiet"]) for row in told if row["kind"] not in first]


def test_readers_are_told_of_each_decision_singly_but_not_that_all_was_right(database: Database) -> None:
    ids = begin(database)
    one = desk(database)
    one.confirm(ids["arrest"])
    project(database)
    assert news(database) == []
    one.correct(ids["arrest"], {"count": 5}, reason="It says five.")
    one.correct(ids["attack"], {"certain": False}, reason="It is a rumour.")
    retraction = one.retract(ids["seizure"], reason="A drill.")
    project(database)
    one.restore(str(retraction.plan.decision_id), reason="No drill.")
    project(database)
    assert [(kind, reason) for kind, reason, _ in news(database)] == [
        ("figure-changed", "It says five."),
        ("corrected", "It is a rumour."),
        ("retracted", "A drill."),
        ("restored", "No drill."),
    ]
    assert not any(quiet for _, _, quiet in news(database))
    one.withhold(ids["seizure"], ground=Ground.SAFETY, reason="They would find her.")
    project(database)
    told = news(database)
    assert told[-1] == ("withheld", None, False)
    assert not any("find her" in str(row) for row in rows(database, "developments"))
    project(database)
    assert news(database) == told


def test_readers_are_told_what_was_joined_and_parted(database: Database) -> None:
    ingest(database, cable(1, FIGHT, day=9), cable(2, MORE))
    project(database)
    (incident,) = rows(database, "incidents")
    parted = desk(database).separate(str(incident["incident_id"]), [str(incident["report_ids"][1])], reason=WHY)
    project(database)
    assert news(database) == [("separated", WHY, False)]
    desk(database).restore(str(parted.plan.decision_id), reason="They are one.")
    project(database)
    assert news(database) == [("separated", WHY, False), ("merged", "They are one.", False)]


ONE = "On March 3, federal police in Reynosa arrested Ramiro Inventado Puente of the Gulf Cartel."
OTHER = "On May 9, soldiers in Tijuana arrested Pedro Otro Falso, a member of the Arellano Felix Organization."


def people(database: Database, view: str = "people") -> list[tuple[str, int]]:
    return sorted((row["slug"], row["reports"]) for row in rows(database, view))


def test_what_is_meant_tells_what_is_merged(database: Database) -> None:
    ingest(database, cable(1, ONE), cable(2, SENT.format("Tamaulipas")))
    project(database)
    find = desk(database).find
    assert find.made_of_reports("ramiro-inventado") is SubjectKind.PERSON
    (operation,) = [row["slug"] for row in rows(database, "operations") if row["reports"]]
    assert find.made_of_reports(f"operations/{operation}") is SubjectKind.OPERATION
    incident, former = rows(database, "incidents")[0]["incident_id"], rows(database, "reports")[0]["report_id"]
    assert find.made_of_reports(f"incidents/{incident}") is SubjectKind.INCIDENT
    assert find.made_of_reports(str(former)) is SubjectKind.INCIDENT
    with pytest.raises(DecisionError, match="is no incident, person or operation"):
        find.made_of_reports("07MEXICO1")
    with pytest.raises(NothingFoundError):
        find.made_of_reports("people/nobody-at-all")


def test_people_are_merged_and_separated_by_decision(database: Database, superuser: str) -> None:
    ingest(database, cable(1, ONE), cable(2, OTHER), cable(3, ONE, day=12))
    project(database)
    apart = [("pedro-otro-falso", 1), ("ramiro-inventado-puente", 2)]
    assert people(database) == apart
    merged = desk(database).merge_people([slug for slug, _ in apart], reason="One man, two names.")
    project(database)
    assert [count for _, count in people(database)] == [3]
    forget(superuser)
    project(database)
    assert [count for _, count in people(database)] == [3]
    assert people(database, f"people_at({merged.positions[0] - 1})") == apart
    undone = desk(database).restore(str(merged.plan.decision_id), reason="Two men.")
    project(database)
    assert people(database) == apart
    assert [count for _, count in people(database, f"people_at({undone.positions[0] - 1})")] == [3]
    (parted,) = [row["report_id"] for row in rows(database, "reports") if row["reference_id"] == "07MEXICO3"]
    desk(database).separate_people("ramiro-inventado-puente", [str(parted)], reason="His son.")
    project(database)
    assert people(database) == [
        ("pedro-otro-falso", 1),
        ("ramiro-inventado-puente", 1),
        ("ramiro-inventado-puente-2", 1),
    ]


SENT = "In January 2007, the government launched Operation Invented North, sending 3,000 soldiers to {}."


def test_operations_are_merged_by_decision(database: Database, superuser: str) -> None:
    ingest(
        database,
        cable(1, SENT.format("Tamaulipas")),
        cable(2, SENT.format("Nuevo Leon").replace("Invented North", "Made-up Border")),
    )
    project(database)
    slugs = sorted(row["slug"] for row in rows(database, "operations") if row["reports"])
    assert len(slugs) == 2
    views = ("operations", "reports", "incidents", "developments")
    before = {view: rows(database, view) for view in views[:3]}
    merged = desk(database).merge_operations(slugs, slugs[0], reason="One operation.")
    project(database)
    told = [(row["slug"], row["reports"]) for row in rows(database, "operations") if row["reports"]]
    assert told == [(slugs[0], 2)]
    assert {row["operation"] for row in rows(database, "incidents")} == {slugs[0]}
    now = {view: rows(database, view) for view in views}
    forget(superuser)
    project(database)
    assert {view: rows(database, view) for view in views} == now
    then = merged.positions[0] - 1
    assert [row["slug"] for row in rows(database, f"operations_at({then})")] == slugs
    assert {row["operation"] for row in rows(database, f"incidents_at({then})")} == set(slugs)
    undone = desk(database).restore(str(merged.plan.decision_id), reason="Two.")
    project(database)
    assert {view: rows(database, view) for view in views[:3]} == before
    assert [row["slug"] for row in rows(database, f"operations_at({undone.positions[0] - 1})")] == slugs[:1]


def test_the_signs_of_a_report_go_by_the_operation_that_people_named_before_what_came_earlier_was_folded(
    database: Database, superuser: str
) -> None:
    """Folding the cable before the decision regroups the first report, and must not hide that it was renamed."""
    ingest(database, cable(1, OPERATION), cable(2, SENT.format("Nuevo Leon")))
    project(database)
    slugs = [row["operation"] for row in sorted(rows(database, "reports"), key=lambda row: row["reference_id"])]
    ingest(database, cable(3, OPERATION))
    desk(database).merge_operations(slugs[:1], slugs[1], reason="One operation.")
    runner = partial(Runner, database.engine("projector"))
    ahead = [each for each in PROJECTIONS if each.name in {"cables", "decisions", "reports"}]
    runner(ahead).catch_up()
    runner(PROJECTIONS, batch=1).catch_up()
    live = rows(database, "incident_pairs")
    forget(superuser)
    runner(PROJECTIONS).catch_up()
    assert rows(database, "incident_pairs") == live


def test_what_is_left_of_a_withheld_incident_when_its_report_is_erased_is_told_by_no_cable(
    database: Database, superuser: str
) -> None:
    arrest = begin(database)["arrest"]
    desk(database).withhold_incident(arrest, ground=Ground.LAW, reason=WHY)
    project(database)
    erase_at(database, report(database, arrest)["position"])
    live = rows(database, "decisions")
    assert [row["reference_ids"] for row in live] == [[]]
    forget(superuser)
    project(database)
    assert rows(database, "decisions") == live


def test_words_that_are_erased_leave_what_told_that_their_event_is_anothers(database: Database) -> None:
    ingest(database, cable(1, FIGHT), file(telegram(ELSEWHERE)))
    project(database)
    incidents = [str(row["incident_id"]) for row in rows(database, "incidents")]
    desk(database).merge(incidents, reason="One event.")
    project(database)
    erase(database, place(database, "Acapulco"))
    project(database)
    (merged,) = [row for row in rows(database, "developments") if row["kind"] == "merged"]
    assert merged["reference_id"] == "07MEXICO1"
    assert "Acapulco." not in str(merged)


def test_an_operation_of_the_register_that_is_another_stands_no_longer_beside_it(database: Database) -> None:
    ingest(
        database,
        cable(1, SENT.format("Tamaulipas")),
        cable(2, SENT.format("Michoacan").replace("Invented North", "Michoacan")),
    )
    project(database)
    known = {row["slug"]: row["reports"] for row in rows(database, "operations")}
    assert (known["operation-invented-north"], known["michoacan"]) == (1, 1)
    merged = desk(database).merge_operations(["michoacan"], "operation-invented-north", reason="One operation.")
    project(database)
    told = {row["slug"]: row["reports"] for row in rows(database, "operations")}
    assert told == {slug: reports for slug, reports in known.items() if slug != "michoacan"} | {
        "operation-invented-north": 2
    }
    desk(database).restore(str(merged.plan.decision_id), reason="Two.")
    project(database)
    assert {row["slug"]: row["reports"] for row in rows(database, "operations")} == known


def test_an_erased_report_takes_what_was_decided_on_it_along(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrest = begin(database)["arrest"]
    desk(database).confirm(arrest, reason="The embassy's own words.")
    project(database)
    reread(database, monkeypatch, lambda each: replace(each, count=9) if each.count else each)
    desk(database).retract(arrest, reason="A drill after all.")
    project(database)
    erase_at(database, report(database, arrest)["position"])
    told = everything(superuser)
    assert not any(words in told for words in ("own words", "A drill"))
    assert [rows(database, view) for view in ("decisions", "rereadings")] == [[], []]
    views = ("reports", "decisions", "rereadings", "incidents")
    live = {view: rows(database, view) for view in views}
    forget(superuser)
    project(database)
    assert {view: rows(database, view) for view in views} == live
