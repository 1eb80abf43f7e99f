"""What a page of the release site tells by itself, read in a plain way: a truth to hold our reading against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

_TABLE = "<table class='cable'>"
_CELL = re.compile(r"<td>\s*<a [^>]*>([^<]*)</a>\s*</td>")
_TITLE = re.compile(r"<h3>Viewing cable \w+, (.*?)</h3>", re.DOTALL)
_PRE = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
_TAG = re.compile(r"<a href='/tag/[^']*'[^>]*>([^<]*)</a>")
_KIND = re.compile(r"(TO|INFO)\s+")
_ROUTE = re.compile(r"[A-Z]{5,7}/")
_HANDLING = re.compile(r"(?: (?:P?RIORITY|PIORITY|IMMEDIATE|ROUTINE|FLASH|NIACT|\d{2,4}))*$")
_ARTICLE = re.compile(r"<a href='[^']*'[^>]*>([^<]*)</a><br />")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The table's cells, the title, the two preformatted parts as plain text, the links of TAGS and to articles."""

    reference_id: str
    created: str
    released: str
    classification: str
    origin: str
    title: str | None
    head: str
    body: str
    tags: tuple[str, ...]
    articles: tuple[str, ...]

    def line(self, key: str) -> str | None:
        """The rest of the head's line that begins with a word."""
        found = re.search(rf"^{key} (.*)$", self.head, re.MULTILINE)
        return " ".join(found[1].split()) if found else None

    def stations(self) -> list[tuple[str, bool]]:
        """The names below TO and INFO, and whether for information only, but for those that a collective leaves out."""
        found: list[tuple[str, bool]] = []
        information: bool | None = None
        excluded = False
        # Above FM stand the bureaus that the Department gave its own copy, under INFO too.
        for line in self.head.partition("\nFM ")[2].splitlines():
            kind = _KIND.match(line.strip())
            if kind:
                information, excluded = kind[1] == "INFO", False
            excluded = excluded or line.strip().startswith("XMT ")
            if not line.strip() and information is not None:
                break
            if information is None or excluded:
                continue
            station = " ".join(line[kind.end() :].split() if kind else line.split())
            if station.startswith("PAGE "):
                continue
            found.append((_HANDLING.sub("", _ROUTE.sub("", station, count=1)).rstrip("/"), information))
        return found


def site(text: str) -> Site:
    """What the page tells."""
    before, _, page = text.partition(_TABLE)
    reference_id, created, released, classification, origin = _CELL.findall(page)[:5]
    title = _TITLE.search(before)
    head, body = _PRE.findall(page)
    return Site(
        reference_id=reference_id,
        created=created,
        released=released,
        classification=classification,
        origin=origin,
        title=" ".join(unescape(title[1]).split()) if title else None,
        head=_plain(head),
        body=_plain(body),
        tags=tuple(map(unescape, _TAG.findall(page))),
        articles=tuple(_ARTICLE.findall(page.partition("<code>")[0])),
    )


def _plain(markup: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", markup))
