"""Every document of a whole release keeps the rules of its format, and tells in each format the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from feeds.formats import Format
from jobs.publish import publish
from tests.database.invented import project
from tests.feed_rules import faults, ids
from tracker import sample
from tracker.cables.releases import files
from tracker.ingest import Ingest

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.database import Database
    from tracker.settings import Settings


def published(database: Database, settings: Settings, release: Path, *, backfill: bool | None = None) -> Path:
    """The folder that a release is published to."""
    run = Ingest(database.engine("writer"), actor="a test", sample=settings.sample, backfill=backfill)
    run.run(files([release]))
    project(database)
    publish(database, settings)
    return settings.public


def check(folder: Path, fewest: int) -> None:
    documents = sorted(path for form in Format for path in (folder / "feeds").rglob(f"*.{form}"))
    assert len(documents) >= fewest
    for path in (*documents, folder / "feeds.opml"):
        assert faults(path.name, path.read_bytes()) == [], path
    for path in (folder / "feeds").rglob("*.atom"):
        told = [ids(path.with_suffix(f".{form}").name, path.with_suffix(f".{form}").read_bytes()) for form in Format]
        assert told[0] == told[1] == told[2], path


def test_the_sample_release_keeps_the_rules(database: Database, settings: Settings, tmp_path: Path) -> None:
    site = replace(
        settings, data=tmp_path, base_url="https://tracker.example", sample=True, websub_hub="https://hub.example/"
    )
    with sample.release() as release:
        check(published(database, site, release), fewest=150)


@pytest.mark.parametrize("backfill", [False, True], ids=["one by one", "in sum"])
def test_a_release_of_real_cables_keeps_the_rules(
    database: Database, settings: Settings, tmp_path: Path, shared: Path, backfill: bool
) -> None:
    site = replace(settings, data=tmp_path, base_url="https://tracker.example")
    check(published(database, site, shared / "mirror" / "cable" / "2009", backfill=backfill), fewest=150)
