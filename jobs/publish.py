"""The job that publishes: settles the authority of entry ids at the first time, then writes what changed."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from feeds import publish as publishing
from feeds.site import Site
from jobs.websub import Hub
from tracker import clock, identity
from tracker.errors import EventConflictError, SettingsError, WrongVersionError
from tracker.events import FeedAuthorityRecorded
from tracker.log.log import Log
from tracker.log.recorded import Recorded, new_event
from tracker.types import Stream, Version

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feeds.files import Published
    from tracker.database import Database
    from tracker.settings import Settings

_STREAM = Stream("publisher")


def publish(
    database: Database,
    settings: Settings,
    directory: Path | None = None,
    *,
    progress: publishing.Progress | None = None,
) -> Published:
    """Write the feeds and pages that changed in the read models; `directory` instead of the installation's own.

    `progress` as in `feeds.publish.publish`. Raises SettingsError where the settings ask for another
    authority than the one that ids were published under.
    """
    site = _site(settle_authority(database, settings), settings)
    # One state of the database for all documents: no feed may show an entry whose page is not there yet.
    engine = database.engine("publisher").execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection:
        return publishing.publish(
            connection,
            directory or settings.public,
            site,
            clock.now(),
            all_cables=settings.all_cable_pages,
            progress=progress,
        )


def tell_hub(settings: Settings, still: Callable[[], None] = lambda: None) -> int:
    """Tell the hub of the published feeds that changed; returns of how many. Without a hub nothing is sent to anybody.

    Raises HubError where it could not be told of all; it is still to be told of them the next time.
    """
    if settings.websub_hub is None:
        return 0
    hub = Hub(
        url=settings.websub_hub, public=settings.public, base_url=_base_url(settings).rstrip("/"), data=settings.data
    )
    return hub.tell(still)


def settle_authority(database: Database, settings: Settings) -> Recorded:
    """The event that settled the authority; recorded now if this is the first publish.

    Called before projecting too, so that a first publish does not leave the read models one event behind the log.
    """
    log = Log(database.engine("writer"))
    recorded = log.read_stream(_STREAM)
    if not recorded:
        event = FeedAuthorityRecorded(authority=settings.authority, date=clock.now().date())
        first = new_event(
            event, stream=_STREAM, event_id=identity.event_id(_STREAM, event.type(), 0), actor=settings.actor
        )
        # Where another process published first, its authority holds.
        with suppress(WrongVersionError, EventConflictError):
            log.append([first], expected={_STREAM: Version(0)})
        recorded = log.read_stream(_STREAM)
    settled = recorded[0].event
    assert isinstance(settled, FeedAuthorityRecorded)
    if settings.feed_authority not in {None, settled.authority}:
        raise SettingsError(
            f"TRACKER_FEED_AUTHORITY is {settings.feed_authority}, but entry ids are published under "
            f"{settled.authority} since {settled.date}; every subscriber would see every entry as new. Unset it"
        )
    return recorded[0]


def _base_url(settings: Settings) -> str:
    """The base URL that the site is published under: as set, and remembered; else as it was set the last time.

    So publishing from a shell that does not know the service's settings does not rewrite every address of the site.
    """
    remembered = settings.data / "base_url"
    if settings.base_url is None:
        return remembered.read_text(encoding="utf-8").strip() if remembered.exists() else settings.site_url
    if not remembered.exists() or remembered.read_text(encoding="utf-8").strip() != settings.base_url:
        unfinished = remembered.with_suffix(f".{os.getpid()}")
        unfinished.write_text(f"{settings.base_url}\n", encoding="utf-8")
        unfinished.replace(remembered)
    return settings.base_url


def _site(authority: Recorded, settings: Settings) -> Site:
    assert isinstance(authority.event, FeedAuthorityRecorded)
    return Site(
        base_url=_base_url(settings),
        authority=authority.event.authority,
        authority_date=authority.event.date,
        born_at=authority.recorded_at,
        title=settings.site_title,
        sample=settings.sample,
        published_text=settings.published_text,
        hub=settings.websub_hub,
    )
