"""A report and an incident on a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds import wording
from tracker.cli.shown import told
from tracker.cli.shown.sheet import marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cli.shown.sheet import Sheet
    from tracker.showing.rows import Incident, Join, Report, Shown, Telling

SHORT = 8
"""How many characters of an id are shown in a list: enough to ask by."""


def report(sheet: Sheet, shown: Shown, one: Report, *, paragraphs: bool = False) -> None:
    """All that is known of a report; with `paragraphs` the whole text that it rests on."""
    sheet.title(told.sentence(one.facts))
    sheet.fields([("Report", str(one.report_id)), *told.labelled(one.facts)])
    _details(sheet, one)
    words(sheet, shown, one, paragraphs=paragraphs)
    sheet.heading("Checked?")
    for line in told.review(one):
        sheet.line(line)
    decisions(sheet, shown)
    sheet.heading("Event")
    sheet.fields([("Incident", str(one.incident_id))])
    if shown.reports:
        sheet.line("Also reported:")
        listed(sheet, shown.reports)
    else:
        sheet.line("No other report tells of it.")
    tellings(sheet, shown.tellings)
    _joins(sheet, [join for join in shown.joins if one.report_id in {join.report_a, join.report_b}])
    if shown.people:
        sheet.heading("People")
        sheet.rows([[person.slug, person.name, ", ".join(person.roles)] for person in shown.people])
    _recorded(sheet, one)


def words(sheet: Sheet, shown: Shown, one: Report, *, paragraphs: bool = False) -> None:
    """The words of the cable, the quote marked."""
    sheet.heading("Words of the cable")
    sheet.line(told.source(one))
    if one.subject:
        sheet.line(one.subject)
    sheet.line(marked(one.passage or one.quote or "No words of it are shown.", one.quote), indent=4)
    for paragraph in shown.words if paragraphs else ():
        marking = f" ({paragraph.marking})" if paragraph.marking else ""
        sheet.line("")
        sheet.line(f"{f'Paragraph {paragraph.label}' if paragraph.label else 'Unnumbered'}{marking}")
        sheet.line(marked(paragraph.text, one.passage), indent=4)


def incident(sheet: Sheet, shown: Shown, one: Incident) -> None:
    """All that is known of an incident, report by report."""
    sheet.title(told.sentence(one.facts))
    state = "withdrawn: none of its reports stands" if one.withdrawn else one.review_status
    sheet.fields(
        [
            ("Incident", str(one.incident_id)),
            *told.labelled(one.facts),
            ("First told", told.day(one.first_told)),
            ("Last told", told.day(one.last_told)),
            ("Checked?", state),
        ]
    )
    _figures(sheet, one)
    for each in shown.reports:
        sheet.heading(f"Report {each.report_id}: {told.sentence(each.facts)}")
        words_of(sheet, each)
    decisions(sheet, shown)
    tellings(sheet, shown.tellings)
    _joins(sheet, shown.joins)
    if shown.apart:
        sheet.heading("Found to be of another event")
        for part in shown.apart:
            why = part.reason or "no reason is recorded"
            sheet.line(
                f"incidents/{part.incident_id}: report {str(part.report_id)[:SHORT]} of {part.reference_id}, found by "
                f"{part.actor} on {told.day(part.decided_at)}: {why}"
            )
    if shown.former_ids:
        sheet.heading("Ids that lead here too")
        for former in shown.former_ids:
            sheet.line(str(former))


def decisions(sheet: Sheet, shown: Shown) -> None:
    """What people decided and noted, and how a re-reading disagrees with that."""
    for one in shown.decisions:
        undone = ", undone since" if one.undone else ""
        sheet.line(f"{told.moment(one.recorded_at)}  {one.actor}: {one.act}{undone}  ({str(one.decision_id)[:SHORT]})")
        for change in told.decided(one.changes):
            sheet.line(change, indent=4)
        for label, value in (("Reason", one.reason), ("Says", one.note), ("At", one.url)):
            if value:
                sheet.line(f"{label}: {value}", indent=4)
    for reading in shown.rereadings:
        fields = ", ".join(reading.fields) or "whether it is there"
        sheet.line(f"{told.moment(reading.recorded_at)}  extractor {reading.extractor} reads otherwise: {fields}")
        if reading.found:
            sheet.line(told.sentence(reading.facts), indent=4)


def words_of(sheet: Sheet, one: Report) -> None:
    """In a list of reports: where one stands, its words, and whether somebody checked it."""
    sheet.line(told.source(one))
    sheet.line(marked(one.passage or one.quote or "No words of it are shown.", one.quote), indent=4)
    for line in told.review(one)[:1]:
        sheet.line(line)


def listed(sheet: Sheet, reports: Sequence[Report]) -> None:
    """A line a report."""
    sheet.rows(
        [
            [
                str(each.report_id)[:SHORT],
                each.reference_id,
                told.day(each.cable_date),
                "withdrawn" if each.withdrawn else each.review_status,
                told.sentence(each.facts),
            ]
            for each in reports
        ]
    )


def tellings(sheet: Sheet, found: Sequence[Telling]) -> None:
    """What is told so differently that not all can be right."""
    if not found:
        return
    sheet.heading("Told differently")
    sheet.rows(
        [
            [
                " ".join(part for part in (each.field, each.what or "") if part),
                str(each.report_id)[:SHORT],
                each.reference_id,
                told.differing(each),
            ]
            for each in found
        ]
    )


def _details(sheet: Sheet, one: Report) -> None:
    for heading, pairs in (
        ("Figures as written", told.figures(one.facts)),
        ("Persons as told", told.people(one.facts)),
        ("Groups", told.groups(one.facts)),
        ("Who says so", told.asserters(one.facts)),
    ):
        if pairs:
            sheet.heading(heading)
            sheet.fields(pairs)


def _figures(sheet: Sheet, one: Incident) -> None:
    if not one.told_figures:
        return
    sheet.heading("Figures")
    sheet.rows([_figure(each) for each in one.told_figures])


def _figure(figure: dict[str, object]) -> list[str]:
    measure = " ".join(str(part) for part in (figure.get("measure"), figure.get("what")) if part)
    low, best, high = (figure.get(name) for name in ("low", "best", "high"))
    shown = ["?" if value is None else str(value) for value in (low, best, high)]
    return [measure, f"{shown[1]} (least {shown[0]}, most {shown[2]})", str(figure.get("unit") or "")]


def _joins(sheet: Sheet, joins: Sequence[Join]) -> None:
    if not joins:
        return
    sheet.heading("Why these are one event")
    sheet.rows(
        [
            [f"{str(each.report_a)[:SHORT]} and {str(each.report_b)[:SHORT]}", str(each.score), "; ".join(each.reasons)]
            for each in joins
        ]
    )


def _recorded(sheet: Sheet, one: Report) -> None:
    sheet.heading("Recorded")
    sheet.fields(
        [
            ("First", told.moment(one.recorded_at)),
            ("As it stands", f"position {one.position}, hash {one.log_hash[:16]}, by {wording.plain(one.actor)}"),
            ("Read by", f"extractor {one.extractor}" + (f", codebook {one.codebook}" if one.codebook else "")),
        ]
    )
