"""Identity never changes: these ids, or their like, stand in recorded logs."""

from __future__ import annotations

import json
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from tracker import identity
from tracker.types import EventId, ReferenceId

CABLE = ReferenceId("07MEXICO1068")


def test_the_ids_that_logs_hold() -> None:
    assert {
        str(identity.report_id(CABLE, "arrest", "the Arrest  of 4 members", 1)): "a report",
        str(identity.document_id(CABLE, 1)): "a document",
        str(identity.event_id(CABLE, "CableRecorded", 0)): "an event",
        str(identity.development_id(EventId(UUID(int=1)), "new-incident", "x")): "a development",
    } == {
        "c7c90c2a-f399-5280-b582-e6e0cbcad13d": "a report",
        "8bda1608-b5e7-5b01-9216-2e08781f4d39": "a document",
        "a00360ef-8bad-5878-8be3-29b3f9ee194f": "an event",
        "dbc4f7c8-68ef-5cc1-812d-8479028822f5": "a development",
    }


def test_an_id_is_a_uuid_of_the_parts_as_json() -> None:
    parts = ["report", "07MEXICO1068", "arrest", "the arrest of 4 members", 1]
    expected = uuid5(identity.NAMESPACE, json.dumps(parts, separators=(",", ":")))
    assert identity.report_id(CABLE, "arrest", "the Arrest  of 4 members,", 1) == expected


def test_a_quote_is_normalised_over_case_accents_spaces_and_punctuation() -> None:
    assert identity.normalise_quote("  “Über-50”\nArrésts, ﬁve ") == "uber 50 arrests five"


@given(st.text())
def test_normalising_twice_changes_nothing(words: str) -> None:
    once = identity.normalise_quote(words)
    assert identity.normalise_quote(once) == once


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_no_two_lists_of_parts_make_one_id(a: list[str], b: list[str]) -> None:
    assert (identity.identity(*a) == identity.identity(*b)) == (a == b)


def test_each_repetition_has_an_id_of_its_own() -> None:
    ids = {identity.event_id("subject", "ArrestReported", earlier) for earlier in range(3)}
    assert len(ids) == 3


def test_a_development_is_told_by_cause_kind_and_subject() -> None:
    cause = EventId(UUID(int=1))
    ids = {
        identity.development_id(cause, "new-incident", "a"),
        identity.development_id(cause, "corrected", "a"),
        identity.development_id(cause, "new-incident", "b"),
        identity.development_id(EventId(UUID(int=2)), "new-incident", "a"),
    }
    assert len(ids) == 4
