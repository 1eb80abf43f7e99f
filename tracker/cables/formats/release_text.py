"""The release site's page of one cable saved as text or Markdown: site furniture, the table, the telegram.

The table stands in a line, in several, in Markdown's bars, or as labels and facts one a line. Links ("[PGOV](#)") and
Markdown's escapes are resolved, quote marks and common indentation taken away; the rest of the telegram is as saved.
"""

from __future__ import annotations

import re

from tracker.cables.formats import marks
from tracker.cables.formats.articles import LABEL, listed_at
from tracker.cables.formats.facts import IN_ORDER, Told, told
from tracker.cables.formats.labels import cells_at, told_by
from tracker.cables.formats.names import readable
from tracker.cables.formats.saved import unwrapped, without_links, without_markdown
from tracker.cables.formats.words import resolved
from tracker.cables.model import Guess
from tracker.cables.telegram import PARTIAL, PrintedCable
from tracker.errors import NoCableError

SOURCE_FORMAT = "release_text"
_BEFORE = r"^[ \t>|*_#+•-]{0,12}"
_LABELS = re.compile(rf"{_BEFORE}Reference ID\b", re.MULTILINE | re.IGNORECASE)
_DAY = r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?"
_DAYS = re.compile(rf"{_DAY}[^\n]{{1,200}}?{_DAY}")
_FACTS = re.compile(
    rf"{_BEFORE}(\d\d[A-Z]{{2,20}}\d{{1,7}})[ \t|]{{1,40}}({_DAY})[ \t|]{{1,40}}({_DAY})[ \t|]{{1,40}}"
    r"([A-Z/ ]{4,60}?)[ \t|]{1,40}([A-Z][^\n\t|]{1,60}?)[ \t|*]{0,40}$",
    re.MULTILINE,
)
_HEADING = re.compile(rf"{_BEFORE}Viewing cable (?P<id>[^\s,]{{5,40}}),[ \t]*(?P<subject>[^\n]{{0,400}})", re.MULTILINE)


def recognises(text: str) -> bool:
    """Whether the site's table stands in the text, as one line or with its labels, or its heading over a cable."""
    if not (_HEADING.search(text) or _LABELS.search(text) or _DAYS.search(text)):
        return False
    text = without_links(unwrapped(text))
    return _HEADING.search(text) is not None or _table(text) is not None


def read(text: str) -> PrintedCable:
    """The cable of a saved page. Raises NoCableError where no telegram follows the table or heading."""
    text = without_links(unwrapped(text))
    heading = _HEADING.search(text)
    facts, begin = _table(text) or (Told(), _after_heading(text, heading))
    articles, begin = listed_at(text, begin)
    telegram = without_markdown(text[begin:])
    telegram = telegram[: marks.after(telegram, 0)].strip("\n")
    if not telegram.strip():
        raise NoCableError("no telegram found: nothing follows the cable's reference ID and dates")
    in_heading = heading["id"] if heading and not facts.reference_id and readable(heading["id"]) else None
    subject = " ".join(resolved(heading["subject"]).split()) if heading else ""
    return PrintedCable(
        source_format=SOURCE_FORMAT,
        telegram=telegram,
        reference_id=in_heading or facts.reference_id,
        created=facts.created,
        released=facts.released,
        classification=facts.classification,
        origin=facts.origin,
        title=subject if subject and not marks.has_subject(telegram) else None,
        partial=PARTIAL in telegram,
        articles=articles,
        source_guesses=(Guess("reference_id", "the page's heading; its table is missing"),) if in_heading else (),
    )


def _after_heading(text: str, heading: re.Match[str] | None) -> int:
    first = marks.first_line_with_notes(text, heading.end() if heading else 0)
    return len(text) if first is None else first


def _table(text: str) -> tuple[Told, int] | None:
    """What the site's table tells, and where it ends."""
    labels = _LABELS.search(text)
    if labels:
        start = labels.start()
        article = LABEL.search(text, start)
        ends = (marks.first_line(text, start), text.find(PARTIAL, start), article.start() if article else None)
        cells, end = cells_at(text, start, min((at for at in ends if at and at > 0), default=len(text)))
        facts = told_by(cells)
        if facts.reference_id:
            return facts, end
    line = _FACTS.search(text)
    return (told(dict(zip(IN_ORDER, line.groups(), strict=True))), line.end()) if line else None
