"""Renders the pages from what is published. Same rows, same bytes: nothing here asks for the time or the locale."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import groupby

from feeds import titles, wording
from feeds.entries import Threads
from feeds.fields import Field, fields
from feeds.formats import Format
from feeds.pages import views
from feeds.pages.environment import environment
from feeds.pages.paragraphs import marked_paragraphs
from feeds.pages.states import cable_fields, state_fields
from feeds.rendering import alternates
from feeds.rows import CableState, CartelState, Development, IncidentState, OperationState, ParagraphState, ReportState
from feeds.site import Site, cable_address, incident_address, summary_address
from feeds.summaries import Sum, explanation, summary_fields, summary_title
from feeds.topics import Family, Topic
from tracker.types import IncidentId

NEWEST_SHOWN = 30
INCIDENTS_SHOWN = 500
SUMMED_SHOWN = 500


def stylesheet() -> bytes:
    """The one style sheet of all pages."""
    return resources.files("feeds.pages").joinpath("style.css").read_bytes()


@dataclass(frozen=True, slots=True)
class Grouped:
    """The topics of one family, each with a few words beside it; those that are `quiet` apart."""

    heading: str
    rows: tuple[Row, ...]
    quiet: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A topic in a list."""

    topic: Topic
    note: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A cable that another refers to; `href` is empty where it is not published here."""

    reference_id: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page. `noindex`: search engines are asked to leave it out, for it names people or is a sample."""

    address: str
    body: bytes
    noindex: bool


class Pages:
    """The pages of one site."""

    def __init__(self, site: Site, topics: Sequence[Topic], threads: Threads) -> None:
        self._site = site
        self._topics = topics
        self._by_key = {topic.key: topic for topic in topics}
        self._threads = threads

    def home(self, newest: Sequence[views.News], coverage: Sequence[Field], notes: Mapping[str, str]) -> Page:
        """The front page. `newest` is first; `notes`: words beside the topics told of, by key."""
        return self._render(
            "home.html",
            address="/",
            heading=self._site.name,
            topic=self._topics[0],
            days=views.days(newest[:NEWEST_SHOWN]),
            groups=self._spoken_of(notes),
            coverage=coverage,
        )

    def feeds(self) -> Page:
        """The list of all feeds."""
        return self._render("feeds.html", address="/feeds", heading="Feeds", groups=self._groups())

    def topic(
        self,
        topic: Topic,
        newest: Sequence[views.News],
        state: CartelState | OperationState | None,
        *,
        newest_archive: str,
        archived: int,
        incidents: Sequence[IncidentState],
    ) -> Page:
        """The page of a cartel or an operation: the entries of its subscription document, and its events."""
        listed = views.listed(incidents)[:INCIDENTS_SHOWN]
        return self._render(
            "topic.html",
            address=topic.page,
            names_people=any(row.names_people for row in newest) or any(row.names_people for row in listed),
            heading=topic.name,
            topic=topic,
            aliases=wording.joined(alias for alias in state.aliases if alias != topic.name) if state else "",
            rows=state_fields(state),
            days=views.days(newest),
            archived=archived,
            newest_archive=newest_archive,
            incidents=listed,
            discovered=[topic, self._topics[0]],
        )

    def incident(
        self, incident: IncidentState, reports: Sequence[ReportState], developments: Sequence[Development]
    ) -> Page:
        """The page of an incident: its facts, what each cable says, and how it became known, the newest first."""
        keys = [f"{Family.CARTELS}/{slug}" for slug in incident.cartels]
        keys += [f"{Family.OPERATIONS}/{incident.operation}"] if incident.operation else []
        return self._render(
            "incident.html",
            address=incident_address(incident.incident_id),
            names_people=any(told.names_people for told in (incident.facts, *(row.facts for row in reports)))
            or any(row.names_people for row in developments),
            heading=titles.event(incident.facts),
            kind=wording.words("kind", incident.kind),
            review=wording.words("review", incident.review_status),
            withdrawn=incident.withdrawn,
            rows=fields(incident.facts),
            topics=[self._by_key[key] for key in keys if key in self._by_key],
            reports=[views.told(row) for row in reports],
            news=[views.news(row, self._threads) for row in reversed(developments)],
        )

    def moved(self, former: IncidentId, incident: IncidentState) -> Page:
        """A page that leads from a former id of an incident to where it is told now."""
        return self._render(
            "moved.html",
            address=incident_address(former),
            names_people=incident.facts.names_people,
            heading=titles.event(incident.facts),
            review=wording.words("review", incident.review_status),
            target=incident_address(incident.incident_id),
        )

    def summary(self, told: Sum) -> Page:
        """The page of a summary: every development that it sums up, the first of them only where they are many."""
        listed = [views.news(row, self._threads) for row in told.listed[:SUMMED_SHOWN]]
        return self._render(
            "summary.html",
            address=summary_address(told.summary.development_id),
            names_people=any(row.names_people for row in listed),
            heading=summary_title(told),
            kind=wording.words("development", told.summary.kind),
            explanation=explanation(told.summary),
            rows=summary_fields(told),
            news=listed,
            more=len(told.listed) - len(listed),
        )

    def cable(
        self,
        cable: CableState,
        paragraphs: Sequence[ParagraphState],
        reports: Sequence[ReportState],
        published: Container[str],
    ) -> Page:
        """The page of a cable: header, and paragraphs with their quotes marked. Cables in `published` have pages."""
        read = marked_paragraphs(cable.subject, paragraphs, reports, root=self._site.root)
        references = [Reference(row, cable_address(row) if row in published else "") for row in cable.reference_ids]
        return self._render(
            "cable.html",
            address=cable_address(cable.reference_id),
            names_people=any(row.facts.names_people for row in reports),
            heading=cable.reference_id,
            reference_id=cable.reference_id,
            subject=read.subject,
            subject_anchor=read.subject_anchor,
            rows=cable_fields(cable),
            references=references,
            partial=cable.partial,
            marks=read.marks,
            found=read.found,
            paragraphs=read.paragraphs,
        )

    def _groups(self) -> list[Grouped]:
        families = groupby(self._topics, key=lambda topic: topic.family)
        return [
            Grouped(wording.words("heading", family), tuple(Row(topic, "") for topic in topics))
            for family, topics in families
        ]

    def _spoken_of(self, notes: Mapping[str, str]) -> list[Grouped]:
        found = []
        for family, members in groupby(self._topics[1:], key=lambda topic: topic.family):
            topics = list(members)
            rows = tuple(Row(topic, notes[topic.key]) for topic in topics if topic.key in notes)
            quiet = tuple(topic for topic in topics if topic.key not in notes)
            found.append(Grouped(wording.words("heading", family), rows, quiet))
        return found

    def _render(self, template: str, *, address: str, names_people: bool = False, **values: object) -> Page:
        noindex = names_people or self._site.sample
        shared = {
            "address": address,
            "noindex": noindex,
            "site": self._site,
            "root": self._site.root,
            "discovered": self._topics[:1],
            "alternates": lambda topic: alternates(topic, self._site),
            "formats": tuple(Format),
        }
        return Page(address, environment().get_template(template).render(shared | values).encode(), noindex)
