"""Towns that no table lists, read from how the text speaks of them: "the hamlet of X", "X, a village", "in X, Sonora".

Abroad, where the tables are thin, "in X" is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.extraction.bearings import LOCATIVE_WORDS, Bearing, PlaceMention
from tracker.extraction.gazetteer import Hit
from tracker.extraction.lexicon import any_of, common_words, words
from tracker.extraction.people import PersonMention
from tracker.extraction.places import Surroundings, city_beside, is_department
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.registers import unaccented
from tracker.reports import Place

_PART = r"[A-Z][a-zà-ÿ]+(?:['’-][A-Za-zà-ÿ]+){0,4}"
_NAME = rf"(?P<name>{_PART}(?:\s(?:(?:de|del|de la|de las|de los|la|las|los|el|al|y|e)\s)?{_PART}){{0,3}})"
_SETTLEMENTS = any_of("places", "settlements")
_SETTLED = Sought(rf"\b(?i:{_SETTLEMENTS}\s+(?:of|called|named|known as))\s+{_NAME}")
_APPOSED = Sought(rf"\b{_NAME},\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,4}}{_SETTLEMENTS}\b")
_INSIDE = Sought(rf"(?i:{LOCATIVE_WORDS}(?:(?:the|nearby|neighboring|downtown)\s+)?){_NAME}")
_SENT_TO = Sought(
    rf"\b(?i:sent|moved|deployed|dispatched|ordered|rushed|flown)\b[^.;]{{0,60}}\bto\s+(?:the\s+)?{_NAME}"
)
_AND_NEXT = re.compile(rf"(?:,|,?\s+and)\s+{_NAME}")
_IN_BEFORE = re.compile(r"\b(?:in|near|outside|off|at|to)\s+(?:the\s+)?$", re.IGNORECASE)
_OF_DISTRICT = re.compile(rf"(?:['’]s|\b[Tt]he)\s+{_NAME}(?=\s+[Dd]istrict\b)")
_DISTRICT = re.compile(r"\s+(?:[Dd]istrict|[Cc]ounty|[Mm]unicipality|[Tt]ownship|[Vv]illage|[Tt]own)\b")
_PROVINCE = re.compile(r"\s+(?i:" + any_of("places", "provinces") + r")\b")
_PROVINCE_OF = re.compile(r"\b(?i:" + any_of("places", "provinces") + r")\s+of\s+$")
_QUARTER = re.compile(
    r"\s+(?:district|area|community|communities|street|avenue|zone|" + any_of("places", "quarters_after") + r")\b",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(r"\b" + any_of("people", "institutions") + r"\b", re.IGNORECASE)
_NO_TOWN = re.compile(any_of("places", "not_towns") + "$", re.IGNORECASE)
_NAMED_AFTER = re.compile(r"^(?:['’]s\b|\s+(?:[A-Z]|\()|-)")


def unlisted_towns(
    text: str, hits: Sequence[Hit], people: Sequence[PersonMention], around: Surroundings
) -> Iterator[PlaceMention]:
    """The towns that the tables do not have, in no order; each in the state beside it or in the post's country."""
    taken = [hit.where for hit in hits if hit.known.group or hit.known.operation or hit.known.country]
    persons = [person.where for person in people]
    patterns = ((_SETTLED, True), (_APPOSED, True), (_INSIDE, False), (_OF_DISTRICT, False), (_SENT_TO, False))
    for expression, surely in patterns:
        if expression is _OF_DISTRICT and "istrict" not in text:
            continue
        for match in expression.finditer(text):
            where = Stretch(match.start("name"), match.end("name"))
            if expression is _SETTLED and any(hit.where.start < match.start() < hit.where.end for hit in hits):
                # "The arrest in Mexico City of Paz" names no city of Paz.
                continue
            state = _state_beside(text, where, hits, around)
            inside = surely or state or _IN_BEFORE.search(text[max(0, where.start - 10) : where.start])
            barred = taken if inside else [*taken, *persons]
            if not (surely or state or around.abroad) or any(where.overlaps(other) for other in barred):
                continue
            if _is_listed(where, hits, abroad=around.abroad) or not _may_be_a_town(match.group("name"), surely=surely):
                continue
            quarter = city_beside(text, where, hits)
            if quarter is not None and not (around.abroad and state == quarter.state):
                taken.append(where)
                yield PlaceMention(where, quarter, Bearing.LOCATIVE)
                continue
            country = around.post.country if around.post else None
            if country == "MX" and surely:
                country = _state_around(text, where, hits, around)
            mention = _mention(text, where, state or country, surely=surely or state is not None)
            if mention is not None:
                taken.append(where)
                yield mention
                yield from (
                    further
                    for further in _next_in_list(text, mention, hits, around)
                    if not any(further.where.overlaps(person) for person in persons)
                )


def _next_in_list(
    text: str, mention: PlaceMention, hits: Sequence[Hit], around: Surroundings
) -> Iterator[PlaceMention]:
    """The towns that follow in one list with a town abroad ("in Manene and Boca de Cupe")."""
    match = _AND_NEXT.match(text, mention.where.end) if around.abroad else None
    if match is None or mention.place.city is None:
        return
    where = Stretch(match.start("name"), match.end("name"))
    if (
        is_department(text, where, around)
        or _is_listed(where, hits, abroad=True)
        or not _may_be_a_town(match.group("name"), surely=False)
    ):
        return
    found = _mention(text, where, mention.place.state, surely=False)
    if found is not None:
        yield found


def _is_listed(where: Stretch, hits: Sequence[Hit], *, abroad: bool) -> bool:
    """Whether the tables have the name, or a well-known part of it; abroad Mexico's little-known towns do not count."""
    for hit in hits:
        doubtful = hit.known.uncertain or hit.known.locative_only
        if hit.known.places and hit.where.overlaps(where) and not (doubtful and (abroad or hit.where != where)):
            return True
    return False


def _may_be_a_town(name: str, *, surely: bool) -> bool:
    parts = name.split()
    if _NO_TOWN.match(parts[0]) or _INSTITUTION.search(name):
        return False
    first = unaccented(parts[0]).lower()
    return surely or len(parts) > 1 or (first not in common_words() and first not in words("people", "first_names"))


def _state_beside(text: str, where: Stretch, hits: Sequence[Hit], around: Surroundings) -> str | None:
    for hit in hits:
        if 0 <= hit.where.start - where.end <= 4 and is_department(text, hit.where, around) and around.post is not None:
            return around.post.country
        near = 0 <= hit.where.start - where.end <= 4
        if near and text[where.end : hit.where.start] in (", ", " (") and len(hit.known.places) == 1:
            return hit.known.places[0].state
    return None


def _state_around(text: str, where: Stretch, hits: Sequence[Hit], around: Surroundings) -> str:
    """The state of the nearest place of the sentence ("the village of El Plomo, north of Caborca"), else the post's."""
    start, end = text.rfind(". ", 0, where.start) + 1, text.find(". ", where.end)
    near = [
        hit
        for hit in hits
        if hit.known.places
        and hit.known.places[0].state.startswith("MX-")
        and not hit.known.locative_only
        and start <= hit.where.start < (end if end >= 0 else len(text))
    ]
    if near:
        return min(near, key=lambda hit: abs(hit.where.start - where.start)).known.places[0].state
    return around.post.state if around.post else "MX"


def _mention(text: str, where: Stretch, state: str | None, *, surely: bool) -> PlaceMention | None:
    name = unaccented(text[where.start : where.end])
    after = text[where.end : where.end + 30]
    if state is None or (state == "MX" and not surely):
        return None
    if _PROVINCE.match(after) or _PROVINCE_OF.search(text[max(0, where.start - 15) : where.start]):
        return PlaceMention(where, Place(state.split("-")[0]), Bearing.LOCATIVE)
    district = _DISTRICT.match(after) and state in words("places", "district_is_town")
    if not district and (_QUARTER.match(after) or (_NAMED_AFTER.match(after) and not surely)):
        return None
    return PlaceMention(where, Place(state, name), Bearing.LOCATIVE)
