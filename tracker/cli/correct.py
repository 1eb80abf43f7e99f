"""`tracker correct`: set fields of a report."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.deciding import AsJson, DryRun, Reason, Seen, at_desk, tell
from tracker.cli.editing import edited
from tracker.cli.installation import OfSample
from tracker.cli.output import say
from tracker.deciding.plans import DecisionError
from tracker.deciding.values import as_table, from_table, parse
from tracker.deciding.words import located
from tracker.types import Position

if TYPE_CHECKING:
    from tracker.deciding.plans import Plan
    from tracker.deciding.reports import Subject
    from tracker.deciding.values import Worded


def correct(
    report: Annotated[str, typer.Argument(help="The report: its id, or the beginning of it.", metavar="REPORT")],
    fields: Annotated[
        list[str] | None,
        typer.Argument(help="What it is to say; without any your editor opens.", metavar="FIELD=VALUE"),
    ] = None,
    *,
    reason: Reason,
    seen: Seen = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    of_sample: OfSample = False,
) -> None:
    """Set fields of a report, in your editor ($EDITOR) or as FIELD=VALUE.

    What you set stays, whatever a re-reading makes of it; other fields follow the machine. Lists are
    separated by commas, names are given in the cable's words, and an empty value says that the cable
    tells none. Fields: date (2007-03-03, 2007-03, 2007-03-03..2007-03-09), places (MX-TAM/Reynosa),
    cartels, agencies, persons, items (cocaine 300 kg), count (7, >7), killed, injured, personnel,
    status, subtype, victims, operation, operation_name, certain, aggregate.

    Example: tracker correct 1f0c2b3a count=7 date=2007-03-04 --reason "paragraph 3 says seven"
    """
    with at_desk(of_sample=of_sample, dry_run=dry_run) as (desk, database, settings):
        subject = desk.subject(report, Position(seen) if seen else None)
        values = parse(fields, located(subject.account)) if fields else _edited(subject)
        seen_now = Position(seen) if seen else subject.seen
        outcome = desk.correct(str(subject.report_id), values, reason=reason, seen=seen_now)
        if not as_json:
            _show(outcome.plan, subject.account.texts[subject.state.told.document_id])
        done = f"report {outcome.plan.subjects[0]} is corrected"
        tell(outcome, database, settings, done=done, as_json=as_json, dry_run=dry_run)


def _edited(subject: Subject) -> dict[str, object]:
    """The fields that were changed in the editor. Raises DecisionError where none was, or the text cannot be read."""
    told = subject.state.told
    worded = subject.account.texts[told.document_id]
    before = as_table(told.report, worded)
    lines = [
        f"# Report {subject.report_id} of {subject.reference_id}: {told.report.kind.value}",
        f"# {worded(told.report.evidence[0].span if told.report.evidence else told.report.quote)}",
        "# Change what is wrong, save and close. Names are given in the cable's words.",
        "",
        *(f"{name} = {_toml(value)}" for name, value in before.items()),
        "",
    ]
    text = edited("\n".join(lines), ending=".toml")
    try:
        after = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DecisionError(f"what was saved is not TOML: {error}") from None
    changed = {name: value for name, value in after.items() if value != before.get(name)}
    if not changed:
        raise DecisionError("nothing was changed in the editor; to say that it is right: tracker confirm")
    return from_table(changed, located(subject.account))


def _toml(value: str | list[str]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml(each) for each in value)}]"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _show(plan: Plan, worded: Worded) -> None:
    """Say what changes in the fields that people set."""
    if plan.before is None or plan.after is None:
        return
    before, after = as_table(plan.before, worded), as_table(plan.after, worded)
    for name, value in after.items():
        if before[name] != value:
            say(f"  {name}: {_shown(before[name])} -> {_shown(value)}")


def _shown(value: str | list[str]) -> str:
    return (", ".join(value) if isinstance(value, list) else value) or "nothing"
