"""The page of a report, what one cable says of one event: its words, its fields, and where exactly they stand.

Its address is permanent: a report that is taken back keeps its page, struck through, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from feeds import titles, wording
from feeds.fields import Field, fields
from feeds.pages import views, words
from feeds.pages.citing import citations
from feeds.pages.frame import Frame, Page
from feeds.pages.rows import Cited, Noted
from feeds.pages.tables import noted
from feeds.rows import Development, ReportState
from feeds.site import cable_address, incident_address, report_address, report_anchor
from tracker.types import ReportId

NOTHING: Mapping[ReportId, Cited] = MappingProxyType({})


def report_page(
    frame: Frame,
    report: ReportState,
    developments: Sequence[Development] = (),
    *,
    cited: Mapping[ReportId, Cited] = NOTHING,
    notes: Sequence[Noted] = (),
) -> Page:
    """The page of a report; `developments` are those that tell it, the oldest first."""
    facts = report.facts
    about = [row for row in notes if row.subject_kind == "report" and row.subject == str(report.report_id)]
    return frame.render(
        "report.html",
        address=report_address(report.report_id),
        names_people=facts.names_people or bool(about) or any(row.names_people for row in developments),
        heading=wording.words("development", "withheld") if report.withheld else titles.event(facts),
        kind="" if report.withheld else wording.words("kind", facts.kind),
        review=wording.words("review", report.review_status),
        accuracy="" if report.withheld else words.reviewed(report.review_status, facts.kind),
        withdrawn=report.withdrawn,
        withheld=words.withheld() if report.withheld else "",
        report=views.told(report),
        place=_place(report),
        tables=[noted(about)] if about and not report.withheld else [],
        # The cable's page marks the words of reports that stand.
        text_href="" if report.withdrawn else f"{cable_address(report.reference_id)}#{report_anchor(report.report_id)}",
        incident_href=incident_address(report.incident_id) if report.incident_id else "",
        rows=[] if report.withheld else fields(facts),
        news=[views.news(row, frame.threads) for row in reversed(developments)],
        short=words.short(report.report_id),
        citation=None if report.withheld else citations(frame, report, cited),
    )


def _place(report: ReportState) -> list[Field]:
    labels = [wording.plain(label) for label in report.facts.paragraphs]
    if report.withheld:
        labels = []
    quoted = not report.withheld and report.quote_start is not None and report.quote_end is not None
    told = (
        ("reference_id", f"{report.reference_id}, {words.day(report.cable_date)}".rstrip(", ")),
        ("paragraphs", wording.joined(labels, 8)),
        ("marking", f"({wording.plain(report.facts.marking)})" if report.facts.marking else ""),
        ("characters", f"{report.quote_start} to {report.quote_end} of the document" if quoted else ""),
        ("extractor", report.extractor or ""),
        ("recorded_at", words.day(report.recorded_at)),
        ("position", wording.number(report.position)),
    )
    return [Field(name, wording.words("report_field", name), wording.plain(value)) for name, value in told if value]
