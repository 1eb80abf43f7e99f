"""The page of an incident: what its cables say side by side, what they tell differently, and why they are one event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from feeds import titles, wording
from feeds.fields import fields
from feeds.pages import views, words
from feeds.pages.citing import citations
from feeds.pages.frame import Frame, Page
from feeds.pages.report import NOTHING
from feeds.pages.rows import Apart, Cited, Differing, Noted, Pair
from feeds.pages.tables import Cell, Table, noted
from feeds.rows import Development, IncidentState, ReportState
from feeds.site import cable_address, incident_address, report_address
from feeds.topics import Family, kind_slug
from tracker.types import IncidentId, ReferenceId, ReportId


def incident_page(
    frame: Frame,
    incident: IncidentState,
    reports: Sequence[ReportState],
    *,
    developments: Sequence[Development],
    differing: Sequence[Differing] = (),
    pairs: Sequence[Pair] = (),
    apart: Sequence[Apart] = (),
    cited: Mapping[ReportId, Cited] = NOTHING,
    notes: Sequence[Noted] = (),
) -> Page:
    """The page of an incident: its facts, what each cable says, and how it became known, the newest first."""
    keys = [f"{Family.CARTELS}/{slug}" for slug in incident.cartels]
    keys += [f"{Family.OPERATIONS}/{incident.operation}"] if incident.operation else []
    keys += [f"{Family.STATES}/{code}" for code in incident.states] + [f"{Family.KINDS}/{kind_slug(incident.kind)}"]
    standing = [row for row in reports if not row.withdrawn]
    hidden = bool(reports) and all(row.withheld for row in reports)
    ours = {str(row.report_id) for row in reports if not row.withheld}
    about = [row for row in notes if row.subject in ours]
    tables = (
        noted(about),
        _side_by_side(frame, standing),
        _differences(frame, differing),
        _merged(frame, pairs, {row.report_id: row.reference_id for row in reports}),
        _apart(frame, apart),
    )
    return frame.render(
        "incident.html",
        address=incident_address(incident.incident_id),
        names_people=any(told.names_people for told in (incident.facts, *(row.facts for row in reports)))
        or bool(about)
        or any(row.names_people for row in developments),
        heading=wording.words("development", "withheld") if hidden else titles.event(incident.facts),
        kind="" if hidden else wording.words("kind", incident.kind),
        review=wording.words("review", incident.review_status),
        accuracy="" if hidden else words.reviewed(incident.review_status, incident.kind),
        withdrawn=incident.withdrawn,
        withheld=words.withheld() if hidden else "",
        rows=[] if hidden else fields(incident.facts),
        topics=[] if hidden else [topic for key in keys if (topic := frame.topic(key))],
        reports=[views.told(row) for row in reports],
        tables=[table for table in tables if table.rows],
        citations=[each.text for row in standing if (each := citations(frame, row, cited))],
        news=[views.news(row, frame.threads) for row in reversed(developments)],
        short=words.short(incident.incident_id),
    )


def moved_page(frame: Frame, former: IncidentId, incident: IncidentState) -> Page:
    """A page that leads from a former id of an incident to where it is told now."""
    return frame.render(
        "moved.html",
        address=incident_address(former),
        names_people=incident.facts.names_people,
        heading=titles.event(incident.facts),
        review=wording.words("review", incident.review_status),
        target=incident_address(incident.incident_id),
    )


def _side_by_side(frame: Frame, reports: Sequence[ReportState]) -> Table:
    if len(reports) < 2:
        return Table("", (), ())
    told = [{field.label: field.value for field in fields(row.facts)} for row in reports]
    labels = list(dict.fromkeys(label for each in told for label in each))
    heads = ("", *(f"{row.reference_id}, {words.day(row.cable_date)}".rstrip(", ") for row in reports))
    links = (
        Cell("Report"),
        *(Cell(words.short(row.report_id), f"{frame.root}{report_address(row.report_id)}") for row in reports),
    )
    rows = tuple((Cell(label), *(Cell(each.get(label, "–")) for each in told)) for label in labels)
    reviews = (Cell("Checked"), *(Cell(wording.words("review", row.review_status)) for row in reports))
    return Table("Side by side", heads, (*rows, reviews, links))


def _differences(frame: Frame, rows: Sequence[Differing]) -> Table:
    return Table(
        "What they tell differently",
        ("What", "As told", "In the words of the cable", "Told by"),
        tuple(_difference(frame, row) for row in rows),
    )


def _difference(frame: Frame, row: Differing) -> tuple[Cell, ...]:
    name = wording.known("differing", row.field) or wording.words("field", row.field)
    what = f"{name}: {words.thing(row.what).lower()}" if row.what else name
    return (
        Cell(what.capitalize() if what.islower() else what),
        Cell(f"{row.value} {row.unit}" if row.unit and row.unit != "units" else row.value),
        Cell(f"“{row.words}”" if row.words else ""),
        Cell(
            row.reference_id,
            f"{frame.root}{cable_address(row.reference_id)}",
            ", ".join(filter(None, (words.day(row.cable_date), words.asserters(row.asserted_by)))),
        ),
    )


def _merged(frame: Frame, pairs: Sequence[Pair], cables: dict[ReportId, ReferenceId]) -> Table:
    return Table(
        "Why these are one event",
        ("One report", "Another", "What speaks for it", "Together"),
        tuple(
            (
                _named(frame, pair.report_a, cables),
                _named(frame, pair.report_b, cables),
                Cell(", ".join(_signs(pair))),
                Cell("decided" if "decided" in pair.reasons else wording.number(pair.score), number=True),
            )
            for pair in pairs
        ),
    )


def _apart(frame: Frame, rows: Sequence[Apart]) -> Table:
    return Table(
        "Found to be of another event",
        ("Report", "Cable", "Found on", "Why"),
        tuple(
            (
                Cell(words.short(row.report_id), f"{frame.root}{report_address(row.report_id)}"),
                Cell(row.reference_id, f"{frame.root}{cable_address(row.reference_id)}"),
                Cell(words.day(row.decided_at)),
                Cell(row.reason or ""),
            )
            for row in rows
        ),
    )


def _named(frame: Frame, report_id: ReportId, cables: dict[ReportId, ReferenceId]) -> Cell:
    return Cell(words.short(report_id), f"{frame.root}{report_address(report_id)}", cables.get(report_id, ""))


def _signs(pair: Pair) -> Iterator[str]:
    for reason in pair.reasons:
        sign, _, weight = reason.rpartition(" ")
        if weight[:1] in "+-" and weight[1:].isdecimal():
            yield f"{wording.words('sign', sign)} {weight}"
        else:
            yield wording.words("sign", reason)
