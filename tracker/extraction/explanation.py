"""Why a cable is read as it is: its text with every match of a word list or rule, and every event with its fields.

For the people who extend the word lists: what a change of a data file does shows here, without reading code. The text
is the document's, in which protected names are masked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

from tracker.cables.model import Cable
from tracker.extraction.agencies import mentions_of
from tracker.extraction.finishing import WHOLE_MENTION
from tracker.extraction.hedges import hedge_in
from tracker.extraction.passages import Passage
from tracker.extraction.pipeline import extract, read_passages
from tracker.extraction.quantities import items
from tracker.extraction.scope import in_scope
from tracker.extraction.sentences import Stretch
from tracker.extraction.triggers import triggers
from tracker.reports import CODEBOOK_KINDS, Report
from tracker.types import Span

_TRIGGER_FILE = "triggers.toml"


@dataclass(frozen=True, slots=True)
class Match:
    """A match in a paragraph's cleaned text: what kind of thing, what it was taken for, and the data file behind it.

    `events` are the numbers (from 1) of the events that it is part of.
    """

    where: Stretch
    kind: str
    meaning: str
    file: str
    events: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedParagraph:
    """A paragraph's label, its cleaned text, and the matches in it in their order."""

    label: str
    text: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class ExplainedField:
    """A value of an event as it is told: which field, the value, the words it was read from, the rule that read it."""

    name: str
    value: str
    words: str
    rule: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class ExplainedEvent:
    """An event with its number, its kind, its main quote, the paragraphs that tell it, and its fields."""

    number: int
    kind: str
    coded: bool
    quote: str
    paragraphs: tuple[str, ...]
    fields: tuple[ExplainedField, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that explains how one cable is read; `in_scope` is false where nothing is looked for in it."""

    reference_id: str
    subject: str
    in_scope: bool
    paragraphs: tuple[ExplainedParagraph, ...]
    events: tuple[ExplainedEvent, ...]


def explain(cable: Cable) -> Explanation:
    """The explanation of a cable."""
    reports = extract(cable)
    labels = {paragraph.ordinal: paragraph.label or str(paragraph.ordinal) for paragraph in cable.paragraphs}
    marked, _, _ = read_passages(cable)
    return Explanation(
        reference_id=cable.reference_id,
        subject=cable.subject or "",
        in_scope=in_scope(cable),
        paragraphs=tuple(
            ExplainedParagraph(labels[passage.paragraph.ordinal], passage.text, _matches(passage, reports))
            for passage in marked
        ),
        events=tuple(
            ExplainedEvent(
                number=number,
                kind=report.kind.value,
                coded=report.kind in CODEBOOK_KINDS,
                quote=cable.words(report.quote),
                paragraphs=tuple(dict.fromkeys(labels[each.paragraph] for each in report.evidence)),
                fields=tuple(_fields(cable, report, labels)),
            )
            for number, report in enumerate(reports, start=1)
        ),
    )


def _matches(passage: Passage, reports: Sequence[Report]) -> tuple[Match, ...]:
    sources = [
        (number, source.span, source.field)
        for number, report in enumerate(reports, start=1)
        for source in report.sources
        if source.rule != WHOLE_MENTION
    ]
    found = []
    for match in dict.fromkeys((*_named(passage), *_told(passage))):
        span = passage.span(match.where)
        events = tuple(dict.fromkeys(number for number, where, _ in sources if where.overlaps(span)))
        found.append(Match(match.where, match.kind, match.meaning, match.file, events))
    return tuple(sorted(found, key=lambda match: (match.where, match.kind, match.meaning)))


def _named(passage: Passage) -> Iterator[Match]:
    """What the whole paragraph names: days, places, groups, operations, persons."""
    for date in passage.dates:
        interval = f"{date.interval.start}" + ("" if date.days == 1 else f" to {date.interval.end}")
        yield Match(date.where, "date", f"{interval} ({date.rule})", "rule")
    for place in passage.places:
        name = f"{place.place.state}" + (f" {place.place.city}" if place.place.city else "")
        yield Match(place.where, "place", f"{name} ({place.bearing.name.lower().replace('_', ' ')})", "gazetteer")
    for group in passage.groups:
        yield Match(group.where, "group", group.slug, "cartels.toml")
    for hit in passage.hits:
        if hit.known.operation:
            yield Match(hit.where, "operation", hit.known.operation, "operations.toml")
    for person in passage.people:
        yield Match(person.where, "person", "only spoken of" if person.aside else "name", "people.toml")


def _told(passage: Passage) -> Iterator[Match]:
    """What its sentences tell: acts, figures, goods, forces, hedges."""
    for sentence in passage.sentences:
        for trigger in triggers(passage.text, sentence):
            yield Match(trigger.where, "trigger", f"[{trigger.family}] {trigger.name}", _TRIGGER_FILE)
        for figure in passage.figures(sentence):
            value = "no number" if figure.value is None else f"{figure.op.value if figure.op else ''}{figure.value}"
            yield Match(figure.where, "figure", value, "language.toml")
        for goods in items(passage.text, sentence.start, sentence.end):
            quantity = "" if goods.item.quantity is None else f" {goods.item.quantity} {goods.item.unit or ''}"
            yield Match(goods.where, "goods", f"{goods.item.what}{quantity}", "goods.toml")
        for agency, where in mentions_of(passage.text, sentence).items():
            yield Match(where, "force", agency, "agencies.toml")
        hedge = hedge_in(passage.text, sentence)
        if hedge:
            yield Match(hedge, "hedge", "not certain", "assertion.toml")


def _fields(cable: Cable, report: Report, labels: dict[int, str]) -> Iterator[ExplainedField]:
    """The values of an event: first the codebook's with the rules that read them, then those beyond."""
    for source in report.sources:
        value = getattr(report, source.field, None)
        label = labels[report.evidence[source.mention].paragraph]
        yield ExplainedField(source.field, _shown(cable, value), cable.words(source.span), source.rule, label)
    for name in ("people", "groups", "forces", "figures", "assertions"):
        for told in getattr(report, name):
            label = labels[report.evidence[told.mention].paragraph]
            span = getattr(told, "span", None)
            words = cable.words(span) if span else ""
            yield ExplainedField(name, _shown(cable, told), words, "", label)


def _shown(cable: Cable, value: object) -> str:
    """A value in words: of spans those of the document, of the rest what is not empty."""
    if isinstance(value, Span):
        return f'"{cable.words(value)}"'
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return ", ".join(_shown(cable, each) for each in value)
    if is_dataclass(value):
        told = [
            (field.name, getattr(value, field.name))
            for field in fields(value)
            if field.name not in ("span", "mention") and getattr(value, field.name) not in (None, (), False)
        ]
        if len(told) == 1:
            return _shown(cable, told[0][1])
        return " ".join(f"{name}={_shown(cable, each)}" for name, each in told)
    return str(value)
