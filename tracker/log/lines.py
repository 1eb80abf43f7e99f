"""The lines of an exported log: what each holds, how it is written, and that a line in any other form is refused.

A line is one JSON object in canonical form (keys sorted, no white space, UTF-8), so that the same log always gives the
same bytes. Its `kind` is header, event, document or end; bytes are in hex, times in UTC with microseconds.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.types import JsonObject, JsonValue

FORMAT = 1
"""The version of this form. A reader refuses any other: what it does not understand it could only restore in part."""

WHOLE_LOG = "cable-tracker log"
CONTENT = "cable-tracker log content"
"""What a header says that the file holds."""


class LineError(Exception):
    """What is wrong with a line; `number` where it is another than the one just read."""

    def __init__(self, fault: str, *, number: int | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.number = number


class Header(NamedTuple):
    """The first line: where the log ended when it was exported, and whether it holds the sample release."""

    position: int
    hash: str
    sample: bool | None


class FiledEvent(NamedTuple):
    """An event as a line tells it, with the columns of `log.events`; body and salt are None where it was erased."""

    position: int
    first_position: int
    stream: str
    version: int
    event_id: str
    type: str
    schema_version: int
    actor: str
    correlation: str | None
    cause: str | None
    recorded_at: str
    body: JsonObject | None
    salt: str | None
    digest: str
    hash: str


class FiledPart(NamedTuple):
    """A part of a document as a line tells it."""

    ordinal: int
    start: int | None
    words: str
    salt: str
    commitment: str


class FiledDocument(NamedTuple):
    """A document as a line tells it, with its parts in order."""

    document_id: str
    reference_id: str
    ordinal: int
    parts: tuple[FiledPart, ...]


class End(NamedTuple):
    """The last line: what the file holds, and the SHA-256 of all lines before, so that a cut file is noticed."""

    events: int
    documents: int
    position: int
    hash: str
    sha256: str


Line = Header | FiledEvent | FiledDocument | End


class Seal:
    """Lines as they go by: how many of each kind, and the SHA-256 of all of them."""

    def __init__(self) -> None:
        self.events = 0
        self.documents = 0
        self._sha256 = hashlib.sha256()

    def add(self, line: bytes) -> None:
        """Take in a line, its line break included."""
        self._sha256.update(line)

    @property
    def sha256(self) -> str:
        """The digest of the lines so far."""
        return self._sha256.hexdigest()


def written(line: JsonObject) -> bytes:
    """A line as it stands in a file, with its line break.

    What a body may not hold at all, floats above all, is not looked for here: that takes longer than all the rest, and
    who checks the digest finds it.
    """
    return orjson.dumps(line, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def header(position: int, hash_: str, sample: bool | None) -> JsonObject:
    """The first line of a whole log."""
    return {**content_header(sample), "of": WHOLE_LOG, "position": position, "hash": hash_}


def end(position: int, hash_: str, seal: Seal) -> JsonObject:
    """The last line of a whole log, after the lines that were sealed."""
    return {**content_end(seal), "position": position, "hash": hash_}


def content_header(sample: bool | None) -> JsonObject:
    """The first line of a log's content, which tells nothing of where the log ended."""
    return {"kind": "header", "of": CONTENT, "format": FORMAT, "sample": sample}


def content_end(seal: Seal) -> JsonObject:
    """The last line of a log's content."""
    return {"kind": "end", "events": seal.events, "documents": seal.documents, "sha256": seal.sha256}


def parsed(line: bytes) -> Line:
    """What a line tells. Raises LineError where it is not exactly as an export would have written it."""
    if not line.endswith(b"\n"):
        raise LineError("the file is cut: this line has no end")
    try:
        value = orjson.loads(line)
    except ValueError as error:
        raise LineError(f"this is no JSON ({error})") from None
    if not isinstance(value, dict):
        raise LineError("this is no JSON object")
    if written(value) != line:
        raise LineError("this is not in the form that an export writes; something was changed")
    reader = _READERS.get(str(value.pop("kind", None)))
    if reader is None:
        raise LineError("this is no line of an exported log: its kind is unknown")
    return reader(value)


def _check(value: JsonObject, shape: Mapping[str, Callable[[JsonValue], bool]]) -> None:
    if value.keys() != shape.keys():
        wrong = sorted(value.keys() ^ shape.keys())
        raise LineError(f"the line lacks, or has beyond what is known: {', '.join(wrong)}")
    for name, is_right in shape.items():
        if not is_right(value[name]):
            raise LineError(f"{name} is not of the form that it should be")


def _header(value: JsonObject) -> Header:
    if value.get("of") == CONTENT:
        raise LineError("this export leaves out what a log needs (--content); it is for comparing, not for importing")
    if value.get("of") != WHOLE_LOG:
        raise LineError("this is no export of a log")
    if value.get("format") != FORMAT:
        raise LineError(f"the format is version {value.get('format')}, known is {FORMAT}; a newer tracker wrote it")
    _check(value, _HEADER)
    return Header._make(value[name] for name in Header._fields)


def _event(value: JsonObject) -> FiledEvent:
    _check(value, _EVENT)
    return FiledEvent._make(value[name] for name in FiledEvent._fields)


def _document(value: JsonObject) -> FiledDocument:
    _check(value, _DOCUMENT)
    parts = value["parts"]
    assert isinstance(parts, list)
    found: list[FiledPart] = []
    for part in parts:
        if not isinstance(part, dict):
            raise LineError("a part is no JSON object")
        _check(part, _PART)
        found.append(FiledPart._make(part[name] for name in FiledPart._fields))
    return FiledDocument._make([*(value[name] for name in FiledDocument._fields[:-1]), tuple(found)])


def _end(value: JsonObject) -> End:
    _check(value, _END)
    return End._make(value[name] for name in End._fields)


def _matches(pattern: str) -> Callable[[JsonValue], bool]:
    fullmatch = re.compile(pattern).fullmatch
    return lambda value: isinstance(value, str) and fullmatch(value) is not None


def _or_none(is_right: Callable[[JsonValue], bool]) -> Callable[[JsonValue], bool]:
    return lambda value: value is None or is_right(value)


def _text(value: JsonValue) -> bool:
    return isinstance(value, str)


def _count(value: JsonValue) -> bool:
    return type(value) is int and value >= 0


def _truth(value: JsonValue) -> bool:
    return isinstance(value, bool)


_uuid = _matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_time = _matches(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z")
_hash = _matches("[0-9a-f]{64}")
_salt = _matches("[0-9a-f]{32}")

_HEADER = {
    "of": _text,
    "format": _count,
    "position": _count,
    "hash": _hash,
    "sample": _or_none(_truth),
}
_EVENT = {
    "position": _count,
    "first_position": _count,
    "stream": _text,
    "version": _count,
    "event_id": _uuid,
    "type": _text,
    "schema_version": _count,
    "actor": _text,
    "correlation": _or_none(_uuid),
    "cause": _or_none(_uuid),
    "recorded_at": _time,
    "body": _or_none(lambda value: isinstance(value, dict)),
    "salt": _or_none(_salt),
    "digest": _hash,
    "hash": _hash,
}
_DOCUMENT = {
    "document_id": _uuid,
    "reference_id": _text,
    "ordinal": _count,
    "parts": lambda value: isinstance(value, list),
}
_PART = {"ordinal": _count, "start": _or_none(_count), "words": _text, "salt": _salt, "commitment": _hash}
_END = {"events": _count, "documents": _count, "position": _count, "hash": _hash, "sha256": _hash}

_READERS: Mapping[str, Callable[[JsonObject], Line]] = {
    "header": _header,
    "event": _event,
    "document": _document,
    "end": _end,
}
