"""Homicide counts in prose: a published figure of killings for a period and a place, not the toll of one incident."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from tracker.extraction import calendars
from tracker.extraction.beginnings import SentenceView, quote
from tracker.extraction.circumstances import circumstances
from tracker.extraction.dates import ordinal_number
from tracker.extraction.drafts import Draft, Reading, Telling
from tracker.extraction.hedges import is_hedged
from tracker.extraction.homicide_figures import Count, counts, dates_of
from tracker.extraction.lexicon import mapping
from tracker.extraction.numbers import Figure
from tracker.extraction.sentences import Stretch
from tracker.reports import DateInterval, Kind, Place

_ORDINAL = re.compile(
    (
        r"\bthe\s+(?P<o>\w+)\s+(?:(?:such|police|officer|drug-related|policeman|official|journalist|"
        r"person|fatality|victim|mayor|soldier|to be|slain|of)\s+){0,4}?(?:fatality|murder|killing|"
        r"homicide|execution|victim|assassinat\w+|killed|murdered|death|slain|"
        r"slaying)\b[^.;]{0,60}?\b(?P<p>this year|of the year|so far this year|this month|"
        r"of the month|in \d{4})"
    ),
    re.IGNORECASE,
)
_NATIONWIDE = re.compile(
    (
        r"\b(?:nationwide|nationally|country-?wide|national (?:total|figure|toll)|(?:across|"
        r"throughout) (?:the country|Mexico))\b"
    ),
    re.IGNORECASE,
)
_UP_TO = re.compile(r"\b(?:through|as of|until|till|by|up to)\s+$", re.IGNORECASE)
_OF_BEFORE = re.compile(r"\bof\s+$", re.IGNORECASE)
_LEAST_SUBSET = 5
_COUNTED = tuple(
    (slug, re.compile(r"\b(?:" + "|".join(words) + r")\b", re.IGNORECASE))
    for slug, words in mapping("victims", "counted").items()
)


def homicides(view: SentenceView) -> tuple[list[Draft], list[Stretch]]:
    """The homicide counts of a sentence, and the stretches that they were read from."""
    drafts: list[Draft] = []
    claimed: list[Stretch] = []
    for count in counts(view):
        draft = _draft(view, count)
        if draft is not None:
            drafts.append(draft)
            claimed.append(Stretch(count.figure.where.start, count.noun.end))
    ordinal = _ordinal(view)
    if ordinal is not None:
        drafts.append(ordinal)
    return drafts, claimed


def _draft(view: SentenceView, count: Count) -> Draft | None:
    figure = count.figure
    found = dates_of(view, figure)
    interval = found[0].interval if found else inherited_period(view)
    if count.rule == "subset" and (figure.whole or 0) < _LEAST_SUBSET:
        return None
    interval = _until(view, interval)
    words = view.passage.words(count.noun)
    if found and found[0].days == 1 and not found[0].running and count.rule != "figure-stands-at":
        return None
    if found and found[0].days == 1 and not found[0].running and _OF_BEFORE.search(_text_before(view, figure)):
        return None
    if (
        figure.whole is not None
        and interval is not None
        and interval.start.year <= figure.whole <= interval.end.year + 1
        and figure.op is None
        and count.rule != "figure-stands-at"
    ):
        return None
    around = circumstances(view.scene(_part(view, figure), figure.where))
    # A figure without a place of its own counts the whole country.
    own_place = around.own_place and not _NATIONWIDE.search(view.words)
    places = (
        around.places
        if own_place
        else (
            (() if _NATIONWIDE.search(view.words) else _before(view)) or ((view.nationwide,) if view.nationwide else ())
        )
    )
    if interval is None and not places:
        return None
    readings = [Reading("count", figure.where, count.rule)]
    readings.extend(Reading("date", mention.where, mention.rule) for mention in found[:1])
    readings.extend(reading for reading in around.readings if reading.field == "places" and around.own_place)
    return Draft(
        kind=Kind.HOMICIDE_COUNT,
        telling=Telling(view.passage, view.stretch, quote(view.passage, figure.where, view.stretch)),
        sentence=view.stretch,
        zone=view.stretch,
        readings=tuple(readings),
        own_date=bool(found),
        own_place=around.own_place,
        date=interval,
        places=places,
        certain=not is_hedged(view.words),
        aggregate=True,
        count=figure.whole,
        count_op=figure.op,
        victims=counted_victims(words),
    )


def _until(view: SentenceView, interval: DateInterval | None) -> DateInterval | None:
    """A period still running ends on the day up to which the sentence counts."""
    if interval is None or interval.end != view.passage.today:
        return interval
    for mention in view.passage.dates_in(view.stretch):
        upto = _UP_TO.search(view.passage.text[max(0, mention.where.start - 12) : mention.where.start])
        told = mention.rule.startswith("through-") or (upto and mention.days == 1)
        if told and interval.start < mention.interval.end < interval.end:
            return DateInterval(interval.start, mention.interval.end)
    return interval


def _text_before(view: SentenceView, figure: Figure) -> str:
    return view.passage.text[view.stretch.start : figure.where.start]


def _part(view: SentenceView, figure: Figure) -> Stretch:
    """The part of the sentence between semicolons that the figure stands in."""
    text = view.passage.text
    start = text.rfind(";", view.stretch.start, figure.where.start)
    end = text.find(";", figure.where.end, view.stretch.end)
    return Stretch(start + 1 if start >= 0 else view.stretch.start, end if end >= 0 else view.stretch.end)


def inherited_period(view: SentenceView) -> DateInterval | None:
    """The last long period spoken of in the passage before the sentence."""
    earlier = [
        mention for mention in view.passage.dates if mention.where.end <= view.stretch.start and mention.days > 13
    ]
    return earlier[-1].interval if earlier else None


def _before(view: SentenceView) -> tuple[Place, ...]:
    return (view.home,) if view.home else ()


def counted_victims(words: str) -> str | None:
    """Whose deaths are counted, in the codebook's words; None for everybody's."""
    return next((slug for slug, expression in _COUNTED if expression.search(words)), None)


def _ordinal(view: SentenceView) -> Draft | None:
    """A count up to the day spoken of, told by an ordinal ("the sixth officer killed this year")."""
    match = _ORDINAL.search(view.passage.text, view.stretch.start, view.stretch.end)
    number = ordinal_number(match.group("o")) if match else None
    if match is None or number is None or number < 2:
        return None
    where = Stretch(match.start(), match.end())
    around = circumstances(view.scene(view.stretch, where))
    today: date = view.passage.today
    days = [
        mention.interval for mention in view.passage.dates if mention.days == 1 and mention.where.end <= match.end()
    ]
    day = days[-1].end if days else around.date.end if around.date else today
    interval = DateInterval(
        day.replace(day=1) if "month" in match.group("p").lower() else calendars.year(day.year).start, day
    )
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
    return replace(draft, certain=not is_hedged(view.words))
