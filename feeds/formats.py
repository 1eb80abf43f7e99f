"""The formats of feeds: every document is there in each of them, with the same entries in the same order."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """A format; its value is how addresses end."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """The media type that documents of this format are served and linked to as."""
        return _MEDIA_TYPES[self]

    @property
    def label(self) -> str:
        """What readers know the format as."""
        return _LABELS[self]


_MEDIA_TYPES = {
    Format.ATOM: "application/atom+xml",
    Format.RSS: "application/rss+xml",
    Format.JSON: "application/feed+json",
}
_LABELS = {Format.ATOM: "Atom", Format.RSS: "RSS", Format.JSON: "JSON Feed"}
