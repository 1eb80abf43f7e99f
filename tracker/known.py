"""Rows and files that are recorded as they are, by their digests: to read them again would record nothing.

What is known so is as certain as if it were read. Where anything but today's extractor read a cable, or something was
recorded of it that another reading could meet, it is not known, and is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.accounts import cable_stream
from tracker.cables.formats import dump
from tracker.cables.formats.printed import Refusal
from tracker.cables.identifiers import parse_reference_id
from tracker.cables.reading import is_pdf
from tracker.decision_events import ON_A_REPORT, ReportReread
from tracker.errors import ReferenceIdError
from tracker.events import (
    REPORTED,
    CableReappeared,
    CableRecorded,
    CableReread,
    CableWithdrawn,
    RenditionRecorded,
    ReportCorrected,
    ReportWithdrawn,
)
from tracker.log.given import given
from tracker.revisions import is_of_today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Engine

    from tracker.cables.raw_files import RawFile
    from tracker.cables.reading import Piece
    from tracker.log.given import GivenEvent
    from tracker.types import ReferenceId

_CONTENT = frozenset({CableRecorded.type(), CableReread.type()})
_HARMLESS = frozenset(
    {
        *(event.type() for event in REPORTED.values()),
        *(event.type() for event in ON_A_REPORT),
        ReportCorrected.type(),
        ReportWithdrawn.type(),
        ReportReread.type(),
        CableWithdrawn.type(),
        CableReappeared.type(),
    }
)
"""What changes nothing of the text of record, so that another reading comes to the same."""


@dataclass(frozen=True, slots=True)
class Known:
    """The cable of a piece that is recorded as the piece gives it, by the digest that it is recorded with."""

    reference_id: ReferenceId
    sha256: str
    has_protected_names: bool
    elsewhere: bool = False
    """Whether only the source of the text of record gave it: that this one does too is still to be recorded."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a cable stands: the digest of what each source gives, as far as that stands, and whether it masks names.

    `of_record` is the digest of what the source of the text of record gives.
    """

    digests: Mapping[str, str]
    has_protected_names: bool
    of_record: str | None = None


def known_of(engine: Engine, told: Sequence[tuple[RawFile, Piece]]) -> list[Known | None]:
    """Of each piece its cable, where reading it would record nothing but who gives it; None where it must be read."""
    guesses = [_guess(file, piece) for file, piece in told]
    streams = {cable_stream(guess[0]) for guess in guesses if guess}
    standings = {stream: standing(events) for stream, events in given(engine, streams).items()} if streams else {}
    found: list[Known | None] = []
    for guess, (file, piece) in zip(guesses, told, strict=True):
        its_own = standings.get(cable_stream(guess[0])) if guess else None
        if guess and its_own and its_own.digests.get(file.name) == guess[1]:
            found.append(Known(*guess, its_own.has_protected_names))
        elif guess and its_own and its_own.of_record == guess[1] and piece.row is not None:
            # What a page is taken for can rest on its name.
            found.append(Known(*guess, its_own.has_protected_names, elsewhere=True))
        else:
            found.append(None)
    return found


def standing(events: Iterable[GivenEvent]) -> Standing | None:
    """How a cable stands by the events of its stream; None where its sources have to be read again."""
    content: GivenEvent | None = None
    digests: dict[str, str] = {}
    for event in events:
        if event.blank:
            return None
        if event.type in _CONTENT:
            content = event
            # What others give was not held against this text.
            digests = {source: digest for source, digest in digests.items() if source == event.source}
        elif event.type == RenditionRecorded.type():
            assert event.source is not None
            assert event.sha256 is not None
            digests[event.source] = event.sha256
        elif event.type not in _HARMLESS:
            return None
    if content is None or not is_of_today(content.extractor):
        return None
    return Standing(digests, bool(content.protected_names), digests.get(content.source or ""))


def _guess(file: RawFile, piece: Piece) -> tuple[ReferenceId, str] | None:
    """The cable that a piece seems to be of, and the digest that it would be recorded with.

    A wrong guess does no harm: the cable that it names was not recorded with that digest.
    """
    if piece.problem:
        return None
    if piece.row is None:
        # The pages of the release bear the names of their cables.
        return None if is_pdf(piece.data) else _named(file.name.partition(".")[0], file.sha256)
    rows = list(dump.read(piece.data, piece.row))
    if len(rows) != 1 or isinstance(rows[0], Refusal):
        return None
    return _named(rows[0].reference_id, rows[0].row_sha256)


def _named(printed: str | None, sha256: str | None) -> tuple[ReferenceId, str] | None:
    if not printed or not sha256:
        return None
    try:
        return parse_reference_id(printed), sha256
    except ReferenceIdError:
        return None
