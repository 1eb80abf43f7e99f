"""The bulk path beside its limit: a bare COPY of the same rows into a table with the same unique indexes."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING

import psycopg

from tests.benchmarks.inputs import Input, inputs
from tests.benchmarks.recorders import ACTOR, new_event
from tests.benchmarks.results import Measurement, Rounds
from tests.benchmarks.turns import rates
from tracker.database import Database
from tracker.events import SeizureReported
from tracker.log import wire
from tracker.log.bulk import TRANSACTION
from tracker.log.laying import Append
from tracker.log.log import Log
from tracker.statements import statements
from tracker.types import Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tests.benchmarks.servers import Bench

_PLACE = ("int8", "int8", "text", "int8", "uuid")
_ABOUT = ("text", "int4", "text", "uuid", "uuid", "timestamptz")
_TYPES_OF_ROWS = (*_PLACE, *_ABOUT, "bytea", "bytea", "bytea", "bytea")
"""The body as bytea: ready made in jsonb's own binary form, so that nobody parses or dumps it."""
_ROUNDS = 4
_MADE, _READY = "ours", "ours, of events made beforehand"
_TEXT, _BINARY, _BYTES = "text", "binary", "bytes"

Row = tuple[object, ...]


def appends(events: Iterable[Input]) -> Iterator[Append]:
    """An append for each stream; salt and digest are made when it is asked for."""
    for stream, group in groupby(events, attrgetter("stream")):
        made = [new_event(event) for event in group]
        yield Append(events=made, expected={stream: Version(0)})


def _rows(events: Sequence[Input], *, after: int, binary: bool) -> list[Row]:
    """Rows as the log has them, with any salts and hashes: nobody checks them."""
    now = datetime.now(UTC)
    return [
        (
            position,
            position - event.version + 1,
            event.stream,
            event.version,
            event.event_id,
            SeizureReported.type(),
            SeizureReported.SCHEMA_VERSION,
            ACTOR,
            None,
            None,
            now + timedelta(microseconds=position),
            b"\1" + event.state if binary else event.state.decode(),
            secrets.token_bytes(16),
            secrets.token_bytes(32),
            secrets.token_bytes(32),
        )
        for position, event in enumerate(events, start=after + 1)
    ]


def _copy_rows(connection: psycopg.Connection, statement: str, rows: Sequence[Row], types: Sequence[str]) -> None:
    for start in range(0, len(rows), TRANSACTION):
        with connection.transaction(), connection.cursor() as cursor, cursor.copy(statement) as copy:
            if types:
                copy.set_types(types)
            for row in rows[start : start + TRANSACTION]:
                copy.write_row(row)


def _blocks(events: Sequence[Input], *, after: int) -> list[bytes]:
    """The rows of a transaction each, ready made as COPY takes them."""
    now = 1_900_000_000_000_000
    rows = [
        b"".join(
            wire.copied(
                new_event(event),
                (position, position - event.version + 1, event.version, now + position, bytes(32)),
            )
        )
        for position, event in enumerate(events, start=after + 1)
    ]
    parts = [rows[start : start + TRANSACTION] for start in range(0, len(rows), TRANSACTION)]
    return [wire.COPY_BEGINS + b"".join(part) + wire.COPY_ENDS for part in parts]


def _copy_blocks(connection: psycopg.Connection, statement: str, blocks: Sequence[bytes]) -> None:
    for block in blocks:
        with connection.transaction(), connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(block)


def _ours(log: Log, size: int) -> dict[str, Callable[[int], Callable[[], object]]]:
    """Our two sides: with salts and digests made while they are timed, and before."""
    made, ready = inputs(seed=1), inputs(seed=2)
    return {
        _MADE: lambda _turn: partial(log.append_many, appends(list(islice(made, size)))),
        _READY: lambda _turn: partial(log.append_many, list(appends(islice(ready, size)))),
    }


def _bare(connections: Mapping[str, psycopg.Connection], size: int) -> dict[str, Callable[[int], Callable[[], object]]]:
    """The limit's sides, each with a table of its own: rows in two formats, and bytes that cost the client nothing."""
    sql = statements("tests.benchmarks", "bare.sql")
    events = {side: inputs(seed=seed) for seed, side in enumerate(connections, start=3)}

    def following(side: str) -> list[Input]:
        return list(islice(events[side], size))

    def text(turn: int) -> Callable[[], object]:
        rows = _rows(following(_TEXT), after=turn * size, binary=False)
        return partial(_copy_rows, connections[_TEXT], sql["copy_text"], rows, ())

    def binary(turn: int) -> Callable[[], object]:
        rows = _rows(following(_BINARY), after=turn * size, binary=True)
        return partial(_copy_rows, connections[_BINARY], sql["copy_binary"], rows, _TYPES_OF_ROWS)

    def ready_made(turn: int) -> Callable[[], object]:
        blocks = _blocks(following(_BYTES), after=turn * size)
        return partial(_copy_blocks, connections[_BYTES], sql["copy_binary"], blocks)

    return {_TEXT: text, _BINARY: binary, _BYTES: ready_made}


def _connected(bench: Bench, stack: ExitStack) -> psycopg.Connection:
    """A connection to a database that holds nothing but the bare table."""
    connection = stack.enter_context(psycopg.connect(stack.enter_context(bench.peer()), autocommit=True))
    connection.execute(statements("tests.benchmarks", "bare.sql")["make_events"])
    return connection


def measure(bench: Bench, *, events: int) -> list[Measurement]:
    """The rate of `events` events by the bulk path, beside the faster way to COPY rows, and beside ready-made bytes."""
    size = max(TRANSACTION, events // _ROUNDS // TRANSACTION * TRANSACTION)
    with ExitStack() as stack:
        database = Database(stack.enter_context(bench.ours()))
        stack.callback(database.close)
        connections = {side: _connected(bench, stack) for side in (_TEXT, _BINARY, _BYTES)}
        sides = {**_ours(Log(database.engine("writer")), size), **_bare(connections, size)}
        found = rates(sides, rounds=_ROUNDS, events=size)
    limit = max(_TEXT, _BINARY, key=lambda side: median(found[side]))
    lines = [
        ("bulk path beside COPY of rows", _MADE, limit, 0.65, f"the limit is the {limit} format, the faster one"),
        ("  of events made beforehand", _READY, limit, None, ""),
        ("  beside COPY of ready-made bytes", _MADE, _BYTES, None, ""),
    ]
    return [
        Rounds(tuple(found[ours]), tuple(found[peer])).measurement(
            what, events=size * _ROUNDS, wanted=wanted, note=note
        )
        for what, ours, peer, wanted, note in lines
    ]
