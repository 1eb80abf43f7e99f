"""The forms of a comparison: JSON, and lines for people. Neither tells what one of the renditions hides."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tracker.cables.comparison import Change, Comparison, Passage
from tracker.types import JsonObject, JsonValue, Span

_SHORT = 160


def to_json(comparison: Comparison) -> JsonObject:
    """The comparison as JSON; spans as [start, end] in each rendition's own document."""
    return {
        "same": comparison.same,
        "fields": [{"field": each.field, "first": each.first, "second": each.second} for each in comparison.fields],
        "paragraphs": [{"first": [*each.first], "second": [*each.second]} for each in comparison.divisions],
        "changes": [{"first": _passage(each.first), "second": _passage(each.second)} for each in comparison.changes],
        "hidden": [
            {
                "hidden_in": each.hidden_in,
                "kind": each.kind,
                "place": _span(each.place),
                "shown": _span(each.shown),
            }
            for each in comparison.hidden
        ],
        "spellings": comparison.spellings,
    }


def to_lines(comparison: Comparison) -> Iterator[str]:
    """The comparison for people."""
    for field in comparison.fields:
        yield f"  {field.field}: {_value(field.first)} | {_value(field.second)}"
    for division in comparison.divisions:
        yield f"  paragraphs {_listed(division.first)} | {_listed(division.second)}"
    for change in comparison.changes:
        yield f"  {_words(change)}"
    for each in comparison.hidden:
        other = "second" if each.hidden_in == "first" else "first"
        yield (
            f"  {each.kind} in the {each.hidden_in} at {each.place.start}:{each.place.end}, "
            f"shown in the {other} at {each.shown.start}:{each.shown.end}"
        )
    if comparison.spellings:
        yield f"  {comparison.spellings} words differ in capitals or accents only"
    if comparison.same:
        yield "  the same words, the same header"


def _passage(passage: Passage | None) -> JsonValue:
    if passage is None:
        return None
    return {"paragraph": passage.paragraph, "span": _span(passage.span), "words": passage.words}


def _span(span: Span) -> list[JsonValue]:
    return [span.start, span.end]


def _value(value: JsonValue) -> str:
    return _shortened(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _listed(anchors: tuple[str, ...]) -> str:
    return ", ".join(anchors) or "none"


def _words(change: Change) -> str:
    return " | ".join(
        f'{passage.paragraph} at {passage.span.start}:{passage.span.end} "{_shortened(passage.words)}"'
        if passage
        else "nothing"
        for passage in (change.first, change.second)
    )


def _shortened(words: str) -> str:
    return words if len(words) <= _SHORT else f"{words[:_SHORT]}..."
