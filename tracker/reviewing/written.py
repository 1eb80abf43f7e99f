"""Texts of lines that another newsroom wrote: read with a limit, and without characters that command a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.cables.identifiers import parse_reference_id
from tracker.reviewing.matching import Told

if TYPE_CHECKING:
    from tracker.types import JsonObject

_LONGEST = 2_000
_MOST = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")


def text_of(line: JsonObject, name: str, *, optional: bool = False) -> str:
    """A text of a line; empty where an optional one is missing. Raises ValueError for one that cannot be taken."""
    value = line.get(name)
    if optional and not value:
        return ""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is missing")
    if len(value) > _LONGEST:
        raise ValueError(f"{name} is longer than {_LONGEST} characters")
    return plain(value)


def plain(text: str) -> str:
    """A text of others without characters that would command a terminal."""
    return _CONTROL.sub(" ", text).strip()


def fields_of(line: JsonObject) -> dict[str, str]:
    """The fields that a line sets. Raises ValueError where they are no texts."""
    fields = line.get("fields") or {}
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise ValueError("fields is no object of texts")
    return {plain(name): plain(str(value)) for name, value in fields.items()}


def told_of(line: JsonObject) -> Told:
    """The report that a line tells of. Raises ValueError or ReferenceIdError where it tells of none."""
    labels = line.get("paragraphs") or []
    return Told(
        reference_id=parse_reference_id(text_of(line, "reference_id")),
        kind=text_of(line, "kind"),
        quote=text_of(line, "quote"),
        passage=text_of(line, "passage", optional=True),
        labels=tuple(plain(str(label)) for label in labels) if isinstance(labels, list) else (),
        name=text_of(line, "name", optional=True),
    )


def several_told_of(line: JsonObject, name: str) -> tuple[Told, ...]:
    """The reports that a line lists under a name; none where it lists none. Raises as `told_of` does."""
    listed = line.get(name) or []
    if not isinstance(listed, list) or len(listed) > _MOST or not all(isinstance(each, dict) for each in listed):
        raise ValueError(f"{name} is no list of at most {_MOST} reports")
    return tuple(told_of(each) for each in listed if isinstance(each, dict))


def texts_of(line: JsonObject, name: str) -> tuple[str, ...]:
    """The texts that a line lists under a name; none where it lists none. Raises ValueError where they are no texts."""
    listed = line.get(name) or []
    if not isinstance(listed, list) or len(listed) > _MOST or not all(isinstance(each, str) for each in listed):
        raise ValueError(f"{name} is no list of at most {_MOST} texts")
    return tuple(plain(str(each)) for each in listed)


def as_told(told: Told) -> JsonObject:
    """A report as a line tells of it."""
    return {
        "reference_id": told.reference_id,
        "paragraphs": list(told.labels),
        "kind": told.kind,
        "quote": told.quote,
        "passage": told.passage,
        **({"name": told.name} if told.name else {}),
    }
