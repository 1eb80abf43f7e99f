"""A log that older versions of the tracker wrote reads as today's, in Python and in the views; a newer one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.database.invented import ARREST, file, ingest, project, telegram
from tracker import events
from tracker.events import CableRecorded, RenditionRecorded, UnknownEventError, to_body
from tracker.log.chain import canonical_json, event_digest, new_salt
from tracker.log.log import Log
from tracker.log.recorded import NewEvent
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.projection import ProjectionError
from tracker.projections.runner import Runner
from tracker.types import EventId, JsonObject, ReferenceId, Stream

if TYPE_CHECKING:
    from tracker.database import Database

STREAM = Stream("cable/07MEXICO4321")
TODAY = RenditionRecorded(
    reference_id=ReferenceId("07MEXICO4321"), source="a.txt", source_format="raw", sha256="00" * 32, characters=7
)


def written(event_type: str, version: int, body: JsonObject) -> NewEvent:
    """An event as an older or a newer tracker would append it."""
    event_id, salt = EventId(uuid4()), new_salt()
    digest = event_digest(
        stream=STREAM,
        event_type=event_type,
        schema_version=version,
        event_id=event_id,
        actor="another version",
        correlation=None,
        cause=None,
        body=body,
        salt=salt,
    )
    return NewEvent(
        STREAM, event_id, event_type, version, "another version", None, None, canonical_json(body), salt, digest
    )


def renamed(body: JsonObject) -> JsonObject:
    """From the first version, in which the source was called a file, to the second."""
    return {("source" if key == "file" else key): value for key, value in body.items()}


def counted(body: JsonObject) -> JsonObject:
    """From the second version, which did not count characters, to the third."""
    return body | {"characters": 7}


@pytest.fixture
def third_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today's version is the third; two upcasters lead to it."""
    monkeypatch.setattr(RenditionRecorded, "SCHEMA_VERSION", 3)
    monkeypatch.setitem(cast("dict[object, object]", events.UPCASTERS), ("RenditionRecorded", 1), renamed)
    monkeypatch.setitem(cast("dict[object, object]", events.UPCASTERS), ("RenditionRecorded", 2), counted)


@pytest.mark.usefixtures("third_version")
def test_every_older_version_reads_as_today_s(database: Database) -> None:
    third = to_body(TODAY)
    second = {key: value for key, value in third.items() if key != "characters"}
    first = {("file" if key == "source" else key): value for key, value in second.items()}
    log = Log(database.engine("writer"))
    log.append([written("RenditionRecorded", version, body) for version, body in enumerate([first, second, third], 1)])
    assert [recorded.event for recorded in log.read_all()] == [TODAY, TODAY, TODAY]
    # What is recorded stays as it was written.
    assert [(recorded.schema_version, recorded.body) for recorded in log.read_all()] == [
        (1, first),
        (2, second),
        (3, third),
    ]


@pytest.mark.usefixtures("third_version")
def test_a_newer_version_is_named_and_not_guessed_at(database: Database) -> None:
    log = Log(database.engine("writer"))
    log.append([written("RenditionRecorded", 4, {})])
    (recorded,) = log.read_all()
    with pytest.raises(UnknownEventError, match=r"position 1 .* version 4; a newer tracker wrote it"):
        _ = recorded.event


def _tagged(body: JsonObject) -> JsonObject:
    return {key: value for key, value in body.items() if key != "labels"} | {"tags": body["labels"]}


def _cables(database: Database) -> list[tuple[object, ...]]:
    with database.engine("reader").connect() as connection:
        rows = connection.execute(text("SELECT reference_id, tags, subject FROM read.cables"))
        return [tuple(row) for row in rows]


def test_the_views_are_folded_from_older_versions_as_from_today_s(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(database, file(telegram(ARREST)))
    project(database)
    expected = _cables(database)
    log = Log(database.engine("writer"))
    body = next(recorded.body for recorded in log.read_all(types=["CableRecorded"]))
    assert body is not None
    older = {key: value for key, value in body.items() if key != "tags"} | {"labels": body["tags"]}
    monkeypatch.setattr(CableRecorded, "SCHEMA_VERSION", 2)
    monkeypatch.setitem(cast("dict[object, object]", events.UPCASTERS), ("CableRecorded", 1), _tagged)
    log.append([written("CableRecorded", 1, older)])
    Runner(database.engine("projector"), PROJECTIONS).catch_up()
    assert _cables(database) == expected
    assert expected[0][1]


def test_a_projection_that_meets_a_newer_version_stops_alone_and_says_where(database: Database) -> None:
    ingest(database, file(telegram(ARREST)))
    project(database)
    log = Log(database.engine("writer"))
    (position,) = log.append([written("ReportWithdrawn", 9, {})])
    with pytest.raises(ProjectionError, match=rf"positions {position} to {position}: .*ReportWithdrawn, version 9"):
        Runner(database.engine("projector"), PROJECTIONS).catch_up()
    lags = {lag.projection: lag.events for lag in Runner(database.engine("projector"), PROJECTIONS).lags()}
    assert lags["cables"] == 0
    assert lags["reports"] > 0
