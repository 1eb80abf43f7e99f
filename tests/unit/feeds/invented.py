"""Invented rows: a small release that never was, for tests of feeds and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from feeds.rows import (
    CableState,
    CartelState,
    Development,
    DevelopmentKind,
    Facts,
    IncidentState,
    OperationState,
    ParagraphState,
    ReportState,
    Snapshot,
)
from feeds.site import Site
from tracker.reports import Comparison, DateInterval, Item, Kind, Place, Status, Subtype
from tracker.types import DevelopmentId, IncidentId, Position, ReferenceId, ReportId

SPACE = UUID("00000000-0000-5000-8000-000000000001")
BORN = datetime(2011, 1, 1, 12, tzinfo=UTC)
CABLE_DATE = datetime(2007, 2, 16, 18, 30, tzinfo=UTC)
SITE = Site("https://tracker.example/", "tracker.example", date(2011, 1, 1), BORN, "Cable Tracker", sample=False)
SAMPLE_SITE = replace(SITE, sample=True)

ARREST = Facts(
    kind=Kind.ARREST,
    date=DateInterval(date(2007, 2, 6), date(2007, 2, 6)),
    places=(Place("MX-NLE", "Monterrey"),),
    cartels=("juarez",),
    count=4,
    quote="soldiers held four men of the group at a bus station",
    passage="According to a visitor at the post, soldiers held four men of the group at a bus station, as everybody "
    "there had heard.",
    paragraphs=("2", "7"),
    marking="C",
)
SEIZURE = Facts(
    kind=Kind.SEIZURE,
    date=DateInterval(date(2006, 12, 8), date(2007, 1, 3)),
    places=(Place("MX-MIC"),),
    operation="michoacan",
    operation_name="Operativo Michoacan",
    agencies=("army", "federal-police"),
    items=(
        Item("cocaine", Decimal("2.2"), "t"),
        Item("firearms", Decimal(127), "units"),
        Item("cash", Decimal(4000), "usd"),
    ),
    quote="the inspectors found 2.2 tons of cocaine, 127 firearms and four thousand dollars",
    paragraphs=("3",),
)
AMBUSH = Facts(
    kind=Kind.ATTACK,
    subtype=Subtype.AMBUSH,
    date=DateInterval(date(2007, 2, 1), date(2007, 2, 28)),
    places=(Place("MX-GRO", "Acapulco"),),
    cartels=("gulf", "zetas"),
    killed=5,
    injured=2,
    certain=False,
    quote="five policemen fell and two were hurt on the coast road",
    paragraphs=("4",),
    persons=("Ramon Ejemplo",),
)
OPERATION = Facts(
    kind=Kind.OPERATION,
    status=Status.LAUNCHED,
    date=DateInterval(date(2006, 12, 8), date(2006, 12, 8)),
    places=(Place("MX-MIC"),),
    operation="michoacan",
    agencies=("military",),
    personnel=6784,
    quote="the government moved a division into the highlands",
    paragraphs=("1",),
)
ERADICATION = Facts(
    kind=Kind.ERADICATION,
    places=(Place("MX-MIC"),),
    items=(Item("marijuana", Decimal(5023), "fields", Comparison.ABOUT),),
    aggregate=True,
    quote="some 5,023 fields were burned",
    paragraphs=("3",),
)
HOMICIDES = Facts(
    kind=Kind.HOMICIDE_COUNT,
    date=DateInterval(date(2007, 1, 1), date(2007, 12, 31)),
    places=(Place("MX-CHH"),),
    count=50,
    count_op=Comparison.MORE,
    victims="police",
    aggregate=True,
    quote="more than fifty officers died in that state",
    paragraphs=("5",),
)
ALL_FACTS = (ARREST, SEIZURE, AMBUSH, OPERATION, ERADICATION, HOMICIDES)


def development(number: int, facts: Facts = ARREST, **changes: object) -> Development:
    """The `number`-th development, published so many minutes after the site was born; about a report of its own."""
    published = BORN + timedelta(minutes=number)
    made = Development(
        development_id=DevelopmentId(uuid5(SPACE, f"development {number}")),
        position=Position(number * 3),
        log_hash=f"{number:064x}",
        kind=DevelopmentKind.NEW_INCIDENT,
        published_at=published,
        updated_at=published,
        report_ids=(report_id(number),),
        incident_id=incident_id(number),
        reference_id=ReferenceId("07SAMPLE12"),
        cable_date=CABLE_DATE,
        cartels=facts.cartels,
        operations=(facts.operation,) if facts.operation else (),
        states=tuple(dict.fromkeys(place.state for place in facts.places)),
        report_kind=facts.kind,
        facts=facts,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the caller names fields


def report_id(number: int) -> ReportId:
    return ReportId(uuid5(SPACE, f"report {number}"))


def incident_id(number: int) -> IncidentId:
    return IncidentId(report_id(number))


@dataclass(frozen=True)
class InventedParagraphs:
    """Paragraphs from memory."""

    rows: Mapping[ReferenceId, Sequence[ParagraphState]]

    def of(self, reference_ids: Sequence[ReferenceId]) -> Mapping[ReferenceId, Sequence[ParagraphState]]:
        return {reference_id: self.rows[reference_id] for reference_id in reference_ids if reference_id in self.rows}


def incident(told: Development) -> IncidentState:
    """The incident that a development began."""
    interval = told.facts.date
    assert told.incident_id is not None
    return IncidentState(
        incident_id=told.incident_id,
        kind=told.facts.kind,
        subtype=told.facts.subtype,
        status=told.facts.status,
        date_start=interval.start if interval else None,
        date_end=interval.end if interval else None,
        states=told.states,
        cartels=told.cartels,
        operation=told.facts.operation,
        facts=told.facts,
        report_ids=told.report_ids,
        review_status=told.review_status,
        withdrawn=told.withdrawn,
    )


def report(told: Development) -> ReportState:
    """The report that a development announced."""
    return ReportState(
        report_id=told.report_ids[0],
        incident_id=told.incident_id,
        reference_id=told.reference_id,
        cable_date=told.cable_date,
        facts=told.facts,
        quote_start=0,
        quote_end=10,
        paragraph_ordinals=tuple(int(label) for label in told.facts.paragraphs),
        review_status=told.review_status,
        withdrawn=told.withdrawn,
        withdrawn_reason=told.withdrawn_reason,
        extractor="1",
        recorded_at=told.published_at,
        position=told.position,
    )


def cable(reference_id: str, **changes: object) -> CableState:
    """A cable's header."""
    made = CableState(
        reference_id=ReferenceId(reference_id),
        position=Position(1),
        cable_date=CABLE_DATE,
        released_at=datetime(2010, 12, 2, tzinfo=UTC),
        recorded_at=BORN,
        classification="CONFIDENTIAL",
        origin="Embassy Sample",
        subject="AN INVENTED REPORT ON AN INVENTED CAMPAIGN",
        tags=("PGOV", "SNAR"),
        reference_ids=("07SAMPLE11", "06SAMPLE900"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the caller names fields


def paragraphs(reference_id: str, facts: Sequence[Facts] = ALL_FACTS) -> tuple[ParagraphState, ...]:
    """One paragraph for each label that the facts cite, with their quotes in it; and the text before paragraph 1."""
    made = [_paragraph(reference_id, 0, "SUMMARY", "Subject: an invented report on an invented campaign")]
    labels = sorted({int(told.paragraphs[0]) for told in facts if told.paragraphs} | {1, 7})
    for label in labels:
        quotes = [told.quote for told in facts if told.quote and told.paragraphs[:1] == (str(label),)]
        words = ". ".join(
            f"According to a visitor at the post, {quote}, as everybody there had heard" for quote in quotes
        )
        made.append(
            _paragraph(reference_id, label, "THE HIGHLANDS" if label == 3 else None, f"{words}. Comment follows.")
        )
    return tuple(made)


def _paragraph(reference_id: str, ordinal: int, heading: str | None, text: str) -> ParagraphState:
    return ParagraphState(
        reference_id=ReferenceId(reference_id),
        ordinal=ordinal,
        label=str(ordinal),
        marking="C" if ordinal else None,
        heading=heading,
        text=text,
    )


def snapshot(developments: Sequence[Development]) -> Snapshot:
    """A state of the log in which these developments were published, with all that they speak of."""
    first = {row.incident_id: row for row in reversed(developments) if row.incident_id}
    reports = {row.report_ids[0]: row for row in reversed(developments) if row.report_ids}
    cited = sorted({row.reference_id for row in developments})
    return Snapshot(
        developments=tuple(developments),
        cartels=_cartels(developments),
        operations=(
            OperationState(
                slug="michoacan",
                name="Joint Operation Michoacan",
                aliases=("Operativo Michoacan",),
                status=Status.LAUNCHED,
                status_as_of=CABLE_DATE,
                launched=date(2006, 12, 8),
                states=("MX-MIC",),
                personnel=6784,
                reports=2,
                cables=1,
            ),
        ),
        incidents=tuple(incident(row) for row in first.values()),
        reports=tuple(report(row) for row in reports.values()),
        cables=tuple(cable(reference_id) for reference_id in cited),
        paragraphs=InventedParagraphs({reference_id: paragraphs(reference_id) for reference_id in cited}),
    )


def _cartels(developments: Sequence[Development]) -> tuple[CartelState, ...]:
    slugs = sorted({slug for row in developments for slug in row.cartels})
    return tuple(
        CartelState(
            slug=slug,
            name=f"{slug.replace('-', ' ').title()} Cartel",
            incidents=sum(slug in row.cartels for row in developments),
            reports=sum(slug in row.cartels for row in developments),
            cables=1,
            first_event=date(2007, 2, 1),
            last_event=date(2007, 2, 28),
            states=("MX-TAM",),
        )
        for slug in slugs
    )
