"""The history of a thing on a sheet: an event a paragraph, in the order of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds import wording
from tracker.cli.shown import told
from tracker.cli.shown.reports import SHORT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cli.shown.sheet import Sheet
    from tracker.showing.rows import Step
    from tracker.showing.subjects import Subject


def steps(sheet: Sheet, one: Subject, found: Sequence[Step]) -> None:
    """Every step: when and at which position, who, what, what changed and why."""
    sheet.title(f"{one.kind}/{one.key}: {one.told}")
    for step in found:
        sheet.heading(f"{step.position}  {told.moment(step.recorded_at)}  {wording.plain(step.actor)}")
        sheet.line(_what(step))
        if step.changed and step.facts and step.facts_before:
            for change in told.changes(step.facts_before, step.facts):
                sheet.line(change, indent=4)
        elif step.facts and step.facts_before is None and not step.withdrawn:
            sheet.line(told.sentence(step.facts), indent=4)
        if step.reason:
            sheet.line(f"Reason: {wording.reason(step.reason)}", indent=4)
        for label, value in (("Says", step.note), ("At", step.url)):
            if value:
                sheet.line(f"{label}: {value}", indent=4)
        if step.log_hash:
            sheet.line(f"hash {step.log_hash[:16]}", indent=4)
    if not found:
        sheet.line("Nothing is recorded of it.")


def _what(step: Step) -> str:
    if step.development_id:
        told_to_readers = wording.words("development", step.event)
        return f"Readers were told: {told_to_readers} ({step.reference_id or 'in sum'}, entry {step.development_id})"
    if step.decision_id:
        undone = ", undone since" if step.undone else ""
        return f"Decided: {step.event}{undone} ({str(step.decision_id)[:SHORT]})"
    name = _spaced(step.event)
    if step.report_id:
        by = f", read by {step.extractor}" if step.extractor else ""
        status = f", {step.review_status}" if step.review_status not in {None, "machine"} else ""
        return f"{name}: report {str(step.report_id)[:SHORT]} in {step.reference_id}{by}{status}"
    return f"{name}: {step.reference_id}" + (f", from {step.source}" if step.source else "")


def _spaced(event: str) -> str:
    """An event type as words: "Report corrected"."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in event).strip()
    return words.capitalize()
