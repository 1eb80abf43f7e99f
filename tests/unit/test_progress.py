"""Progress tells how much is done, of how much, and how long the rest takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.cli import output
from tracker.cli.ingest import read_of, size_of
from tracker.cli.output import progress, time_left
from tracker.ingest import Summary

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("done", "total", "told"),
    [
        (25, 100, ", 3 min left"),
        (50, 100, ", 60 s left"),
        (10, 100, ", 9 min left"),
        (0, 100, ""),
        (100, 100, ""),
        (10, None, ""),
        (10, 0, ""),
    ],
)
def test_the_rest_takes_as_long_as_what_is_done(done: int, total: int | None, told: str) -> None:
    assert time_left(60, done, total) == told


def test_a_plain_line_tells_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(output, "_PLAIN_EVERY_SECONDS", -1.0)
    with progress("Reading", 1_534_000, "kB") as draw:
        draw(0, "0 cables")
        draw(1_534_000, "3 cables")
    with progress("Writing", None) as draw:
        draw(7, "files")
    assert capsys.readouterr().err.splitlines() == [
        "Reading: 0 of 1,534,000 kB, 0 cables",
        "Reading: 1,534,000 of 1,534,000 kB, 3 cables",
        "Writing: 7 of ?, files",
    ]


def test_how_much_is_read_is_told_by_what_lies_on_disk(tmp_path: Path) -> None:
    assert size_of(tmp_path / "gone") == 0
    sizes = [10, 20, 30]
    assert read_of(sizes, Summary()) == 0
    assert read_of(sizes, Summary(sources=2, bytes_of_source=5)) == 15
    assert read_of(sizes, Summary(sources=3, bytes_of_source=500)) == 60
