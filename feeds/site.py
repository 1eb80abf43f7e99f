"""What a site is called and where it stands, and every address and id that follows from that.

Addresses follow the base URL, which may change; ids follow the authority and its date, which never do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote, urlsplit

from feeds import wording
from tracker.errors import PublishingError, SettingsError
from tracker.settings import PublishedText
from tracker.types import DevelopmentId, IncidentId, ReportId

_SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_STATE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_REFERENCE_ID = re.compile(r"[0-9]{2}[A-Z][A-Z0-9]*")
_AUTHORITY = re.compile(r"(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_ANCHOR_SAFE = re.compile(r"[^0-9A-Za-z.-]")
NOTHING = "/404"
"""Where the page stands that tells that there is none; servers of files look for it there."""


@dataclass(frozen=True, slots=True)
class Site:
    """One published site. `authority` and its date make the ids of everything; `born_at` is when it was settled.

    `hub` is the address of a WebSub hub that tells subscribers of changes, where there is one. `published_text` is how
    much of the cables' own words may be shown (`feeds.shown`).
    """

    base_url: str
    authority: str
    authority_date: date
    born_at: datetime
    title: str
    sample: bool
    hub: str | None = None
    published_text: PublishedText = PublishedText.FULL

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
            raise SettingsError(f"the base URL must be an http or https address, not {self.base_url!r}")
        if not _AUTHORITY.fullmatch(self.authority):
            raise SettingsError(f"the feed authority must be a host name or mail address, not {self.authority!r}")
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        object.__setattr__(self, "born_at", self.born_at.astimezone(UTC))

    @property
    def name(self) -> str:
        """The title without characters that a feed cannot carry; that of sample data says so."""
        return wording.unmarked(wording.plain(self.title)) + (" (sample data)" if self.sample else "")

    @property
    def root(self) -> str:
        """The path that the base URL adds before every address; empty for a site at the root of its host."""
        return urlsplit(self.base_url).path

    def tag(self, specific: str) -> str:
        """A tag URI (RFC 4151) of this authority."""
        return f"tag:{self.authority},{self.authority_date.isoformat()}:{specific}"

    def absolute(self, address: str) -> str:
        """The full URL of an address of this site."""
        return self.base_url + address


def slug(value: str) -> str:
    """The slug itself. Raises PublishingError for one that must not become a file's name."""
    if not _SLUG.fullmatch(value):
        raise PublishingError(f"{value!r} is not a slug")
    return value


def state_code(value: str) -> str:
    """The code itself. Raises PublishingError for one that is not of ISO 3166: it must not become a file's name."""
    if not _STATE.fullmatch(value):
        raise PublishingError(f"{value!r} is not the code of a state or country")
    return value


def incident_address(incident_id: IncidentId) -> str:
    """Where an incident's page stands."""
    return f"/incidents/{incident_id}"


def report_address(report_id: ReportId) -> str:
    """Where a report's page stands, for ever."""
    return f"/reports/{report_id}"


def report_anchor(report_id: ReportId) -> str:
    """The id of the place in its cable's page where a report's quote is marked."""
    return f"report-{str(report_id)[:8]}"


def person_address(name: str) -> str:
    """Where a person's page stands. Raises PublishingError for a name that must not become a file's."""
    return f"/people/{slug(name)}"


def summary_address(development_id: DevelopmentId) -> str:
    """Where the page stands that lists all that a summary sums up."""
    return f"/summaries/{development_id}"


def development_anchor(development_id: DevelopmentId) -> str:
    """The id of a development's place in its incident's page."""
    return f"development-{development_id}"


def cable_address(reference_id: str, label: str | None = None) -> str:
    """Where a cable's page stands, or one paragraph in it. Raises PublishingError for what is no reference ID."""
    if not _REFERENCE_ID.fullmatch(reference_id):
        raise PublishingError(f"{reference_id!r} is not a reference ID")
    fragment = f"#{quote(paragraph_anchor(label))}" if label else ""
    return f"/cables/{reference_id}{fragment}"


def paragraph_anchor(label: str) -> str:
    """The id of the paragraph with this label in its cable's page."""
    return f"p{_ANCHOR_SAFE.sub('-', label)}"
