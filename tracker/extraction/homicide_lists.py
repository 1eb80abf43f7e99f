"""Homicide counts in a list of places, each figure in brackets after its place."""

from __future__ import annotations

import re

from tracker.extraction.beginnings import SentenceView
from tracker.extraction.drafts import Draft, Reading, Telling
from tracker.extraction.homicide_figures import TOPIC
from tracker.extraction.homicide_periods import inherited_period
from tracker.extraction.homicide_statistic import LISTED
from tracker.extraction.numbers import figures
from tracker.extraction.sentences import Stretch
from tracker.reports import Comparison, Kind

_STATE_LIST = re.compile(r"^\s*\(\s*(?:with\s+)?(?P<inside>[^)]{1,60})\)")
_BARE_LIST = re.compile(
    r"^,?\s+(?:(?:with|had|saw|registered|recorded)\s+)?(?P<inside>\d[\d,]*\d|\d)(?=\s*(?:[,;.]|and\b|$)|"
    r"\s+(?:drug-related\s+|such\s+)?"
    r"(?:killings|murders|homicides|deaths|executions)\b)"
)
_LEAST = 2
"""Fewer places are no list."""


def listed(view: SentenceView) -> list[Draft]:
    """The figures of a list of places, each in brackets after its place ("Sonora (12), Jalisco (9)")."""
    passage = view.passage
    mentions = passage.places_in(view.stretch)
    if len(mentions) < _LEAST:
        return []
    found = []
    goes_on = view.statistic is not None and view.statistic.reaches(passage, view.index)
    topical = goes_on or view.has(TOPIC)
    for mention in mentions:
        following = passage.text[mention.where.end : mention.where.end + 70]
        match = _STATE_LIST.match(following) or (_BARE_LIST.match(following) if topical else None)
        inside = figures(match.group("inside")) if match else []
        if (
            match is None
            or not inside
            or inside[0].whole is None
            or inside[0].where.start > 2
            or re.search(r"%|percent|\d{4}-|ref", match.group("inside"))
        ):
            continue
        where = Stretch(mention.where.start, mention.where.end + match.end())
        found.append((mention, inside[0], where))
    if len(found) < _LEAST or not (goes_on or TOPIC.search(passage.text)):
        return []
    interval = next((mention.interval for mention in passage.dates_in(view.stretch) if mention.days > 1), None) or (
        view.statistic.interval if goes_on and view.statistic else inherited_period(view)
    )
    return [
        Draft(
            kind=Kind.HOMICIDE_COUNT,
            telling=Telling(passage, view.stretch, where),
            sentence=view.stretch,
            zone=where,
            readings=(
                Reading("count", where, LISTED),
                Reading("places", mention.where, "place-in-list"),
            ),
            own_date=True,
            own_place=True,
            date=interval,
            places=(mention.place,),
            aggregate=True,
            count=figure.whole,
            count_op=figure.op if figure.op is not Comparison.ABOUT or figure.where.start == 0 else None,
        )
        for mention, figure, where in found
    ]
