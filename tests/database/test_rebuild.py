"""A rebuild folds everything anew beside what is shown, and nobody ever sees half of it."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from jobs.project import project as jobs_project
from jobs.rebuild import rebuild
from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.test_projections import OPERATION, rows, several, state
from tracker import registers
from tracker.events import current_versions
from tracker.projections import rebuild as rebuilding
from tracker.projections import rules
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.projection import Projection, ProjectionError, with_dependants
from tracker.projections.rebuild import Rebuild
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from tracker.database import Database

NAMES = [projection.name for projection in PROJECTIONS]


def shown(superuser: str) -> str:
    with psycopg.connect(superuser) as connection:
        row = connection.execute("SELECT active FROM jobs.read_schema").fetchone()
    assert row
    return str(row[0])


def spoil(superuser: str, *tables: str) -> None:
    """Make what is shown wrong, so that one can see what was folded again."""
    with psycopg.connect(superuser) as connection:
        for table in tables:
            connection.execute(f"DELETE FROM {shown(superuser)}.{table}")


def filled(superuser: str, tables: str) -> bool:
    with psycopg.connect(superuser) as connection:
        row = connection.execute(f"SELECT EXISTS (SELECT FROM {tables}.checkpoints)").fetchone()
    assert row
    return bool(row[0])


def test_a_rebuild_shows_what_folding_event_by_event_came_to(database: Database, superuser: str) -> None:
    several(database)
    project(database, batch=1)
    live = state(database)
    for tables in ("read_b", "read_a"):
        spoil(superuser, "incidents", "cables", "registers")
        assert state(database) != live
        rebuild(database)
        assert shown(superuser) == tables
        assert state(database) == live
    assert not filled(superuser, "read_b")


@pytest.mark.parametrize("name", NAMES)
def test_one_is_rebuilt_with_those_that_rest_on_it_and_the_others_are_taken_over(
    database: Database, superuser: str, name: str
) -> None:
    several(database)
    project(database)
    live = state(database)
    again = with_dependants([name], PROJECTIONS)
    assert again[0].name == name
    kept = [projection for projection in PROJECTIONS if projection not in again]
    # What is folded again would no longer be there, had it been taken over.
    spoil(superuser, *{table for each in again for table in each.written if table not in _written(kept)})
    done = rebuild(database, [name])
    assert done
    assert list(done.projections) == [projection.name for projection in again]
    assert state(database) == live


def _written(projections: list[Projection]) -> set[str]:
    return {table for each in PROJECTIONS if each in projections for table in each.written}


def test_what_comes_after_a_rebuild_is_folded_into_the_set_that_is_shown_then(
    database: Database, superuser: str
) -> None:
    ingest(database, file(telegram(OPERATION, ARREST)))
    project(database)
    rebuild(database)
    ingest(database, file(telegram(ATTACK, serial=4400), "4400.txt"))
    ingest(database, file(telegram(OPERATION, ARREST.replace("four", "six"))))
    project(database)
    live = state(database)
    assert len(live["cables"]) == 2
    rebuild(database)
    assert state(database) == live


def test_every_table_of_a_set_is_written_by_a_projection_the_runner_or_triggers(superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        tables = {row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'read_a'")}
    assert tables == {"changes", "checkpoints", "registers", "stops", *_written(list(PROJECTIONS))}


def test_the_switch_keeps_comments_rights_and_what_rests_on_the_views(database: Database, superuser: str) -> None:
    ingest(database, file(telegram(ARREST)))
    project(database)
    described = (
        "SELECT c.relname, c.relacl::text, c.relowner, c.reloptions, obj_description(c.oid), "
        "array_agg((a.attname, col_description(c.oid, a.attnum), format_type(a.atttypid, a.atttypmod))::text "
        "ORDER BY a.attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'read'::regnamespace GROUP BY c.oid ORDER BY 1"
    )
    functions = (
        "SELECT p.oid::regprocedure::text, p.proacl::text, p.proowner, obj_description(p.oid) FROM pg_proc p "
        "WHERE p.pronamespace = 'read'::regnamespace ORDER BY 1"
    )
    on_the_old = (
        "SELECT pg_get_viewdef(oid) AS text FROM pg_class WHERE relnamespace = 'read'::regnamespace UNION ALL "
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'read'::regnamespace"
    )
    with psycopg.connect(superuser, autocommit=True) as connection:
        owner = connection.execute("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'read'").fetchone()
        assert owner
        connection.execute("ALTER VIEW read.cables SET (security_barrier = true)")
        connection.execute(
            "CREATE FUNCTION read.counted() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER "
            "SET search_path = read_a, pg_temp AS 'SELECT count(*) FROM reports'"
        )
        connection.execute(sql.SQL("ALTER FUNCTION read.counted() OWNER TO {}").format(sql.Identifier(owner[0])))
        connection.execute("CREATE SCHEMA analyst; CREATE VIEW analyst.arrests AS SELECT * FROM read.reports")
        before = [connection.execute(query).fetchall() for query in (described, functions)]
        rebuild(database)
        assert [connection.execute(query).fetchall() for query in (described, functions)] == before
        texts = "".join(row[0] for row in connection.execute(on_the_old))
        assert "read_b" in texts
        assert "read_a" not in texts
        assert connection.execute("SELECT read.counted(), count(*) FROM analyst.arrests").fetchone() == (1, 1)


def test_only_the_projector_may_switch(database: Database) -> None:
    for role in ("writer", "publisher", "reader"):
        with database.engine(role).connect() as connection, pytest.raises(Exception, match="permission denied"):
            connection.exec_driver_sql("SELECT jobs.show_set_v1('read_b')")


def test_one_that_fails_leaves_what_is_shown_and_the_next_begins_anew(database: Database, superuser: str) -> None:
    several(database)
    project(database)
    live = state(database)
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE read_b.incidents ADD CONSTRAINT poison CHECK (kind <> 'attack')")
    with pytest.raises(ProjectionError, match="incidents, positions"):
        rebuild(database)
    assert shown(superuser) == "read_a"
    assert state(database) == live
    assert filled(superuser, "read_b")
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE read_b.incidents DROP CONSTRAINT poison")
    rebuild(database)
    assert shown(superuser) == "read_b"
    assert state(database) == live


def test_one_at_a_time(database: Database, superuser: str) -> None:
    with psycopg.connect(superuser) as connection:
        connection.execute("INSERT INTO jobs.locks VALUES ('rebuild')")
        connection.commit()
        connection.execute("SELECT FROM jobs.locks WHERE job = 'rebuild' FOR UPDATE")
        assert rebuild(database) is None
    assert rebuild(database) is not None


def test_a_reader_of_one_moment_never_sees_a_set_that_was_not_whole_at_that_moment(
    database: Database, superuser: str
) -> None:
    ingest(database, file(telegram(OPERATION, ARREST, SEIZURE)))
    project(database)
    live = state(database)
    told: list[int] = []
    with psycopg.connect(superuser) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        # The moment is fixed by the first statement, whatever it asks for.
        connection.execute("SELECT 1")
        rebuilt = Thread(target=rebuild, args=(database,), kwargs={"waiting": told.append})
        rebuilt.start()
        while not told:
            rebuilt.join(0.01)
        assert shown(superuser) == "read_a"
        row = connection.execute("SELECT count(*) FROM read.reports").fetchone()
        assert row == (len(live["reports"]),)
        connection.rollback()
        rebuilt.join()
    assert shown(superuser) == "read_b"
    assert state(database) == live


def test_readers_wait_no_longer_for_a_switch_than_it_is_patient(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(database)
    project(database)
    live = state(database)
    attempts: list[bool] = []
    switch = Rebuild._switch

    def counted(self: Rebuild, runner: Runner, **named: str) -> bool:
        attempts.append(switch(self, runner, **named))
        return attempts[-1]

    monkeypatch.setattr(Rebuild, "_switch", counted)
    monkeypatch.setattr(rebuilding, "_PATIENCE", "50ms")
    with psycopg.connect(superuser) as connection:
        # Somebody reads on and on, by statements that each see their own moment.
        connection.execute("SELECT FROM read.cables LIMIT 1")
        rebuilt = Thread(target=rebuild, args=(database,))
        rebuilt.start()
        while len(attempts) < 2:
            rebuilt.join(0.01)
        assert attempts[:2] == [False, False]
        # What others want to read and fold goes on.
        ingest(database, file(telegram(ATTACK, serial=4401), "4401.txt"))
        while len(rows(database, "cables")) == len(live["cables"]):
            # While an attempt holds the checkpoints there is nothing that this could fold.
            project(database)
        connection.rollback()
        rebuilt.join()
    assert attempts[-1] is True
    assert len(state(database)["cables"]) == len(live["cables"]) + 1


def outdate(superuser: str, *names: str) -> None:
    with psycopg.connect(superuser) as connection:
        connection.execute(
            f"UPDATE {shown(superuser)}.checkpoints SET rules = 'earlier' WHERE projection = ANY (%s)", [list(names)]
        )


def test_what_earlier_rules_made_is_rebuilt_when_it_is_next_brought_up_to_date(
    database: Database, superuser: str
) -> None:
    several(database)
    jobs_project(database)
    live = state(database)
    jobs_project(database)
    assert shown(superuser) == "read_a"
    outdate(superuser, "incidents")
    spoil(superuser, "incidents")
    jobs_project(database)
    assert shown(superuser) == "read_b"
    assert state(database) == live
    assert Runner(database.engine("projector"), PROJECTIONS).outdated() == {}


def test_what_cannot_be_rebuilt_by_new_rules_stays_and_is_not_tried_again_by_itself(
    database: Database, superuser: str
) -> None:
    several(database)
    jobs_project(database)
    live = state(database)
    outdate(superuser, "incidents")
    with psycopg.connect(superuser) as connection:
        connection.execute("ALTER TABLE read_b.incidents ADD CONSTRAINT poison CHECK (kind <> 'attack')")
    jobs_project(database)
    ingest(database, file(telegram(SEIZURE, serial=4409), "4409.txt"))
    jobs_project(database)
    with psycopg.connect(superuser) as connection:
        row = connection.execute("SELECT count(*), min(outcome) FROM jobs.runs WHERE job = 'rebuild'").fetchone()
    assert row == (1, "failed")
    assert shown(superuser) == "read_a"
    assert len(state(database)["cables"]) == len(live["cables"]) + 1


def test_what_two_versions_folded_at_once_is_neithers(
    database: Database, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(database)
    project(database)
    outdate(superuser, *NAMES)
    ingest(database, file(telegram(SEIZURE, serial=4410), "4410.txt"))
    runner = Runner(database.engine("projector"), PROJECTIONS)
    runner.catch_up()
    assert set(runner.outdated()) == set(NAMES)
    # The process of the earlier version, which still runs.
    monkeypatch.setattr("tracker.projections.runner.rules", lambda *_: dict.fromkeys(NAMES, "earlier"))
    assert set(runner.outdated()) == set(NAMES)


def test_a_name_that_the_register_tells_otherwise_outdates_what_was_folded(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(database)
    project(database)
    runner = Runner(database.engine("projector"), PROJECTIONS)
    assert runner.outdated() == {}
    known = registers.cartels()
    changed = {**known, "gulf": replace(known["gulf"], name="The Cartel of the Gulf")}
    monkeypatch.setattr("tracker.registers.cartels", lambda: changed)
    # A process that has read other data files.
    monkeypatch.setattr("tracker.projections.rules._shared", rules._shared.__wrapped__)
    assert set(runner.outdated()) == set(NAMES)


def test_events_that_are_brought_to_another_form_outdate_what_was_folded_of_them(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(database)
    project(database)
    newer = {**current_versions(), "CableRecorded": 99}
    monkeypatch.setattr("tracker.projections.rules.current_versions", lambda: newer)
    assert set(Runner(database.engine("projector"), PROJECTIONS).outdated()) == {"cables", "coverage", "search"}
