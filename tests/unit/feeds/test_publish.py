from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from feeds import archive, files, topics
from feeds.formats import Format
from feeds.manifest import read_manifest
from feeds.publish import Published, publish_snapshot
from feeds.rows import Development, Snapshot
from feeds.site import Site
from tests.unit.feeds.invented import (
    ALL_FACTS,
    AMBUSH,
    ARREST,
    BORN,
    SAMPLE_SITE,
    SEIZURE,
    SITE,
    InventedParagraphs,
    cable,
    development,
    paragraphs,
    snapshot,
)
from tracker import registers
from tracker.errors import PublishingError
from tracker.reports import Kind

NOW = BORN + timedelta(days=30)
SUFFIXES = {f".{form}" for form in Format}


def news(count: int = len(ALL_FACTS)) -> list[Development]:
    return [development(number, ALL_FACTS[number % len(ALL_FACTS)]) for number in range(1, count + 1)]


def written(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and "/." not in f"/{path.relative_to(directory)}"
    }


def stamps(directory: Path) -> dict[str, tuple[int, int]]:
    return {
        name: ((directory / name).stat().st_ino, (directory / name).stat().st_mtime_ns) for name in written(directory)
    }


def walk(directory: Path, address: str, site: Site = SITE) -> Iterator[str]:
    """The ids of all entries, by the way that an archive-aware reader goes."""
    while address:
        found = feedparser.parse((directory / address.removeprefix(f"{site.base_url}/")).read_bytes())
        assert not found.bozo
        yield from (entry.id for entry in found.entries)
        address = next((link.href for link in found.feed.links if link.rel == "prev-archive"), "")


def test_everything_listed_is_there_and_everything_there_is_listed(tmp_path: Path) -> None:
    done = publish_snapshot(snapshot(news()), tmp_path, SITE, NOW)
    manifest = read_manifest(tmp_path)
    assert set(manifest) == set(written(tmp_path))
    assert done == Published(written=len(manifest), unchanged=0, deleted=0)
    assert {"index.html", "feeds.html", "style.css", "feeds/all.atom", "cables/07SAMPLE12.html"} <= set(manifest)


@settings(max_examples=6, deadline=None)
@given(count=st.integers(0, 320))
def test_walking_the_archives_yields_each_entry_once_newest_first(
    tmp_path_factory: pytest.TempPathFactory, count: int
) -> None:
    directory = tmp_path_factory.mktemp("site")
    rows = [development(number) for number in range(1, count + 1)]
    publish_snapshot(replace(snapshot(rows), incidents=(), cables=(), reports=()), directory, SITE, NOW)
    expected = [SITE.tag(f"development/{row.development_id}") for row in reversed(rows)]
    assert list(walk(directory, "feeds/all.atom")) == expected
    assert list(walk(directory, "feeds/cartels/juarez.atom")) == expected
    assert list(walk(directory, "feeds/cartels/colima.atom")) == []


def test_publishing_again_touches_nothing(tmp_path: Path) -> None:
    publish_snapshot(snapshot(news(120)), tmp_path, SITE, NOW)
    before = stamps(tmp_path)
    done = publish_snapshot(snapshot(news(120)), tmp_path, SITE, NOW + timedelta(hours=1))
    assert (done.written, done.deleted) == (0, 0)
    assert stamps(tmp_path) == before


def test_one_development_touches_only_what_speaks_of_it(tmp_path: Path) -> None:
    rows = news(12)
    publish_snapshot(snapshot(rows), tmp_path, SITE, NOW)
    before = stamps(tmp_path)
    told = development(50, AMBUSH, reference_id="08SAMPLE1")
    done = publish_snapshot(snapshot([*rows, told]), tmp_path, SITE, NOW + timedelta(hours=1))
    after = stamps(tmp_path)
    touched = ("cartels/gulf", "cartels/zetas", "kinds/attack", "states/MX-GRO")
    expected = {
        "index.html",
        "cables/08SAMPLE1.html",
        f"incidents/{told.incident_id}.html",
        f"reports/{told.report_ids[0]}.html",
        *(f"{topic}.html" for topic in ("cables", *touched)),
        *(f"feeds/{topic}.{form}" for topic in ("all", "cables", *touched) for form in Format),
    }
    assert {name for name in after if before.get(name) != after[name]} == expected
    assert done.written == len(expected)
    changed = {name for name, state in read_manifest(tmp_path).items() if state.changed_at == NOW + timedelta(hours=1)}
    assert changed == expected


def test_what_is_published_no_more_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    publish_snapshot(snapshot(news(2)), tmp_path, SITE, NOW)
    (tmp_path / "notes.txt").write_text("mine")
    done = publish_snapshot(replace(snapshot(news(2)), cables=()), tmp_path, SITE, NOW)
    assert done.deleted == 1
    assert not (tmp_path / "cables/07SAMPLE12.html").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(PublishingError, match="holds other files"):
        publish_snapshot(snapshot(news(1)), tmp_path, SITE, NOW)
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_publisher_waits_for_another(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with files.exclusive(tmp_path):
            waiting = pool.submit(publish_snapshot, snapshot(news(1)), tmp_path, SITE, NOW)
            assert not (tmp_path / "index.html").exists()
        assert waiting.result().written


def test_two_publishers_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PATIENCE_SECONDS", 0.0)
    with files.exclusive(tmp_path), pytest.raises(PublishingError, match="another publisher"):
        publish_snapshot(snapshot(news(1)), tmp_path, SITE, NOW)
    assert publish_snapshot(snapshot(news(1)), tmp_path, SITE, NOW).written


class Crash(BaseException):
    """The process ends here."""


class Fuse:
    """Lets so many steps pass and crashes at the next."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        if not self.left:
            self.blow()
        self.left -= 1

    def blow(self) -> NoReturn:
        raise Crash


def fused(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """Every call that changes the directory burns the fuse; a crash on opening comes after the file was emptied."""
    fuse = Fuse(steps)
    for name in ("replace", "unlink", "open", "mkdir"):
        original = getattr(Path, name)

        def stepping(
            self: Path, *arguments: object, _original: Callable[..., object] = original, **named: object
        ) -> object:
            if named.get("mode") == "rb":
                return _original(self, *arguments, **named)
            if arguments == ("wb",) and not fuse.left:
                os.close(os.open(self, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
            fuse.step()
            return _original(self, *arguments, **named)

        monkeypatch.setattr(Path, name, stepping)
    synced = os.fsync

    def syncing(handle: int) -> None:
        fuse.step()
        synced(handle)

    monkeypatch.setattr(os, "fsync", syncing)


def test_a_crash_at_any_step_leaves_whole_documents_and_the_next_publishing_repairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "ARCHIVE_SIZE", 3)
    monkeypatch.setattr(registers, "cartels", dict)
    monkeypatch.setattr(registers, "operations", dict)
    monkeypatch.setattr(registers, "states", dict)
    monkeypatch.setattr(topics, "Kind", (Kind.ARREST,))
    rows = [development(number) for number in range(1, 9)]
    later = development(9, replace(ARREST, cartels=("gulf",)), reference_id="08SAMPLE1")
    before = replace(snapshot(rows), incidents=snapshot(rows[:1]).incidents)
    after = replace(snapshot([*rows, later]), incidents=snapshot([later]).incidents)
    old, new = tmp_path / "old", tmp_path / "new"
    publish_snapshot(before, old, SITE, NOW)
    publish_snapshot(after, new, SITE, NOW)
    whole = {name: {written(old).get(name), written(new).get(name)} for name in (*written(old), *written(new))}
    final = written(new)
    crashes = 0
    while crash_at(crashes, shutil.copytree(old, tmp_path / f"crash-{crashes}"), after, monkeypatch):
        directory = tmp_path / f"crash-{crashes}"
        found = written(directory)
        assert all(data in whole[name] for name, data in found.items())
        assert {"index.html", "feeds/all.atom"} <= set(found)
        assert len(list(walk(directory, "feeds/all.atom"))) in {8, 9}
        publish_snapshot(after, directory, SITE, NOW + timedelta(hours=2))
        assert written(directory) == final
        assert set(read_manifest(directory)) == set(final)
        assert not list((directory / files.UNFINISHED).iterdir())
        crashes += 1
    assert crashes > 30


def crash_at(step: int, directory: Path, after: Snapshot, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Publish and crash at this step; whether there was such a step."""
    with monkeypatch.context() as patch:
        fused(patch, step)
        try:
            publish_snapshot(after, directory, SITE, NOW + timedelta(hours=1))
        except Crash:
            return True
    return False


def test_a_page_left_by_a_crash_goes_when_nobody_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_snapshot(snapshot(news(1)), tmp_path, SITE, NOW)
    more = snapshot([*news(1), development(7, reference_id="08SAMPLE1")])
    with monkeypatch.context() as patch:
        patch.setattr(files.Shelf, "close", lambda *_, **__: Fuse(0).blow())
        with pytest.raises(Crash):
            publish_snapshot(more, tmp_path, SITE, NOW)
    assert (tmp_path / "cables/08SAMPLE1.html").exists()
    publish_snapshot(snapshot(news(1)), tmp_path, SITE, NOW)
    assert not (tmp_path / "cables/08SAMPLE1.html").exists()


def test_two_changes_in_one_second_have_two_dates(tmp_path: Path) -> None:
    for title in ("One", "Two", "Three"):
        publish_snapshot(snapshot(news(1)), tmp_path, replace(SITE, title=title), NOW)
    assert read_manifest(tmp_path)["index.html"].changed_at == NOW + timedelta(seconds=2)


SCRIPT = """
import locale, sys
from pathlib import Path
from feeds.publish import publish_snapshot
from tests.unit.feeds.test_publish import NOW, SITE, news, snapshot
publish_snapshot(snapshot(news(60)), Path(sys.argv[1]), SITE, NOW)
"""


@pytest.mark.parametrize(("zone", "seed"), [("Pacific/Kiritimati", "1"), ("America/Mexico_City", "2")])
def test_zone_locale_and_hash_seed_change_no_byte(tmp_path: Path, zone: str, seed: str) -> None:
    publish_snapshot(snapshot(news(60)), tmp_path / "here", SITE, NOW)
    root = Path(__file__).parents[3]
    environment = {**os.environ, "TZ": zone, "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / "there")], check=True, env=environment, cwd=root)
    assert written(tmp_path / "here") == written(tmp_path / "there")


def pages(directory: Path) -> dict[str, etree._Element]:
    return {name: html.fromstring(data.decode()) for name, data in written(directory).items() if name.endswith(".html")}


def by_id(page: etree._Element, identity: str) -> etree._Element:
    [found] = [element for element in page.iter() if element.get("id") == identity]
    return found


def test_every_link_within_the_site_leads_somewhere(tmp_path: Path) -> None:
    site = replace(SITE, base_url="https://tracker.example/deeper")
    publish_snapshot(snapshot(news(130)), tmp_path, site, NOW)
    listed = set(read_manifest(tmp_path))
    for name, page in pages(tmp_path).items():
        for link in (*page.iter("a"), *page.iter("link")):
            address, _, fragment = (link.get("href") or "").partition("#")
            if not address:
                by_id(page, fragment)
                continue
            path = address.removeprefix("https://tracker.example").removeprefix("/deeper/")
            assert path == "" or path in listed or f"{path}.html" in listed, (name, address)


def test_every_page_has_a_title_one_heading_and_its_feed(tmp_path: Path) -> None:
    publish_snapshot(snapshot(news()), tmp_path, SITE, NOW)
    for name, page in pages(tmp_path).items():
        assert len(list(page.iter("h1"))) == 1, name
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), name
        for form in Format:
            feeds = [link.get("href") for link in page.iter("link") if link.get("type") == form.media_type]
            assert f"https://tracker.example/feeds/all.{form}" in feeds, name
    gulf = pages(tmp_path)["cartels/gulf.html"]
    [first, *_] = [link.get("href") for link in gulf.iter("link") if link.get("rel") == "alternate"]
    assert first == "https://tracker.example/feeds/cartels/gulf.atom"


def test_every_page_says_before_anything_else_that_a_machine_read_it(tmp_path: Path) -> None:
    checked = development(2, SEIZURE, review_status="confirmed")
    publish_snapshot(snapshot([development(1), checked]), tmp_path, SITE, NOW)
    for name, page in pages(tmp_path).items():
        told = [str(line.text) for line in page.iter("p") if line.get("class") == "machine"]
        assert len(told) == 1, name
        if name == f"incidents/{checked.incident_id}.html":
            assert told == ["Checked by a person."]
        elif name.startswith("incidents/"):
            assert told == ["Read by machine, not checked."]
    assert "What the machine read here" in (tmp_path / "cables/07SAMPLE12.html").read_text()


def test_pages_that_name_people_ask_not_to_be_indexed_and_no_others(tmp_path: Path) -> None:
    named, unnamed = development(1, AMBUSH), development(2, ARREST, reference_id="08SAMPLE1")
    assert (named.names_people, unnamed.names_people) == (True, False)
    publish_snapshot(snapshot([named, unnamed]), tmp_path, SITE, NOW)
    expected = {
        "cables/07SAMPLE12.html",
        "cartels/gulf.html",
        "cartels/zetas.html",
        "kinds/attack.html",
        "states/MX-GRO.html",
        "people.html",
        f"incidents/{named.incident_id}.html",
        f"reports/{named.report_ids[0]}.html",
    }
    assert {name for name, state in read_manifest(tmp_path).items() if state.noindex} == expected
    meta = b'<meta name="robots" content="noindex">'
    assert {name for name, data in written(tmp_path).items() if meta in data} == expected
    assert (tmp_path / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"


def test_a_page_that_only_told_of_a_person_before_asks_not_to_be_indexed_either(tmp_path: Path) -> None:
    told = development(1, ARREST, facts_before=replace(ARREST, persons=("Juan Modelo",)))
    publish_snapshot(snapshot([told]), tmp_path, SITE, NOW)
    manifest = read_manifest(tmp_path)
    assert manifest[f"incidents/{told.incident_id}.html"].noindex
    assert manifest["cartels/juarez.html"].noindex


def test_a_sample_says_so_on_every_page_and_in_every_feed(tmp_path: Path) -> None:
    publish_snapshot(snapshot(news()), tmp_path, SAMPLE_SITE, NOW)
    words = b"Sample data: written for demonstration, not real cables."
    told = {name: data for name, data in written(tmp_path).items() if Path(name).suffix in {".html", *SUFFIXES}}
    assert all(words in data for data in told.values())


def test_a_cable_marks_the_quotes_that_reports_rest_on(tmp_path: Path) -> None:
    publish_snapshot(snapshot([development(1, ARREST), development(2, SEIZURE)]), tmp_path, SITE, NOW)
    page = pages(tmp_path)["cables/07SAMPLE12.html"]
    marks = {str(mark[0].text): mark[0].get("href") for mark in page.iter("mark")}
    assert marks == {
        ARREST.quote: f"/reports/{development(1).report_ids[0]}",
        SEIZURE.quote: f"/reports/{development(2).report_ids[0]}",
    }
    paragraph = by_id(page, "p2")
    assert "".join(map(str, paragraph.itertext())).startswith("2. (C) According to")
    spans = [span.text or "" for span in paragraph.iter("span") if span.get("class") == "passage"]
    assert spans == ["According to a visitor at the post, ", ", as everybody there had heard."]


def test_every_page_that_shows_a_statement_shows_its_whole_sentence(tmp_path: Path) -> None:
    told = development(1, replace(ARREST, quote="man was held", passage="No man was held."))
    publish_snapshot(snapshot([told]), tmp_path, SITE, NOW)
    pages = {name: data.decode() for name, data in written(tmp_path).items() if name.endswith(".html")}
    shown = {name for name, page in pages.items() if "“No <b>man was held</b>.”" in page}
    listed = {"cartels/juarez.html", "kinds/arrest.html", "states/MX-NLE.html"}
    assert shown == {"index.html", f"incidents/{told.incident_id}.html", f"reports/{told.report_ids[0]}.html", *listed}


@pytest.mark.parametrize(
    ("opening", "anchored"),
    [("AN INVENTED SUBJECT", True), ("Subject: An Invented Subject", True), ("AN INVENTED SUBJECT Ref: A", False)],
)
def test_a_cable_prints_its_subject_once(tmp_path: Path, opening: str, anchored: bool) -> None:
    rows = snapshot([development(1)])
    reference_id = rows.cables[0].reference_id
    texts = [replace(row, text=opening) if row.ordinal == 0 else row for row in paragraphs(reference_id)]
    rows = replace(
        rows,
        cables=(cable(reference_id, subject="AN INVENTED SUBJECT"),),
        paragraphs=InventedParagraphs({reference_id: texts}),
    )
    publish_snapshot(rows, tmp_path, SITE, NOW)
    page = pages(tmp_path)["cables/07SAMPLE12.html"]
    assert " ".join(map(str, page.itertext())).casefold().count("an invented subject") == 1
    assert (by_id(page, "p0").get("class") == "subject") is anchored


@pytest.mark.parametrize(("count", "opened"), [(6, True), (7, False)])
def test_a_long_list_of_what_was_read_is_folded(tmp_path: Path, count: int, opened: bool) -> None:
    publish_snapshot(snapshot([development(number) for number in range(count)]), tmp_path, SITE, NOW)
    [box] = pages(tmp_path)["cables/07SAMPLE12.html"].iter("details")
    assert ("open" in box.attrib) is opened
    assert len(list(box.iter("li"))) == count
