"""Reference IDs in what stands around a telegram: headings, addresses, and the names of files."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.cables.header import printed_reference_id
from tracker.cables.identifiers import parse_reference_id
from tracker.cables.model import Guess
from tracker.cables.posts import posts
from tracker.errors import ReferenceIdError
from tracker.types import ReferenceId

_NAMED = re.compile(r"(?<![A-Za-z0-9])(?:19|20)?\d\d ?[A-Z][A-Z .'-]{0,28}?\d{1,8}(?![0-9A-Za-z])", re.IGNORECASE)
_CANONICAL = re.compile(r"\d\d[A-Z]{2,20}[1-9]\d{0,7}")


def readable(printed: str | None) -> ReferenceId | None:
    """The reference ID of a printed one; None where it cannot be read."""
    if not printed:
        return None
    if _CANONICAL.fullmatch(printed) and printed[2:].rstrip("0123456789") in posts():
        return ReferenceId(printed)
    try:
        return parse_reference_id(printed)
    except ReferenceIdError:
        return None


def named(words: str) -> ReferenceId | None:
    """The first reference ID of a known post in words of one line, a file's name or an address; None without one."""
    for match in _NAMED.finditer(words.replace("_", " ")):
        found = readable(match.group())
        if found and found[2:].rstrip("0123456789") in posts():
            return found
    return None


def guessed(telegram: str, places: Iterable[tuple[str, str]]) -> tuple[ReferenceId | None, tuple[Guess, ...]]:
    """The first ID in the words of some places, each with what it is called, as a guess of a telegram that tells none.

    None where the telegram tells its own ID: whoever reads it finds it there.
    """
    if printed_reference_id(telegram):
        return None, ()
    for words, place in places:
        found = named(words)
        if found:
            return found, (Guess("reference_id", f"{place}; the telegram tells none"),)
    return None, ()
