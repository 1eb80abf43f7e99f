"""Sources that are looked at: what is new comes in once, what changed is a revision, what is gone is known."""

from __future__ import annotations

import gzip
import os
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from jobs.attempting import Outcome, attempt
from jobs.publish import publish
from jobs.sources import CheckSource, look_at
from jobs.states import States
from tests.database.invented import ARREST, ATTACK, SEIZURE, project, telegram
from tests.mirror import Answer, MirrorSite, served
from tracker.errors import ReleaseError
from tracker.showing.rows import Cable
from tracker.showing.show import show
from tracker.sources.configured import Source, SourceKind
from tracker.sources.fetching import FetchError
from tracker.sources.folder import SETTLED_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tracker.database import Database
    from tracker.settings import Settings
    from tracker.sources.checking import Look
    from tracker.types import JsonObject

FIRST, SECOND, THIRD = (f"/cable/2007/03/07MEXICO{serial}.html" for serial in (4321, 4322, 4323))


@pytest.fixture
def site() -> Iterator[MirrorSite]:
    with served() as site:
        site.release("2010-11-28", {FIRST: telegram(ARREST), SECOND: telegram(SEIZURE, serial=4322)})
        yield site


@pytest.fixture
def mirror(site: MirrorSite) -> Source:
    return Source(name="mirror", kind=SourceKind.MIRROR, at=site.index, pause_seconds=0)


def looked(database: Database, settings: Settings, source: Source, *, whole: bool = False) -> dict[str, int]:
    """What a look came to that is not nothing."""
    return numbers(look(database, settings, source, whole=whole))


def look(
    database: Database,
    settings: Settings,
    source: Source,
    *,
    whole: bool = False,
    wait: Callable[[float], None] | None = None,
) -> Look:
    return look_at(database, settings, source, whole=whole, wait=wait or _never, still=lambda: None)


def numbers(found: Look) -> dict[str, int]:
    return {name: value for name, value in found.as_json().items() if isinstance(value, int) and value}


def _never(_seconds: float) -> None:
    raise AssertionError("nothing is to be waited for")


def cables(database: Database) -> list[str]:
    with database.engine("writer").connect() as connection:
        return list(
            connection.execute(
                text("SELECT stream FROM log.events WHERE type = 'CableRecorded' ORDER BY position")
            ).scalars()
        )


def test_a_mirror_is_fetched_once(database: Database, settings: Settings, site: MirrorSite, mirror: Source) -> None:
    assert looked(database, settings, mirror) == {"documents": 2, "new": 2, "reports_new": 2}
    assert cables(database) == ["cable/07MEXICO4321", "cable/07MEXICO4322"]
    site.forget()
    assert looked(database, settings, mirror) == {}
    assert site.forget() == [("/robots.txt", 404), ("/cablegate.html", 304), ("/reldate/2010-11-28_0.html", 304)]


def test_a_new_release_day_brings_exactly_its_cables(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source
) -> None:
    looked(database, settings, mirror)
    site.forget()
    site.release("2010-12-02", {THIRD: telegram(ATTACK, serial=4323)})
    assert looked(database, settings, mirror) == {"documents": 1, "new": 1, "reports_new": 1}
    assert [path for path, _ in site.forget() if path.startswith("/cable/")] == [THIRD]


def test_a_day_that_is_listed_before_it_is_there_is_waited_for(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source
) -> None:
    site.release("2010-12-02", {THIRD: telegram(ATTACK, serial=4323)})
    day = site.answers.pop("/reldate/2010-12-02_0.html")
    for later in ("2010-12-03", "2010-12-04", "2010-12-05"):
        site.release(later, {})
    site.answers["/cablegate.html"] = Answer(
        body=b"".join(
            f"<a href='/reldate/{each}_0.html'>".encode()
            for each in ("2010-11-28", "2010-12-02", "2010-12-03", "2010-12-04", "2010-12-05")
        )
    )
    assert looked(database, settings, mirror)["new"] == 2
    site.answers["/reldate/2010-12-02_0.html"] = day
    assert looked(database, settings, mirror) == {"documents": 1, "new": 1, "reports_new": 1}


def test_a_day_of_several_pages_is_read_to_its_last(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source
) -> None:
    site.put("/reldate/2010-11-28_0.html", f"<a href='{FIRST}'></a><a href='/reldate/2010-11-28_1.html'></a>")
    site.put("/reldate/2010-11-28_1.html", "<a href='/reldate/2010-11-28_2.html'></a>")
    site.put("/reldate/2010-11-28_2.html", f"<a href='{SECOND}'></a><a href='/reldate/2010-11-28_0.html'></a>")
    assert looked(database, settings, mirror)["new"] == 2


def test_a_mirror_in_a_folder_of_its_site_is_read_from_there(database: Database, settings: Settings) -> None:
    with served() as site:
        site.put("/copies/cablegate.html", "<a href='/reldate/2010-11-28_0.html'></a>")
        site.put("/copies/reldate/2010-11-28_0.html", f"<a href='{FIRST}'></a>")
        site.put(f"/copies{FIRST}", f"<pre>{telegram(ARREST)}</pre>")
        source = Source(name="a", kind=SourceKind.MIRROR, at=f"{site.address}/copies/cablegate.html", pause_seconds=0)
        assert looked(database, settings, source)["new"] == 1


def test_a_changed_page_is_a_revision_when_all_is_looked_at(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source
) -> None:
    looked(database, settings, mirror)
    site.put(FIRST, f"<pre>{telegram(ARREST.replace('four', 'six'))}</pre>")
    assert looked(database, settings, mirror) == {}
    found = looked(database, settings, mirror, whole=True)
    assert found == {"documents": 2, "changed": 1, "reports_corrected": 1}


def test_a_page_that_is_gone_is_known_and_its_cable_stays(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source
) -> None:
    looked(database, settings, mirror)
    site.answers.pop(FIRST)
    assert looked(database, settings, mirror, whole=True) == {"documents": 2}
    assert len(cables(database)) == 2
    with database.engine("writer").connect() as connection:
        gone = connection.execute(
            text("SELECT address FROM jobs.source_documents WHERE missing_since IS NOT NULL")
        ).scalars()
        assert list(gone) == [f"{site.address}{FIRST}"]


def told(database: Database) -> list[tuple[str, str]]:
    with database.engine("writer").connect() as connection:
        rows = connection.execute(
            text(
                "SELECT type, stream FROM log.events "
                "WHERE type IN ('CableWithdrawn', 'CableReappeared') ORDER BY position"
            )
        )
        return [(row.type, row.stream) for row in rows]


def withdrawn(database: Database) -> list[tuple[str, list[str]]]:
    with database.engine("reader").connect() as connection:
        rows = connection.execute(text("SELECT reference_id, withdrawn_from FROM read.cables WHERE withdrawn"))
        return [(row.reference_id, row.withdrawn_from) for row in rows]


def test_a_cable_that_a_site_withdrew_is_recorded_told_and_stays(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source, tmp_path: Path
) -> None:
    looked(database, settings, mirror)
    project(database)
    page = site.answers.pop(FIRST)
    site.release("2010-11-28", {SECOND: telegram(SEIZURE, serial=4322)})
    found = look(database, settings, mirror, whole=True)
    assert found.withdrawn == ["07MEXICO4321"]
    assert look(database, settings, mirror, whole=True).withdrawn == [], "it is recorded once"
    assert told(database) == [("CableWithdrawn", "cable/07MEXICO4321")]
    project(database)
    assert withdrawn(database) == [("07MEXICO4321", ["mirror"])]
    with database.engine("reader").connect() as connection:
        kinds = connection.execute(text("SELECT kind, quiet FROM read.developments ORDER BY position")).all()
        reports = connection.execute(text("SELECT count(*) FROM read.reports WHERE NOT withdrawn")).scalar_one()
    assert ([*kinds][-1], reports) == (("cable-withdrawn", False), 2)

    publish(database, replace(settings, data=tmp_path))
    feed = (tmp_path / "public/feeds/all.atom").read_text(encoding="utf-8")
    assert '"cable-withdrawn"' in feed
    page_of_it = (tmp_path / "public/cables/07MEXICO4321.html").read_text(encoding="utf-8")
    assert "from mirror, as seen on " in page_of_it
    thing = show(database.engine("reader"), "07MEXICO4321").thing
    assert isinstance(thing, Cable)
    assert thing.withdrawn_from == ["mirror"]

    site.answers[FIRST] = page
    site.put("/reldate/2010-11-28_0.html", f"<a href='{FIRST}'></a><a href='{SECOND}'></a>")
    assert look(database, settings, mirror, whole=True).reappeared == ["07MEXICO4321"]
    assert told(database)[1:] == [("CableReappeared", "cable/07MEXICO4321")]
    project(database)
    assert withdrawn(database) == []


@pytest.mark.parametrize("missing", ["still listed", "a listing is missing", "an error"])
def test_a_cable_is_not_withdrawn_while_its_site_may_have_it(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source, missing: str
) -> None:
    site.release("2010-12-02", {THIRD: telegram(ATTACK, serial=4323)})
    looked(database, settings, mirror)
    site.answers.pop(THIRD)
    if missing == "a listing is missing":
        site.answers.pop("/reldate/2010-12-02_0.html")
    elif missing == "an error":
        site.put("/reldate/2010-12-02_0.html", "")
        site.answers[THIRD] = Answer(403)
    assert look(database, settings, mirror, whole=True).withdrawn == []
    assert told(database) == []


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>New</title>
<entry><link href="/cable/2007/03/07MEXICO4322.html#top"/></entry>
<entry><link rel="related" href="/about.html"/><link rel="alternate" href="cable/2007/03/07MEXICO4321.html"/></entry>
<entry><link href="https://elsewhere.example/cable.html"/></entry></feed>"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><link>/index.html</link>
<item><link>/cable/2007/03/07MEXICO4322.html</link></item>
<item><enclosure url="/cable/2007/03/07MEXICO4321.html" length="1" type="text/html"/></item></channel></rss>"""


@pytest.mark.parametrize("words", [ATOM, RSS], ids=["Atom", "RSS"])
def test_a_feed_of_new_documents_is_followed_on_its_own_site(
    database: Database, settings: Settings, site: MirrorSite, words: str
) -> None:
    site.put("/new.xml", words.replace("/index.html", "/about.html"))
    feed = Source(name="new", kind=SourceKind.FEED, at=f"{site.address}/new.xml", pause_seconds=0)
    assert looked(database, settings, feed) == {"documents": 2, "new": 2, "reports_new": 2}
    assert [path for path, _ in site.forget() if "cable/" in path or "about" in path] == [FIRST, SECOND]
    assert looked(database, settings, feed) == {}
    assert site.forget() == [("/robots.txt", 404), ("/new.xml", 304)]
    site.put("/new.xml", words.replace("4322", "4323"))
    site.put(THIRD, telegram(ATTACK, serial=4323))
    assert looked(database, settings, feed) == {"documents": 1, "new": 1, "reports_new": 1}


def test_a_dump_at_an_address_is_recorded_when_it_has_changed(
    database: Database, settings: Settings, site: MirrorSite
) -> None:
    source = Source(name="dump", kind=SourceKind.DUMP, at=f"{site.address}/cables.csv.gz", pause_seconds=0)
    rows = [dumped("07MEXICO4321", telegram(ARREST)), dumped("07MEXICO4322", telegram(SEIZURE, serial=4322))]
    site.put("/cables.csv.gz", gzip.compress("".join(rows).encode()))
    assert looked(database, settings, source) == {"documents": 1, "new": 2, "reports_new": 2}
    assert looked(database, settings, source, whole=True) == {}
    rows.append(dumped("07MEXICO4323", telegram(ATTACK, serial=4323)))
    site.put("/cables.csv.gz", gzip.compress("".join(rows).encode()))
    found = looked(database, settings, source)
    assert (found["documents"], found["new"], found["unchanged"]) == (1, 1, 2)
    assert not (settings.data / "downloads" / "dump").exists()
    site.answers["/cables.csv.gz"] = Answer(404)
    with pytest.raises(FetchError, match="the site has no such file"):
        look(database, settings, source)


def test_a_dump_without_a_version_is_asked_for_only_when_all_is(
    database: Database, settings: Settings, site: MirrorSite
) -> None:
    source = Source(name="dump", kind=SourceKind.DUMP, at=f"{site.address}/cables.csv", pause_seconds=0)
    row = dumped("07MEXICO4321", telegram(ARREST)).encode()
    site.answers["/cables.csv"] = Answer(body=row, headers={"ETag": ""})
    assert looked(database, settings, source)["new"] == 1
    site.forget()
    assert looked(database, settings, source) == {}
    assert site.forget() == []
    assert looked(database, settings, source, whole=True) == {"documents": 1, "unchanged": 1}


def dumped(reference_id: str, telegram: str) -> str:
    """A row of the dump of 2011."""
    body = telegram.replace('"', '\\"')
    header, _, rest = body.partition("\n\n")
    cells = ["1", "3/10/2007 15:30", reference_id, "Embassy Mexico", "CONFIDENTIAL", "", header, rest]
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


@pytest.mark.parametrize(
    "words",
    [
        "<html><p>Not a feed.</p></html>",
        "no XML at all",
        '<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/hostname">]><feed><entry><link href="&a;"/></entry></feed>',
    ],
)
def test_what_is_no_feed_is_refused(database: Database, settings: Settings, site: MirrorSite, words: str) -> None:
    site.put("/new.xml", words)
    feed = Source(name="new", kind=SourceKind.FEED, at=f"{site.address}/new.xml", pause_seconds=0)
    with pytest.raises(FetchError, match=r"no (Atom or RSS )?feed"):
        look(database, settings, feed)
    assert cables(database) == []


def test_a_page_that_cannot_be_had_stops_no_other_and_is_not_asked_for_at_once_again(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source
) -> None:
    site.answers[FIRST] = Answer(403)
    found = look(database, settings, mirror)
    assert numbers(found) == {"documents": 2, "new": 1, "reports_new": 1}
    assert found.problems == [f"{site.address}{FIRST}: the site answers 403"]
    assert looked(database, settings, mirror) == {}


def test_no_cable_is_quarantined_and_not_fetched_again(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source
) -> None:
    site.put(FIRST, "<pre>Dear Sir, this is a letter.</pre>")
    found = look(database, settings, mirror)
    assert [source for source, _ in found.refused] == ["07MEXICO4321.html"]
    assert looked(database, settings, mirror) == {}


def test_a_mirror_without_its_index_is_an_error(database: Database, settings: Settings) -> None:
    with served() as site:
        source = Source(name="mirror", kind=SourceKind.MIRROR, at=site.index, pause_seconds=0)
        with pytest.raises(FetchError, match=r"cablegate\.html: the site has no such page"):
            look(database, settings, source)


def test_a_look_that_died_goes_on_where_it_was(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.sources.checking._TOGETHER", 1)
    site.answers[SECOND] = [Answer(503)]

    def ended(_seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look(database, settings, mirror, wait=ended)
    assert cables(database) == ["cable/07MEXICO4321"]
    site.release("2010-11-28", {FIRST: telegram(ARREST), SECOND: telegram(SEIZURE, serial=4322)})
    assert looked(database, settings, mirror) == {"documents": 1, "new": 1, "reports_new": 1}


def checked(database: Database, settings: Settings, source: Source) -> tuple[Outcome, JsonObject]:
    return attempt(CheckSource(settings, source).job(), database, Event(), forced=True)


def test_a_source_that_another_process_looks_at_is_left_alone(
    database: Database, settings: Settings, mirror: Source
) -> None:
    begun = States(database.engine("writer")).begin("source mirror", every_seconds=60)
    assert isinstance(begun, tuple)
    assert checked(database, settings, mirror) == (Outcome.REFUSED, {"reason": "another process runs it"})
    States(database.engine("writer")).end(begun[0], outcome="done", summary=None, retry_seconds=1)
    assert checked(database, settings, mirror)[0] is Outcome.DONE
    assert len(cables(database)) == 2


def test_the_job_records_what_it_found(
    database: Database, settings: Settings, site: MirrorSite, mirror: Source
) -> None:
    assert [checked(database, settings, mirror)[0] for _ in range(2)] == [Outcome.DONE, Outcome.QUIET]
    site.answers["/cablegate.html"] = Answer(403)
    assert checked(database, settings, mirror)[0] is Outcome.FAILED
    failed, first = States(database.engine("writer")).history()
    assert (first.job, first.outcome, failed.outcome) == ("source mirror", "done", "failed")
    assert (first.summary["new"], first.summary["whole"]) == (2, True)
    assert "the site answers 403" in str(failed.summary["error"])
    assert first.started_at <= first.finished_at <= datetime.now(UTC)


def test_a_real_release_site_gives_a_new_day_exactly_its_cables(
    database: Database, settings: Settings, shared: Path
) -> None:
    days = ("2011-02-10_0", "2011-02-10_1", "2011-02-21_0")
    with served() as site:
        for day in days:
            listing = shared / "mirror" / "reldate" / f"{day}.html"
            site.put(f"/reldate/{day}.html", listing.read_bytes())
        for page in (shared / "mirror" / "cable").rglob("*.html"):
            site.put(f"/{page.relative_to(shared / 'mirror')}", page.read_bytes())
        site.put("/cablegate.html", (shared / "mirror" / "cablegate.html").read_bytes())
        mirror = Source(name="mirror", kind=SourceKind.MIRROR, at=site.index, pause_seconds=0)
        first = looked(database, settings, mirror)
        assert first["new"] == len(cables(database)) > 10
        listing = shared / "mirror" / "reldate" / "2011-03-16_0.html"
        of_the_day = [
            path for path in site.answers if path.startswith("/cable/") and path.encode() in listing.read_bytes()
        ]
        site.put("/reldate/2011-03-16_0.html", listing.read_bytes())
        assert looked(database, settings, mirror)["new"] == len(of_the_day) > 0
        assert len(cables(database)) == first["new"] + len(of_the_day)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def left(path: Path, words: str) -> None:
    """Write a file that was left alone since long ago."""
    path.write_text(words, encoding="utf-8")
    long_ago = time.time() - 100 - len(words)
    os.utime(path, (long_ago, long_ago))


def test_a_watched_folder_gives_new_and_changed_files(database: Database, settings: Settings, inbox: Path) -> None:
    source = Source(name="inbox", kind=SourceKind.FOLDER, at=str(inbox))
    assert looked(database, settings, source) == {}
    left(inbox / "1.txt", telegram(ARREST))
    left(inbox / "2.txt", telegram(SEIZURE, serial=4322))
    assert looked(database, settings, source) == {"documents": 2, "new": 2, "reports_new": 2}
    assert looked(database, settings, source) == {}
    left(inbox / "1.txt", telegram(ARREST, ATTACK))
    found = looked(database, settings, source)
    assert (found["documents"], found["changed"], found["reports_new"]) == (1, 1, 1)
    assert looked(database, settings, source, whole=True) == {"documents": 2, "unchanged": 2}


def test_a_file_that_is_being_copied_is_left_alone(database: Database, settings: Settings, inbox: Path) -> None:
    source = Source(name="inbox", kind=SourceKind.FOLDER, at=str(inbox))
    path = inbox / "1.txt"
    path.write_text(telegram(ARREST)[:200], encoding="utf-8")
    found = look(database, settings, source)
    assert (numbers(found), found.problems) == ({}, ["1.txt is being written to"])
    path.write_text(telegram(ARREST), encoding="utf-8")
    settled = time.time() - SETTLED_SECONDS - 1
    os.utime(path, (settled, settled))
    assert looked(database, settings, source) == {"documents": 1, "new": 1, "reports_new": 1}


def test_a_folder_that_is_not_there_is_an_error(database: Database, settings: Settings, inbox: Path) -> None:
    shutil.rmtree(inbox)
    source = Source(name="inbox", kind=SourceKind.FOLDER, at=str(inbox))
    with pytest.raises(ReleaseError, match="does not exist"):
        look(database, settings, source)
