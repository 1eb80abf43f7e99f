"""How a report is cited, as its page and that of its event give it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC

from feeds import wording
from feeds.pages.frame import Frame
from feeds.pages.rows import Cited
from feeds.rows import ReportState
from feeds.site import report_address
from tracker.showing.citation import Citation, as_bibtex, as_csl_json, as_text, author
from tracker.types import ReportId


@dataclass(frozen=True, slots=True)
class Citations:
    """One report's citation as a footnote, and for programs that keep bibliographies."""

    text: str
    bibtex: str
    csl_json: str


def citations(frame: Frame, report: ReportState, cited: Mapping[ReportId, Cited]) -> Citations | None:
    """The citation of a report; None of one whose cable's header is not at hand."""
    beside = cited.get(report.report_id)
    if beside is None:
        return None
    facts = report.facts
    citation = Citation(
        reference_id=report.reference_id,
        subject=wording.plain(beside.subject),
        author=author(report.reference_id, wording.plain(beside.origin or "") or None),
        cable_date=report.cable_date.astimezone(UTC) if report.cable_date else None,
        classification=beside.classification,
        position=report.position,
        log_hash=beside.log_hash,
        report_id=report.report_id,
        labels=tuple(wording.plain(label) for label in facts.paragraphs),
        marking=facts.marking,
        quote=wording.plain(facts.passage or facts.quote or "") or None,
        extractor=report.extractor,
        codebook=beside.codebook,
        review_status=report.review_status,
        withdrawn=report.withdrawn,
        address=frame.site.absolute(report_address(report.report_id)),
    )
    csl = json.dumps(as_csl_json(citation), ensure_ascii=False, indent=1)
    return Citations(wording.plain(as_text(citation)), as_bibtex(citation), csl)
