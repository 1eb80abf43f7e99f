"""The news site Scoop's page of one cable as text: "Cablegate: " and the subject, the telegram, the site's news."""

from __future__ import annotations

import re

from tracker.cables.header import DATE_TIME_GROUP
from tracker.cables.telegram import PrintedCable
from tracker.errors import NoCableError

SOURCE_FORMAT = "scoop"
_TITLE = re.compile(r"^[ \t#*]*Cablegate:[ \t]*(?P<title>\S[^\n]{0,300}?)[ \t*]*$", re.MULTILINE)
_AFTER = re.compile(r"^[ \t]*(?:©|\(c\)|&copy;)[ \t]*Scoop Media", re.MULTILINE | re.IGNORECASE)
_SUBJECT = re.compile(r"^[ \t]*SUBJECT\s*:", re.MULTILINE | re.IGNORECASE)
_FIRST_LINE = re.compile(
    r"^[ \t]*(?:VZCZC[A-Z]{3}|DE[ \t]+R[A-Z]{3,7}[ \t]+#|[ZOPR]{2} RUEH|[ZOPR][ \t]+\d{6}Z[ \t])", re.MULTILINE
)


def recognises(text: str) -> bool:
    """Whether the site's title line stands before a telegram, or the site's name after one."""
    return DATE_TIME_GROUP.search(text) is not None and bool(_TITLE.search(text) or _AFTER.search(text))


def read(text: str) -> PrintedCable:
    """The cable of a page. The title is its subject where the telegram prints none (the site took the line out).

    Raises NoCableError where no telegram stands in the page.
    """
    title = _TITLE.search(text)
    begin = _FIRST_LINE.search(text, title.end() if title else 0)
    if not begin:
        raise NoCableError("no telegram found: a news page without a telegram's first line")
    after = _AFTER.search(text, begin.start())
    telegram = text[begin.start() : after.start() if after else len(text)].rstrip() + "\n"
    titled = title is not None and not _SUBJECT.search(telegram)
    return PrintedCable(
        source_format=SOURCE_FORMAT, telegram=telegram, title=title["title"] if title and titled else None
    )
