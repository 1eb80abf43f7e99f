"""Events are read as they were written, whatever they hold, and what older versions wrote is still read."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.details import (
    Asserter,
    Assertion,
    Category,
    Figure,
    Force,
    Group,
    Measure,
    Person,
    Role,
    ToldDate,
    ToldPlace,
)
from tracker.events import (
    REPORTED,
    Event,
    ReportEvent,
    UnknownEventError,
    current_versions,
    from_body,
    to_body,
)
from tracker.reports import (
    Comparison,
    DateInterval,
    Evidence,
    FieldSource,
    Item,
    Kind,
    Name,
    Place,
    Report,
    Status,
    Subtype,
)
from tracker.types import DocumentId, ReferenceId, ReportId, Span

GOLDEN = Path(__file__).parent / "golden_events.jsonl"
"""One event of every type and version ever written. Lines are only ever added."""

spans = st.tuples(st.integers(0, 9_999), st.integers(0, 99)).map(lambda pair: Span(pair[0], sum(pair)))
names = st.lists(spans, min_size=1, max_size=3).map(lambda pieces: Name(tuple(pieces)))
intervals = st.tuples(st.dates(), st.dates()).map(lambda days: DateInterval(min(days), max(days)))
counts = st.none() | st.integers(0, 10**9)
quantities = st.decimals(0, 10**9, places=3, allow_nan=False)
mentions = st.integers(0, 3)
figures = st.builds(
    lambda bounds, **told: Figure(low=min(bounds), high=max(bounds), **told),
    bounds=st.tuples(quantities, quantities),
    measure=st.sampled_from(Measure),
    span=spans,
    value=st.none() | quantities,
    comparison=st.none() | st.sampled_from(Comparison),
    category=st.sampled_from(Category),
    what=st.none() | st.just("cash"),
    unit=st.none() | st.just("usd"),
    part=st.booleans(),
    mention=mentions,
)
people = st.builds(
    Person,
    name=names,
    role=st.sampled_from(Role),
    aliases=st.lists(spans, max_size=2).map(tuple),
    position=st.none() | spans,
    mention=mentions,
)
groups = st.builds(Group, slug=st.just("gulf"), role=st.sampled_from(Role), span=spans, mention=mentions)
items = st.builds(Item, st.sampled_from(["cash", "cocaine"]), st.none() | quantities, st.none() | st.just("kg"))
reports = st.builds(
    Report,
    kind=st.sampled_from(Kind),
    quote=spans,
    evidence=st.lists(st.builds(Evidence, st.integers(0, 99), spans), min_size=1, max_size=3).map(tuple),
    sources=st.lists(st.builds(FieldSource, st.just("date"), spans, st.just("a rule")), max_size=2).map(tuple),
    date=st.none() | intervals,
    places=st.lists(st.builds(Place, st.just("MX-TAM"), st.none() | st.text(max_size=5)), max_size=2).map(tuple),
    cartels=st.lists(st.sampled_from(["gulf", "zetas"]), max_size=2).map(tuple),
    certain=st.booleans(),
    aggregate=st.booleans(),
    agencies=st.just(()) | st.just(("army",)),
    operation=st.none() | st.just("michoacan"),
    operation_name=st.none() | names,
    status=st.none() | st.sampled_from(Status),
    personnel=counts,
    count=counts,
    count_op=st.none() | st.sampled_from(Comparison),
    victims=st.none() | st.just("police"),
    persons=st.lists(names, max_size=2).map(tuple),
    subtype=st.none() | st.sampled_from(Subtype),
    killed=counts,
    injured=counts,
    items=st.lists(items, max_size=2).map(tuple),
    dates=st.lists(st.builds(ToldDate, date=intervals, span=spans, mention=mentions), max_size=2).map(tuple),
    told_places=st.just(()) | spans.map(lambda span: (ToldPlace(place=Place("MX-TAM"), span=span),)),
    people=st.lists(people, max_size=2).map(tuple),
    groups=st.lists(groups, max_size=2).map(tuple),
    forces=st.just(()) | spans.map(lambda span: (Force(agency="army", span=span),)),
    figures=st.lists(figures, max_size=2).map(tuple),
    assertions=st.just(()) | spans.map(lambda span: (Assertion(by=Asserter.PRESS, span=span),)),
    hedges=st.lists(spans, max_size=2).map(tuple),
    objective=st.none() | spans,
    result_of=st.none() | spans,
)


def reported(report: Report) -> ReportEvent:
    return REPORTED[report.kind](
        report_id=ReportId(UUID(int=1)),
        reference_id=ReferenceId("07MEXICO1"),
        document_id=DocumentId(UUID(int=2)),
        extractor="1",
        codebook=1,
        report=report,
    )


@given(reports)
def test_a_report_is_read_as_it_was_written(report: Report) -> None:
    event = reported(report)
    body = json.loads(json.dumps(to_body(event)))
    assert from_body(event.type(), event.SCHEMA_VERSION, body) == event


def test_a_body_holds_no_floats_and_leaves_out_what_is_not_told() -> None:
    report = Report(kind=Kind.SEIZURE, quote=Span(1, 4), evidence=(Evidence(1, Span(1, 9)),))
    assert to_body(reported(report))["report"] == {
        "kind": "seizure",
        "quote": [1, 4],
        "evidence": [{"paragraph": 1, "span": [1, 9]}],
    }


def test_quantities_are_written_in_one_form() -> None:
    report = Report(
        kind=Kind.SEIZURE, quote=Span(1, 4), evidence=(), items=(Item("cocaine", Decimal("2.20"), "t"), Item("cash"))
    )
    same = Report(
        kind=Kind.SEIZURE, quote=Span(1, 4), evidence=(), items=(Item("cocaine", Decimal("2.2"), "t"), Item("cash"))
    )
    assert to_body(reported(report)) == to_body(reported(same))


@pytest.mark.parametrize(("name", "version"), [("ArrestReported", 99), ("ArrestReported", 0), ("NeverHeardOf", 1)])
def test_what_a_newer_tracker_wrote_is_told_by_name(name: str, version: int) -> None:
    with pytest.raises(UnknownEventError, match=f"{name}, version {version}"):
        from_body(name, version, {})


def golden() -> list[tuple[str, int, dict[str, object]]]:
    lines = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    return [(line["type"], line["schema_version"], line["body"]) for line in lines]


@pytest.mark.parametrize(("name", "version", "body"), golden(), ids=lambda value: str(value)[:30])
def test_what_was_ever_written_is_still_read(name: str, version: int, body: dict[str, object]) -> None:
    event = from_body(name, version, body)  # type: ignore[arg-type]  # read from JSON
    assert isinstance(event, Event)
    if version == current_versions()[name]:
        assert to_body(event) == body


def test_a_report_of_the_first_version_tells_what_it_told_in_today_s_form() -> None:
    report = {
        "kind": "arrest",
        "quote": [1, 40],
        "evidence": [{"paragraph": 1, "span": [1, 90]}],
        "sources": [{"field": "count", "span": [5, 12], "rule": "toll"}],
        "date": {"start": "2007-02-06", "end": "2007-02-06"},
        "places": [{"state": "MX-TAM"}],
        "cartels": ["gulf"],
        "agencies": ["army"],
        "persons": [[[20, 30], [33, 38]]],
        "count": 50,
        "count_op": ">",
    }
    body = {**to_body(reported(Report(kind=Kind.ARREST, quote=Span(1, 2), evidence=()))), "report": report}
    event = from_body("ArrestReported", 1, json.loads(json.dumps(body)))
    assert isinstance(event, ReportEvent)
    told, quote = event.report, Span(1, 40)
    assert (told.count, told.count_op, told.evidence) == (50, Comparison.MORE, (Evidence(1, Span(1, 90)),))
    assert told.figures == (
        Figure(
            measure=Measure.ARRESTED, span=Span(5, 12), value=Decimal(50), low=Decimal(50), comparison=Comparison.MORE
        ),
    )
    assert told.people == (Person(name=Name((Span(20, 30), Span(33, 38))), role=Role.ARRESTED),)
    assert told.groups == (Group(slug="gulf", role=Role.MEMBER, span=quote),)
    assert told.forces == (Force(agency="army", span=quote),)
    assert told.dates == (ToldDate(date=DateInterval(date(2007, 2, 6), date(2007, 2, 6)), span=quote),)
    assert told.told_places == (ToldPlace(place=Place("MX-TAM"), span=quote),)


def test_the_golden_file_has_every_type_in_its_newest_version() -> None:
    assert {(name, version) for name, version, _ in golden()} >= set(current_versions().items())


def test_dates_are_written_as_days() -> None:
    report = Report(
        kind=Kind.ARREST, quote=Span(1, 4), evidence=(), date=DateInterval(date(2007, 2, 6), date(2007, 2, 6))
    )
    assert to_body(reported(report))["report"] == {
        "kind": "arrest",
        "quote": [1, 4],
        "evidence": [],
        "date": {"start": "2007-02-06", "end": "2007-02-06"},
    }
