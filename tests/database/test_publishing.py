"""Publishing piece by piece gives, byte for byte, what publishing all at once gives; and touches only what changed."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from feeds import archive
from jobs.publish import publish
from tests.database.invented import ARREST, ATTACK, SEIZURE, file, project, telegram
from tests.database.test_developments import read_otherwise, record
from tests.database.test_erasure import erase_at, everything
from tests.database.test_projections import rows
from tracker.deciding.desk import Desk
from tracker.deciding.plans import DecisionError
from tracker.decision_events import Ground
from tracker.log.verification import verify
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.rebuild import Rebuild
from tracker.showing.show import show

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.cables.raw_files import RawFile
    from tracker.database import Database
    from tracker.settings import Settings

EVENTS = (ARREST, SEIZURE, ATTACK)
CABLE = "07MEXICO5000"
NAMED = "On March 7, 2007, soldiers arrested Ramiro Inventado Lobillo in Reynosa, Tamaulipas."
LAUNCHED = "On January 2, 2007, the government launched Joint Operation Tijuana and sent 500 soldiers to Tijuana."
LAUNCHED_TOO = "On January 5, 2007, the government launched Joint Operation Guerrero and sent 500 soldiers to Acapulco."


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, base_url="https://cables.example.org", data=tmp_path)


def cable(serial: int, *events: str, note: str = "") -> RawFile:
    return file(telegram(*events, f"This is the note of day {serial}. {note}", serial=serial), f"{serial}.txt")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path: (folder / path).read_bytes()
        for path in (str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())
        if "/." not in f"/{path}"
    }


def assert_as_at_once(database: Database, site: Settings, step: str) -> None:
    """Publish what changed; it is the same as all of it published elsewhere."""
    publish(database, site)
    whole = site.data / f"whole-{step}"
    publish(database, site, whole)
    found, expected = contents(site.public), contents(whole)
    assert sorted(found) == sorted(expected), step
    assert [path for path in found if found[path] != expected[path]] == [], step
    assert publish(database, site).written == 0


def test_any_history_published_piece_by_piece_is_as_published_at_once(
    database: Database, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "ARCHIVE_SIZE", 3)
    chance = random.Random(20261122)
    serials = list(range(5000, 5010))
    for step in range(4):
        several = [cable(serial, *EVENTS[: 1 + serial % 3]) for serial in serials[step * 2 : step * 2 + 3]]
        record(database, *several, backfill=step == 2)
        assert_as_at_once(database, site, f"ingest-{step}")
    # A text that changed, with fewer events and other figures.
    changed = chance.choice(serials[:8])
    record(database, cable(changed, ARREST.replace("four", "six"), note="Corrected."))
    assert_as_at_once(database, site, "revised")
    # An event that another cable told, so that two incidents become one.
    record(database, cable(5050, ARREST), cable(5051, ATTACK, SEIZURE))
    assert_as_at_once(database, site, "joined")
    told = [row for row in rows(database, "developments") if row["kind"] != "backfilled"]
    erase_at(database, chance.choice(told)["position"])
    assert_as_at_once(database, site, "erased")
    read_otherwise(monkeypatch)
    record(database, *(cable(serial, *EVENTS[: 1 + serial % 3]) for serial in serials[:6]))
    assert_as_at_once(database, site, "read-again")
    Rebuild(database.engine("projector"), PROJECTIONS).run()
    project(database)
    assert publish(database, site).written == 0
    record(database, cable(5060, SEIZURE))
    assert_as_at_once(database, site, "rebuilt")


def test_one_development_touches_only_what_speaks_of_it(database: Database, site: Settings) -> None:
    record(database, *(cable(serial, ARREST) for serial in range(5000, 5005)))
    publish(database, site)
    before = {path: (site.public / path).stat().st_mtime_ns for path in contents(site.public)}
    record(database, file(telegram(SEIZURE, serial=5100, post="MATAMOROS"), "5100.txt"))
    done = publish(database, site)
    after = {path: (site.public / path).stat().st_mtime_ns for path in contents(site.public)}
    touched = {path for path in after if before.get(path) != after[path]}
    assert len(touched) == done.written
    [row] = [row for row in rows(database, "developments") if row["reference_id"].endswith("MATAMOROS5100")]
    slugs = {*row["cartels"], *row["operations"], *row["states"], "seizure"}
    for path in touched:
        family, _, name = path.removeprefix("feeds/").partition("/")
        if name and family not in {"cables", "incidents", "reports", "people"}:
            assert name.partition(".")[0].partition("/")[0] in slugs, path
    assert {"feeds/all.atom", "feeds/kinds/seizure.atom", "index.html"} <= touched
    assert "feeds/kinds/arrest.atom" not in touched
    assert set(done.feeds) <= touched
    assert "feeds/all.json" in done.feeds


def test_what_was_published_of_another_database_is_not_built_upon(
    database: Database, site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(database, cable(5000, ARREST))
    publish(database, site)
    record(database, cable(5001, SEIZURE))
    # Another word in a template, as a newer version has it.
    monkeypatch.setattr("feeds.rules._program", lambda: "another")
    (site.public / "robots.txt").write_text("somebody's")
    assert_as_at_once(database, site, "newer")


def test_cables_that_tell_of_nothing_can_be_left_out(database: Database, site: Settings) -> None:
    told = replace(site, all_cable_pages=False)
    record(database, cable(5000, ARREST), cable(5001))
    publish(database, told)
    assert {path for path in contents(site.public) if path.startswith("cables/")} == {"cables/07MEXICO5000.html"}
    for path in ("feeds/cables.atom", "feeds/cables.rss", "feeds/cables.json", "cables.html"):
        assert b"cables/07MEXICO5000" in contents(site.public)[path]
        assert b"cables/07MEXICO5001" not in contents(site.public)[path], path
    record(database, cable(5001, SEIZURE))
    assert_as_at_once(database, told, "told")
    assert "cables/07MEXICO5001.html" in contents(site.public)
    assert_as_at_once(database, site, "all")


def test_a_joined_event_leads_on_and_a_parted_one_lists_its_parts(database: Database, site: Settings) -> None:
    decide = Desk(database.engine("writer"), actor="Ana Reviewer")
    record(database, cable(5000, ARREST), cable(5001, ARREST))
    publish(database, site)
    (joined,) = rows(database, "incidents")
    first, second = (str(each) for each in joined["report_ids"])
    kept, left = (first, second) if first == str(joined["incident_id"]) else (second, first)

    def page(incident: str) -> str:
        return (site.public / "incidents" / f"{incident}.html").read_text(encoding="utf-8")

    target = f"https://cables.example.org/incidents/{kept}"
    assert f'<meta http-equiv="refresh" content="0; url={target}">' in page(left)
    parting = decide.separate(kept, [left], reason="the second raid was a week later")
    project(database)
    assert_as_at_once(database, site, "parted")
    for incident, other in ((kept, left), (left, kept)):
        assert f'href="/reports/{other}"' in page(incident)
        assert "the second raid was a week later" in page(incident)
    shown = show(database.engine("reader"), f"incidents/{kept}")
    assert [(str(part.incident_id), part.actor) for part in shown.apart] == [(left, "Ana Reviewer")]
    hiding = decide.withhold(left, ground=Ground.SAFETY, reason="somebody asked")
    project(database)
    assert_as_at_once(database, site, "withheld")
    assert left not in page(kept)
    decide.restore(str(hiding.plan.decision_id), reason="no longer asked")
    project(database)
    decide.restore(str(parting.plan.decision_id), reason="it was one raid")
    project(database)
    assert_as_at_once(database, site, "joined-again")
    assert "Found to be of another event" not in page(kept)
    assert f'<meta http-equiv="refresh" content="0; url={target}">' in page(left)


def test_what_other_sources_say_stands_beside_the_words_of_the_cable(database: Database, site: Settings) -> None:
    decide = Desk(database.engine("writer"), actor="Ana Reviewer")
    record(database, cable(5000, ARREST))
    publish(database, site)
    (arrest,) = (str(row["report_id"]) for row in rows(database, "reports"))

    def pages() -> list[str]:
        return [(site.public / where / f"{arrest}.html").read_text("utf-8") for where in ("reports", "incidents")]

    decide.annotate(arrest, "A court <counted> nine.", "https://court.example/12")
    of_event = decide.annotate(f"incidents/{arrest}", "So says a newspaper.", None)
    project(database)
    assert_as_at_once(database, site, "noted")
    report, incident = pages()
    for page in (report, incident):
        assert "A court &lt;counted&gt; nine." in page
        assert '<a href="https://court.example/12">court.example</a>' in page
    assert ("So says a newspaper." in report, "So says a newspaper." in incident) == (False, True)
    hiding = decide.withhold(arrest, ground=Ground.SAFETY, reason="somebody asked")
    project(database)
    assert_as_at_once(database, site, "withheld")
    assert not any("court" in page or "newspaper" in page for page in pages())
    assert rows(database, "annotations") == []
    decide.restore(str(hiding.plan.decision_id), reason="no longer asked")
    decide.restore(str(of_event.plan.decision_id), reason="it was another event")
    project(database)
    assert_as_at_once(database, site, "undone")
    report, incident = pages()
    assert "A court" in report
    assert "So says a newspaper." not in incident


def test_notes_on_cables_people_and_operations_stand_on_their_pages_until_they_are_erased(
    database: Database, site: Settings, superuser: str
) -> None:
    decide = Desk(database.engine("writer"), actor="Ana Reviewer")
    record(database, cable(5000, NAMED, LAUNCHED), cable(5001, LAUNCHED_TOO))
    publish(database, site)
    (person,) = (str(row["slug"]) for row in rows(database, "people"))
    kept, other = sorted(str(row["slug"]) for row in rows(database, "operations") if row["status"] == "launched")
    notes = {
        f"cables/{CABLE}": decide.annotate(f"cables/{CABLE}", "Lobillo wrote of this cable.", None),
        f"people/{person}": decide.annotate(f"people/{person}", "Lobillo was freed.", "https://court.example/12"),
        f"operations/{kept}": decide.annotate(f"operations/{other}", "Lobillo was its target.", None),
    }
    project(database)
    assert_as_at_once(database, site, "noted")
    decide.merge_operations([other], kept, reason="they are one")
    project(database)
    assert_as_at_once(database, site, "joined")
    for page, outcome in notes.items():
        assert "Lobillo w" in (site.public / f"{page}.html").read_text("utf-8")
        assert [each.note for each in show(database.engine("reader"), page).decisions if each.note], page
        assert erase_at(database, outcome.positions[0])
    project(database)
    assert_as_at_once(database, site, "erased")
    assert not [page for page in notes if "Lobillo w" in (site.public / f"{page}.html").read_text("utf-8")]
    assert "Lobillo w" not in everything(superuser)
    assert verify(database.engine("writer")).fault is None
    with pytest.raises(DecisionError, match="erased for good"):
        decide.annotate(f"people/{person}", "Lobillo was freed.", "https://court.example/12")


def test_what_somebody_checked_is_told_as_checked_in_feeds_and_pages(database: Database, site: Settings) -> None:
    decide = Desk(database.engine("writer"), actor="Ana Reviewer")
    record(database, cable(5000, ARREST))
    publish(database, site)
    (arrest,) = (str(row["report_id"]) for row in rows(database, "reports"))

    def told(path: str) -> str:
        return (site.public / path).read_text(encoding="utf-8")

    assert "Checked by a person." not in told("feeds/all.atom")
    confirmation = decide.confirm(arrest)
    project(database)
    assert_as_at_once(database, site, "confirmed")
    for path in ("feeds/all.atom", "feeds/all.rss", "feeds/all.json", f"reports/{arrest}.html"):
        assert "Checked by a person." in told(path), path
    decide.restore(str(confirmation.plan.decision_id), reason="I read another cable.")
    project(database)
    assert_as_at_once(database, site, "undone")
    assert "Checked by a person." not in told("feeds/all.atom")
