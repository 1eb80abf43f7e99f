"""The form that searches, and the page that answers it. The form needs no script: it asks for `/search?q=...`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from feeds import wording
from feeds.pages import views, words
from feeds.pages.frame import Frame, Page
from feeds.site import cable_address
from feeds.topics import Topic
from tracker.types import ReferenceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form's fields hold: words, and slugs or codes; empty where nothing is asked for."""

    q: str = ""
    cartel: str = ""
    kind: str = ""
    state: str = ""
    person: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A paragraph that has the words; in `snippet` those found stand between « and »."""

    reference_id: ReferenceId
    cable_date: datetime | None
    label: str | None
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit as the page shows it."""

    reference_id: str
    href: str
    where: str
    snippet: Markup


def search_page(
    frame: Frame,
    asked: Asked,
    news: Sequence[views.News],
    hits: Sequence[Hit],
    *,
    many: bool = False,
    lacking: str | None = None,
    feed: str = "",
    complaint: str = "",
) -> Page:
    """The answer: what is told that fits, and the paragraphs with the words; or why the question was not understood.

    Where `many` have the words, the hits are the newest of them and not the best; `lacking` says which paragraphs could
    not be found. `feed` is the address of the feed of the same question. The page is never indexed, and nobody should
    keep it for long.
    """
    return frame.render(
        "search.html",
        address="/search",
        names_people=True,
        heading="Search",
        asked=asked,
        fields=fields(frame),
        news=news,
        hits=[_found(frame, hit) for hit in hits],
        many=many,
        lacking=f"{lacking[0].upper()}{lacking[1:]}." if lacking else "",
        feed=feed,
        complaint=complaint,
        something=asked != Asked(),
    )


def fields(frame: Frame) -> dict[str, list[Topic]]:
    """What the form's lists offer: the name of each field, and the topics that can be chosen in it."""
    families = (("cartel", "cartels"), ("kind", "kinds"), ("state", "states"))
    return {name: [topic for topic in frame.topics if topic.family == family] for name, family in families}


def _found(frame: Frame, hit: Hit) -> Found:
    label = f", paragraph {wording.plain(hit.label)}" if hit.label else ""
    date = f", {words.day(hit.cable_date)}" if hit.cable_date else ""
    return Found(
        reference_id=hit.reference_id,
        href=f"{frame.root}{cable_address(hit.reference_id, hit.label)}",
        where=f"{date}{label}",
        snippet=marked_snippet(hit.snippet),
    )


def marked_snippet(snippet: str) -> Markup:
    """A snippet as HTML, what stands between « and » marked. A sign without its other half is a sign like any other."""
    html = Markup("")
    rest = wording.plain(snippet)
    while rest:
        before, opened, after = rest.partition("«")
        found, closed, following = after.partition("»")
        if not (opened and closed) or "«" in found:
            html += Markup("{}{}").format(before, opened)
            rest = after
            continue
        html += Markup("{}<mark>{}</mark>").format(before, found)
        rest = following
    return html
