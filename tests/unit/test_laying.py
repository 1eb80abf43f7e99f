"""Rows that are laid out before the head is locked are sent only where the log then ends as it was thought to."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from tracker.errors import WrongVersionError
from tracker.log.laying import Append, End, Outlook, lay_ahead, lay_out, streams
from tracker.log.recorded import NewEvent
from tracker.types import EventId, Stream, Version

FIRST, SECOND = Stream("cable/07MEXICO1"), Stream("cable/07MEXICO2")
BEGINNING = Outlook(End(7, b"h" * 32, 1_000_000), 5_000_000, {})


def ready(*named: Stream, expected: dict[Stream, Version | None] | None = None) -> Append:
    """An append of an event for each of some streams."""
    events = [
        NewEvent(stream, EventId(UUID(int=n)), "Said", 1, "somebody", None, None, b"{}", bytes(16), bytes(32))
        for n, stream in enumerate(named)
    ]
    return Append(events=events, expected=expected or {})


def locked(versions: dict[Stream, Version], *, before: Outlook = BEGINNING, after_microseconds: int = 10) -> Outlook:
    """What is seen of the log some time later, where nobody extended it."""
    return Outlook(before.end, before.now + after_microseconds, versions)


def test_what_is_laid_out_ahead_is_what_would_be_laid_out_later() -> None:
    batch = [ready(FIRST, FIRST, expected={FIRST: Version(3)}), ready(SECOND, FIRST)]
    laid = lay_ahead(batch, BEGINNING)
    assert laid
    assert laid.blocks == lay_out(batch, laid.before).blocks
    assert laid.before.versions == {FIRST: 3, SECOND: 0}
    assert laid.after.versions == {FIRST: 6, SECOND: 1}
    assert laid.after.end.position == 11


def test_it_follows_the_log_as_it_was_thought_to_be() -> None:
    laid = lay_ahead([ready(FIRST, expected={FIRST: Version(3)})], BEGINNING)
    assert laid
    seen = locked({FIRST: Version(3)}, before=laid.before)
    assert laid.follows(seen)
    assert not laid.follows(replace(seen, end=seen.end._replace(hash=bytes(32))))
    assert not laid.follows(replace(seen, versions={FIRST: Version(4)}))


def test_it_follows_at_about_its_time_only() -> None:
    laid = lay_ahead([ready(FIRST)], BEGINNING)
    assert laid
    versions = {FIRST: Version(0)}
    assert laid.follows(locked(versions, before=laid.before, after_microseconds=999_999))
    assert not laid.follows(locked(versions, before=laid.before, after_microseconds=1_000_000))
    assert not laid.follows(locked(versions, before=laid.before, after_microseconds=-1))


def test_one_batch_follows_the_other() -> None:
    first = lay_ahead([ready(FIRST, SECOND)], BEGINNING)
    assert first
    second = lay_ahead([ready(SECOND, expected={SECOND: None})], first.after)
    assert second
    assert second.before.versions == {SECOND: 1}
    assert second.follows(locked({SECOND: Version(1)}, before=second.before))
    assert second.after.end.recorded_at > first.after.end.recorded_at


def test_what_cannot_be_as_expected_is_not_laid_out_ahead() -> None:
    batch = [ready(FIRST), ready(FIRST, expected={FIRST: Version(5)})]
    assert lay_ahead(batch, BEGINNING) is None
    with pytest.raises(WrongVersionError):
        lay_out(batch, locked({FIRST: Version(0)}))


def test_the_streams_of_a_batch_are_those_that_it_extends_or_expects() -> None:
    assert streams([ready(FIRST), ready(expected={SECOND: Version(2)})]) == {FIRST, SECOND}
