"""The one way from the text of a page, or of a telegram alone, to its cable: which format it is, told by what it says.

Markup is read as markup where it is the release site's own; that of other sites is made text, and read as such.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.cables.formats import plain, plusd, raw, release_page, release_text, scoop
from tracker.cables.formats.collapsed import with_lines
from tracker.cables.formats.markup import is_markup
from tracker.cables.formats.words import text_of
from tracker.cables.model import Guess
from tracker.cables.settling import decoded_once, settled
from tracker.cables.telegram import PrintedCable
from tracker.errors import NoCableError

_LONGEST_PAGE = 10_000_000
LONGEST_TEXT = 2_000_000


def read(text: str, name: str = "") -> PrintedCable:
    """The cable of a page. `name` is the file's: an ID taken from it is marked as a guess.

    Raises NoCableError, saying why, where no telegram is found, or where the page is longer than any page is.
    """
    if len(text) > _LONGEST_PAGE:
        raise NoCableError(f"a page of {len(text)} characters is longer than any page of a cable")
    printed = _read(text, name)
    if len(printed.telegram) > LONGEST_TEXT:
        raise NoCableError(f"a text of {len(printed.telegram)} characters is longer than any telegram")
    return _settled(printed)


def _read(text: str, name: str) -> PrintedCable:
    if is_markup(text):
        start = release_page.recognised_at(text)
        if start is not None:
            return release_page.read(text, start, name)
        text = text_of(text)
    if len(text) > LONGEST_TEXT:
        raise NoCableError(f"a text of {len(text)} characters is longer than any telegram")
    text = settled(decoded_once(text))
    if plusd.recognises(text):
        return plusd.read(text, name)
    if release_text.recognises(text):
        return release_text.read(text)
    if scoop.recognises(text):
        return scoop.read(text, name)
    if raw.recognises(text, name):
        return raw.read(text, name)
    if plain.recognises(text):
        return plain.read(text, name)
    raise NoCableError("no telegram found: neither a page of a known site nor a line that only telegrams have")


def _settled(printed: PrintedCable) -> PrintedCable:
    """The cable with its telegram's characters settled and its lines set, where they were lost."""
    once = decoded_once(printed.telegram)
    telegram = with_lines(settled(once))
    if telegram == printed.telegram:
        return printed
    guesses = printed.source_guesses
    if once != printed.telegram:
        guesses += (Guess("document", "its UTF-8 was encoded twice; the characters were put together again"),)
    title = settled(decoded_once(printed.title)) if printed.title else None
    return replace(printed, telegram=telegram, title=title, source_guesses=guesses)
