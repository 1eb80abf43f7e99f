"""Developments and events as the pages of topics and the front page list them: HTML that is the same on all, made once.

The page that was published is where it is kept: the next one takes what tells nothing else now out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, cast

from markupsafe import Markup

from feeds import titles, wording
from feeds.pages.environment import environment
from feeds.site import incident_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.pages.views import News
    from feeds.rows import IncidentState

_OPENING = '<article class="news"'
_NAMES_PEOPLE = " data-names-people>"
"""Their own mark: without it nobody could tell of a page that loses one whether it still names people."""
_LINES = '<ul class="incidents">\n'


@dataclass(frozen=True, slots=True)
class Article:
    """One development on a page: the day (UTC) of its publication, its HTML, and whether it names people."""

    date: date
    html: Markup
    names_people: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The developments published on one day."""

    date: date
    label: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An event in the list of a topic: its HTML, and whether it names people."""

    html: Markup
    names_people: bool


def line(incident: IncidentState, root: str) -> Line:
    """The line of an event; `root` stands before every address of the site."""
    mark = Markup(" data-names-people") if incident.facts.names_people else Markup("")
    told = (mark, root, incident_address(incident.incident_id), wording.plain(titles.event(incident.facts)))
    return Line(Markup('<li{}><a href="{}{}">{}</a></li>\n').format(*told), incident.facts.names_people)


def article(news: News, root: str, level: int) -> Article:
    """The article of a development, its heading of this level; `root` stands before every address of the site."""
    return Article(news.published.date(), _item(root)(news, level), news.names_people)


@lru_cache(maxsize=8)
def _item(root: str) -> Callable[[News, int], Markup]:
    parts = environment().get_template("parts.html").make_module({"root": root})
    return cast("Callable[[News, int], Markup]", vars(parts)["item"])


def days(listed: Iterable[Article]) -> list[Day]:
    """The developments, newest first, by the day of their publication."""
    grouped = groupby(listed, key=lambda each: each.date)
    return [Day(date, wording.day(date), tuple(articles)) for date, articles in grouped]


def taken_out(page: str) -> Iterator[tuple[str, Article]]:
    """The articles of a page that was published, each with the key of the item that it tells."""
    # Text is escaped, so a tag is never one of an article's words.
    for day in page.split('<section class="day">\n')[1:]:
        published = date.fromisoformat(day.partition('datetime="')[2][:10])
        for piece in day.partition("</section>\n")[0].split(_OPENING)[1:]:
            tag, _, _ = piece.partition("\n")
            key = tag.partition('id="development-')[2].partition('"')[0]
            # It was escaped when it was made.
            html = Markup(_OPENING + piece)  # noqa: S704
            yield key, Article(published, html, tag.endswith(_NAMES_PEOPLE))


def lines_taken_out(page: str) -> Iterator[tuple[str, Line]]:
    """The events that a page which was published lists, each with its id."""
    for piece in page.partition(_LINES)[2].partition("</ul>")[0].splitlines(keepends=True):
        tag, _, link = piece.partition("<a ")
        # It was escaped when it was made.
        html = Markup(piece)  # noqa: S704
        yield link.partition('">')[0].rpartition("/")[2], Line(html, tag.endswith(_NAMES_PEOPLE))
