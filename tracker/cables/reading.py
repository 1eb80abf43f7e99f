"""From a file to its cables: the format is told by content, never by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.cables.formats import dump, listing, raw, release_page, release_text, scoop
from tracker.cables.formats.printed import Refusal
from tracker.cables.model import Cable
from tracker.cables.releases import RawFile
from tracker.cables.telegram import PrintedCable, read_telegram
from tracker.errors import NoCableError

_PAGES = (release_page, release_text, scoop, raw)
_CONTROL_CHARACTERS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
_LONGEST_TELEGRAM = 2_000_000


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
    text = _text(file)
    if dump.recognises(text):
        return _dump(text)
    if listing.recognises(text):
        return Reading(source_format=listing.SOURCE_FORMAT)
    for page in _PAGES:
        if page.recognises(text):
            cable = _cable(page.read(text))
            return Reading(source_format=page.SOURCE_FORMAT, cables=(cable,), rows=(None,))
    raise NoCableError("no telegram found: neither a release page nor a telegram's date-time group")


def cables(file: RawFile) -> Iterator[Cable | Refusal]:
    """The cables and refusals of a file one by one, so that a large dump need not be held; raises as `read` does."""
    text = _text(file)
    if not dump.recognises(text):
        yield from read(file).cables
        return
    for number, row in dump.read(text):
        yield _row(number, row)


def _text(file: RawFile) -> str:
    if file.problem:
        raise NoCableError(file.problem)
    return decode(file.data)


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, or Windows-1252 where it is not. Raises NoCableError for no text."""
    if not data.strip():
        raise NoCableError("the file is empty")
    sample = data[:65536]
    if len(sample) - len(sample.translate(None, _CONTROL_CHARACTERS)) > len(sample) // 200:
        raise NoCableError("binary data")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1252", errors="replace")


def _dump(text: str) -> Reading:
    found: list[Cable] = []
    rows: list[int | None] = []
    refusals: list[Refusal] = []
    for number, row in dump.read(text):
        result = _row(number, row)
        if isinstance(result, Refusal):
            refusals.append(result)
        else:
            found.append(result)
            rows.append(number)
    return Reading(source_format=dump.SOURCE_FORMAT, cables=tuple(found), rows=tuple(rows), refusals=tuple(refusals))


def _row(number: int, row: PrintedCable | Refusal) -> Cable | Refusal:
    if isinstance(row, Refusal):
        return row
    try:
        return _cable(row)
    except NoCableError as error:
        return Refusal(number, str(error))


def _cable(printed: PrintedCable) -> Cable:
    if len(printed.telegram) > _LONGEST_TELEGRAM:
        raise NoCableError(f"a text of {len(printed.telegram)} characters is longer than any telegram")
    return read_telegram(printed)
