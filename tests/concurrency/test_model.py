"""The log against a model of it: whatever is appended, repeated, refused or undone, and however it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.concurrency import by_hand
from tests.concurrency.by_hand import rendition
from tracker.errors import EventConflictError, WrongVersionError
from tracker.events import FeedAuthorityRecorded
from tracker.log.laying import Append
from tracker.log.recorded import NewEvent, Recorded, new_event
from tracker.types import EventId, Position, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from tracker.log.log import Log

SEVERAL = 3
"""How many events a page has here, so that readings are of several pages."""
NAMES = ("cable/{}MEXICO1", "cable/{}TIJUANA2", "decision/{}")
_numbers = count(1)


class Place(NamedTuple):
    """Where the model has an event, and what it is."""

    position: int
    first_position: int
    stream: str
    version: int
    event_id: UUID
    type: str
    body: object


def place(recorded: Recorded) -> Place:
    return Place(
        recorded.position,
        recorded.first_position,
        recorded.stream,
        recorded.version,
        recorded.event_id,
        recorded.type,
        recorded.body,
    )


@dataclass
class Model:
    """What the log should hold after a position."""

    base: int
    places: list[Place] = field(default_factory=list)
    appends: list[list[NewEvent]] = field(default_factory=list)

    @property
    def head(self) -> int:
        return self.base + len(self.places)

    def version(self, stream: str) -> int:
        return sum(place.stream == stream for place in self.places)

    def positions(self, events: Sequence[NewEvent]) -> list[int]:
        found = {place.event_id: place.position for place in self.places}
        return [found[event.event_id] for event in events]

    def append(self, events: list[NewEvent]) -> None:
        first = self.head + 1
        for event in events:
            self.places.append(
                Place(
                    position=self.head + 1,
                    first_position=first,
                    stream=event.stream,
                    version=self.version(event.stream) + 1,
                    event_id=event.event_id,
                    type=event.type,
                    body=event.body,
                )
            )
        if events:
            self.appends.append(events)


STREAMS = st.integers(0, len(NAMES) - 1)
EVENTS = st.lists(st.tuples(STREAMS, st.booleans()), max_size=5)
EXPECTATIONS = st.dictionaries(STREAMS, st.sampled_from(["any", "exact", "none", "wrong"]), max_size=2)
SPANS = st.tuples(st.integers(-1, 12), st.one_of(st.none(), st.integers(0, 12)))


class LogMachine(RuleBasedStateMachine):
    """Does everything to the log and to the model; each run has streams of its own, after what other runs left."""

    def __init__(self, log: Log, writer: str) -> None:
        super().__init__()
        self.log, self.writer = log, writer
        self.streams = [Stream(name.format(f"{next(_numbers):04d}")) for name in NAMES]
        self.model = Model(log.head().position)

    def events(self, chosen: list[tuple[int, bool]]) -> list[NewEvent]:
        return [
            rendition(number, self.streams[stream]) if plain else authority(self.streams[stream])
            for number, (stream, plain) in enumerate(chosen)
        ]

    def expected(self, chosen: Mapping[int, str]) -> dict[Stream, Version | None]:
        def version(stream: Stream, which: str) -> Version | None:
            actual = self.model.version(stream)
            return {"any": None, "exact": Version(actual), "none": Version(0), "wrong": Version(actual + 1)}[which]

        return {self.streams[stream]: version(self.streams[stream], which) for stream, which in chosen.items()}

    def conflicts(self, expected: Mapping[Stream, Version | None]) -> dict[str, tuple[int, int]]:
        return {
            stream: (version, self.model.version(stream))
            for stream, version in expected.items()
            if version is not None and version != self.model.version(stream)
        }

    @rule(chosen=EVENTS, expectations=EXPECTATIONS, in_bulk=st.booleans())
    def append(self, chosen: list[tuple[int, bool]], expectations: Mapping[int, str], in_bulk: bool) -> None:
        events, expected = self.events(chosen), self.expected(expectations)
        conflicts = self.conflicts(expected)
        if conflicts:
            with pytest.raises(WrongVersionError) as caught:
                self.record(events, expected, in_bulk=in_bulk)
            assert (caught.value.expected, caught.value.actual) == conflicts[caught.value.stream]
            return
        self.model.append(events)
        self.record(events, expected, in_bulk=in_bulk)

    def record(self, events: list[NewEvent], expected: Mapping[Stream, Version | None], *, in_bulk: bool) -> None:
        if in_bulk:
            assert self.log.append_many([Append(events=events, expected=expected)]) == len(events)
        else:
            assert self.log.append(events, expected=expected) == self.model.positions(events)

    @rule(several=st.lists(EVENTS.filter(bool), min_size=2, max_size=4))
    def append_many(self, several: list[list[tuple[int, bool]]]) -> None:
        """Each of them continues what the ones before it leave."""
        appends: list[Append] = []
        for chosen in several:
            events = self.events(chosen)
            appends.append(
                Append(events=events, expected={events[0].stream: Version(self.model.version(events[0].stream))})
            )
            self.model.append(events)
        assert self.log.append_many(appends) == sum(map(len, several))

    @rule(several=st.lists(EVENTS.filter(bool), min_size=1, max_size=3), stream=STREAMS)
    def append_many_of_which_the_last_is_refused(self, several: list[list[tuple[int, bool]]], stream: int) -> None:
        refused = Append(events=[rendition(1, self.streams[stream])], expected={self.streams[stream]: Version(999)})
        with pytest.raises(WrongVersionError):
            self.log.append_many([*(Append(events=self.events(chosen)) for chosen in several), refused])

    @precondition(lambda self: self.model.appends)
    @rule(data=st.data(), expectations=EXPECTATIONS)
    def repeat(self, data: st.DataObject, expectations: Mapping[int, str]) -> None:
        """Whole or in part, with other salts too; whatever is expected of streams was so when it was recorded."""
        events = data.draw(st.sampled_from(self.model.appends))
        part = data.draw(st.lists(st.sampled_from(events), min_size=1, unique_by=lambda event: event.event_id))
        if data.draw(st.booleans()):
            part = [event._replace(salt=bytes(16), digest=bytes(32)) for event in part]
        assert self.log.append(part, expected=self.expected(expectations)) == self.model.positions(part)

    @precondition(lambda self: self.model.appends)
    @rule(data=st.data(), new=EVENTS.filter(bool), expectations=EXPECTATIONS)
    def repeat_in_bulk(self, data: st.DataObject, new: list[tuple[int, bool]], expectations: Mapping[int, str]) -> None:
        known = data.draw(st.sampled_from(self.model.appends))
        events = self.events(new)
        appends = [Append(events=known, expected=self.expected(expectations)), Append(events=events)]
        self.model.append(events)
        assert self.log.append_many(data.draw(st.permutations(appends))) == len(events)

    @precondition(lambda self: self.model.appends)
    @rule(data=st.data(), in_bulk=st.booleans())
    def change(self, data: st.DataObject, in_bulk: bool) -> None:
        """An id that is recorded, with other content: another body, stream or type."""
        event = data.draw(st.sampled_from(data.draw(st.sampled_from(self.model.appends))))
        other = data.draw(st.sampled_from([stream for stream in self.streams if stream != event.stream]))
        changed = data.draw(
            st.sampled_from(
                [
                    event._replace(json=b'{"another":1}'),
                    event._replace(stream=other),
                    event._replace(type="Another"),
                    event._replace(schema_version=2),
                ]
            )
        )
        record = (
            partial(self.log.append_many, [Append(events=[changed])])
            if in_bulk
            else partial(self.log.append, [changed])
        )
        with pytest.raises(EventConflictError):
            record()

    @precondition(lambda self: self.model.appends)
    @rule(data=st.data(), new=EVENTS.filter(bool))
    def append_what_is_known_in_part(self, data: st.DataObject, new: list[tuple[int, bool]]) -> None:
        known = data.draw(st.sampled_from(self.model.appends))
        mixed = data.draw(st.permutations([*known, *self.events(new)]))
        with pytest.raises(EventConflictError):
            self.log.append(mixed)

    @rule(chosen=EVENTS.filter(bool))
    def append_an_id_twice(self, chosen: list[tuple[int, bool]]) -> None:
        events = self.events(chosen)
        with pytest.raises(EventConflictError):
            self.log.append([*events, events[0]])

    @rule(chosen=EVENTS.filter(bool), by_copy=st.booleans())
    def abort(self, chosen: list[tuple[int, bool]], by_copy: bool) -> None:
        events = self.events(chosen)
        with psycopg.connect(self.writer) as connection:
            if by_copy:
                by_hand.copy(connection, by_hand.next_rows(connection, events))
            else:
                by_hand.append(connection, events)
            connection.rollback()

    @invariant()
    def ends_where_it_should(self) -> None:
        assert self.log.head().position == self.model.head

    @rule(
        span=SPANS,
        types=st.one_of(st.none(), st.lists(st.sampled_from(["RenditionRecorded", "FeedAuthorityRecorded", "None"]))),
        categories=st.one_of(st.none(), st.lists(st.sampled_from(["cable", "decision", "publisher"]))),
    )
    def read_all(self, span: tuple[int, int | None], types: list[str] | None, categories: list[str] | None) -> None:
        after, through = max(span[0], 0), span[1]
        base = self.model.base
        read = self.log.read_all(
            after=Position(base + after),
            through=None if through is None else Position(base + through),
            types=types,
            categories=categories,
        )
        assert list(map(place, read)) == [
            each
            for each in self.model.places
            if base + after < each.position <= (self.model.head if through is None else base + through)
            and (types is None or each.type in types)
            and (categories is None or each.stream.split("/")[0] in categories)
        ]

    @rule(stream=STREAMS, span=SPANS, backwards=st.booleans(), limit=st.one_of(st.none(), st.integers(0, 5)))
    def read_stream(self, stream: int, span: tuple[int, int | None], backwards: bool, limit: int | None) -> None:
        after, through = max(span[0], 0), 1_000_000 if span[1] is None else span[1]
        read = self.log.read_stream(
            self.streams[stream], after=Version(after), through=Version(through), backwards=backwards, limit=limit
        )
        wanted = [
            each
            for each in self.model.places
            if each.stream == self.streams[stream] and after < each.version <= through
        ]
        assert list(map(place, read)) == (wanted[::-1] if backwards else wanted)[:limit]


def authority(stream: Stream) -> NewEvent:
    event = FeedAuthorityRecorded(authority="example.org", date=date(2026, 1, 1))
    return new_event(event, stream=stream, event_id=EventId(uuid4()), actor="another test")


def test_the_log_is_what_its_model_is(log: Log, writer: str, superuser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.log.log.PAGE", SEVERAL)

    class Machine(LogMachine):
        def __init__(self) -> None:
            super().__init__(log, writer)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(by_hand.assert_intact(superuser)) > SEVERAL
