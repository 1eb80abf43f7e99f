"""Erasures carried out: planned, agreed to, and done again where the log grew meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import text

from tracker.erasure import EventPlan, Topics, WordsPlan, plan_event, plan_report, plan_words
from tracker.errors import WrongVersionError
from tracker.log.erasure import Eraser
from tracker.types import ReportId, Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine

    from tracker.events import DevelopmentRecorded
    from tracker.types import Position, ReferenceId, Span

_ATTEMPTS = 5
_TOPICS = text("SELECT cartels, operations, states FROM read.developments WHERE development_id = :development_id")


def erase_words(
    engine: Engine,
    reference_id: ReferenceId,
    spans: Sequence[Span],
    subject: Sequence[Span] = (),
    *,
    ordinal: int | None = None,
    reason: str,
    actor: str,
    agreed: Callable[[WordsPlan], bool] = lambda _: True,
) -> tuple[WordsPlan, list[Position]]:
    """Erase words of a cable as `plan_words` tells; returns the plan and the positions of the events that tell of it.

    None where there was nothing left to erase, or it was not agreed to. Raises ErasureError for what cannot be erased.
    """
    eraser = Eraser(engine)
    for attempt in range(1, _ATTEMPTS + 1):
        plan = plan_words(eraser.log, reference_id, spans, subject, ordinal=ordinal)
        if not plan.places or not agreed(plan):
            return plan, []
        # Offsets that were agreed to mean the text that they were counted in, also where a newer one comes in between.
        ordinal = ordinal or plan.newest
        try:
            expected = {Stream(f"cable/{reference_id}"): plan.version}
            return plan, eraser.erase(plan.erasures(reason=reason, actor=actor), expected=expected)
        except WrongVersionError:
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError


def erase_event(
    engine: Engine,
    reader: Engine,
    position: Position,
    *,
    reason: str,
    actor: str,
    agreed: Callable[[EventPlan], bool] = lambda _: True,
    follow_up: Callable[[], object] = lambda: None,
) -> tuple[EventPlan, list[Position]]:
    """Erase an event as `plan_event` tells; returns the plan and the positions of the events that tell of it.

    Then calls `follow_up`, which brings the views up to date, and looks whether somebody announced the report
    meanwhile. Raises ErasureError for what cannot be erased.
    """
    eraser = Eraser(engine)

    def topics(development: DevelopmentRecorded) -> Topics:
        return _topics(reader, development)

    for attempt in range(1, _ATTEMPTS + 1):
        plan = plan_event(eraser, position, topics)
        if not plan.targets or not agreed(plan):
            return plan, []
        try:
            done = eraser.erase(plan.erasures(reason=reason, actor=actor), expected=plan.expected)
            break
        except WrongVersionError:
            if attempt == _ATTEMPTS:
                raise
    follow_up()
    first = plan.targets[0].recorded
    if first.stream.startswith("cable/"):
        late = plan_report(eraser, first.stream, ReportId(UUID(plan.subject)), topics)
        if late.targets:
            done += eraser.erase(late.erasures(reason=reason, actor=actor), expected=late.expected)
    return plan, done


def _topics(reader: Engine, development: DevelopmentRecorded) -> Topics:
    """The feeds that a development is in: as they are, or before anybody is told of it, as its codes say."""
    with reader.connect() as connection:
        row = connection.execute(_TOPICS, {"development_id": development.development_id}).first()
    if row:
        return Topics(tuple(row.cartels), tuple(row.operations), tuple(row.states))
    told = [statement.report for statement in (*development.after, *development.before)]
    return Topics(
        cartels=tuple(sorted({cartel for report in told for cartel in report.cartels})),
        operations=tuple(sorted({report.operation for report in told if report.operation})),
        states=tuple(sorted({place.state for report in told for place in report.places})),
    )
