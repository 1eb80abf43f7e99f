"""People whom the authorities took, told by words of many meanings: "picked up", "held", "taken off a bus".

Such a word tells an arrest where the grammar makes people its object and no criminals its doers, and where the
sentence or the one before speaks of police or troops.
"""

from __future__ import annotations

import re
from functools import cache

from tracker.extraction.frames import is_by_forces, stands_by_goods
from tracker.extraction.grammar import Clause, Standing, grammar
from tracker.extraction.headcounts import are_people, grammar_of, sufferers
from tracker.extraction.lexicon import any_of, mapping
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.zones import Trigger

_FAMILY = "arrest"
_VERBS = Sought(r"\b" + any_of("takings", "verbs") + r"\b", re.IGNORECASE)
_NO = re.compile(r"\b" + any_of("takings", "no.words") + r"\b", re.IGNORECASE)
_FREED = re.compile(r"\b" + any_of("takings", "freed.words") + r"\b", re.IGNORECASE)
_SUBJECTS = re.compile(r"\b" + any_of("takings", "subjects.words") + r"\b", re.IGNORECASE)
_RAIDS = re.compile(r"\b" + any_of("finds", "raids") + r"\b", re.IGNORECASE)
_FINDERS = Sought(
    r"\b(?:" + any_of("finds", "finders", "raids") + r"|" + any_of("takings", "authorities.words") + r")\b",
    re.IGNORECASE,
)
_FORCES = re.compile(any_of("finds", "finders"), re.IGNORECASE)
_ANYBODY = re.compile(any_of("takings", "anybody.words"), re.IGNORECASE)
_CRIMINALS = re.compile(any_of("finds", "criminals"), re.IGNORECASE)
_REACH = 60
_NEXT = 4


@cache
def _company() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (re.compile(verb, re.IGNORECASE), re.compile(r"\b(?:" + "|".join(entries) + ")", re.IGNORECASE))
        for verb, entries in mapping("takings", "with").items()
    )


def with_takings(passage: Passage, index: int, found: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """The triggers of a sentence and those that tell of people taken in words of many meanings."""
    sentence = passage.sentences[index]
    words = [
        Stretch(match.start(), match.end()) for match in _VERBS.finditer(passage.text, sentence.start, sentence.end)
    ]
    if not words or not (_is_near_authorities(passage, index) or _CRIMINALS.search(passage.text, *sentence)):
        return found
    near = _is_near_authorities(passage, index)
    others = [trigger.where for trigger in found if trigger.family != "seizure"]
    taken = [
        where
        for where in words
        if not any(other.overlaps(where) for other in others)
        and (near or befell_criminals(passage, where))
        and _tells(passage, sentence, where)
    ]
    # "netted" and "seized" with people for their object tell of no goods.
    kept = [trigger for trigger in found if not any(trigger.where.overlaps(where) for where in taken)]
    return tuple(sorted((*kept, *(Trigger(where, _FAMILY, "taken") for where in taken)), key=lambda one: one.where))


def befell_criminals(passage: Passage, where: Stretch) -> bool:
    """Whether the word tells, in the passive and without a doer, what befell gunmen or the like."""
    clause = grammar_of(passage, where).at(where)
    if clause is None or not clause.passive or clause.agents:
        return False
    return any(_CRIMINALS.fullmatch(phrase.noun) for phrase in clause.subjects)


def befalls_its_subject(words: str) -> bool:
    """Whether words of arrest say what their clause's subject came to ("gave up", "are in jail")."""
    return (
        _SUBJECTS.fullmatch(re.sub(r"^(?:is|are|was|were|been|now|landed|remains?)\s+(?=in\b)", "", words)) is not None
    )


def speaks_of_a_raid(words: str) -> bool:
    """Whether the words tell of a raid, a search, a find or a stop."""
    return _RAIDS.search(words) is not None


def _is_near_authorities(passage: Passage, index: int) -> bool:
    near = passage.sentences[max(0, index - 1) : index + 1]
    return any(_FINDERS.search(passage.text, *one) for one in near)


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
    # "It took 300 soldiers three days"
    took_time = verb.lower() == "took" and any(phrase.noun == "it" for phrase in clause.subjects)
    if took_time or stands_by_goods(passage, where):
        return False
    words = " ".join(passage.words(part) for part in clause.parts) + after
    by_forces = is_by_forces(passage, clause)
    befallen = sufferers(clause)
    named = any(0 < person.where.start - where.end <= _NEXT for person in passage.people_in(sentence))
    freed = _FREED.search(words) is not None and not by_forces
    if freed or _NO.search(words) or not (are_people(passage, befallen) or (named and not clause.passive)):
        return False
    if _ANYBODY.fullmatch(verb):
        before = text[max(0, sentence.start - _REACH * 3) : sentence.start]
        # "handed him over" may be treason, and after a word of treaties an extradition.
        if _NO.search(before) or not befallen or all(phrase.is_pronoun for phrase in befallen):
            return False
    return by_forces or not _by_others(clause, anybody=_ANYBODY.fullmatch(verb) is not None)


def _by_others(clause: Clause, *, anybody: bool) -> bool:
    """Whether the doers are criminals, or (unless it may be `anybody`) not known for the forces of the state."""
    doers = clause.agents if clause.passive else clause.subjects if clause.objects else ()
    if any(_CRIMINALS.fullmatch(doer.noun) for doer in doers):
        return True
    return not anybody and not all(doer.is_pronoun or _FORCES.fullmatch(doer.noun) for doer in doers)
