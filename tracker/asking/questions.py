"""The twenty questions that people really ask, each a file of SQL in `twenty/`, named by number and name.

A file begins with its title, a line of comment, and may go on with what to know about it; the rest is the query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tracker.errors import QueryError

_FILE = re.compile(r"(?P<number>\d\d)-(?P<name>[a-z0-9-]+)\.sql")


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its number and name, what it asks, what to know about it, and the SQL alone."""

    number: int
    name: str
    title: str
    remarks: str
    query: str


@cache
def questions() -> tuple[Question, ...]:
    """All of them, by number."""
    files = sorted(
        (file for file in resources.files(__package__).joinpath("twenty").iterdir() if _FILE.fullmatch(file.name)),
        key=lambda file: file.name,
    )
    return tuple(_read(file.name, file.read_text(encoding="utf-8")) for file in files)


def question(named: str) -> Question:
    """The one of that number or name. Raises QueryError where there is none."""
    for each in questions():
        if named.strip().lower() in {each.name, str(each.number)}:
            return each
    raise QueryError(f"there is no question {named}; `tracker sql --questions` lists them")


def _read(file: str, text: str) -> Question:
    name = _FILE.fullmatch(file)
    assert name is not None
    lines = text.splitlines()
    comments = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    # Comments inside the query are indented or come after its first line.
    first = next(n for n, line in enumerate(lines) if not line.startswith("--"))
    return Question(
        number=int(name["number"]),
        name=name["name"],
        title=comments[0],
        remarks=" ".join(comments[1:first]),
        query="\n".join(lines[first:]) + "\n",
    )
