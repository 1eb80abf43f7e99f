"""Homicide counts in prose: a published figure of killings for a period and a place, not the toll of one incident."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.extraction import calendars
from tracker.extraction.bearings import Bearing
from tracker.extraction.beginnings import SentenceView, quote
from tracker.extraction.circumstances import circumstances
from tracker.extraction.dates import DateMention, ordinal_number
from tracker.extraction.drafts import Draft, Reading, Telling
from tracker.extraction.hedges import is_hedged
from tracker.extraction.homicide_figures import LABELLED, Count, counts
from tracker.extraction.homicide_periods import inherited_period, part_of, period_of
from tracker.extraction.homicide_statistic import spoken_of
from tracker.extraction.lexicon import any_of, mapping
from tracker.extraction.numbers import Figure
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.reports import DateInterval, Kind, Place

_ONE = any_of("victims", "singular")
_DEATH = (
    r"(?:fatality|murder|killing|homicide|execution|victim|assassinat\w+|killed|murdered|executed|gunned down|death|"
    r"slain|slaying)"
)
_ANY_DEATH = Sought(_DEATH, re.IGNORECASE)
_ORDINAL = Sought(
    (
        r"\bthe\s+(?P<o>\w+)\s+(?:(?:such|senior|police|officer|drug-related|policeman|official|journalist|"
        r"person|fatality|victim|mayor|soldier|chief|commander|agent|lawyer|prosecutor|deputy|to be|slain|of|"
        r"gangland|gang-related|local)\s+|(?:[\w'’-]+\s+){0,4}?"
        + _ONE
        + r"\s+(?:to (?:be|have been)|(?:who )?(?:was|has been|"
        r"had been))\s+(?:\w+ly\s+)?){0,4}?" + _DEATH + r"\b[^.;]{0,60}?\b(?P<p>" + any_of("homicides", "spans") + ")"
    ),
    re.IGNORECASE,
)
_NATIONWIDE = re.compile(
    (
        r"\b(?:nationwide|nationally|country-?wide|national (?:total|figure|toll)|(?:across|in|for|over|"
        r"throughout) the (?:whole|entire) (?:country|nation)|(?:across|"
        r"throughout) (?:the country|Mexico))\b"
    ),
    re.IGNORECASE,
)
_HERE = re.compile(r"\b" + any_of("homicides", "here") + r"\b", re.IGNORECASE)
_OWN_COUNTRY = re.compile(r"\b(?:the (?:whole )?country|the nation)\b", re.IGNORECASE)
_OVER_TIME = re.compile(r"\b(?:since|year|month|week|so far|to date|period|quarter)\b", re.IGNORECASE)
_IN_ONE_ACT = re.compile(
    r"\bin (?:an?|another|one|that|this) (?:[\w-]+ ){0,3}"
    r"(?:attack|assault|ambush|clash|shoot-?out|massacre|gun ?battle|gun ?fight|confrontation|explosion|bombing)\b",
    re.IGNORECASE,
)
_ANOTHER_ACT = re.compile(
    r"\b(?:killed|murdered|executed|died|dead|killings|homicides|murders|deaths)\b[^.;]*(?:,|\band) [^,;]*"
    r"\b(?:kidnap+ed|abducted|arrested|detained|captured|wounded|injured)\b[^,;]*$",
    re.IGNORECASE,
)
_NEXT = 25
_MANY = 100
_LEAST_ALONE = 15
_WHOLE = frozenset({"MX", "US"})
_LEAST_SUBSET = 5
_COUNTED = tuple(
    (slug, re.compile(r"\b(?:" + "|".join(words) + r")\b", re.IGNORECASE))
    for slug, words in mapping("victims", "counted").items()
)


@dataclass(frozen=True, slots=True)
class _Where:
    """The places of a figure, whether the text points to them, and how they were read."""

    places: tuple[Place, ...]
    own: bool
    readings: tuple[Reading, ...] = ()


def homicides(view: SentenceView) -> tuple[list[Draft], list[Stretch]]:
    """The homicide counts of a sentence, and the stretches that they were read from."""
    drafts: list[Draft] = []
    claimed: list[Stretch] = []
    going = view
    for count in counts(view):
        draft = _draft(going, count)
        if draft is not None:
            drafts.append(draft)
            claimed.append(Stretch(count.figure.where.start, max(count.noun.end, count.figure.where.end)))
            going = replace(view, statistic=spoken_of(view.statistic, drafts, view.index))
    ordinal = _ordinal(view)
    if ordinal is not None:
        drafts.append(ordinal)
    return [_without_places_of_others(draft, drafts) for draft in drafts], claimed


def _without_places_of_others(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """The draft without the places that label other figures of the sentence, where others are left."""
    labels = {
        place
        for other in drafts
        if other is not draft and any(one.field == "places" and one.rule == LABELLED for one in other.readings)
        for place in other.places
    }
    kept = tuple(place for place in draft.places if place not in labels)
    return replace(draft, places=kept) if kept else draft


def _draft(view: SentenceView, count: Count) -> Draft | None:
    figure = count.figure
    if _IN_ONE_ACT.search(view.words) and not _OVER_TIME.search(view.words):
        return None
    mention, interval = _period(view, count)
    if not _is_of_a_period(view, count, mention, interval):
        return None
    where = _where(view, count)
    unplaced = not where.places or (not where.own and (figure.whole or 0) < _MANY)
    if interval is None and unplaced:
        return None
    readings = [Reading("count", figure.where, count.rule), *where.readings]
    if mention is not None:
        readings.append(Reading("date", mention.where, mention.rule))
    elif count.label is not None and count.label.interval is not None:
        readings.append(Reading("date", count.label.where, count.rule))
    return Draft(
        kind=Kind.HOMICIDE_COUNT,
        telling=Telling(view.passage, view.stretch, quote(view.passage, figure.where, view.stretch)),
        sentence=view.stretch,
        zone=view.stretch,
        readings=tuple(readings),
        own_date=mention is not None or (count.label is not None and count.label.interval is not None),
        own_place=where.own,
        date=interval,
        places=where.places,
        certain=not is_hedged(view.passage.text, view.stretch),
        aggregate=True,
        count=figure.whole,
        count_op=figure.op,
        victims=counted_victims(view.passage.words(count.noun)),
    )


def _period(view: SentenceView, count: Count) -> tuple[DateMention | None, DateInterval | None]:
    """The date that the sentence gives and the period: else that of the figures that the sentence goes on about."""
    if count.label is not None and count.label.interval is not None:
        return None, count.label.interval
    mention, interval = period_of(view, count.figure)
    if interval is None:
        statistic = view.statistic
        if statistic is not None and statistic.reaches(view.passage, view.index):
            interval = statistic.interval
        else:
            interval = inherited_period(view)
    return mention, interval


def _is_of_a_period(
    view: SentenceView, count: Count, mention: DateMention | None, interval: DateInterval | None
) -> bool:
    """Whether the figure counts a period: no single day, no year that is taken for a number, no small part."""
    value = count.figure.whole or 0
    goes_on = view.statistic is not None and view.statistic.reaches(view.passage, view.index)
    if count.rule == "subset" and value < _LEAST_SUBSET:
        return False
    labelled = count.label is not None and count.label.interval is not None
    alone = mention is None and not labelled and not goes_on and value < _LEAST_ALONE
    if alone and count.rule != "figure-of-murders" and not _OVER_TIME.search(view.words):
        return False
    if interval is None:
        return True
    if mention is not None and interval.start == interval.end:
        return False
    is_year = interval.start.year <= value <= interval.end.year + 1 and count.figure.op is None
    return not is_year or count.rule == "figure-stands-at"


def _where(view: SentenceView, count: Count) -> _Where:
    """Where the figure was counted: at the place that labels it, or as its sentence tells."""
    if count.label is not None and count.label.place is not None:
        return _Where((count.label.place,), own=True, readings=(Reading("places", count.label.where, count.rule),))
    return _where_told(view, count)


def _where_told(view: SentenceView, count: Count) -> _Where:
    """Where the sentence tells that the figure was counted; else at home, or in the whole country."""
    own = part_of(view, count.figure)
    around = circumstances(view.scene(own, count.figure.where))
    goes_on = view.statistic is not None and view.statistic.reaches(view.passage, view.index)
    nationwide = (view.nationwide,) if view.nationwide else ()
    readings = tuple(reading for reading in around.readings if reading.field == "places")
    if _NATIONWIDE.search(view.words) and not _is_placed_next(view, count.figure, readings):
        return _Where(nationwide, own=False)
    in_country = bool(nationwide) and not around.own_place and _names_the_country(view, own)
    later = _is_of_a_later_part(view, own, readings) or _is_of_another_figure(view, count.figure, readings)
    if in_country or (around.own_place and not later):
        return _Where(nationwide if in_country else around.places, own=True, readings=() if in_country else readings)
    if not later and _HERE.search(view.words) and not _OWN_COUNTRY.search(view.words) and around.places:
        return _Where(around.places, own=True, readings=readings)
    if goes_on and view.statistic is not None and view.statistic.places:
        return _Where(view.statistic.places, own=True)
    spoken_of = {mention.place for mention in view.passage.places_in(view.stretch) if mention.place.state not in _WHOLE}
    if len(spoken_of) == 1 and not readings:
        return _Where(tuple(spoken_of), own=True)
    return _Where((view.home,) if view.home else nationwide, own=False)


def _is_placed_next(view: SentenceView, figure: Figure, readings: Sequence[Reading]) -> bool:
    """Whether the figure's own place stands right behind it ("1,400 nationwide, 450 of them in Sinaloa")."""
    behind = [reading.where.start for reading in readings if reading.where.start >= figure.where.end]
    between = view.passage.text[figure.where.end : min(behind)] if behind else ""
    return (
        bool(behind) and len(between) < _NEXT and not re.search(r"[,;:]", between) and not _NATIONWIDE.search(between)
    )


def _names_the_country(view: SentenceView, part: Stretch) -> bool:
    """Whether the figure's part of the sentence says that it counts the whole country ("in Mexico")."""
    country = view.nationwide
    places = view.passage.places_in(part, Bearing.LOCATIVE)
    return country is not None and {mention.place for mention in places} == {country}


def _is_of_a_later_part(view: SentenceView, own: Stretch, readings: Sequence[Reading]) -> bool:
    """Whether the places stand behind the figure's part of the sentence, beside another figure."""
    if not readings:
        return False
    first = min(reading.where.start for reading in readings)
    if first < own.end:
        # "60 people have died, eight journalists have been kidnapped in Reynosa"
        between = view.passage.words(Stretch(own.start, first))
        return _ANOTHER_ACT.search(between) is not None and first > own.start
    return bool(view.passage.figures(Stretch(own.end, first)))


def _is_of_another_figure(view: SentenceView, figure: Figure, readings: Sequence[Reading]) -> bool:
    """Whether another figure stands right before the first place ("132 killings: 34 in Nogales, 28 in Caborca")."""
    first = min((reading.where.start for reading in readings), default=figure.where.end)
    others = view.passage.figures(Stretch(figure.where.end, first)) if first > figure.where.end else []
    return bool(others) and view.passage.text[others[-1].where.end : first].strip() == "in"


def counted_victims(words: str) -> str | None:
    """Whose deaths are counted, in the codebook's words; None for everybody's."""
    return next((slug for slug, expression in _COUNTED if expression.search(words)), None)


def _ordinal(view: SentenceView) -> Draft | None:
    """A count up to the day spoken of, told by an ordinal ("the sixth officer killed this year")."""
    text, sentence = view.passage.text, view.stretch
    match = _ORDINAL.search(text, *sentence) if _ANY_DEATH.may_stand(text, *sentence) else None
    number = ordinal_number(match.group("o")) if match else None
    if match is None or number is None or number < 2:
        return None
    where = Stretch(match.start(), match.end())
    around = circumstances(view.scene(where, where))
    today: date = view.passage.today
    days = [
        mention.interval for mention in view.passage.dates if mention.days == 1 and mention.where.end <= match.end()
    ]
    day = days[-1].end if days else around.date.end if around.date else today
    interval = DateInterval(_first_day(view, match, day), day)
    draft = Draft(
        kind=Kind.HOMICIDE_COUNT,
        telling=Telling(view.passage, view.stretch, quote(view.passage, where, view.stretch)),
        sentence=view.stretch,
        zone=view.stretch,
        readings=(Reading("count", where, "ordinal-of-killing"), *around.readings),
        own_date=True,
        own_place=around.own_place,
        date=interval,
        places=around.places,
        aggregate=True,
        count=number,
        victims=counted_victims(view.words),
    )
    return replace(draft, certain=not is_hedged(view.passage.text, view.stretch))


def _first_day(view: SentenceView, match: re.Match[str], day: date) -> date:
    """The day since which the ordinal counts: the one told, the month's first, or the year's."""
    span = Stretch(match.start("p"), match.end() + 1)
    told = [mention.interval for mention in view.passage.dates_in(span) if mention.interval.start < day]
    if told and "since" in match.group("p").lower():
        return told[0].start
    return day.replace(day=1) if "month" in match.group("p").lower() else calendars.year(day.year).start
