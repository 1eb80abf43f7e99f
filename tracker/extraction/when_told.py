"""When a zone's event happened: the nearest date of its own clause, else the one that the narrative stands at.

Dates of a statement, of what is told in passing and of what is to come give way to the act's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.asides import asides
from tracker.extraction.dates import DateMention
from tracker.extraction.grammar import grammar
from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage
from tracker.extraction.relative_forms import COUNTED_FROM_ACT
from tracker.extraction.scene import TURNS, dates_of_events
from tracker.extraction.sentences import Stretch
from tracker.extraction.surroundings import Scene, before_the_semicolon, is_parted, told_next
from tracker.extraction.triggers import triggers
from tracker.reports import DateInterval

_REPORTED_ON = re.compile(r"\b" + any_of("people", "saying") + r"\b", re.IGNORECASE)
_TOLD_ON = re.compile(r"\b" + any_of("people", "saying") + r"\s+(?:[\w'-]+\s+){0,5}(?:on\s+)?$", re.IGNORECASE)
_THAT = re.compile(r",?\s+that\b|\s*:")
_AS_OF = re.compile(r"\b(?:as of|through|until|up to)\s+$", re.IGNORECASE)
_LASTS = re.compile(any_of("people", "lasting"), re.IGNORECASE)
_OF_THE_ACT = re.compile(r"since\s+(?:the|his|her|their|its)\b", re.IGNORECASE)
_COMMA = re.compile(r"[,;]\s")
_GOES_ON = re.compile(r"\s*(?:when|as|after)\b", re.IGNORECASE)
_BOTH = 2
_NEXT_WORD = 3
_SAME_CLAUSE = 40


def _nearest(mentions: Sequence[DateMention], core: Stretch) -> DateMention:
    return min(mentions, key=lambda mention: (mention.days > 31, _apart(mention.where, core)))


def _apart(where: Stretch, core: Stretch) -> int:
    """How far a date stands from the act's words; one between them from the last ("bodies of ... were found")."""
    if core.start < where.start < core.end:
        return core.end - where.start
    return where.start - core.end if where.start >= core.end else core.start - where.start


def _not_of_the_telling(scene: Scene, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates without that of a statement ("On May 4 the ministry said that ..."), where others stand beside it."""
    kept = []
    for mention in mentions:
        after = scene.passage.text[mention.where.end : mention.where.end + 90]
        if _TOLD_ON.search(scene.passage.text[: mention.where.start][-60:]) and _THAT.match(after):
            continue
        said = _REPORTED_ON.search(after)
        if said is None or scene.core.start < mention.where.end + said.start() or len(mentions) == 1:
            kept.append(mention)
    return kept or list(mentions)


def date_of(scene: Scene) -> tuple[DateMention | None, bool]:
    """The day or period of the zone's event, None where none is told, and whether the sentence itself names it."""
    passage = scene.passage
    inside = _of_the_past(passage, _of_the_act(scene, passage.dates_in(scene.zone)))
    whole = _of_the_past(passage, _of_the_act(scene, passage.dates_in(scene.sentence)))
    if inside:
        nearest = _nearest(
            _of_the_clause(scene, _not_of_the_telling(scene, before_the_semicolon(scene, inside))), scene.core
        )
        return _begun_by(scene, inside) or _ended(passage, nearest, whole), True
    if any(scene.zone.holds(where.start) for where in passage.undated):
        return None, False
    before = [mention for mention in whole if mention.where.start < scene.zone.start]
    if before:
        return _ended(passage, _of_the_clause(scene, _not_of_the_telling(scene, before))[-1], whole), True
    if any(scene.sentence.start <= where.start < scene.zone.start for where in passage.undated):
        return None, False
    near = [mention for mention in whole if not is_parted(scene, mention)]
    if near and (len(whole) == 1 or _GOES_ON.match(passage.text, scene.zone.end)):
        return near[0], True
    return _date_around(scene)


def _date_around(scene: Scene) -> tuple[DateMention | None, bool]:
    """The date that the next sentence tells of the act, else the day on which the narrative stands."""
    told = told_next(scene)
    then = _of_the_past(scene.passage, scene.passage.dates_in(told)) if told is not None else []
    if then:
        return replace(then[0], rule="day-told-after"), True
    turns = TURNS.match(scene.passage.words(scene.sentence))
    return None if turns else scene.setting.day, False


def _of_the_clause(scene: Scene, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates of the clause that tells the act or of those that it hangs on, where the sentence has several."""
    if len(mentions) < _BOTH:
        return list(mentions)
    parsed = grammar(scene.passage.text, scene.sentence)
    clause = parsed.at(scene.core)
    while clause is not None:
        own = [mention for mention in mentions if any(part.holds(mention.where.end - 1) for part in clause.parts)]
        if own:
            return own
        clause = next(parsed.above(clause), None)
    return list(mentions)


def _of_the_act(scene: Scene, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates without those of clauses that tell only in passing of somebody ("who was freed in April")."""
    mentions = _counted_from_it(scene, mentions)
    if not mentions:
        return []
    passing = asides(scene.passage, scene.core, scene.zone)
    kept = [mention for mention in mentions if not any(aside.holds(mention.where.start) for aside in passing)]
    if kept or scene.setting.day is not None:
        return kept
    # "The bodies of two inmates who had been hanged on May 2" tells no other day.
    return [mention for mention in mentions if _holds_an_act(scene, mention, passing)]


def _counted_from_it(scene: Scene, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates without those of acts from which this one's day is counted; of such an act its own alone."""
    counted = [mention for mention in mentions if mention.rule == COUNTED_FROM_ACT]
    for mention in counted:
        end = _COMMA.search(scene.passage.text, mention.where.end, scene.sentence.end)
        if mention.where.end <= scene.core.start < (end.start() if end else scene.sentence.end):
            return [mention]
    return [mention for mention in mentions if mention not in counted]


def _holds_an_act(scene: Scene, mention: DateMention, passing: Sequence[Stretch]) -> bool:
    """Whether the date's clause, told in passing, tells another act of violence against the same people."""
    told = triggers(scene.passage.text, scene.sentence)
    return any(
        aside.holds(mention.where.start) and any(aside.holds(one.where.start) for one in told if one.family == "attack")
        for aside in passing
    )


def _begun_by(scene: Scene, mentions: Sequence[DateMention]) -> DateMention | None:
    """The day of what a running period begins with, where that is told here ("since the May 3 arrest of ...")."""
    for mention in mentions:
        if mention.begun is None:
            continue
        gap = scene.core.start - mention.where.end
        of_the_act = _OF_THE_ACT.match(scene.passage.words(mention.where)) and 0 <= gap < _NEXT_WORD
        # "In prison since May 3", "missing since May 3": what lasts began on that day.
        since = mention.where.start - scene.core.end
        lasts = mention.running and 0 <= since <= _SAME_CLAUSE and _LASTS.fullmatch(scene.passage.words(scene.core))
        if mention.where.holds(scene.core.start) or of_the_act or lasts:
            return replace(mention, interval=mention.begun, running=False)
    return None


def _of_the_past(passage: Passage, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates of what has happened, and where there are none those of what is to come."""
    told = dates_of_events(passage, mentions)
    return [mention for mention in told if mention.interval.start <= passage.today] or told


def _ended(passage: Passage, chosen: DateMention, whole: Sequence[DateMention]) -> DateMention:
    """The date chosen; a period still running ends on the day that the sentence's figures are of, if told."""
    as_of = [
        mention
        for mention in whole
        if _AS_OF.search(passage.text[: mention.where.start][-12:]) or mention.rule.startswith("through-")
    ]
    running = next((mention for mention in whole if mention.running), None)
    others = [mention for mention in whole if mention is not running and mention.days == 1]
    if running is None or (chosen is not running and chosen not in as_of):
        return chosen
    end = (as_of or others or [running])[0].interval.end
    if end <= running.interval.start:
        return chosen
    return replace(running, interval=DateInterval(running.interval.start, end))
