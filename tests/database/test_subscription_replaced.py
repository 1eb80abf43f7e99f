"""A subscription notices that another log has taken the place of the one that it read, also where that is longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.database.following import rendition
from tests.database.tampering import tampering
from tracker.errors import AheadOfLogError, OtherLogError
from tracker.log.log import Log
from tracker.log.subscription import Subscription
from tracker.types import Stream

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tracker.database import Database
    from tracker.log.subscription import Batch

READ = 5
LOST = 3


@pytest.fixture
def engine(database: Database) -> Engine:
    return database.engine("writer")


@pytest.fixture
def log(engine: Engine) -> Log:
    made = Log(engine)
    for number in range(READ):
        made.append([rendition(number)])
    return made


def replace(log: Log, superuser: str, *, grown_by: int) -> None:
    """Put in the log's place what it was before it lost its newest events, as a backup does, and have it grow anew."""
    last = log.head().position
    with tampering(superuser) as tamperer:
        tamperer.delete(READ - LOST + 1, last)
        tamperer.move_head()
    for number in range(grown_by):
        log.append([rendition(number)])


def read(subscription: Subscription) -> list[Batch]:
    return list(subscription.batches(timeout_seconds=0))


def test_a_log_that_was_replaced_and_grew_past_the_position(engine: Engine, log: Log, superuser: str) -> None:
    with Subscription(engine) as subscription:
        assert [batch.through for batch in read(subscription)] == [READ]
        replace(log, superuser, grown_by=LOST + 3)
        with pytest.raises(OtherLogError) as caught:
            read(subscription)
        assert caught.value.position == subscription.position == READ


def test_one_that_grew_exactly_to_the_position(engine: Engine, log: Log, superuser: str) -> None:
    with Subscription(engine) as subscription:
        read(subscription)
        replace(log, superuser, grown_by=LOST)
        with pytest.raises(OtherLogError):
            read(subscription)


def test_one_that_did_not_yet_is_told_as_a_log_that_ends_too_early(engine: Engine, log: Log, superuser: str) -> None:
    with Subscription(engine) as subscription:
        read(subscription)
        replace(log, superuser, grown_by=LOST - 1)
        with pytest.raises(AheadOfLogError):
            read(subscription)


def test_one_that_was_replaced_before_the_position_is_followed(engine: Engine, log: Log, superuser: str) -> None:
    last = list(log.read_all())[READ - LOST - 1]
    with Subscription(engine, after=last.position, after_hash=last.hash) as subscription:
        replace(log, superuser, grown_by=LOST)
        assert [batch.through for batch in read(subscription)] == [READ]


def test_a_reader_that_asked_for_nothing_that_was_recorded(engine: Engine, log: Log, superuser: str) -> None:
    with Subscription(engine, types=["DevelopmentRecorded"]) as subscription:
        read(subscription)
        replace(log, superuser, grown_by=LOST + 1)
        with pytest.raises(OtherLogError):
            read(subscription)


def test_a_reader_that_begins_anew_from_what_it_kept_of_each_batch(
    engine: Engine, log: Log, superuser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.log.subscription.BATCH", 1)
    log.append([rendition(1, Stream("publisher"))])
    with Subscription(engine, categories=["cable"]) as subscription:
        kept = [(batch.through, batch.hash) for batch in read(subscription)]
    assert [position for position, _ in kept] == [1, 2, 3, 4, READ + 1]
    for position, found in kept:
        with Subscription(engine, after=position, after_hash=found) as subscription:
            read(subscription)
            assert subscription.position == READ + 1
    replace(log, superuser, grown_by=LOST + 2)
    for position, found in kept:
        with Subscription(engine, after=position, after_hash=found) as subscription:
            if position <= READ - LOST:
                read(subscription)
                assert subscription.position == READ + 2
            else:
                with pytest.raises(OtherLogError):
                    read(subscription)


def test_a_reader_that_kept_the_end_of_an_empty_log(database: Database) -> None:
    log = Log(database.engine("writer"))
    head = log.head()
    log.append([rendition(1)])
    with Subscription(database.engine("writer"), after=head.position, after_hash=head.hash) as subscription:
        assert [batch.through for batch in read(subscription)] == [1]
