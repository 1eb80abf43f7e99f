"""What a recorded report tells in words: its codes and figures, and the names, quotes and labels that it points at.

Pure. The same as `log.facts_v2` says in SQL, which takes thirty times as long; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.details import DateInterval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Json = Any
    """A part of a body as parsed: what is in it was checked when it was recorded."""

_SIDES = {
    "police": "state",
    "military": "state",
    "officials": "state",
    "civilians": "bystanders",
    "gunmen": "criminals",
}
_AS_RECORDED = (
    "kind",
    "subtype",
    "status",
    "date",
    "operation",
    "personnel",
    "count",
    "count_op",
    "victims",
    "killed",
    "injured",
    "result_of",
)
_LISTS = ("places", "cartels", "agencies", "items")
_WITH_WORDS = ("dates", "told_places", "groups", "forces", "assertions")


@dataclass(frozen=True, slots=True)
class Text:
    """A document: its words, the page furniture in it that is no part of them (in order), labels and markings.

    Those are of its paragraphs, by their ordinals.
    """

    words: str
    cuts: Sequence[tuple[int, int]] = ()
    paragraphs: Mapping[int, tuple[str | None, str | None]] = field(default_factory=dict)

    def between(self, start: int, end: int) -> str:
        """The words between two offsets without the cuts, each run of white space as one space."""
        # What `split` takes for white space is just what `log.words_v1` does.
        if not self.cuts:
            return " ".join(self.words[start:end].split())
        kept, at = [], start
        for cut_start, cut_end in self.cuts:
            if cut_start >= start and cut_end <= end:
                kept.append(self.words[at:cut_start])
                at = cut_end
        return " ".join("".join([*kept, self.words[at:end]]).split())

    def at(self, span: Sequence[int] | None) -> str | None:
        """The words of a span; None where there is none."""
        return None if span is None else self.between(span[0], span[1])

    def name(self, pieces: Sequence[Sequence[int]] | None) -> str | None:
        """A name as printed: the words of its pieces, joined by spaces."""
        return " ".join(self.between(start, end) for start, end in pieces) if pieces else None


def facts(report: Mapping[str, Json], text: Text) -> dict[str, Json]:
    """All that a report tells; every key is always there, null or empty where the cable tells nothing."""
    evidence = report.get("evidence") or ()
    ordinals = dict.fromkeys(each["paragraph"] for each in evidence)
    told = [text.paragraphs.get(ordinal, (None, None)) for ordinal in ordinals]
    return {
        **{key: report.get(key) for key in _AS_RECORDED},
        **{key: report.get(key, []) for key in _LISTS},
        **{key: [_with_words(value, text) for value in report.get(key) or ()] for key in _WITH_WORDS},
        "certain": report.get("certain", True),
        "aggregate": report.get("aggregate", False),
        "operation_name": text.name(report.get("operation_name")),
        "persons": [text.name(person) for person in report.get("persons") or ()],
        "passage": text.at(evidence[0]["span"]) if evidence else None,
        "quote": text.at(report.get("quote")),
        "date_precision": _date_precision(report.get("date")),
        "place_precision": _place_precision(report.get("places") or ()),
        "figures": [_figure(figure, text) for figure in report.get("figures") or ()],
        "people": [_person(person, text) for person in report.get("people") or ()],
        "hedges": [text.at(hedge) for hedge in report.get("hedges") or ()],
        "objective": text.at(report.get("objective")),
        "paragraphs": [label for label, _ in told if label is not None],
        "marking": told[0][1] if told else None,
    }


def _with_words(value: Mapping[str, Json], text: Text) -> dict[str, Json]:
    kept = {key: each for key, each in value.items() if key != "span"}
    return {**kept, "words": text.at(value.get("span")), "mention": value.get("mention", 0)}


def _figure(figure: Mapping[str, Json], text: Text) -> dict[str, Json]:
    category = figure.get("category", "unspecified")
    return {
        **_with_words(figure, text),
        "category": category,
        "side": _SIDES.get(category, "unspecified"),
        "part": figure.get("part", False),
    }


def _person(person: Mapping[str, Json], text: Text) -> dict[str, Json]:
    return {
        "name": text.name(person.get("name")),
        "role": person.get("role"),
        "aliases": [text.at(alias) for alias in person.get("aliases") or ()],
        "position": text.at(person.get("position")),
        "mention": person.get("mention", 0),
    }


def _date_precision(told: Mapping[str, str] | None) -> str | None:
    if told is None:
        return None
    return DateInterval(date.fromisoformat(told["start"]), date.fromisoformat(told["end"])).precision


def _place_precision(places: Sequence[Mapping[str, str | None]]) -> str | None:
    """How exactly the least exact of them is told."""
    if not places:
        return None
    if all(place.get("city") is not None for place in places):
        return "city"
    return "state" if all("-" in (place.get("state") or "") for place in places) else "country"
