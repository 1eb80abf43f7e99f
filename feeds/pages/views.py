"""What the templates show, made ready: every address, date and word as text. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from markupsafe import Markup

from feeds import entries, titles, wording
from feeds.entries import Threads
from feeds.fields import Field, changes, fields
from feeds.pages import words
from feeds.passages import passage
from feeds.rows import Development, DevelopmentKind, IncidentState, ReportState
from feeds.site import cable_address, development_anchor, incident_address, summary_address
from feeds.summaries import Sum, explanation, summary_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement stands: a cable, its date, paragraphs and marking; and who read it out of there."""

    reference_id: str
    href: str
    where: str
    passage: Markup
    review: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A development as the pages list it."""

    anchor: str
    title: str
    href: str
    kind: str
    published: datetime
    source: Source | None
    names_people: bool
    struck: bool
    struck_title: bool
    reason: str
    later_title: str
    later_href: str
    changes: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report as its incident's page shows it."""

    report_id: str
    short: str
    source: Source
    fields: tuple[Field, ...]
    withdrawn: bool
    reason: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An incident in a list."""

    title: str
    href: str
    names_people: bool


def news(development: Development, threads: Threads) -> News:
    """One development, ready to show."""
    later = threads.later(development)
    return News(
        anchor=development_anchor(development.development_id),
        title=titles.title(development) if development.is_notice else entries.amended_title(development, later),
        href=entries.page(development),
        kind=wording.words("development", development.kind),
        published=development.published_at.astimezone(UTC),
        names_people=development.names_people,
        source=Source(
            reference_id=development.reference_id,
            href=entries.source(development),
            where=entries.where(development),
            passage=passage(development.facts).html,
            review=wording.words("review", development.review_status),
        ),
        # A notice is no news that was taken back: what it stands for is hidden.
        struck=entries.struck(development) and not development.is_notice,
        # The retraction is itself news and stands; what it retracts does not.
        struck_title=development.withdrawn
        and not development.is_notice
        and development.kind is not DevelopmentKind.RETRACTED,
        reason="" if development.is_notice else entries.reason(development),
        later_title=titles.title(later) if later else "",
        later_href=entries.later_address(later) if later else "",
        changes=tuple(changes(development.facts_before, development.facts)) if development.facts_before else (),
    )


def summary_news(told: Sum) -> News:
    """A summary of developments, ready to show."""
    summary = told.summary
    return News(
        anchor=development_anchor(summary.development_id),
        title=summary_title(told),
        href=summary_address(summary.development_id),
        kind=wording.words("development", summary.kind),
        published=summary.published_at.astimezone(UTC),
        names_people=False,
        source=None,
        struck=False,
        struck_title=False,
        reason=explanation(summary),
        later_title="",
        later_href="",
    )


def told(report: ReportState) -> Told:
    """One report, ready to show."""
    labels = report.facts.paragraphs
    return Told(
        report_id=str(report.report_id),
        short=words.short(report.report_id),
        source=Source(
            reference_id=report.reference_id,
            href=cable_address(report.reference_id, labels[0] if labels else None),
            where=entries.place_in_cable(report.cable_date, report.facts),
            passage=passage(report.facts).html,
            review=wording.words("review", report.review_status),
        ),
        fields=tuple(fields(report.facts)),
        withdrawn=report.withdrawn,
        withheld=words.withheld() if report.withheld else "",
        reason=wording.reason(report.withdrawn_reason),
    )


def latest_first(incidents: Iterable[IncidentState]) -> list[IncidentState]:
    """Those that stand, the latest event first; those without a date last."""
    standing = (row for row in incidents if not row.withdrawn)
    return sorted(standing, key=lambda row: (row.date_start or date.min, row.incident_id), reverse=True)


def listed(incidents: Iterable[IncidentState]) -> list[Listed]:
    """Those of these incidents that stand in a list, the latest event first."""
    return [
        Listed(titles.event(row.facts), incident_address(row.incident_id), row.facts.names_people)
        for row in latest_first(incidents)
    ]
