"""From a file to its cables: the format is told by content, never by name.

A file is read in pieces that hold a cable each, so that a dump of any length needs little memory, and so that many
processes can share the work.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.cables.decoding import decode
from tracker.cables.formats import dump, dump_rows, listing, pages, several
from tracker.cables.formats.printed import Refusal
from tracker.cables.model import Cable
from tracker.cables.raw_files import RawFile
from tracker.cables.telegram import PrintedCable, read_telegram
from tracker.errors import NoCableError

_LONGEST_TELEGRAM = 2_000_000
_PDF, _WITHIN = b"%PDF-", 1024
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""The errors that tell of a fault of ours: it refuses what was being read, and nothing else."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is read in one go: a page, or a row of a dump with its number, from 1; or why it cannot be read."""

    name: str
    data: bytes = b""
    row: int | None = None
    problem: str | None = None

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file gave: its format, its cables with the rows that they stood in (None for a page), and refused rows."""

    source_format: str
    cables: tuple[Cable, ...] = ()
    rows: tuple[int | None, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def read(file: RawFile) -> Reading:
    """The cables of a file: one of a page, many of a dump, none of a listing.

    Raises NoCableError, saying why, for a file that is no cable. In a dump a bad row is refused alone.
    """
    found: list[Cable] = []
    rows: list[int | None] = []
    refusals: list[Refusal] = []
    source_format = listing.SOURCE_FORMAT
    for piece in pieces(file):
        source_format = dump.SOURCE_FORMAT if piece.row else source_format
        for outcome in _of_piece(piece):
            if isinstance(outcome, Refusal):
                refusals.append(outcome)
            else:
                found.append(outcome)
                rows.append(piece.row)
                source_format = outcome.source_format
    return Reading(source_format=source_format, cables=tuple(found), rows=tuple(rows), refusals=tuple(refusals))


def cables(file: RawFile) -> Iterator[Cable | Refusal]:
    """The cables and refusals of a file one by one, so that a large dump need not be held; raises as `read` does."""
    for piece in pieces(file):
        yield from _of_piece(piece)


def pieces(file: RawFile) -> Iterator[Piece]:
    """The pieces of a file, as it streams by; that of a file, or of its end, which cannot be read says so itself."""
    number = 0
    try:
        if file.problem or not dump_rows.recognises(file.beginning):
            yield Piece(file.name, file.data)
            return
        for number, record in enumerate(dump_rows.records(file.chunks()), start=1):
            too_long = f"the row is longer than {dump_rows.LONGEST_ROW_BYTES} bytes" if record is None else None
            yield Piece(file.name, record or b"", number, too_long)
    except NoCableError as error:
        after = f" (after row {number})" if number else ""
        yield Piece(file.name, problem=f"{error.detail}{after}")


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF; printers may write a little before it."""
    return _PDF in data[:_WITHIN]


def outcomes(piece: Piece) -> Iterator[Cable | Refusal]:
    """What a piece gives: its cable, or why there is none; nothing of a listing.

    An error of ours is a refusal too; it says where the error arose, and none of the words that were read.
    """
    try:
        yield from _of_piece(piece)
    except NoCableError as error:
        yield Refusal(None, str(error))
    except FAULTS as error:
        yield faulty(error, piece.row)


def faulty(error: Exception, row: int | None) -> Refusal:
    """The refusal of what an error of ours stopped."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    reason = f"reading it failed ({type(error).__name__}); please report this"
    return Refusal(row, reason, f"{Path(frame.filename).name}:{frame.lineno}")


def _of_piece(piece: Piece) -> Iterator[Cable | Refusal]:
    """What a piece gives. Raises NoCableError for a page, or a file, that is no cable."""
    if piece.row is not None:
        yield from _row(piece, piece.row)
    elif piece.problem:
        raise NoCableError(piece.problem)
    else:
        yield from _page(piece)


def _row(piece: Piece, number: int) -> Iterator[Cable | Refusal]:
    if piece.problem:
        yield Refusal(number, piece.problem)
        return
    for row in dump.read(piece.data, number):
        if isinstance(row, Refusal):
            yield row
            continue
        try:
            yield _cable(row)
        except NoCableError as error:
            yield Refusal(number, str(error))


def _page(piece: Piece) -> Iterator[Cable | Refusal]:
    if is_pdf(piece.data):
        yield from _pdf(piece)
        return
    decoded = decode(piece.data)
    if listing.recognises(decoded.text):
        return
    found = several.telegrams(decoded.text)
    if len(found) > 1:
        yield from _several(found)
        return
    printed = pages.read(decoded.text, piece.name)
    if decoded.guesses:
        printed = replace(printed, source_guesses=decoded.guesses + printed.source_guesses)
    yield _cable(printed)


def _several(telegrams: Sequence[str]) -> Iterator[Cable | Refusal]:
    """The cables of a file that holds several: one that cannot be read is refused alone."""
    for number, text in enumerate(telegrams, start=1):
        try:
            printed = pages.read(text)
            digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
            yield _cable(replace(printed, row_sha256=digest))
        except NoCableError as error:
            yield Refusal(None, f"telegram {number} of the {len(telegrams)} in it: {error.detail}")


def _pdf(piece: Piece) -> Iterator[Cable | Refusal]:
    # Few read any, and it takes longer to load than all else.
    from tracker.cables.formats import declassified  # noqa: PLC0415 - every process would load it at its start

    for printed in declassified.read(piece.data, piece.name):
        yield printed if isinstance(printed, Refusal) else _cable(printed)


def _cable(printed: PrintedCable) -> Cable:
    if len(printed.telegram) > _LONGEST_TELEGRAM:
        raise NoCableError(f"a text of {len(printed.telegram)} characters is longer than any telegram")
    return read_telegram(printed)
