"""People whom the authorities took, told by words of many meanings: "picked up", "held", "taken off a bus".

Such a word tells an arrest where the grammar makes people its object and no criminals its doers, and where the
sentence or the one before speaks of police or troops.
"""

from __future__ import annotations

import re
from functools import cache

from tracker.extraction.frames import is_by_forces
from tracker.extraction.grammar import Clause, Standing, grammar
from tracker.extraction.headcounts import are_people, sufferers
from tracker.extraction.lexicon import any_of, mapping
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.extraction.zones import Trigger

_FAMILY = "arrest"
_VERBS = re.compile(r"\b" + any_of("takings", "verbs") + r"\b", re.IGNORECASE)
_NO = re.compile(r"\b" + any_of("takings", "no.words") + r"\b", re.IGNORECASE)
_SUBJECTS = re.compile(r"\b" + any_of("takings", "subjects.words") + r"\b", re.IGNORECASE)
_FINDERS = re.compile(r"\b" + any_of("finds", "finders", "raids") + r"\b", re.IGNORECASE)
_CRIMINALS = re.compile(any_of("finds", "criminals"), re.IGNORECASE)
_REACH = 60


@cache
def _company() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(verb, re.IGNORECASE), re.compile(r"\b(?:" + "|".join(entries) + ")", re.IGNORECASE))
        for verb, entries in mapping("takings", "with").items()
    )


def with_takings(passage: Passage, index: int, found: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """The triggers of a sentence and those that tell of people taken in words of many meanings."""
    sentence = passage.sentences[index]
    if not _is_near_authorities(passage, index):
        return found
    words = [
        Stretch(match.start(), match.end()) for match in _VERBS.finditer(passage.text, sentence.start, sentence.end)
    ]
    added = [
        Trigger(where, _FAMILY, "taken")
        for where in words
        if not any(trigger.where.overlaps(where) for trigger in found) and _tells(passage, sentence, where)
    ]
    return tuple(sorted((*found, *added), key=lambda trigger: trigger.where)) if added else found


def befalls_its_subject(words: str) -> bool:
    """Whether words of arrest say what their clause's subject came to ("gave up", "are in jail")."""
    return _SUBJECTS.fullmatch(words) is not None


def _is_near_authorities(passage: Passage, index: int) -> bool:
    near = passage.sentences[max(0, index - 1) : index + 1]
    return any(_FINDERS.search(passage.words(one)) for one in near)


def _tells(passage: Passage, sentence: Stretch, where: Stretch) -> bool:
    text = passage.text
    after = text[where.end : min(sentence.end, where.end + _REACH)]
    verb = text[where.start : where.end]
    for expression, company in _company():
        if expression.fullmatch(verb) and not company.search(after):
            return False
    clause = grammar(text, sentence).at(where)
    if clause is None or clause.standing is not Standing.VERB or clause.negated or clause.modal:
        return False
    words = " ".join(passage.words(part) for part in clause.parts) + after
    if _NO.search(words) or not are_people(passage, sufferers(clause)):
        return False
    return is_by_forces(passage, clause) or not _by_criminals(clause)


def _by_criminals(clause: Clause) -> bool:
    """Whether the doers are named and are criminals, or anybody but the forces of the state."""
    doers = clause.agents if clause.passive else clause.subjects if clause.objects else ()
    return any(_CRIMINALS.fullmatch(doer.noun) or not doer.is_pronoun for doer in doers)
