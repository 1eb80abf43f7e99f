"""The catalogue: which read models there are, in the order in which they can be folded."""

from __future__ import annotations

from tracker.decision_events import (
    DECISIONS,
    ON_A_REPORT,
    DecisionUndone,
    OperationsMerged,
    PeopleMerged,
    PeopleSeparated,
    ReportReread,
    ReportRestored,
    ReportsMerged,
    ReportsSeparated,
    ReportWithheld,
)
from tracker.erasure_events import EventErased, WordsErased
from tracker.events import (
    REPORTED,
    CableReappeared,
    CableRecorded,
    CableReread,
    CableRevised,
    CableWithdrawn,
    DevelopmentRecorded,
    ReportCorrected,
    ReportWithdrawn,
    SummaryRecorded,
)
from tracker.projections.projection import Projection

_CABLES = (CableRecorded.type(), CableRevised.type(), CableReread.type())
_READ_AGAIN = (CableRevised.type(), CableReread.type(), WordsErased.type())
_REPORTS = (
    *(event.type() for event in REPORTED.values()),
    ReportCorrected.type(),
    ReportWithdrawn.type(),
    EventErased.type(),
    *(event.type() for event in ON_A_REPORT),
    ReportReread.type(),
    # Which of them are of one incident, person or operation people can decide.
    ReportsMerged.type(),
    ReportsSeparated.type(),
    PeopleMerged.type(),
    PeopleSeparated.type(),
    OperationsMerged.type(),
    DecisionUndone.type(),
    # What they tell in words rests on the cable's paragraphs and date.
    *_READ_AGAIN,
)


def _of_reports(name: str, *further: str) -> Projection:
    """A read model made of reports and their incidents, with further tables beside its own."""
    return Projection(name, _REPORTS, depends_on=("reports", "incidents"), tables=(name, *further), of_reports=True)


PROJECTIONS = (
    Projection("cables", _CABLES, retold_by=(WordsErased.type(),), tables=("cables", "paragraphs")),
    Projection("withdrawals", (CableWithdrawn.type(), CableReappeared.type()), tables=("cable_withdrawals",)),
    Projection("decisions", (*(event.type() for event in DECISIONS), EventErased.type())),
    Projection(
        "reports",
        _REPORTS,
        depends_on=("cables", "decisions"),
        tables=("reports", "report_versions", "rereadings", "report_paragraphs"),
    ),
    Projection(
        "incidents",
        _REPORTS,
        depends_on=("reports", "decisions"),
        tables=("incidents", "incident_signs", "incident_keys", "incident_pairs", "incident_links", "disagreements"),
        fills={"reports.incident_id": "report_id", "reports.incident_position": "NULL"},
    ),
    _of_reports("people", "person_mentions", "person_links"),
    _of_reports("cartels", "cartel_incidents"),
    _of_reports("seizures", "seizure_reports"),
    _of_reports("operations", "operation_reports"),
    _of_reports("homicide_figures"),
    _of_reports("timeline", "state_months", "state_cartels", "state_days", "topic_sums", "kind_months"),
    Projection(
        "coverage",
        tuple(dict.fromkeys((*_CABLES, *_REPORTS))),
        depends_on=("cables", "reports"),
        tables=("coverage_cables", "coverage_months"),
    ),
    Projection(
        "developments",
        (
            DevelopmentRecorded.type(),
            SummaryRecorded.type(),
            EventErased.type(),
            ReportWithheld.type(),
            ReportRestored.type(),
            OperationsMerged.type(),
            DecisionUndone.type(),
            *_READ_AGAIN,
        ),
        depends_on=("cables", "reports", "decisions"),
    ),
    # Last, since to make the words by which paragraphs are found takes longer than most of the others. The server does
    # that (`to_tsvector`), and several sessions share it.
    Projection(
        "search",
        (*_CABLES, WordsErased.type()),
        depends_on=("cables",),
        tables=(),
        fills={"paragraphs.search": "NULL"},
        bodies=False,
    ),
)
