"""Adding a report that the machine missed, with its quote in the cable's text of record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import identity
from tracker.accounts import cable_stream
from tracker.amending import amended
from tracker.deciding.plans import DecisionError, Entry, Plan, check_seen, decision_id, made, must_have_reason
from tracker.decision_events import PERSON, ReportAdded, Standing
from tracker.reports import CODEBOOK_VERSION, Evidence, Kind, Report
from tracker.types import Position, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.accounts import Account
    from tracker.types import ReferenceId, ReportId


def add(
    account: Account,
    reference_id: ReferenceId,
    kind: Kind,
    quote: Span,
    *,
    values: Mapping[str, object],
    reason: str,
    seen: Position | None = None,
) -> Plan:
    """Add a report of a kind with its main quote and the fields that a person sets.

    Raises DecisionError where the quote is in no paragraph, or the report is there already.
    """
    must_have_reason(reason)
    if account.content is None or account.document is None:
        raise DecisionError(f"the log has no cable {reference_id}; ingest it first")
    evidence = next(
        (
            Evidence(each.ordinal, quote)
            for each in account.content.paragraphs
            if each.span.start <= quote.start and quote.end <= each.span.end
        ),
        None,
    )
    if evidence is None:
        raise DecisionError(f"the quote {quote.start}:{quote.end} is not within one paragraph of {reference_id}")
    try:
        report = amended(Report(kind=kind, quote=quote, evidence=(evidence,)), values)
    except (ValueError, TypeError) as error:
        raise DecisionError(str(error)) from None
    words = account.texts[account.document.document_id](quote)
    report_id, nth = _new_id(account, reference_id, report, words)
    earlier = account.earlier[str(report_id), ReportAdded.type()]
    act_id = decision_id(ReportAdded.type(), [str(report_id)], earlier)
    plan = Plan(act=ReportAdded.type(), subjects=(str(report_id),), decision_id=act_id)
    if nth is None:
        return Plan(act=plan.act, subjects=plan.subjects, decision_id=act_id, already="it is told already")
    newest = max((state.position for state in account.reports.values()), default=Position(0))
    stream = cable_stream(reference_id)
    event = ReportAdded(
        report_id=report_id,
        reference_id=reference_id,
        document_id=account.document.document_id,
        extractor=PERSON,
        codebook=CODEBOOK_VERSION,
        report=report,
        decision=made(act_id, reason, check_seen(newest, seen, f"what {reference_id} reports")),
    )
    return Plan(
        act=plan.act,
        subjects=plan.subjects,
        decision_id=act_id,
        entries=(Entry(stream=stream, subject=str(report_id), event=event, earlier=earlier),),
        expected={stream: account.version},
        after=report,
        beware=_beside(account, report),
    )


def _beside(account: Account, report: Report) -> str | None:
    """What tells of such an event by the same words already: who adds another may have meant that."""
    told = [
        str(report_id)
        for report_id, state in account.reports.items()
        if state.standing is Standing.TOLD
        and state.told.report.kind is report.kind
        and account.document is not None
        and state.told.document_id == account.document.document_id
        and state.told.report.quote.overlaps(report.quote)
    ]
    if not told:
        return None
    return (
        f"the same words tell report {', '.join(told)} already; this is another one. To mend that one: tracker correct"
    )


def _new_id(account: Account, reference_id: ReferenceId, report: Report, words: str) -> tuple[ReportId, int | None]:
    """The id of the new report, by the rule of all reports, and which of its quote it is; None where it is told."""
    nth = 1
    while True:
        report_id = identity.report_id(reference_id, report.kind.value, words, nth)
        state = account.reports.get(report_id)
        if str(report_id) in account.erased:
            raise DecisionError(f"report {report_id} was erased for good, and is not told again")
        if state is None or state.standing is Standing.WITHDRAWN:
            return report_id, nth
        if state.standing is not Standing.TOLD:
            raise DecisionError(
                f"this is report {report_id}, which is {state.standing.value}; undo that: "
                f"tracker restore {state.acts[-1].decision_id}"
            )
        if all(getattr(state.told.report, name) == getattr(report, name) for name in _TELLING):
            return report_id, None
        nth += 1


_TELLING = (
    "kind",
    "date",
    "places",
    "cartels",
    "count",
    "killed",
    "injured",
    "items",
    "status",
    "personnel",
    "persons",
)
