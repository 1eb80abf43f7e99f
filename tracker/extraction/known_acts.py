"""What a mention says of its act as known: "the four officers killed", "the slain mayor", "last week's ambush".

Words with "the" speak of what a cable tells elsewhere. Of a noun ("the killing of six officers shocked Tepic") or a
participle ("the officers killed in Tepic were buried on Friday") the day and place are those that stand with it, not
those of what is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.extraction.drafts import Draft
from tracker.extraction.grammar import Clause, Phrase, Standing
from tracker.extraction.headcounts import are_people, grammar_of, sufferers
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.takings import befalls_its_subject
from tracker.reports import Kind

NUMBERS = ("killed", "injured", "count")
"""The fields of an act that count people."""
_OF_PEOPLE = frozenset({Kind.ATTACK, Kind.ARREST})
_KNOWN = re.compile(r"(?:the|these|those|this|that|both|all|his|her|their)\b", re.IGNORECASE)
_SPEAKS_AS_KNOWN = re.compile(
    r"\b(?:the|th[eo]se|th(?:is|at)|both|all|his|her|their|he|she|they|him|them)\b|['’]s?\s", re.IGNORECASE
)
"""Asked of the words before of the grammar, which costs much more."""
_KNOWN_ONE = re.compile(r"(?:the|this|that) (?:[\w-]+ )*?" + any_of("merging", "befallen_one") + r"\b", re.IGNORECASE)
_KNOWN_ACT = re.compile(r"(?:the|this|that|these|those)\b|[\w ]{3,20}(?:'s|’s|s')\s", re.IGNORECASE)
_BARE = re.compile(
    r"(?:the|all|these|those) (?:\d+|" + any_of("language", "units") + r")|both|they|them|he|she|him|her", re.IGNORECASE
)
_THE_NOUN = re.compile(r"the (?:[\w-]+ )?([a-z]+)", re.IGNORECASE)
_JUST_BEFORE = re.compile(r"\b(?:the|these|those|all)\s+(?:[\w,-]+\s+){0,2}$", re.IGNORECASE)
_HIS = re.compile(r"(?:his|her)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:he|she|they|him|her|them)\b", re.IGNORECASE)
_SOME_OF = re.compile(r"\s+(?:of|among) (?:the|these|those|them)\b", re.IGNORECASE)
_HAPPENED = re.compile(any_of("merging", "taking_place") + r"\b", re.IGNORECASE)
_WHEN = re.compile(r"(?:\w+ )?(?:when|where|which)\b", re.IGNORECASE)
_OF_BODIES = re.compile(r"the (?:[\w-]+ )?(?:bod(?:y|ies)|corpses?|remains|heads?)\b", re.IGNORECASE)
_DETERMINER_REACH = 30
_OF_PARTS = frozenset({"acl", "relcl"})


@dataclass(frozen=True, slots=True)
class Known:
    """A mention that speaks of an act as known, with the day and place only where these are the act's own.

    `some` says that its numbers count only some of those known, `near` that the act was told right before, `noun` is
    what it calls the one of whom it speaks.
    """

    mention: Draft
    numbers: dict[str, int]
    some: bool = False
    near: bool = False
    noun: str | None = None


def known(draft: Draft) -> Known | None:
    """What the mention says of an act as known; None where it tells it as new."""
    if draft.persons or draft.mentions or not _SPEAKS_AS_KNOWN.search(draft.passage.text, *draft.sentence):
        return None
    if draft.kind is Kind.HOMICIDE_COUNT:
        return _known_figure(draft)
    if draft.kind is Kind.SEIZURE:
        return _known_goods(draft)
    return _known_act(draft) if draft.kind in _OF_PEOPLE and not draft.aggregate else None


def counted(mention: Draft, field: str) -> list[Stretch]:
    """Where the mention gives the numbers of a field."""
    return [reading.where for reading in mention.readings if reading.field == field]


def _numbers(draft: Draft) -> dict[str, int]:
    return {field: number for field in NUMBERS if (number := getattr(draft, field)) is not None}


def _known_act(draft: Draft) -> Known | None:
    """An act spoken of as known, by its clause or by a word that says of people what came to them."""
    core = _core(draft)
    clause = grammar_of(draft.passage, core).at(core)
    if clause is None or clause.standing is Standing.MODIFIER or clause.link == "amod":
        return _known_people(draft, core)
    told = _told_as_known(draft, clause)
    return _known_people(draft, core) if told is None and clause.standing is Standing.ADJECTIVE else told


def _told_as_known(draft: Draft, clause: Clause) -> Known | None:
    """What the clause of the act says of it as known, by the noun of the act itself or by whom it befell."""
    passage, numbers = draft.passage, _numbers(draft)
    mention = _without_foreign(draft, clause)
    act = passage.words(clause.phrase.core) if clause.standing is Standing.NOUN and clause.phrase is not None else None
    if act is not None and not numbers:
        named = _KNOWN_ACT.match(act) and not are_people(passage, clause.objects)
        return Known(mention, numbers) if named and _holds_its_day(draft, clause) else None
    if not numbers or mention.own_date:
        return None
    if clause.link in _OF_PARTS and _are_some(draft):
        return Known(mention, numbers, some=True)
    whom = [passage.words(whose.core) for one in _whom(draft, clause) for whose in _whose(passage.words(one.core), one)]
    if set(numbers.values()) <= {0, 1}:
        return _known_one(mention, whom, is_noun=act is not None)
    known_words = [words for words in whom if _KNOWN.match(words)]
    if known_words:
        near = clause.link not in _OF_PARTS and all(_BARE.fullmatch(words) for words in known_words)
        return Known(mention, numbers, near=near)
    # "The killing of six soldiers in Tepic" tells it for the first time.
    again = act is not None and _KNOWN.match(act) and not mention.own_place and not _OF_BODIES.match(act)
    return Known(mention, numbers) if again else None


def _holds_its_day(draft: Draft, clause: Clause) -> bool:
    """Whether the day or place is part of the act's name ("last week's ambush", "the Tepic killings")."""
    named = [reading.where for reading in draft.readings if reading.field in ("date", "places")]
    return clause.phrase is not None and any(clause.phrase.core.overlaps(where) for where in named)


def _whom(draft: Draft, clause: Clause) -> tuple[Phrase, ...]:
    """Whom the act befell; of where somebody is ("are held under arraigo") who that is said of."""
    if clause.standing is not Standing.NOUN or not befalls_its_subject(draft.passage.words(_core(draft))):
        return sufferers(clause)
    above = (one for one in grammar_of(draft.passage, clause.predicate).above(clause) if one.standing is Standing.VERB)
    return next((one.subjects for one in above), ())


def _whose(words: str, phrase: Phrase) -> tuple[Phrase, ...]:
    """Of "the bodies of four men" the men, who may be told of for the first time."""
    return phrase.of if phrase.of and _OF_BODIES.match(words) else (phrase,)


def _known_one(mention: Draft, whom: Sequence[str], *, is_noun: bool) -> Known | None:
    """One person spoken of as known; "the mayor of Tepic was killed" tells of him for the first time."""
    for words in whom:
        if _is_known_one(mention, words, is_noun=is_noun):
            return Known(mention, _numbers(mention))
        noun = _THE_NOUN.fullmatch(words)
        if noun is not None and is_noun and len(whom) == 1:
            return Known(mention, _numbers(mention), noun=noun.group(1).lower())
    return None


def _is_known_one(draft: Draft, words: str, *, is_noun: bool) -> bool:
    """Whether the words mean one person as known: "the slain mayor", "he" who was called so, "his murder"."""
    if _PRONOUN.fullmatch(words):
        return _KNOWN_ONE.search(draft.passage.words(draft.sentence)) is not None or (is_noun and _is_his(words))
    return _KNOWN_ONE.match(words) is not None or (is_noun and _is_his(words))


def _is_his(words: str) -> bool:
    return _HIS.match(words) is not None


def _known_figure(draft: Draft) -> Known | None:
    """A figure of killings with "the" that counts those of one act ("the three executions are the first this year")."""
    where = next(iter(counted(draft, "count")), None)
    if draft.count is None or where is None or not _stands_known(draft, where):
        return None
    # The period is that for which there were no others.
    mention = replace(draft, kind=Kind.ATTACK, aggregate=False, count=None, killed=draft.count, own_date=False)
    return Known(mention, {"killed": draft.count})


def _known_goods(draft: Draft) -> Known | None:
    """Goods without number of which a participle says that they were taken ("the arms seized were shown to the press").

    They are those of which was told, whatever they are called.
    """
    if draft.aggregate or any(item.quantity is not None for item in draft.items):
        return None
    core = _core(draft)
    clause = grammar_of(draft.passage, core).at(core)
    if clause is None:
        return None
    mention = _without_foreign(draft, clause)
    if mention.own_date or clause.link not in _OF_PARTS or not clause.passive:
        return None
    if not all(_KNOWN.match(draft.passage.words(one.core)) for one in clause.subjects[:1]):
        return None
    return Known(replace(mention, items=()), {})


def _known_people(draft: Draft, core: Stretch) -> Known | None:
    """People of whom a word only says what came to them ("the widows of the four dead officers", "the six dead")."""
    numbers = _numbers(draft)
    if not numbers or not _stands_known(draft, core):
        return None
    return Known(replace(draft, own_date=False, own_place=False), numbers)


def _stands_known(draft: Draft, where: Stretch) -> bool:
    before = draft.passage.text[max(draft.sentence.start, where.start - _DETERMINER_REACH) : where.start]
    return _JUST_BEFORE.search(before) is not None


def _without_foreign(draft: Draft, clause: Clause) -> Draft:
    """The mention without a day or place that is not the act's, but of what the sentence says of it or of its people.

    "The four officers killed in Tepic were buried on Friday"; "the six are held in Mexico City".
    """
    if clause.standing is Standing.NOUN:
        above = next(iter(grammar_of(draft.passage, clause.predicate).above(clause)), None)
        if above is None or above.standing is not Standing.VERB or above.predicate.start < clause.predicate.end:
            return draft
        if _HAPPENED.match(draft.passage.text, above.predicate.start):
            return draft
        own = Stretch(draft.sentence.start, above.predicate.start)
    elif clause.link in _OF_PARTS and not _WHEN.match(draft.passage.text, clause.extent.start):
        own = clause.extent
    else:
        return replace(draft, own_place=draft.own_place and not (draft.kind is Kind.ARREST and _lasts(draft)))

    def is_own(field: str) -> bool:
        return any(reading.field == field and own.overlaps(reading.where) for reading in draft.readings)

    return replace(draft, own_date=draft.own_date and is_own("date"), own_place=draft.own_place and is_own("places"))


def _lasts(draft: Draft) -> bool:
    """Whether the words tell where the arrested are now, and not how they came there."""
    words = draft.passage.words(_core(draft)).lower()
    return befalls_its_subject(words) or words.endswith(("held", "jailed", "imprisoned"))


def _core(draft: Draft) -> Stretch:
    return next((reading.where for reading in draft.readings if reading.field == "kind"), draft.zone)


def _are_some(draft: Draft) -> bool:
    """Whether the mention counts some of those known ("two of the gunmen who died")."""
    numbered = [where for field in NUMBERS for where in counted(draft, field)]
    return any(_SOME_OF.match(draft.passage.text, where.end) is not None for where in numbered)
