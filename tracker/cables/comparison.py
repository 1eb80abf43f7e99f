"""Two renditions of a cable side by side: in which fields and words they differ, and what one hides and the other not.

What one hides is masked in the other before anything is compared, so nothing that is told here says more than both do.
Places count in each rendition's own document, as `tracker parse` gives it. Case, accents, marks and line breaks make no
difference of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.cables.covering import masked_as_in, moved, protected_words
from tracker.cables.json_form import to_json
from tracker.cables.model import Cable
from tracker.cables.protection_vocabulary import folded
from tracker.cables.redactions import hidden, redactions, shown
from tracker.types import JsonValue, Span
from tracker.word_matching import matches

_TOKEN = re.compile(r"[^\W_]+")
_HIDDEN = "\0"
"""What stands for hidden words: they are the same ones, whoever hid them."""
_FEW = 8
_PLACES = frozenset(
    ("source", "source_format", "paragraphs", "redactions", "pages", "protected_names", "guesses", "summary", "comment")
)
"""What the header does not tell, or what the words are compared for."""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field of the header that the two tell differently; what one of them hides is told of neither."""

    field: str
    first: JsonValue
    second: JsonValue


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a rendition that differ: the anchor of their paragraph, where they stand, and which they are."""

    paragraph: str
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """Words that only one has, or that each has instead of the other's."""

    first: Passage | None
    second: Passage | None


@dataclass(frozen=True, slots=True)
class Division:
    """Paragraphs, by their anchors, that only one has, or that the two divide differently."""

    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words that one rendition hides ("first" or "second") and the other does not; `kind` is "redacted" or "protected".

    `place` is where in the one that hides them, `shown` where in the other.
    """

    hidden_in: str
    kind: str
    place: Span
    shown: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two renditions of a cable differ. `spellings` counts words that differ in case or accents only."""

    fields: tuple[FieldDifference, ...]
    divisions: tuple[Division, ...]
    changes: tuple[Change, ...]
    hidden: tuple[Hidden, ...]
    spellings: int

    @property
    def same(self) -> bool:
        """Whether they tell the same and hide the same."""
        return not (self.fields or self.divisions or self.changes or self.hidden)


def compare(first: Cable, second: Cable) -> Comparison:
    """The two renditions side by side."""
    one, other = _Side(first, second), _Side(second, first)
    pairs = matches([token.key for token in one.tokens], [token.key for token in other.tokens])
    return Comparison(
        fields=tuple(_fields(one, other)),
        divisions=tuple(_divisions(one, other, pairs)),
        changes=tuple(_changes(one, other, pairs)),
        hidden=tuple(_hidden(one, other, pairs)),
        spellings=sum(one.tokens[nth].said != other.tokens[mth].said for nth, mth in pairs),
    )


class _Token(NamedTuple):
    """A word of a paragraph, or a mask: what it is compared by, how it is printed, where, and in which paragraph."""

    key: str
    said: str
    span: Span
    paragraph: int


class _Side:
    """A rendition with what the other hides masked, and its words."""

    def __init__(self, cable: Cable, other: Cable) -> None:
        self.read = cable
        self._result = masked_as_in(cable, [other.document], protected_words(other))
        self.cable = moved(cable, self._result) if self._result else cable
        self.tokens = list(self._tokens())

    def _tokens(self) -> Iterator[_Token]:
        for nth, paragraph in enumerate(self.cable.paragraphs):
            text = paragraph.content.text
            masks = {span.start: span.end for span in hidden(text)}
            reached = 0
            starts = sorted({*masks, *(match.start() for match in _TOKEN.finditer(text))})
            for start in starts:
                if start < reached:
                    continue
                match = _TOKEN.match(text, start)
                reached = masks.get(start) or (match.end() if match else start + 1)
                said = _HIDDEN if start in masks else text[start:reached]
                yield _Token(folded(said), said, paragraph.content.to_document(start, reached), nth)

    def anchors(self, paragraphs: set[int]) -> tuple[str, ...]:
        """What paragraphs are called, in order."""
        found = (self.cable.paragraphs[nth] for nth in sorted(paragraphs))
        return tuple(paragraph.anchor or paragraph.label or str(paragraph.ordinal) for paragraph in found)

    def place(self, span: Span) -> Span:
        """Where a span lies in the rendition as it was read."""
        return self._result.original(span) if self._result else span

    def passage(self, start: int, end: int) -> Passage | None:
        """The words from one to before another; None for none."""
        if start == end:
            return None
        tokens = self.tokens[start:end]
        span = Span(tokens[0].span.start, tokens[-1].span.end)
        return Passage(self.anchors({tokens[0].paragraph})[0], self.place(span), self.cable.words(span))


def _fields(one: _Side, other: _Side) -> Iterator[FieldDifference]:
    """The fields that differ; one that was the same before anything was masked is the same."""
    read, others_read = to_json(one.read, ""), to_json(other.read, "")
    told, others_told = to_json(one.cable, ""), to_json(other.cable, "")
    for field in read:
        if field not in _PLACES and read[field] != others_read[field]:
            yield FieldDifference(field, told[field], others_told[field])


def _changes(one: _Side, other: _Side, pairs: Sequence[tuple[int, int]]) -> Iterator[Change]:
    at = other_at = 0
    for nth, mth in (*pairs, (len(one.tokens), len(other.tokens))):
        for start, end, other_start, other_end in _by_paragraph(one, other, (at, nth, other_at, mth)):
            yield Change(one.passage(start, end), other.passage(other_start, other_end))
        at, other_at = nth + 1, mth + 1


def _by_paragraph(one: _Side, other: _Side, gap: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    """A gap between words that both have, cut where a paragraph of either ends."""
    start, end, other_start, other_end = gap
    while start < end or other_start < other_end:
        stop, other_stop = (
            _same_paragraph(one.tokens, start, end),
            _same_paragraph(other.tokens, other_start, other_end),
        )
        yield start, stop, other_start, other_stop
        start, other_start = stop, other_stop


def _same_paragraph(tokens: Sequence[_Token], start: int, end: int) -> int:
    while start < end and (start + 1 == end or tokens[start + 1].paragraph == tokens[start].paragraph):
        start += 1
    return min(start + 1, end) if start < end else end


def _divisions(one: _Side, other: _Side, pairs: Sequence[tuple[int, int]]) -> Iterator[Division]:
    """The paragraphs that are not one in both; two belong together that share more than a word or two."""
    groups: list[tuple[set[int], set[int]]] = []
    for nth, mth in _joined(one, other, pairs):
        if groups and (nth in groups[-1][0] or mth in groups[-1][1]):
            groups[-1][0].add(nth)
            groups[-1][1].add(mth)
        else:
            groups.append(({nth}, {mth}))
    for own, others in groups:
        if len(own) > 1 or len(others) > 1:
            yield Division(one.anchors(own), other.anchors(others))
    alone = {token.paragraph for token in one.tokens}.difference(*(own for own, _ in groups))
    others_alone = {token.paragraph for token in other.tokens}.difference(*(others for _, others in groups))
    yield from (Division(one.anchors({nth}), ()) for nth in sorted(alone))
    yield from (Division((), other.anchors({mth})) for mth in sorted(others_alone))


def _joined(one: _Side, other: _Side, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    shared = Counter((one.tokens[nth].paragraph, other.tokens[mth].paragraph) for nth, mth in pairs)
    own_words = Counter(token.paragraph for token in one.tokens)
    other_words = Counter(token.paragraph for token in other.tokens)
    return sorted(
        (nth, mth) for (nth, mth), count in shared.items() if 2 * count > min(_FEW, own_words[nth], other_words[mth])
    )


def _hidden(one: _Side, other: _Side, pairs: Sequence[tuple[int, int]]) -> Iterator[Hidden]:
    for nth, mth in pairs:
        if one.tokens[nth].said != _HIDDEN:
            continue
        place, others_place = one.place(one.tokens[nth].span), other.place(other.tokens[mth].span)
        is_shown, is_others_shown = shown(one.read.document, place), shown(other.read.document, others_place)
        if is_others_shown and not is_shown:
            yield Hidden("first", _kind(one, place), place, others_place)
        elif is_shown and not is_others_shown:
            yield Hidden("second", _kind(other, others_place), others_place, place)


def _kind(side: _Side, place: Span) -> str:
    return "redacted" if redactions(side.read.document[place.start : place.end]) else "protected"
