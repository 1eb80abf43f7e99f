"""The page of a topic: a group, an operation, a state, a kind of events; and what is new of it, as in its feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feeds import wording
from feeds.fields import Field
from feeds.pages import articles, cartel, operation, state, words
from feeds.pages.articles import Article, Line
from feeds.pages.frame import Frame, Page
from feeds.pages.rows import Beside
from feeds.pages.states import state_fields
from feeds.pages.tables import Table, noted
from feeds.rows import CartelState, OperationState
from feeds.topics import Topic, kind_of

INCIDENTS_SHOWN = 100
ARTICLE_LEVEL = 4
"""Of the headings of what is new: the days stand above them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the topic stands: in a few words, in tables, and a sentence of its own from a cable."""

    rows: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    objective: str = ""
    note: str = ""
    names_people: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a topic's page lists of its feed: the newest, and where the others are."""

    newest: tuple[Article, ...]
    newest_archive: str
    archived: int


def topic_page(
    frame: Frame,
    topic: Topic,
    news: News,
    *,
    row: CartelState | OperationState | None,
    incidents: Sequence[Line],
    more: int,
    beside: Beside,
) -> Page:
    """The page of a topic: how it stands, the entries of its subscription document, of which `more` are left out."""
    standing = _standing(frame, topic, beside)
    return frame.render(
        "topic.html",
        address=topic.page,
        names_people=standing.names_people
        or any(each.names_people for each in news.newest)
        or any(each.names_people for each in incidents),
        heading=topic.name,
        topic=topic,
        aliases=wording.joined(alias for alias in row.aliases if alias != topic.name) if row else "",
        rows=list({field.name: field for field in (*state_fields(row), *standing.rows)}.values()),
        tables=standing.tables,
        objective=standing.objective,
        note=standing.note,
        days=articles.days(news.newest),
        archived=news.archived,
        newest_archive=news.newest_archive,
        incidents=incidents,
        more=more,
        discovered=[topic, frame.topics[0]],
    )


def _standing(frame: Frame, topic: Topic, beside: Beside) -> Standing:
    about = [row for row in beside.notes if row.subject == topic.slug]
    match str(topic.family):
        case "cartels" if group := beside.cartels.get(topic.slug):
            return Standing(
                tables=tuple(cartel.cartel_tables(frame, group)),
                note=wording.word("as_reported"),
                names_people=cartel.names_people(group),
            )
        case "operations" if told := beside.operations.get(topic.slug):
            return Standing(
                rows=tuple(operation.operation_fields(told)),
                tables=(*operation.operation_tables(frame, told), *([noted(about)] if about else ())),
                objective=wording.plain(told.objective or ""),
                note=wording.word("as_reported"),
                names_people=bool(about),
            )
        case "states" if place := beside.states.get(topic.slug):
            return Standing(
                rows=tuple(state.place_fields(place)),
                tables=tuple(state.place_tables(frame, place)),
                note=wording.word("as_reported"),
            )
        case "kinds":
            return Standing(note=words.accuracy(kind_of(topic.slug)))
        case _:
            return Standing()
