"""The news site Scoop's page of one cable as text: "Cablegate: " and the subject, the telegram, the site's news."""

from __future__ import annotations

import re

from tracker.cables.formats import marks
from tracker.cables.formats.names import guessed
from tracker.cables.formats.printed import moment
from tracker.cables.header import sent_at
from tracker.cables.model import Guess
from tracker.cables.telegram import PARTIAL, PrintedCable
from tracker.errors import NoCableError

SOURCE_FORMAT = "scoop"
_TITLE = re.compile(
    r"^[ \t#*]{0,9}Cablegate:[ \t]{0,9}(?P<title>\S[^\n]{0,300}?)(?:[ \t]*\|[ \t]*Scoop News)?[ \t*]{0,9}$",
    re.MULTILINE | re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[ \t]{0,9}(?:(?:©|\(c\))[ \t]*Scoop (?:Media|Independent)|Scoop Media\b|World Headlines[ \t]*$|Next in World\b)",
    re.MULTILINE | re.IGNORECASE,
)
_SITE = re.compile(r"\bScoop (?:Media|News|Independent)|^[ \t]*Cable: WikiLeaks", re.IGNORECASE | re.MULTILINE)
_DAY = re.compile(r"^[^\n]{0,30}\b\d{4}\b[^\n]{0,30}$", re.MULTILINE)


def recognises(text: str) -> bool:
    """Whether the site's title line stands before a telegram, or the site's name around one."""
    title = _TITLE.search(text)
    return bool(title or _SITE.search(text)) and _first_line(text, title) is not None


def read(text: str, name: str = "") -> PrintedCable:
    """The cable of a page. The title is its subject where the telegram prints none (the site took the line out).

    Raises NoCableError where no telegram stands in the page.
    """
    title = _TITLE.search(text)
    begin = _first_line(text, title)
    if begin is None:
        raise NoCableError("no telegram found: a news page without a telegram's first line")
    after = _AFTER.search(text, begin)
    end = min(after.start() if after else len(text), marks.after(text, begin))
    telegram = text[begin:end].rstrip() + "\n"
    titled = title is not None and not marks.has_subject(telegram)
    head = text[title.end() if title else 0 : begin]
    day = None if sent_at(telegram) else next((found for line in _DAY.findall(head) if (found := moment(line))), None)
    reference_id, guesses = guessed(telegram, [(name, "the file's name")])
    if day:
        guesses += (Guess("created", "the day that the site prints over the telegram"),)
    return PrintedCable(
        source_format=SOURCE_FORMAT,
        telegram=telegram,
        reference_id=reference_id,
        created=day,
        title=title["title"] if title and titled else None,
        partial=PARTIAL in head or PARTIAL in telegram,
        source_guesses=guesses,
    )


def _first_line(text: str, title: re.Match[str] | None) -> int | None:
    begin = title.end() if title else 0
    return marks.first_line_with_notes(text, begin)
