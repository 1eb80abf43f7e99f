"""The catalogue: which read models there are, in the order in which they can be folded."""

from __future__ import annotations

from tracker.events import (
    REPORTED,
    CableRecorded,
    CableRevised,
    DevelopmentRecorded,
    ReportCorrected,
    ReportWithdrawn,
)
from tracker.projections.runner import Projection

_CABLES = (CableRecorded.type(), CableRevised.type())
_REPORTS = (*(event.type() for event in REPORTED.values()), ReportCorrected.type(), ReportWithdrawn.type())

PROJECTIONS = (
    Projection("cables", _CABLES),
    Projection("reports", _REPORTS, depends_on=("cables",)),
    Projection("incidents", _REPORTS, depends_on=("reports",)),
    Projection("cartels", _REPORTS, depends_on=("reports",)),
    Projection("operations", (*_REPORTS, CableRevised.type()), depends_on=("cables", "reports")),
    Projection("developments", (DevelopmentRecorded.type(),), depends_on=("cables", "reports")),
)
