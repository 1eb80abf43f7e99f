"""The catalogue: which read models there are, in the order in which they can be folded."""

from __future__ import annotations

from tracker.events import (
    REPORTED,
    CableRecorded,
    CableReread,
    CableRevised,
    DevelopmentRecorded,
    EventErased,
    ReportCorrected,
    ReportWithdrawn,
    SummaryRecorded,
    WordsErased,
)
from tracker.projections.projection import Projection

_CABLES = (CableRecorded.type(), CableRevised.type(), CableReread.type())
_READ_AGAIN = (CableRevised.type(), CableReread.type(), WordsErased.type())
_REPORTS = (
    *(event.type() for event in REPORTED.values()),
    ReportCorrected.type(),
    ReportWithdrawn.type(),
    EventErased.type(),
    # What they tell in words rests on the cable's paragraphs and date.
    *_READ_AGAIN,
)

PROJECTIONS = (
    Projection("cables", _CABLES, retold_by=(WordsErased.type(),), tables=("cables", "paragraphs")),
    Projection("reports", _REPORTS, depends_on=("cables",), tables=("reports", "report_versions")),
    Projection(
        "incidents",
        _REPORTS,
        depends_on=("reports",),
        tables=("incidents", "incident_signs", "incident_keys", "incident_pairs", "incident_links", "disagreements"),
        fills={"reports.incident_id": "report_id", "reports.incident_position": "NULL"},
    ),
    Projection(
        "people",
        _REPORTS,
        depends_on=("reports", "incidents"),
        tables=("people", "person_mentions", "person_links"),
    ),
    Projection("cartels", _REPORTS, depends_on=("reports", "incidents"), tables=("cartels", "cartel_incidents")),
    Projection("seizures", _REPORTS, depends_on=("reports", "incidents"), tables=("seizures", "seizure_reports")),
    Projection("operations", _REPORTS, depends_on=("reports", "incidents"), tables=("operations", "operation_reports")),
    Projection("homicide_figures", _REPORTS, depends_on=("reports", "incidents")),
    Projection(
        "timeline",
        _REPORTS,
        depends_on=("reports", "incidents"),
        tables=("timeline", "state_months", "state_cartels", "state_days"),
    ),
    Projection(
        "coverage",
        tuple(dict.fromkeys((*_CABLES, *_REPORTS))),
        depends_on=("cables", "reports"),
        tables=("coverage_cables", "coverage_months"),
    ),
    Projection(
        "developments",
        (DevelopmentRecorded.type(), SummaryRecorded.type(), EventErased.type(), *_READ_AGAIN),
        depends_on=("cables", "reports"),
    ),
)
