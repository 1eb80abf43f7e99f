"""Publishing: every feed and page of a snapshot, written where they changed.

The same state of the log gives the same bytes in any process. What readers poll is never ahead of what it links to:
archives are written first, then subscription documents, then pages; deletions come last, and the manifest at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feeds import archive, opml, reading
from feeds.archive import Layout
from feeds.documents import Document
from feeds.entries import Entry, Threads, entry
from feeds.files import File, Published, Shelf, exclusive
from feeds.formats import Format
from feeds.pages import reading as pages_reading
from feeds.pages import states, views
from feeds.pages.render import Page, Pages, icon, stylesheet
from feeds.pages.rows import Beside
from feeds.pages.shown import shown_beside
from feeds.rendering import renderings
from feeds.rows import Development, IncidentState, News, ReportState, Snapshot
from feeds.shown import shown_snapshot
from feeds.site import Site
from feeds.summaries import summary_entry, sums
from feeds.topics import Family, Topic, assigned, kind_slug, order, topics
from tracker.types import DevelopmentId, IncidentId, ReferenceId, ReportId

if TYPE_CHECKING:
    from sqlalchemy import Connection

_CABLES_AT_ONCE = 200
_ROBOTS = b"User-agent: *\nAllow: /\n"
"""Everything may be fetched: only who fetches a page reads in it that it is not to be indexed."""

__all__ = ["Published", "Site", "publish", "publish_snapshot"]


def publish(connection: Connection, directory: Path, site: Site, now: datetime) -> Published:
    """Write the feeds and pages of what the connection sees, and say how many files that changed.

    The caller has opened a REPEATABLE READ, read-only transaction and read nothing in it yet: so the state that is
    published is one that was there after the directory was ours. Raises PublishingError where it is not to be had.
    """
    with exclusive(directory):
        return _write(reading.snapshot(connection), directory, site, now, beside=pages_reading.beside(connection))


def publish_snapshot(snapshot: Snapshot, directory: Path, site: Site, now: datetime) -> Published:
    """Write the feeds and pages of a snapshot. `now` is told only to the manifest, of the files that changed."""
    with exclusive(directory):
        return _write(snapshot, directory, site, now)


def _write(
    snapshot: Snapshot, directory: Path, site: Site, now: datetime, *, beside: Beside | None = None
) -> Published:
    shelf = Shelf(directory, now)
    shown = shown_beside(beside or Beside(), site.published_text)
    publication = _Publication(shown_snapshot(snapshot, site.published_text), site, shown)
    shelf.put_all(publication.archives())
    shelf.put_all(publication.subscriptions())
    shelf.put_all(publication.pages())
    return shelf.close()


class _Publication:
    """The files of one snapshot, by their paths."""

    def __init__(self, snapshot: Snapshot, site: Site, beside: Beside) -> None:
        self._snapshot = snapshot
        self._site = site
        self._topics = topics(snapshot.cartels, snapshot.operations, snapshot.developments)
        self._threads = Threads(snapshot.developments)
        belonging = assigned(self._topics, snapshot.developments, snapshot.summaries)
        self._layouts = {key: archive.layout(rows, _quiet) for key, rows in belonging.items()}
        self._sums = sums(snapshot.summaries, snapshot.developments)
        self._entries: dict[DevelopmentId, Entry] = {}
        self._beside = beside
        self._pages = Pages(site, self._topics, self._threads, beside)

    def archives(self) -> Iterator[File]:
        """The documents of every feed that readers of what is new do not poll."""
        for topic, layout in self._laid_out():
            names = layout.names
            parts = [*layout.archives, *([layout.open_archive] if layout.open_archive else [])]
            for nth, (name, rows) in enumerate(zip(names, parts, strict=True)):
                yield from self._document(
                    Document(
                        topic=topic,
                        name=name,
                        entries=self._newest_first(rows),
                        previous=names[nth - 1] if nth else "",
                        # No closed archive leads to the open one: it would change whenever that does.
                        following=names[nth + 1] if nth + 1 < len(layout.archives) else "",
                    )
                )

    def subscriptions(self) -> Iterator[File]:
        """The documents that readers poll."""
        for topic, layout in self._laid_out():
            yield from self._document(
                Document(
                    topic=topic,
                    entries=self._newest_first(layout.subscription),
                    previous=layout.names[-1] if layout.names else "",
                )
            )

    def pages(self) -> Iterator[File]:
        """The style sheet, the list of feeds and every page, the front page last: it links to all others."""
        yield File("style.css", stylesheet())
        yield File(opml.ADDRESS.lstrip("/"), opml.render(self._topics, self._site))
        yield File("icon.svg", icon())
        yield File("robots.txt", _ROBOTS)
        yield from self._cables()
        yield from self._incidents()
        yield from self._reports()
        yield from (_file(self._pages.summary(told)) for told in self._sums.values())
        yield from self._topic_pages()
        yield from self._people()
        yield from map(_file, self._pages.indexes())
        yield _file(self._pages.trust())
        yield _file(self._pages.feeds())
        newest = self._news(self._layouts[self._topics[0].key].subscription)
        home = self._pages.home(newest, states.coverage(self._snapshot), states.notes(self._snapshot))
        yield _file(home)

    def _laid_out(self) -> Iterator[tuple[Topic, Layout[News]]]:
        return ((topic, self._layouts[topic.key]) for topic in self._topics)

    def _document(self, document: Document) -> Iterator[File]:
        return (File(address.lstrip("/"), data) for address, data in renderings(document, self._site))

    def _newest_first(self, rows: Iterable[News]) -> list[Entry]:
        return [self._entry(row) for row in sorted(rows, key=order, reverse=True)]

    def _entry(self, row: News) -> Entry:
        if row.development_id not in self._entries:
            if isinstance(row, Development):
                self._entries[row.development_id] = entry(row, self._threads, self._site)
            else:
                self._entries[row.development_id] = summary_entry(self._sums[row.development_id], self._site)
        return self._entries[row.development_id]

    def _news(self, rows: Iterable[News]) -> list[views.News]:
        """What a page lists of a subscription document, the newest first."""
        return [
            views.news(row, self._threads)
            if isinstance(row, Development)
            else views.summary_news(self._sums[row.development_id])
            for row in sorted(rows, key=order, reverse=True)
        ]

    def _cables(self) -> Iterator[File]:
        published = {cable.reference_id for cable in self._snapshot.cables}
        reports: dict[ReferenceId, list[ReportState]] = defaultdict(list)
        for report in self._snapshot.reports:
            reports[report.reference_id].append(report)
        referring: dict[str, list[str]] = defaultdict(list)
        for cable in self._snapshot.cables:
            for reference_id in dict.fromkeys(cable.reference_ids):
                referring[reference_id].append(cable.reference_id)
        for start in range(0, len(self._snapshot.cables), _CABLES_AT_ONCE):
            cables = self._snapshot.cables[start : start + _CABLES_AT_ONCE]
            texts = self._snapshot.paragraphs.of([cable.reference_id for cable in cables])
            for cable in cables:
                told = reports[cable.reference_id]
                page = self._pages.cable(
                    cable,
                    texts.get(cable.reference_id, ()),
                    told,
                    published,
                    referring=referring[cable.reference_id],
                )
                yield _file(page)

    def _incidents(self) -> Iterator[File]:
        reports = {report.report_id: report for report in self._snapshot.reports}
        known: dict[IncidentId, list[Development]] = defaultdict(list)
        for development in sorted(self._snapshot.developments, key=order):
            if development.incident_id:
                known[development.incident_id].append(development)
        for incident in self._snapshot.incidents:
            told = [reports[report_id] for report_id in incident.report_ids if report_id in reports]
            yield _file(self._pages.incident(incident, told, known[incident.incident_id]))
            # Before it was told by others too it had another id, and readers have entries that lead there.
            former = (each for each in incident.report_ids if each != incident.incident_id)
            yield from (_file(self._pages.moved(IncidentId(each), incident)) for each in former)

    def _reports(self) -> Iterator[File]:
        known: dict[ReportId, list[Development]] = defaultdict(list)
        for development in sorted(self._snapshot.developments, key=order):
            for report_id in development.report_ids:
                known[report_id].append(development)
        for report in self._snapshot.reports:
            yield _file(self._pages.report(report, known[report.report_id]))

    def _people(self) -> Iterator[File]:
        incidents = {row.incident_id: row for row in self._snapshot.incidents}
        of_reports = {row.report_id: row.incident_id for row in self._snapshot.reports if row.incident_id}
        for person in self._beside.people.values():
            found = dict.fromkeys(of_reports[each] for each in person.report_ids if each in of_reports)
            yield _file(self._pages.person(person, [incidents[each] for each in found if each in incidents]))

    def _topic_pages(self) -> Iterator[File]:
        cartels = {row.slug: row for row in self._snapshot.cartels}
        operations = {row.slug: row for row in self._snapshot.operations}
        incidents: dict[str, list[IncidentState]] = defaultdict(list)
        for incident in self._snapshot.incidents:
            for slug in incident.cartels:
                incidents[f"{Family.CARTELS}/{slug}"].append(incident)
            if incident.operation:
                incidents[f"{Family.OPERATIONS}/{incident.operation}"].append(incident)
            for code in incident.states:
                incidents[f"{Family.STATES}/{code}"].append(incident)
            incidents[f"{Family.KINDS}/{kind_slug(incident.kind)}"].append(incident)
        for topic, layout in self._laid_out():
            if topic.family is Family.ALL:
                continue
            states_of = {Family.CARTELS: cartels.get(topic.slug), Family.OPERATIONS: operations.get(topic.slug)}
            state = states_of.get(topic.family)
            page = self._pages.topic(
                topic,
                self._news(layout.subscription),
                state,
                newest_archive=topic.address(Format.ATOM, layout.names[-1]) if layout.names else "",
                archived=layout.archived,
                incidents=incidents[topic.key],
            )
            yield _file(page)


def _quiet(row: News) -> bool:
    return isinstance(row, Development) and row.quiet


def _file(page: Page) -> File:
    return File(f"{page.address.lstrip('/') or 'index'}.html", page.body, page.noindex)
