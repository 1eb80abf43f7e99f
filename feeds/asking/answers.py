"""The answers: a feed of a question in each format, the search page, and developments as JSON Lines."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import orjson

from feeds.asking.finding import asking
from feeds.asking.question import Question, QuestionError, question, topic
from feeds.documents import Document
from feeds.entries import Threads, entry_id, page
from feeds.pages.frame import Frame
from feeds.pages.search import Asked, Hit, search_page
from feeds.rendering import render
from feeds.rows import Development
from feeds.topics import topics
from tracker.asking.search import Answer, Wanted, search
from tracker.errors import QueryError
from tracker.settings import PublishedText
from tracker.types import ReferenceId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Engine

    from feeds.asking.finding import Asking
    from feeds.formats import Format
    from feeds.site import Site

ENTRIES = 50
"""How many entries a feed of a question has at the most, and how many developments its page."""
_HITS = 20
LINES = 200
"""How many lines one answer of developments has at the most."""
_UNTOLD = {"position", "summary_id", "log_hash", "all_facts"}
_TOLD = tuple(field.name for field in fields(Development) if field.name not in _UNTOLD)


def feed(reader: Engine, site: Site, asked: Question, form: Format) -> bytes:
    """The feed of a question: the newest that readers are told singly. Raises QuestionError."""
    with asking(reader, site) as views:
        names = views.names(asked)
        keys = views.newest(asked, ENTRIES, quiet=False)
        views.newsroom.fetch(keys)
        document = Document(topic=topic(asked, names), entries=views.newsroom.entries(keys))
        # Nobody tells a hub what answers a question.
        return render(document, form, replace(site, hub=None))


def page_of(reader: Engine, site: Site, parameters: Sequence[tuple[str, str]]) -> tuple[int, bytes]:
    """The search page: its status and its bytes. What is wrong with a question it says itself."""
    with asking(reader, site) as views:
        told = Frame(site, topics(views.source.cartels(), views.source.operations()), Threads(()))
        fields = _fields(parameters)
        if fields == Asked():
            return 200, search_page(told, fields, (), ()).body
        try:
            asked = question(parameters)
            views.names(asked)
            hits, answer = _hits(reader, asked, site.published_text)
            keys = views.newest(asked, ENTRIES, quiet=True)
        except QuestionError as error:
            return error.status, search_page(told, fields, (), (), complaint=f"{error.detail}.").body
        views.newsroom.fetch(keys)
        address = f"{site.root}/feeds/search.atom?{asked.query}"
        return 200, search_page(
            told, fields, views.newsroom.news(keys), hits, many=answer.many, lacking=answer.lacking, feed=address
        ).body


def _fields(parameters: Iterable[tuple[str, str]]) -> Asked:
    given = dict(parameters)
    return Asked(**{name: given.get(name, "") for name in ("q", "cartel", "kind", "state", "person", "review")})


def _hits(reader: Engine, asked: Question, how: PublishedText) -> tuple[list[Hit], Answer]:
    """The paragraphs with the words, and the answer that has them; none where cables' own words are not published."""
    if not asked.q or how is not PublishedText.FULL:
        return [], Answer([], many=False)
    try:
        answer = search(reader, Wanted(asked.q, limit=_HITS))
    except QueryError as error:
        raise QuestionError(error.detail) from None
    hits = [
        Hit(
            reference_id=ReferenceId(each.reference_id),
            cable_date=each.cable_date,
            label=each.label,
            snippet=each.snippet,
        )
        for each in answer.found
    ]
    return hits, answer


def developments(reader: Engine, site: Site, after: int) -> bytes:
    """The developments after a position of the log, one JSON object a line, at most `LINES` of them.

    Who follows asks for those after the position of the last line; an answer without lines says that there is no more.
    """
    with asking(reader, site) as views:
        rows = views.after(after, LINES)
    return b"".join(_line(row, site) for row in rows)


def _line(row: Development, site: Site) -> bytes:
    # Field by field and not by `asdict`, which copies all that is in them and took most of the time.
    told: dict[str, object] = {"position": row.position, "id": entry_id(row, site), "url": site.absolute(page(row))}
    told |= {name: getattr(row, name) for name in _TOLD}
    told |= {"hash": row.log_hash, "all_facts": row.all_facts}
    return orjson.dumps(told, default=str, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


__all__ = ["Asking", "developments", "feed", "page_of"]
