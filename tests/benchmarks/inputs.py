"""What is recorded: reports of invented seizures, about 600 bytes of JSON each, in streams of twenty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from tracker.events import SeizureReported, to_body
from tracker.log.chain import canonical_json
from tracker.reports import CODEBOOK_VERSION, DateInterval, Evidence, FieldSource, Item, Kind, Place, Report
from tracker.types import DocumentId, EventId, JsonObject, ReferenceId, ReportId, Span, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

STREAM_LENGTH = 20
_DIFFERENT_BODIES = 1_000


class Input(NamedTuple):
    """One event as a caller has it before it is recorded, its body written as JSON."""

    stream: Stream
    originator: UUID
    version: int
    event_id: EventId
    state: bytes


Batch = list[Input]


def _uuid(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _body(random: Random) -> JsonObject:
    quote = Span(start := random.randrange(1_000, 9_000), start + 80)
    day = date(2007, 1, 1) + timedelta(days=random.randrange(1_000))
    cocaine = Item("cocaine", quantity=Decimal(random.randrange(10, 900)), unit="kg")
    report = Report(
        kind=Kind.SEIZURE,
        quote=quote,
        evidence=(Evidence(random.randrange(1, 30), quote),),
        sources=(FieldSource("date", quote, "day, month and year written out"),),
        date=DateInterval(day, day),
        places=(Place("MX-TAM", "Nuevo Laredo"),),
        agencies=("army",),
        items=(cocaine, replace(cocaine, what="rifles", unit=None)),
    )
    event = SeizureReported(
        report_id=ReportId(_uuid(random)),
        reference_id=ReferenceId(f"07MEXICO{random.randrange(1_000, 9_999)}"),
        document_id=DocumentId(_uuid(random)),
        extractor="0.1.0",
        codebook=CODEBOOK_VERSION,
        report=report,
    )
    return to_body(event)


def inputs(*, seed: int) -> Iterator[Input]:
    """Events without end, one stream of twenty after the other; of another seed, other streams and ids.

    Bodies come again after a thousand, which keeps the inputs of a long run in little memory.
    """
    random = Random(seed)
    states = [canonical_json(_body(random)) for _ in range(_DIFFERENT_BODIES)]
    number = 0
    while True:
        originator = _uuid(random)
        stream = Stream(f"cable/{seed:02}MEXICO{number // STREAM_LENGTH}")
        for version in range(1, STREAM_LENGTH + 1):
            state = states[number % _DIFFERENT_BODIES]
            yield Input(stream, originator, version, EventId(_uuid(random)), state)
            number += 1


def batches(events: Iterator[Input], *, size: int, count: int) -> list[Batch]:
    """The next `count` batches of `size` events."""
    return [list(islice(events, size)) for _ in range(count)]
