"""HTTP's conditional requests and content coding, as far as static files need them (RFC 9110, sections 12 and 13)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime


def not_modified(headers: Mapping[str, str], etag: str, changed_at: datetime) -> bool:
    """Whether the client holds this representation already. If-None-Match decides alone where it is sent."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return any(_opaque(tag) in {"*", etag} for tag in tags.split(","))
    since = headers.get("if-modified-since")
    moment = _moment(since) if since else None
    return moment is not None and changed_at.replace(microsecond=0) <= moment


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
