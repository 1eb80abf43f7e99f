"""The front page: what is new, a search, what can be subscribed to, and how it looks in pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from feeds import wording
from feeds.fields import Field
from feeds.pages import articles
from feeds.pages.articles import Article
from feeds.pages.frame import Frame, Page
from feeds.pages.lists import Grouped, Row
from feeds.pages.pictures.drawing import Drawn
from feeds.pages.pictures.months import by_month
from feeds.pages.pictures.seizures import seized
from feeds.pages.pictures.states import by_state
from feeds.pages.rows import Counted, Picture
from feeds.pages.search import Asked, fields
from feeds.topics import Family

NEWEST_SHOWN = 30
ARTICLE_LEVEL = 3
"""Of the headings of what is new: the days stand above them."""
TOPICS_SHOWN = 40


def home_page(
    frame: Frame,
    newest: Sequence[Article],
    coverage: Sequence[Field],
    notes: Mapping[str, str],
    *,
    pictures: Mapping[Picture, Sequence[Counted]],
) -> Page:
    """The front page. `newest` is first; `notes`: words beside the topics told of, by key, the latest told of first."""
    return frame.render(
        "home.html",
        address="/",
        heading=frame.site.name,
        topic=frame.topics[0],
        days=articles.days(newest[:NEWEST_SHOWN]),
        groups=_spoken_of(frame, notes),
        coverage=coverage,
        map=_map(frame, pictures),
        pictures=_pictures(pictures),
        asked=Asked(),
        fields=fields(frame),
    )


def _map(frame: Frame, pictures: Mapping[Picture, Sequence[Counted]]) -> Drawn | None:
    states = {topic.slug for topic in frame.topics if topic.family == "states"}
    cells = pictures.get(Picture.STATES)
    return by_state(cells, states, frame.root) if cells else None


def _pictures(pictures: Mapping[Picture, Sequence[Counted]]) -> list[Drawn]:
    drawings = ((by_month, Picture.MONTHS), (seized, Picture.SEIZED))
    return [draw(pictures[picture]) for draw, picture in drawings if pictures.get(picture)]


def _spoken_of(frame: Frame, notes: Mapping[str, str]) -> list[Grouped]:
    found = []
    latest = {key: place for place, key in enumerate(notes)}
    for family, members in groupby(frame.topics[1:], key=lambda topic: topic.family):
        if family not in {Family.CARTELS, Family.OPERATIONS}:
            continue
        topics = list(members)
        rows = [Row(topic, notes[topic.key]) for topic in topics if topic.key in notes]
        if len(rows) > TOPICS_SHOWN:
            rows.sort(key=lambda row: latest[row.topic.key])
        quiet = tuple(topic for topic in topics if topic.key not in notes)
        heading = wording.words("heading", family)
        found.append(Grouped(family, heading, tuple(rows[:TOPICS_SHOWN]), quiet, more=len(rows[TOPICS_SHOWN:])))
    return found
