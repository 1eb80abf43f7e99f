"""Which part of a sentence belongs to which of the things that it tells.

Each trigger (a word that tells of an event) has a zone; two triggers without a comma or conjunction between them share
one. The zones of a sentence cover it without gaps, in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.extraction.grammar import Clause, Standing, grammar
from tracker.extraction.sentences import Stretch, last_break, strongest_break


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event: where it stands, the kind of word, and what the data file calls it."""

    where: Stretch
    family: str
    name: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a sentence and the triggers in it."""

    where: Stretch
    triggers: tuple[Trigger, ...]

    def names(self, family: str) -> set[str]:
        """What the triggers of one family are called."""
        return {trigger.name for trigger in self.triggers if trigger.family == family}

    def of(self, family: str) -> tuple[Trigger, ...]:
        """The triggers of one family."""
        return tuple(trigger for trigger in self.triggers if trigger.family == family)


_OF_PEOPLE = frozenset({"attack", "arrest"})
_FRONTED = re.compile(r"(?:,? and|, while|, but) (?:in|on|at|near|outside) [^,;]{2,60}$", re.IGNORECASE)
"""The place or day at the head of a second clause, which the parser may give to the first."""
_AUXILIARY = re.compile(r"\b(?:was|were|been|being|are|is|be|got)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_HAVING = re.compile(r"\b(?:has|have|had)\s+(?:\w+\s+)?$", re.IGNORECASE)
_NO_OBJECT = re.compile(
    r"^(?:\s*[,.;)]|\s*$|\s+(?:in|by|on|at|and|since|during|from|near|outside|along|this|last|while|with)\b)"
)


def is_passive(text: str, trigger: Stretch) -> bool:
    """Whether what the trigger happened to stands in front of it ("were killed", "two tons seized in")."""
    if (
        not text[trigger.start : trigger.end]
        .lower()
        .endswith(
            (
                "ed",
                "en",
                "ght",
                "un",
                "dead",
                "hurt",
                "down",
                "death",
                "died",
                "found",
                "in custody",
                "lain",
                "into custody",
                "up",
            )
        )
    ):
        return False
    before = text[max(0, trigger.start - 40) : trigger.start]
    if _AUXILIARY.search(before):
        return True
    return not _HAVING.search(before) and bool(_NO_OBJECT.match(text[trigger.end : trigger.end + 12]))


def _between_clauses(text: str, sentence: Stretch, before: Trigger, after: Trigger) -> int | None:
    """Where the clause of the one trigger ends and that of the other begins; None where they are not two clauses."""
    if not {before.family, after.family} <= _OF_PEOPLE:
        return None
    semicolon = text.rfind(";", before.where.end, after.where.start)
    tree = grammar(text, sentence)
    first, second = tree.at(before.where), tree.at(after.where)
    if first is None or second is None or first is second:
        return None
    if Standing.VERB not in (first.standing, second.standing):
        return None
    # Whatever the parser makes of it, a semicolon parts two clauses.
    if semicolon >= 0:
        return semicolon
    cut = _end_of_first(first, second, Stretch(before.where.end, after.where.start))
    fronted = _FRONTED.search(text, before.where.end, cut) if cut is not None else None
    return fronted.start() if fronted else cut


def _end_of_first(first: Clause, second: Clause, between: Stretch) -> int | None:
    """Where the second clause begins or, where it began before, the first one ends; None where neither is between."""
    if second.standing is Standing.VERB and between.start <= second.extent.start:
        return second.extent.start if second.extent.start <= between.end else None
    return first.extent.end if between.start <= first.extent.end <= between.end else None


def zones(
    text: str, sentence: Stretch, triggers: Sequence[Trigger], *, whole: Sequence[Stretch] = ()
) -> tuple[Zone, ...]:
    """The zones of a sentence; what is `whole` (a date) is never cut."""
    if not triggers:
        return ()
    found: list[Zone] = []
    start = sentence.start
    held = [triggers[0]]
    for before, after in pairwise(triggers):
        cut = _between_clauses(text, sentence, before, after)
        if cut is None:
            find = strongest_break if is_passive(text, after.where) else last_break
            cut = find(text, Stretch(before.where.end, after.where.start), whole)
        if text[before.where.end : after.where.start].strip(" ,") in ("and", "or"):
            # "shot and killed" has one subject and one object.
            cut = None
        if cut is None:
            held.append(after)
            continue
        found.append(Zone(Stretch(start, cut), tuple(held)))
        start, held = cut, [after]
    found.append(Zone(Stretch(start, sentence.end), tuple(held)))
    return tuple(found)
