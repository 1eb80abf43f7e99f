"""A cable's paragraphs as its page shows them, with the quotes that reports rest on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from feeds import titles, wording
from feeds.pages.marks import Mark, found_in, marked
from feeds.rows import ParagraphState, ReportState
from feeds.site import paragraph_anchor, report_address, report_anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One paragraph; `anchor` is None for one without a label, or with a label that an earlier one has."""

    label: str | None
    marking: str | None
    heading: str | None
    anchor: str | None
    html: Markup


@dataclass(frozen=True, slots=True)
class Marked:
    """A cable's paragraphs, the marks of its standing reports, and the numbers of those found in the text.

    `subject` is the subject to show above them, empty where a paragraph tells it; `subject_anchor` is the id of the
    paragraph that it stands for, where that tells nothing else.
    """

    paragraphs: tuple[Shown, ...]
    subject: Markup
    subject_anchor: str | None
    marks: tuple[Mark, ...]
    found: frozenset[int]


def marked_paragraphs(
    subject: str | None, paragraphs: Sequence[ParagraphState], reports: Sequence[ReportState], *, root: str
) -> Marked:
    """The paragraphs with each standing report's quote marked once, in the first of its paragraphs that has it."""
    standing = sorted((row for row in reports if not row.withdrawn), key=_order)
    marks = [_mark(number, report, root) for number, report in enumerate(standing, start=1)]
    texts = {row.ordinal: row.text for row in paragraphs}
    placed: dict[int, list[Mark]] = {}
    for report, mark in zip(standing, marks, strict=True):
        for ordinal in report.paragraph_ordinals:
            if found_in(texts.get(ordinal, ""), mark):
                placed.setdefault(ordinal, []).append(mark)
                break
    anchors: set[str] = set()
    shown = tuple(_shown(row, placed.get(row.ordinal, ()), anchors) for row in paragraphs)
    found = frozenset(mark.number for group in placed.values() for mark in group)
    title = wording.plain(subject or "")
    first = shown[:1] if paragraphs and _begins(paragraphs[0].text, title) else ()
    if not first:
        return Marked(shown, escape(title), None, tuple(marks), found)
    if _only(paragraphs[0].text, title):
        return Marked(shown[1:], first[0].html, first[0].anchor, tuple(marks), found)
    return Marked(shown, Markup(""), None, tuple(marks), found)


_SUBJECT = re.compile(r"subj(?:ect)?\s*:\s*", re.IGNORECASE)


def _begins(text: str, subject: str) -> bool:
    return bool(subject) and _SUBJECT.sub("", wording.plain(text), count=1).casefold().startswith(subject.casefold())


def _only(text: str, subject: str) -> bool:
    return len(_SUBJECT.sub("", wording.plain(text), count=1)) == len(subject)


def _order(report: ReportState) -> tuple[int, int, str]:
    first = min(report.paragraph_ordinals, default=0)
    return (first, report.quote_start or 0, str(report.report_id))


def _mark(number: int, report: ReportState, root: str) -> Mark:
    return Mark(
        number,
        report.facts.quote or "",
        titles.event(report.facts),
        f"{root}{report_address(report.report_id)}",
        passage=report.facts.passage or "",
        anchor=report_anchor(report.report_id),
    )


def _shown(paragraph: ParagraphState, marks: Sequence[Mark], anchors: set[str]) -> Shown:
    anchor = paragraph_anchor(paragraph.label) if paragraph.label else None
    if anchor in anchors:
        anchor = None
    if anchor:
        anchors.add(anchor)
    # Ordinal 0 is the text before paragraph 1: "0" is a label for citing it, not one that the cable prints.
    label = paragraph.label if paragraph.ordinal else None
    return Shown(
        label=label,
        marking=paragraph.marking,
        heading=paragraph.heading,
        anchor=anchor,
        html=marked(paragraph.text, marks),
    )
