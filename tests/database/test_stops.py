"""An append that a projection cannot take in is found, told and tried again; nothing else stands still for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.test_projections import rows, state
from tracker.health import health
from tracker.projections import words
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.projection import ProjectionError, with_dependants
from tracker.projections.runner import Lag, Runner

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.projections.stops import Stop
    from tracker.settings import Settings

DEPENDANTS = {projection.name for projection in with_dependants(["reports"], PROJECTIONS)} - {"reports"}


def poison(superuser: str, rule: str = "kind <> 'attack'") -> None:
    with psycopg.connect(superuser) as connection:
        connection.execute(f"ALTER TABLE read_a.reports ADD CONSTRAINT poison CHECK ({rule}) NOT VALID")


def heal(superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE read_a.reports DROP CONSTRAINT poison")


def attack_among_others(database: Database, superuser: str) -> tuple[int, int]:
    """Thirty cables, of which one tells an attack; the first and last position of what recorded that one."""
    cables = [
        file(telegram(ATTACK if serial == 4319 else ARREST, serial=serial), f"{serial}.txt")
        for serial in range(4300, 4330)
    ]
    ingest(database, *cables)
    with psycopg.connect(superuser) as connection:
        row = connection.execute(
            "SELECT min(position), max(position) FROM log.events WHERE stream = 'cable/07MEXICO4319'"
        ).fetchone()
    assert row
    return row[0], row[1]


def lags(database: Database) -> dict[str, Lag]:
    return {lag.projection: lag for lag in Runner(database.engine("projector"), PROJECTIONS).lags()}


def stop_of(database: Database, name: str) -> Stop | None:
    return lags(database)[name].stop


@pytest.mark.parametrize("batch", [1, 7, 5_000])
def test_the_one_append_is_found_whatever_the_batch(database: Database, superuser: str, batch: int) -> None:
    first, last = attack_among_others(database, superuser)
    poison(superuser)
    with pytest.raises(ProjectionError, match=f": reports, positions {first} to {last}: "):
        project(database, batch=batch)
    found = lags(database)
    stop = found["reports"].stop
    assert stop
    assert (stop.first, stop.last, found["reports"].position) == (first, last, first - 1)
    assert "poison" in stop.reason
    for name, lag in found.items():
        if name in DEPENDANTS:
            assert (lag.position, lag.stop) == (first - 1, None), name
    assert found["cables"].events == 0
    assert len(rows(database, "reports")) == 19


def test_it_is_tried_again_and_forgotten_when_it_goes(database: Database, superuser: str) -> None:
    attack_among_others(database, superuser)
    poison(superuser)
    with pytest.raises(ProjectionError):
        project(database)
    stop = stop_of(database, "reports")
    assert stop
    with pytest.raises(ProjectionError):
        project(database)
    assert stop_of(database, "reports") == stop, "it stands there since the first time"
    heal(superuser)
    project(database)
    assert all(lag.events == 0 and lag.stop is None for lag in lags(database).values())
    live = state(database)
    assert len(live["reports"]) == 30


def test_another_reason_at_the_same_place_is_told_with_the_first_time(database: Database, superuser: str) -> None:
    attack_among_others(database, superuser)
    poison(superuser)
    with pytest.raises(ProjectionError):
        project(database)
    before = stop_of(database, "reports")
    heal(superuser)
    poison(superuser, "kind::integer > 0")
    with pytest.raises(ProjectionError):
        project(database)
    after = stop_of(database, "reports")
    assert before
    assert after
    assert (after.first, after.since) == (before.first, before.since)
    assert after.reason != before.reason


def test_a_value_that_the_server_quotes_is_not_told(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(SEIZURE)))
    poison(superuser, "(facts ->> 'passage')::integer > 0 OR facts = '{}'")
    with pytest.raises(ProjectionError, match=r"invalid input syntax for type integer: \(a value\)"):
        project(database)
    stop = stop_of(database, "reports")
    assert stop
    assert "cocaine" not in stop.reason


def test_the_health_tells_it(database: Database, superuser: str, settings: Settings) -> None:
    first, last = attack_among_others(database, superuser)
    poison(superuser)
    with pytest.raises(ProjectionError):
        project(database)
    told = health(database, settings)["projections"]
    assert isinstance(told, list)
    by_name = {each["name"]: each for each in told if isinstance(each, dict)}
    stopped = by_name["reports"]["stopped"]
    assert isinstance(stopped, dict)
    assert (stopped["first"], stopped["last"]) == (first, last)
    assert by_name["cables"]["stopped"] is None
    behind = by_name["incidents"]["behind"]
    assert isinstance(behind, int)
    assert behind > 0


def test_more_than_the_server_can_take_stops_only_what_takes_it(database: Database, superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        # As PostgreSQL says of a text with too many words (state 54000), which psycopg takes for a fault that passes.
        connection.execute(
            "CREATE FUNCTION read_a.refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'string is too long for tsvector' USING ERRCODE = '54000'; END$$"
        )
        connection.execute("CREATE TRIGGER refuse BEFORE INSERT ON read_a.people EXECUTE FUNCTION read_a.refuse()")
    ingest(database, file(telegram(ARREST.replace("four members", "Ramiro Puente Lobo, a member"))))
    with pytest.raises(ProjectionError, match=r"people, positions .*: string is too long for tsvector"):
        project(database)
    assert stop_of(database, "people")
    assert lags(database)["seizures"].events == 0


def test_a_body_that_has_not_its_form_stops_only_what_reads_it(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(ARREST)))
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE log.events DISABLE TRIGGER ALL")
        connection.execute(
            "UPDATE log.events SET body = body #- '{report,evidence,0,paragraph}' WHERE type = 'ArrestReported'"
        )
    with pytest.raises(ProjectionError, match="reports, positions"):
        project(database)
    assert stop_of(database, "reports")
    assert lags(database)["cables"].events == 0


@pytest.mark.parametrize("few", [words._FEW, 0], ids=["by one session", "by several"])
def test_a_text_of_which_no_words_can_be_made_stops_the_search_alone(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(words, "_FEW", few)
    monkeypatch.setattr(words, "_HANDS", 3)
    first, last = attack_among_others(database, superuser)
    with psycopg.connect(superuser) as connection:
        connection.execute(
            "ALTER TABLE read_a.paragraphs ADD CONSTRAINT poison CHECK (search IS NULL OR body NOT LIKE '%gunmen%')"
        )
    with pytest.raises(ProjectionError, match=f": search, positions {first} to {last}: "):
        project(database)
    found = lags(database)
    assert found["search"].position == first - 1
    assert all(lag.events == 0 for name, lag in found.items() if name != "search")
    assert len(rows(database, "reports")) == 30
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE read_a.paragraphs DROP CONSTRAINT poison")
    project(database)
    assert lags(database)["search"].events == 0
