"""The server is told what tables hold that have grown, whether or not it would find out by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from tests.database.test_log import rendition
from tests.end_to_end.command import eventually
from tracker.log.laying import Append
from tracker.log.log import Log
from tracker.projections.sets import tell_planner

if TYPE_CHECKING:
    from tracker.database import Database

_MANY = 5_100


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
