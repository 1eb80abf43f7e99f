"""A subscription goes on through restarts, cut networks, poolers and standbys, and neither skips nor repeats."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.following import (
    NEVER_SECONDS,
    PATIENCE_SECONDS,
    Follower,
    eventually,
    listeners,
    rendition,
    until_one_listens,
)
from tests.database.pooled import pooled
from tests.proxy import proxy
from tests.servers import INSTALLED, Cluster, installed_cluster, standby_of
from tracker.database import Database, migrate_schema, role_urls
from tracker.errors import DatabaseLostError, OtherLogError
from tracker.log.log import Log
from tracker.log.subscription import Subscription
from tracker.settings import Settings
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server of the test's own."""
    if not (INSTALLED / "postgres").exists():
        pytest.skip("PostgreSQL 15 is not installed (package postgresql-15)")
    with installed_cluster() as made:
        yield made


@pytest.fixture
def own(cluster: Cluster, tmp_path: Path) -> Iterator[Database]:
    """A migrated database on the server of the test's own."""
    settings = Settings(data=tmp_path, database_url=cluster.server.create("followed"))
    assert settings.database_url
    migrate_schema(settings, settings.database_url)
    database = Database(role_urls(settings, settings.database_url))
    yield database
    database.close()


def superuser_of(cluster: Cluster) -> str:
    return cluster.server.address("followed")


def test_a_restarted_server_is_followed_from_where_it_was(cluster: Cluster, own: Database) -> None:
    log = Log(own.engine("writer"))
    with Follower(Subscription(own.engine("projector"), poll_seconds=NEVER_SECONDS)) as follower:
        until_one_listens(superuser_of(cluster))
        log.append([rendition(1)])
        assert follower.next().through == 1
        for position in (2, 4):
            cluster.stop()
            cluster.start()
            # The writer's connections are of the server before, and who writes is told so.
            own.engine("writer").dispose()
            log.append([rendition(2)])
            until_one_listens(superuser_of(cluster))
            log.append([rendition(3)])
            seen = follower.see(Position(position + 1))
            assert [event.position for event in seen] == [position, position + 1]


def test_a_cut_network_is_survived(database: Database, superuser: str) -> None:
    log = Log(database.engine("writer"))
    with proxy(superuser) as network:
        url = network.through(database.urls["projector"])
        distant = Database({"projector": url})
        with Follower(Subscription(distant.engine("projector"), poll_seconds=0.05)) as follower:
            log.append([rendition(1)])
            assert follower.next().through == 1
            network.cut()
            log.append([rendition(2)])
            eventually(lambda: not listeners(superuser), "the server has noticed")
            network.mend()
            assert follower.next().through == 2
        distant.close()


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="the system knows no such option")
def test_a_peer_that_is_gone_without_a_word_is_noticed(database: Database, superuser: str) -> None:
    with proxy(superuser) as network:
        url = network.through(database.urls["projector"])
        for address, seconds in ((url, 30), (url.update_query_dict({"tcp_user_timeout": "7000"}), 7)):
            distant = Database({"projector": address})
            with distant.engine("projector").connect() as connection:
                driver = connection.connection.driver_connection
                assert isinstance(driver, psycopg.Connection)
                with socket.socket(fileno=os.dup(driver.fileno())) as own:
                    assert own.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                    assert own.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 30
                    assert own.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 1000 * seconds
            distant.close()


def test_a_database_that_is_lost_for_longer_than_the_timeout_is_an_error(database: Database, superuser: str) -> None:
    with proxy(superuser) as network:
        distant = Database({"projector": network.through(database.urls["projector"])})
        with Subscription(distant.engine("projector")) as subscription:
            assert list(subscription.batches(timeout_seconds=0)) == []
            network.cut()
            started = time.monotonic()
            with pytest.raises(DatabaseLostError):
                list(subscription.batches(timeout_seconds=0.3))
            assert time.monotonic() - started >= 0.3
        with Subscription(distant.engine("projector")) as subscription, pytest.raises(DatabaseLostError):
            next(subscription.batches())
        distant.close()


def test_notifications_that_are_swallowed_are_made_up_for_by_looking(database: Database, superuser: str) -> None:
    log = Log(database.engine("writer"))
    with proxy(superuser, deliver_notifications=False) as network:
        distant = Database({"projector": network.through(database.urls["projector"])})
        with Follower(Subscription(distant.engine("projector"), poll_seconds=0.05)) as follower:
            until_one_listens(superuser)
            for position in range(1, 4):
                log.append([rendition(position)])
                assert follower.next().through == position
            eventually(lambda: network.swallowed >= 3, "notifications were sent")
        distant.close()


def test_behind_a_pooler_it_looks_by_itself(database: Database, superuser: str) -> None:
    log = Log(database.engine("writer"))
    with (
        pooled(database, superuser, "projector") as (behind,),
        Follower(Subscription(behind.engine("projector"), poll_seconds=0.05)) as follower,
    ):
        for position in range(1, 11):
            log.append([rendition(position)])
            assert [event.position for event in follower.next().events] == [position]


def test_a_standby_is_followed_and_still_when_it_is_promoted(cluster: Cluster, own: Database) -> None:
    log = Log(own.engine("writer"))
    log.append([rendition(1)])
    with standby_of(cluster) as standby:
        urls = {role: url.update_query_dict({"host": str(standby.folder)}) for role, url in own.urls.items()}
        behind = Database(urls)
        with Follower(Subscription(behind.engine("projector"), poll_seconds=0.05)) as follower:
            assert follower.next().through == 1
            for position in range(2, 5):
                log.append([rendition(position)])
                assert follower.next().through == position
            assert listeners(superuser_of(standby)) == set()
            cluster.stop()
            standby.promote()
            until_one_listens(superuser_of(standby))
            Log(behind.engine("writer")).append([rendition(5)])
            assert [event.position for event in follower.next().events] == [5]
        behind.close()


def test_a_standby_that_has_yet_to_come_to_the_position_is_waited_for(cluster: Cluster, own: Database) -> None:
    log = Log(own.engine("writer"))
    log.append([rendition(1)])
    with standby_of(cluster) as standby:
        urls = {role: url.update_query_dict({"host": str(standby.folder)}) for role, url in own.urls.items()}
        behind = Database(urls)
        with Follower(Subscription(behind.engine("projector"), after=Position(2), poll_seconds=0.05)) as follower:
            log.append([rendition(2)])
            log.append([rendition(3)])
            assert [event.position for event in follower.next().events] == [3]
        behind.close()


def test_a_standby_that_takes_over_without_the_newest_events_is_not_read_on(cluster: Cluster, own: Database) -> None:
    log = Log(own.engine("writer"))
    log.append([rendition(1)])
    with standby_of(cluster) as standby:
        standby.stop()
        either = {
            role: url.update_query_dict({"host": f"{cluster.folder},{standby.folder}"})
            for role, url in own.urls.items()
        }
        whichever = Database(either)
        with Subscription(whichever.engine("projector")) as subscription:
            log.append([rendition(2)])
            assert [batch.through for batch in subscription.batches(timeout_seconds=0)] == [2]
            cluster.stop()
            standby.start()
            standby.promote()
            grown = Log(whichever.engine("writer"))
            grown.append([rendition(2)])
            grown.append([rendition(3)])
            with pytest.raises(OtherLogError):
                list(subscription.batches(timeout_seconds=PATIENCE_SECONDS))
        whichever.close()
