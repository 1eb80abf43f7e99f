"""The release site's page of one cable (HTML): a table about the cable, the transmission header, the body.

The table's minutes are often the hour again on a twelve-hour clock ("17:05" for 17:52): the site's own slip, kept as
printed. Mirrors change what surrounds the cable, and some lose the table, or print the telegram in parts of their own.
"""

from __future__ import annotations

import re

from tracker.cables.formats import marks
from tracker.cables.formats.articles import LABEL, addresses
from tracker.cables.formats.facts import IN_ORDER, Told, told
from tracker.cables.formats.labels import cells_of, told_by
from tracker.cables.formats.marks import has_subject
from tracker.cables.formats.markup import attribute, tags
from tracker.cables.formats.names import guessed, readable
from tracker.cables.formats.preformatted import preformatted
from tracker.cables.formats.words import text_of, words_of
from tracker.cables.model import Guess
from tracker.cables.telegram import PARTIAL, PrintedCable
from tracker.errors import NoCableError

SOURCE_FORMAT = "release_page"
_SITES_OWN = "<table class='cable'>"
_FACT = r"<td>\s{0,9}<a [^<>]*>([^<>&]+)</a>\s{0,9}</td>\s{0,9}"
_SITES_OWN_FACTS = re.compile(
    rf"{_SITES_OWN}\s{{0,9}}<tr>\s{{0,9}}<th>Reference ID</th>\s{{0,9}}<th>Created</th>\s{{0,9}}"
    rf"<th>Released</th>\s{{0,9}}<th>Classification</th>\s{{0,9}}<th>Origin</th>\s{{0,9}}</tr>\s{{0,9}}"
    rf"<tr>\s{{0,9}}{_FACT * 5}</tr>"
)
"""The table as the site itself prints it, nearly always; what differs from it is read by its labels."""
_TABLE = re.compile(
    r"<(?:[a-z]{1,9}:)?table\s[^<>]{0,300}?class\s{0,9}=\s{0,9}[\"']?(?:[\w-]{1,40}\s){0,4}cable[\"'\s>]", re.IGNORECASE
)
_HEADING = re.compile(r"Viewing cable\s{1,9}(?P<id>[^\s,<]{1,40})(?:,\s{0,9}(?P<subject>[^<]{0,400}))?", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>(?P<words>[^<]{1,400})", re.IGNORECASE)
_HEAD = 12_000


def recognised_at(text: str) -> int | None:
    """Where the site's table begins in a page, or its heading over a cable; None in a page of another site."""
    at = text.find(_SITES_OWN)
    if at >= 0:
        return at
    match = _TABLE.search(text) or _HEADING.search(text)
    return match.start() if match else None


def read(text: str, start: int, name: str = "") -> PrintedCable:
    """The cable of a page whose table or heading begins at `start`; one cut off inside its text is partial.

    Raises NoCableError where it holds no telegram.
    """
    parts, first, cut_off = preformatted(text, start)
    telegram = "\n\n".join(words for part in parts if (words := words_of(part)).strip())
    if not telegram:
        first, telegram = _without_preformatted(text, start)
    facts = _told(text, start, first)
    reference_id, guesses = _reference_id(facts, text, telegram=telegram, name=name)
    return PrintedCable(
        source_format=SOURCE_FORMAT,
        telegram=telegram,
        reference_id=reference_id,
        created=facts.created,
        released=facts.released,
        classification=facts.classification,
        origin=facts.origin,
        title=None if has_subject(telegram) else _subject(text),
        partial=cut_off or PARTIAL in telegram[:_HEAD],
        articles=_articles(text, start, first),
        source_guesses=guesses,
    )


def _told(text: str, start: int, end: int) -> Told:
    """What the table tells; where it has no cells, the labels and facts in what stands before the telegram."""
    own = _SITES_OWN_FACTS.match(text, start)
    if own:
        return told(dict(zip(IN_ORDER, own.groups(), strict=True)))
    cells = _cells(text, start, end)
    if cells:
        return told_by(cell for cell in cells if not LABEL.search(cell))
    return told_by(cell for line in text_of(text[start:end]).splitlines() for cell in cells_of(line))


def _cells(text: str, start: int, end: int) -> list[str]:
    cells = []
    begin = None
    for tag in tags(text, start, end):
        if begin is not None and tag.name in {"td", "th", "tr", "table"}:
            cells.append(words_of(text[begin : tag.start]))
            begin = None
        if tag.name in {"td", "th"} and not tag.closing:
            begin = tag.end
    return cells


def _without_preformatted(text: str, start: int) -> tuple[int, str]:
    """Where the telegram begins that a page prints in other parts, and its words."""
    table = text.lower().find("</table", start)
    begin = max(table, start)
    words = text_of(text[begin:])
    first = marks.first_line_with_notes(words)
    if first is None:
        raise NoCableError("no telegram found: no text follows the cable's table or heading")
    return begin, words[first : marks.after(words, first)].strip("\n")


def _reference_id(facts: Told, text: str, *, telegram: str, name: str) -> tuple[str | None, tuple[Guess, ...]]:
    """The table's ID, as printed; else the heading's, the telegram's own, the title's, the file name's, as a guess."""
    if readable(facts.reference_id):
        return facts.reference_id, ()
    heading = _HEADING.search(text)
    if heading and readable(heading["id"]):
        return heading["id"], (Guess("reference_id", "the page's heading; its table tells none"),)
    title = _TITLE.search(text)
    found, guesses = guessed(
        telegram, (((title["words"] if title else ""), "the page's title"), (name, "the file's name"))
    )
    return found or facts.reference_id, guesses


def _subject(text: str) -> str | None:
    heading = _HEADING.search(text)
    return " ".join(words_of(heading["subject"] or "").split()) or None if heading else None


def _articles(text: str, start: int, end: int) -> tuple[str, ...]:
    label = LABEL.search(text, start, end) if text.find("ppears in these", start, end) >= 0 else None
    if not label:
        return ()
    links = [attribute(tag, "href") for tag in tags(text, label.end(), end) if tag.name == "a" and not tag.closing]
    return addresses(" ".join(link for link in links if link)) or addresses(words_of(text[label.end() : end]))
