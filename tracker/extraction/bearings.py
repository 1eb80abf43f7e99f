"""How a place stands in its sentence: as where something happens, merely named, or as something else's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from tracker.extraction.gazetteer import Hit
from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
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


_AREA = "(?:" + any_of("places", "area_words") + r"[\s,]+)*"
LOCATIVE_WORDS = r"\b" + any_of("places", "locatives") + r"\s+"
_LOCATIVE = Sought(
    "(?:" + LOCATIVE_WORDS + r"|:\s+|\b" + any_of("places", "quarters_after") + r"\s+of\s+)" + _AREA + "$",
    re.IGNORECASE,
)
_BETWEEN = Sought(r"\bbetween\s+$", re.IGNORECASE)
# "From his home in Tepic" is in Tepic: the nearest preposition decides.
_AREA_BEYOND = r"(?:(?!(?:in|near|around)\b)" + any_of("places", "area_words") + r"[\s,]+)*"
_AWAY = Sought(r"\b(?:" + any_of("places", "aways") + r"|between)\s+" + _AREA_BEYOND + "$", re.IGNORECASE)
_OFFICE_BEFORE = Sought(
    any_of("people", "offices") + r"\s+(?:of|for|in|from)\s+(?:the\s+)?(?:(?:state|city)\s+of\s+)?$", re.IGNORECASE
)
_SITE_IN = Sought(r"\b(?:university|newspapers?|residents|press|congress)\s+in\s+$", re.IGNORECASE)
_WHOSE_GROUND = (
    r"\b(?:boss|chief|leader|operator|lieutenant|representative|kingpin|capo|enforcer)s?\s+(?:(?!in\b)[\w'/-]+\s+){0,3}for\s+"
    r"(?:the\s+)?(?:state\s+of\s+|(?:north|south|east|west)ern\s+)?(?:(?-i:[A-Z][a-z]+\s+){1,3}\(?(?:and|,)\s+"
    r"(?:neighboring\s+|nearby\s+)?)?$|"
    r"\b(?:boss|head|leader)\s+of\s+(?:[\w'/-]+\s+){1,4}(?:in|for)\s+$|\bwho\s+(?:ran|runs|controlled|controls)\s+$"
)
"""Over what a trafficker is set is not where he is caught ("arrested the Gulf cartel's boss for Sonora")."""
_OPERATION_BEFORE = r"(?-i:\b(?:Operation|Operativo|Operacion|Conjunt[ao]|Project)\s+(?:[A-Z]\w+[ -]){0,2}$)"
_OFFICE_AFTER = re.compile(
    r"(?:'s)?,?\s+(?:state|city|municipal|public security|federal|former|then)?\s*(?:state\s+)?"
    + any_of("people", "offices")
    + r"\b",
    re.IGNORECASE,
)
_NEAR_AN_OFFICE = re.compile(
    r"\b(?:near|outside|at|inside|against|in front of) the (?:[A-Z][a-z]+ ){0,4}"
    r"(?:[Ss]ecretariat|[Pp]ress|[Cc]ongress|[Uu]niversity)\s+(?:in|of)\s+$"
)
_FORCE_AFTER = re.compile(
    r"\s+(?:municipal |city |transit |traffic )?(?:police|officers?|agents?|policem[ae]n|patrolm[ae]n|"
    r"public (?:security|safety)|city hall|jail|prison)\b"
)
_MUNICIPAL_AFTER = re.compile(
    r"(?:'s)?,?\s+(?:city |municipal )?(?:mayor|police|public (?:security|safety)|transit|councilman|city)\b",
    re.IGNORECASE,
)
_MUNICIPAL_BEFORE = Sought(
    r"\b(?:mayor|alcalde|(?:municipal|city council) president|police(?: chief| director| commander| force)?|"
    r"chief of (?:the )?police|policem[ae]n|councilm[ae]n|public (?:security|safety) (?:director|secretary|chief))"
    r"\s+(?:of|for)\s+$",
    re.IGNORECASE,
)
_MARK_AFTER = re.compile(r"(?:-\w+)?\s+" + any_of("places", "marks_after") + r"\b", re.IGNORECASE)
_QUARTER_AFTER = re.compile(r"(?:\s+[A-Z]\w+)?\s+" + any_of("places", "quarters_after") + r"\b", re.IGNORECASE)
_QUARTER_OF = re.compile(r"\s+" + any_of("places", "quarters_after") + r"\s+(?:of|in)\s+(?-i:[A-Z])", re.IGNORECASE)
_QUARTER_BEFORE = Sought(r"\b" + any_of("places", "quarters_before") + r"\s+(?:\w+\s+)?$", re.IGNORECASE)
_STREET_BEFORE = Sought(
    r"\b(?:colonia|barrio|fraccionamiento|avenida|av\.|calle|bulevar|boulevard|blvd\.?|calzada|glorieta)\s+$",
    re.IGNORECASE,
)
_DISTRICT_AFTER = re.compile(r"\s+(?:district|section|area)\b")
JOINED = re.compile(
    (
        r"^(?:\s*(?:,|and|or|/|-|,\s*and|as well as|"
        r"\([^()]{0,40}\)(?:,?\s*and)?)\s*)(?:the\s+)?(?:(?:state|city|border city)s?\s+(?:of\s+)?)?"
        r"(?:(?:north|south|east|west)(?:ern|east|west|eastern|western)?\s+|(?:central|coastal|"
        r"neighboring|nearby)\s+)?$"
    ),
    re.IGNORECASE,
)
_ON_THE_ROAD = re.compile(r"\b(?:road|highway|freeway|turnpike)\s+(?:near|outside)\s+$")
"""Near what on a road something happened, there it happened ("on the highway near Villa Ahumada")."""
_BESIDE = re.compile(
    (
        r"\b(?:outside|near|greater|metropolitan|(?:north|south|east|west) of|kilometers from|"
        r"suburb of|outskirts of)\s+(?:of\s+)?(?:the\s+)?$"
    ),
    re.IGNORECASE,
)
_US_BODY = re.compile(
    r"(?:the )?U\.?S\.? (?:[A-Z][a-z]+|[a-z]+ment|consulate|embassy|citizen|officials?|"
    r"agents?|dollars)\b"
)
_CAPITAL_BEFORE = re.compile(r"\b(?!The|In|At|On|Near)[A-Z][a-z]+\s+$")
_NAME_BEFORE = re.compile(r"\b([A-Z][a-zé]+)\s+(?:de\s+|de la\s+)?$")
_NAME_AFTER = re.compile(r"^\s+(?:de (?:la )?)?([A-Z][a-z]+)")
_BEFORE = 90
_NEAR = 40
_FAR = 60
_HELD_OR_SHOWN = (
    r"\b(?:in (?:jail|custody)|being held|jailed|imprisoned|interned|serving|incarcerated|"
    r"displayed|presented|paraded|stolen|indicted|tried(?! to\b)|sentenced|extradited|convicted|hospitalized|treated|"
    r"recovering|headquartered|based|purchased|bought|manufactured|born|raised|trained|registered)\b"
    r"(?:[\s\"'](?!and\b)[^\s,;.]+){0,6}\s(?:in|at)\s+(?:the\s+)?$"
)
_PRISON_IN = (
    r"\b(?:sent|transferred|taken|flown|transported|moved|remanded|committed|"
    r"turned over|handed over|delivered)(?:,[^,;.]{2,40},)?\s+to\s+"
    r"(?:[\w'-]+\s+){0,4}?(?:prison|jail|penitentiary|cereso|detention center|SIEDO|PGR)(?:\s+(?:headquarters|offices?|"
    r"facility))?\s+(?:in|at|near|outside)\s+(?:the\s+)?$"
)
_ACCORDING_TO = r"\baccording to\s+[^,;.]*\b(?:in|at|of)\s+(?:the\s+)?$"
_NO_SCENE = Sought(
    "|".join((_ACCORDING_TO, _HELD_OR_SHOWN, _PRISON_IN, _WHOSE_GROUND, _OPERATION_BEFORE)), re.IGNORECASE
)
_SOURCES_IN = Sought(
    r"\b(?:sources?|officials?|contacts?|witnesses|residents|reporters|journalists|press|"
    r"papers|doctors|"
    r"neighbors|businessmen|observers|DEA|FBI|ICE|ATF|CBP|RSO)\s+in\s+$",
    re.IGNORECASE,
)
_ONE_FROM = Sought(
    r"\b(?:one|two|three|four|five|another|others?|police(?:m[ae]n|women|woman)?|officers?)\s+from\s+$", re.IGNORECASE
)
"""Policemen are killed where they serve ("two officers, one from Tecate, were shot")."""
_SAY = re.compile(
    rf"\s+(?:have |has |also |later )?(?:{any_of('people', 'saying')}|{any_of('people', 'thinking')})\b"
    r"(?!\s+the arrest)",
    re.IGNORECASE,
)
_HEAD_BEFORE = re.compile(r"(?:^|(?:--?|•|\*)\s*|\d(?:st|nd|rd|th)?,?\s+)$")
_HEAD_AFTER = re.compile(r"^(?:,\s+(?:[A-Z][a-z]+\s+\d+|[A-Z][a-z]+))?\s*(?::|--)")
_ROAD_NEXT = re.compile(r"^\s+(?:federal |toll |state |border )?(?:road|highway|freeway|turnpike)\b")
_ROAD_OF_TWO = re.compile(
    r"^-(?:[A-Z][a-z]+\s?){1,3}\s*(?:federal |toll |state |border )?(?:road|highway|freeway|turnpike)\b"
)
_ROAD_FROM = Sought(r"\b(?:road|highway|stretch|route|track)\s+(?:from|between)\s+$", re.IGNORECASE)
_WITH_SUBURBS = re.compile(r"\s+(?:suburbs?|satellite (?:city|town))\s+of\s+[A-Z]")
_TO_THE_NEXT = re.compile(r"^\s+(?:to|and)\s+$")


def is_of_a_force(text: str, where: Stretch, previous: PlaceMention | None) -> bool:
    """Whether the name is a police force's, or in one list with a place ("policemen from Tepic and Compostela")."""
    if _MUNICIPAL_BEFORE.search(text, max(0, where.start - _FAR), where.start):
        return True
    if _FORCE_AFTER.match(text, where.end) or _ONE_FROM.search(text, max(0, where.start - _FAR), where.start):
        return True
    return previous is not None and JOINED.match(text[previous.where.end : where.start]) is not None


def bearing_of(text: str, hit: Hit, previous: PlaceMention | None) -> Bearing | None:
    """The bearing of a name; None where it is part of another name."""
    start, end = hit.where.start, hit.where.end
    before, after = Stretch(max(0, start - _BEFORE), start), text[end : end + 60]
    if _in_a_name(text, hit) or _US_BODY.match(text, start) or _is_a_quarter(text, hit, before, after):
        return None
    if _is_told_without_in(text, hit.where, previous):
        return Bearing.LOCATIVE
    if _is_anothers(text, before, after):
        municipal = any(place.city for place in hit.known.places) and (
            _MUNICIPAL_AFTER.match(after) or _MUNICIPAL_BEFORE.search_in(text, *before)
        )
        return Bearing.NAMED if municipal else Bearing.SPOKEN_OF
    if previous is not None and JOINED.match(text[previous.where.end : start]):
        return previous.bearing
    away = _AWAY.search_in(text, *before) is not None
    if away or not _LOCATIVE.search_in(text, *before) or _BETWEEN.search_in(text, *before):
        return Bearing.SPOKEN_OF if away and not _ONE_FROM.search_in(text, *before) else Bearing.NAMED
    # "in Saltillo, just outside Ramos Arizpe": only the first is where it happened.
    return Bearing.NAMED if _is_beside(text[before.start : start], start, previous) else Bearing.LOCATIVE


def _is_told_without_in(text: str, where: Stretch, previous: PlaceMention | None) -> bool:
    """Whether the place heads an item ("-- May 4, Tepic: ..."), or ends the road on which something happened."""
    start = max(0, where.start - _FAR)
    before, after = text[start : where.start], text[where.end : where.end + _FAR]
    if _ROAD_FROM.search_in(text, start, where.start) or (_HEAD_AFTER.match(after) and _HEAD_BEFORE.search(before)):
        return True
    if _ROAD_OF_TWO.match(after) or (before[-1:] == "-" and _ROAD_NEXT.match(after) and before[-2:-1].isalpha()):
        return True
    if previous is None or not _TO_THE_NEXT.match(text[previous.where.end : where.start]):
        return False
    return _ROAD_FROM.search_in(text, max(0, previous.where.start - _FAR), previous.where.start) is not None


def _is_anothers(text: str, before: Stretch, after: str) -> bool:
    """Whether the place only names an operation, an office, a newspaper, a plate, or where a source of news sits."""
    return bool(
        _NO_SCENE.search_in(text, *before)
        or (_SOURCES_IN.search_in(text, *before) and _SAY.match(after))
        or _MARK_AFTER.match(after)
        or _WITH_SUBURBS.match(after)
        or (
            _OFFICE_BEFORE.search_in(text, *before)
            and not _SITE_IN.search_in(text, *before)
            and not _NEAR_AN_OFFICE.search(text[before.start : before.end])
        )
        or _OFFICE_AFTER.match(after)
    )


def _is_a_quarter(text: str, hit: Hit, before: Stretch, after: str) -> bool:
    """Whether the name of a little-known town is here that of a city's quarter, street or building."""
    if _QUARTER_OF.match(after) or _STREET_BEFORE.search_in(text, *before):
        return True
    quarter = _QUARTER_AFTER.match(after) or _QUARTER_BEFORE.search_in(text, *before)
    if not quarter and not _DISTRICT_AFTER.match(after):
        return False
    named = _CAPITAL_BEFORE.search(text[before.start : before.end]) is not None
    return named or bool(quarter and (hit.known.uncertain or hit.known.locative_only))


def in_order(text: str, mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The mentions in the order of the text; one that only tells what another is near is no place of what happened."""
    found: list[PlaceMention] = []
    for mention in sorted(mentions, key=lambda mention: mention.where):
        start = mention.where.start
        if found and found[-1].where.overlaps(mention.where):
            continue
        if mention.bearing is Bearing.LOCATIVE and _is_beside(
            text[max(0, start - 40) : start], start, found[-1] if found else None
        ):
            found.append(replace(mention, bearing=Bearing.NAMED))
        else:
            found.append(mention)
    return tuple(found)


def _is_beside(before: str, start: int, previous: PlaceMention | None) -> bool:
    near = previous is not None and previous.bearing is Bearing.LOCATIVE and previous.place.city is not None
    near = near and previous is not None and start - previous.where.end < _NEAR
    return near and _BESIDE.search(before) is not None and not _ON_THE_ROAD.search(before)


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
