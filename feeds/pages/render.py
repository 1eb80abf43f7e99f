"""Renders the pages from what is published: the one door to them. Same rows, same bytes."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from importlib import resources
from itertools import groupby

from feeds import wording
from feeds.entries import Threads
from feeds.fields import Field
from feeds.pages import cable, home, incident, index, person, report, topic, views, words
from feeds.pages.articles import Article, Line
from feeds.pages.frame import Frame, Page
from feeds.pages.index import ROWS_A_PAGE
from feeds.pages.lists import Grouped, Row
from feeds.pages.rows import Beside, Person
from feeds.rows import CableState, CartelState, Development, IncidentState, OperationState, ParagraphState, ReportState
from feeds.site import NOTHING, Site, summary_address
from feeds.summaries import Sum, explanation, summary_fields, summary_title
from feeds.topics import Topic, new_cables
from tracker.extraction.accuracy import measured, measured_version
from tracker.types import IncidentId

__all__ = ["Page", "Pages", "icon", "stylesheet"]


def stylesheet() -> bytes:
    """The one style sheet of all pages."""
    return resources.files("feeds.pages").joinpath("style.css").read_bytes()


def icon() -> bytes:
    """The sign of the site that browsers show beside its name."""
    return resources.files("feeds.pages").joinpath("icon.svg").read_bytes()


class Pages:
    """The pages of one site; `beside` is what they show beside what feeds tell."""

    def __init__(
        self,
        site: Site,
        topics: Sequence[Topic],
        threads: Threads,
        beside: Beside | None = None,
        *,
        by_key: Mapping[str, Topic] | None = None,
    ) -> None:
        self._frame = Frame(site, topics, threads, by_key)
        self._beside = beside or Beside()

    def home(self, newest: Sequence[Article], coverage: Sequence[Field], notes: Mapping[str, str]) -> Page:
        """The front page. `newest` is first; `notes`: words beside the topics told of, by key."""
        return home.home_page(self._frame, newest, coverage, notes, pictures=self._beside.pictures)

    def feeds(self) -> Page:
        """The list of all feeds; of a family with very many, where they are listed."""
        topics = [*self._frame.topics, new_cables()]
        groups = [
            Grouped(family, wording.words("heading", family), tuple(Row(topic, "") for topic in members))
            for family, members in groupby(topics, key=lambda topic: topic.family)
        ]
        return self._frame.render("feeds.html", address="/feeds", heading="Feeds", groups=groups, most=ROWS_A_PAGE)

    def nothing(self) -> Page:
        """What people are shown where no page is."""
        return self._frame.render("nothing.html", address=NOTHING, heading="There is no such page")

    def trust(self) -> Page:
        """What is known of how far this can be trusted: how well the machine reads, the rules, and their limits."""
        return self._frame.render(
            "trust.html",
            address="/trust",
            heading="How far can I trust this?",
            # The one to judge by is first.
            tables=[words.accuracies(each) for each in reversed(measured())],
            version=measured_version(),
            everything=self._frame.topics[0],
            text=self._frame.site.published_text,
        )

    def index(self, family: str, numbers: Collection[int] | None = None) -> Iterator[Page]:
        """The pages of the list of a family's topics, or these of them."""
        return index.index_pages(self._frame, self._beside, family, numbers)

    def people(self, listed: Sequence[Person], *, number: int, of: int) -> Page:
        """A page of the list of people, `of` so many, with these on it."""
        return index.people_page(self._frame, listed, number=number, of=of)

    def topic(
        self,
        of: Topic,
        newest: Sequence[Article],
        state: CartelState | OperationState | None,
        *,
        newest_archive: str,
        archived: int,
        incidents: Sequence[Line],
        more: int = 0,
    ) -> Page:
        """The page of a topic: how it stands, the entries of its subscription document, and its events of `more`."""
        news = topic.News(newest=tuple(newest), newest_archive=newest_archive, archived=archived)
        return topic.topic_page(self._frame, of, news, row=state, incidents=incidents, more=more, beside=self._beside)

    def person(self, somebody: Person, incidents: Sequence[IncidentState]) -> Page:
        """The page of a person with a part in events, and these."""
        return person.person_page(self._frame, somebody, views.listed(incidents), notes=self._beside.notes)

    def incident(
        self, event: IncidentState, reports: Sequence[ReportState], developments: Sequence[Development]
    ) -> Page:
        """The page of an incident: its facts, what each cable says, and how it became known, the newest first."""
        return incident.incident_page(
            self._frame,
            event,
            reports,
            developments=developments,
            differing=self._beside.differing.get(event.incident_id, ()),
            pairs=self._beside.pairs.get(event.incident_id, ()),
            apart=self._beside.apart.get(event.incident_id, ()),
            cited=self._beside.cited,
            notes=self._beside.notes,
        )

    def moved(self, former: IncidentId, event: IncidentState) -> Page:
        """A page that leads from a former id of an incident to where it is told now."""
        return incident.moved_page(self._frame, former, event)

    def report(self, told: ReportState, developments: Sequence[Development]) -> Page:
        """The page of a report: what one cable says of one event; `developments` tell it, the oldest first."""
        return report.report_page(self._frame, told, developments, cited=self._beside.cited, notes=self._beside.notes)

    def summary(self, told: Sum) -> Page:
        """The page of a summary: every development that it sums up, the first of them only where they are many."""
        listed = [views.news(row, self._frame.threads) for row in told.listed]
        return self._frame.render(
            "summary.html",
            address=summary_address(told.summary.development_id),
            names_people=any(row.names_people for row in listed),
            heading=summary_title(told),
            kind=wording.words("development", told.summary.kind),
            explanation=explanation(told.summary),
            rows=summary_fields(told),
            news=listed,
            more=told.total - len(listed),
        )

    def cable(
        self,
        header: CableState,
        paragraphs: Sequence[ParagraphState],
        reports: Sequence[ReportState],
        published: Container[str],
        *,
        referring: Sequence[str] = (),
    ) -> Page:
        """The page of a cable: header, and paragraphs with their quotes marked. Cables in `published` have pages."""
        return cable.cable_page(
            self._frame,
            header,
            paragraphs,
            reports,
            published=published,
            referring=referring,
            notes=self._beside.notes,
        )
