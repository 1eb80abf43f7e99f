"""The REF block: which cables a cable cites, and by which letters.

What is no cable there (letters, telephone calls, press reports) is passed over.
"""

from __future__ import annotations

import re
from datetime import date

from tracker.cables.identifiers import parse_reference_id
from tracker.cables.model import Reference
from tracker.cables.posts import canonical_code, posts
from tracker.errors import ReferenceIdError
from tracker.types import ReferenceId

_LETTER = re.compile(
    r"(?:^|(?<=[\s,;¶]))\(?(?P<letter>[A-Z])(?:[.)](?=[\s(])|(?<=^[A-Z])(?=[ \t]+[A-Z0-9]{2}))", re.MULTILINE
)
_CITED = re.compile(
    r"(?<![A-Z0-9])(?:'?(?P<year>(?:19|20)?\d\d)\s{0,2})?"
    r"(?P<post>[A-Z][A-Z.'-]*(?: [A-Z][A-Z.'-]*){0,3}) ?(?P<serial>\d{1,8})(?!\d)"
)
_ANOTHER = re.compile(r"\s*(?:,|AND|&)\s*(?P<serial>0*\d{1,7})(?![\d/]|\s*(?!AND\b)[A-Z]{3,})")
_NO_POSTS = frozenset(
    (
        "JAN",
        "FEB",
        "MAR",
        "APR",
        "MAY",
        "JUN",
        "JUL",
        "AUG",
        "SEP",
        "OCT",
        "NOV",
        "DEC",
        "PARA",
        "DATED",
        "ON",
        "OF",
        "FOR",
    )
)


def read_references(words: str, *, cited_on: date | None, cited_in: ReferenceId) -> tuple[Reference, ...]:
    """The cables that a REF block names, in its order, each once."""
    found: dict[ReferenceId, Reference] = {}
    for letter, part in _parts(words.upper().replace("¶", " ")):
        for printed in _printed(part):
            try:
                cited = parse_reference_id(printed, cited_on=cited_on, cited_in=cited_in)
            except ReferenceIdError:
                continue
            found.setdefault(cited, Reference(letter, cited))
    return tuple(found.values())


def _parts(words: str) -> list[tuple[str | None, str]]:
    """The block cut at its letters; "A. (A)", the same letter twice, is one."""
    parts: list[tuple[str | None, str]] = []
    letter, at = None, 0
    for match in _LETTER.finditer(words):
        before = words[at : match.start()]
        if before.strip():
            parts.append((letter, before))
        letter, at = match["letter"], match.end()
    parts.append((letter, words[at:]))
    return parts


def _printed(part: str) -> list[str]:
    part = " ".join(part.split())
    forms: list[str] = []
    for match in _CITED.finditer(part):
        post = _post(match["post"], alone=match.start() == 0)
        if post is None:
            continue
        year = f"{match['year']} " if match["year"] else ""
        forms.append(f"{year}{post} {match['serial']}")
        at = match.end()
        while another := _ANOTHER.match(part, at):
            forms.append(f"{year}{post} {another['serial']}")
            at = another.end()
    return forms


def _post(words: str, *, alone: bool) -> str | None:
    """The post in the words before a serial: the longest known one that they end with, or an unknown one alone."""
    names = words.split()
    for first in range(len(names)):
        name = canonical_code("".join(names[first:]))
        if name in posts():
            return name
    unknown = alone and len(names) <= 2 and not _NO_POSTS.intersection(names) and len(words) >= 4
    return words if unknown else None
