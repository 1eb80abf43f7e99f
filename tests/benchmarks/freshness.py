"""How fresh the served feed is: from a release that appears to its entry, on a service with everything in one process.

The mirror is asked once a second. What `tracker ingest` records is another process's, so it reaches the service by
notice; the command's own start is told apart, since it is the same however little there is to record.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

import httpx
import psycopg

from tests.benchmarks.release.cables import cables
from tests.benchmarks.release.forms import write_dump
from tests.benchmarks.results import Measurement
from tests.database.invented import ARREST, telegram
from tests.end_to_end.command import Installation, Process, eventually, free_port, installation_in
from tests.mirror import MirrorSite, served
from tests.servers import open_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RELEASES = 7
_FIRST_DAY = date(2010, 11, 28)
_WANTED_MIRROR_MS = 5_000
_WANTED_INGEST_MS = 1_000
_RECORDED_AT = "SELECT min(recorded_at) FROM log.events WHERE stream = %s AND type = 'CableRecorded'"


def measure(before: int) -> Iterator[list[Measurement]]:
    """Releases of one cable each, after so many that are there already; medians, and the slowest in the note."""
    with (
        served() as site,
        open_folder(on_disk=True) as folder,
        installation_in(folder, TRACKER_ACTOR="benchmark") as installed,
    ):
        work = installed.data.parent
        dump = work / "release.csv"
        write_dump(dump, cables(before))
        site.release(str(_FIRST_DAY), {})
        with installed.started("up", str(dump), "--port", str(port := free_port())) as process:
            feed = _Feed(process, f"http://127.0.0.1:{port}/feeds/all.atom")
            yield _ingested(installed, feed, work, before)
            assert process.terminate() == 0
        installed.do("releases", "add", "mirror", site.index, "--every", "1", "--pause", "0")
        with installed.started("up", "--port", str(port)) as process:
            yield [_of_mirror(site, _Feed(process, feed.address), before)]
            assert process.terminate() == 0


class _Feed:
    """The served feed, asked as readers ask: again and again whether it has changed."""

    def __init__(self, process: Process, address: str) -> None:
        self.address = address
        process.answer(address)
        self._client = httpx.Client()
        self._etag = ""

    def has(self, reference_id: str) -> datetime:
        """When an entry of the cable was there."""
        return eventually(lambda: self._seen(reference_id), f"{reference_id} in the feed")

    def _seen(self, reference_id: str) -> datetime | None:
        answer = self._client.get(self.address, headers={"If-None-Match": self._etag})
        if answer.status_code == httpx.codes.OK:
            self._etag = answer.headers["ETag"]
            if reference_id in answer.text:
                return datetime.now(UTC)
        return None


def _of_mirror(site: MirrorSite, feed: _Feed, before: int) -> Measurement:
    def release(number: int) -> str:
        reference_id = f"07MEXICO{9_000 + number}"
        page = telegram(ARREST, serial=9_000 + number)
        site.release(f"{_FIRST_DAY + timedelta(days=number)}", {f"/cable/2007/03/{reference_id}.html": page})
        return reference_id

    taken = []
    for number in range(1, _RELEASES + 1):
        # Not in step with the service's own seconds.
        time.sleep(number / _RELEASES)
        released = datetime.now(UTC)
        taken.append(feed.has(release(number)) - released)
    return _line(f"release page to the served feed, after {before:,}", taken, wanted=_WANTED_MIRROR_MS)


def _ingested(installed: Installation, feed: _Feed, work: Path, before: int) -> list[Measurement]:
    whole, recorded = [], []
    for number in range(1, _RELEASES + 1):
        reference_id = f"07MEXICO{8_000 + number}"
        path = work / f"{reference_id}.txt"
        path.write_text(telegram(ARREST, serial=8_000 + number), encoding="utf-8")
        begun = datetime.now(UTC)
        installed.do("ingest", str(path))
        there = feed.has(reference_id)
        whole.append(there - begun)
        recorded.append(there - _recorded_at(installed, reference_id))
    return [
        _line(f"recorded by tracker ingest to the served feed, after {before:,}", recorded, wanted=_WANTED_INGEST_MS),
        _line("  from when the command was begun", whole),
    ]


def _recorded_at(installed: Installation, reference_id: str) -> datetime:
    with psycopg.connect(installed.url()) as connection:
        row = connection.execute(_RECORDED_AT, [f"cable/{reference_id}"]).fetchone()
    assert row
    assert isinstance(row[0], datetime)
    return row[0]


def _line(what: str, taken: list[timedelta], *, wanted: int | None = None) -> Measurement:
    found = sorted(each / timedelta(milliseconds=1) for each in taken)
    return Measurement(
        what=what,
        events=len(found),
        ours=median(found),
        unit="ms",
        wanted=wanted,
        note=f"{found[0]:.0f} to {found[-1]:.0f} ms",
    )
