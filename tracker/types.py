"""The small value types that every room shares: ids, spans and JSON."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple, NewType
from uuid import UUID

ReferenceId = NewType("ReferenceId", str)
"""A cable's reference ID in canonical form: two-digit year, post, serial without zeros (`07MEXICO1068`)."""

DocumentId = NewType("DocumentId", UUID)
ReportId = NewType("ReportId", UUID)
IncidentId = NewType("IncidentId", UUID)
DevelopmentId = NewType("DevelopmentId", UUID)
EventId = NewType("EventId", UUID)
DecisionId = NewType("DecisionId", UUID)

Stream = NewType("Stream", str)
"""The name of a stream: category, slash, identity (`cable/07MEXICO1068`)."""

Position = NewType("Position", int)
"""A place in the log's one global order, counted from 1 without gaps; 0 is before the first event."""

Version = NewType("Version", int)
"""A place in one stream, counted from 1 without gaps; 0 is a stream without events."""

JsonScalar = str | int | bool | None
JsonValue = JsonScalar | list["JsonValue"] | dict[str, "JsonValue"]
"""JSON as the log holds it: numbers are integers, or decimal strings; never floats."""
JsonObject = dict[str, JsonValue]


_made = tuple.__new__


class _Range(NamedTuple):
    start: int
    end: int


class Span(_Range):
    """A half-open range of code points in a document: `document[start:end]`. A tuple: a cable has hundreds of them."""

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Span:
        """The range. Raises ValueError where it would run backwards or begin before 0."""
        if not 0 <= start <= end:
            raise ValueError(f"a span must run forwards from 0 or later, not {start}..{end}")
        return _made(cls, (start, end))

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


by_start = itemgetter(0)
"""Where a span begins: the key by which spans are in order."""
