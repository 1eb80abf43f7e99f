"""The whole way: a release from its CSV file by the real commands to views and published feeds, size after size.

Then what happens afterwards: the same again, the release as published a year later, one more cable, and an ingest that
is killed in its middle. Wall times beside other work are noise, so the processor's time is told too.
"""

from __future__ import annotations

import math
import os
import signal
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, cast

import httpx
import psycopg
from sqlalchemy import make_url

from jobs.project import project
from jobs.publish import publish
from tests.benchmarks.release.cables import FULL, cables
from tests.benchmarks.release.forms import write_dump
from tests.benchmarks.results import Measurement
from tests.benchmarks.watching import COMMAND, READER, SERVER, Cost, Watch
from tests.database.invented import ARREST, file, ingest, telegram
from tests.end_to_end.command import eventually, free_port
from tests.servers import open_folder
from tracker import embedded
from tracker.asking.questions import questions
from tracker.database import opened
from tracker.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WANTED_RATE = FULL / (30 * 60)
"""Cables a second: the full release in half an hour."""
_WANTED_MEGABYTES = 1_500
_WANTED_EXPONENT = 1.1
_WANTED_NEW_CABLE_MS = 1_000
_WANTED_QUESTION_MS = 50
_NEW_CABLES = 5
_QUESTION_ROUNDS = 3
_EVENTS_EACH = 2
"""About how many events a cable is."""
_FILES = ("/", "/cartels/gulf", "/states/MX-TAM", "/kinds/arrest", "/feeds/all.atom", "/feeds/cables.atom")
_SEARCHES = (
    "/search?q=cocaine",
    "/search?q=minister",
    "/search?q=government+minister",
    "/search?cartel=gulf&kind=arrest",
    "/feeds/search.atom?cartel=gulf&kind=seizure",
    "/feeds/search.atom?q=cocaine",
    "/feeds/search.atom?q=minister",
    "/developments.jsonl?after=0",
)
"""Words that few paragraphs have and words that most have."""
_KILLED_AT = 0.5
"""At which part of the cables the ingest is killed."""
_KILLED_AT_MOST = 20_000
"""Of a larger release so many are ingested once more to kill that: the time of the whole would tell no more."""


def measure(sizes: Sequence[int]) -> Iterator[list[Measurement]]:
    """The whole way of releases of these sizes, and by which power of the size the cost grows."""
    costs: list[tuple[int, float]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="tracker-release-") as made, open_folder(on_disk=True) as data:
            dump, again = Path(made) / "release.csv", Path(made) / "revised.csv"
            write_dump(dump, cables(size))
            write_dump(again, cables(size, revised=True))
            with embedded.running(data):
                found = _Way(data, size)
                yield from found.first(dump)
                costs.append((size, found.cpu_seconds))
                yield from found.afterwards(dump, again)
            fewer = min(size, _KILLED_AT_MOST)
            if fewer < size:
                write_dump(dump, cables(fewer))
            with open_folder(on_disk=True) as other, embedded.running(other) as owner:
                yield [_killed(Watch(other), owner, dump, size=fewer, whole=found.ingested * fewer / size)]
    if len(costs) > 1:
        yield [_growth(costs)]


class _Way:
    """One release's way through a new database."""

    def __init__(self, data: Path, size: int) -> None:
        self._data = data
        self._size = size
        self._watch = Watch(data)
        self.cpu_seconds = 0.0
        self.ingested = 0.0

    def first(self, dump: Path) -> Iterator[list[Measurement]]:
        """From the file to feeds and pages, by stages."""
        ingested = self._watch.run("ingest", "--json", str(dump))
        told = cast("dict[str, float]", ingested.told["seconds"])
        assert ingested.told["new"] == self._size, ingested.told
        published = self._watch.run("publish", "--json")
        self.cpu_seconds = ingested.all_cpu_seconds + published.all_cpu_seconds
        self.ingested = ingested.seconds
        yield [
            self._line("read, extract and append, folding beside it", told["recording"]),
            self._line("fold the rest and announce", told["projecting"]),
            self._line("ingest, both", ingested.seconds, note=_spent(ingested)),
            self._line("publish", published.seconds, note=f"{published.told['written']} files; {_spent(published)}"),
            self._line(
                "the whole way",
                ingested.seconds + published.seconds,
                wanted=_WANTED_RATE,
                note=f"{self.cpu_seconds / self._size * 1_000:.1f} ms of processor time a cable",
            ),
        ]
        yield [*_memory(self._size, ingested, published), self._bytes(), self._published()]

    def afterwards(self, dump: Path, revised: Path) -> Iterator[list[Measurement]]:
        """The same again, a year later, one more cable, the twenty questions, and what readers open."""
        again = self._watch.run("ingest", "--json", str(dump))
        assert again.told["unchanged"] == self._size, again.told
        publish_again = self._watch.run("publish", "--json")
        yield [
            self._line("the same release again", again.seconds, note=_spent(again)),
            self._line("publish with nothing new", publish_again.seconds, note=_spent(publish_again)),
        ]
        later = self._watch.run("ingest", "--json", str(revised))
        yield [self._line("the release a year later", later.seconds, note=f"{later.told['changed']} changed")]
        yield [self._new_cable(), *self._questions(), *self._pages()]

    def _line(self, what: str, seconds: float, *, wanted: float | None = None, note: str = "") -> Measurement:
        return Measurement(
            what=f"{what}, {self._size:,} cables",
            events=self._size,
            ours=self._size / seconds,
            unit="cables/s",
            wanted=wanted,
            note=f"{seconds:.1f} s; {note}" if note else f"{seconds:.1f} s",
        )

    def _bytes(self) -> Measurement:
        with self._reader() as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row
        each = row[0] / self._size
        return Measurement(
            what=f"database, {self._size:,} cables",
            events=self._size,
            ours=row[0] / 1e6,
            unit="MB",
            note=f"{each / 1e3:.1f} kB a cable; the full release {each * FULL / 1e9:.1f} GB",
        )

    def _published(self) -> Measurement:
        public = _settings(self._data).public
        size = sum((Path(folder) / name).stat().st_size for folder, _, names in os.walk(public) for name in names)
        return Measurement(
            what=f"published files, {self._size:,} cables",
            events=self._size,
            ours=size / 1e6,
            unit="MB",
            note=f"{size / self._size / 1e3:.1f} kB a cable",
        )

    def _new_cable(self) -> Measurement:
        """From a file with one more cable that tells of an arrest to its entry in the feed, as a service does it."""
        settings = _settings(self._data)
        taken = []
        with opened(settings) as database:
            for serial in range(9_001, 9_001 + _NEW_CABLES):
                raw = file(telegram(ARREST, serial=serial), f"{serial}.txt")
                started = time.perf_counter()
                ingest(database, raw)
                project(database)
                publish(database, settings)
                taken.append((time.perf_counter() - started) * 1_000)
                feed = (settings.public / "feeds" / "all.atom").read_text(encoding="utf-8")
                assert f"07MEXICO{serial}" in feed, "the new cable has no entry"
        return Measurement(
            what=f"one more cable to its entry, after {self._size:,}",
            events=_NEW_CABLES,
            ours=median(taken),
            unit="ms",
            wanted=_WANTED_NEW_CABLE_MS,
        )

    def _questions(self) -> list[Measurement]:
        """The slowest of the twenty questions, each at the median of a few rounds."""
        taken: dict[int, float] = {}
        with self._reader() as connection:
            for question in questions():
                times = []
                for _ in range(_QUESTION_ROUNDS):
                    started = time.perf_counter()
                    connection.execute(question.query.encode()).fetchall()
                    times.append((time.perf_counter() - started) * 1_000)
                taken[question.number] = median(times)
        slowest = max(taken, key=lambda number: taken[number])
        return [
            Measurement(
                what=f"slowest of the twenty questions, {self._size:,} cables",
                events=len(taken),
                ours=taken[slowest],
                unit="ms",
                wanted=_WANTED_QUESTION_MS,
                note=f"question {slowest}; median of all {median(taken.values()):.1f} ms",
            )
        ]

    def _pages(self) -> Iterator[Measurement]:
        """What a reader waits for: the slowest of the published files, and of the searches, each asked for once."""
        with _served(self._watch) as client:
            for what, asked in (("published files", _FILES), ("searches and their feeds", _SEARCHES)):
                taken = {each: _milliseconds(client, each) for each in asked}
                slowest = max(taken, key=lambda each: taken[each])
                yield Measurement(
                    what=f"slowest of the {what}, {self._size:,} cables",
                    events=len(taken),
                    ours=taken[slowest],
                    unit="ms",
                    wanted=_WANTED_QUESTION_MS,
                    note=f"{slowest}; median of all {median(taken.values()):.1f} ms",
                )

    @contextmanager
    def _reader(self) -> Iterator[psycopg.Connection]:
        with opened(_settings(self._data)) as database:
            url = database.urls["reader"].set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(url, autocommit=True) as connection:
                yield connection


@contextmanager
def _served(watch: Watch) -> Iterator[httpx.Client]:
    """A client of the server of what is published, which answers searches too."""
    port = free_port()
    process = watch.start("serve", "--searches", "--port", str(port))
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            eventually(lambda: _answers(client), "the server answers")
            # The first of all questions waits for a connection and for templates.
            _milliseconds(client, "/search?q=nothing")
            yield client
    finally:
        process.terminate()
        process.communicate()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/health").status_code == 200
    except httpx.TransportError:
        return False


def _milliseconds(client: httpx.Client, address: str) -> float:
    started = time.perf_counter()
    assert client.get(address).status_code == 200, address
    return (time.perf_counter() - started) * 1_000


def _settings(data: Path) -> Settings:
    return load({"TRACKER_DATA": str(data), "TRACKER_ACTOR": "benchmark"})


def _spent(cost: Cost) -> str:
    parts = ", ".join(f"{role} {seconds:.1f}" for role, seconds in cost.cpu_seconds.items() if seconds)
    return f"processor seconds: {parts}"


def _memory(size: int, *costs: Cost) -> Iterator[Measurement]:
    for role in (COMMAND, READER, SERVER):
        yield Measurement(
            what=f"memory of {role} at most, {size:,} cables",
            events=size,
            ours=max(cost.megabytes[role] for cost in costs),
            unit="MB",
            wanted=_WANTED_MEGABYTES,
        )


def _killed(watch: Watch, owner: str, dump: Path, *, size: int, whole: float) -> Measurement:
    """How long an ingest takes that is killed in its middle and started again, beside one that is not."""
    started = time.perf_counter()
    process = watch.start("ingest", "--json", str(dump))
    while process.poll() is None and _end_of_log(owner) < _EVENTS_EACH * size * _KILLED_AT:
        time.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    kept = _recorded(owner)
    resumed = watch.run("ingest", "--json", str(dump))
    both = time.perf_counter() - started
    assert resumed.told["new"] == size - kept, resumed.told
    return Measurement(
        what=f"ingest killed in its middle and resumed, {size:,} cables",
        events=size,
        ours=size / both,
        unit="cables/s",
        note=f"{both:.1f} s, {both / whole:.2f} times one that is not killed; {kept:,} cables were kept",
    )


def _end_of_log(owner: str) -> int:
    """How many events there are; none while there are no tables yet."""
    with _owner(owner) as connection:
        if connection.execute("SELECT to_regclass('log.head')").fetchone() == (None,):
            return 0
        row = connection.execute("SELECT position FROM log.head").fetchone()
    assert row
    return int(row[0])


def _recorded(owner: str) -> int:
    """How many cables are recorded."""
    with _owner(owner) as connection:
        row = connection.execute("SELECT count(*) FROM log.events WHERE type = 'CableRecorded'").fetchone()
    assert row
    return int(row[0])


def _owner(url: str) -> psycopg.Connection:
    return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


def _growth(costs: Sequence[tuple[int, float]]) -> Measurement:
    """The power of the number of cables by which the processor's time grows, by least squares of the logarithms."""
    points = [(math.log(size), math.log(seconds)) for size, seconds in costs]
    middle_x, middle_y = (sum(each) / len(points) for each in zip(*points, strict=True))
    slope = sum((x - middle_x) * (y - middle_y) for x, y in points) / sum((x - middle_x) ** 2 for x, _ in points)
    return Measurement(
        what="exponent of the whole way's cost",
        events=costs[-1][0],
        ours=slope,
        unit="",
        wanted=_WANTED_EXPONENT,
        note=", ".join(f"{size:,} cables {seconds:.0f} s" for size, seconds in costs),
    )
