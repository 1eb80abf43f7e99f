"""Statements are found by name, and each file of them is in order."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from tracker.statements import StatementError, statements

FILES = [
    ("tracker.log", "queries.sql"),
    ("tracker.log", "subscription.sql"),
    ("tracker.projections", "runner.sql"),
    ("tracker", "quarantine.sql"),
    ("feeds", "queries.sql"),
    *(
        ("tracker.projections", f"sql/{file.name}")
        for file in resources.files("tracker.projections").joinpath("sql").iterdir()
    ),
]


@pytest.mark.parametrize(("package", "file"), FILES)
def test_each_statement_has_a_name_and_a_text(package: str, file: str) -> None:
    found = statements(package, file)
    assert found
    assert all(text and not text.endswith(";") for text in found.values())


def test_a_file_without_names_is_refused() -> None:
    with pytest.raises(StatementError, match="has no line"):
        statements("tracker", "types.py")


def test_words_before_the_first_statement_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "some.sql").write_text("-- A comment may stand there.\n\n-- one: a statement\nSELECT 1;\n")
    (tmp_path / "lost.sql").write_text("SELECT 2;\n\n-- one: a statement\nSELECT 1;\n")
    monkeypatch.setattr("tracker.statements.resources.files", lambda _: tmp_path)
    assert statements("invented", "some.sql") == {"one": "SELECT 1"}
    with pytest.raises(StatementError, match="belongs to no statement"):
        statements("invented", "lost.sql")
