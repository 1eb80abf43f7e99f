"""The targets: one plain function a reader, which takes any bytes and raises nothing while all is well.

Each puts before the bytes what leads them to its reader, so that little is spent on what no reader takes.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.invariants import check
from tests.unit.cables.pdfs import pdf as document
from tracker.cables.model import Cable
from tracker.cables.reading import cables
from tracker.cables.releases import RawFile, files
from tracker.errors import NoCableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PAGE = b"""<html><body><table class='cable'><tr><td><a href='/x'>07MEXICO412</a></td><td>2007-02-14 16:04</td>
<td>2011-02-10 12:12</td><td>SECRET</td><td>Embassy Mexico</td></tr></table><code><pre>"""
_SAVED = b"07MEXICO412\t2007-02-14 16:22\t2011-08-30 01:44\tCONFIDENTIAL\tEmbassy Mexico\n"
_SCOOP = b"Cablegate: A Quiet Harbour\n\nDE RUEHME #0412/01 0451622\nR 141622Z FEB 07\n"
_RAW = b"P 141622Z FEB 07\nFM AMEMBASSY MEXICO\n"
_DUMP = b'"1","2/14/2007 16:22","07MEXICO412","Embassy Mexico","CONFIDENTIAL","","",""\n'


def _read(data: bytes, name: str = "a") -> None:
    with suppress(NoCableError):
        for each in cables(RawFile(Path(name), data)):
            if isinstance(each, Cable):
                check(each)


def decoding(data: bytes) -> None:
    """Any bytes: which encoding, which format."""
    _read(data)


def page(data: bytes) -> None:
    """The release site's page: all that follows the table."""
    _read(_PAGE + data)


def page_whole(data: bytes) -> None:
    """A page of any site."""
    _read(b"<!DOCTYPE html>\n" + data)


def saved(data: bytes) -> None:
    """The release site's page saved as text."""
    _read(_SAVED + data)


def scoop(data: bytes) -> None:
    """Scoop's page."""
    _read(_SCOOP + data)


def raw(data: bytes) -> None:
    """A telegram alone."""
    _read(_RAW + data)


def dump(data: bytes) -> None:
    """The rows of a dump."""
    _read(_DUMP + data)


def pdf(data: bytes) -> None:
    """A PDF."""
    _read(data if data.startswith(b"%PDF-") else b"%PDF-1.4\n" + data)


def pdf_text(data: bytes) -> None:
    """A PDF whose pages print these lines: a form feed begins the next."""
    _read(document(*(text.split("\n") for text in data.decode("cp1252", errors="ignore").split("\f"))))


def archive(data: bytes) -> None:
    """A file as it lies in a folder: plain, compressed, or an archive of many."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(data)
        for file in files([path]):
            with suppress(NoCableError):
                for each in cables(file):
                    if isinstance(each, Cable):
                        check(each)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (decoding, page, page_whole, saved, scoop, raw, dump, pdf, pdf_text, archive)
}
