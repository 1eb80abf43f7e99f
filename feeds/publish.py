"""Publishing: every feed and page that shows something else than the last time, written where it stands.

The same state of the log gives the same bytes in any process, and also where it was published piece by piece. What
readers poll is never ahead of what it links to: archives are written first, then subscription documents, then pages;
deletions come last, and the manifest at the end. How it is found what changed is told in docs/publishing.md.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from feeds import cable_news, opml, rules
from feeds.collecting import collecting_rarely
from feeds.documents import Document
from feeds.files import File, Gone, Published, Shelf, exclusive
from feeds.filing import SUBSCRIPTION, Filing, Part, Touched
from feeds.formats import Format
from feeds.former import Former
from feeds.manifest import Manifest, note_site
from feeds.memory import SnapshotSource
from feeds.newsroom import Newsroom
from feeds.pages import states
from feeds.pages.articles import article
from feeds.pages.home import ARTICLE_LEVEL, NEWEST_SHOWN
from feeds.pages.render import icon, stylesheet
from feeds.pages.topic import ARTICLE_LEVEL as OF_TOPICS
from feeds.reading import DatabaseSource
from feeds.rendering import renderings, written
from feeds.shown import shown_snapshot
from feeds.site import Site
from feeds.subjects import (
    AT_ONCE,
    INDEX,
    Cables,
    Changed,
    Edition,
    Incidents,
    Lists,
    People,
    Reports,
    Subjects,
    Summaries,
    Topics,
    file,
)
from feeds.topics import new_cables, topics
from tracker.errors import PublishingError
from tracker.types import ReferenceId

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from feeds.rows import CartelState, OperationState, Snapshot
    from feeds.source import Changes, Source
    from feeds.topics import Topic
    from feeds.written import Written

_DOCUMENTS_AT_ONCE = 50
_NEW_CABLES = Part(new_cables().key, SUBSCRIPTION)
_ROBOTS = b"User-agent: *\nAllow: /\n"
"""Everything may be fetched: only who fetches a page reads in it that it is not to be indexed."""

__all__ = ["Published", "Site", "publish", "publish_snapshot"]

Progress = Callable[[str, int], None]
"""Told what is written now, and how many files were made so far."""


def publish(
    connection: Connection,
    directory: Path,
    site: Site,
    now: datetime,
    *,
    all_cables: bool = False,
    progress: Progress | None = None,
) -> Published:
    """Write the feeds and pages that changed, and say how many files that was.

    The caller has opened a REPEATABLE READ, read-only transaction and read nothing in it yet: so the state that is
    published is one that was there after the directory was ours. With `all_cables` each cable has a page, else those of
    which something was told and those that these refer to. Raises PublishingError where the directory is not to be had.
    """
    with _written(directory), exclusive(directory), collecting_rarely(), closing(Manifest(directory)) as manifest:
        source = DatabaseSource(connection, site.published_text)
        publication = _Publication(source, manifest, site, all_cables=all_cables)
        return publication.write(Shelf(directory, manifest, now), progress or _untold)


@contextmanager
def _written(directory: Path) -> Iterator[None]:
    """Say where files cannot be written, such as on a disk that is full: what is published stays as it was."""
    try:
        yield
    except OSError as error:
        raise PublishingError(f"{directory} cannot be written ({error.strerror})") from error
    except sqlite3.OperationalError as error:
        raise PublishingError(f"{directory} cannot be written ({error})") from error


def publish_snapshot(snapshot: Snapshot, directory: Path, site: Site, now: datetime) -> Published:
    """Write the feeds and pages of a snapshot. `now` is told only as the time of the files that changed."""
    with exclusive(directory), closing(Manifest(directory)) as manifest:
        source = SnapshotSource(shown_snapshot(snapshot, site.published_text))
        publication = _Publication(source, manifest, site, all_cables=True)
        return publication.write(Shelf(directory, manifest, now), _untold)


def _untold(_: str, __: int) -> None:
    """Nobody is told how far it is."""


class _Publication:
    """One publishing: what changed, the documents and pages that show it, and what is remembered for the next one."""

    def __init__(self, source: Source, manifest: Manifest, site: Site, *, all_cables: bool) -> None:
        self._source = source
        self._manifest = manifest
        self._site = site
        self._all_cables = all_cables
        self._filing = Filing(manifest)
        self._newsroom = Newsroom(source, site)
        self._made = 0

    def write(self, shelf: Shelf, progress: Progress) -> Published:
        """Write what changed since the manifest was made true the last time, or everything where that is not known."""
        by = rules.digest(self._site, all_cables=self._all_cables)
        seen = self._source.seen()
        changes = self._source.changes(self._manifest.note("seen")) if self._manifest.note("rules") == by else None
        if changes is not None and not changes:
            return shelf.close(everything=False)
        touched, told, told_cables = self._file(changes)
        if touched is None:
            changes = None
        cartels, operations = self._source.cartels(), self._source.operations()
        listed = topics(cartels, operations, self._filing.topics)
        before, names = json.loads(self._manifest.note("topics") or "{}"), {topic.key: topic.name for topic in listed}
        if any(names.get(key) != name for key, name in before.items()):
            # A topic has another name now, or is one no more.
            changes, touched = None, None
        retold = {*told, *told_cables} if touched else None
        former = Former(shelf, retold, (changes or {}).get("incident", ()))
        edition = self._edition(listed, former)
        families = self._families(edition, cartels, operations)
        by_key = {topic.key: topic for topic in (*listed, new_cables())}
        parts = touched.parts if touched else {part for key in by_key for part in self._filing.parts(key)}
        archives = {part for part in parts if part.number != SUBSCRIPTION}
        shelf.put_all(self._counted("archives", self._documents(archives, by_key, former), progress))
        polled = shelf.put_all(self._counted("feeds", self._documents(parts - archives, by_key, former), progress))
        if touched:
            shelf.put_all(self._gone(touched, by_key))
        changed = Changed(changes, told, touched.topics, names.keys() - before.keys()) if changes and touched else None
        shelf.put_all(self._pages(families, changed, progress))
        if _NEW_CABLES in parts:
            shelf.put_all(self._cables(edition))
        if changes is None or names != before:
            shelf.put_all(self._fixed(edition))
        shelf.put_all(self._home(edition, cartels, operations))
        note_site(self._manifest, self._site)
        self._manifest.set_note("rules", by)
        self._manifest.set_note("seen", seen)
        self._manifest.set_note("topics", json.dumps(names, sort_keys=True))
        return replace(shelf.close(everything=changes is None), feeds=tuple(sorted(polled)))

    def _file(self, changes: Changes | None) -> tuple[Touched | None, Collection[str], Collection[str]]:
        """File what is new; the documents that show something else (None: all), and the items and cables that do."""
        if changes is not None:
            told, cables = self._source.touched(changes), self._told_cables(changes)
            items, recorded = list(self._source.items(told)), list(self._source.cable_items(cables))
            gone = set(changes.get("development", ())) - told | cables - {item.key for item in recorded}
            summaries = told - {item.key for item in items}
            touched = None if self._filing.find(gone) else self._filing.add([*items, *recorded])
            if touched:
                touched.parts.update(self._filing.find(summaries))
                return touched, told, cables
        self._filing.file_all(chain(self._source.items(), self._source.cable_items()))
        return None, (), ()

    def _told_cables(self, changes: Changes) -> set[str]:
        """The cables of which the feed of new cables may tell something else."""
        found = set(changes.get("cable", ()))
        if self._all_cables:
            return found
        # Whether a cable has a page rests on what it tells, and on who refers to it.
        found.update(*(changes.get(kind, ()) for kind in ("report-cable", "cable-cited")))
        return found | self._source.cited(found)

    def _edition(self, listed: Sequence[Topic], former: Former) -> Edition:
        return Edition(
            source=self._source,
            site=self._site,
            topics=listed,
            filing=self._filing,
            manifest=self._manifest,
            newsroom=self._newsroom,
            former=former,
            all_cables=self._all_cables,
        )

    def _families(
        self, edition: Edition, cartels: Sequence[CartelState], operations: Sequence[OperationState]
    ) -> Sequence[Subjects]:
        """Every family of pages, in the order in which they are written."""
        topic_pages = Topics(edition, cartels, operations)
        subjects = (
            Cables(edition),
            Incidents(edition),
            Reports(edition),
            Summaries(edition),
            topic_pages,
            People(edition),
        )
        return (*subjects, Lists(edition))

    def _pages(
        self, families: Sequence[Subjects], changed: Changed | None, progress: Progress
    ) -> Iterator[File | Gone]:
        """The pages that show something else, or all."""
        for family in families:
            keys = family.every() if changed is None else sorted(family.touched(changed))
            yield from self._counted(type(family).__name__.lower(), _files(family, keys), progress)

    def _counted(self, name: str, files: Iterable[File | Gone], progress: Progress) -> Iterator[File | Gone]:
        for each in files:
            self._made += 1
            if self._made % 500 == 0:
                progress(name, self._made)
            yield each

    def _documents(self, parts: Collection[Part], by_key: dict[str, Topic], former: Former) -> Iterator[File]:
        """These documents in every format, those together that share entries."""
        cables = [part for part in sorted(parts, key=lambda part: part.number) if part.topic == _NEW_CABLES.topic]
        yield from self._cable_documents(cables, by_key, former)
        listed = [(self._filing.items(part), part) for part in parts if part.topic != _NEW_CABLES.topic]
        order = self._source.order({items[-1] for items, _ in listed if items})
        listed.sort(key=lambda each: (order.get(each[0][-1], "") if each[0] else "", each[1].topic, each[1].number))
        for start in range(0, len(listed), _DOCUMENTS_AT_ONCE):
            several = listed[start : start + _DOCUMENTS_AT_ONCE]
            written = [former.entries(self._paths(by_key[part.topic], part)) for _, part in several]
            told = zip(several, written, strict=True)
            self._newsroom.fetch(key for (items, _), kept in told for key in items if key not in kept)
            for (items, part), kept in zip(several, written, strict=True):
                document = self._document(by_key[part.topic], part, self._newsroom.written(items, kept))
                yield from (File(address.lstrip("/"), data) for address, data in renderings(document, self._site))

    def _cable_documents(self, parts: Sequence[Part], by_key: dict[str, Topic], former: Former) -> Iterator[File]:
        """Those of the feed of new cables."""
        for part in parts:
            topic, items = by_key[part.topic], self._filing.items(part)
            kept = former.entries(self._paths(topic, part))
            missing = [key for key in items if key not in kept]
            published = self._source.with_pages(missing, told=not self._all_cables)
            made = dict(kept)
            for told in self._source.recorded_cables(missing):
                key = told.cable.reference_id
                made[key] = written(cable_news.entry(told, self._site, has_page=key in published))
            document = self._document(topic, part, [made[key] for key in items])
            yield from (File(address.lstrip("/"), data) for address, data in renderings(document, self._site))

    def _paths(self, topic: Topic, part: Part) -> dict[Format, str]:
        """Where a document is published in each format."""
        name = self._filing.names(topic.key)[part.number - 1] if part.number != SUBSCRIPTION else ""
        return {form: topic.address(form, name).lstrip("/") for form in Format}

    def _document(self, topic: Topic, part: Part, items: Sequence[Written]) -> Document:
        names = self._filing.names(topic.key)
        # What was archived quietly came there later than what stood there already: in a document the newest is first.
        entries = sorted(items, key=lambda entry: (entry.published, entry.id), reverse=True)
        if part.number == SUBSCRIPTION:
            return Document(topic=topic, entries=entries, previous=names[-1] if names else "")
        # No closed archive leads to the open one, as it would change whenever that does; but the first leads somewhere.
        follows = part.number < len(names) and (part.number == 1 or "-" not in names[part.number])
        return Document(
            topic=topic,
            name=names[part.number - 1],
            entries=entries,
            previous=names[part.number - 2] if part.number > 1 else "",
            following=names[part.number] if follows else "",
        )

    def _gone(self, touched: Touched, by_key: dict[str, Topic]) -> Iterator[Gone]:
        for key, name in sorted(touched.gone):
            yield from (Gone(by_key[key].address(form, name).lstrip("/")) for form in Format)

    def _cables(self, edition: Edition) -> Iterator[File]:
        """The page of the feed of new cables."""
        topic, newest = new_cables(), self._filing.newest(_NEW_CABLES.topic)
        recorded = {each.cable.reference_id: each for each in self._source.recorded_cables(newest)}
        published = self._source.with_pages(newest, told=not edition.all_cables)
        told = (cable_news.news(recorded[ReferenceId(key)], has_page=key in published) for key in newest)
        listed = [article(each, self._site.root, OF_TOPICS) for each in told]
        names = self._filing.names(topic.key)
        page = edition.pages().topic(
            topic,
            listed,
            None,
            newest_archive=topic.address(Format.ATOM, names[-1]) if names else "",
            archived=self._filing.archived(topic.key),
            incidents=(),
        )
        yield file(page)

    def _fixed(self, edition: Edition) -> Iterator[File]:
        """What depends on nothing but which topics there are."""
        yield File("style.css", stylesheet())
        yield File(opml.ADDRESS.lstrip("/"), opml.render([*edition.topics, new_cables()], self._site))
        yield File("icon.svg", icon())
        yield File("robots.txt", _ROBOTS)
        pages = edition.pages()
        yield file(pages.trust())
        yield file(pages.nothing())
        yield file(pages.feeds())

    def _home(
        self, edition: Edition, cartels: Sequence[CartelState], operations: Sequence[OperationState]
    ) -> Iterator[File]:
        """The front page, which tells of everything and links to all others: the last."""
        newest = self._filing.newest(edition.topics[0].key)[:NEWEST_SHOWN]
        kept = edition.former.articles(INDEX)
        self._newsroom.fetch(key for key in newest if key not in kept)
        read = self._source.coverage()
        told = states.coverage(read, self._filing.developments)
        notes = states.notes(cartels, operations, read.standing)
        pages = edition.pages(beside=self._source.pictures())
        yield file(pages.home(self._newsroom.articles(newest, kept, level=ARTICLE_LEVEL), told, notes))


def _files(family: Subjects, keys: Iterable[str]) -> Iterator[File | Gone]:
    """The pages of these subjects, so many at once."""
    rest = iter(keys)
    while several := list(islice(rest, AT_ONCE)):
        yield from family.files(several)
