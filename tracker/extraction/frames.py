"""Which words of violence tell an act: by what they are in their clause, whom it befell, and who did it.

A word that only describes somebody ("the murdered man", "six of the wounded") tells nothing; one with many meanings
("fell", "was grabbed") tells an act only where it befell people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.agencies import agencies
from tracker.extraction.grammar import Clause, Phrase, Standing
from tracker.extraction.headcounts import are_people, grammar_of, sufferers
from tracker.extraction.lexicon import any_of, words
from tracker.extraction.passages import Passage
from tracker.extraction.quantities import goods_in
from tracker.extraction.sentences import Stretch
from tracker.extraction.zones import Trigger

_NEEDS_PEOPLE = frozenset({"taken", "fallen", "struck"})
_TAKES = re.compile(
    r"(?:seiz(?:ed|ing)|took|taken|taking|grabbed|snatched|dragged|pulled|hauled|yanked)\b", re.IGNORECASE
)
_WHOM = re.compile(r"\bwhom\b[^,;.]*$", re.IGNORECASE)
_RESCUED = re.compile(r"(?:freed|rescued|liberated|came|found|discovered)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|this|that|these|those|such|both|his|her|their|its|our)\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:among|one of|two of|three of|some of|most of) (?:the|those)\s+$", re.IGNORECASE)
_ON_THE_LIVING = frozenset({"killed", "shooting", "ambush", "attempt"})
"""Whoever is shot as "the head of the jail" is no head that was found."""
_OF_PEOPLE = frozenset({"hospital", "bodies", "injured", "killed"})
_VICTIM_OF_ANOTHER = re.compile(
    r"\b(?:killed|shot|executed|murdered|finished off|kidnapped|abducted|took|seized|arrested|detained|captured)"
    r" (?:away )?(?:\w+ of )?the\s+$",
    re.IGNORECASE,
)
_THINGS = frozenset(words("victims", "things"))
_REMAINS = frozenset({"head", "heads", "remains", "body", "bodies", "carcass"})
_QUANTIFIERS = frozenset({"most", "many", "some", "several", "much", "all", "part", "scores", "dozens"})
_KILLS = frozenset({"killed", "kills", "kill", "murdered", "murders", "killing", "beheaded", "executed", "kidnapped"})
_IS_NOW = re.compile(r"\b(?:is|are|gets?)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_MAY_BE_IMAGINED = re.compile(r"\bwould\b|ing (?:[\w-]+ ){1,8}(?:is|are|was|were)\b")
"""Asked of the words before of the grammar, which costs much more."""
_STATES = frozenset({"dead", "wounded", "injured"})
_MAY_BE_GOODS = re.compile(
    r"(?:carried|dragged|hauled|led|marched|spirited|whisked|took|taken|taking|held|holding|pulled|yanked)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:\d|\b" + any_of("language", "units") + r")\s*$", re.IGNORECASE)
_RAIDED = re.compile(r"\band (?:captured|arrested|detained|apprehended|seized|confiscated|recovered)\b")
_RAID = re.compile(
    r"\b"
    + any_of("forces", "doers")
    + r"\s+(?:\w+ly\s+)?(?:raided|stormed|searched|stopped|burst into|entered|surrounded|"
    r"descended on|swooped|broke into|went into)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\s+(?:(?:over|about|some|nearly|almost|around|roughly|more|than|at|least|up|to|a|an|the|total|of|another|"
    r"approximately|estimated|only|just)\s+)*",
    re.IGNORECASE,
)
_RAID_REACH = 60
_FOUND = re.compile(r"found|discovered|located|abandoned|dumped|turned up|unearthed|recovered", re.IGNORECASE)
_BODIES = re.compile(r"\b(?:bod(?:y|ies)|corpses?|cadavers?|remains)\b", re.IGNORECASE)
_CORPSES = frozenset({"body", "bodies", "corpse", "corpses", "cadaver", "cadavers"})
_WHO_THEY_ARE = re.compile(r"\s+" + any_of("victims", "people", "singular") + r"\b", re.IGNORECASE)
"""After "two wounded": whom the word only describes ("two wounded men were dragged off")."""
_IN_MEMORY = re.compile(
    r"\b(?:(?:ceremon(?:y|ies)|mass|memorial|tribute|service|moment of silence|pensions?|compensation|funds?|"
    r"monument|vigil|march)\b[^.;]{0,40} (?:for|to)|"
    r"(?:famil(?:y|ies)|relatives|widows|memory|parents|honor) of|honor(?:ed|ing)?|"
    r"mourn\w*|remember\w*|commemorat\w*) $",
    re.IGNORECASE,
)
_MEMORY_REACH = 70
_BARE_NUMBER = re.compile(
    r"(?:an?|the) " + any_of("language", "ordinals") + r"(?: (?:one|body|victim|m[ae]n|corpse))?|"
    r"(?:another |the other |a further |some )?(?:an?|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|twenty|[a-z]+teen|another|others?)(?: (?:more|others?))?",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\b" + any_of("victims", "marks_of_execution") + r"\b", re.IGNORECASE)
_ALIVE = re.compile(r"\b(?:alive|unharmed|unhurt|rescued|freed|released)\b", re.IGNORECASE)
_LETTERS = re.compile(r"(?:the )?(?!FARC|AUC|ELN)[A-Z]{3,6}")
"""A force called by its letters alone ("seized by the CICPC")."""
_ACCUSED = re.compile(r"\b" + any_of("takings", "accused.words") + r"\b", re.IGNORECASE)
_IMPOSTORS = re.compile(r"\b(?:fake|bogus|false|dressed|disguised|posing|former|ex-)\b", re.IGNORECASE)
_FORCES = re.compile(r"\b" + any_of("forces", "doers") + r"\b", re.IGNORECASE)


def tells_an_act(passage: Passage, trigger: Trigger) -> bool:
    """Whether the trigger tells an act of violence, as far as its clause says."""
    if is_imagined(passage, trigger) or _is_habit(passage, trigger):
        return False
    clauses = grammar_of(passage, trigger.where).overlapping(trigger.where)
    told = [clause for clause in clauses if not _describes(clause) and not _befalls_a_thing(passage, clause, trigger)]
    if clauses and not told:
        return _counts_people(passage, trigger)
    verbs = [clause for clause in told if clause.standing is Standing.VERB]
    by_forces = [verb for verb in verbs if is_by_forces(passage, verb)]
    if _is_a_raid(passage, trigger, verbs) or (
        by_forces and (trigger.name == "other" or (trigger.name == "shooting" and _is_at_a_thing(passage, by_forces)))
    ):
        return False
    if trigger.name == "other" and _RAIDED.search(passage.text, trigger.where.end, trigger.where.end + _RAID_REACH):
        return False
    many_meanings = trigger.name in _NEEDS_PEOPLE or _MAY_BE_GOODS.match(passage.words(trigger.where))
    if trigger.name in _OF_PEOPLE or not many_meanings:
        return True
    rescued = _RESCUED.match(passage.words(trigger.where)) is not None
    return any(are_people(passage, sufferers(verb)) and (rescued or not is_by_forces(passage, verb)) for verb in verbs)


def _counts_people(passage: Passage, trigger: Trigger) -> bool:
    """Whether a word that only describes people counts them, as whom the act befell ("two wounded")."""
    before = passage.text[: trigger.where.start][-40:]
    whom_else = trigger.name == "injured" and _WHO_THEY_ARE.match(passage.text, trigger.where.end)
    if whom_else or _VICTIM_OF_ANOTHER.search(before):
        return False
    return bool(_COUNTED.search(before[-20:]) or _AMONG.search(before[-20:]))


def _is_a_raid(passage: Passage, trigger: Trigger, verbs: Sequence[Clause]) -> bool:
    """Whether the forces themselves are who stormed or burst in somewhere."""
    return trigger.name == "other" and any(
        not verb.passive and any(_are_forces(passage, doer) for doer in verb.subjects) for verb in verbs
    )


def _is_at_a_thing(passage: Passage, verbs: Sequence[Clause]) -> bool:
    """Whether the forces' own shooting hit an aircraft or the like, and nobody."""
    return all(verb.objects and not are_people(passage, verb.objects) for verb in verbs)


def _befalls_a_thing(passage: Passage, clause: Clause, trigger: Trigger) -> bool:
    """Whether what died, or whose head was found, is surely nobody ("the bill died", "the head of a calf")."""
    whom = sufferers(clause)
    if clause.word in ("died", "dies", "perished"):
        return bool(whom) and all(phrase.tag == "NN" for phrase in whom) and not are_people(passage, whom)
    if clause.standing is Standing.NOUN and clause.word in _REMAINS and clause.phrase is not None:
        whom = (clause.phrase,)
    if trigger.name in _ON_THE_LIVING:
        return bool(whom) and all(phrase.noun in _THINGS for phrase in whom)
    heads = [phrase for phrase in whom if phrase.noun in _REMAINS and phrase.of]
    return any(
        all(one.tag == "NN" for one in head.of)
        and not are_people(passage, head.of)
        # "The head of that force, Ofelia Paz, was found"
        and not are_people(passage, head.appositions)
        for head in heads
    )


def reframed(passage: Passage, triggers: Sequence[Trigger]) -> tuple[Trigger, ...]:
    """The triggers; a word of seizure that befell people is one of kidnapping, or of arrest where the forces did it."""
    return tuple(_reframed(passage, trigger) for trigger in triggers)


def is_told_by_clause(passage: Passage, trigger: Trigger) -> bool:
    """Whether only its clause tells of what act a word of seizure is."""
    words = passage.words(trigger.where)
    return trigger.family == "seizure" and bool(_TAKES.match(words) or _FOUND.fullmatch(words))


def _reframed(passage: Passage, trigger: Trigger) -> Trigger:
    words = passage.words(trigger.where)
    off = trigger.name == "taken" and (_TAKES.match(words) or words.endswith((" off", " away")))
    if off or (trigger.name == "kidnapping" and _MAY_BE_GOODS.match(words)):
        return _by_the_forces(passage, trigger)
    if trigger.family != "seizure" or not _TAKES.match(words):
        return _of_the_dead(passage, trigger) if trigger.family == "seizure" else trigger
    clause = grammar_of(passage, trigger.where).at(trigger.where)
    if clause is None or clause.standing is not Standing.VERB or stands_by_goods(passage, trigger.where):
        return trigger
    if not are_people(passage, sufferers(clause)) and not _WHOM.search(passage.text[: trigger.where.start][-50:]):
        return trigger
    if is_by_forces(passage, clause):
        return replace(trigger, family="arrest", name="arrested")
    return replace(trigger, family="attack", name="kidnapping")


def _precedes_goods(passage: Passage, word: Stretch) -> bool:
    """Whether goods in number stand right behind the word ("seized over two tons of cocaine")."""
    behind = goods_in(passage, Stretch(word.end, min(len(passage.text), word.end + _RAID_REACH)))
    if not behind or behind[0].item.quantity is None:
        return False
    return _LEADS.fullmatch(passage.text, word.end, behind[0].where.start) is not None


def stands_by_goods(passage: Passage, word: Stretch) -> bool:
    """Whether goods in number stand right before or behind the word, whatever else is listed ("14 trucks seized")."""
    if _precedes_goods(passage, word):
        return True
    before = goods_in(passage, Stretch(max(0, word.start - _RAID_REACH), word.start))
    return any(one.where.end + 1 == word.start and one.item.quantity is not None for one in before)


def _of_the_dead(passage: Passage, trigger: Trigger) -> Trigger:
    """The word as one of bodies, where those found bore the marks of an execution ("were found bound and shot")."""
    if not _FOUND.fullmatch(passage.words(trigger.where)):
        return trigger
    clause = grammar_of(passage, trigger.where).at(trigger.where)
    sentence = passage.sentence_at(trigger.where.start)
    if clause is None or sentence is None:
        return trigger
    of_bodies = clause.passive and any(subject.noun in _CORPSES for subject in clause.subjects)
    if of_bodies or _are_more_bodies(passage, clause, sentence):
        return replace(trigger, family="attack", name="bodies")
    if not clause.passive or not _MARKED.search(passage.text, *sentence):
        return trigger
    if _ALIVE.search(passage.text, *sentence) or not are_people(passage, clause.subjects):
        return trigger
    return replace(trigger, family="attack", name="bodies")


def _are_more_bodies(passage: Passage, clause: Clause, sentence: Stretch) -> bool:
    """Whether a bare number was found, and the sentence before tells of bodies ("Another eight turned up in ...")."""
    before = [one for one in passage.sentences if one.end <= sentence.start][-1:]
    told = any(_BODIES.search(passage.text, *one) for one in (*before, Stretch(sentence.start, clause.predicate.start)))
    return told and any(_BARE_NUMBER.fullmatch(passage.words(phrase.core)) for phrase in clause.subjects)


def _by_the_forces(passage: Passage, trigger: Trigger) -> Trigger:
    """The word as one of arrest, where the forces did it to people ("police led away nine men")."""
    clause = grammar_of(passage, trigger.where).at(trigger.where)
    if clause is None or clause.standing is not Standing.VERB:
        return trigger
    accused = (
        clause.passive and not clause.agents and _ACCUSED.search(passage.text, trigger.where.end, clause.extent.end)
    )
    if not (accused or is_by_forces(passage, clause) or _goes_on_from_a_raid(passage, clause)):
        return trigger
    return replace(trigger, family="arrest", name="arrested") if are_people(passage, sufferers(clause)) else trigger


def _goes_on_from_a_raid(passage: Passage, clause: Clause) -> bool:
    """Whether the clause names no doer and the sentence before tells of a raid ("Marines raided a bar. Nine men")."""
    sentence = passage.sentence_at(clause.predicate.start)
    if sentence is None or not clause.passive or clause.agents:
        return False
    before = [one for one in passage.sentences if one.end <= sentence.start][-1:]
    near = (*before, Stretch(sentence.start, clause.predicate.start))
    return any(_RAID.search(passage.text, *one) for one in near)


def refers_back(passage: Passage, trigger: Trigger) -> bool:
    """Whether the act is only a noun that points to one told before ("the attack", "these killings")."""
    clause = grammar_of(passage, trigger.where).at(trigger.where)
    if clause is None or clause.phrase is None or clause.objects:
        return False
    return _DEFINITE.match(passage.words(clause.phrase.core)) is not None


def is_uncounted(passage: Passage, trigger: Trigger) -> bool:
    """Whether the act befell several people whom the text does not number ("officers have been killed")."""
    clause = grammar_of(passage, trigger.where).at(trigger.where)
    if clause is None:
        return False
    if clause.phrase is not None and clause.phrase.is_plural and not passage.figures(clause.phrase.core):
        return not clause.objects or all(one.is_plural and not passage.figures(one.core) for one in clause.objects)
    whom = sufferers(clause)
    return bool(whom) and all(_is_some(one) and not passage.figures(one.core) for one in whom)


def _is_some(phrase: Phrase) -> bool:
    """Whether a phrase means several people ("officers", "most of its rivals")."""
    return phrase.is_plural or (phrase.noun in _QUANTIFIERS and bool(phrase.of))


def is_imagined(passage: Passage, trigger: Trigger) -> bool:
    """Whether the act is a noun of which is only told what it would bring ("the capture of Paz would set off ...")."""
    sentence = passage.sentence_at(trigger.where.start)
    if sentence is None or not _MAY_BE_IMAGINED.search(passage.text, *sentence):
        return False
    found = grammar_of(passage, trigger.where)
    clause = found.at(trigger.where)
    if clause is not None and clause.link == "csubj":
        # "Killing a governor is not beyond their reach."
        return not passage.dates_in(clause.extent)
    if clause is None or clause.standing is not Standing.NOUN or clause.phrase is None:
        return False
    above = next(iter(found.above(clause)), None)
    if above is None or above.modal != "would" or above.negated or passage.dates_in(clause.phrase.where):
        return False
    return any(subject.head == clause.phrase.head for subject in above.subjects)


def _is_habit(passage: Passage, trigger: Trigger) -> bool:
    """Whether a verb tells what is done as a rule: to nobody told ("they killed with impunity"), or to whoever it is.

    "Who is killed is for them to decide."
    """
    clause = grammar_of(passage, trigger.where).at(trigger.where)
    if clause is None or clause.standing is not Standing.VERB or passage.dates_in(clause.extent):
        return False
    if any(passage.figures(one.core) for one in clause.subjects):
        return False
    if not clause.passive:
        return clause.word in _KILLS and not clause.objects and clause.link in ("root", "ccomp")
    if not _IS_NOW.search(passage.text[: clause.predicate.start][-15:]):
        return False
    return bool(clause.subjects) and all(one.is_plural or one.is_pronoun for one in clause.subjects)


def is_of_a_sort(passage: Passage, trigger: Trigger) -> bool:
    """Whether the act is a bare noun, which means all acts of its sort ("kidnapping and murder go unpunished")."""
    words = passage.words(trigger.where).lower()
    if words == "kidnapping":
        return True
    clause = grammar_of(passage, trigger.where).at(trigger.where)
    if clause is None or clause.standing is not Standing.NOUN or clause.phrase is None or clause.objects:
        return False
    return clause.phrase.tag == "NN" and clause.link != "root" and passage.words(clause.phrase.core).lower() == words


def describes_several(passage: Passage, trigger: Trigger) -> bool:
    """Whether a participle only says of people without number who they are ("a mass for soldiers killed in action")."""
    clause = grammar_of(passage, trigger.where).at(trigger.where)
    if clause is None or clause.link != "acl" or not clause.passive or not is_uncounted(passage, trigger):
        return False
    first = min(subject.core.start for subject in clause.subjects)
    return _IN_MEMORY.search(passage.text, max(0, first - _MEMORY_REACH), first) is not None


def _describes(clause: Clause) -> bool:
    """Whether the word says of people only what they are ("the murdered man", "the January dead")."""
    if clause.standing is Standing.MODIFIER and clause.link == "root" and clause.subjects:
        # "Seven attackers dead."
        return False
    return clause.standing is Standing.MODIFIER or (clause.standing is Standing.NOUN and clause.word in _STATES)


def is_by_forces(passage: Passage, clause: Clause) -> bool:
    """Whether the clause says that police or troops did it."""
    doers = clause.agents if clause.passive else clause.subjects if clause.objects else ()
    return any(_are_forces(passage, doer) for doer in doers)


def _are_forces(passage: Passage, phrase: Phrase) -> bool:
    words = passage.words(phrase.core)
    known = _FORCES.search(words) or agencies(words)
    by_letters = _LETTERS.fullmatch(words) and not passage.groups_in(phrase.core)
    return bool(known or by_letters) and not _IMPOSTORS.search(words)
