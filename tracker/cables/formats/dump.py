"""The dump of 2011: one CSV file with many cables, eight columns, mostly without a heading.

Number, created, reference ID, origin, classification, references ("a|b"), transmission header, body. Quotes inside a
field are escaped by backslashes, or doubled in copies that were saved again; a row need not say which.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from tracker.cables.decoding import decode_piece
from tracker.cables.formats.dump_rows import LONGEST_ROW_BYTES
from tracker.cables.formats.printed import Refusal, moment
from tracker.cables.quoting import quoted
from tracker.cables.telegram import PARTIAL, PrintedCable

SOURCE_FORMAT = "dump"
_COLUMNS = 8
_END_OF_FIELD = r"[ \t]*+(?:(,)|(?=[\r\n]|\Z))"
_ESCAPED = re.compile(rf'[ \t]*+(?:"((?:[^"\\]++|\\.|"")*+)"|([^",\r\n]*+)){_END_OF_FIELD}', re.DOTALL)
_DOUBLED = re.compile(rf'[ \t]*+(?:"((?:[^"]++|"")*+)"|([^",\r\n]*+)){_END_OF_FIELD}')
_ESCAPE = re.compile(r'\\(["\\])|""')
_CLOSED = re.compile(r'(?<!\\)(?:\\\\)*+"\s*\Z')
_NEXT_FIELD = re.compile(r'"[ \t]*,[ \t]*"')


def read(data: bytes, number: int) -> Iterator[PrintedCable | Refusal]:
    """The cable, or the refusal, of a row as it stands in the file; its number from 1.

    What follows a whole row up to where the next begins is a row too, or none that can be read.
    """
    if len(data) > LONGEST_ROW_BYTES:
        yield Refusal(number, f"the row is longer than {LONGEST_ROW_BYTES} bytes")
        return
    if b"\0" in data:
        yield Refusal(number, "the row has binary data")
        return
    record = decode_piece(data)
    at = _end_of_space(record, 0)
    while at < len(record):
        try:
            row, at = _fields(record, at)
        except ValueError as error:
            yield Refusal(number, str(error))
            return
        outcome = _cable(number, row)
        yield outcome
        if isinstance(outcome, Refusal):
            return
        at = _end_of_space(record, at)


def _cable(number: int, row: list[str]) -> PrintedCable | Refusal:
    _, created, reference_id, origin, classification, references, header, body = row
    if not body.strip() and not header.strip():
        return Refusal(number, "the row has no text")
    if moment(created) is None:
        return Refusal(number, f"the row has no date of creation, but {quoted(created)}")
    return PrintedCable(
        source_format=SOURCE_FORMAT,
        telegram=f"{header}\n\n{body}" if body.strip() else header,
        reference_id=reference_id,
        created=moment(created),
        classification=classification or None,
        origin=origin or None,
        references=tuple(item for item in references.split("|") if item),
        partial=PARTIAL in header or not body.strip(),
        row_sha256=hashlib.sha256("\x1f".join(row).encode(errors="surrogatepass")).hexdigest(),
    )


def _fields(record: str, at: int) -> tuple[list[str], int]:
    """The eight fields of the row that begins at a place, and where it ends. Raises ValueError for none, saying why."""
    fields, end, whole = _split(record, at, _ESCAPED)
    if whole and len(fields) == _COLUMNS:
        if record[at] == '"' and record[end - 1] == ",":
            raise ValueError(f"the row is cut off before its column {_COLUMNS}")
        escaped = '\\"' in record or not any('""' in field for field in fields)
        return [_unescaped(field) if escaped else field.replace('""', '"') for field in fields], end
    # A text saved with doubled quotes may end in a backslash, which then escapes nothing. Without any doubled one it is
    # taken for a text that was cut off after an escaped quote.
    doubled, end_of_doubled, whole_doubled = _split(record, at, _DOUBLED)
    if whole_doubled and len(doubled) == _COLUMNS and any('""' in field for field in doubled):
        return [field.replace('""', '"') for field in doubled], end_of_doubled
    if whole:
        raise ValueError(f"the row has {len(fields)} columns, not {_COLUMNS}")
    return [*map(_unescaped, (*fields, _loose(record[end:].strip(), len(fields) + 1)))], len(record)


def _split(record: str, at: int, field: re.Pattern[str]) -> tuple[list[str], int, bool]:
    """The fields of a row as they stand, one too many at most, up to where, and whether that is where the row ends."""
    fields: list[str] = []
    while len(fields) <= _COLUMNS:
        match = field.match(record, at)
        if not match:
            return fields, at, False
        fields.append(match[2].rstrip() if match[1] is None else match[1])
        at = match.end()
        if not match[3]:
            break
    return fields, at, True


def _loose(rest: str, column: int) -> str:
    """The text of a row, its last field, in which quotes are not escaped: all up to the last quote.

    Raises ValueError, saying why, where it is not clear where it ends.
    """
    if not rest.startswith('"') or not _CLOSED.search(rest, 1):
        raise ValueError(f"the row is cut off: the quote of its column {column} is not closed")
    if column != _COLUMNS or _NEXT_FIELD.search(rest, 1):
        raise ValueError(f"a quote inside its column {column} is not escaped")
    return rest[1:-1]


def _unescaped(field: str) -> str:
    return _ESCAPE.sub(_meant, field) if "\\" in field or '""' in field else field


def _meant(escape: re.Match[str]) -> str:
    return str(escape[1] or '"')


def _end_of_space(record: str, at: int) -> int:
    while at < len(record) and record[at].isspace():
        at += 1
    return at
