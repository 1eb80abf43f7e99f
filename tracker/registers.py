"""The registers: the cartels, operations and places that the tracker knows by name, read from `data/*.toml`.

A register is what a domain expert edits: its slugs and codes are identities that stand in recorded events and in
addresses, so an entry may gain aliases but never changes its slug.
"""

from __future__ import annotations

import csv
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What binds a group to another, by its slug: the years of the first and the last of it, None where not known."""

    group: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cartel:
    """A group: its slug, its name, its other names, and further phrases by which cables mean it.

    Whose faction it was, and its alliances: one stands at one of the two.
    """

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    faction_of: tuple[Tie, ...] = ()
    alliances: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A campaign with a name: its slug, canonical name, the names that cables print, and the states that it covers."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A Mexican state (ISO 3166-2), a state of the United States, or a country (ISO 3166-1)."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A municipality or another named place: its state or country, its official code in Mexico, and its people."""

    state: str
    name: str
    code: str | None = None
    people: int = 0


def _rows(file: str) -> list[dict[str, str]]:
    lines = resources.files("tracker").joinpath("data", file).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


@cache
def municipalities() -> tuple[Town, ...]:
    """The municipalities of Mexico, by INEGI's code."""
    return tuple(
        Town(state=row["state"], name=row["name"], code=row["code"], people=int(row["people"] or 0))
        for row in _rows("municipalities.tsv")
    )


@cache
def municipality_names() -> dict[str, tuple[str, ...]]:
    """The names that cables give the municipalities of Mexico, in the letters of telegrams, by INEGI's code."""
    found = {town.code: [unaccented(town.name)] for town in municipalities() if town.code}
    for row in _rows("municipality_names.tsv"):
        found[row["code"]].append(row["name"])
    return {code: tuple(names) for code, names in found.items()}


@cache
def state_codes() -> dict[str, str]:
    """INEGI's code of each of Mexico's states by ISO 3166-2: what its municipalities' codes begin with."""
    return {town.state: town.code[:2] for town in municipalities() if town.code}


def unaccented(name: str) -> str:
    """The name in the letters that telegrams have."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


@cache
def localities() -> tuple[Town, ...]:
    """Towns and cities that are no municipality of the same name: Mexico's, the border's, the neighbours'."""
    return tuple(
        Town(state=row["state"], name=row["name"], people=int(row["people"])) for row in _rows("localities.tsv")
    )


def _table(file: str, key: str) -> list[dict[str, Any]]:
    text = resources.files("tracker").joinpath("data", file).read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)[key]
    return [{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows]


@cache
def cartels() -> dict[str, Cartel]:
    """All known groups by slug, in the order of the file."""
    return {
        row["slug"]: Cartel(
            slug=row["slug"],
            name=row["name"],
            aliases=row["aliases"],
            phrases=row.get("phrases", ()),
            faction_of=tuple(Tie(**tie) for tie in row.get("faction_of", ())),
            alliances=tuple(Tie(**tie) for tie in row.get("alliances", ())),
        )
        for row in _table("cartels.toml", "cartel")
    }


@cache
def operations() -> dict[str, Operation]:
    """All named operations by slug, in the order of the file."""
    return {row["slug"]: Operation(**row) for row in _table("operations.toml", "operation")}


@cache
def person_words() -> dict[str, tuple[str, ...]]:
    """Words that names and positions of persons are made of, and what is said of them, by what they tell."""
    data = tomllib.loads(resources.files("tracker").joinpath("data", "people.toml").read_text(encoding="utf-8"))
    states: dict[str, list[str]] = data.pop("states")
    return {name: tuple(words) for name, words in {**data, **states}.items()}


@cache
def states() -> dict[str, State]:
    """All known states and countries by code, in the order of the file."""
    return {row["code"]: State(**row) for row in _table("states.toml", "state")}


def cartel_name(slug: str) -> str:
    """The name to show for a group; for one that the register does not know, made from its slug."""
    known = cartels().get(slug)
    return known.name if known else slug.replace("-", " ").title()


def state_name(code: str) -> str:
    """The name to show for a state or country; an unknown code stands for itself."""
    known = states().get(code)
    return known.name if known else code
