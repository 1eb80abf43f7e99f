"""The report that another log tells is found by the words of its cable, or not at all: never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from tracker.reviewing.matching import Told, matched
from tracker.showing.rows import Report

PASSAGE = "On March 3, federal police in Reynosa arrested four members of the Gulf Cartel near the old bridge."
QUOTE = "federal police in Reynosa arrested four members of the Gulf Cartel"
OURS = Report(
    report_id=UUID(int=1),
    incident_id=UUID(int=1),
    reference_id="07MEXICO4321",
    cable_date=None,
    classification=None,
    origin=None,
    subject="",
    kind="arrest",
    facts={},
    quote=QUOTE,
    passage=PASSAGE,
    marking="C",
    labels=["1"],
    review_status="machine",
    withdrawn=False,
    withdrawn_reason=None,
    withheld=False,
    extractor="1",
    codebook=1,
    recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    position=1,
    log_hash="",
    actor="",
)
OTHER = replace(
    OURS,
    report_id=UUID(int=2),
    quote="soldiers arrested a municipal police commander in Tampico",
    passage="A week later soldiers arrested a municipal police commander in Tampico.",
    labels=["2"],
)
TOLD = Told(reference_id="07MEXICO4321", kind="arrest", quote=QUOTE, passage=PASSAGE, labels=("1",))


def found(told: Told, *ours: Report) -> int | None:
    match = matched(told, ours)
    return match.report_id.int if match else None


def test_the_same_words_are_the_same_report() -> None:
    assert found(TOLD, OTHER, OURS) == 1
    assert found(replace(TOLD, quote=QUOTE.upper().replace(" ", "  ") + "."), OTHER, OURS) == 1


def test_another_quote_of_the_same_sentence_is_found_by_the_sentence() -> None:
    assert found(replace(TOLD, quote="arrested four"), OTHER, OURS) == 1


def test_a_name_that_one_log_masks_does_not_hide_the_report() -> None:
    masked = "On March 3, federal police in Reynosa arrested [protected 1] of the Gulf Cartel near the old bridge."
    assert found(replace(TOLD, passage=masked, quote="police in Reynosa arrested [protected 1]"), OTHER, OURS) == 1


def test_another_cable_kind_or_event_is_no_match() -> None:
    assert found(replace(TOLD, reference_id="07MEXICO4322"), OURS) is None
    assert found(replace(TOLD, kind="attack"), OURS) is None
    assert found(TOLD, OTHER) is None


def test_of_two_that_are_alike_none_is_chosen() -> None:
    twin = replace(OURS, report_id=UUID(int=3))
    assert found(TOLD, OURS, twin) is None
    assert found(TOLD, OURS, replace(twin, labels=["7"])) == 1
