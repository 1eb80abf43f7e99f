"""By what files are made, beside what the log tells: one digest. Where it is another, everything is made anew."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata, resources
from typing import TYPE_CHECKING

from tracker.extraction.accuracy import measured

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from feeds.site import Site

_LIBRARIES = ("feedgen", "jinja2", "lxml", "markupsafe")
_ENDINGS = (".css", ".html", ".py", ".sql", ".svg", ".toml", ".tsv")


def digest(site: Site, *, all_cables: bool) -> str:
    """The digest of the program, its words and templates, the libraries that write, and the settings of a site."""
    told = f"{_program()} {site!r} {all_cables}"
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def _program() -> str:
    """As it was when this process first looked: a newer program on the disk is not the one that runs."""
    made = hashlib.sha256()
    for library in _LIBRARIES:
        made.update(f"{library} {metadata.version(library)}\n".encode())
    # Pages tell how well each kind is read.
    made.update(repr(measured()).encode())
    for place in (resources.files("feeds"), resources.files("tracker")):
        for name, content in sorted(_sources(place, "")):
            made.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return made.hexdigest()


def _sources(place: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for each in place.iterdir():
        name = f"{path}/{each.name}"
        if each.is_dir():
            found += _sources(each, name) if each.name not in _UNASKED else []
        elif each.name.endswith(_ENDINGS):
            found.append((name, each.read_bytes()))
    return found


_UNASKED = {
    "__pycache__",
    "cables",
    "extraction",
    "log",
    "projections",
    "cli",
    "sources",
    "asking",
    "embedded",
    "sample",
}
"""What makes the log and the read models, not files of them."""
