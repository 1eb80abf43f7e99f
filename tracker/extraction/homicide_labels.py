"""What stands right before a bare figure and says of what it is: a period, a place, a sort of victims.

"July 386, August 371", "2008: ten", "Culiacan leads with 143", "Women: 492": where killings are counted, a figure
beside such a label counts them for that period, that place or those people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.extraction import calendars
from tracker.extraction.beginnings import SentenceView
from tracker.extraction.dates import DateMention
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.sentences import Stretch
from tracker.reports import DateInterval, Place

_ALONE = r"(?:,? (?:alone|by itself|itself|as a whole))?"
_LINK = re.compile(
    rf"\s*{_ALONE}\s*(?:[,:=(]|--|-)?\s*(?:\b{any_of('homicides', 'label_links')}\s+)?[\"'“‘(]?\s*", re.IGNORECASE
)
_LINK_OF_PLACE = re.compile(rf"\s*{_ALONE},?\s*\b{any_of('homicides', 'place_links')}\s+[\"'“‘]?\s*", re.IGNORECASE)
_LINK_OF_NEXT_PLACE = re.compile(rf"\s+|{_LINK_OF_PLACE.pattern}", re.IGNORECASE)
_LINK_OF_PEOPLE = re.compile(r"\s*[:=(,]\s*|\s+|\s+(?:were|was|numbered|made up|account(?:ed)? for)\s+", re.IGNORECASE)
_PEOPLE = re.compile(
    r"(?:(?:^|[.;:,(]\s*|\bof (?:whom|them|these|those),?\s+|\band\s+|\bamong (?:the )?)"
    rf"(?P<who>(?:[\w-]+\s+){{0,2}}{any_of('homicides', 'people')}))$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d,.])(?P<year>20[01]\d)$")
_ENDS = re.compile(
    r"\s*(?:$|[.;,)\]\"'”]|\((?:or )?(?:about )?[\d.]+ ?(?:%|percent)|--)|"
    r"\s+(?:and|against|versus|compared|up|down|so far|to date|more|for the|"
    r"in (?:the\b|(?:19|20)\d\d|" + "|".join(calendars.MONTH_NAMES) + r")|of (?:them|these|those|the))\b",
    re.IGNORECASE,
)
_AND_A_FIGURE = re.compile(r"\s*[,:]\s*(?:about |some |only )?\d")
_WEEK = 7
_REACH = 45


@dataclass(frozen=True, slots=True)
class Label:
    """What a figure is of: its period, its place or its people; the words that say so."""

    where: Stretch
    interval: DateInterval | None = None
    place: Place | None = None
    people: bool = False


def label_of(view: SentenceView, figure: Figure, *, goes_on: bool) -> Label | None:
    """The label right before a figure that ends there; None where there is none.

    Where the sentence goes on about a figure given before, a bare place will do ("recorded 1,020, and Tepic 930").
    """
    text, stretch = view.passage.text, view.stretch
    if not _ENDS.match(text, figure.where.end, stretch.end):
        return None
    return _period(view, figure) or _place(view, figure, bare=goes_on) or _people(view, figure)


def is_a_year(view: SentenceView, figure: Figure) -> bool:
    """Whether the number is a year that heads another figure ("2007, 107")."""
    year = _YEAR.search(view.passage.words(figure.where)) is not None
    return year and _AND_A_FIGURE.match(view.passage.text, figure.where.end, view.stretch.end) is not None


def _period(view: SentenceView, figure: Figure) -> Label | None:
    text, start = view.passage.text, max(view.stretch.start, figure.where.start - _REACH)
    for mention in reversed(view.passage.dates_in(Stretch(start, figure.where.start))):
        if mention.days >= _WEEK and _LINK.fullmatch(text, mention.where.end, figure.where.start):
            return Label(mention.where, interval=_as_far_as(view, mention))
    before = text[start : figure.where.start].rstrip(" :,=(")
    year = _YEAR.search(before)
    if year is None or before == text[start : figure.where.start].rstrip():
        return None
    where = Stretch(start + year.start("year"), start + year.end("year"))
    whole = calendars.year(int(year.group("year")))
    return Label(where, interval=whole) if whole.start <= view.passage.today else None


def _as_far_as(view: SentenceView, mention: DateMention) -> DateInterval:
    """The mention's interval, up to the cable's own day at the most."""
    return DateInterval(
        mention.interval.start, min(mention.interval.end, max(view.passage.today, mention.interval.start))
    )


def _place(view: SentenceView, figure: Figure, *, bare: bool) -> Label | None:
    link = _LINK_OF_NEXT_PLACE if bare else _LINK_OF_PLACE
    start = max(view.stretch.start, figure.where.start - _REACH)
    for mention in reversed(view.passage.places_in(Stretch(start, figure.where.start))):
        if link.fullmatch(view.passage.text, mention.where.end, figure.where.start):
            return Label(mention.where, place=mention.place)
    return None


def _people(view: SentenceView, figure: Figure) -> Label | None:
    text, start = view.passage.text, max(view.stretch.start, figure.where.start - _REACH)
    link = next(
        (one for one in _LINK_OF_PEOPLE.finditer(text, start, figure.where.start) if one.end() == figure.where.start),
        None,
    )
    who = _PEOPLE.search(text[start : link.start()]) if link else None
    return Label(Stretch(start + who.start("who"), start + who.end("who")), people=True) if who else None
