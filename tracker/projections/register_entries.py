"""The register of a set of read tables: the names of cartels, operations and places, as the data files have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psycopg.types.json import Jsonb

from tracker import registers
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from tracker.types import JsonObject


def load(cursor: psycopg.Cursor[dict[str, Any]]) -> None:
    """Bring the register of the cursor's set to what the data files say."""
    sql = statements("tracker.projections", "runner.sql")
    told = Jsonb(entries())
    for name in ("drop_register_entries", "set_register_entries"):
        cursor.execute(sql[name], {"entries": told})


def entries() -> list[JsonObject]:
    """The entries of all registers."""
    return [
        *(
            _entry("cartel", each.slug, each.name, each.aliases, details=_ties(each))
            for each in registers.cartels().values()
        ),
        *(
            _entry("operation", each.slug, each.name, each.aliases, states=each.states)
            for each in registers.operations().values()
        ),
        *(
            _entry("state", each.code, each.name, each.aliases, details=_official(each.code))
            for each in registers.states().values()
        ),
        *(_municipality(each) for each in registers.municipalities()),
        *(_entry("person-words", each, each, words) for each, words in registers.person_words().items()),
    ]


def _entry(
    register: str,
    slug: str,
    name: str,
    aliases: Sequence[str],
    *,
    states: Sequence[str] = (),
    details: JsonObject | None = None,
) -> JsonObject:
    return {
        "register": register,
        "slug": slug,
        "name": name,
        "aliases": list(aliases),
        "states": list(states),
        "details": details or {},
    }


def _official(state: str) -> JsonObject:
    return {"inegi": registers.state_codes()[state]} if state in registers.state_codes() else {}


def _municipality(town: registers.Town) -> JsonObject:
    assert town.code is not None
    names = registers.municipality_names()[town.code]
    return _entry("municipality", town.code, town.name, names, states=(town.state,), details={"inegi": town.code})


def _ties(cartel: registers.Cartel) -> JsonObject:
    return {
        "faction_of": [{"group": tie.group, "since": tie.since, "until": tie.until} for tie in cartel.faction_of],
        "alliances": [{"group": tie.group, "since": tie.since, "until": tie.until} for tie in cartel.alliances],
    }
