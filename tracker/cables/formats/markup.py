"""Markup as browsers and saving programs leave it: its tags in order, and attributes and entities resolved.

No tree is built: each function runs once over the text and holds no more than the text, so nesting and entities cost
nothing. A page with more tags than any cable's page is refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html import entities
from typing import NamedTuple

from tracker.errors import NoCableError

_MOST_TAGS = 400_000
_TAG = re.compile(
    r"<(?:(?P<closing>/?)(?:[A-Za-z]{1,9}:)?(?P<name>[A-Za-z][A-Za-z0-9]{0,15})(?![\w.:@-])"
    # Quotes hide what would end a tag; where they do not pair, the next bracket ends it. None looks past the next "<".
    r"(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)(?:>|[^<>]*+>)"
    r"|(?P<comment>!--)|[!?/][^<>]*+>)"
)
_NAMES = "html|head|title|meta|link|body|table|div|center|font|span|code|pre|p|h[1-6]|a|b|br|tr|td|ul"
_BEGINS = re.compile(rf"\s{{0,1000}}+<(?:!doctype|[!]--|[?]xml|/?(?:[A-Za-z]{{1,9}}:)?(?:{_NAMES}))\b", re.IGNORECASE)
_CLOSES = re.compile(r"</(?:[A-Za-z]{1,9}:)?(?:pre|table|div|p|body|html|td|a|code)\s?>", re.IGNORECASE)
_DEAD = {
    name: re.compile(rf"</{name}\b[^<>]*+>?", re.IGNORECASE)
    for name in ("script", "style", "noscript", "template", "svg", "iframe", "select", "button")
}
_ATTRIBUTE = re.compile(r"(?<![\w-])([A-Za-z][\w-]{0,30})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]{1,2000}))")
_ENTITY = re.compile(
    r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?"
    r"|([A-Za-z][A-Za-z0-9]{1,30};|(?:amp|lt|gt|quot|nbsp)\b))"
)


class Tag(NamedTuple):
    """A tag: where it stands, its name in small letters, whether it closes, its attributes as written.

    What no reader of the page sees (a comment, a script with all that is in it) is one tag without a name.
    """

    start: int
    end: int
    name: str
    closing: bool
    attributes: str


def is_markup(text: str) -> bool:
    """Whether a text is a page or a piece of one: it begins with a tag, or closes elements."""
    return _BEGINS.match(text) is not None or ("</" in text and _CLOSES.search(text) is not None)


def tags(markup: str, start: int = 0, end: int | None = None) -> Iterator[Tag]:
    """The tags between two places, in order. Raises NoCableError where they are more than any cable's page has."""
    at, stop, count, commented = start, len(markup) if end is None else end, 0, True
    while match := _TAG.search(markup, at, stop):
        count += 1
        if count > _MOST_TAGS:
            raise NoCableError(f"no telegram found: a page of more than {_MOST_TAGS} tags")
        name, at = (match["name"] or "").lower(), match.end()
        if name in _DEAD:
            opens = not match["closing"] and not match["attributes"].endswith("/")
            close = _DEAD[name].search(markup, at, stop) if opens else match
            name, at = "", close.end() if close else stop
        elif match["comment"] and commented:
            close_at = markup.find("-->", at, stop)
            commented = close_at >= 0  # looked for once in vain, there is no other
            at = close_at + 3 if commented else at
        yield Tag(match.start(), at, name, match["closing"] == "/", match["attributes"] or "")


def attribute(tag: Tag, name: str) -> str | None:
    """The value of an attribute, entities resolved; None where the tag has none of the name."""
    for match in _ATTRIBUTE.finditer(tag.attributes):
        if match[1].lower() == name:
            return html.unescape(match[2] or match[3] or match[4] or "").strip()
    return None


def unescaped(text: str) -> str:
    """The text with its entities resolved once; those that lack their semicolon only where nothing else is possible."""
    if "&" not in text:
        return text
    plain = text.replace("&#x000A;", "\n")
    return _ENTITY.sub(_resolved, plain) if "&" in plain else plain


def _resolved(entity: re.Match[str]) -> str:
    if entity[1]:
        return entities.html5.get(entity[1], entity.group())
    return html.unescape(entity.group())
