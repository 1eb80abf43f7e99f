"""Lists of goods and crops: what their heading says of every item under it."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.bearings import Bearing
from tracker.extraction.beginnings import SentenceView
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.finds import heading_of
from tracker.extraction.quantities import names_goods
from tracker.extraction.sentences import Stretch

_LABEL = re.compile(r"^\W*(?P<label>[A-Z][\w'-]+(?: [A-Z]?[\w'-]+){0,3}):\s")
_LIST_RULES = frozenset({"goods-in-list", "crops-in-list"})


def headed(view: SentenceView, draft: Draft) -> Draft:
    """The draft of an item of a list with the period and place that the list's heading gives, where it has no own."""
    at = heading_of(view.passage, view.index)
    if at is None:
        return draft
    heading = view.passage.sentences[at]
    readings = [*draft.readings]
    dates = view.passage.dates_in(heading)
    date = draft.date
    if not draft.own_date and dates:
        longest = max(dates, key=lambda mention: mention.days)
        date = longest.interval
        readings = [*(one for one in readings if one.field != "date"), Reading("date", longest.where, "heading")]
    places = draft.places
    named = [one for one in view.passage.places_in(heading, Bearing.LOCATIVE) if one.place.state != "MX"]
    if not draft.own_place and named:
        places = tuple(dict.fromkeys(one.place for one in named))
        readings.extend(Reading("places", one.where, "heading") for one in named)
    return replace(draft, date=date, places=places, readings=tuple(readings))


def are_of_one_list(first: Draft, second: Draft) -> bool:
    """Whether two drafts are items of one list that differ in nothing but what they count."""
    return (
        first.passage is second.passage
        and _is_listed(first)
        and _is_listed(second)
        and not _names_its_own(second)
        and (first.date, first.places) == (second.date, second.places)
        and heading_of(first.passage, _index(first)) == heading_of(second.passage, _index(second)) is not None
    )


def _names_its_own(draft: Draft) -> bool:
    """Whether the item begins with a name that is no goods ("Nangarhar: 2,339 hectares"), a place's or a force's."""
    label = _LABEL.match(draft.passage.words(draft.sentence))
    if label is None:
        return False
    start = draft.sentence.start + label.start("label")
    return not names_goods(draft.passage.text, Stretch(start, start + len(label.group("label"))))


def _is_listed(draft: Draft) -> bool:
    return any(reading.rule in _LIST_RULES for reading in draft.readings)


def _index(draft: Draft) -> int:
    return draft.passage.sentences.index(Stretch(draft.sentence.start, draft.sentence.end))
