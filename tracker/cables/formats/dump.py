"""The dump of 2011: one CSV file with many cables, eight columns, no heading.

Number, created, reference ID, origin, classification, references ("a|b"), transmission header, body; quotes inside a
field are escaped by backslashes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator

from tracker.cables.formats.printed import Refusal, moment
from tracker.cables.telegram import PARTIAL, PrintedCable

SOURCE_FORMAT = "dump"
_ROW = re.compile(
    r'^\ufeff?"?\d{1,9}"?[ \t]*,[ \t]*"?\d{1,2}/\d{1,2}/\d{4}[^,"\n]{0,12}"?[ \t]*,'
    r'[ \t]*"?\d\d[A-Z]{2,20}\d{1,7}"?[ \t]*,',
    re.MULTILINE,
)
_COLUMNS = 8
_LONGEST_FIELD = 2**31 - 1


def recognises(text: str) -> bool:
    """Whether the text begins as a row of the dump does."""
    return _ROW.match(text) is not None


def read(text: str) -> Iterator[tuple[int, PrintedCable | Refusal]]:
    """The cable or the refusal of each row, with its number from 1.

    The text is cut where rows begin before it is read as CSV, so that a quote left open spoils one row only.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    number = 0
    for record in _records(text):
        try:
            rows = [row for row in csv.reader(io.StringIO(record, newline=""), escapechar="\\") if row]
        except csv.Error as error:
            number += 1
            yield number, Refusal(number, f"the row cannot be read: {error}")
            continue
        for row in rows:
            number += 1
            yield number, _row(number, row)


def _records(text: str) -> Iterator[str]:
    start = 0
    for match in _ROW.finditer(text):
        if match.start() > start:
            yield text[start : match.start()]
        start = match.start()
    yield text[start:].lstrip("\ufeff")


def _row(number: int, row: list[str]) -> PrintedCable | Refusal:
    if len(row) != _COLUMNS:
        return Refusal(number, f"the row has {len(row)} columns, not {_COLUMNS}")
    _, created, reference_id, origin, classification, references, header, body = row
    if not body.strip():
        return Refusal(number, "the row has no text")
    if moment(created) is None:
        return Refusal(number, f"the row has no date of creation: {created[:40]!r}")
    return PrintedCable(
        source_format=SOURCE_FORMAT,
        telegram=f"{header}\n\n{body}",
        reference_id=reference_id,
        created=moment(created),
        classification=classification or None,
        origin=origin or None,
        references=tuple(item for item in references.split("|") if item),
        partial=PARTIAL in header,
        row_sha256=hashlib.sha256("\x1f".join(row).encode(errors="surrogatepass")).hexdigest(),
    )
