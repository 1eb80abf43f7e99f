"""One scan of a text for all the names that the registers and word lists hold: places, groups, operations.

A name counts where it stands as whole words in its own letter case, or in capitals as subject lines have it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from tracker import registers
from tracker.extraction.lexicon import common_words, mapping, words
from tracker.extraction.sentences import Stretch
from tracker.registers import unaccented
from tracker.reports import Place

_SHORT = 5
"""Names of fewer letters are too often something else."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a name may stand for: places (several where it is ambiguous), a group, an operation, a people's country."""

    places: tuple[Place, ...] = ()
    group: str | None = None
    operation: str | None = None
    country: str | None = None
    uncertain: bool = False
    locative_only: bool = False
    """Whether it is a place only where the text says that something is in or at it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name in a text."""

    where: Stretch
    known: Known


def _cities() -> dict[str, Known]:
    uncertain = set(words("cities", "uncertain"))
    found: dict[str, Known] = {}
    listed = [
        (state, *printed.split(", ")) for state, names in mapping("cities", "cities").items() for printed in names
    ]
    # A name that needs its state beside it ("Matamoros, Coahuila") comes after the city that is meant without.
    for state, name, *qualifier in sorted(listed, key=len):
        earlier = found.get(name, Known(uncertain=name in uncertain or bool(qualifier)))
        # "Durango City" only tells the city from its state.
        city = name.removesuffix(" City") if state.startswith("MX-") and state != "MX-CMX" else name
        found[name] = replace(earlier, places=(*earlier.places, Place(state, city)))
        if name.count(" ") == 1 and name not in uncertain:
            joined = name.replace(" ", "-")
            found[joined] = Known(places=(Place(state, joined),))
    for state, names in mapping("cities", "regions").items():
        for name in names:
            found.setdefault(name, Known(places=(Place(state),), uncertain=name in uncertain))
    for state, names in mapping("cities", "peoples").items():
        for name in names:
            found[name] = Known(country=state)
    for alias, names in mapping("cities", "aliases").items():
        found[alias] = Known(places=found[names[0]].places, uncertain=found[names[0]].uncertain)
    return found


def _towns() -> dict[str, Known]:
    """The towns of the tables, most of which no cable ever names: none is read as a place but after a locative word.

    One that several states have, that is an ordinary word or a first name, or that lies in the United States (whose
    towns are named after all the world's) needs its state beside it too.
    """
    by_name: dict[str, list[registers.Town]] = {}
    for town in (*registers.municipalities(), *registers.localities()):
        for name in dict.fromkeys((town.name, unaccented(town.name))):
            by_name.setdefault(name, []).append(town)
    found: dict[str, Known] = {}
    for name, towns in by_name.items():
        options = tuple(Place(town.state, unaccented(name)) for town in sorted(towns, key=lambda town: -town.people))
        options = tuple(dict.fromkeys(options))
        found[name] = Known(
            places=options,
            uncertain=len(options) > 1 or _is_ordinary(name) or options[0].state.startswith("US-"),
            locative_only=True,
        )
    return found


def _is_ordinary(name: str) -> bool:
    first, *others = unaccented(name).lower().split()
    return len(name) < _SHORT or first in words("people", "first_names") or (not others and first in common_words())


def _states() -> dict[str, Known]:
    uncertain = set(words("cities", "uncertain"))
    found: dict[str, Known] = {}
    for state in registers.states().values():
        # Mexico City is a state of its own and a city in it.
        city = state.name if state.code == "MX-CMX" else None
        for name in (state.name, *state.aliases):
            found.setdefault(
                name, Known(places=(Place(state.code, city),), uncertain=name in uncertain and len(state.code) < 3)
            )
    return found


def operation_names(operation: registers.Operation) -> tuple[str, ...]:
    """Every printing by which an operation is recognised: its names, and each with the other words for "operation"."""
    kinds = words("forces", "operation_words")
    names = dict.fromkeys((operation.name, *operation.aliases))
    for name in list(names):
        kind = next((kind for kind in kinds if name.startswith(f"{kind} ")), None)
        bare = name.removeprefix(f"{kind} ") if kind else None
        if bare and kind in words("forces", "general_operation_words"):
            names.update(dict.fromkeys(f"{other} {bare}" for other in words("forces", "general_operation_words")))
    return tuple(names)


@cache
def _operations() -> dict[str, str]:
    return {
        name.lower(): operation.slug
        for operation in registers.operations().values()
        for name in operation_names(operation)
    }


def registered_operation(printed: str) -> str | None:
    """The slug of the operation that a cable prints so; None where the register does not know it."""
    return _operations().get(printed.strip("\"'`“”‘’ ").lower())


@cache
def _names() -> dict[str, Known]:
    found = _cities()
    for name, known in _states().items():
        # A city of the same name as its state ("Aguascalientes") is read as the state.
        found[name] = known
    for name, known in _towns().items():
        found.setdefault(name, known)
    for cartel in registers.cartels().values():
        for name in (cartel.name, *cartel.aliases, *cartel.phrases):
            found[name] = Known(group=cartel.slug)
    for operation in registers.operations().values():
        for name in operation_names(operation):
            found[name] = Known(operation=operation.slug)
    for name, known in list(found.items()):
        if len(name) > 4 and not known.uncertain:
            found.setdefault(name.upper(), known)
    return found


@cache
def _scanner() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = tuple(_names())
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


def scan(text: str) -> list[Hit]:
    """The known names of the text, in order, without overlaps."""
    automaton, names = _scanner()
    known = _names()
    found = []
    for index, start, end in automaton.find_matches_as_indexes(text):
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        if before.isalnum() or before == "_":
            continue
        if after.isalnum():
            # "Zeta leaders": the longest name is no name here, and a shorter one may be.
            found.extend(_shorter(text, start, end))
            continue
        found.append(Hit(Stretch(start, end), known[names[index]]))
    return found


def _shorter(text: str, start: int, end: int) -> list[Hit]:
    """The longest known name that begins at a place and ends with a word before `end`."""
    known = _names()
    for cut in range(end - 1, start, -1):
        if not text[cut].isalnum() and text[start:cut] in known:
            return [Hit(Stretch(start, cut), known[text[start:cut]])]
    return []
