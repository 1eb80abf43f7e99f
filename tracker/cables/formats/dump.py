"""The dump of 2011: one CSV file with many cables, eight columns, no heading.

Number, created, reference ID, origin, classification, references ("a|b"), transmission header, body; quotes inside a
field are escaped by backslashes.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator

from tracker.cables.formats.printed import Refusal, moment
from tracker.cables.telegram import PARTIAL, PrintedCable

SOURCE_FORMAT = "dump"
_FIRST_ROW = re.compile(
    r'\ufeff?\s*"?\d+"?\s*,\s*"?\d{1,2}/\d{1,2}/\d{4}[^,"]{0,12}"?\s*,\s*"?\d\d[A-Z]{2,20}\d{1,7}"?\s*,'
)
_COLUMNS = 8
_LONGEST_FIELD = min(sys.maxsize, 2**31 - 1)


def recognises(text: str) -> bool:
    """Whether the text begins as a row of the dump does."""
    return _FIRST_ROW.match(text) is not None


def read(text: str) -> Iterator[tuple[int, PrintedCable | Refusal]]:
    """The cable or the refusal of each row, with its number from 1; a bad row never ends the reading."""
    csv.field_size_limit(_LONGEST_FIELD)
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), escapechar="\\", doublequote=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, Refusal(number, f"the row cannot be read: {error}")
            continue
        if row:
            yield number, _row(number, row)


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
    )
