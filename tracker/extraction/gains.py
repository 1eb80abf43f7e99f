"""Goods that the authorities got, by whatever verb the sentence tells it.

Where police, troops or a raid are who does something and contraband in number is what they do it to ("laid hands on",
"traced a stash of", "the inspection revealed"), it came into their hands, unless the verb is one of the few by which
goods are lost, given, used or only spoken of. Those few are listed; the many are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.extraction.agencies import agencies
from tracker.extraction.grammar import Clause, Phrase, Standing, grammar
from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage
from tracker.extraction.quantities import ItemMention
from tracker.extraction.sentences import Stretch

_GETTERS = re.compile(any_of("finds", "finders", "searches"), re.IGNORECASE)
_CRIMINALS = re.compile(r"\b" + any_of("finds", "criminals") + r"\b", re.IGNORECASE)
_OTHERWISE = re.compile(any_of("finds", "otherwise"), re.IGNORECASE)
_LEADING_TO = frozenset({"on", "upon", "to", "at", "with", "into", "across", "of", "against"})


def gain(passage: Passage, sentence: Stretch, goods: Sequence[ItemMention], flows: re.Pattern[str]) -> Stretch | None:
    """The verb by which the authorities got some of the goods; None where no clause tells that they did."""
    parsed = grammar(passage.text, sentence)
    for clause in parsed.clauses:
        if clause.standing is not Standing.VERB or clause.negated or clause.modal or _OTHERWISE.fullmatch(clause.word):
            continue
        above = (clause, *parsed.above(clause))
        if any(flows.search(passage.text, *part) for one in above for part in one.parts):
            continue
        if not any(_gets(passage, doer) for doer in _doers(clause)):
            continue
        if any(one.where.overlaps(phrase.where) for phrase in _reached(clause) for one in goods):
            return clause.predicate
    return None


def _doers(clause: Clause) -> Sequence[Phrase]:
    """Who does it; the parser takes the agents of "On May 11 agents laid hands on" for a part of the date."""
    if clause.passive:
        return clause.agents
    before = (one.phrase for one in clause.adjuncts if one.phrase.where.end <= clause.predicate.start)
    return clause.subjects or tuple(before)


def _gets(passage: Passage, doer: Phrase) -> bool:
    """Whether those who do it are police, troops or a raid, and no criminals."""
    words = passage.words(doer.core)
    if _CRIMINALS.search(words) or passage.groups_in(doer.core):
        return False
    return _GETTERS.fullmatch(doer.noun) is not None or bool(agencies(words))


def _reached(clause: Clause) -> Iterator[Phrase]:
    """What the clause acts on or leads to."""
    yield from clause.subjects if clause.passive else clause.objects
    yield from (adjunct.phrase for adjunct in clause.adjuncts if adjunct.preposition in _LEADING_TO)
