"""Erased words stay erased: a cable that is read again is masked where the words stood before anything else sees it.

A text that is the same but for the blanks becomes the recorded one, so that no revision comes of an erasure alone. In
another text the places are found by the words around them; where those are gone too, nothing is masked, and told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tracker.alignment import Alignment, blanked, blanks, same_but_for_blanks, united, words_in
from tracker.cables.cleaning import clean, words
from tracker.cables.masks import BEGINNING
from tracker.cables.model import Cable
from tracker.cables.redactions import shown
from tracker.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cables.model import Paragraph
    from tracker.log.documents import Document


class Masked(NamedTuple):
    """A cable without the words that were erased from its documents.

    `lost` counts the places of which it has not even the surroundings: it may tell the words elsewhere.
    """

    cable: Cable
    lost: int = 0


def masked(cable: Cable, documents: Sequence[Document]) -> Masked:
    """The cable as it may be recorded after words of these documents of it, the oldest first, were erased."""
    telegrams = [document.text for document in documents]
    spans, lost = _places(cable.document, telegrams)
    subject = cable.subject or ""
    titles, _ = _places(subject, [document.subject for document in documents])
    if not any(title == blanked(subject, titles) for title in (document.subject for document in documents)):
        titles += in_subject(subject, cable.document, spans)
    if not spans and not titles:
        return Masked(cable, lost)
    document = blanked(cable.document, spans)
    told = replace(
        cable,
        document=document,
        subject=blanked(subject, titles) if cable.subject is not None else None,
        paragraphs=tuple(_paragraph(paragraph, document) for paragraph in cable.paragraphs),
        # Nobody records these, and they were read from the words before they were masked.
        sender=None,
        recipients=(),
        info_recipients=(),
        classified_by=None,
        signer=None,
        signers=(),
        addressees=(),
        references=tuple(replace(reference, printed=None) for reference in cable.references),
        other_references=(),
        articles=(),
        declassification=None,
    )
    return Masked(told, lost)


def _places(text: str, erased: Sequence[str]) -> tuple[list[Span], int]:
    """What of a text to mask, and how many erased places were not found in it."""
    for known in reversed(erased):
        if same_but_for_blanks(known, text):
            return blanks(known), 0
    spans: list[Span] = []
    lost = 0
    for known in erased:
        if blanks(known):
            found, unplaced = Alignment(known, text).counterparts()
            # Of a place that is masked already nothing but the mask is left.
            spans += [piece for span in found for piece in (shown(text, span) if BEGINNING in text else [span])]
            lost += len(unplaced)
    return united(spans), lost


def _paragraph(paragraph: Paragraph, document: str) -> Paragraph:
    span, cuts = paragraph.heading_span, paragraph.cuts
    return paragraph._replace(
        content=clean(document, paragraph.body, cuts),
        heading=words(document, span, cuts) if span else paragraph.heading,
    )


def in_subject(subject: str, telegram: str, spans: Sequence[Span]) -> list[Span]:
    """Where words of the telegram's subject line stand in the subject that was read from it."""
    return _beside(telegram, subject, spans)


def in_telegram(subject: str, telegram: str, spans: Sequence[Span]) -> list[Span]:
    """Where words of the subject stand in the telegram's subject line."""
    pairs = _subject_line(telegram, subject)
    return united(line for line, title in pairs if any(title.overlaps(span) for span in spans))


def _beside(telegram: str, subject: str, spans: Sequence[Span]) -> list[Span]:
    pairs = _subject_line(telegram, subject)
    return united(title for line, title in pairs if any(line.overlaps(span) for span in spans))


def _subject_line(telegram: str, subject: str) -> list[tuple[Span, Span]]:
    """The words of the subject line in the telegram, each with its place in the subject; none where it has none."""
    said, title = words_in(telegram), words_in(subject)
    wanted = [word for word, _ in title]
    for nth in range(len(said) - len(title) + 1 if title else 0):
        if [word for word, _ in said[nth : nth + len(title)]] == wanted:
            return [(line[1], place[1]) for line, place in zip(said[nth : nth + len(title)], title, strict=True)]
    return []
