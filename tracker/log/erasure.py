"""Erasing for good, by the one role that may: the event that tells of it and what it erases, in one transaction.

Where words were, blanks stand, one for one; of an event the digest stays. New salts take the place of the old ones,
so that what the log still holds confirms no guess at what was erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psycopg.types.json import Jsonb

from tracker import identity
from tracker.alignment import blanked, united
from tracker.erasure_events import ErasedPart, EventErased, WordsErased
from tracker.errors import WrongVersionError
from tracker.log import wire
from tracker.log.chain import commitment, new_salt
from tracker.log.log import Log
from tracker.log.recorded import NewEvent, Recorded, new_event
from tracker.log.transactions import transaction
from tracker.statements import statements
from tracker.types import Position, Span, Stream, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Engine

    from tracker.erasure_events import Remains
    from tracker.log.documents import Document
    from tracker.types import ReportId


@dataclass(frozen=True, slots=True)
class Erasure:
    """An event that tells of an erasure, and the new salts of the parts that it names, in their order."""

    event: NewEvent
    salts: tuple[bytes, ...] = ()


def of_words(
    document: Document,
    spans: Iterable[Span],
    subject: Iterable[Span],
    *,
    reason: str,
    actor: str,
    earlier: int,
) -> Erasure:
    """The erasure of spans of a document's telegram and of its subject; `earlier` counts those before it."""
    parts: list[ErasedPart] = []
    salts: list[bytes] = []
    telegram, title = united(spans), united(subject)
    for part in document.parts:
        start, wanted = (0, title) if part.start is None else (part.start, telegram)
        end = start + len(part.words)
        within = tuple(
            Span(max(span.start, start) - start, min(span.end, end) - start)
            for span in wanted
            if span.start < end and start < span.end
        )
        if within:
            salt = new_salt()
            salts.append(salt)
            parts.append(
                ErasedPart(
                    ordinal=part.ordinal, spans=within, commitment=commitment(salt, blanked(part.words, within)).hex()
                )
            )
    event = WordsErased(
        reference_id=document.reference_id, document_id=document.document_id, parts=tuple(parts), reason=reason
    )
    return Erasure(
        new_event(
            event,
            stream=Stream(f"cable/{document.reference_id}"),
            event_id=identity.event_id(str(document.document_id), event.type(), earlier),
            actor=actor,
        ),
        tuple(salts),
    )


def of_event(
    recorded: Recorded, subject: str, *, remains: Remains | None, reason: str, actor: str, earlier: int
) -> Erasure:
    """The erasure of an event's body; `subject` is what it was about, `earlier` how many events said so before."""
    event = EventErased(
        event_id=recorded.event_id, type_erased=recorded.type, subject=subject, reason=reason, remains=remains
    )
    return Erasure(
        new_event(
            event,
            stream=recorded.stream,
            event_id=identity.event_id(str(recorded.event_id), event.type(), earlier),
            actor=actor,
            cause=recorded.event_id,
        )
    )


class Eraser:
    """The log as the role that may erase."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sql = statements("tracker.log", "erasure.sql")
        self.log = Log(engine)

    def erase(self, erasures: Sequence[Erasure], *, expected: Mapping[Stream, Version]) -> list[Position]:
        """Carry out erasures, all of them or none; returns the positions of the events that tell of them.

        Raises WrongVersionError where an expected stream grew since: it may hold the words once more. Raises
        ErasureError for what cannot be erased.
        """
        with transaction(self._engine) as cursor:
            kind = cursor.execute(self._sql["new_event_type"]).fetchone()
            assert kind is not None
            positions: list[Position] = []
            for erasure in erasures:
                values = {"events": wire.new_events([erasure.event], kind["type_id"]), "salts": list(erasure.salts)}
                row = cursor.execute(self._sql["erase"], values).fetchone()
                assert row is not None
                positions.append(Position(row["position"]))
            # The head is ours by now: nothing can be appended until this is committed.
            values = {"streams": list(expected), "position": min(positions)}
            for row in cursor.execute(self._sql["newest_before"], values).fetchall():
                if row["version"] != expected[row["stream"]]:
                    raise WrongVersionError(row["stream"], expected=expected[row["stream"]], actual=row["version"])
        return positions

    def developments_about(self, report_id: ReportId) -> list[Position]:
        """Where developments tell of a report, those of which the body is erased left out."""
        statement = Jsonb([{"report_id": str(report_id)}])
        with transaction(self._engine) as cursor:
            rows = cursor.execute(self._sql["developments_about"], {"statement": statement}).fetchall()
        return [Position(row["position"]) for row in rows]
