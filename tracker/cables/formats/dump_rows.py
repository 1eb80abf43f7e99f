"""Where the rows of a dump begin: it is cut there, as it streams by, before any row is read as CSV.

So a quote left open spoils its own row only, and a dump of any length is read in the memory of a few rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST_ROW_BYTES = 8 * 1024 * 1024
_COMMA = rb"[ \t]{0,9},[ \t]{0,9}"
_DATE = rb"\"?(?:\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d)[^,\"\r\n]{0,16}\"?"
_ID = rb"\"?\d\d[A-Za-z][A-Za-z0-9 ._-]{2,40}\"?"
_AFTER_NUMBER = _COMMA + _DATE + _COMMA + _ID + rb"[ \t]{0,9},"
_TITLE = rb"\"?[A-Za-z][A-Za-z0-9_ -]{0,40}\"?"
_HEADING = rb"(?:" + _TITLE + _COMMA + rb"){7}" + _TITLE + rb"[ \t]{0,9}[\r\n]"
_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,99}(?:" + _HEADING + rb"\s{0,99})?(?P<row>(?:\"\d{1,9}\"|\d{1,9})" + _AFTER_NUMBER + rb")"
)
_FURTHER_ROW = re.compile(rb"\n\"\d{1,9}\"" + _AFTER_NUMBER)
_LONGEST_BEGINNING = 1024
_LONGEST_START = 256


def recognises(beginning: bytes) -> bool:
    """Whether a file that begins so is a dump: a row comes first, or after a heading, or after the end of a row."""
    if beginning.startswith(b"<"):
        return False
    return bool(_BEGINNING.match(beginning) or (b'","' in beginning and _FURTHER_ROW.search(beginning)))


def records(chunks: Iterable[bytes]) -> Iterator[bytes | None]:
    """The rows of a dump that comes in pieces of any size, each with all up to where the next begins.

    None stands for a row that is longer than any can be.
    """
    waiting = (chunk for chunk in chunks if chunk)
    buffer = b""
    for chunk in waiting:
        buffer += chunk
        if len(buffer) >= _LONGEST_BEGINNING:
            break
    beginning = _BEGINNING.match(buffer)
    start = _start(buffer, quoted=not beginning or beginning["row"].startswith(b'"'))
    buffer = buffer[beginning.start("row") if beginning else 0 :]
    looked = 0
    too_long = False
    while True:
        begin = 0
        for match in start.finditer(buffer, looked):
            yield None if too_long else buffer[begin : match.start() + 1]
            begin = match.start() + 1
            too_long = False
        buffer = buffer[begin:]
        too_long = too_long or len(buffer) > LONGEST_ROW_BYTES
        if too_long:
            buffer = buffer[-_LONGEST_START:]
        looked = max(len(buffer) - _LONGEST_START, 0)
        more = next(waiting, None)
        if more is None:
            break
        buffer += more
    if buffer:
        yield None if too_long else buffer


def _start(beginning: bytes, *, quoted: bool) -> re.Pattern[bytes]:
    """What a row begins with, after the end of a line.

    In a field that is quoted a quote is escaped: one at the beginning of a line, before a number, ends no text. Where
    numbers stand without quotes, more must be seen.
    """
    line_end = rb"\n" if b"\n" in beginning else rb"\r"
    return re.compile(line_end + (rb"\"\d{1,9}\"[ \t]{0,9}," if quoted else rb"\d{1,9}" + _AFTER_NUMBER))
