"""The places that a text names, and how surely each is where something happened.

A state is never guessed from a cartel's name, nor a place read inside a person's or an office's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from tracker.extraction.gazetteer import Hit
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.reports import Place


class Bearing(IntEnum):
    """How a place stands in its sentence: as where something happens, merely named, or as something else's."""

    SPOKEN_OF = 0
    NAMED = 1
    LOCATIVE = 2


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place, where it is named, and its bearing."""

    where: Stretch
    place: Place
    bearing: Bearing


_AREA = (
    r"(?:(?:the|both|its|his|in|of|and|around|near|northern|southern|eastern|western|central|"
    r"north|south|downtown|greater|metropolitan|western|neighboring|nearby|entire|"
    r"border|coastal|port|resort|mexican|colombian|guatemalan|pacific|gulf|troubled|home|"
    r"violence-plagued|area|areas|region|state|states|city|cities|town|towns|"
    r"municipality|municipalities|suburb|suburbs|community|village|department|province|capital|"
    r"valley|outskirts|streets?|parts?|other|six|two|three|four|five|eight|seven)[\s,]+)*"
)
_LOCATIVE = re.compile(
    (
        r"(?:\b(?:in|at|near|outside|inside|throughout|across|around|within|into|on|off|through|over|"
        r"between|areas? of|outskirts of|part of|parts of|suburb of|town of|city of|port of|state of|"
        r"states of|cities of|towns of|municipality of|municipalities of|region of|offices? in|"
        r"(?:city|town) hall (?:of|in)|headquarters (?:of|in)|neighborhoods? of|downtown|border city|border "
        r"town of|secure)\s+|:\s+)"
    )
    + _AREA
    + r"$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_AWAY = re.compile(
    (
        r"\b(?:from|towards?|bound for|destined for|en route to|heading to|headed to|via|between|"
        r"against|versus|visit(?:ed)? to|visited|visits|represents|extradited to|flown to|taken to|"
        r"transferred to|brought to)\s+"
    )
    + _AREA
    + r"$",
    re.IGNORECASE,
)
_OFFICE_BEFORE = re.compile(
    any_of("people", "offices") + r"\s+(?:of|for|in|from)\s+(?:the\s+)?(?:(?:state|city)\s+of\s+)?$", re.IGNORECASE
)
_OPERATION_BEFORE = re.compile(r"\b(?:Operation|Operativo|Operacion|Conjunt[ao]|Project)\s+(?:[A-Z]\w+[ -]){0,2}$")
_OFFICE_AFTER = re.compile(
    r"(?:'s)?,?\s+(?:state|city|municipal|public security|federal|former|then)?\s*(?:state\s+)?"
    + any_of("people", "offices")
    + r"\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    (
        r"^(?:\s*(?:,|and|or|/|-|,\s*and|as well as|"
        r"\([^()]{0,40}\)(?:,?\s*and)?)\s*)(?:the\s+)?(?:(?:state|city|border city)s?\s+(?:of\s+)?)?$"
    ),
    re.IGNORECASE,
)
_BESIDE = re.compile(
    (
        r"\b(?:outside|near|greater|metropolitan|(?:north|south|east|west) of|kilometers from|"
        r"suburb of)\s+(?:of\s+)?(?:the\s+)?$"
    ),
    re.IGNORECASE,
)
_US_BODY = re.compile(
    r"(?:the )?U\.?S\.? (?:[A-Z][a-z]+|[a-z]+ment|consulate|embassy|citizen|officials?|"
    r"agents?|dollars)\b"
)
_NAME_BEFORE = re.compile(r"\b([A-Z][a-zé]+)\s+(?:de\s+|de la\s+)?$")
_NAME_AFTER = re.compile(r"^\s+(?:de (?:la )?)?([A-Z][a-z]+)")


def places(text: str, hits: Sequence[Hit], home: str | None = None) -> tuple[PlaceMention, ...]:
    """The places among the hits; `home` is the state that decides between cities of one name."""
    states = {
        place.state
        for hit in hits
        if not (hit.known.uncertain or hit.known.locative_only)
        for place in hit.known.places
        if len(hit.known.places) == 1
    }
    states |= {hit.known.country for hit in hits if hit.known.country}
    found: list[PlaceMention] = []
    previous: PlaceMention | None = None
    for hit in hits:
        if not hit.known.places:
            continue
        bearing = _bearing(text, hit, previous)
        if bearing is None or (hit.known.locative_only and bearing is not Bearing.LOCATIVE):
            continue
        if hit.known.uncertain and not _secured(hit, states, home, bearing):
            continue
        place = _choose(hit.known.places, states, home)
        previous = PlaceMention(hit.where, place, bearing)
        found.append(previous)
    return tuple(found)


def _choose(options: Sequence[Place], states: set[str], home: str | None) -> Place:
    for option in options:
        if option.state in states:
            return option
    for option in options:
        if option.state == home:
            return option
    return options[0]


def _secured(hit: Hit, states: set[str], home: str | None, bearing: Bearing) -> bool:
    """Whether a doubtful name is a place here: locative, and its state named or home."""
    if bearing is not Bearing.LOCATIVE:
        return False
    if any(option.state in states for option in hit.known.places):
        return True
    return bearing is Bearing.LOCATIVE and any(option.state == home for option in hit.known.places)


def _bearing(text: str, hit: Hit, previous: PlaceMention | None) -> Bearing | None:
    """The bearing of a name; None where it is part of another name."""
    start, end = hit.where.start, hit.where.end
    before, after = text[max(0, start - 90) : start], text[end : end + 60]
    if _in_a_name(text, hit) or _US_BODY.match(text, start):
        return None
    if _OPERATION_BEFORE.search(before):
        return Bearing.SPOKEN_OF
    if _OFFICE_BEFORE.search(before) or _OFFICE_AFTER.match(after):
        return Bearing.SPOKEN_OF
    if previous is not None and _JOINED.match(text[previous.where.end : start]):
        return previous.bearing
    if _LOCATIVE.search(before) and not _BETWEEN.search(before):
        # "in Saltillo, just outside Ramos Arizpe": only the first is where it happened.
        return Bearing.NAMED if _is_beside(before, start, previous) else Bearing.LOCATIVE
    return Bearing.SPOKEN_OF if _AWAY.search(before) else Bearing.NAMED


def _is_beside(before: str, start: int, previous: PlaceMention | None) -> bool:
    near = previous is not None and previous.bearing is Bearing.LOCATIVE and start - previous.where.end < 40
    return near and _BESIDE.search(before) is not None


def _in_a_name(text: str, hit: Hit) -> bool:
    """Whether the name is part of a person's or an institution's name."""
    before = _NAME_BEFORE.search(text[max(0, hit.where.start - 30) : hit.where.start])
    after = _NAME_AFTER.match(text[hit.where.end : hit.where.end + 30])
    printed = text[hit.where.start : hit.where.end]
    if printed.isupper():
        return False
    if after and re.match(r"^(?:Cartel|Zeta|Nuevo|Avenue|Hotel|Hospital)\b", after.group(1)):
        return True
    one_word = " " not in printed
    first_names = any_of("people", "first_names")
    if before and re.fullmatch(first_names, before.group(1), re.IGNORECASE):
        return True
    doubtful = hit.known.uncertain or hit.known.locative_only or len(hit.known.places) > 1
    return bool(
        doubtful
        and one_word
        and after
        and not re.match(any_of("people", "not_names") + "$", after.group(1), re.IGNORECASE)
    )
