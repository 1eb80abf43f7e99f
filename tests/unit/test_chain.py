"""The canonical form of JSON has one byte form for a value, and for two values never the same."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.log.chain import body_json, canonical_json, chain_hash, event_digest

if TYPE_CHECKING:
    from tracker.types import JsonObject, JsonValue

ID = UUID("6f1d5c0a-7a43-5d0e-9a0b-3f5f2c1f6f4e")
TODAY = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | TEXT
VALUES: st.SearchStrategy[JsonValue] = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=30
)


@given(VALUES)
def test_the_canonical_form_is_that_of_the_standard_library(value: JsonValue) -> None:
    # Logs were written with it: their digests must come out the same for ever.
    old = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert canonical_json(value) == old
    assert json.loads(old) == value


@pytest.mark.parametrize(
    "value",
    [1.5, 1e22, 1e-7, 1.5e300, 2**64, -(2**63) - 1, "\ud800", Decimal(1), TODAY, {1: 2}],
    ids=repr,
)
def test_what_the_log_cannot_hold_is_refused(value: JsonValue) -> None:
    everywhere: list[JsonValue] = [value, [value], {"a": [{"b": value}]}]
    for nested in everywhere:
        with pytest.raises(TypeError):
            canonical_json(nested)


@given(st.dictionaries(TEXT, VALUES))
def test_the_digest_of_a_body_is_that_of_its_json(body: JsonObject) -> None:
    def digest(body: JsonObject | bytes) -> bytes:
        return event_digest(
            stream="cable/07MEXICO1",
            event_type="T",
            schema_version=1,
            event_id=ID,
            actor="a test",
            correlation=None,
            cause=None,
            body=body,
            salt=bytes(16),
        )

    assert body_json(body) == canonical_json(body)
    assert digest(body_json(body)) == digest(body)


def test_the_digest_covers_ids_however_they_are_given() -> None:
    def digest(*, event_id: UUID | str, cause: UUID | str | None) -> bytes:
        return event_digest(
            stream="cable/07MEXICO1",
            event_type="T",
            schema_version=1,
            event_id=event_id,
            actor="a test",
            correlation=None,
            cause=cause,
            body={"ü": [1, None, True]},
            salt=bytes(16),
        )

    assert digest(event_id=ID, cause=ID) == digest(event_id=str(ID), cause=str(ID))
    assert digest(event_id=ID, cause=None).hex() == "92f901f27b61e40fb45d85c17259402f7d2761ef758aa0cfc55f03e87ef813c6"


def test_the_hash_covers_place_and_time() -> None:
    place = {"position": 7, "version": 2, "recorded_at": 1_700_000_000_000_000}
    known = chain_hash(bytes(32), **place, digest=bytes(32))
    assert known.hex() == "22496d5d57503ce603256da89b0ee3749ba3313df270bdc626e233bad5ec7cdf"
    for name in place:
        assert chain_hash(bytes(32), **{**place, name: 3}, digest=bytes(32)) != known


@given(st.floats(allow_nan=False, allow_infinity=False), st.lists(SCALARS), TEXT)
def test_no_float_hides_among_others(value: float, others: list[JsonValue], key: str) -> None:
    floats: list[object] = [value, [*others, value], [value, *others], {key: value, "z": others}]
    for nested in floats:
        with pytest.raises(TypeError):
            canonical_json(nested)  # type: ignore[arg-type]  # no JSON as the log holds it


@pytest.mark.parametrize("value", ["0.2.0", "e5,", ["x.5]", 5, None], {"1e5": "1.5"}], ids=repr)
def test_words_that_look_like_floats_are_none(value: JsonValue) -> None:
    assert json.loads(canonical_json(value)) == value
