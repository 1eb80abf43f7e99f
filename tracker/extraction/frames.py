"""Which words of violence tell an act: by what they are in their clause, whom it befell, and who did it.

A word that only describes somebody ("the murdered man", "six of the wounded") tells nothing; one with many meanings
("fell", "was grabbed") tells an act only where it befell people.
"""

from __future__ import annotations

import re

from tracker.extraction.agencies import agencies
from tracker.extraction.grammar import Clause, Phrase, Standing
from tracker.extraction.headcounts import are_people, grammar_of, sufferers
from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage
from tracker.extraction.zones import Trigger

_NEEDS_PEOPLE = frozenset({"taken", "fallen"})
_AMONG = re.compile(r"\b(?:among|one of|two of|three of|some of|most of) (?:the|those)\s+$", re.IGNORECASE)
_STATES = frozenset({"dead", "wounded", "injured"})
_MAY_BE_GOODS = re.compile(
    r"(?:carried|dragged|hauled|led|marched|spirited|whisked|taken|pulled|yanked)\b", re.IGNORECASE
)
_COUNTED = re.compile(r"(?:\d|\b" + any_of("language", "units") + r")\s*$", re.IGNORECASE)
_IMPOSTORS = re.compile(r"\b(?:fake|bogus|false|dressed|disguised|posing|former|ex-)\b", re.IGNORECASE)
_FORCES = re.compile(r"\b" + any_of("forces", "doers") + r"\b", re.IGNORECASE)


def tells_an_act(passage: Passage, trigger: Trigger) -> bool:
    """Whether the trigger tells an act of violence, as far as its clause says."""
    clauses = [one for one in grammar_of(passage, trigger.where).clauses if one.predicate.overlaps(trigger.where)]
    told = [clause for clause in clauses if not _describes(clause)]
    if clauses and not told:
        before = passage.text[: trigger.where.start][-20:]
        return bool(_COUNTED.search(before) or _AMONG.search(before))
    verbs = [clause for clause in told if clause.standing is Standing.VERB]
    if trigger.name == "other" and any(is_by_forces(passage, verb) for verb in verbs):
        return False
    if trigger.name not in _NEEDS_PEOPLE and not _MAY_BE_GOODS.match(passage.words(trigger.where)):
        return True
    return any(are_people(passage, sufferers(verb)) and not is_by_forces(passage, verb) for verb in verbs)


def _describes(clause: Clause) -> bool:
    """Whether the word says of people only what they are ("the murdered man", "the January dead")."""
    return clause.standing is Standing.MODIFIER or (clause.standing is Standing.NOUN and clause.word in _STATES)


def is_by_forces(passage: Passage, clause: Clause) -> bool:
    """Whether the clause says that police or troops did it."""
    doers = clause.agents if clause.passive else clause.subjects if clause.objects else ()
    return any(_are_forces(passage, doer) for doer in doers)


def _are_forces(passage: Passage, phrase: Phrase) -> bool:
    words = passage.words(phrase.core)
    return bool(_FORCES.search(words) or agencies(words)) and not _IMPOSTORS.search(words)
