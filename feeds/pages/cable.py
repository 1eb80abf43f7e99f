"""The page of a cable: header, paragraphs with the quotes that reports rest on marked, references both ways."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from feeds.pages.frame import Frame, Page
from feeds.pages.paragraphs import marked_paragraphs
from feeds.pages.rows import Noted
from feeds.pages.states import cable_fields
from feeds.pages.tables import noted
from feeds.rows import CableState, ParagraphState, ReportState
from feeds.site import cable_address

_MASK = "[protected "


@dataclass(frozen=True, slots=True)
class Reference:
    """A cable that another refers to; `href` is empty where it is not published here."""

    reference_id: str
    href: str


def cable_page(
    frame: Frame,
    cable: CableState,
    paragraphs: Sequence[ParagraphState],
    reports: Sequence[ReportState],
    *,
    published: Container[str],
    referring: Sequence[str] = (),
    notes: Sequence[Noted] = (),
) -> Page:
    """The page of a cable. Cables in `published` have pages; those in `referring` name this one."""
    read = marked_paragraphs(cable.subject, paragraphs, reports, root=frame.root)
    about = [row for row in notes if row.subject == cable.reference_id]
    masked = any(_MASK in text for text in (cable.subject or "", *(row.text for row in paragraphs)))
    return frame.render(
        "cable.html",
        address=cable_address(cable.reference_id),
        names_people=bool(about) or any(row.facts.names_people for row in reports),
        heading=cable.reference_id,
        reference_id=cable.reference_id,
        subject=read.subject,
        subject_anchor=read.subject_anchor,
        rows=cable_fields(cable),
        references=[_reference(each, published) for each in cable.reference_ids],
        referring=[_reference(each, published) for each in referring],
        partial=cable.partial,
        masked=masked,
        marks=read.marks,
        found=read.found,
        tables=[noted(about)] if about else [],
        paragraphs=read.paragraphs,
    )


def _reference(reference_id: str, published: Container[str]) -> Reference:
    return Reference(reference_id, cable_address(reference_id) if reference_id in published else "")
