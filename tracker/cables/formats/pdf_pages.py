"""The pages of a PDF as text, as they are laid out: what stands side by side stays side by side, a gap stays a gap.

A PDF is other people's program text, so to say: whatever its reading does wrong is a refusal, within bounds.
"""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import DictionaryObject

from tracker.errors import NoCableError

_MOST_PAGES = 500
_LONGEST_CONTENTS_BYTES = 4 * 1024 * 1024
_MOST_SECONDS = 30.0
_UNREAD_FONT = "uninterpretable font"


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: its lines as laid out, all its words in any order and direction, and whether it shows an image."""

    lines: tuple[str, ...]
    words: str
    has_image: bool


@dataclass(frozen=True, slots=True)
class PdfText:
    """The pages of a PDF, and whether some of its letters could not be read."""

    pages: tuple[PdfPage, ...]
    is_incomplete: bool


def read_pdf(data: bytes) -> PdfText:
    """The text of a PDF. Raises NoCableError, saying why, where it is encrypted, damaged, or too much."""
    with _warnings() as warnings:
        try:
            pages = tuple(_pages(data))
        except NoCableError:
            raise
        except DependencyError:
            raise NoCableError("the PDF is encrypted; save it without its protection first") from None
        except Exception as error:  # the library raises anything for what is damaged
            raise NoCableError(f"the PDF is damaged ({type(error).__name__})") from None
        return PdfText(pages, any(_UNREAD_FONT in warning for warning in warnings))


def _pages(data: bytes) -> Iterator[PdfPage]:
    reader = PdfReader(io.BytesIO(data))
    # Most protected files open with no password, and only say what may be done with them.
    if reader.is_encrypted and not reader.decrypt(""):
        raise NoCableError("the PDF is encrypted; save it without its protection first")
    if len(reader.pages) > _MOST_PAGES:
        raise NoCableError(f"a PDF of {len(reader.pages)} pages; take the cable out of it first")
    deadline = time.monotonic() + _MOST_SECONDS
    for number, page in enumerate(reader.pages, start=1):
        contents = page.get_contents()
        length = 0 if contents is None else len(contents.get_data())
        if length > _LONGEST_CONTENTS_BYTES:
            raise NoCableError(f"page {number} of the PDF draws too much to be read ({length} bytes)")
        yield _page(page) if length else PdfPage((), "", has_image=False)
        if time.monotonic() > deadline:
            raise NoCableError(f"reading the pages of the PDF took more than {_MOST_SECONDS:g} s")


def _page(page: PageObject) -> PdfPage:
    words = page.extract_text()
    # What is drawn by a form is in no layout; its lines are then taken as they come.
    laid_out = page.extract_text(extraction_mode="layout") if words.strip() else ""
    lines = _single_spaced((laid_out if laid_out.strip() else words).split("\n"))
    return PdfPage(tuple(lines), words, _has_image(page))


def _has_image(page: PageObject) -> bool:
    drawn = _dictionary(_dictionary(page, "/Resources"), "/XObject")
    return any(_dictionary(drawn, name).get("/Subtype") == "/Image" for name in drawn)


def _dictionary(parent: DictionaryObject, key: str) -> DictionaryObject:
    """What stands under a key, wherever in the file it is kept; an empty dictionary where that is none."""
    value = parent.get(key)
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _single_spaced(lines: list[str]) -> list[str]:
    """The lines, with one empty line at most between two, and none where all pages' lines stand as far apart."""
    gaps: list[int] = []
    kept: list[tuple[int, str]] = []
    gap = 0
    for line in lines:
        if not line.strip():
            gap += 1
            continue
        if kept:
            gaps.append(gap)
        kept.append((gap if kept else 0, line.rstrip()))
        gap = 0
    usual = sorted(gaps)[len(gaps) // 4] if gaps else 0
    spaced: list[str] = []
    for gap, line in kept:
        spaced += ["", line] if gap > usual else [line]
    return spaced


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What the library warns of, kept from the reader's terminal."""
    told: list[str] = []
    logger = logging.getLogger("pypdf")
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    propagated = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield told
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagated
