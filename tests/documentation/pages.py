"""The documentation that is made: the reference of views in docs/sql.md, and docs/questions.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from psycopg.rows import dict_row

from tests.conftest import ROOT
from tracker.asking.questions import questions
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

SQL = ROOT / "docs" / "sql.md"
QUESTIONS = ROOT / "docs" / "questions.md"

_BEGIN = "<!-- reference: written by `make docs` -->\n"
_END = "<!-- end of reference -->\n"

_ABOUT_QUESTIONS = """# Twenty questions

<!-- written by `make docs` from tracker/asking/twenty -->

Questions that journalists, researchers and analysts ask, each with the SQL that answers it. `tracker sql --question
NAME` answers one, with `--print` it prints the SQL, to be changed and asked again:

    tracker sql --sample --question who-was-arrested
    tracker sql --sample --question who-was-arrested --print > mine.sql
    tracker sql --sample --file mine.sql --output mine.csv

What the words of these queries mean tells [sql.md](sql.md). Every answer is what cables say, read by a machine unless
`review_status` says otherwise: read the passage before you rely on a row.
"""


def written(old: str, reference: str) -> str:
    """The page with the reference in the place of the one that it had."""
    before, rest = old.split(_BEGIN)
    _, after = rest.split(_END)
    return before + _BEGIN + "\n" + reference + "\n" + _END + after


def reference(address: str) -> str:
    """All views, columns, joins and functions of schema read, with their comments."""
    named = statements("tests.documentation", "reference.sql")
    with psycopg.connect(address, row_factory=dict_row) as connection:
        told = {name: connection.execute(statement.encode()).fetchall() for name, statement in named.items()}
    lines: list[str] = []
    for view in told["views"]:
        columns = [row for row in told["columns"] if row["view"] == view["name"]]
        joins = [row for row in told["joins"] if row["from_view"] == view["name"]]
        lines += [f"### read.{view['name']}", "", view["told"], "", "| column | type | what |", "|---|---|---|"]
        lines += [f"| `{row['name']}` | {row['type']} | {_cell(row['told'])} |" for row in columns]
        lines += _joins(joins, {row["name"]: row["type"] for row in columns})
        lines.append("")
    lines += ["### Functions", ""]
    for function in told["functions"]:
        lines += [f"**read.{function['name']}** (`{function['arguments']}`), `{function['result']}`", ""]
        lines += [function["told"], ""]
    return "\n".join(lines)


def _joins(joins: list[dict[str, str]], types: dict[str, str]) -> Iterator[str]:
    if not joins:
        return
    yield ""
    yield (
        "Joins: "
        + ", ".join(
            f"`{_side(row['from_column'], types[row['from_column']])}` with `{row['to_view']}.{row['to_column']}`"
            for row in joins
        )
        + "."
    )


def _side(column: str, kind: str) -> str:
    return f"each of {column}" if kind.endswith("[]") else column


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def questions_page() -> str:
    """The twenty questions with their SQL."""
    parts = [_ABOUT_QUESTIONS]
    for each in questions():
        remarks = f"{each.remarks}\n\n" if each.remarks else ""
        parts.append(f"## {each.number}. {each.title}\n\n`{each.name}`\n\n{remarks}```sql\n{each.query}```\n")
    return "\n".join(parts)
