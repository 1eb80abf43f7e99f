"""The release site's page of one cable saved as text or Markdown: site furniture, the table as a line, the telegram.

The links that TAGS carry ("[PGOV](#)") and Markdown's escapes are decoded; the rest of the telegram is as saved.
"""

from __future__ import annotations

import re

from tracker.cables.formats.printed import moment
from tracker.cables.telegram import PARTIAL, PrintedCable
from tracker.errors import NoCableError

SOURCE_FORMAT = "release_text"
_TABLE = re.compile(
    r"^[| ]*(?P<id>\d\d[A-Z]{2,20}\d{1,7})[ \t|]+(?P<created>\d{4}-\d\d-\d\d(?: \d\d:\d\d)?)[ \t|]+"
    r"(?P<released>\d{4}-\d\d-\d\d(?: \d\d:\d\d)?)[ \t|]+(?P<classification>[A-Z/ ]{4,60}?)[ \t|]+"
    r"(?P<origin>[A-Z][^\n\t|]{1,60}?)[ \t|]*$",
    re.MULTILINE,
)
_ARTICLES = re.compile(r"\s*Appears in these articles:[^\n]*\n(?:\s*(?:<?https?://|www\.)\S+[ \t]*\n)*")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\([^()\n]{0,300}\)")
_ESCAPE = re.compile(r"\\([\\$*_`\[\]<>#|~+.!-])")


def recognises(text: str) -> bool:
    """Whether the site's table stands in the text as one line."""
    return _TABLE.search(text) is not None


def read(text: str) -> PrintedCable:
    """The cable of a saved page. Raises NoCableError where no telegram follows the table."""
    table = _TABLE.search(text)
    if not table:
        raise NoCableError("no telegram found: no line with the cable's reference ID and dates")
    articles = _ARTICLES.match(text, table.end())
    telegram = _ESCAPE.sub(r"\1", _LINK.sub(r"\1", text[articles.end() if articles else table.end() :])).strip("\n")
    if not telegram.strip():
        raise NoCableError("no telegram found: nothing follows the cable's reference ID and dates")
    return PrintedCable(
        source_format=SOURCE_FORMAT,
        telegram=telegram,
        reference_id=table["id"],
        created=moment(table["created"]),
        released=moment(table["released"]),
        classification=table["classification"].strip(),
        origin=table["origin"].strip(),
        partial=PARTIAL in telegram[:2000],
    )
