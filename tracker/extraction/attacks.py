"""Attacks: violence by or among criminals, or clashes with them.

A sentence tells one attack unless its parts differ in date or place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.attack_parts import joined
from tracker.extraction.beginnings import SentenceView, begin, printed
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.frames import (
    describes_several,
    is_of_a_sort,
    is_uncounted,
    refers_back,
    tells_an_act,
)
from tracker.extraction.hedges import is_nothing, is_unasserted
from tracker.extraction.lexicon import any_of
from tracker.extraction.patients import befallen, is_outline
from tracker.extraction.scope import OTHER_CAUSE, OTHER_STRUGGLE
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.tolls import Toll
from tracker.extraction.triggers import triggers
from tracker.extraction.victims import is_believable, toll
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import Kind, Subtype

_FAMILY = "attack"
_PERIOD_DAYS = 31
_WEEK = 7
_MANY = 20
_NOUNS = frozenset({"killing", "grenade", "bombing", "ambush", "clash", "mention", "attempt", "kidnapping"})
_DEADLY = frozenset({"killed", "killing", "bodies", "fallen", "toll"})
_TAKEN = frozenset({"kidnapping", "taken"})
_HURT = frozenset({"injured", "struck", "hospital"})
_CARE = "hospital"
_ON_PEOPLE = _DEADLY | _TAKEN | _HURT
_SUBTYPES = (
    ("grenade", Subtype.GRENADE),
    ("bombing", Subtype.BOMBING),
    ("ambush", Subtype.AMBUSH),
    ("clash", Subtype.CLASH),
    ("kidnapping", Subtype.KIDNAPPING),
    ("taken", Subtype.KIDNAPPING),
    ("fallen", Subtype.KILLING),
    ("toll", Subtype.KILLING),
    ("killed", Subtype.KILLING),
    ("killing", Subtype.KILLING),
    ("bodies", Subtype.KILLING),
    ("shooting", Subtype.SHOOTING),
)
_BY_FORCES = Sought(
    (
        r"\b(?:killed|shot|killing|shooting)(?: and killed| dead)? (?:\w+ ){0,4}(?:by|when|"
        r"after) (?:\w+ ){0,2}(?:soldiers|troops|the (?:army|military))|\bsoldiers (?:shot|"
        r"opened fire|fired)\b|\bby (?:mexican )?soldiers\b"
    ),
    re.IGNORECASE,
)
_NOT_STOPPING = Sought(r"\b" + any_of("harms", "not_stopping") + r"\b", re.IGNORECASE)
_FORCES = Sought(r"\b" + any_of("harms", "forces") + r"\b", re.IGNORECASE)
_BY_FORCES_ON = Sought(
    r"\b(?:gunm[ae]n|sicarios|traffickers|zetas|cartel|hit ?m[ae]n|attackers|criminals)\b", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"\b(?:the|this|that|these|those|such)\s+(?:[A-Z][a-z]+ \d{1,2}(?:,? \d{4})?,?\s+)?"
    r"(?:(?:recent|same|reported|above|previous|actual|attempted)\s+)*$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:(?:those|of them|of those)(?: who)?(?: (?:was|were|had been|have been|being))?|"
    r"(?:the|these) (?:\w+ )?(?:bomber|attackers?|victims?|dead|killers?|assailants?|gunmen|men|man|officers?),? "
    r"who (?:was|were|had been|have been))\s+$|\bno longer\b",
    re.IGNORECASE,
)
_SOME_OF_THEM = re.compile(
    r"(?:^|[;,]\s(?:and\s|but\s)?)" + any_of("language", "units") + r" of (?:them|those|whom)\s+(?:later\s+)?$",
    re.IGNORECASE,
)
_DIED = frozenset({"died", "dies", "succumbed", "perished"})
"""Of those shot, some of whom died of it."""
_LEFT = re.compile(r"\b(?:left|leaving)\s+(?:[\w-]+\s+){1,3}of them\s+$", re.IGNORECASE)
_AIM = re.compile(
    r"\b(?:target(?:ed|s)? (?:of|for)|for|against|prevent|suspects? in|investigat\w+(?: into| "
    r"of)?|blamed for|responsible for|guilty of|motive (?:for|behind))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(
    r"\b(?:witness(?:es|ed)? (?:of|to)|survivors? of|victims? of|memory of|memorial (?:for|to)|anniversary of|mourn\w*|"
    r"protest\w* (?:against|over|at)|march\w* against|scene of|site of|trial (?:for|over|of)|news of|fears? of|risk of|"
    r"threats? of|rumors? of|(?:to|and) (?:fight|combat|counter|curb|stop|deter|punish|report|investigate|prevent|"
    r"discuss|condemn|solve|avenge))\s+(?:the\s+|an?\s+|all\s+|such\s+)?(?:(?-i:[A-Z])[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""Before an act that is only spoken of: what the sentence tells is something else ("witnesses of the massacre")."""
_BOUNTY = re.compile(
    r"\b(?:pa(?:y|ys|id|ying)|offer\w*|reward\w*|bount(?:y|ies)|price)\b[^.;]{0,45}\bfor (?:the )?$", re.IGNORECASE
)
_CHARGE = re.compile(
    r"\b(?:convict\w*(?: [\w' -]{1,50})? of|accused of|charged with|(?:indicted|wanted|tried|sentenced) for)\s+$",
    re.IGNORECASE,
)
"""Before what somebody is charged with, where no one act is meant ("convicted of murder", but not "of the murder")."""
_PLURAL = re.compile(r"\w+s\b", re.IGNORECASE)
_OF_GUNS = re.compile(r"(?:gun|fire|running|armed) (?:battles|fights|duels|confrontations)", re.IGNORECASE)
_AND_DIED = re.compile(r"\b(?:and|but) (?:\w+ ){0,2}(?:died|perished|succumbed)$", re.IGNORECASE)
_AND_DIED_OF_IT = re.compile(r"\s+(?:\w+ )?(?:died|dies|succumbed|perished)\b", re.IGNORECASE)
_SHORT = 120
_WAVE = re.compile(
    r"\b(?:wave|spate|surge|string|rash|spiral|upsurge|cycle) of (?:\w+ ){0,2}(?:violence|attacks|killings|murders|"
    r"executions|assassinations|shootings|kidnappings)\b[^.;]{0,60}\b(?:left|leaves|leaving|claim\w+|cost|took|"
    r"killed|has|have)\b",
    re.IGNORECASE,
)
"""What a wave of violence brought sums up what is told elsewhere."""
_SEPARATE = re.compile(
    r"\b(?:two )?(?:separate|different|unrelated) (?:incidents|attacks|events|shootings|killings|ambushes|cases)\b",
    re.IGNORECASE,
)
_ONE_AND_OTHER = re.compile(r"\s*(?:in )?(?:one|the first)\b.*\b(?:the )?(?:other|second)\b", re.IGNORECASE | re.DOTALL)
_HIS_BODY = re.compile(r"\b" + any_of("episodes", "their_bodies") + r"\b", re.IGNORECASE)
_NO_ONE_HURT = re.compile(r"\b" + any_of("episodes", "none_hurt") + r"\b", re.IGNORECASE)
_UNHURT = re.compile(r"unharmed|unhurt|unscathed|escaped \w+(?: \w+)?|(?:was|were) .+", re.IGNORECASE)
_SHOT_OFTEN = re.compile(
    r"(?:shot|hit) (?:[a-z]+ ){0,3}(?:[1-9]\d+|a dozen|dozens of|(?:thir|four|fif|six|seven|eigh|nine)teen|twelve|"
    r"twenty|thirty|forty|fifty|sixty|(?:\w+ )?hundred) times\b",
    re.IGNORECASE,
)
_SHOT_DEAD = re.compile(
    r"(?:shot|hit|stabbed)\s+(?:(?!(?:and|but|while|who|as)\b)[\w'’-]+,?\s+){0,9}?"
    r"(?:to death|dead\b(?! of)|execution[- ]style|at (?:point[- ]blank|close) range|"
    r"in the (?:back of the )?(?:head|neck|nape))",
    re.IGNORECASE,
)
_SURVIVED = re.compile(
    r"\b(?:surviv\w+|wounded|injured|hospital|clinic|recover\w+|expected to live|condition)\b", re.IGNORECASE
)
_LIVED = re.compile(r"\b(?:surviv\w+|lived|recover\w+)\b", re.IGNORECASE)
_ALIVE = re.compile(
    r"\b(?:still alive|survived|survives|(?:is|are|was|were) (?:all |both )?expected to (?:live|survive|recover)|"
    r"will (?:live|survive|recover))\b",
    re.IGNORECASE,
)
_IN_CARE = re.compile(
    r"\b(?:(?:in|at|to) (?:an? |the )?(?:[\w']+ ){0,3}hospitals?|(?:critical|stable|serious|grave) condition|"
    r"recovering)\b",
    re.IGNORECASE,
)
_OF_HIM = re.compile(
    r"[\s\"'(]*(?:the|he|she|his|her)\s(?!(?:attackers|gunmen|assailants|hitmen|sicarios)\b)", re.IGNORECASE
)
"""One shot whom the text told of before: he may be among those counted."""
_THAT_ONE = re.compile(
    r"(?:^|[,;]\s|\b(?:and|that|but)\s)(?:the [\w-]+|he|she)\b[^,;\d]{0,80}$",
    re.IGNORECASE,
)
_VIRTUAL = re.compile(
    r"\b(?:virtual|simulated|staged|faked|fake|bogus|self)[- ][\"”'’]?(?:kidnap+|abduct)\w+", re.IGNORECASE
)
_DEFUSED = re.compile(r"\b(?:defus\w+|deactivat\w+|disarm\w+|fake bomb|bomb threats?|found no bomb)\b", re.IGNORECASE)
_BANNER = re.compile(
    r"\b(?:banners?|narco-?mantas?|mantas?|messages?|signs?|posters?|bedsheets?|sheets?)\b", re.IGNORECASE
)
_OR_ELSE = re.compile(
    r",? or (?:alive|behind bars|in (?:custody|jail|prison)|captured|arrested|detained|missing)\b", re.IGNORECASE
)
_PRESUMED = re.compile(r"\b(?:presumed|feared|believed|thought)(?: to be)?\s+$", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\bthe (?:total )?number of (?:[\w-]+ ){1,4}$", re.IGNORECASE)
_NONE_KILLED = re.compile(
    r"\b" + any_of("episodes", "none_killed") + r"\b",
    re.IGNORECASE,
)
_OF_OTHER_THINGS = frozenset({"died", "dead", "executed", "shot", "targeted", "caught"})
_OTHER_THING = re.compile(
    r"\s+(?:by phone|against|warrants?|for|the (?=(?:[\w-]+ ){0,2}(?:warrants?|orders?|searches|search|raids?|"
    r"operations?|plans?|traffic|trade|tape|video|scene|film))|(?:an?|two|three|several) (?:[\w-]+ )?warrants?)\b",
    re.IGNORECASE,
)
_DISPOSED = re.compile(
    r"\b(?:dissolv\w+|dispos\w+ of|(?:get|getting|got) rid of|bury|burying) (?:\w+ ){0,3}$", re.IGNORECASE
)
_SHOT = re.compile(r"shot\b", re.IGNORECASE)
_ITS_WAY = re.compile(r"\s+(?:its|his|her|their) way\b", re.IGNORECASE)
_RATE = Sought(
    r"\b(?!(?:for|in|within|about|after|over|was|is|than|nearly|almost|only|just|lasted|half|not|of|once)\b)"
    r"[\w-]+ (?:a|per|each|every) (?:day|week|month)\b(?! (?:later|earlier|after|before|ago|or|old|long))",
    re.IGNORECASE,
)


def attacks(view: SentenceView, claimed: Sequence[Stretch]) -> list[Draft]:
    """The attacks that a sentence tells; what was read as a published figure (`claimed`) is left alone."""
    if not any(zone.of(_FAMILY) for zone in view.zones):
        return []
    if view.has(OTHER_STRUGGLE) or view.has(OTHER_CAUSE) or view.has(_RATE):
        return []
    by_forces = view.has(_BY_FORCES) or (view.has(_NOT_STOPPING) and view.has(_FORCES))
    if by_forces and not view.has(_BY_FORCES_ON):
        return []
    told: list[Draft] = []
    for zone in view.zones:
        triggers = [trigger for trigger in zone.of(_FAMILY) if _stands(view, trigger, claimed)]
        # Who is brought to a hospital was hurt in what the words before tell.
        if triggers and (told or any(trigger.name != _CARE for trigger in triggers)):
            told.append(_draft(view, zone, triggers))
    if _are_told_apart_next(view):
        return []
    return [draft for draft in joined(told) if _is_told(draft)]


def _are_told_apart_next(view: SentenceView) -> bool:
    """Whether the next sentence tells apart the incidents of which this one gives only the sum."""
    following = view.passage.sentences[view.index + 1 : view.index + 2]
    if not following or not _SEPARATE.search(view.words):
        return False
    return _ONE_AND_OTHER.match(view.passage.words(following[0])) is not None


def _stands(view: SentenceView, trigger: Trigger, claimed: Sequence[Stretch]) -> bool:
    if any(trigger.where.overlaps(other) for other in claimed) or is_outline(view.passage.text, trigger.where):
        return False
    sentence = view.stretch
    words = view.passage.words(trigger.where).lower()
    before = view.passage.text[max(sentence.start, trigger.where.start - 60) : trigger.where.start]
    if _is_of_no_act(view, trigger):
        return False
    left_alive = words == "dead" and before.endswith(" for ") and _ALIVE.search(view.words)
    left_alive = left_alive or (words == "dead" and _OR_ELSE.match(view.passage.text, trigger.where.end))
    left_alive = left_alive or (words == "dead" and _PRESUMED.search(before))
    if (left_alive or (trigger.name == "bodies" and _DISPOSED.search(before))) or (
        trigger.name in _HURT and _AND_DIED_OF_IT.match(view.passage.text, trigger.where.end, sentence.end)
    ):
        return False
    if (
        _NUMBER_OF.search(before)
        or (_BACK.search(before) and not _LEFT.search(before) and not (words in _DIED and _SOME_OF_THEM.search(before)))
        or (trigger.name in _NOUNS and not words.endswith(" of") and _is_no_more_than_named(before))
        or (trigger.name == "killing" and _BOUNTY.search(before))
        or (trigger.name in _DEADLY and describes_several(view.passage, trigger))
    ):
        return False
    if trigger.name in _DEADLY and is_nothing(view.passage.text[trigger.where.end : trigger.where.end + 20]):
        return False
    return not is_unasserted(view.passage.text, sentence, trigger.where.start) and tells_an_act(view.passage, trigger)


def _is_no_more_than_named(before: str) -> bool:
    """Whether a noun of violence only names what somebody aims at, is charged with or speaks of."""
    return any(words.search(before) for words in (_AIM, _CHARGE, _SPOKEN_OF))


def _is_of_no_act(view: SentenceView, trigger: Trigger) -> bool:
    """Whether the word tells something else: a warrant executed, a banner hung, a bomb defused, a hoax."""
    words, text = view.passage.words(trigger.where).lower(), view.passage.text
    of_another = words in _OF_OTHER_THINGS and _OTHER_THING.match(text, trigger.where.end)
    of_another = of_another or _ITS_WAY.match(text, trigger.where.end)
    of_a_banner = "from" in words and _BANNER.search(text, view.stretch.start, trigger.where.end)
    defused = trigger.name == "bombing" and _DEFUSED.search(view.words)
    return bool(of_another or of_a_banner or defused or (trigger.name in _TAKEN and _VIRTUAL.search(view.words)))


def _draft(view: SentenceView, zone: Zone, triggers: Sequence[Trigger]) -> Draft:
    core = next((trigger for trigger in triggers if trigger.name in _DEADLY), triggers[0])
    draft, _ = begin(view, Kind.ATTACK, zone, core=core)
    names = {trigger.name for trigger in triggers}
    subtype = next((subtype for name, subtype in _SUBTYPES if name in names), Subtype.OTHER)
    if subtype is Subtype.OTHER and any(_SHOT.match(view.passage.words(trigger.where)) for trigger in triggers):
        subtype = Subtype.SHOOTING
    if "attempt" in names and not names & _DEADLY:
        subtype = Subtype.OTHER
    readings = list(draft.readings)
    deadly = [trigger for trigger in triggers if trigger.name in _DEADLY or _is_deadly_shooting(view, trigger)]
    killed = _count(view, zone, deadly, readings, field="killed")
    words = view.passage.words(zone.where)
    hurt = [trigger for trigger in triggers if trigger.name in _HURT and not _is_on_a_body(view, trigger, names)]
    injured = _count(view, zone, hurt, readings, field="injured")
    people = befallen(view.passage, view.passage.people_in(zone.where), core.where)
    lived = _lived(view) if killed is None and injured is None else None
    if lived is not None and (people or not _OF_HIM.match(words)):
        injured = _count(view, zone, [one for one in triggers if one.name == "shooting"], readings, field="injured")
    kidnapped = _count(view, zone, [trigger for trigger in triggers if trigger.name in _TAKEN], readings, field="count")
    around = f"{view.words} {_said_next(view)}"
    none_hurt = bool(_NO_ONE_HURT.search(around))
    readings.extend(Reading("persons", person.where, "person-in-zone") for person in people)
    killed, injured, kidnapped = (
        None
        if counted and not is_believable(view.passage, counted, [trigger.where for trigger in triggers])
        else counted
        for counted in (killed, injured, kidnapped)
    )
    again = refers_back(view.passage, core)
    nobody = _NONE_KILLED.search(words) or (killed is None and _NONE_KILLED.search(around))
    alive = lived is not None and _ALIVE.match(lived) is not None and injured is not None and injured.told
    killed_value = 0 if nobody or alive else killed.value if killed else None
    one_unhurt = (killed_value or subtype is Subtype.KIDNAPPING) and _is_one_unhurt(around)
    return replace(
        draft,
        readings=tuple(readings),
        subtype=subtype,
        killed=killed_value,
        aggregate=_is_total(draft, killed_value, kidnapped if subtype is Subtype.KIDNAPPING else None),
        injured=injured.value if injured else 0 if none_hurt and not one_unhurt else None,
        count=kidnapped.value if kidnapped and subtype is Subtype.KIDNAPPING else None,
        count_op=kidnapped.op if kidnapped and subtype is Subtype.KIDNAPPING else None,
        persons=printed(view.passage, [person.pieces for person in people]),
        tied=draft.tied or ((again or _is_reference(view, core)) and not (killed and killed.told)),
        plural=(core.name in _NOUNS and _is_plural(view.passage.words(core.where)))
        or is_of_a_sort(view.passage, core)
        or (core.name in _ON_PEOPLE and is_uncounted(view.passage, core)),
        reference=again
        or (
            core.name in _NOUNS
            and _is_reference(view, core)
            and view.passage.words(core.where).lower().endswith(("attack", "attacks", "murder", "bombing", "explosion"))
        ),
        anchored=bool(
            draft.own_date
            or draft.own_place
            or people
            or any(found and found.told for found in (killed, injured, kidnapped))
        ),
    )


def _is_plural(words: str) -> bool:
    """Whether the noun of an act tells of several ("murders of", "gun battles")."""
    return _PLURAL.match(words) is not None or _OF_GUNS.fullmatch(words) is not None


def _is_on_a_body(view: SentenceView, trigger: Trigger, names: set[str]) -> bool:
    """Whether wounds are those that a body was found with, or care that of one of whom was told before."""
    if trigger.name == _CARE and _THAT_ONE.search(view.passage.text, view.stretch.start, trigger.where.start):
        return True
    return "bodies" in names and view.passage.words(trigger.where).lower().startswith("with ")


def _lived(view: SentenceView) -> str | None:
    """The words of this or the next sentence which say that those shot lived, or were brought to a hospital."""
    following = view.passage.sentences[view.index + 1 : view.index + 2]
    words = f"{view.words} {view.passage.words(following[0]) if following else ''}"
    found = _ALIVE.search(words) or _IN_CARE.search(words)
    return found.group() if found else None


def _is_deadly_shooting(view: SentenceView, trigger: Trigger) -> bool:
    """Whether somebody was shot so, or so often, that nobody lives through it, and no word says that he did."""
    if trigger.name != "shooting":
        return False
    if _SHOT_DEAD.match(view.passage.text, trigger.where.start, view.stretch.end):
        return not _LIVED.search(view.words)
    often = _SHOT_OFTEN.match(view.passage.text, trigger.where.start, view.stretch.end)
    return bool(often) and not _SURVIVED.search(f"{view.words} {_said_next(view)}")


def _is_one_unhurt(words: str) -> bool:
    """Whether it is only told of somebody that nothing happened to him, beside others ("his wife was unharmed")."""
    return all(_UNHURT.fullmatch(match.group()) for match in _NO_ONE_HURT.finditer(words))


def _said_next(view: SentenceView) -> str:
    """The next sentence, where it tells no act and only may say that nobody was hurt."""
    following = view.passage.sentences[view.index + 1 : view.index + 2]
    words = view.passage.words(following[0]) if following else ""
    if not following or len(words) >= _SHORT:
        return ""
    start = following[0].start
    said = [match.span() for none in (_NO_ONE_HURT, _NONE_KILLED) for match in none.finditer(words)]
    acts = [one.where for one in triggers(view.passage.text, following[0]) if one.family == _FAMILY]
    # "No one was hurt in the attack" has words of violence, and denies them.
    denied = all(
        view.passage.words(act).lower() in ("attack", "explosion", "incident")
        or any(first <= act.start - start < last for first, last in said)
        for act in acts
    )
    return words if denied else ""


def _is_total(draft: Draft, killed: int | None, kidnapped: Toll | None) -> bool:
    """Whether so many died over so long that the figure sums up many incidents."""
    days = (draft.date.end - draft.date.start).days if draft.date and draft.own_date else 0
    return days > _PERIOD_DAYS and ((killed or 0) >= _MANY or (kidnapped is not None and (kidnapped.value or 0) > 1))


def _count(
    view: SentenceView, zone: Zone, triggers: Sequence[Trigger], readings: list[Reading], *, field: str
) -> Toll | None:
    """The toll of the first trigger that tells one; None without a trigger."""
    found: Toll | None = None
    for trigger in triggers:
        counted = toll(view.passage, trigger.where, zone.where)
        if counted.told:
            readings.append(Reading(field, counted.where, "toll-of-trigger"))
            return counted
        found = found or counted
    if triggers and _AND_DIED.search(view.passage.text[view.stretch.start : triggers[0].where.end]):
        # "Paz was shot at his door and died hours later"
        shared = toll(view.passage, triggers[0].where, Stretch(view.stretch.start, zone.where.end))
        if shared.told and shared.value == 1:
            readings.append(Reading(field, shared.where, "toll-of-trigger"))
            return shared
    return found


def _is_told(draft: Draft) -> bool:
    """Whether the draft tells an act of its own: not a plural without number, place and day."""
    if not draft.anchored or (not draft.own_date and _WAVE.search(draft.passage.words(draft.zone))):
        return False
    counted = draft.killed is not None or draft.injured is not None or draft.count is not None or draft.persons
    # Of whom "their bodies" are, the sentence before says; see episodes.
    if counted or _HIS_BODY.search(draft.passage.text[draft.sentence.start : draft.zone.end]):
        return True
    days = (draft.date.end - draft.date.start).days if draft.date and draft.own_date else None
    if draft.plural:
        return days is not None and days <= _WEEK and draft.own_place
    short = days is not None and days <= _PERIOD_DAYS
    by_place = not draft.reference and (draft.subtype is not Subtype.OTHER or _is_attempt(draft))
    return short or (by_place and draft.own_place)


def _is_attempt(draft: Draft) -> bool:
    """Whether the core is an attempt on somebody: told like a murder, and no mere raid or assault."""
    return any(reading.rule == f"trigger-{_FAMILY}-attempt" for reading in draft.readings)


def _is_reference(view: SentenceView, core: Trigger) -> bool:
    """Whether the core only speaks again of an act told before ("the recent attack")."""
    return _REFERENCE.search(view.passage.text[max(0, core.where.start - 40) : core.where.start]) is not None
