"""The newspaper articles that the release site says a cable appears in, by their addresses."""

from __future__ import annotations

import re

LABEL = re.compile(r"Appears in these articles:?", re.IGNORECASE)
_LINES = re.compile(
    r"\s*[|*_ \t]{0,12}Appears in these articles:?[*_]*[^\n]*\n"
    r"(?:[ \t>*|-]*(?:\[?<?https?://|www\.|\[[^\]\n]*\]\()[^\n]*\n|[ \t]*\n)*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'()\[\]|]{3,2000}")
_TWICE = re.compile(r"(?:https?:/{0,2})+(?=https?:/{1,2})", re.IGNORECASE)


def addresses(words: str) -> tuple[str, ...]:
    """The addresses in words, each once; those that the site began twice ("http://http://...") begin once."""
    return tuple(dict.fromkeys(_ADDRESS.findall(_TWICE.sub("", words))))


def listed_at(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """The addresses of the articles listed at a place of a page saved as text, and where the list ends."""
    found = _LINES.match(text, at)
    return (addresses(found.group()), found.end()) if found else ((), at)
