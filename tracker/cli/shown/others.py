"""A person, an operation, a group and a cable on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds import wording
from tracker.cli.shown import told
from tracker.cli.shown.reports import SHORT, decisions, listed
from tracker.registers import state_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.cli.shown.sheet import Sheet
    from tracker.showing.rows import Cable, Cartel, Operation, Person, Shown


def person(sheet: Sheet, shown: Shown, one: Person) -> None:
    """A person as last reported, with every telling of the status."""
    status = one.status or told.NOT_TOLD
    if one.status and not one.status_certain:
        status += ", hedged or implied"
    if one.status_as_of:
        status += f", as of {told.day(one.status_as_of)}"
    sheet.title(one.name)
    sheet.fields(
        [
            ("Person", one.slug),
            ("Also", ", ".join(dict.fromkeys([*(name for name in one.names if name != one.name), *one.aliases]))),
            ("Status", status + (", disputed" if one.disputed else "")),
            ("Said to be", "; ".join(one.positions)),
            ("Groups", ", ".join(f"{_group(each.get('cartel'))} ({each.get('role')})" for each in one.memberships)),
            ("Parts", ", ".join(one.roles)),
        ]
    )
    if one.statuses:
        sheet.heading("Status by cable")
        sheet.rows(
            [
                [
                    str(each.get("reference_id")),
                    f"{each.get('status')}{'' if each.get('certain') else ', hedged or implied'}",
                    str(each.get("report_id"))[:SHORT],
                ]
                for each in one.statuses
            ]
        )
    _reports(sheet, shown)


def operation(sheet: Sheet, shown: Shown, one: Operation) -> None:
    """An operation as last reported, with every telling of its status."""
    sheet.title(one.name)
    sheet.fields(
        [
            ("Operation", one.slug),
            ("Also", ", ".join(one.aliases)),
            ("Status", f"{one.status}, as of {told.day(one.status_as_of)}" if one.status else told.NOT_TOLD),
            ("Launched", wording.day(one.launched) if one.launched else ""),
            ("Ended", wording.day(one.ended) if one.ended else ""),
            ("Where", _states(one.states)),
            ("Against", ", ".join(_group(slug) for slug in one.cartels)),
            ("For", one.objective or ""),
            ("Sent at first", "" if one.personnel is None else wording.number(one.personnel)),
            ("Sent so far", "" if one.personnel_now is None else wording.number(one.personnel_now)),
            ("Arrested", "" if not one.arrested else f"{one.arrested} in {one.arrest_incidents} incidents"),
        ]
    )
    if one.status_history:
        sheet.heading("Status by cable")
        sheet.rows(
            [
                [str(each.get("reference_id")), str(each.get("status")), str(each.get("report_id"))[:SHORT]]
                for each in one.status_history
            ]
        )
    _reports(sheet, shown)


def cartel(sheet: Sheet, shown: Shown, one: Cartel) -> None:
    """A group as the reports that stand tell of it."""
    sheet.title(one.name)
    sheet.fields(
        [
            ("Group", one.slug),
            ("Also", ", ".join(one.aliases)),
            ("Reports", f"{one.reports} in {one.cables} cables, of {one.incidents} incidents"),
            ("Of these", f"{one.arrests} of arrests, {one.seizures} of seizures, {one.attacks} of violence"),
            ("Events", _range(one)),
            ("Where", _states(one.states)),
            ("Factions", ", ".join(map(_tie, one.factions))),
            ("Allied with", ", ".join(map(_tie, one.alliances))),
        ]
    )
    if one.people:
        sheet.heading("People")
        sheet.rows([[str(each.get(name) or "") for name in ("slug", "role", "status", "name")] for each in one.people])
    _reports(sheet, shown)


def cable(sheet: Sheet, shown: Shown, one: Cable) -> None:
    """A cable's header, and what is reported in it."""
    sheet.title(one.subject or one.reference_id)
    sheet.fields(
        [
            ("Cable", one.reference_id),
            ("Date", told.day(one.cable_date)),
            ("From", one.origin or ""),
            ("Classification", one.classification or ""),
            ("Tags", ", ".join(one.tags)),
            ("Refers to", ", ".join(one.reference_ids)),
            ("Text", "an extract of the original" if one.partial else "whole"),
            ("Masked names", str(one.protected_names) if one.protected_names else ""),
            ("Read from", f"{one.source} ({one.source_format})"),
            ("Recorded", told.moment(one.recorded_at)),
            (
                "Withdrawn",
                f"from {', '.join(one.withdrawn_from)}, {told.day(one.withdrawn_at)}" if one.withdrawn_at else "",
            ),
            ("As it stands", f"position {one.position}, hash {one.log_hash[:16]}"),
        ]
    )
    _reports(sheet, shown)


def _reports(sheet: Sheet, shown: Shown) -> None:
    if shown.reports:
        sheet.heading("Reports")
        listed(sheet, shown.reports)
    if shown.decisions or shown.rereadings:
        sheet.heading("Decided")
        decisions(sheet, shown)


def _group(slug: object) -> str:
    return wording.group_name(str(slug))


def _tie(tie: dict[str, object]) -> str:
    """A group and, where known, the years of what binds it."""
    since, until = tie.get("since"), tie.get("until")
    years = f" ({since or ''} to {until or ''})".replace("( ", "(").replace(" )", ")") if since or until else ""
    return _group(tie.get("group")) + years


def _states(codes: Iterable[str]) -> str:
    return ", ".join(state_name(code) for code in codes)


def _range(one: Cartel) -> str:
    if not (one.first_event and one.last_event):
        return ""
    return f"{wording.day(one.first_event)} to {wording.day(one.last_event)}"
