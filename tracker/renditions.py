"""Renditions: which of the forms that sources give a cable in is the one of record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.events import RenditionRecorded

FORMATS_BY_TRUST = (
    "release_page",
    "release_text",
    "plusd",
    "dump",
    "scoop",
    "raw",
    "plain",
    "declassified",
)
"""The formats in the order in which they are of record; those of other names come last."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether a rendition takes the place of the one of record, and by which rule."""

    takes_record: bool
    rule: str


def choose(rendition: RenditionRecorded, standing: RenditionRecorded) -> Choice:
    """Whether a rendition is, or takes the place of, the one of record.

    Of one source the newest, unless it is a poorer one than before: partial now, or cut to less than half, as a broken
    download is. Of several the best: a complete one before a partial one, then by format, then the longest, then by
    digest, so that any order of ingest comes to the same.
    """
    if rendition.source == standing.source:
        return _of_one_source(rendition, standing)
    if rendition.partial != standing.partial:
        return Choice(standing.partial, "a complete text comes before a partial one")
    if _trust(rendition) != _trust(standing):
        better, other = sorted((rendition, standing), key=_trust)
        rule = f"the format {better.source_format} comes before {other.source_format}"
        return Choice(better is rendition, rule)
    if rendition.characters != standing.characters:
        return Choice(rendition.characters > standing.characters, "of two in one format the longer")
    return Choice(rendition.sha256 < standing.sha256, "of two alike that with the lower digest")


def takes_record(rendition: RenditionRecorded, standing: RenditionRecorded) -> bool:
    """Whether a rendition is, or takes the place of, the one of record, by the rule of `choose`."""
    return choose(rendition, standing).takes_record


def is_known(rendition: RenditionRecorded, last: RenditionRecorded | None) -> bool:
    """Whether a source gives a cable just as it did the last time."""
    return last is not None and replace(last, document_id=None) == replace(rendition, document_id=None)


def _of_one_source(rendition: RenditionRecorded, standing: RenditionRecorded) -> Choice:
    if rendition.partial and not standing.partial:
        return Choice(False, "a partial text does not take the place of a complete one of the same source")
    if rendition.partial == standing.partial and _trust(rendition) > _trust(standing):
        return Choice(False, "of one source a format that is trusted less does not take the place of another")
    if 2 * rendition.characters < standing.characters:
        return Choice(False, "a text cut to less than half does not take the place of a whole one of the same source")
    return Choice(True, "of one source the newest")


def _trust(rendition: RenditionRecorded) -> int:
    known = rendition.source_format in FORMATS_BY_TRUST
    return FORMATS_BY_TRUST.index(rendition.source_format) if known else len(FORMATS_BY_TRUST)
