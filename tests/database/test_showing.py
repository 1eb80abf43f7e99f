"""What `tracker show`, `history` and `cite` tell is what the views hold, with the words of the cable."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.database.conftest import SECRET
from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tracker.asking.values import as_json
from tracker.cli.cite import citations
from tracker.cli.show import on_sheet
from tracker.cli.shown.sheet import Sheet
from tracker.cli.shown.steps import steps as put_steps
from tracker.database import Database, role_urls
from tracker.errors import AmbiguousIdError, CitationError, NothingFoundError
from tracker.log.log import Log
from tracker.showing.history import history
from tracker.showing.rows import Cable, Cartel, Incident, Operation, Person, Report
from tracker.showing.show import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tests.servers import Server
    from tracker.settings import Settings

OTHER = "On March 3, federal police in Reynosa arrested four members of the Gulf Cartel, the governor's office said."


@pytest.fixture(scope="module")
def twice(embedded: tuple[Server, Settings]) -> Iterator[Database]:
    """Two cables about one arrest, of which one is read again with another figure; only read by the tests."""
    server, template = embedded
    made = Database(role_urls(template, server.create("showing", template="template_tracker")))
    ingest(made, file(telegram(ARREST, SEIZURE)), file(telegram(OTHER, serial=5000, post="MONTERREY"), "5.txt"))
    project(made)
    ingest(made, file(telegram(ARREST.replace("four", "six"), SEIZURE)))
    project(made)
    yield made
    made.close()
    server.drop("showing")


@pytest.fixture
def filled(twice: Database) -> Engine:
    return twice.engine("reader")


def ids(engine: Engine, query: str) -> list[UUID]:
    with engine.connect() as connection:
        return list(connection.execute(text(query)).scalars())


def arrest(engine: Engine) -> UUID:
    """The arrest of the cable that was read twice."""
    (found,) = ids(engine, "SELECT report_id FROM read.reports WHERE kind = 'arrest' AND reference_id = '07MEXICO4321'")
    return found


def citable(engine: Engine) -> list[Report]:
    """The reports of the cable that was read twice."""
    return show(engine, "07MEXICO4321").reports


def printed(engine: Engine, asked: str, capsys: pytest.CaptureFixture[str], *, paragraphs: bool = False) -> str:
    on_sheet(Sheet(), show(engine, asked), paragraphs=paragraphs)
    return capsys.readouterr().out


def test_a_report_is_shown_with_its_words_its_source_and_who_checked_it(
    filled: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = printed(filled, str(arrest(filled)), capsys)
    assert shown.startswith("Arrest (Gulf Cartel): 6 people in Reynosa, Tamaulipas, 3 Mar 2007\n")
    assert "07MEXICO4321, 10 Mar 2007, CONFIDENTIAL, paragraph 1 (C)" in shown
    (quote,) = [each.quote for each in citable(filled) if each.report_id == arrest(filled)]
    assert f"«{quote}»" in " ".join(shown.split())
    assert "“six”: 6" in " ".join(shown.split())
    assert "Nobody has checked it: a machine read it" in shown
    assert "Measured on" in shown
    assert "07MONTERREY5000" in shown
    assert "Told differently" in shown


def test_the_whole_paragraphs_are_shown_where_they_are_asked_for(
    filled: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    report = str(arrest(filled))
    assert "Paragraph 1 (C)" not in printed(filled, report, capsys)
    assert "Paragraph 1 (C)\n" in printed(filled, report, capsys, paragraphs=True)


def test_an_id_alone_is_the_reports_and_an_address_tells_which(filled: Engine) -> None:
    (incident,) = ids(filled, "SELECT incident_id FROM read.incidents WHERE reports > 1")
    former = next(each for each in ids(filled, "SELECT former_id FROM read.incident_ids") if each != incident)
    assert isinstance(show(filled, str(incident)).thing, Report)
    for asked in (
        f"incidents/{incident}",
        f"incident/{str(incident)[:8]}",
        f"https://x.example/sub/incidents/{incident}#p",
    ):
        found = show(filled, asked)
        assert isinstance(found.thing, Incident)
        assert found.thing.incident_id == incident
        assert len(found.reports) == 2
    (joined,) = ids(
        filled,
        f"SELECT former_id FROM read.incident_ids WHERE incident_id = '{incident}' AND former_id <> incident_id",
    )
    assert show(filled, f"incidents/{joined}").subject.key == str(incident)
    assert show(filled, f"incidents/{incident}").former_ids == [joined]
    assert former


@pytest.mark.parametrize(
    "asked", ["07MEXICO4321", "07MEXICO004321", "07 MEXICO 4321", "cables/07mexico4321", "MEXICO 4321/07"]
)
def test_a_cable_is_found_by_every_form_of_its_id(filled: Engine, asked: str) -> None:
    found = show(filled, asked)
    assert isinstance(found.thing, Cable)
    assert {each.reference_id for each in found.reports} == {"07MEXICO4321"}
    assert len(found.reports) == 2


def test_a_beginning_is_enough_where_nothing_else_begins_so(filled: Engine) -> None:
    report = arrest(filled)
    assert show(filled, str(report)[:8]).subject.key == str(report)
    assert isinstance(show(filled, "gulf").thing, Cartel)
    assert show(filled, "07MEX").subject.key == "07MEXICO4321"


def test_what_several_ids_begin_with_lists_them(filled: Engine) -> None:
    with pytest.raises(AmbiguousIdError, match=r"(?s)cables/07MEXICO4321.*cables/07MONTERREY5000"):
        show(filled, "07M")


@pytest.mark.parametrize("asked", ["", "nothing-at-all", "people/gulf", "00000000-0000-0000-0000-000000000000", "07%"])
def test_what_is_not_there_is_said_not_to_be(filled: Engine, asked: str) -> None:
    with pytest.raises((NothingFoundError, AmbiguousIdError)) as raised:
        show(filled, asked)
    assert asked == "" or raised.type is NothingFoundError


def test_every_thing_of_the_sample_can_be_shown_told_and_printed_as_json(
    sampled: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = sampled.engine("reader")
    named = {
        "incidents": "SELECT incident_id::text FROM read.incidents ORDER BY reports DESC LIMIT 3",
        "reports": "SELECT report_id::text FROM read.reports ORDER BY report_id LIMIT 5",
        "people": "SELECT slug FROM read.people",
        "operations": "SELECT slug FROM read.operations",
        "cartels": "SELECT slug FROM read.cartels WHERE reports > 0",
        "cables": "SELECT reference_id FROM read.cables",
    }
    seen = set()
    for kind, query in named.items():
        with engine.connect() as connection:
            keys = list(connection.execute(text(query)).scalars())
        for key in keys:
            found = show(engine, f"{kind}/{key}")
            seen.add(type(found.thing))
            assert found.subject.key == key
            as_json(asdict(found))
            on_sheet(Sheet(), found)
            put_steps(Sheet(), *history(engine, f"{kind}/{key}"))
    assert seen == {Report, Incident, Person, Operation, Cartel, Cable}
    assert "\x1b" not in capsys.readouterr().out


def test_the_history_of_a_report_has_every_version_with_its_place_in_the_log(
    filled: Engine, twice: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    one, found = history(filled, str(arrest(filled)))
    assert [step.event for step in found if step.report_id] == ["ArrestReported", "ReportCorrected"]
    recorded = {int(each.position): each for each in Log(twice.engine("writer")).read_all()}
    for step in found:
        assert step.log_hash == recorded[step.position].hash.hex()
        assert step.recorded_at == recorded[step.position].recorded_at
    changed = next(step.changed for step in found if step.changed)
    assert changed["count"] == [4, 6]
    assert [step.event for step in found if step.development_id] == ["new-incident", "figure-changed"]
    put_steps(Sheet(), one, found)
    assert "4 → 6" in capsys.readouterr().out


def test_the_history_of_a_cable_has_its_texts_and_its_reports(filled: Engine) -> None:
    _, found = history(filled, "07MEXICO4321")
    events = [step.event for step in found]
    assert events[0] == "CableRecorded"
    assert {"CableRevised", "RenditionRecorded", "ArrestReported", "ReportCorrected"} <= set(events)
    assert [step.position for step in found] == sorted(step.position for step in found)


def test_no_masked_name_is_shown(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    ingest(database, file(telegram(f"{ATTACK} {SECRET} (strictly protect) told us so.")))
    project(database)
    engine = database.engine("reader")
    (report,) = ids(engine, "SELECT report_id FROM read.reports")
    shown = printed(engine, str(report), capsys, paragraphs=True)
    assert "[protected 1]" in shown
    assert not any(word in shown for word in SECRET.split())


def test_an_incident_is_cited_by_its_reports_and_a_group_is_no_source(filled: Engine) -> None:
    (incident,) = ids(filled, "SELECT incident_id FROM read.incidents WHERE reports > 1")
    cited = citations(show(filled, f"incidents/{incident}"), site="https://cables.example")
    assert {each.reference_id for each in cited} == {"07MEXICO4321", "07MONTERREY5000"}
    assert all(each.quote and each.codebook == 1 and each.marking == "C" for each in cited)
    assert {each.address for each in cited} == {f"https://cables.example/reports/{each.report_id}" for each in cited}
    with pytest.raises(CitationError):
        citations(show(filled, "gulf"), site=None)
