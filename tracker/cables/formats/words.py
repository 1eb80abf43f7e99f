"""The words of markup as text: of a preformatted part as it stands, of a page with its line breaks set again."""

from __future__ import annotations

import re

from tracker.cables.formats.markup import Tag, tags, unescaped

_KEPT = frozenset(("pre", "textarea", "xmp", "listing"))
_CELLS = frozenset(("td", "th"))
_APART = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "hr", "ul", "ol", "dl", "title"))
_LINES = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "div",
            "dt",
            "fieldset",
            "figure",
        ),
        *("footer", "form", "head", "header", "html", "legend", "li", "main", "nav", "section", "summary", "tbody"),
        *("tfoot", "thead", "tr"),
    )
)
_ROWS = frozenset(("div", "li", "p", "tr"))
# Marks of breaks, in text whose own control characters are none of them.
_HARD, _GAP, _LINE, _CELL = "\x1c", "\x1d", "\x1e", "\x1f"
_MARKS = re.compile(r"[\x1c-\x1f]")
_RUN = re.compile(r"[ \t\n\r\f\v\x1c-\x1f]{2,}|[\t\n\r\f\v\x1c-\x1f]")
_ANCHOR = re.compile(r"</?a(?: [a-z]++='[^'<>]*+')*+>")
_STILL_ENCODED = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_LINE_END_LEFT = "#x000A;"
# A line's end after its break is the same one.
_LINE_END = re.compile(r"[ \t]{0,9}(?:\r?\n|&#(?:x0{0,6}[aA]|10);)")
_PRINTED_BREAK = re.compile(r"<br ?/?>\n?", re.IGNORECASE)
_PRINTED_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|code|div|em|font|i|p|pre|span|strong)"
    r"(?:\s(?:[^<>\"']{1,300}+|\"[^\"<]{0,300}+\"|'[^'<]{0,300}+'){0,20}+)?>",
    re.IGNORECASE,
)
_MOST_ENCODED = 3


def words_of(markup: str) -> str:
    """The words of preformatted markup: white space as it stands, tags gone, entities resolved.

    Entities that were encoded twice are resolved twice, and the tags that come of that are gone too.
    """
    if "<" in markup:
        markup = _ANCHOR.sub("", markup.replace("</a>", ""))
        if "<" in markup:
            markup = _without_tags(markup)
    return resolved(unescaped(markup))


def resolved(text: str) -> str:
    """The text with the entities and tags resolved that were encoded twice, and so stand in it as text."""
    # Single characters are looked for first because that is quick, and true of nearly every telegram.
    if not ("<" in text or "&" in text or "#" in text) or not (
        _is_encoded(text) or ("<" in text and _PRINTED_BREAK.search(text))
    ):
        return text
    for _ in range(_MOST_ENCODED):
        text = _PRINTED_TAG.sub("", _PRINTED_BREAK.sub("\n", text))
        if not _is_encoded(text):
            return text
        text = unescaped(text).replace(_LINE_END_LEFT, "\n")
    return _PRINTED_TAG.sub("", _PRINTED_BREAK.sub("\n", text))


def _is_encoded(text: str) -> bool:
    return ("&" in text and _STILL_ENCODED.search(text) is not None) or _LINE_END_LEFT in text


def text_of(markup: str) -> str:
    """The words of a page as a reader sees them: a line for a line, cells apart by tabs, a blank line between parts.

    Line ends in the page's source are kept between words: where a page has no others, they are the telegram's.
    """
    out: list[str] = []
    flow: list[str] = []
    kept, at = 0, 0
    for tag in tags(markup):
        _add(markup, at, tag, kept=kept > 0, out=out, flow=flow)
        if tag.name in _KEPT:
            _flush(flow, out)
            kept = max(kept - 1, 0) if tag.closing else kept + 1
        at = tag.end
    (out if kept else flow).append(markup[at:])
    _flush(flow, out)
    return resolved("".join(out))


def _add(markup: str, at: int, tag: Tag, *, kept: bool, out: list[str], flow: list[str]) -> None:
    """The words before a tag, and the break that the tag makes."""
    words = markup[at : tag.start]
    if kept:
        out.append(unescaped(words))
        if _breaks(markup, tag):
            out.append("\n")
        elif tag.name in _KEPT:
            out.append("\n\n")
    else:
        flow += _MARKS.sub(" ", words), _mark(tag)


def _mark(tag: Tag) -> str:
    if tag.name == "br":
        return _HARD
    if tag.name in _APART:
        return _GAP
    if tag.name in _LINES:
        return _LINE
    return _CELL if tag.name in _CELLS else ""


def _flush(flow: list[str], out: list[str]) -> None:
    """Move running words to the output, each run of white space and breaks as the one break that it comes to."""
    words = _RUN.sub(_break, unescaped("".join(flow))).strip()
    flow.clear()
    if words:
        out += words, "\n\n"


def _break(run: re.Match[str]) -> str:
    printed = run.group()
    lines = printed.count(_HARD)
    if _GAP in printed:
        return "\n\n"
    if lines:
        return "\n" * min(lines, 3)
    if _LINE in printed:
        return "\n"
    if _CELL in printed:
        return "\t"
    return "\n" * min(printed.count("\n"), 2) or " "


def _without_tags(markup: str) -> str:
    """Preformatted markup without its tags; those that break lines leave a line's end."""
    pieces: list[str] = []
    at = 0
    for tag in tags(markup):
        pieces += markup[at : tag.start], "\n" if _breaks(markup, tag) else ""
        at = tag.end
    return "".join([*pieces, markup[at:]])


def _breaks(markup: str, tag: Tag) -> bool:
    """Whether a tag in preformatted markup ends a line that has no line's end of its own behind it."""
    ends = tag.name == "br" or (tag.closing and tag.name in _ROWS)
    return ends and not _LINE_END.match(markup, tag.end)
