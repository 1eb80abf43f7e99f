"""What is erased is gone for good: from the log, from whatever is derived of it, and from every re-reading."""

from __future__ import annotations

import re
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tracker.asking.search import Wanted, search
from tracker.erasing import erase_event, erase_words
from tracker.erasure import plan_words
from tracker.erasure_events import WordsErased
from tracker.errors import ErasureError, ForgedEventError, WrongVersionError
from tracker.events import CableContent, DevelopmentRecorded, ReportEvent, Statement
from tracker.log.erasure import Eraser, of_event, of_words
from tracker.log.laying import Append
from tracker.log.log import Log
from tracker.log.recorded import new_event
from tracker.log.verification import verify
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.types import DevelopmentId, EventId, IncidentId, Position, ReferenceId, Span, Stream

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.log.documents import Document
    from tracker.log.recorded import Recorded

CABLE = ReferenceId("07MEXICO4321")
STREAM = Stream(f"cable/{CABLE}")
NAME = "Ramiro Inventado Puente"
NAMED = f"On March 3, federal police in Reynosa arrested {NAME} and three other members of the Gulf Cartel."
OPERATION = "On March 1, the government launched Operation Inventado Puente with 3,000 troops in Tamaulipas."
SECRET = re.compile(r"ramiro|inventado|puente", re.IGNORECASE)
VIEWS = ("cables", "paragraphs", "reports", "incidents", "cartels", "operations", "developments")


def log_of(database: Database) -> Log:
    return Log(database.engine("writer"))


def events(database: Database) -> list[Recorded]:
    return log_of(database).read_stream(STREAM)


def document_of(database: Database) -> Document:
    """The newest document."""
    contents = [each.event for each in events(database) if each.body is not None]
    document = log_of(database).document([each for each in contents if isinstance(each, CableContent)][-1].document_id)
    assert document
    return document


def text_of(database: Database) -> str:
    """The telegram of the newest document."""
    return document_of(database).text


def place(database: Database, words: str = NAME) -> Span:
    start = text_of(database).index(words)
    return Span(start, start + len(words))


def erase(
    database: Database, *spans: Span, subject: tuple[Span, ...] = (), ordinal: int | None = None
) -> list[Position]:
    _, positions = erase_words(
        database.engine("eraser"), CABLE, spans, subject, ordinal=ordinal, reason="a test", actor="a tester"
    )
    return positions


def erase_at(database: Database, position: int) -> list[Position]:
    _, positions = erase_event(
        database.engine("eraser"),
        database.engine("reader"),
        Position(position),
        reason="a test",
        actor="a tester",
        follow_up=lambda: project(database),
    )
    return positions


def everything(superuser: str) -> str:
    """All that the database holds in tables of ours, but the sealed words and the registers, which no cable tells."""
    with psycopg.connect(superuser) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('log', 'jobs', 'read_a', 'read_b') "
            "AND tablename <> 'registers'"
        ).fetchall()
        return "".join(
            str(connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(*table))).fetchall())
            for table in tables
        )


def rows(database: Database, view: str) -> list[dict[str, Any]]:
    with database.engine("reader").connect() as connection:
        found = connection.execute(text(f"SELECT * FROM read.{view}")).mappings().all()
    return sorted((dict(row) for row in found), key=str)


def state(database: Database) -> dict[str, list[dict[str, Any]]]:
    return {view: rows(database, view) for view in VIEWS}


def rebuild(database: Database, superuser: str, batch: int = 5_000) -> None:
    with psycopg.connect(superuser) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'read_a'").fetchall()
        for (table,) in tables:
            connection.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier("read_a", table)))
    Runner(database.engine("projector"), PROJECTIONS, batch=batch).catch_up()


def test_erased_words_are_gone_from_the_log_and_all_that_is_derived(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(NAMED, OPERATION)))
    project(database)
    assert SECRET.search(everything(superuser))
    assert [row["name"] for row in rows(database, "operations") if SECRET.search(row["name"])]
    (position,) = erase(database, place(database), place(database, "Inventado Puente with"))
    project(database)
    assert not SECRET.search(everything(superuser))
    live = state(database)
    for batch in (1, 2, 5_000):
        rebuild(database, superuser, batch)
        assert state(database) == live
    recorded = events(database)[-1]
    assert isinstance(recorded.event, WordsErased)
    assert (recorded.position, recorded.actor, recorded.event.reason) == (position, "a tester", "a test")
    assert f"arrested {'█' * len(NAME)} and" in text_of(database)


def test_erasing_again_is_a_no_op(database: Database) -> None:
    ingest(database, file(telegram(NAMED)))
    span = place(database)
    assert len(erase(database, span)) == 1
    assert erase(database, span) == []
    wider = Span(span.start - 9, span.end)
    assert len(erase(database, wider)) == 1
    assert "police in Reynosa █" in text_of(database)


def test_words_over_several_parts_and_the_subject_are_erased(database: Database, superuser: str) -> None:
    words = telegram("One.", "Two.").replace("WHAT THE TESTS SAW", f"WHAT {NAME.upper()} SAW")
    ingest(database, file(words))
    document = text_of(database)
    start = document.index("One.")
    erase(database, Span(start, document.index("Two.") + 4))
    assert not re.search(r"One|Two", text_of(database))
    plan = plan_words(log_of(database), CABLE, [place(database, NAME.upper())])
    assert {each.in_subject for each in plan.places} == {True, False}
    erase(database, place(database, NAME.upper()))
    project(database)
    assert not SECRET.search(everything(superuser))
    assert "SAW IN TAMAULIPAS" in rows(database, "cables")[0]["subject"]


def test_words_of_the_subject_are_erased_from_the_telegram_too(database: Database, superuser: str) -> None:
    ingest(database, file(telegram("One.").replace("WHAT THE TESTS SAW", f"WHAT {NAME} SAW")))
    start = document_of(database).subject.index(NAME)
    erase(database, subject=(Span(start, start + len(NAME)),))
    assert not SECRET.search(everything(superuser))
    again = file(telegram("One.").replace("WHAT THE TESTS SAW", f"WHAT {NAME} SAW"))
    assert ingest(database, again).unchanged == 1
    ingest(database, file(telegram("One.", "Two.").replace("WHAT THE TESTS SAW", f"WHAT\n{NAME} SAW")))
    assert len(document_of(database).text) > 0
    assert not SECRET.search(everything(superuser))


def test_words_are_erased_in_every_document_that_has_them(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(NAMED)))
    ingest(database, file(telegram("The post has more to tell.", NAMED.replace(" and three", "\nand three"))))
    positions = erase(database, place(database))
    assert len(positions) == 2
    project(database)
    assert not SECRET.search(everything(superuser))


def test_words_of_an_older_document_alone_can_be_erased(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(NAMED)))
    span = place(database)
    ingest(database, file(telegram(NAMED.replace(f"{NAME} and three other", "four"))))
    assert not SECRET.search(text_of(database))
    erase(database, span, ordinal=1)
    assert not SECRET.search(everything(superuser))


def test_the_plan_tells_what_else_says_the_words(database: Database) -> None:
    ingest(database, file(telegram(NAMED, f"Nothing more of {NAME.upper()}.")))
    plan = plan_words(log_of(database), CABLE, [place(database)])
    (elsewhere,) = plan.elsewhere
    assert elsewhere.span == place(database, NAME.upper())
    (report,) = plan.reports
    assert report.event_type == "ArrestReported"


@pytest.mark.parametrize("span", [Span(10, 10), Span(5, 1_000_000)])
def test_what_is_not_there_cannot_be_erased(database: Database, span: Span) -> None:
    ingest(database, file(telegram(NAMED)))
    with pytest.raises(ErasureError, match="characters"):
        erase(database, span)
    with pytest.raises(ErasureError, match="no cable 07MEXICO9"):
        plan_words(log_of(database), ReferenceId("07MEXICO9"), [span])


def test_a_cable_that_is_read_again_does_not_bring_words_back(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(NAMED)))
    erase(database, place(database))
    head = log_of(database).head()
    summary = ingest(database, file(telegram(NAMED)))
    assert (summary.unchanged, log_of(database).head()) == (1, head)
    summary = ingest(database, file(telegram(NAMED), "another.txt"))
    assert summary.copies == 1
    assert not SECRET.search(everything(superuser))


def test_a_revised_text_is_masked_before_it_is_recorded(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(NAMED, ATTACK)))
    erase(database, place(database))
    revised = telegram(
        "The post has more.", NAMED.replace("in Reynosa arrested", "in Reynosa\nlast week arrested"), ATTACK
    )
    summary = ingest(database, file(revised))
    assert (summary.changed, summary.unmasked) == (1, [])
    project(database)
    assert not SECRET.search(everything(superuser))
    assert "The post has more." in text_of(database)
    head = log_of(database).head()
    assert ingest(database, file(revised)).unchanged == 1
    assert log_of(database).head() == head


def test_a_text_without_the_surroundings_is_told_of(database: Database) -> None:
    ingest(database, file(telegram(NAMED)))
    erase(database, place(database))
    summary = ingest(database, file(re.sub(r"\d+\. \(C\).*", "1. (C) Withheld in full by us.", telegram(NAMED))))
    assert summary.changed == 1
    ingest(database, file(telegram(NAMED), "4321.txt"))
    assert not SECRET.search(text_of(database))


def test_a_better_extractor_sees_no_erased_words(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(database, file(telegram(NAMED, SEIZURE)))
    project(database)
    erase(database, place(database))
    monkeypatch.setattr("tracker.revisions.EXTRACTOR_VERSION", "99")
    ingest(database, file(telegram(NAMED, SEIZURE)))
    ingest(database, file(telegram(NAMED + " More.", SEIZURE)))
    project(database)
    assert not SECRET.search(everything(superuser))
    assert "arrest" in {row["kind"] for row in rows(database, "reports")}
    live = state(database)
    rebuild(database, superuser, 1)
    assert state(database) == live


def test_an_erased_report_is_gone_and_its_entries_become_notices(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(ARREST, ATTACK)))
    ingest(database, file(telegram(ARREST.replace("four", "six"), ATTACK)))
    project(database)
    before = rows(database, "developments")
    arrest = next(row for row in rows(database, "reports") if row["kind"] == "arrest")
    positions = erase_at(database, arrest["position"])
    assert len(positions) == 4  # reported, corrected, and what was announced of each
    assert {row["kind"] for row in rows(database, "reports")} == {"attack"}
    assert {row["kind"] for row in rows(database, "incidents")} == {"attack"}
    assert next(row for row in rows(database, "cartels") if row["slug"] == "gulf")["reports"] == 0
    after = rows(database, "developments")
    for name in ("development_id", "position", "published_at", "cartels", "states", "operations"):
        assert sorted(str(row[name]) for row in after) == sorted(str(row[name]) for row in before)
    notices = [row for row in after if row["kind"] == "erased"]
    assert [row["facts"] for row in notices] == [{"kind": "arrest"}] * 2
    with psycopg.connect(superuser) as connection:
        codes = "SELECT count(*) FROM log.events WHERE body @? '$.** ? (@.kind == \"arrest\" && exists(@.quote))'"
        left = connection.execute(codes)
        assert left.fetchone() == (0,)
    live = state(database)
    for batch in (1, 3, 5_000):
        rebuild(database, superuser, batch)
        assert state(database) == live
    assert erase_at(database, arrest["position"]) == []


def test_an_erased_report_is_never_reported_again(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(database, file(telegram(ARREST, ATTACK)))
    project(database)
    arrest = next(row for row in rows(database, "reports") if row["kind"] == "arrest")
    erase_at(database, arrest["position"])
    head = log_of(database).head()
    assert ingest(database, file(telegram(ARREST, ATTACK))).unchanged == 1
    assert log_of(database).head() == head
    monkeypatch.setattr("tracker.revisions.EXTRACTOR_VERSION", "99")
    ingest(database, file(telegram(ARREST, ATTACK)))
    ingest(database, file(telegram("The post has more.", ARREST.replace("four", "five"), ATTACK)))
    project(database)
    assert {row["kind"] for row in rows(database, "reports")} == {"attack"}
    live = state(database)
    rebuild(database, superuser)
    assert state(database) == live


def test_what_is_erased_before_anybody_was_told_is_never_told(database: Database) -> None:
    ingest(database, file(telegram(ARREST, ATTACK)))
    arrest = next(each for each in events(database) if each.type == "ArrestReported")
    erase_at(database, arrest.position)
    project(database)
    assert [row["report_kind"] for row in rows(database, "developments")] == ["attack"]


def test_the_text_of_a_cable_and_what_tells_of_erasures_cannot_be_erased_whole(database: Database) -> None:
    ingest(database, file(telegram(NAMED)))
    (position,) = erase(database, place(database))
    rendition = next(each.position for each in events(database) if each.type == "RenditionRecorded")
    for each, message in ((1, "erase words"), (rendition, "neither words nor codes"), (position, "holds neither")):
        with pytest.raises(ErasureError, match=message):
            erase_at(database, each)
    eraser = Eraser(database.engine("eraser"))
    for each in (1, position):
        recorded = next(iter(eraser.log.read_all(after=Position(each - 1), through=Position(each))))
        erasure = of_event(recorded, "x", remains=None, reason="a test", actor="a test", earlier=0)
        with pytest.raises(ErasureError):
            eraser.erase([erasure], expected={})
    assert log_of(database).head().position == position


def test_a_log_that_grew_since_the_plan_is_not_erased_from(database: Database) -> None:
    ingest(database, file(telegram(NAMED)))
    eraser = Eraser(database.engine("eraser"))
    plan = plan_words(eraser.log, CABLE, [place(database)])
    ingest(database, file(telegram(NAMED, ATTACK)))
    with pytest.raises(WrongVersionError):
        eraser.erase(plan.erasures(reason="a test", actor="a test"), expected={STREAM: plan.version})
    assert SECRET.search(text_of(database))


@pytest.mark.parametrize("role", ["writer", "projector", "publisher", "reader"])
def test_only_the_eraser_erases(database: Database, role: str) -> None:
    ingest(database, file(telegram(NAMED)))
    plan = plan_words(log_of(database), CABLE, [place(database)])
    eraser = Eraser(database.engine(role))
    with pytest.raises(Exception, match="permission denied"):
        eraser.erase(plan.erasures(reason="a test", actor="a test"), expected={})
    assert SECRET.search(text_of(database))


def test_an_erasure_that_was_only_told_does_not_stand_in_the_way_of_a_real_one(
    database: Database, superuser: str
) -> None:
    ingest(database, file(telegram(NAMED, ATTACK)))
    project(database)
    log = log_of(database)
    plan = plan_words(log, CABLE, [place(database)])
    attack = next(each for each in events(database) if each.type == "AttackReported")
    assert isinstance(attack.event, ReportEvent)
    subject = str(attack.event.report_id)
    lies = [
        *plan.erasures(reason="a lie", actor="a test"),
        of_event(attack, subject, remains=None, reason="a lie", actor="a test", earlier=0),
    ]
    with pytest.raises(ForgedEventError, match="recorded by erasing"):
        log.append([lie.event for lie in lies])
    # As an import would.
    log.append_many([Append(events=[lie.event for lie in lies])])
    assert verify(database.engine("writer")).fault
    live = state(database)
    project(database)
    assert state(database) == live
    assert ingest(database, file(telegram(NAMED, ATTACK))).unchanged == 1
    eraser = Eraser(database.engine("eraser"))
    for lie in lies:
        with pytest.raises(ErasureError, match=r"and (it was|they were) not"):
            eraser.erase([lie], expected={})
    assert erase(database, place(database))
    assert len(erase_at(database, attack.position)) == 2
    project(database)
    assert not SECRET.search(everything(superuser))
    assert {row["kind"] for row in rows(database, "reports")} == {"arrest"}
    assert verify(database.engine("writer")).fault is None


def test_the_old_salt_and_another_commitment_are_refused(database: Database) -> None:
    ingest(database, file(telegram(NAMED)))
    eraser = Eraser(database.engine("eraser"))
    document = document_of(database)
    erasure = of_words(document, [place(database)], [], reason="a test", actor="a test", earlier=0)
    old = next(part.salt for part in document.parts if NAME in part.words)
    for salts, message in (((b"0" * 16,), "commitment"), ((), "new salt"), ((old,), "could be guessed")):
        with pytest.raises(ErasureError, match=message):
            eraser.erase([replace(erasure, salts=salts)], expected={})
    assert SECRET.search(text_of(database))


def test_the_owner_cannot_blank_without_saying_so(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(NAMED)))
    for statement in (
        "UPDATE log.events SET body = NULL, salt = NULL WHERE position = 3",
        "UPDATE log.document_parts SET words = repeat('█', char_length(words))",
    ):
        with psycopg.connect(superuser) as connection, pytest.raises(psycopg.Error) as refused:
            connection.execute(statement)
        assert refused.value.sqlstate == "TR006"


def test_erasures_tell_nothing_of_what_was_erased(database: Database) -> None:
    ingest(database, file(telegram(NAMED)))
    erase(database, place(database))
    recorded = events(database)[-1]
    assert isinstance(recorded.event, WordsErased)
    assert not SECRET.search(str(recorded.body))


def test_an_erased_log_verifies_and_tells_what_was_erased(database: Database) -> None:
    ingest(database, file(telegram(f"{NAMED}\nTold by 𝄞 Ñandú, at\nlength.", ATTACK)))
    ingest(database, file(telegram("The post has more.", f"{NAMED}\nTold by 𝄞 Ñandú, at\nlength.", ATTACK)))
    project(database)
    attack = next(each for each in events(database) if each.type == "AttackReported")
    done = [*erase(database, place(database)), *erase(database, place(database, "𝄞 Ñandú, at\nlen"))]
    done += erase_at(database, attack.position)
    told = verify(database.engine("writer"))
    assert told.fault is None
    assert [each.position for each in told.erasures] == done
    assert {(each.actor, each.reason) for each in told.erasures} == {("a tester", "a test")}
    assert "Told by █ █████, ██\n███gth.".replace("█ █████, ██", "█" * 11) in text_of(database)


def test_words_that_were_only_said_to_be_erased_are_a_fault(database: Database) -> None:
    ingest(database, file(telegram(NAMED)))
    log = log_of(database)
    plan = plan_words(log, CABLE, [place(database)])
    log.append_many([Append(events=[each.event for each in plan.erasures(reason="a lie", actor="a forger")])])
    fault = verify(database.engine("writer")).fault
    assert fault
    assert fault.position == log.head().position


def test_readers_of_an_erased_log_go_on(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(ARREST, ATTACK)))
    ingest(database, file(telegram(ARREST.replace("four", "six"))))
    project(database)
    for each in [each for each in events(database) if each.type in {"ArrestReported", "AttackReported"}]:
        erase_at(database, each.position)
    with psycopg.connect(superuser) as connection:
        connection.execute("DELETE FROM jobs.checkpoints")
    before = log_of(database).head()
    project(database)
    assert log_of(database).head() == before
    ingest(database, file(telegram(ARREST.replace("four", "six"), SEIZURE)))
    project(database)
    assert {row["kind"] for row in rows(database, "reports")} == {"seizure"}
    assert [row["kind"] for row in rows(database, "developments")].count("new-incident") == 1


def test_a_development_alone_can_be_erased(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(ARREST, ATTACK)))
    project(database)
    development = next(row for row in rows(database, "developments") if row["report_kind"] == "arrest")
    assert len(erase_at(database, development["position"])) == 1
    assert {row["kind"] for row in rows(database, "reports")} == {"arrest", "attack"}
    (notice,) = [row for row in rows(database, "developments") if row["kind"] == "erased"]
    assert notice["development_id"] == development["development_id"]
    assert notice["updated_at"] > development["updated_at"]
    live = state(database)
    rebuild(database, superuser, 1)
    assert state(database) == live


def test_a_cable_that_is_being_recorded_meanwhile_is_masked(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(database, file(telegram(NAMED)))
    span, append = place(database), Log.append

    def erase_first(self: Log, *arguments: Any, **named: Any) -> list[Position]:
        monkeypatch.undo()
        assert erase(database, span)
        return append(self, *arguments, **named)

    monkeypatch.setattr(Log, "append", erase_first)
    assert ingest(database, file(telegram("The post has more.", NAMED))).changed == 1
    assert "The post has more." in text_of(database)
    assert not SECRET.search(everything(superuser))


def test_what_is_announced_while_a_report_is_erased_is_erased_after_it(database: Database) -> None:
    ingest(database, file(telegram(ARREST)))
    arrest = next(each for each in events(database) if each.type == "ArrestReported")
    assert isinstance(arrest.event, ReportEvent)
    told = Statement(report_id=arrest.event.report_id, document_id=arrest.event.document_id, report=arrest.event.report)
    development = DevelopmentRecorded(
        development_id=DevelopmentId(uuid4()),
        kind="new-incident",
        reference_id=CABLE,
        incident_id=IncidentId(told.report_id),
        cause_position=arrest.position,
        after=(told,),
    )
    announced = new_event(
        development,
        stream=Stream(f"development/{development.development_id}"),
        event_id=EventId(uuid4()),
        actor="an announcer",
    )

    def announce_late() -> None:
        log_of(database).append([announced])
        project(database)

    _, positions = erase_event(
        database.engine("eraser"),
        database.engine("reader"),
        arrest.position,
        reason="a test",
        actor="a tester",
        follow_up=announce_late,
    )
    assert len(positions) == 2
    project(database)
    assert [row["kind"] for row in rows(database, "developments")] == ["erased"]


def fold(database: Database, name: str) -> None:
    Runner(database.engine("projector"), [each for each in PROJECTIONS if each.name == name]).catch_up()


def found(database: Database, words: str) -> int:
    return len(search(database.engine("reader"), Wanted(words)).found)


def test_what_is_erased_is_found_no_longer_even_where_the_search_stands_still(database: Database) -> None:
    ingest(database, file(telegram(NAMED, ARREST)))
    project(database)
    assert found(database, "inventado") == 1
    erase(database, place(database))
    fold(database, "cables")
    assert found(database, "inventado") == 0
    fold(database, "search")
    assert found(database, "inventado") == 0
    assert found(database, "reynosa") == 2


def test_words_that_another_runner_makes_meanwhile_are_erased_with_the_rest(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(NAMED, ARREST)))
    fold(database, "cables")
    with psycopg.connect(superuser) as other:
        # As `search` does it, not committed yet.
        other.execute("UPDATE read_a.paragraphs SET search = read.search_vector(body)")
        erase(database, place(database))
        erasing = Thread(target=fold, args=(database, "cables"))
        erasing.start()
        other.execute("SELECT pg_sleep(0.3)")
        other.commit()
        erasing.join()
    assert found(database, "inventado") == 0
    fold(database, "search")
    assert found(database, "inventado") == 0
    assert found(database, "reynosa") == 2
