"""Whether the word lists can be read: for people who extend them, each fault with its file, its list and its entry."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def faults() -> list[str]:
    """What is wrong in the lists that ship, as sentences; empty where nothing is."""
    found: list[str] = []
    for file in sorted(resources.files("tracker.extraction").joinpath("data").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            found.extend(faults_of(file.name, file.read_text(encoding="utf-8")))
    return found


def faults_of(name: str, text: str) -> Iterator[str]:
    """What is wrong in one file of word lists."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield f"{name} is no TOML: {error}"
        return
    for key, entries in _lists(table, ""):
        for entry in entries:
            if not entry.strip():
                yield f"{name}, {key}: an entry is empty, and would match everywhere"
            try:
                re.compile(entry)
            except re.error as error:
                yield f"{name}, {key}: {entry!r} is no regular expression: {error}"


def _lists(value: object, key: str) -> Iterator[tuple[str, list[str]]]:
    """Every list of words in a table, with the names that lead to it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _lists(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        yield key, value
