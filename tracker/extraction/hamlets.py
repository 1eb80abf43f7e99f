"""Hamlets that a text tells with their municipality: "San Juanito, Bocoyna", "the village of X in Y"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.extraction.bearings import PlaceMention
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.reports import Place

SETTLEMENT_OF = re.compile(r"\b(?:village|hamlet|community|settlement|ejido)\s+of\s+$", re.IGNORECASE)
"""Before the name of a small place."""
_MUNICIPALITY_OF = re.compile(
    r",?\s+(?:(?:in|within|part of) )?(?:the )?(?:municipality|municipio|municipal district) of ", re.IGNORECASE
)
_MUNICIPALITY_AFTER = re.compile(r"\s+(?:municipality|municipio)\b", re.IGNORECASE)
_IN_A_LIST = re.compile(r"[A-Z][a-z]+,\s+$")
_NEAR = 40


def by_municipality(passage: Passage, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The places; a hamlet gives way to the municipality that the text names behind it ("San Juanito, Bocoyna")."""
    kept = []
    for mention in mentions:
        following = next((one for one in mentions if one.where.start > mention.where.start), None)
        if following is None or not _is_within(passage, mention, following):
            kept.append(mention)
    return kept


def _is_within(passage: Passage, hamlet: PlaceMention, town: PlaceMention) -> bool:
    """Whether the second place is the municipality of the first: said to be, or between its name and its state's."""
    text = passage.text
    if not (hamlet.place.city and town.place.city) or hamlet.place.state != town.place.state:
        return False
    between = text[hamlet.where.end : town.where.start]
    if _MUNICIPALITY_OF.fullmatch(between) or (
        between == " in " and SETTLEMENT_OF.search(text, max(0, hamlet.where.start - _NEAR), hamlet.where.start)
    ):
        return True
    if between != ", " or _IN_A_LIST.search(text, max(0, hamlet.where.start - _NEAR), hamlet.where.start):
        return between == ", " and _MUNICIPALITY_AFTER.match(text, town.where.end) is not None
    states = (one for one in passage.places_in(Stretch(town.where.end, town.where.end + _NEAR)))
    beside = next((one for one in states if one.place == Place(town.place.state)), None)
    return beside is not None and text[town.where.end : beside.where.start] in (", ", " (")
