"""Every figure of a mention as written: what it counts, whom, its bounds, and which figures are parts of others.

The codebook's number of a measure is the sum of the figures that are no parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from tracker.details import Category, Comparison, Figure, Measure
from tracker.extraction.drafts import Draft
from tracker.extraction.lexicon import mapping, table
from tracker.extraction.numbers import Figure as Printed
from tracker.extraction.numbers import figures
from tracker.extraction.passages import Passage
from tracker.extraction.quantities import items
from tracker.extraction.sentences import Stretch
from tracker.extraction.victims import toll
from tracker.reports import Kind

_OF_PEOPLE = {
    Kind.ARREST: (("count", Measure.ARRESTED),),
    Kind.ATTACK: (("killed", Measure.KILLED), ("injured", Measure.INJURED), ("count", Measure.KIDNAPPED)),
    Kind.HARM: (("killed", Measure.KILLED), ("injured", Measure.INJURED)),
    Kind.HOMICIDE_COUNT: (("count", Measure.HOMICIDES),),
    Kind.OPERATION: (("personnel", Measure.PERSONNEL),),
}
_VICTIMS = {
    "police": Category.POLICE,
    "federal-police": Category.POLICE,
    "state-police": Category.POLICE,
    "municipal-police": Category.POLICE,
    "ministerial-police": Category.POLICE,
    "afi": Category.POLICE,
    "military": Category.MILITARY,
    "civilians": Category.CIVILIANS,
    "women": Category.CIVILIANS,
    "journalists": Category.CIVILIANS,
    "officials": Category.OFFICIALS,
    "gunmen": Category.GUNMEN,
    "traffickers": Category.GUNMEN,
}
_CORES = {
    "killed": Measure.KILLED,
    "killing": Measure.KILLED,
    "bodies": Measure.KILLED,
    "injured": Measure.INJURED,
    "kidnapping": Measure.KIDNAPPED,
    "arrested": Measure.ARRESTED,
    "arrest": Measure.ARRESTED,
}
_CATEGORIES = tuple(
    (Category(name), re.compile(r"\b(?:" + "|".join(words) + r")\b", re.IGNORECASE))
    for name, words in mapping("categories", "people").items()
)
_NOUN_REACH = 60
_NOUN_END = re.compile(
    r"[,.;:()]|\b(?:and|or|but|were|was|are|is|had|have|has|in|on|at|by|from|who|when|while|after|near|during|dead)\b"
)
_PARTS = re.compile(
    r"\b(?:including|include[sd]?|among (?:them|those|the \w+)|of (?:whom|them|these|those))\b", re.IGNORECASE
)
_OF_THEM = re.compile(r"^\s+of (?:whom|them|these|those)\b(?:\s+(?:were|was|are))?", re.IGNORECASE)
_END_OF_PARTS = re.compile(
    r"[.;:]|\b(?:while|but|when|after|arrest\w*|seiz\w*|wound\w*|injur\w*|kill\w*)\b", re.IGNORECASE
)


def tallies(draft: Draft) -> tuple[Figure, ...]:
    """The figures of one unmerged mention, in the order of the codebook's fields; those that a rule gave stay."""
    given = {figure.measure for figure in draft.figures}
    found = list(draft.figures)
    for field, measure in _OF_PEOPLE.get(draft.kind, ()):
        if measure not in given:
            found.extend(_of_people(draft, field, measure))
    if Measure.GOODS not in given:
        found.extend(_of_goods(draft))
    return tuple(replace(figure, part=True) if draft.names_some else figure for figure in found)


def category(words: str) -> Category:
    """Who the people are that these words name; the words first named decide."""
    found = [
        (match.start(), order, name)
        for order, (name, pattern) in enumerate(_CATEGORIES)
        if (match := pattern.search(words))
    ]
    return min(found)[2] if found else Category.UNSPECIFIED


def bounds(words: str, value: Decimal | None, comparison: Comparison | None) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a figure as written says, None where it says none; ("over 50" is open above)."""
    if value is None:
        return _vague().get(re.sub(r"\s+", " ", words.lower()).strip(), (None, None))
    if comparison in (Comparison.MORE, Comparison.AT_LEAST):
        return value, None
    if comparison in (Comparison.LESS, Comparison.AT_MOST):
        return None, value
    return value, value


@cache
def _vague() -> dict[str, tuple[Decimal | None, Decimal | None]]:
    entries = table("categories")["vague"]
    if not isinstance(entries, dict):
        raise TypeError("vague in categories.toml is no table")
    return {str(words): (Decimal(low), Decimal(high[0]) if high else None) for words, (low, *high) in entries.items()}


def _of_people(draft: Draft, field: str, measure: Measure) -> Iterator[Figure]:
    passage = draft.passage
    value: int | None = getattr(draft, field)
    where = next((reading.where for reading in draft.readings if reading.field == field), None)
    if value is None:
        yield from _without_number(draft, measure)
        return
    known = _VICTIMS.get(draft.victims or "", Category.UNSPECIFIED)
    comparison = draft.count_op if field == "count" else None
    whole = where or draft.telling.quote
    printed = passage.figures(whole)
    listed = [figure for figure in printed if figure.whole is not None]
    told = [_figure(passage, figure, measure) for figure in listed]
    if len(told) > 1 and sum(figure.value or 0 for figure in told) == value:
        yield from told
    elif len(told) == 1 and told[0].value == value:
        yield replace(told[0], category=told[0].category if known is Category.UNSPECIFIED else known)
    else:
        low, high = bounds("", Decimal(value), comparison)
        yield Figure(
            measure=measure,
            span=passage.span(whole),
            value=Decimal(value),
            low=low,
            high=high,
            comparison=comparison,
            category=known if known is not Category.UNSPECIFIED else _category_at(draft, whole, told),
        )
        if where is not None:
            yield from (replace(figure, part=True) for figure in told if (figure.value or 0) < value)
    if where is not None:
        yield from (_figure(passage, figure, measure) for figure in printed if figure.value is None)
        yield from _parts(draft, where, measure, value)


def _category_at(draft: Draft, whole: Stretch, told: Sequence[Figure]) -> Category:
    """Of people without a figure: whom the words counted tell of, or those right before the act's."""
    if told:
        return Category.UNSPECIFIED
    passage = draft.passage
    named = category(passage.words(whole))
    if named is not Category.UNSPECIFIED:
        return named
    return category(passage.text[max(draft.zone.start, whole.start - 40) : whole.start])


def _figure(passage: Passage, figure: Printed, measure: Measure) -> Figure:
    low, high = bounds(passage.words(figure.where), figure.value, figure.op)
    return Figure(
        measure=measure,
        span=passage.span(figure.where),
        value=figure.value,
        low=low,
        high=high,
        comparison=figure.op,
        category=category(_noun(passage, figure.where.end)),
    )


def _noun(passage: Passage, at: int) -> str:
    """The words after a figure up to the end of its noun; "of them were policemen" tells it later."""
    after = passage.text[at : at + _NOUN_REACH]
    of_them = _OF_THEM.match(after)
    if of_them:
        after = after[of_them.end() :]
    end = _NOUN_END.search(after)
    return after[: end.start()] if end else after


def _parts(draft: Draft, where: Stretch, measure: Measure, value: int) -> Iterator[Figure]:
    """The figures of some of those counted: "including two policemen", "three of them soldiers"."""
    passage = draft.passage
    later = [
        reading.where.start
        for reading in draft.readings
        if reading.field in ("killed", "injured", "count", "personnel") and reading.where.start > where.end
    ]
    rest = Stretch(where.end, min([draft.sentence.end, *later]))
    opening = _PARTS.search(passage.text, rest.start, rest.end)
    for figure in passage.figures(rest):
        small = figure.whole is not None and figure.whole < value
        of_them = _OF_THEM.match(passage.text, figure.where.end, rest.end)
        listed = opening is not None and opening.end() <= figure.where.start
        if not small or not (of_them or listed):
            continue
        if opening and listed and _END_OF_PARTS.search(passage.text, opening.end(), figure.where.start):
            continue
        part = _figure(passage, figure, measure)
        if part.category is not Category.UNSPECIFIED:
            yield replace(part, part=True)


def _without_number(draft: Draft, measure: Measure) -> Iterator[Figure]:
    """A figure that gives no number ("dozens were killed")."""
    passage = draft.passage
    for reading in draft.readings:
        if reading.field != "kind" or _CORES.get(reading.rule.rpartition("-")[2]) is not measure:
            continue
        counted = toll(passage, reading.where, draft.zone).where
        for figure in passage.figures(counted):
            if figure.value is None:
                yield _figure(passage, figure, measure)
                return


def _of_goods(draft: Draft) -> Iterator[Figure]:
    """The goods of the codebook's items, each with its figure as written."""
    passage = draft.passage
    left = list(draft.items)
    for reading in draft.readings:
        if reading.field != "items":
            continue
        for mention in items(passage.text, reading.where.start, reading.where.end):
            item = mention.item
            if item not in left:
                continue
            left.remove(item)
            printed = figures(passage.text, mention.where.start, mention.where.end)
            words = passage.words(printed[0].where) if printed else ""
            low, high = bounds(words, item.quantity, item.op)
            yield Figure(
                measure=Measure.GOODS,
                span=passage.span(mention.where),
                value=item.quantity,
                low=low,
                high=high,
                comparison=item.op,
                what=item.what,
                unit=item.unit,
            )
    for item in left:
        low, high = bounds("", item.quantity, item.op)
        yield Figure(
            measure=Measure.GOODS,
            span=passage.span(draft.telling.quote),
            value=item.quantity,
            low=low,
            high=high,
            comparison=item.op,
            what=item.what,
            unit=item.unit,
        )
