"""Renditions: which of the forms that sources give a cable in is the one of record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.events import RenditionRecorded

FORMATS_BY_TRUST = ("release_page", "release_text", "dump", "scoop", "raw")
"""The formats in the order in which they are of record; those of other names come last."""


def takes_record(rendition: RenditionRecorded, standing: RenditionRecorded) -> bool:
    """Whether a rendition is, or takes the place of, the one of record.

    Of one source the newest, unless it is a poorer one than before: partial now, or cut to less than half, as a broken
    download is. Of several the best: a complete one before a partial one, then by format, then the longest, then by
    digest, so that any order of ingest comes to the same.
    """
    if rendition.source == standing.source:
        return _rank(rendition) <= _rank(standing) and 2 * rendition.characters >= standing.characters
    return _order(rendition) < _order(standing)


def is_known(rendition: RenditionRecorded, last: RenditionRecorded | None) -> bool:
    """Whether a source gives a cable just as it did the last time."""
    return last is not None and replace(last, document_id=None) == replace(rendition, document_id=None)


def _order(rendition: RenditionRecorded) -> tuple[bool, int, int, str]:
    return *_rank(rendition), -rendition.characters, rendition.sha256


def _rank(rendition: RenditionRecorded) -> tuple[bool, int]:
    known = rendition.source_format in FORMATS_BY_TRUST
    return rendition.partial, FORMATS_BY_TRUST.index(rendition.source_format) if known else len(FORMATS_BY_TRUST)
