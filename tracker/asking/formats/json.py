"""JSON Lines: one object a row, its keys the names of the columns in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.asking.values import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.asking.query import Answer


def write_json(answer: Answer, write: Callable[[bytes], object]) -> None:
    """Write an answer."""
    names = distinct(column.name for column in answer.columns)
    for rows in answer.batches:
        write(b"".join(as_json(dict(zip(names, row, strict=True))) + b"\n" for row in rows))


def distinct(names: Iterable[str]) -> list[str]:
    """The names, each once: a second `count` is `count_2`, where there is none of that name."""
    given = list(names)
    taken = set(given)
    found: list[str] = []
    for name in given:
        unique, number = name, 1
        while unique in found or (number > 1 and unique in taken):
            number += 1
            unique = f"{name}_{number}"
        found.append(unique)
    return found
