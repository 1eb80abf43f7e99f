"""What a correction changed, and only that: each figure beside the one told earlier, the goods that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from feeds import wording
from feeds.rows import Facts
from tracker.reports import Item, Kind, Subtype


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its words in a sentence ("6 people", "2.2 t of cocaine"), and the number alone ("6", "2.2 t")."""

    words: str
    number: str


def figures(before: Facts, after: Facts) -> list[str]:
    """The figures that are told differently: "6 people, earlier 4"."""
    earlier, later = _figures(before), _figures(after)
    unknown = wording.word("not_told")
    told = []
    for name in dict.fromkeys((*later, *earlier)):
        old, new = earlier.get(name), later.get(name)
        if old and new and old != new:
            told.append(f"{new.words}, earlier {old.number}")
        elif new and not old:
            told.append(f"{new.words}, earlier {unknown}")
        elif old and not new:
            told.append(f"{old.words} {wording.word('no_longer_told')}")
    return told


def differing(before: Facts, after: Facts) -> list[str]:
    """The figures that both tell, and that were told otherwise before, as they were: "4 people"."""
    earlier, later = _figures(before), _figures(after)
    return [told.words for name, told in earlier.items() if name in later and later[name] != told]


def goods(before: Facts, after: Facts) -> list[Item]:
    """The goods as told before, without those that are told the same now."""
    return [item for item in before.items if item not in after.items]


def _figures(facts: Facts) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    if facts.personnel is not None:
        found["personnel"] = _people(wording.number(facts.personnel), facts.personnel)
    if facts.count is not None:
        found["count"] = _count(facts, facts.count)
    for name, toll in (("killed", facts.killed), ("injured", facts.injured)):
        if toll is not None:
            found[name] = Figure(f"{wording.number(toll)} {name}", wording.number(toll))
    return found | _items(facts.items)


def _count(facts: Facts, count: int) -> Figure:
    counted = wording.figure(count, facts.count_op)
    if facts.kind is Kind.HOMICIDE_COUNT and facts.victims:
        return Figure(counted, counted)
    told = _people(counted, count)
    taken = facts.kind is Kind.ATTACK and facts.subtype is Subtype.KIDNAPPING
    return Figure(f"{told.words} kidnapped", counted) if taken else told


def _people(counted: str, count: int) -> Figure:
    return Figure(f"{counted} {'person' if count == 1 else 'people'}", counted)


def _items(items: Sequence[Item]) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for item in items:
        nth = sum(name.startswith(f"{item.what}/") for name in found)
        found[f"{item.what}/{nth}"] = Figure(wording.goods(item), wording.amount(item) or wording.word("no_number"))
    return found
