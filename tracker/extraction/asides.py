"""What a sentence tells of somebody only in passing ("who had been freed in April"): no day of the act itself."""

from __future__ import annotations

import re

from tracker.extraction.grammar import Clause
from tracker.extraction.headcounts import are_people, grammar_of
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.extraction.triggers import triggers

_OF_PEOPLE = frozenset({"attack", "arrest"})
_WHEN = re.compile(r"(?:when|after|as|while|before)\b", re.IGNORECASE)
_HAD = re.compile(r"\bwho had\b", re.IGNORECASE)
_RELATIVE = frozenset({"relcl", "acl"})


def asides(passage: Passage, core: Stretch, zone: Stretch) -> list[Stretch]:
    """The relative clauses about people that neither hold the act's word nor another one of its zone."""
    sentence = passage.sentence_at(core.start) or zone
    here = [trigger for trigger in triggers(passage.text, sentence) if zone.holds(trigger.where.start)]
    if not any(trigger.family in _OF_PEOPLE and trigger.where.overlaps(core) for trigger in here):
        return []
    told = [trigger.where for trigger in here]
    act = grammar_of(passage, core).at(core)
    doers = [doer.head for doer in act.agents] if act is not None else []
    return [
        _up_to_comma(passage, clause)
        for clause in grammar_of(passage, core).linked(_RELATIVE)
        # "Traveling in two trucks on May 9" is told of the same day.
        if not (clause.link == "acl" and clause.word.endswith("ing"))
        and not _WHEN.match(passage.text, clause.extent.start)
        and not any(subject.head in doers for subject in clause.subjects)
        and (not clause.extent.overlaps(core) or (core.start < clause.extent.start and clause.extent.end < core.end))
        and (_is_earlier(passage, clause) or not any(clause.extent.overlaps(where) for where in told))
        and are_people(passage, clause.subjects)
    ]


def _up_to_comma(passage: Passage, clause: Clause) -> Stretch:
    """The clause as far as the comma behind its verb: what follows is often the main clause's again."""
    comma = passage.text.find(",", clause.predicate.end, clause.extent.end)
    return Stretch(clause.extent.start, comma) if comma >= 0 else clause.extent


def _is_earlier(passage: Passage, clause: Clause) -> bool:
    """Whether a relative clause tells what was before the act ("who had gone missing on May 2")."""
    return clause.link == "relcl" and _HAD.search(passage.text, clause.extent.start, clause.predicate.end) is not None
