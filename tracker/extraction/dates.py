"""The dates that a paragraph's text fixes, resolved against the cable's own day and the day last spoken of.

A date without a year is the latest such date not after the cable's own; a period still running ends on the cable's day.
Words of time that fix no day are kept too: an event that they date has no other date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import compress

from ahocorasick_rs import AhoCorasick

from tracker.extraction.absolute_dates import ABSOLUTE, LICENSED
from tracker.extraction.date_bindings import bound, spans_to
from tracker.extraction.date_forms import Form, Moment, marks_of
from tracker.extraction.lexicon import words
from tracker.extraction.numbers import ORDINALS
from tracker.extraction.reckoned_dates import RECKONED
from tracker.extraction.relative_forms import COUNTED, COUNTED_FROM_ACT, RELATIVE
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import may_stand_in
from tracker.reports import DateInterval

_FEW_DAYS = 8
_EARLIEST_YEAR = 1950
_LISTED_TOGETHER = 12
"""Longer lists of dates do not share one year."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, its place in the text, and the rule that read it; `running` where it only says since when.

    `leans` says whether it is told by another date spoken of before it, `looks_back` that the narrative does not move
    there; `begun` is the date in "since June 3".
    """

    where: Stretch
    interval: DateInterval
    rule: str
    running: bool = False
    leans: bool = False
    looks_back: bool = False
    begun: DateInterval | None = None

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.interval.end - self.interval.start).days + 1


@dataclass(frozen=True, slots=True)
class DatesRead:
    """The dates of a text, the words of time in it that fix none, and what the next text may lean on."""

    mentions: tuple[DateMention, ...]
    unresolved: tuple[Stretch, ...]
    after: Moment


@dataclass(frozen=True, slots=True)
class _Bare:
    """A date as it stands, without the words around it."""

    match: re.Match[str]
    form: Form

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    @property
    def yearless(self) -> bool:
        """Whether it names a day or month and no year."""
        return self.form.name in ("day", "month", "run-of-days") and not self.match.groupdict().get("y")


_FORMS = (*COUNTED, *RELATIVE[:1], *RECKONED, *ABSOLUTE, *RELATIVE[1:], *LICENSED)
_EXPRESSIONS = tuple(form.expression for form in _FORMS)
_CUES = [cue for cue in words("dates", "cues") if cue.replace(" ", "").isalpha()]
_CUE_SCAN = AhoCorasick(_CUES)
_CUE = re.compile("|".join(sorted(set(words("dates", "cues")) - set(_CUES))))
_LEANING = frozenset(
    form.name for form in RELATIVE if form.name not in ("told-by-today", "ago", "past-stretch", "weekday")
)
_ENGLISH = frozenset(words("dates", "english_months"))


def dates(text: str, today: date, last: DateInterval | None = None) -> tuple[DateMention, ...]:
    """The dates of a paragraph in order; `last` is the interval last spoken of before it."""
    return read_dates(text, Moment(today, last, last)).mentions


def read_dates(text: str, moment: Moment) -> DatesRead:
    """The dates of a paragraph in order, read from what was spoken of before it."""
    if not (_CUE_SCAN.find_matches_as_indexes(text) or _CUE.search(text)):
        return DatesRead((), (), moment)
    bare = _without_names_of_days(text, sorted(_bare(text), key=lambda found: found.start))
    mentions: list[DateMention] = []
    unresolved: list[Stretch] = []
    moment = lasting = replace(moment, year=None, told=None)
    at = 0
    while at < len(bare):
        used, mention, where = _next(text, bare[at : at + _LISTED_TOGETHER], moment)
        at += used
        if mention is None or mention.interval.start.year < _EARLIEST_YEAR:
            unresolved.append(where)
            if not any(where.holds(one.start) and one.form.name == "vague" for one in bare):
                # What leans on an unknown day is unknown too.
                moment = replace(moment, last=None, told=None)
            continue
        if mentions and mentions[-1].where.end > mention.where.start:
            # "The last week of May" is not last week.
            mentions.pop()
        looks_back = mention.rule == COUNTED_FROM_ACT or _looks_back(mentions, mention, text)
        mention = replace(mention, looks_back=looks_back)
        mentions.append(mention)
        moment = _moved(moment, mention, text)
        if not mention.leans:
            lasting = moment
    unknown = (where for where in unresolved if not any(where.overlaps(mention.where) for mention in mentions))
    return DatesRead(tuple(mentions), tuple(unknown), lasting)


def _moved(moment: Moment, mention: DateMention, text: str) -> Moment:
    """What the next date may lean on."""
    named = re.search(r"\b(?:19|20)\d\d\b", text[mention.where.start : mention.where.end])
    told = mention.begun or mention.interval
    stays = (told.end - told.start).days + 1 >= _FEW_DAYS or mention.looks_back
    return Moment(
        moment.today,
        moment.last if stays else told,
        mention.interval,
        max(mention.interval.end.year, moment.year or 0) if named else moment.year,
        _later(moment.told, told) if told.start == told.end else moment.told,
    )


def _later(known: DateInterval | None, told: DateInterval) -> DateInterval:
    """The later of two days: what a text looks back to is not where its story stands."""
    return known if known is not None and known.start > told.start else told


_APPOSED = re.compile(r"^\s*(?:,|\()\s*(?:the\s+)?$")
_KEPT = re.compile(
    r"\b(?:celebrat\w+|commemorat\w+|observ\w+|mark(?:ed|ing)|gathered for|for)\s+(?:the\s+|mexico's\s+)?$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;:]\s")


def _without_names_of_days(text: str, bare: Sequence[_Bare]) -> list[_Bare]:
    """The dates without a holiday that only names the day printed beside it ("May 10, Mother's Day")."""
    return [
        one
        for index, one in enumerate(bare)
        if "holiday" not in one.form.name
        or not (
            (index and bare[index - 1].form.name == "day" and _APPOSED.match(text[bare[index - 1].end : one.start]))
            or (
                index + 1 < len(bare)
                and bare[index + 1].form.name == "day"
                and _APPOSED.match(text[one.end : bare[index + 1].start])
            )
            or (_KEPT.search(text, max(0, one.start - 30), one.start) and _is_dated(text, one, bare))
        )
    ]


def _is_dated(text: str, holiday: _Bare, bare: Sequence[_Bare]) -> bool:
    """Whether a day is printed in the sentence of a holiday that is being kept ("celebrating ... on September 15")."""
    return any(
        other.form.name == "day"
        and not _SENTENCE_END.search(text, min(holiday.end, other.end), max(holiday.start, other.start))
        for other in bare
    )


_PLUPERFECT = re.compile(r"\bhad\s+(?:\w+\s+){0,2}\w+(?:ed|en|n|t|de|ck)\b[^.]*$|'d been\b[^.]*$")
_CLAUSE = 120


def _looks_back(before: Sequence[DateMention], mention: DateMention, text: str) -> bool:
    """Whether the narrative only looks back to an earlier day ("the road had seen another ambush on May 2")."""
    told = [other.interval for other in before if other.days < _FEW_DAYS and not other.looks_back]
    if not told or mention.interval.end >= told[-1].start:
        return False
    return _PLUPERFECT.search(text, max(0, mention.where.start - _CLAUSE), mention.where.start) is not None


def _bare(text: str) -> Iterator[_Bare]:
    """The dates of the text without overlaps, those of the more telling forms first."""
    taken: list[Stretch] = []
    marks = marks_of(text)
    for form in compress(_FORMS, may_stand_in(text, _EXPRESSIONS)):
        for match in form.matches(text, marks):
            where = Stretch(match.start(), match.end())
            if any(where.overlaps(other) for other in taken) or _is_another_word(match) or _is_a_street(text, where):
                continue
            if form.after is not None and not form.after.search(text, max(0, match.start() - 15), match.start()):
                continue
            taken.append(where)
            yield _Bare(match, form)


_STREET_AFTER = re.compile(
    r"\s+(?:Avenue|Street|Boulevard|Bridge|Stadium|School|Hospital|Park|Market|Movement|Plaza|"
    r"neighborhood)\b"
)
_STREET_BEFORE = re.compile(r"\b(?:Calle|Avenida|Colonia|Bulevar|Calzada|Plaza|Barrio)\s+$")


def _is_a_street(text: str, where: Stretch) -> bool:
    """Whether the day is the name of a street, a quarter or a building ("16 de Septiembre Avenue")."""
    return bool(
        _STREET_AFTER.match(text, where.end) or _STREET_BEFORE.search(text[max(0, where.start - 12) : where.start])
    )


def _is_another_word(match: re.Match[str]) -> bool:
    """Whether "may" or "march" is the verb: printed small."""
    named = (match.groupdict().get(name) for name in ("m", "n"))
    return any(name and name.islower() and name.rstrip(".") in _ENGLISH for name in named)


def _next(text: str, bare: Sequence[_Bare], moment: Moment) -> tuple[int, DateMention | None, Stretch]:
    """How many of the bare dates the first phrase takes, the date that it fixes, and where it stands."""
    first = bare[0]
    if len(bare) > 1:
        alike = first.form.name == bare[1].form.name
        start = spans_to(text, first.start, first.end, bare[1].start, second_end=bare[1].end, alike=alike)
        interval = _from_to(text, first, bare[1], moment) if start is not None else None
        if start is not None and interval is not None:
            where = Stretch(start, bare[1].end)
            return 2, DateMention(where, interval, f"from-{first.form.name}-to-{bare[1].form.name}"), where
    phrase = bound(text, first.start, _interval(text, bare, moment), name=first.form.name, today=moment.today)
    where = Stretch(phrase.start, first.end)
    if phrase.interval is None:
        return 1, None, where
    leans = first.form.name in _LEANING
    begun = phrase.bare if phrase.running else None
    return 1, DateMention(where, phrase.interval, phrase.name, phrase.running, leans, begun=begun), where


_LISTED = re.compile(r"^\s*(?:,|and|or|&|,\s*and)\s*(?:on\s+|in\s+)?$", re.IGNORECASE)


def _interval(text: str, bare: Sequence[_Bare], moment: Moment) -> DateInterval | None:
    """What the first bare date fixes; one without a year takes the year of those that it is listed with."""
    first = bare[0]
    if first.yearless and len(bare) > 1 and _LISTED.match(text[first.end : bare[1].start]):
        following = bare[1]
        if not following.yearless or len(bare) > 2:
            later = _interval(text, bare[1:], moment)
            if later is not None and later.end <= moment.today and following.form.name == first.form.name:
                return first.form.read(first.match, Moment(later.end, moment.last, moment.period, moment.year))
    return first.form.read(first.match, moment)


def _from_to(text: str, first: _Bare, second: _Bare, moment: Moment) -> DateInterval | None:
    """The days from one date to another; a date without a year takes the other's."""
    end = bound(text, second.start, second.form.read(second.match, moment), name=second.form.name, today=moment.today)
    end_interval = second.form.read(second.match, moment) if end.name.startswith("through-") else end.interval
    if end_interval is None:
        return None
    start = first.form.read(
        first.match, Moment(end_interval.end, moment.last, moment.period, moment.year) if first.yearless else moment
    )
    if start is None:
        return None
    bounded = bound(text, first.start, start, name=first.form.name, today=moment.today).interval or start
    begin = bounded.start
    if second.form.name == "weekday" and first.form.name == "day":
        return DateInterval(begin, begin + timedelta(days=(end_interval.start - begin).days % 7 or 7))
    if second.yearless and end_interval.end < begin:
        end_interval = DateInterval(
            end_interval.start.replace(year=begin.year), end_interval.end.replace(year=begin.year)
        )
    return DateInterval(begin, end_interval.end) if begin <= end_interval.end else None


def ordinal_number(word: str) -> int | None:
    """The number of an ordinal, in words or figures ("fifth", "21st"); None for another word."""
    written = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word.lower())
    return int(written.group(1)) if written else ORDINALS.get(word.lower())
