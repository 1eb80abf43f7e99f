"""What a log says, without what differs between two honest runs over one release; so two logs can be compared.

Left out of the log's columns are positions, first positions, times of recording, salts, digests, hashes, and the run
and the actor that recorded an event: who runs a tracker, and when, is no content of a release. (A decision's own stream
and reason stay.) Of the bodies are left out the fields that `tracker.events` marks with VARIES, and whole events of the
types that it says are of a run.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast, get_args, get_type_hints

from tracker.events import UnknownEventError, known_types, upcast

if TYPE_CHECKING:
    from tracker.types import JsonObject, JsonValue

_KEPT = ("kind", "stream", "version", "event_id", "type", "schema_version", "cause", "body")

_LeftOut = dict[str, "_LeftOut"]
"""Fields to leave out of an object; one that has fields of its own here stays, but for those."""


def content(event_type: str, schema_version: int, body: JsonObject) -> tuple[int, JsonObject]:
    """Schema version and body of an event as it is compared: in the newest form, without what varies.

    A type or version that this tracker does not know stays as it is.
    """
    try:
        body = upcast(event_type, schema_version, body)
    except UnknownEventError:
        return schema_version, body
    return known_types()[event_type].SCHEMA_VERSION, _without_fields(body, _varying(event_type))


def is_of_a_run(line: JsonObject) -> bool:
    """Whether the line of an event tells of the run that recorded something, and so of no content."""
    known = known_types().get(cast("str", line["type"]))
    return known is not None and known.OF_A_RUN


def of_event(line: JsonObject) -> JsonObject:
    """The line of an event (`tracker.log.lines`) without what varies."""
    kept = {name: line[name] for name in _KEPT}
    if isinstance(line["body"], dict):
        kept["schema_version"], kept["body"] = content(
            cast("str", line["type"]), cast("int", line["schema_version"]), line["body"]
        )
    return kept


def of_document(line: JsonObject) -> JsonObject:
    """The line of a document without salts and commitments."""
    parts = cast("list[JsonObject]", line["parts"])
    return {**line, "parts": [{name: part[name] for name in ("ordinal", "start", "words")} for part in parts]}


@cache
def _varying(event_type: str) -> _LeftOut:
    return _left_out(known_types()[event_type])


def _without_fields(value: JsonObject, left_out: _LeftOut) -> JsonObject:
    return {
        name: _without(item, left_out[name]) if name in left_out else item
        for name, item in value.items()
        if left_out.get(name) != {}
    }


def _without(value: JsonValue, left_out: _LeftOut) -> JsonValue:
    if isinstance(value, list):
        return [_without(item, left_out) for item in value]
    return _without_fields(value, left_out) if isinstance(value, dict) else value


def _left_out(shape: Any) -> _LeftOut:
    """The fields of a dataclass, and of those within it, that are marked as varying."""
    hints = get_type_hints(shape)
    found: _LeftOut = {}
    for field in fields(shape):
        inner: _LeftOut = {}
        for within in _dataclasses(hints[field.name]):
            inner |= _left_out(within)
        if field.metadata.get("varies"):
            found[field.name] = {}
        elif inner:
            found[field.name] = inner
    return found


def _dataclasses(hint: Any) -> list[Any]:
    """The dataclasses that a type names: itself, or those of a tuple or a union."""
    if is_dataclass(hint):
        return [hint]
    return [found for argument in get_args(hint) for found in _dataclasses(argument)]
