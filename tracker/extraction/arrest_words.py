"""Which words of arrest tell one: no rates, no other sense, nothing told before or only supposed."""

from __future__ import annotations

import re

from tracker.extraction.arrest_counts import after_colon
from tracker.extraction.beginnings import SentenceView
from tracker.extraction.frames import is_imagined
from tracker.extraction.hedges import is_nothing, is_unasserted
from tracker.extraction.lexicon import any_of
from tracker.extraction.patients import is_outline
from tracker.extraction.sentences import Stretch
from tracker.extraction.zones import Trigger

_BACK = re.compile(
    r"\b(?:those|the (?:men|suspects|people|persons|individuals|gunmen|zetas|\w+ (?:men|suspects|people))|(?:\d+|"
    + any_of("language", "units")
    + r"|some|most|many|all|none|half|several|any|few) of the(?: \w+)?|of them) (?:who (?:were|had been) )?$",
    re.IGNORECASE,
)
_RECENT = re.compile(
    r"\b(?:in addition to|besides|apart from|aside from|beyond|following|after|despite|since|with|like|unlike|as with) "
    r"(?:the|these|those|its|his|their) (?:(?:recent|latest|earlier|previous|above|mentioned|aforementioned)\s+)+$",
    re.IGNORECASE,
)
_OF_THE_SO_MANY = re.compile(
    r"^[\s(\"'`]*of (?:the|those|these) (?:\d+|" + any_of("language", "units") + r")(?:\s+[\w-]+){0,3}"
    r"(?:\s+(?:who|that)\s+(?:were|was|have been|had been))?\s+$",
    re.IGNORECASE,
)
_REMAIN = re.compile(
    r"\b(?:of (?:the|those|these|them|whom)\b.{0,80}|the (?:other|remaining|last)\b.{0,40})\b"
    r"(?:remain(?:s|ed|ing)?|stay(?:s|ed)?|(?:is|are|was|were) (?:still|now))\s+$",
    re.IGNORECASE,
)
"""Before where some of those told of before still are ("Of the 63 detained in March, 40 remain behind bars")."""
_REWARDED = re.compile(
    r"\b(?:information|tips?|rewards?|clues|evidence)\b[^.;]{0,20}\b(?:lead(?:s|ing)?|help(?:s|ing)?|result(?:s|ing)?)\s+"
    r"(?:to|in|with)\s+(?:the\s+|his\s+|her\s+|their\s+)?$",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|every|any|for every) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_ONE_OF = re.compile(r"\b(?:one of|among) those\s+$", re.IGNORECASE)
_OFF_GUARD = re.compile(r"\boff guard\b", re.IGNORECASE)
_RATE = re.compile(r"\b(?:an average of|a month|per (?:month|day|week|year)|a day)\b", re.IGNORECASE)
_MONEY = re.compile(r"\$|\b(?:USD|MXN|dollars|pesos|kilos|kilograms|tons|salary|paid)\b", re.IGNORECASE)
_MONEY_REACH = 40
_OTHER_SENSE = re.compile(
    (
        r"(?:attention|imagination|on (?:video|tape|film|camera)|off guard|in (?:the|a|an) (?:[\w-]+ )?(?:crossfire|"
        r"middle|trap|ambush|gun ?fight|shoot-?out|storm|traffic|act)|headlines|by surprise|territory)"
    ),
    re.IGNORECASE,
)
_DAY_REACH = 50


def tells_an_arrest(view: SentenceView, trigger: Trigger) -> bool:
    """Whether the word of arrest tells one that the sentence asserts and that was not told before."""
    text = view.passage.text
    before, after = (
        text[max(0, trigger.where.start - 50) : trigger.where.start],
        text[trigger.where.end : trigger.where.end + 40],
    )
    if (
        _EACH.search(before)
        or is_outline(text, trigger.where)
        or is_nothing(after)
        or _OFF_GUARD.search(after)
        or _is_a_rate(view.words)
    ):
        return False
    if _REWARDED.search(before) or _is_told_before(view, trigger):
        return False
    if _BACK.search(before) and _ONE_OF.search(before) and view.passage.people_in(view.stretch):
        return True
    back = _BACK.search(before)
    numbered = back is not None and (
        _is_numbered(view, Stretch(trigger.where.start - len(back.group()), trigger.where.end))
        or after_colon(view, trigger) is not None
    )
    if (back and not numbered) or _OTHER_SENSE.match(after.lstrip().removeprefix("the ").removeprefix("people's ")):
        return False
    unasserted = is_unasserted(view.passage.text, view.stretch, trigger.where.start)
    return not unasserted and not is_imagined(view.passage, trigger)


def _is_a_rate(words: str) -> bool:
    """Whether the sentence tells how many are arrested in a time, and not how much somebody was paid."""
    return any(not _MONEY.search(words[: match.start()][-_MONEY_REACH:]) for match in _RATE.finditer(words))


def _is_told_before(view: SentenceView, trigger: Trigger) -> bool:
    """Whether the words only point to arrests told before ("besides the recent detentions", "of the six held")."""
    before = view.passage.text[view.stretch.start : trigger.where.start]
    if trigger.name == "arrest" and _RECENT.search(before) and not view.passage.words(trigger.where).endswith(" of"):
        return True
    if _REMAIN.search(before):
        return True
    return _OF_THE_SO_MANY.match(before) is not None and not view.passage.dates_in(view.stretch)


def _is_numbered(view: SentenceView, where: Stretch) -> bool:
    """Whether those spoken of are told with number and day for the first time ("The 10 men arrested on May 3 had")."""
    dates = view.passage.dates_in(Stretch(where.end, min(where.end + _DAY_REACH, view.stretch.end)))
    return bool(view.passage.figures(where)) and bool(dates)
