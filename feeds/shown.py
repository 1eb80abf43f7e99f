"""How much of the cables' own words is published: all of it, short quotes, or none.

Applied to the rows that everything is made from, so that no renderer needs to know. Names, dates, places and figures
are facts and no words of a cable; labels and markings of paragraphs stay, for an address leads to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from feeds import wording
from feeds.passages import passage
from feeds.rows import (
    CableState,
    Development,
    Facts,
    IncidentState,
    Paragraphs,
    ParagraphState,
    ReportState,
    Snapshot,
)
from tracker.settings import PublishedText
from tracker.types import ReferenceId

QUOTED_WORDS = 40
"""How many words a quote has at the most, where quotes alone are published."""
_LENGTHS = (240, 180, 120, 60)


def shown_snapshot(snapshot: Snapshot, how: PublishedText) -> Snapshot:
    """All that is published, with as much of the cables' words as may be shown."""
    if how is PublishedText.FULL:
        return snapshot
    return replace(
        snapshot,
        developments=tuple(shown_development(row, how) for row in snapshot.developments),
        incidents=tuple(shown_incident(row, how) for row in snapshot.incidents),
        reports=tuple(shown_report(row, how) for row in snapshot.reports),
        cables=tuple(shown_cable(row, how) for row in snapshot.cables),
        paragraphs=_ShownParagraphs(snapshot.paragraphs, _by_cable(snapshot.reports), how),
    )


def shown_facts(facts: Facts, how: PublishedText) -> Facts:
    """The facts, with as much of the words that they rest on as may be shown."""
    if how is PublishedText.FULL:
        return facts
    if how is PublishedText.NONE:
        return replace(facts, quote=None, passage=None)
    quote = first_words(facts.quote)
    return replace(facts, quote=quote, passage=_excerpt(replace(facts, quote=quote)) or None)


def shown_development(row: Development, how: PublishedText) -> Development:
    """A development, with as much of the cables' words as may be shown."""
    if how is PublishedText.FULL:
        return row
    return replace(
        row,
        facts=shown_facts(row.facts, how),
        facts_before=shown_facts(row.facts_before, how) if row.facts_before else None,
        all_facts=tuple(shown_facts(facts, how) for facts in row.all_facts),
        known=tuple(replace(each, facts=shown_facts(each.facts, how)) for each in row.known),
    )


def shown_incident(row: IncidentState, how: PublishedText) -> IncidentState:
    """An incident, with as much of the cables' words as may be shown."""
    return row if how is PublishedText.FULL else replace(row, facts=shown_facts(row.facts, how))


def shown_report(row: ReportState, how: PublishedText) -> ReportState:
    """A report, with as much of its cable's words as may be shown."""
    return row if how is PublishedText.FULL else replace(row, facts=shown_facts(row.facts, how))


def shown_cable(row: CableState, how: PublishedText) -> CableState:
    """A cable's header: its subject is words of the cable, too."""
    if how is PublishedText.FULL:
        return row
    return replace(row, subject=None if how is PublishedText.NONE else first_words(row.subject))


def shown_paragraphs(
    paragraphs: Sequence[ParagraphState], reports: Iterable[ReportState], how: PublishedText
) -> Sequence[ParagraphState]:
    """The paragraphs of one cable: whole; with the quotes of its standing reports alone; or without words."""
    if how is PublishedText.FULL:
        return paragraphs
    quotes: dict[int, list[str]] = defaultdict(list)
    for report in reports:
        if how is PublishedText.QUOTES and not report.withdrawn and report.paragraph_ordinals:
            quotes[min(report.paragraph_ordinals)].append(_excerpt(report.facts))
    return [
        replace(row, heading=None, text=" … ".join(filter(None, dict.fromkeys(quotes[row.ordinal]))))
        for row in paragraphs
    ]


@dataclass(frozen=True, slots=True)
class _ShownParagraphs:
    """Paragraphs as they may be shown (a `feeds.rows.Paragraphs`)."""

    paragraphs: Paragraphs
    reports: Mapping[ReferenceId, Sequence[ReportState]]
    how: PublishedText

    def of(self, reference_ids: Sequence[ReferenceId]) -> Mapping[ReferenceId, Sequence[ParagraphState]]:
        """The paragraphs of each cable named, in the order of the document."""
        found = self.paragraphs.of(reference_ids)
        return {each: shown_paragraphs(rows, self.reports.get(each, ()), self.how) for each, rows in found.items()}


def _by_cable(reports: Iterable[ReportState]) -> Mapping[ReferenceId, Sequence[ReportState]]:
    found: dict[ReferenceId, list[ReportState]] = defaultdict(list)
    for report in reports:
        found[report.reference_id].append(report)
    return found


def _excerpt(facts: Facts) -> str:
    """What may be shown of the sentence that a report rests on: its quote, and what is near it."""
    quote = first_words(facts.quote)
    for longest in _LENGTHS:
        told = passage(replace(facts, quote=quote), longest)
        words = f"{told.before}{told.quote}{told.after}"
        if len(words.split()) <= QUOTED_WORDS:
            return words
    return quote or ""


def first_words(text: str | None) -> str | None:
    """The text, or as many of its first words as a quote may have."""
    if text is None:
        return None
    words = wording.plain(text).split()
    return " ".join(words) if len(words) <= QUOTED_WORDS else f"{' '.join(words[: QUOTED_WORDS - 1])} …"
