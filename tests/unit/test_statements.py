"""Statements are found by name, and each file of them is in order."""

from __future__ import annotations

from importlib import resources

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
