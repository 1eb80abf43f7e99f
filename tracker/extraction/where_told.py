"""Where a zone's event happened: the places of the zone, else of its sentence, else where the narrative stands.

A road's ends give way to a town, a state to the town in it, and a whole country to everything that is more exact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.extraction.bearings import Bearing, PlaceMention
from tracker.extraction.dates import DateMention
from tracker.extraction.hamlets import SETTLEMENT_OF, by_municipality
from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage
from tracker.extraction.scene import last_run
from tracker.extraction.sentences import Stretch
from tracker.extraction.surroundings import Scene, before_the_semicolon, is_dateline, is_parted, told_next
from tracker.reports import Place

_FORMER_OR_LATTER = re.compile(
    r"\b(?:in |at |near )?the (former|latter)\b(?=\s+(?:attack|city|town|place|clash|incident|case|state|port)|"
    r"\s*[,;.:]|\s+(?:saw|left|gunmen|police|soldiers))",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:that|this|the|those|these)\s+(?:crime|attacks?|case|incident|killings?|murders?|ambush|"
    r"shootings?|massacre|raid|bombing|"
    r"kidnapping|seizure|same (?:place|house|city|town))\b",
    re.IGNORECASE,
)
THEIR_OWN = re.compile(
    r"[\s(\"'`-]*(?:on [\w ]{4,25}, )?(?:(?:his|her|their|its)\s|(?:it|he|she|they)\s)", re.IGNORECASE
)
"""How a sentence begins that tells of the same ones, or of somebody's own, in the same town ("His predecessor ...")."""
_OCCURRED = re.compile(
    r"\bthe (?:attacks?|incident|shooting|clash|shoot-?out|ambush|killings?|murders?|kidnapping|raid|arrests?|seizure) "
    r"(?:all )?(?:occurred|took place|happened)\b",
    re.IGNORECASE,
)
_FORCES_AFTER = re.compile(
    r"\s+(?:[\w'-]+\s+){0,2}?"
    + any_of("forces", "doers", "of_a_country", "letters")
    + r"(?=\s)(?:[^,;:]*|[^;:]*,\s+)$",
    re.IGNORECASE,
)
_IN_TOWN = re.compile(
    r"\bin (?:the )?(?:(?:city|town|municipality|municipio|outskirts) of )?$|\bnear $|\bmunicipality of $",
    re.IGNORECASE,
)
_ROAD = re.compile(r"\b(?:road|highway|freeway|turnpike|autopista|carretera|stretch)\b|\bkm\b|-[A-Z]", re.IGNORECASE)
_NEAR = 40
_WHOLE_COUNTRY = re.compile(r"\b(?:around|across|throughout|over) the (?:whole |entire )?country$", re.IGNORECASE)
_BOTH = 2
_NEXT_WORD = 3
_SOMEWHERE = ("MX", "US")


def inherited_places(scene: Scene, date: DateMention | None) -> tuple[Place, ...]:
    """Where the narrative stands; an act of another day than the last one's is in its state or at home."""
    setting, home = scene.setting, scene.home
    anew = date is not None and not date.leans and setting.day is not None and setting.placed_by_day
    words = scene.passage.words(scene.sentence)
    anew = anew and not (_REFERS.search(words) or THEIR_OWN.match(words))
    if setting.places and not (anew and date and setting.day and date.interval != setting.day.interval):
        return setting.places
    if setting.topic or home is not None:
        return setting.topic or ((home,) if home is not None else ())
    return tuple(dict.fromkeys(Place(place.state) for place in setting.places))


def without_covering_states(places: Sequence[Place]) -> tuple[Place, ...]:
    """The places without a state whose city is among them, and without a country when a part of it is."""
    cities = {place.state for place in places if place.city}
    parts = {place.state.split("-")[0] for place in places if "-" in place.state}
    return tuple(place for place in places if place.city or (place.state not in cities and place.state not in parts))


def _most_precise(passage: Passage, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """The settlements among the places where the text says what they are ("In Zacapa, ... in the hamlet of X")."""
    return [m for m in mentions if SETTLEMENT_OF.search(passage.text[: m.where.start][-40:])] or mentions


def _off_the_road(passage: Passage, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """The places; the ends of a road give way where the text says in which municipality it happened."""
    text = passage.text
    towns = [
        mention
        for mention in mentions
        if mention.place.city is not None
        and _IN_TOWN.search(text, max(0, mention.where.start - _NEAR), mention.where.start)
    ]
    ends = [mention for mention in mentions if mention not in towns and mention.place.city is not None]
    on_road = bool(towns) and all(
        _ROAD.search(text, mention.where.start, mention.where.end + _NEAR) for mention in ends
    )
    return [mention for mention in mentions if mention not in ends] if ends and on_road else mentions


def _towns_in(scene: Scene, located: list[PlaceMention]) -> list[PlaceMention]:
    """The places; a state alone gives way to the one town in it that the zone names ("seven policemen of Iguala")."""
    states = {mention.place for mention in located}
    if len(states) != 1 or located[0].place.city is not None or scene.zone != scene.sentence:
        return located
    named = [
        mention
        for mention in scene.passage.places_in(scene.zone, Bearing.NAMED)
        if mention.place.city is not None and mention.place.state == located[0].place.state
    ]
    return named if len({mention.place for mention in named}) == 1 else located


def _is_somewhere(place: Place) -> bool:
    """Whether the place is more than one of the two countries that all is about."""
    return place.state not in _SOMEWHERE


def places_of(scene: Scene) -> tuple[list[PlaceMention], bool]:
    """The places of the zone's event that are told of it, and whether any are; else they are `inherited_places`."""
    passage = scene.passage
    for stretch in (scene.zone, Stretch(scene.sentence.start, scene.zone.start)):
        inside = [mention for mention in passage.places_in(stretch, Bearing.LOCATIVE) if _is_somewhere(mention.place)]
        if inside:
            inside = by_municipality(passage, inside)
            near = _off_the_road(passage, _towns_in(scene, before_the_semicolon(scene, inside)))
            return _most_precise(passage, near) if stretch == scene.zone else last_run(
                passage, _off_the_road(passage, inside)
            ), True
    named = [mention for mention in passage.places_in(scene.zone, Bearing.NAMED) if _is_somewhere(mention.place)]
    if named:
        return named, True
    pointed = _pointed_at(scene)
    if pointed is not None:
        return pointed, True
    country = [
        mention for mention in passage.places_in(scene.zone) if _WHOLE_COUNTRY.search(passage.words(mention.where))
    ]
    if country:
        return country[:1], True
    whole = [
        mention
        for mention in passage.places_in(scene.sentence, Bearing.LOCATIVE)
        if mention.place.state != "MX" and not is_parted(scene, mention)
    ]
    if whole:
        return last_run(passage, whole), True
    then = _country_of_the_forces(scene) or _told_beside(scene)
    return then, bool(then)


def _told_beside(scene: Scene) -> list[PlaceMention]:
    """The place that the words before the zone name, or that a sentence further on says."""
    told = told_next(scene) or (_told_below(scene) if not scene.setting.places else None)
    beside = _named_before(scene) or _named_with_state(scene)
    return beside or (_places_told(scene, told) if told is not None else [])


def _country_of_the_forces(scene: Scene) -> list[PlaceMention]:
    """The country whose forces the zone says acted ("Panamanian police"); nothing for Mexico's and ours."""
    named = [
        hit
        for hit in scene.passage.hits
        if hit.known.country is not None
        and scene.sentence.start <= hit.where.start
        and hit.where.end <= scene.core.start
        and (acted := _FORCES_AFTER.match(scene.passage.text, hit.where.end, scene.core.start)) is not None
        # "Peruvian police dismantled a ring, detaining twelve men"
        and ("," not in acted.group() or scene.passage.words(scene.core).endswith("ing"))
    ]
    if not named or named[-1].known.country in (None, *_SOMEWHERE):
        return []
    return [PlaceMention(named[-1].where, Place(str(named[-1].known.country)), Bearing.NAMED)]


def _places_told(scene: Scene, told: Stretch) -> list[PlaceMention]:
    """The places of a sentence that tells where an act was; of a dateline all that it names."""
    bearing = Bearing.NAMED if is_dateline(scene, told) else Bearing.LOCATIVE
    return scene.passage.places_in(told, bearing)


def _named_before(scene: Scene) -> list[PlaceMention]:
    """The one town or foreign country that the sentence names before the zone.

    "The policemen of Iguala were disarmed; 11 were held", "Colombia sprayed 90 hectares and uprooted 40".
    """
    before = Stretch(scene.sentence.start, scene.zone.start)
    named = [
        mention
        for mention in scene.passage.places_in(before, Bearing.NAMED)
        if mention.place.city is not None or ("-" not in mention.place.state and mention.place.state not in _SOMEWHERE)
    ]
    return named if len({mention.place for mention in named}) == 1 else []


def _named_with_state(scene: Scene) -> list[PlaceMention]:
    """The one town that the sentence names behind the zone with its state beside it ("outside a bar, Parral (Chih.)").

    Only where the narrative has no place yet: what a text names so exactly is where it happened.
    """
    if scene.setting.places:
        return []
    passage = scene.passage
    named = [
        mention
        for mention in passage.places_in(scene.sentence, Bearing.NAMED)
        if mention.place.city is not None and not is_parted(scene, mention)
    ]
    states = {mention.where.start: mention.place for mention in passage.places_in(scene.sentence, Bearing.NAMED)}
    beside = [
        mention
        for mention in named
        for start in range(mention.where.end, mention.where.end + _NEXT_WORD)
        if states.get(start) == Place(mention.place.state)
    ]
    return beside if len({mention.place for mention in named}) == 1 else []


def _told_below(scene: Scene) -> Stretch | None:
    """The later sentence of the paragraph that says where it was ("... because the attack occurred in Tepic")."""
    below = scene.passage.sentences[scene.index + 1 :]
    return next((sentence for sentence in below if _OCCURRED.search(scene.passage.words(sentence))), None)


def _pointed_at(scene: Scene) -> list[PlaceMention] | None:
    """The place that "the former" or "the latter" in the zone means, none where two are not told; else None."""
    word = _FORMER_OR_LATTER.search(scene.passage.words(scene.zone))
    if word is None:
        return None
    start = scene.passage.sentences[max(0, scene.index - 1)].start
    here = scene.zone.start + word.start()
    told = list(
        {
            mention.place: mention
            for mention in scene.passage.places_in(Stretch(start, here), Bearing.NAMED)
            if mention.place.state not in _SOMEWHERE
        }.values()
    )
    if len(told) != _BOTH:
        return []
    return [told[0] if word.group(1).lower() == "former" else told[1]]
