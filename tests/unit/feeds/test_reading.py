from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from feeds.reading import row_of
from feeds.rows import CartelState, Development, DevelopmentKind, OperationState, facts
from tests.unit.feeds.invented import BORN, SPACE
from tracker.reports import Comparison, DateInterval, Item, Kind, Place, Status
from tracker.statements import statements
from tracker.types import JsonObject

TOLD: JsonObject = {
    "kind": "seizure",
    "subtype": None,
    "date": {"start": "2007-02-06", "end": "2007-02-08"},
    "places": [{"state": "MX-TAM", "city": None}],
    "persons": ["Juan Modelo", None],
    "items": [{"what": "cocaine", "quantity": "2.20", "unit": "t", "op": ">"}, {"what": "cash", "quantity": None}],
    "certain": False,
    "paragraphs": ["2", "7"],
    "quote": "ton of cocaine was found",
    "passage": "No ton of cocaine was found.",
    "a-field-of-tomorrow": 1,
}


def test_facts_are_read_as_what_they_mean() -> None:
    told = facts(TOLD)
    assert told.kind is Kind.SEIZURE
    assert told.date == DateInterval(date(2007, 2, 6), date(2007, 2, 8))
    assert told.places == (Place("MX-TAM"),)
    assert told.items == (Item("cocaine", Decimal("2.20"), "t", Comparison.MORE), Item("cash"))
    assert (told.quote, told.passage) == ("ton of cocaine was found", "No ton of cocaine was found.")
    assert told.persons == ("Juan Modelo",)
    assert (told.certain, told.aggregate, told.paragraphs) == (False, False, ("2", "7"))


def test_facts_that_are_not_of_the_codebook_are_refused() -> None:
    with pytest.raises(ValueError, match="weather"):
        facts({"kind": "weather"})


def test_a_row_of_a_view_becomes_a_development() -> None:
    columns = {
        "development_id": SPACE,
        "position": 7,
        "log_hash": "ab",
        "kind": "figures-published",
        "published_at": BORN,
        "updated_at": BORN,
        "report_ids": [SPACE],
        "incident_id": None,
        "reference_id": "07SAMPLE12",
        "cable_date": None,
        "cartels": ["gulf"],
        "operations": [],
        "states": [],
        "report_kind": "seizure",
        "facts": TOLD,
        "facts_before": None,
        "all_facts": [TOLD, TOLD],
        "reason": None,
        "review_status": "machine",
        "withdrawn": False,
        "withdrawn_reason": None,
        "corrected_by": None,
    }
    made = row_of(columns, Development)
    assert made.kind is DevelopmentKind.FIGURES_PUBLISHED
    assert (made.report_ids, made.cartels, made.incident_id) == ((SPACE,), ("gulf",), None)
    assert made.all_facts == (facts(TOLD), facts(TOLD))
    assert made.facts_before is None


def test_states_keep_their_dates() -> None:
    day = date(2007, 2, 6)
    counts = {"reports": 1, "cables": 1}
    cartel = row_of({"slug": "gulf", "name": "Gulf", "first_event": day, "last_event": None, **counts}, CartelState)
    assert (cartel.first_event, cartel.last_event) == (day, None)
    operation = row_of({"slug": "a", "name": "A", "status": "ended", "status_as_of": BORN, **counts}, OperationState)
    assert (operation.status, operation.status_as_of) == (Status.ENDED, BORN)


@pytest.mark.parametrize(
    "name", ["developments", "items", "cartels", "operations", "incidents", "listed", "reports", "cables", "paragraphs"]
)
def test_every_statement_is_there_and_in_a_total_order(name: str) -> None:
    assert "ORDER BY" in statements("feeds", "queries.sql")[name]
