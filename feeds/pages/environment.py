"""The template engine, as safe as it can be set: everything escaped, nothing undefined, no control characters."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from feeds import wording
from feeds.pages import tables


def _carried(value: object) -> object:
    return wording.plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def environment() -> Environment:
    """The engine that every page is rendered with."""
    made = Environment(
        loader=PackageLoader("feeds.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        finalize=_carried,
    )
    made.globals["word"] = wording.word
    made.globals["day"] = wording.day
    made.globals["written"] = tables.written
    # Escaped here, text of our own keeps its lines; what the engine escapes is made one line first.
    made.globals["preserved"] = escape
    return made
