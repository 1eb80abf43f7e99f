"""From a draft to a report: stretches of cleaned text become spans of the document."""

from __future__ import annotations

from tracker.extraction.drafts import Draft, PrintedName, Telling
from tracker.reports import Evidence, FieldSource, Kind, Name, Report


def _evidence(telling: Telling) -> Evidence:
    return Evidence(telling.passage.paragraph.ordinal, telling.passage.span(telling.where))


def _name(name: PrintedName) -> Name:
    return Name(name.pieces)


def report(draft: Draft) -> Report:
    """The report of a draft; a total carries no names, and fields that its kind does not have stay empty."""
    passage = draft.passage
    filled = {reading.field for reading in draft.readings}
    sources = tuple(
        FieldSource(reading.field, passage.span(reading.where), reading.rule)
        for reading in sorted(draft.readings, key=lambda reading: (reading.field, reading.where))
        if reading.field in filled and reading.where.end > reading.where.start
    )
    acts = draft.kind in (Kind.OPERATION, Kind.ARREST, Kind.SEIZURE, Kind.ERADICATION)
    return Report(
        kind=draft.kind,
        quote=passage.span(draft.telling.quote),
        evidence=tuple(dict.fromkeys(_evidence(telling) for telling in (draft.telling, *draft.others))),
        sources=sources,
        date=draft.date,
        places=draft.places,
        cartels=draft.cartels,
        certain=draft.certain,
        aggregate=draft.aggregate,
        agencies=draft.agencies if acts else (),
        operation=draft.operation,
        operation_name=_name(draft.operation_name) if draft.operation_name else None,
        status=draft.status,
        personnel=draft.personnel,
        count=draft.count,
        count_op=draft.count_op,
        victims=draft.victims,
        persons=tuple(_name(name) for name in draft.persons),
        subtype=draft.subtype,
        killed=draft.killed,
        injured=draft.injured,
        items=draft.items,
    )
