"""Invented prose made into cables, and read: the sentences here are ours, in the form of a cable's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tracker.cables.cleaning import clean
from tracker.cables.model import Cable, Paragraph
from tracker.extraction.codebook import Line, to_codebook
from tracker.extraction.pipeline import extract
from tracker.types import ReferenceId, Span

WriteCable = Callable[..., Cable]
ReadProse = Callable[..., list[Line]]


def _write(
    *paragraphs: str,
    reference_id: str = "10SAMPLE1",
    tags: tuple[str, ...] = ("SNAR", "MX"),
    subject: str = "SUBJECT: DRUG CARTELS",
) -> Cable:
    document = ""
    made = []
    for ordinal, text in enumerate((subject, *paragraphs)):
        heading, bar, _ = text.rpartition("|")
        start = len(document)
        document += text + "\n\n"
        span = Span(start + len(heading) + len(bar), start + len(text))
        made.append(
            Paragraph(
                ordinal=ordinal,
                label=str(ordinal),
                marking=None,
                heading=heading or None,
                heading_span=Span(start, start + len(heading)) if heading else None,
                span=Span(start, start + len(text)),
                body=span,
                cuts=(),
                content=clean(document, span),
            )
        )
    return Cable(
        reference_id=ReferenceId(reference_id),
        source_format="invented",
        document=document,
        paragraphs=tuple(made),
        created=datetime(2010, 3, 1, 12, 0, tzinfo=UTC),
        tags=tags,
    )


@pytest.fixture
def write_cable() -> WriteCable:
    """A cable of 1 March 2010 with these paragraphs; "HEADING|text" gives a paragraph a heading."""
    return _write


@pytest.fixture
def read_prose() -> ReadProse:
    """The reports of such a cable in the codebook's form; its first sentence puts it in scope."""

    def read(*paragraphs: str, kind: str | None = None) -> list[Line]:
        heading, bar, first = paragraphs[0].rpartition("|")
        cable = _write(f"{heading}{bar}The drug cartels fight on. {first}", *paragraphs[1:])
        lines = [to_codebook(cable, report) for report in extract(cable)]
        return [line for line in lines if kind is None or line["kind"] == kind]

    return read


@pytest.fixture
def read_bare() -> ReadProse:
    """The reports of a cable that speaks of nothing but this prose, under these tags."""

    def read(*paragraphs: str, tags: tuple[str, ...]) -> list[Line]:
        cable = _write(*paragraphs, tags=tags, subject="SUBJECT: NEWS OF THE WEEK")
        return [to_codebook(cable, report) for report in extract(cable)]

    return read
