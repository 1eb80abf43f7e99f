"""The server is told what tables hold that have grown, whether or not it would find out by itself.

And it need not read them for each cable.
"""

from __future__ import annotations

from sqlalchemy import text

from tests.database.invented import ARREST, ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.test_log import rendition
from tests.database.test_projections import OPERATION
from tests.end_to_end.command import eventually
from tracker.database import Database
from tracker.log.laying import Append
from tracker.log.log import Log
from tracker.projections.sets import tell_planner

_MANY = 5_100
OTHER = (ARREST.replace("Reynosa", "Tijuana"), SEIZURE.replace("Nuevo Laredo, Tamaulipas", "Mazatlan, Sinaloa"))
FIGURES = "According to the press, there were 310 drug-related killings in Chihuahua in February 2007."


def expected_events(database: Database) -> float:
    """How many events the planner expects in the log; -1 where it was never told."""
    with database.engine("reader").connect() as connection:
        query = "SELECT reltuples FROM pg_class WHERE relname = 'events' AND relkind = 'r'"
        return float(connection.execute(text(query)).scalar_one())


def test_what_has_grown_much_is_told_and_what_has_not_is_left_alone(database: Database) -> None:
    projector = database.engine("projector")
    assert tell_planner(projector) == 0
    assert expected_events(database) < 0
    Log(database.engine("writer")).append_many(
        [Append(events=[rendition(number) for number in range(_MANY)], expected={})]
    )
    # What a session has changed counts once it ends.
    database.engine("writer").dispose()

    def is_told() -> bool:
        # The server itself can come first.
        tell_planner(projector)
        return expected_events(database) == _MANY

    eventually(is_told, "the planner knows how many events there are")
    eventually(lambda: tell_planner(projector) == 0, "it is known")


_READ_WHOLE = {"checkpoints", "stops", "registers", "decisions", "rereadings", "topic_sums", "kind_months"}
"""Small ones: those do not grow with the log, or with what people decide alone."""


def test_no_table_that_grows_is_read_whole_for_one_cable(database: Database) -> None:
    ingest(database, *(file(telegram(*OTHER, serial=serial), f"{serial}.txt") for serial in (4400, 4401)))
    project(database)
    ingest(database, file(telegram(ARREST, OPERATION, SEIZURE, ATTACK, FIGURES)))
    before = rows_read_whole(database)
    projector = database.urls["projector"].update_query_dict({"options": "-c enable_seqscan=off"})
    looking = Database({**database.urls, "projector": projector})
    project(looking)
    now = rows_read_whole(looking)
    read = {name: count - before[name] for name, count in now.items() if count > before[name]}
    assert set(read) <= _READ_WHOLE


def rows_read_whole(database: Database) -> dict[str, int]:
    """How many rows of each read table were read by going through all of it, once all sessions have ended and count."""
    database.close()
    with database.engine("reader").connect() as connection:

        def is_alone() -> bool:
            others = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return int(connection.execute(text(others)).scalar_one()) == 0

        eventually(is_alone, "all other sessions have ended")
        query = "SELECT relname, seq_tup_read FROM pg_stat_user_tables WHERE schemaname = 'read_a'"
        found = {row.relname: row.seq_tup_read for row in connection.execute(text(query))}
    database.close()
    return found
