"""The places that a text names, and how surely each is where something happened.

A state is never guessed from a cartel's name, nor a place read inside a person's or an office's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from tracker.extraction.bearings import JOINED, Bearing, PlaceMention, bearing_of, is_of_a_force
from tracker.extraction.gazetteer import Hit
from tracker.extraction.lexicon import mapping
from tracker.extraction.posts import Post, consular_cities
from tracker.extraction.sentences import Stretch
from tracker.registers import unaccented
from tracker.reports import Place


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides between places of one name: the post that sent the cable, and the states that the cable names.

    `spoken_of` are the states that the paragraph itself names, `surnames` those of the cable's persons.
    """

    post: Post | None = None
    named: frozenset[str] = frozenset()
    spoken_of: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()

    @property
    def abroad(self) -> bool:
        """Whether the cable comes from a country outside Mexico."""
        return self.post is not None and self.post.country != "MX"


_LIST_GAP = 12
_LIST_GOES_ON = re.compile(r",?\s+and\s+[A-Z]|,\s+[A-Z]")
_SUBURB_OF = re.compile(
    r"^,\s+(?:(?:an?|another)\s+(?:[\w-]+\s+){0,2}(?:suburb|municipality|town|village|city)\s+(?:of|near|"
    r"outside|in|just \w+(?: of)?)|just (?:outside|(?:north|south|east|west))(?: of)?)\s+$"
)
_STATE_BESIDE = re.compile(r"^(?:,\s*|\s+\(|\s+in\s+(?:the\s+state\s+of\s+)?)$")
_BEHIND_A_TOWN = re.compile(r"[A-Z][\w'’-]+,\s$|\b(?:department|province) of\s$")
_CITY_OF = re.compile(r"\b(?:city|port|municipality|downtown)\s+(?:of\s+)?$", re.IGNORECASE)
_CITY_AFTER = re.compile(r"^\s+(?:City|city|capital|port)\b")


def places(text: str, hits: Sequence[Hit], around: Surroundings | None = None) -> tuple[PlaceMention, ...]:
    """The places among the hits; what is around the text decides between places of one name."""
    around = around or Surroundings()
    states = _states_named(hits)
    around = replace(around, spoken_of=frozenset(names_of_states(hits)))
    found: list[PlaceMention] = []
    previous: PlaceMention | None = None
    unsure: list[Hit] = []
    for index, hit in enumerate(hits):
        if not hit.known.places:
            continue
        bearing = bearing_of(text, hit, previous)
        if bearing is not None and around.post is not None and is_department(text, hit.where, around):
            previous = PlaceMention(hit.where, Place(around.post.country), bearing)
            found.append(previous)
            continue
        beside = _state_beside(text, hit, hits[index + 1 : index + 2])
        listed = _is_listed_with(text, hit, previous)
        doubtful = hit.known.locative_only and bearing is not Bearing.LOCATIVE and beside is None
        if bearing is None:
            continue
        if doubtful and not listed:
            unsure.append(hit)
            continue
        if beside is None and hit.known.locative_only and text[hit.where.start : hit.where.end] in around.surnames:
            continue
        of_a_force = is_of_a_force(text, hit.where, previous)
        if beside is None and not listed and not _secured(hit, states, around, bearing, of_a_force=of_a_force):
            unsure.append(hit)
            continue
        if _is_foreign_namesake(hit, hits[index + 1 : index + 2], around, text):
            beside = around.post.country if around.post else None
        quarter = city_beside(text, hit.where, hits[index + 1 : index + 2]) if hit.known.locative_only else None
        place = quarter or _of_the_list(text, hit, previous, beside) or _place(text, hit, states, around, beside=beside)
        if place is None:
            continue
        previous = PlaceMention(hit.where, place, bearing)
        found.append(previous)
    return tuple(_with_those_before(text, found, unsure))


def _with_those_before(text: str, found: Sequence[PlaceMention], unsure: Sequence[Hit]) -> list[PlaceMention]:
    """The places with the towns that stand in one list right before a surer one of their state."""
    kept = list(found)
    for hit in reversed(unsure):
        following = next((mention for mention in kept if mention.where.start >= hit.where.end), None)
        if following is None or not following.place.city or hit.where.end + _LIST_GAP < following.where.start:
            continue
        here = [option for option in hit.known.places if option.state == following.place.state and option.city]
        if here and JOINED.match(text[hit.where.end : following.where.start]):
            kept.insert(kept.index(following), PlaceMention(hit.where, here[0], following.bearing))
    return kept


def _is_listed_with(text: str, hit: Hit, previous: PlaceMention | None) -> bool:
    """Whether a small town is listed right behind a place of its own state ("Culiacan, Navolato and Guasave")."""
    if previous is None or previous.where.end > hit.where.start:
        return False
    if not JOINED.match(text[previous.where.end : hit.where.start]):
        return False
    return previous.place.city is not None and any(option.state == previous.place.state for option in hit.known.places)


def _of_the_list(text: str, hit: Hit, previous: PlaceMention | None, beside: str | None) -> Place | None:
    """The town of that name in the state of the small one that it is listed with ("in Guadalupe and Juarez")."""
    if beside is not None or not _is_listed_with(text, hit, previous) or previous is None:
        return None
    if previous.place in consular_cities() or previous.place in _capitals():
        return None
    return next((option for option in hit.known.places if option.city and option.state == previous.place.state), None)


def names_of_states(hits: Sequence[Hit]) -> set[str]:
    """The states and countries that the hits name as such, or by their people."""
    sure = {
        hit.known.places[0].state
        for hit in hits
        if len(hit.known.places) == 1 and hit.known.places[0].city is None and not hit.known.uncertain
    }
    return sure | {hit.known.country for hit in hits if hit.known.country}


def _states_named(hits: Sequence[Hit]) -> set[str]:
    """The states and countries that the hits surely name."""
    sure = {
        hit.known.places[0].state
        for hit in hits
        if len(hit.known.places) == 1 and not (hit.known.uncertain or hit.known.locative_only)
    }
    return sure | {hit.known.country for hit in hits if hit.known.country}


def _state_beside(text: str, hit: Hit, following: Sequence[Hit]) -> str | None:
    """The state or country printed right after a town's name ("Villa Union, Zacatecas")."""
    for other in following:
        named = other.known.places
        between = text[hit.where.end : other.where.start]
        if between == ", " and _is_a_country(hit) and len(named) == 1 and _is_a_mexican_state(named[0]):
            # "China, Nuevo Leon" is a town.
            return named[0].state
        if named and named[0].city and _SUBURB_OF.match(between) and any(place.city for place in hit.known.places):
            return named[0].state
        if len(named) == 1 and named[0].city is None and _STATE_BESIDE.match(between):
            return named[0].state if any(place.city for place in hit.known.places) else None
    return None


def _is_a_country(hit: Hit) -> bool:
    return all("-" not in place.state and place.city is None for place in hit.known.places)


def _is_a_mexican_state(place: Place) -> bool:
    return place.city is None and place.state.startswith("MX-")


def city_beside(text: str, where: Stretch, hits: Sequence[Hit]) -> Place | None:
    """The city printed right after the name of its quarter ("in Villas del Norte, Tijuana"), where no list goes on."""
    for hit in hits:
        if text[where.end : hit.where.start] == ", " and len(hit.known.places) == 1 and hit.known.places[0].city:
            listed = hit.known.uncertain or hit.known.locative_only or _LIST_GOES_ON.match(text, hit.where.end)
            return None if listed else hit.known.places[0]
    return None


def is_department(text: str, where: Stretch, around: Surroundings) -> bool:
    """Whether the name, behind a town's, is that of a department of the country that the cable comes from."""
    if not around.abroad or around.post is None:
        return False
    names = mapping("places", "departments").get(around.post.country, ())
    return (
        text[where.start : where.end] in names
        and _BEHIND_A_TOWN.search(text, max(0, where.start - 30), where.start) is not None
    )


def _is_foreign_namesake(hit: Hit, following: Sequence[Hit], around: Surroundings, text: str) -> bool:
    """Whether a country's name is that of a town abroad, its province beside it ("Puerto Rico, Caqueta")."""
    country = around.post.country if around.post else ""
    return any(
        around.abroad
        and other.known.places
        and other.known.places[0].state == country != hit.known.places[0].state
        and text[hit.where.end : other.where.start] == ", "
        for other in following
    )


def _place(text: str, hit: Hit, states: set[str], around: Surroundings, *, beside: str | None) -> Place | None:
    """The place that the name stands for here; None where none is sure enough."""
    options = hit.known.places
    if beside is not None:
        fitting = [option for option in options if option.state == beside or option.state.split("-")[0] == beside]
        return fitting[0] if fitting else Place(beside, unaccented(text[hit.where.start : hit.where.end]))
    if len(options) == 1 and options[0].city is None and options[0].state.startswith("MX-"):
        return _city_of_its_state(text, hit)
    return _abroad(text, hit, states, around) if around.abroad else _choose(options, states, around)


def _abroad(text: str, hit: Hit, states: set[str], around: Surroundings) -> Place:
    """A place as a cable from another country means it: there, unless it speaks of the name's own state or country."""
    country = around.post.country if around.post else ""
    options = hit.known.places
    here = [option for option in options if option.state == country]
    if here or options[0].city is None:
        return here[0] if here else options[0]
    chosen = _choose(options, states, around)
    if not chosen.state.startswith("MX") and not (hit.known.uncertain or hit.known.locative_only):
        return chosen
    named = around.spoken_of if chosen.state.startswith("MX") else around.named
    known = {chosen.state, chosen.state.split("-")[0]} & named and not hit.known.locative_only
    return chosen if known else Place(country, unaccented(text[hit.where.start : hit.where.end]))


def _city_of_its_state(text: str, hit: Hit) -> Place:
    """The state, or the city of the same name where the text says so ("the city of Durango")."""
    state = hit.known.places[0]
    printed = unaccented(text[hit.where.start : hit.where.end])
    before, after = text[max(0, hit.where.start - 20) : hit.where.start], text[hit.where.end : hit.where.end + 30]
    of_itself = re.match(rf",\s+(?:{re.escape(printed)}\b|{re.escape(printed[:3])}[a-z]?\.|Dgo\b)", after)
    if _CITY_OF.search(before) or _CITY_AFTER.match(after) or of_itself:
        return replace(state, city=printed)
    return state


def _choose(options: Sequence[Place], states: set[str], around: Surroundings) -> Place:
    post = around.post
    if not states & {option.state for option in options[1:]} and options[0] in consular_cities():
        # A cable means by "Matamoros" the consulate's city, not the town of Coahuila.
        return options[0]
    preferences: list[set[str]] = [states]
    if post is not None:
        preferences += [{post.state}, set(post.district), set(post.across)]
    preferences.append(set(around.named))
    for preferred in preferences:
        for option in options:
            if option.state in preferred:
                return option
    return options[0]


@cache
def _capitals() -> frozenset[Place]:
    """The capitals of Mexico's states, which a cable from Mexico means by their names."""
    return frozenset(Place(state, names[0]) for state, names in mapping("places", "capitals").items() if names)


def _secured(hit: Hit, states: set[str], around: Surroundings, bearing: Bearing, *, of_a_force: bool) -> bool:
    """Whether the name is a place here: a doubtful one locative, and its state named or the post's."""
    if bearing is Bearing.LOCATIVE and not around.abroad and _capitals() & set(hit.known.places):
        return True
    foreign = hit.known.locative_only and all(not option.state.startswith("MX") for option in hit.known.places)
    if not hit.known.uncertain and (around.abroad or not foreign):
        return True
    post = around.post
    if bearing is not Bearing.LOCATIVE and not (post and of_a_force and hit.known.places[0].state == post.state):
        return False
    near = states | ({post.state, *post.district, *post.across} if post else set())
    if foreign:
        # A town across the border that only the tables know is none without its state: "La Mesa" is a part of Tijuana.
        near = states | around.named
    return any(option.state in near for option in hit.known.places)
