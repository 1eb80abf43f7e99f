"""HTTP's conditional requests and content coding, as far as the site needs them (RFC 9110, sections 12 and 13)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Protocol


class Held(Protocol):
    """A representation that a client may hold already."""

    @property
    def etag(self) -> str:
        """Its tag, quoted."""

    @property
    def changed_at(self) -> datetime | None:
        """When it changed last; None where nobody knows."""


def not_modified(tags: str | None, since: str | None, held: Held) -> bool:
    """Whether the client holds this representation already, by its If-None-Match and its If-Modified-Since.

    If-None-Match decides alone where it is sent, and where nobody knows when the representation changed.
    """
    if tags is not None:
        return tags == held.etag or any(_opaque(tag) in {"*", held.etag} for tag in tags.split(","))
    if since is None or held.changed_at is None:
        return False
    moment = _moment(since)
    return moment is not None and held.changed_at.replace(microsecond=0) <= moment


def _opaque(tag: str) -> str:
    return tag.strip().removeprefix("W/")


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def http_date(moment: datetime) -> str:
    """The moment as HTTP writes it."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


@lru_cache(maxsize=256)
def accepts_gzip(header: str | None) -> bool:
    """Whether Accept-Encoding allows gzip: named, or by the asterisk, and not with weight 0."""
    weights: dict[str, float] = {}
    for part in (header or "").split(","):
        coding, _, parameters = part.strip().lower().partition(";")
        weights[coding.strip()] = _weight(parameters)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
