"""The word lists of `data/*.toml`, as pieces of regular expressions.

An entry of a list is a regular expression in lower case, so that a list can give the forms of a word; a rule that uses
it says whether letter case counts.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from tracker.extraction.openings import any_expression


@cache
def table(file: str) -> dict[str, object]:
    """The whole of one data file."""
    text = resources.files("tracker.extraction").joinpath("data", f"{file}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def words(file: str, key: str) -> tuple[str, ...]:
    """The entries of one list; `key` may be a table and a list in it (`verbs.passive`). Raises KeyError, TypeError."""
    value: object = table(file)
    for part in key.split("."):
        if not isinstance(value, dict):
            raise TypeError(f"{file}.toml has no table above {part}")
        value = value[part]
    if not isinstance(value, list):
        raise TypeError(f"{key} in {file}.toml is no list")
    return tuple(str(entry) for entry in value)


@cache
def mapping(file: str, key: str) -> dict[str, tuple[str, ...]]:
    """A table of lists. Raises KeyError, TypeError."""
    value = table(file)[key]
    if not isinstance(value, dict):
        raise TypeError(f"{key} in {file}.toml is no table")
    return {
        str(name): tuple(entries) if isinstance(entries, list) else (str(entries),) for name, entries in value.items()
    }


@cache
def integers(file: str, key: str) -> dict[str, int]:
    """A table of whole numbers. Raises KeyError, TypeError, ValueError."""
    value = table(file)[key]
    if not isinstance(value, dict):
        raise TypeError(f"{key} in {file}.toml is no table")
    return {str(name): int(number) for name, number in value.items()}


@cache
def records(file: str, key: str) -> tuple[dict[str, object], ...]:
    """An array of tables. Raises KeyError, TypeError."""
    value = table(file)[key]
    if not isinstance(value, list):
        raise TypeError(f"{key} in {file}.toml is no array of tables")
    return tuple(dict(entry) for entry in value)


@cache
def common_words() -> frozenset[str]:
    """The words that English prints in lower case."""
    return frozenset(words("common", "words"))


def longest_first(file: str, *keys: str) -> list[str]:
    """The entries of the lists, each once: of two that begin alike the longer one is to be tried first."""
    return sorted({entry for key in keys for entry in words(file, key)}, key=lambda entry: (-len(entry), entry))


@cache
def any_of(file: str, *keys: str) -> str:
    """A group without a number that matches any entry of the lists, longest first."""
    return any_expression(longest_first(file, *keys))


def pattern(expression: str) -> re.Pattern[str]:
    """The expression compiled without regard to letter case, white space in it standing for itself."""
    return re.compile(expression, re.IGNORECASE)
