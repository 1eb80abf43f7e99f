"""Names that one cable of a release protects and another leaves open are counted when the release is ingested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.database.invented import file, ingest, telegram
from tracker.ingest import Ingest

if TYPE_CHECKING:
    from tracker.database import Database

MARKED = file(telegram("Celia Fontana Puig (strictly protect) told us that it rained. Fontana was wet."), "1.txt")
OPEN = file(
    telegram("The judge is CELIA\nFONTANA. We met Fontana twice, and Célia Fontana Puig once.", serial=2), "2.txt"
)
OTHER = file(telegram("Otto Fontana is a banker; Celia Lund is another.", serial=3), "3.txt")


def test_open_names_are_counted_wherever_the_cable_that_protects_them_stands(database: Database) -> None:
    summary = ingest(database, OPEN, MARKED, OTHER)
    assert (summary.open_names, summary.cables_with_open_names) == (2, 1)


def test_nothing_is_counted_where_nothing_is_new(database: Database) -> None:
    ingest(database, OPEN, MARKED)
    summary = ingest(database, OPEN, MARKED)
    assert (summary.new, summary.changed, summary.open_names) == (0, 0, 0)


def test_a_release_that_protects_nobody_has_no_open_names(database: Database) -> None:
    assert ingest(database, OPEN, OTHER).open_names == 0


def test_a_dry_run_looks_at_nothing_recorded(database: Database) -> None:
    run = Ingest(database.engine("writer"), actor="a test", dry_run=True)
    assert run.run([OPEN, MARKED]).open_names == 0
