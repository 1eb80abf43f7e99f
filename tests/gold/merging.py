"""Measures how well reports of one event are merged: `python -m tests.gold.merging SHARED [--held-out] [--errors]`.

The rules in the database are given the coded events as reports, so that the figure says how well they merge, not how
well the cables were read. Errors are told of the develop share only.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import psycopg
from psycopg.types.json import Jsonb

from tests.gold.incidents import DEVELOP, Coded, agreement, coded
from tests.gold.passages import HELD_OUT
from tests.servers import embedded_server
from tracker import registers
from tracker.database import migrate_schema
from tracker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NAMESPACE = UUID("6f1f3f0e-2f43-4b54-9c93-4c1d1f0d8f11")

_ROW = """
INSERT INTO reports (
    report_id, reference_id, document_id, kind, date_start, date_end, states, cartels, operation, aggregate, report,
    facts, quote_start, quote_end, passage_start, passage_end, paragraph_ordinals, review_status, withdrawn, extractor,
    recorded_at, position, incident_id
)
VALUES (
    %(id)s, %(cable)s, %(id)s, %(kind)s, %(start)s, %(end)s, %(states)s, %(cartels)s, operation_of(%(facts)s, %(name)s),
    %(aggregate)s, '{}', %(facts)s, 0, 0, 0, 0, '{}', 'machine', false, 'coded', now(), 0, %(id)s
)
"""

_PAIRS = """
WITH signs AS (SELECT s.* FROM reports r CROSS JOIN LATERAL signs_of(r) AS s)
SELECT a.report_id, b.report_id, s.score, r.reasons
FROM signs a
JOIN signs b ON a.kind = b.kind AND a.report_id < b.report_id
CROSS JOIN LATERAL pair_score(a, b) AS s
CROSS JOIN LATERAL pair_reasons(a, b) AS r
WHERE (a.report_id, b.report_id) IN (SELECT x.a, x.b FROM unnest(%s::uuid[], %s::uuid[]) AS x (a, b))
"""


def report_ids(events: Iterable[Coded]) -> list[UUID]:
    """An id for each event, the same however often it is asked for."""
    return [uuid5(_NAMESPACE, f"{number} {event.event['cable']}") for number, event in enumerate(events)]


def insert(connection: psycopg.Connection[Any], events: Sequence[Coded]) -> None:
    """Let these events be the only reports of the set of read tables that the connection sees."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports")
        ids = report_ids(events)
        cursor.executemany(_ROW, [_row(event, report_id) for event, report_id in zip(events, ids, strict=True)])


def merge(connection: psycopg.Connection[Any], events: Sequence[Coded]) -> list[UUID]:
    """The incident of each event, by the rules of the database's set of read tables that the connection sees."""
    insert(connection, events)
    found = connection.execute("SELECT report_id, incident_id FROM incidents_among(ARRAY(SELECT r FROM reports r))")
    incidents = dict(found.fetchall())
    return [incidents[report_id] for report_id in report_ids(events)]


def _row(coded_event: Coded, report_id: UUID) -> dict[str, object]:
    event: dict[str, Any] = dict(coded_event.event)
    name = event.pop("operation", None)
    slugs = {
        alias.casefold(): each.slug for each in registers.operations().values() for alias in (each.name, *each.aliases)
    }
    items = [
        {key: str(value) if key == "quantity" else value for key, value in item.items() if value is not None}
        for item in event.pop("items", None) or []
    ]
    facts = {key: value for key, value in event.items() if value is not None} | {"items": items, "figures": []}
    if name and name.casefold() in slugs:
        facts["operation"] = slugs[name.casefold()]
    date = event["date"] or {}
    return {
        "id": report_id,
        "cable": event["cable"],
        "kind": event["kind"],
        "start": date.get("start"),
        "end": date.get("end"),
        "states": sorted({place["state"] for place in event["places"]}),
        "cartels": event["cartels"],
        "name": name,
        "aggregate": event["aggregate"],
        "facts": Jsonb(facts),
    }


def errors(connection: psycopg.Connection[Any], events: Sequence[Coded], groups: Sequence[UUID]) -> list[str]:
    """The pairs of the develop share that were wrongly joined or kept apart, with their scores."""
    ids = report_ids(events)
    wrong = []
    for one, other in combinations(range(len(events)), 2):
        found = agreement([events[one], events[other]], [groups[one], groups[other]])
        if found.told != found.joined:
            wrong.append((one, other, "joined" if found.joined else "kept apart"))
    pairs = {(one, other): sorted((ids[one], ids[other])) for one, other, _ in wrong}
    first, second = ([pair[side] for pair in pairs.values()] for side in (0, 1))
    with connection.cursor() as cursor:
        scores = {(a, b): told for a, b, *told in cursor.execute(_PAIRS, [first, second]).fetchall()}
    lines = []
    for one, other, what in wrong:
        score = scores.get((pairs[one, other][0], pairs[one, other][1]))
        lines += [f"{what}: {score}", f"    {events[one].event}", f"    {events[other].event}"]
    return lines


@contextmanager
def rules() -> Iterator[psycopg.Connection[Any]]:
    """A connection to an empty database with the rules, which sees one set of read tables."""
    with embedded_server() as (server, data):
        settings = Settings(data=data, database_url=server.create("merging"))
        assert settings.database_url
        migrate_schema(settings, settings.database_url)
        with psycopg.connect(server.address("merging"), options="-c search_path=read_a") as connection:
            yield connection


def main() -> None:
    """Print precision, recall and F1 over pairs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    share = HELD_OUT if arguments.held_out else DEVELOP
    events = coded(arguments.shared, share)
    with rules() as connection:
        groups = merge(connection, events)
        found = agreement(events, groups, share=share)
        if arguments.errors and share == DEVELOP:
            sys.stdout.writelines(f"{line}\n" for line in errors(connection, events, groups))
    sys.stdout.write(
        f"{share}: {len(events)} events, {found.told} pairs of one incident, {found.joined} joined; "
        f"precision {found.precision:.3f}, recall {found.recall:.3f}, F1 {found.f1:.3f}\n"
    )


if __name__ == "__main__":
    main()
