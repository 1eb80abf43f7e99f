"""What one rendition of a cable hides stays hidden in all: redacted words, protected names, whatever the order.

A rendition that is to be recorded is masked where any recorded text of its cable hides words; one that is not to be of
record may hide words of the text that is, which is then recorded once more, masked. What was recorded open before
stays in the log until somebody erases it: it is told where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.cables.cleaning import clean, words
from tracker.cables.covering import REASON, masked_as_in, moved, protected_words
from tracker.cables.masks import MASK
from tracker.cables.model import Cable, Paragraph, ProtectedName, Reference
from tracker.cables.protection import Masked
from tracker.cables.redactions import hidden
from tracker.cables.shown_words import shown_in
from tracker.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.events import CableContent
    from tracker.log.documents import Document
    from tracker.types import ReferenceId

_MASK = re.compile(rf"({MASK.pattern})")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_WIDEST = 2_000
"""A mask that would cover more than this, paragraphs and all, is another text's."""


@dataclass(frozen=True, slots=True)
class Open:
    """A recorded text that shows what another rendition of its cable hides: which of its cable's, and where."""

    reference_id: ReferenceId
    ordinal: int
    spans: tuple[Span, ...]

    @property
    def command(self) -> str:
        """The command that erases these words."""
        places = " ".join(f"--characters {span.start}:{span.end}" for span in self.spans)
        return f'tracker log erase words {self.reference_id} --document {self.ordinal} {places} --reason "{REASON}"'


def as_recorded(cable: Cable, standing: Document) -> Cable | None:
    """The cable with the recorded text as its document, where that is its own text but for masks; None for another."""
    masks = _masks(standing.text, cable.document)
    if masks is None:
        return None
    own = {name.number for name in cable.protected}
    again = moved(cable, replace(masks, names=tuple(name for name in masks.names if name.number not in own)))
    if cable.subject and _masks(standing.subject, cable.subject):
        return replace(again, subject=standing.subject)
    return again


def hidden_as_in(cable: Cable, documents: Iterable[Document]) -> Cable:
    """The cable with what these recorded texts of it hide masked in its own."""
    result = masked_as_in(cable, [document.text for document in documents])
    return moved(cable, result) if result else cable


def standing_hidden_as_in(content: CableContent, standing: Document, cable: Cable) -> Cable | None:
    """The cable of record as recorded, with what another rendition of it hides masked; None where nothing of it is."""
    if not hidden(cable.document) and not hidden(standing.text):
        return None
    recorded = recorded_cable(content, standing)
    result = masked_as_in(recorded, [cable.document], protected_words(cable))
    return moved(recorded, result) if result else None


def open_places(documents: Iterable[Document], of_record: str) -> list[Open]:
    """The recorded texts that show what the text of record hides."""
    if not hidden(of_record):
        return []
    found = ((document, shown_in(document.text, of_record)) for document in documents if document.text != of_record)
    return [Open(document.reference_id, document.ordinal, tuple(spans)) for document, spans in found if spans]


def recorded_cable(content: CableContent, document: Document) -> Cable:
    """The cable of record as far as the log tells it: enough to extract its reports, and to record it again."""
    text = document.text
    return Cable(
        reference_id=content.reference_id,
        source_format=content.source_format,
        document=text,
        paragraphs=tuple(
            Paragraph(
                ordinal=layout.ordinal,
                label=layout.label,
                marking=layout.marking,
                heading=words(text, layout.heading) if layout.heading else None,
                heading_span=layout.heading,
                span=layout.span,
                body=layout.body,
                cuts=layout.cuts,
                content=clean(text, layout.body, layout.cuts),
            )
            for layout in content.paragraphs
        ),
        created=content.created,
        released=content.released,
        classification=content.classification,
        origin=content.origin,
        subject=document.subject or None,
        tags=content.tags,
        references=tuple(Reference(each.label, each.reference_id) for each in content.references),
        partial=content.partial,
        # Their words are sealed, and nobody reads them.
        protected=tuple(ProtectedName(number, "", "") for number in range(1, content.protected_names + 1)),
    )


def _masks(standing: str, text: str) -> Masked | None:
    """The text masked so that it becomes the recorded one; None where more than masks differs."""
    if standing == text:
        return Masked(text, ())
    pieces = _MASK.split(standing)
    # Split by a pattern with two groups: literal, mask, number, literal, ..., literal.
    if len(pieces) == 1 or not text.startswith(pieces[0]) or not text.endswith(pieces[-1]):
        return None
    replaced: list[tuple[Span, int]] = []
    names: dict[int, ProtectedName] = {}
    at, end = len(pieces[0]), len(text) - len(pieces[-1])
    for nth in range(1, len(pieces), 3):
        mask, number, literal = pieces[nth : nth + 3]
        following = end if nth + 3 == len(pieces) else text.find(literal, at, end)
        covers = text[at:following]
        if following < at or (len(covers) > _WIDEST and _BLANK_LINE.search(covers)):
            return None
        if covers != mask:
            replaced.append((Span(at, following), len(mask)))
            names.setdefault(int(number), ProtectedName(int(number), " ".join(covers.split()), REASON, "redacted"))
        at = following + len(literal)
    return Masked(standing, tuple(names[number] for number in sorted(names)), tuple(replaced))
