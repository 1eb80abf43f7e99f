"""When and where a zone's event happened and who stood behind it: read in the zone, the sentence, the sentences before.

What stands nearest decides; a date or place of another zone is taken only where the zone has none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tracker.extraction.asides import asides
from tracker.extraction.bearings import Bearing, PlaceMention
from tracker.extraction.dates import DateMention
from tracker.extraction.drafts import Reading
from tracker.extraction.grammar import grammar
from tracker.extraction.groups import GroupMention
from tracker.extraction.hamlets import SETTLEMENT_OF, by_municipality
from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage, Setting
from tracker.extraction.relative_forms import COUNTED_FROM_ACT
from tracker.extraction.scene import TURNS, dates_of_events, last_run
from tracker.extraction.sentences import Stretch
from tracker.extraction.triggers import triggers
from tracker.reports import DateInterval, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Date, places and groups of a zone; `own_date` and `own_place` say that the sentence itself names them."""

    date: DateInterval | None
    places: tuple[Place, ...]
    cartels: tuple[str, ...]
    own_date: bool
    own_place: bool
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A zone in its sentence and cable: `index` is the sentence's, `home` the one place of a cable that has one."""

    passage: Passage
    index: int
    zone: Stretch
    core: Stretch
    zones: Sequence[Stretch]
    home: Place | None

    @property
    def setting(self) -> Setting:
        """When and where the narrative stands as the sentence begins."""
        return self.passage.settings[self.index] if self.passage.settings else Setting()

    @property
    def sentence(self) -> Stretch:
        """The sentence that the zone is part of."""
        return self.passage.sentences[self.index]


_REPORTED_ON = re.compile(r"\b" + any_of("people", "saying") + r"\b", re.IGNORECASE)
_TOLD_ON = re.compile(r"\b" + any_of("people", "saying") + r"\s+(?:[\w'-]+\s+){0,5}(?:on\s+)?$", re.IGNORECASE)
_THAT = re.compile(r",?\s+that\b|\s*:")
_AS_OF = re.compile(r"\b(?:as of|through|until|up to)\s+$", re.IGNORECASE)
_FORMER_OR_LATTER = re.compile(
    r"\b(?:in |at |near )?the (former|latter)\b(?=\s+(?:attack|city|town|place|clash|incident|case|state|port)|"
    r"\s*[,;.:]|\s+(?:saw|left|gunmen|police|soldiers))",
    re.IGNORECASE,
)
_LASTS = re.compile(any_of("people", "lasting"), re.IGNORECASE)
_OF_THE_ACT = re.compile(r"since\s+(?:the|his|her|their|its)\b", re.IGNORECASE)
_REFERS = re.compile(
    r"\b(?:that|this|the|those|these)\s+(?:crime|attacks?|case|incident|killings?|murders?|ambush|"
    r"shootings?|massacre|raid|bombing|"
    r"kidnapping|seizure|same (?:place|house|city|town))\b",
    re.IGNORECASE,
)
_THEIR_OWN = re.compile(r"[\s(\"'`-]*(?:his|her|their|its)\s", re.IGNORECASE)
"""How a sentence begins that tells of somebody's own in the same town ("His predecessor was murdered in 2008")."""
_COMMA = re.compile(r"[,;]\s")
_GOES_ON = re.compile(r"\s*(?:when|as|after)\b", re.IGNORECASE)
_TOOK_PLACE = re.compile(
    r"^[\s(]*(?:it|this|that|these|the\s+(?!(?:largest|biggest|worst|bloodiest|deadliest|most|first|last|latest|second|"
    r"third|other|next|heaviest|greatest|only)\b)(?:\w+\s+){1,3}?)\s*(?:all\s+)?(?:took place|occurred|"
    r"happened|was carried out|were carried "
    r"out|was conducted|was made|were made|came|was staged|unfolded|went down|began|was held)\b",
    re.IGNORECASE,
)
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
_NO_WORDS = re.compile(
    r"\W*(?:(?:found|discovered|dated|occurred|happened|reported|night of|early)\b)?"
    r"(?:[\W\d]|\b(?:on|in|near|the|at|of)\b)*",
    re.IGNORECASE,
)
_WHOLE_COUNTRY = re.compile(r"\b(?:around|across|throughout|over) the (?:whole |entire )?country$", re.IGNORECASE)
_BOTH = 2
_MANY_ZONES = 3
_NEXT_WORD = 3
_SAME_CLAUSE = 40
_SOMEWHERE = ("MX", "US")
_Mention = TypeVar("_Mention", DateMention, PlaceMention)


def circumstances(scene: Scene) -> Circumstances:
    """Everything that the text tells around the zone."""
    date, own_date = _date(scene)
    found, own_place = _places(scene)
    groups = scene.passage.groups_in(scene.zone) or _groups_beside(scene)
    readings = [Reading("cartels", mention.where, "group-in-zone") for mention in groups]
    if date is not None:
        here = date.where if own_date or date in scene.passage.dates else scene.core
        readings.append(Reading("date", here, date.rule if own_date else f"{date.rule}-before"))
    readings.extend(Reading("places", mention.where, "place-in-sentence") for mention in found)
    places = tuple(dict.fromkeys(mention.place for mention in found))
    if not own_place:
        places = _inherited(scene, date if own_date else None)
        rule = "place-before" if scene.setting.places else "home-of-the-cable"
        readings.extend([Reading("places", scene.core, rule)] if places else [])
    return Circumstances(
        date=date.interval if date else None,
        places=without_covering_states(places),
        cartels=tuple(dict.fromkeys(mention.slug for mention in groups)),
        own_date=own_date,
        own_place=own_place,
        readings=tuple(readings),
    )


def _groups_beside(scene: Scene) -> list[GroupMention]:
    """The groups that the sentence names outside the zone, but for those of another act on another day elsewhere."""
    if len(scene.zones) >= _MANY_ZONES:
        return []
    passage = scene.passage
    others = [zone for zone in scene.zones if zone != scene.zone and _is_apart(scene, zone)]
    return [
        mention
        for mention in passage.groups_in(scene.sentence)
        if not any(zone.holds(mention.where.start) for zone in others)
    ]


def _is_apart(scene: Scene, other: Stretch) -> bool:
    """Whether two zones each name a day and a place, and no two of them alike."""
    passage = scene.passage
    days, places = (
        [{mention.interval for mention in passage.dates_in(zone)} for zone in (scene.zone, other)],
        [{mention.place for mention in passage.places_in(zone, Bearing.LOCATIVE)} for zone in (scene.zone, other)],
    )
    return all(days) and all(places) and days[0].isdisjoint(days[1]) and places[0].isdisjoint(places[1])


def _inherited(scene: Scene, date: DateMention | None) -> tuple[Place, ...]:
    """Where the narrative stands; an act of another day than the last one's is in its state or at home."""
    setting, home = scene.setting, scene.home
    anew = date is not None and not date.leans and setting.day is not None and setting.placed_by_day
    words = scene.passage.words(scene.sentence)
    anew = anew and not (_REFERS.search(words) or _THEIR_OWN.match(words))
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


def _nearest(mentions: Sequence[DateMention], core: Stretch) -> DateMention:
    return min(mentions, key=lambda mention: (mention.days > 31, _apart(mention.where, core)))


def _apart(where: Stretch, core: Stretch) -> int:
    """How far a date stands from the act's words; one between them from the last ("bodies of ... were found")."""
    if core.start < where.start < core.end:
        return core.end - where.start
    return where.start - core.end if where.start >= core.end else core.start - where.start


def _not_of_the_telling(scene: Scene, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates without that of a statement ("On May 4 the ministry said that ..."), where others stand beside it."""
    kept = []
    for mention in mentions:
        after = scene.passage.text[mention.where.end : mention.where.end + 90]
        if _TOLD_ON.search(scene.passage.text[: mention.where.start][-60:]) and _THAT.match(after):
            continue
        said = _REPORTED_ON.search(after)
        if said is None or scene.core.start < mention.where.end + said.start() or len(mentions) == 1:
            kept.append(mention)
    return kept or list(mentions)


def _told_next(scene: Scene) -> Stretch | None:
    """The next sentence, where it only tells when and where it was ("The raid took place in Tepic on May 4.")."""
    following = scene.passage.sentences[scene.index + 1 : scene.index + 2]
    if not following or _TOOK_PLACE.match(scene.passage.words(following[0])):
        return following[0] if following else None
    # Where day and place stand before what is told ("May 3, Tepic. Two dead. ..."), the next ones are the next act's.
    headed = any(_is_dateline(scene, sentence) for sentence in scene.passage.sentences[: scene.index + 1])
    return following[0] if not headed and _is_dateline(scene, following[0]) else None


def _is_dateline(scene: Scene, sentence: Stretch) -> bool:
    """Whether a sentence is nothing but a day and a place ("Tepic, May 4, 2009.")."""
    passage = scene.passage
    days = [mention.where for mention in passage.dates_in(sentence)]
    told = sorted([*days, *(mention.where for mention in passage.places_in(sentence))])
    left, at = "", sentence.start
    for where in told:
        left, at = left + passage.text[at : where.start], max(at, where.end)
    return bool(days) and _NO_WORDS.fullmatch(left + passage.text[at : sentence.end]) is not None


def _date(scene: Scene) -> tuple[DateMention | None, bool]:
    passage = scene.passage
    inside = _of_the_past(passage, _of_the_act(scene, passage.dates_in(scene.zone)))
    whole = _of_the_past(passage, _of_the_act(scene, passage.dates_in(scene.sentence)))
    if inside:
        nearest = _nearest(
            _of_the_clause(scene, _not_of_the_telling(scene, _before_the_semicolon(scene, inside))), scene.core
        )
        return _begun_by(scene, inside) or _ended(passage, nearest, whole), True
    if any(scene.zone.holds(where.start) for where in passage.undated):
        return None, False
    before = [mention for mention in whole if mention.where.start < scene.zone.start]
    if before:
        return _ended(passage, _of_the_clause(scene, _not_of_the_telling(scene, before))[-1], whole), True
    if any(scene.sentence.start <= where.start < scene.zone.start for where in passage.undated):
        return None, False
    near = [mention for mention in whole if not _is_parted(scene, mention)]
    if near and (len(whole) == 1 or _GOES_ON.match(passage.text, scene.zone.end)):
        return near[0], True
    return _date_around(scene)


def _is_parted(scene: Scene, mention: DateMention | PlaceMention) -> bool:
    """Whether a semicolon stands between the act and a date or place that follows it."""
    return ";" in scene.passage.text[scene.core.end : mention.where.start]


def _date_around(scene: Scene) -> tuple[DateMention | None, bool]:
    """The date that the next sentence tells of the act, else the day on which the narrative stands."""
    told = _told_next(scene)
    then = _of_the_past(scene.passage, scene.passage.dates_in(told)) if told is not None else []
    if then:
        return replace(then[0], rule="day-told-after"), True
    turns = TURNS.match(scene.passage.words(scene.sentence))
    return None if turns else scene.setting.day, False


def _of_the_clause(scene: Scene, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates of the clause that tells the act or of those that it hangs on, where the sentence has several."""
    if len(mentions) < _BOTH:
        return list(mentions)
    parsed = grammar(scene.passage.text, scene.sentence)
    clause = parsed.at(scene.core)
    while clause is not None:
        own = [mention for mention in mentions if any(part.holds(mention.where.end - 1) for part in clause.parts)]
        if own:
            return own
        clause = next(parsed.above(clause), None)
    return list(mentions)


def _of_the_act(scene: Scene, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates without those of clauses that tell only in passing of somebody ("who was freed in April")."""
    mentions = _counted_from_it(scene, mentions)
    if not mentions:
        return []
    passing = asides(scene.passage, scene.core, scene.zone)
    kept = [mention for mention in mentions if not any(aside.holds(mention.where.start) for aside in passing)]
    if kept or scene.setting.day is not None:
        return kept
    # "The bodies of two inmates who had been hanged on May 2" tells no other day.
    return [mention for mention in mentions if _holds_an_act(scene, mention, passing)]


def _counted_from_it(scene: Scene, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates without those of acts from which this one's day is counted; of such an act its own alone."""
    counted = [mention for mention in mentions if mention.rule == COUNTED_FROM_ACT]
    for mention in counted:
        end = _COMMA.search(scene.passage.text, mention.where.end, scene.sentence.end)
        if mention.where.end <= scene.core.start < (end.start() if end else scene.sentence.end):
            return [mention]
    return [mention for mention in mentions if mention not in counted]


def _holds_an_act(scene: Scene, mention: DateMention, passing: Sequence[Stretch]) -> bool:
    """Whether the date's clause, told in passing, tells another act of violence against the same people."""
    told = triggers(scene.passage.text, scene.sentence)
    return any(
        aside.holds(mention.where.start) and any(aside.holds(one.where.start) for one in told if one.family == "attack")
        for aside in passing
    )


def _begun_by(scene: Scene, mentions: Sequence[DateMention]) -> DateMention | None:
    """The day of what a running period begins with, where that is told here ("since the May 3 arrest of ...")."""
    for mention in mentions:
        if mention.begun is None:
            continue
        gap = scene.core.start - mention.where.end
        of_the_act = _OF_THE_ACT.match(scene.passage.words(mention.where)) and 0 <= gap < _NEXT_WORD
        # "In prison since May 3", "missing since May 3": what lasts began on that day.
        since = mention.where.start - scene.core.end
        lasts = mention.running and 0 <= since <= _SAME_CLAUSE and _LASTS.fullmatch(scene.passage.words(scene.core))
        if mention.where.holds(scene.core.start) or of_the_act or lasts:
            return replace(mention, interval=mention.begun, running=False)
    return None


def _of_the_past(passage: Passage, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates of what has happened, and where there are none those of what is to come."""
    told = dates_of_events(passage, mentions)
    return [mention for mention in told if mention.interval.start <= passage.today] or told


def _ended(passage: Passage, chosen: DateMention, whole: Sequence[DateMention]) -> DateMention:
    """The date chosen; a period still running ends on the day that the sentence's figures are of, if told."""
    as_of = [
        mention
        for mention in whole
        if _AS_OF.search(passage.text[: mention.where.start][-12:]) or mention.rule.startswith("through-")
    ]
    running = next((mention for mention in whole if mention.running), None)
    others = [mention for mention in whole if mention is not running and mention.days == 1]
    if running is None or (chosen is not running and chosen not in as_of):
        return chosen
    end = (as_of or others or [running])[0].interval.end
    if end <= running.interval.start:
        return chosen
    return replace(running, interval=DateInterval(running.interval.start, end))


def _before_the_semicolon(scene: Scene, mentions: list[_Mention]) -> list[_Mention]:
    """The places or dates of the core's own part of the sentence, where it has any."""
    text = scene.passage.text
    start = text.rfind(";", scene.zone.start, scene.core.start) + 1 or scene.zone.start
    end = text.find(";", scene.core.end, scene.zone.end)
    part = Stretch(start, end if end >= 0 else scene.zone.end)
    return [mention for mention in mentions if part.holds(mention.where.start)] or mentions


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


def _places(scene: Scene) -> tuple[list[PlaceMention], bool]:
    passage = scene.passage
    for stretch in (scene.zone, Stretch(scene.sentence.start, scene.zone.start)):
        inside = [mention for mention in passage.places_in(stretch, Bearing.LOCATIVE) if _is_somewhere(mention.place)]
        if inside:
            inside = by_municipality(passage, inside)
            near = _off_the_road(passage, _towns_in(scene, _before_the_semicolon(scene, inside)))
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
        if mention.place.state != "MX" and not _is_parted(scene, mention)
    ]
    if whole:
        return last_run(passage, whole), True
    then = _country_of_the_forces(scene) or _told_beside(scene)
    return then, bool(then)


def _told_beside(scene: Scene) -> list[PlaceMention]:
    """The place that the words before the zone name, or that a sentence further on says."""
    told = _told_next(scene) or (_told_below(scene) if not scene.setting.places else None)
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
    bearing = Bearing.NAMED if _is_dateline(scene, told) else Bearing.LOCATIVE
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
        if mention.place.city is not None and not _is_parted(scene, mention)
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
