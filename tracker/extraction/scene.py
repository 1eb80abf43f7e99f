"""The running scene of a cable: on which day and where a narrative stands when a sentence begins.

A sentence that tells no day or place of its own happens there. A new paragraph, a new item of a list, a heading and
words like "elsewhere" begin anew; what refers back ("the attackers", "his body") goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.extraction.bearings import JOINED, Bearing, PlaceMention
from tracker.extraction.dates import DateMention
from tracker.extraction.gazetteer import scan
from tracker.extraction.lexicon import any_of, mapping
from tracker.extraction.passages import Passage, Setting
from tracker.extraction.places import places
from tracker.extraction.posts import Post
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.triggers import triggers
from tracker.reports import Place

_REACH = 8
_A_MONTH = 31
_HEADS = re.compile(r"[.:]|\s[-–]|\s?--")
_OPENING = 25
_SOMEWHERE = ("MX", "US")
BACKWARD = re.compile(
    (
        r"^[\s(\"'`-]*(?:note[.:]\s+)?(?:the (?:attack|attackers?|gunmen|gangsters|victims?|officers?|"
        r"policem[ae]n|agents|troops|prisoners?|hostages?|survivors?|"
        r"father|girl|man|men|bodies|body|incident|shooting|bomber?|explosion|killers|assailants|"
        r"arrests?|suspects?|detainees|operation|raid|seizure|two|three|murders?|"
        r"killings?|kidnappers|soldiers|latter|arrested|detained|deaths?|wounded|driver|devices?|"
        r"evening|case)\b|he\b|she\b|they\b|it\b|his\b|her\b|this\b|these\b|those\b|that (?:attack|"
        r"incident)\b|such\b|one of the\b|some of the\b|all of the\b|both\b|of the\b|in (?:the|"
        r"that) (?:attack|incident|same)\b|at least \w+ of (?:the|those)\b|among (?:the|those|them)\b|"
        r"in (?:his|her|their|its)\b|"
        r"also (?:\w+ly )?(?:seized|recovered|confiscated|found|arrested|detained|captured|killed|wounded|injured)\b|"
        r"(?:seized|recovered|arrested|detained|captured|killed|wounded|injured) (?:along(?:side)? |together )?"
        r"(?:with|alongside) (?:him|her|them|the)\b)"
    ),
    re.IGNORECASE,
)
_AGAIN = re.compile(r"^[\s(\"'`-]*\w+ of (?:the|those|them|these)\b", re.IGNORECASE)
_ITEM = re.compile(r"^[\s]*(?:--?|\*|•|\(?[a-z1-9][.)]\s)")
TURNS = re.compile(
    (
        r"^[\s(\"'`-]*(?:separately|in a separate|elsewhere|in other|in another|another|other|farther|"
        r"further (?:south|north|east|west))\b"
    ),
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"^[\s(\"'*-]*(?:(?:at|around|about|by)\s+)?(?:[012]\d:?[0-5]\d(?:\s*(?:-|to)\s*[012]\d:?[0-5]\d)?\s*"
    r"(?:(?:hours|hrs|local(?: time)?)\b|:|--|,)|\d{1,2}(?::\d\d)?\s*[ap]\.?m\b)",
    re.IGNORECASE,
)
"""A chronology goes on from hour to hour, though each entry begin anew ("1425: A grenade ...", "At 3 p.m., ...")."""
_MEETING = Sought(
    r"\b(?:met|meetings?|interview(?:ed)?|press conference|visit(?:ed)?|seminar|spoke (?:to|with)|"
    r"lunch|dinner|toured|"
    r"trip|travel+ed|attended|briefed|poloffs?|econoffs?|emboffs?|conoffs?|election|seminar|conference|hearing|"
    r"warden messages?|condolences|funerals?|buried|memorial|mourn(?:ed|ers)|ceremony|marched|"
    r"demonstrat(?:ed|ions?|ors)|"
    r"protest(?:ed|ers|s)?|resign(?:ed|ation)|sworn in|inaugurated|issued|published|editorials?)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    (
        r"^\s+(?:report|statement|meeting|interview|press|poll|article|speech|cable|announcement|news|"
        r"edition|conference|elections?|vote|deadline|summit|visit|trip|hearing|seminar|inauguration)"
    ),
    re.IGNORECASE,
)
_OPENS = re.compile(
    (
        r"^[\s(\"'`*•-]*(?:on |in |early on |late on |the (?:evening|night|morning|afternoon) of |during |"
        r"starting on |beginning )?$"
    ),
    re.IGNORECASE,
)
_POINTER = Sought(
    r"\b(?i:(?:(?P<in>in|around|throughout|across|outside|within|near|over|into|on)\s+)?(?:"
    r"(?:the|this|that|his|its|their)\s+(?:(?:border|port|resort|same|whole|entire|industrial|troubled|nation['’]s|country['’]s|national|"
    r"federal)\s+)*"
    r"(?P<unit>city|town|municipality|village|community|state|area|region|capital|port|country|metropolitan area)\b"
    r"(?!['’]|\s+" + any_of("places", "bodies_of_a_city") + r"\b|\s+(?:known as|called|where|around|between)\b)"
    r"|(?P<wide>city|state)-?wide\b|(?P<here>here)(?=[.,;)]|\s+(?:in|on|since|last|this|has|have|for)\b)"
    r"|(?P<there>there)(?=[.,;)]|\s+(?:in|on|since|last|this|during|by|for)\b)))"
    r"|\b(?P<downtown>[Dd]owntown)(?!\s+[A-Z])"
    r"|\b(?:near|outside|from|at|on|against) (?:the|our) (?:U\.?S\.? |American )?"
    r"(?P<post>[Cc]onsulate)\b(?: General)?(?! [A-Z]| in [A-Z])"
    r"|\b(?:[Ii]n|[Aa]t|on)\s+(?:the\s+)?(?:[Cc]olonia\s+(?P<colonia>[A-Z]\w+)|(?P<quarter>(?:[A-Z]\w+\s+){1,4})"
    r"(?:neighborhood|colonia|section|quarter|subdivision|district|sector)\b)(?!\s+(?:of|in)\s+[A-Z])"
)
_POINTING = Sought(
    "city|town|municipality|village|community|state|area|region|capital|port|country|here|consulate|colonia|"
    "neighborhood|section|quarter|subdivision|district|sector",
    re.IGNORECASE,
)
"""One of these stands in whatever only points at a place; looked for first, because that is faster."""
_SPEAKERS = re.compile(
    r"\b(?:sources?|officials?|contacts?|observers|reporters|journalists|analysts)\s+(?:in|at|around)$", re.IGNORECASE
)
_IS_TOLD_OF = re.compile(
    r"(?:,[^,.;]{3,80},)?\s+(?:itself |alone |too |also )?(?:has|had|was|is|saw|suffered|experienced|remains|became|"
    r"witnessed)\b"
)
_STATE_CAPITAL = Sought(r"\b(?:the|its|his) state capital\b", re.IGNORECASE)


def staged(marked: Sequence[Passage], post: Post | None, home: Place | None) -> tuple[Passage, ...]:
    """The passages with the scene that each of their sentences inherits, and the places that they only point at."""
    found: list[Passage] = []
    section: tuple[Place, ...] = ()
    closing = Setting()
    heading = None
    for passage in marked:
        if passage.paragraph.heading is not None and passage.paragraph.heading != heading:
            heading = passage.paragraph.heading
            section = _places_of_heading(heading)
        walk = _Walk(passage, post, home, section, closing)
        closing = walk.through()
        found.append(replace(passage, places=tuple(walk.places), settings=tuple(walk.settings)))
    return tuple(found)


def _places_of_heading(heading: str) -> tuple[Place, ...]:
    named = {mention.place for mention in places(f"in {heading}", scan(f"in {heading}"))}
    return tuple(named) if len(named) == 1 and not named & {Place(state) for state in _SOMEWHERE} else ()


def _heading_places(passage: Passage) -> tuple[Place, ...]:
    """The one place that a paragraph's first words are, where they say nothing else ("Tamaulipas.", "NAYARIT: ...")."""
    for mention in passage.places[:1]:
        before, after = passage.text[: mention.where.start], passage.text[mention.where.end : mention.where.end + 2]
        if mention.place.state not in _SOMEWHERE and not before.strip(" -*•(") and _HEADS.match(after):
            return (mention.place,)
    return ()


def _goes_on(passage: Passage) -> bool:
    """Whether the paragraph begins by going on about what the one before told."""
    return bool(BACKWARD.match(passage.text) or _AGAIN.match(passage.text))


class _Walk:
    """One passage walked through from its first sentence to its last."""

    def __init__(
        self, passage: Passage, post: Post | None, home: Place | None, section: tuple[Place, ...], before: Setting
    ) -> None:
        self.passage, self.post, self.home, self.before = passage, post, home, before
        topic = section or _heading_places(passage)
        self.start = Setting(places=topic, topic=topic)
        self.places = list(passage.places)
        self.settings: list[Setting] = []

    def through(self) -> Setting:
        """The setting after the last sentence."""
        setting = self.before if _goes_on(self.passage) else self.start
        lead: Setting | None = None
        for sentence in self.passage.sentences:
            words = self.passage.words(sentence)
            if _ITEM.match(words):
                lead = lead or setting
                setting = lead
            pointed_from = setting
            if not _ITEM.match(words) and TURNS.match(words):
                setting = self.start
            if _CLOCK.match(words):
                setting = replace(setting, day=setting.day or self.before.day, age=0)
            self.settings.append(setting)
            # "Elsewhere in the state" turns to another town of the state spoken of.
            self._point(sentence, setting if setting.places else pointed_from)
            setting = self._after(sentence, setting)
            if self._is_opening(sentence, setting):
                setting = replace(setting, topic=setting.places)
        return setting

    def _is_opening(self, sentence: Stretch, setting: Setting) -> bool:
        """Whether a paragraph's first sentence tells no act, only of which city it is ("Violence in Tepic is up.")."""
        return (
            sentence == self.passage.sentences[0]
            and len(setting.places) == 1
            and setting.places[0].city is not None
            and not triggers(self.passage.text, sentence)
        )

    def _after(self, sentence: Stretch, setting: Setting) -> Setting:
        if is_of_a_meeting(self.passage, sentence):
            return setting
        told = self._places_told(sentence, setting)
        day = self._day_told(sentence)
        if day is not None:
            placed = bool(told) or setting.placed_by_day
            return replace(setting, day=day, places=told or setting.places, age=0, placed_by_day=placed)
        unknown = any(sentence.holds(where.start) for where in self.passage.undated)
        aged = setting.age + 1
        kept = None if unknown or aged >= _REACH else setting.day
        if told:
            return replace(setting, day=kept, places=told, age=aged, placed_by_day=kept is not None)
        return replace(setting, day=kept, age=aged)

    def _day_told(self, sentence: Stretch) -> DateMention | None:
        """The day that the sentence leaves the narrative on: the one that opens it, else the last."""
        today = self.passage.today
        told = [
            mention
            for mention in dates_of_events(self.passage, self.passage.dates_in(sentence))
            if mention.days <= _A_MONTH and mention.interval.start <= today and not mention.looks_back
        ]
        if not told:
            return None
        opening = _OPENS.match(self.passage.text[sentence.start : told[0].where.start])
        return told[0] if opening else told[-1]

    def _places_told(self, sentence: Stretch, setting: Setting) -> tuple[Place, ...]:
        inside = [
            mention
            for mention in self.places
            if sentence.holds(mention.where.start)
            and mention.place.state not in _SOMEWHERE
            and (mention.bearing > Bearing.SPOKEN_OF or mention.where.start - sentence.start < _OPENING)
        ]
        located = [mention for mention in inside if mention.bearing is Bearing.LOCATIVE]
        if located:
            run = last_run(self.passage, sorted(located, key=lambda mention: mention.where))
            last = tuple(dict.fromkeys(mention.place for mention in run))
            for subject in inside:
                # "Tepic has become the most dangerous city in Nayarit."
                if last == (Place(subject.place.state),) and _is_subject(self.passage, sentence, [subject]):
                    return (subject.place,)
            return self._around_home(located, last) or last
        if sentence != self.passage.sentences[0]:
            # A sentence that tells no act may say what the next ones are about ("Tepic is another matter.").
            opening = [mention for mention in inside if mention.where.start - sentence.start < _OPENING]
            acts = triggers(self.passage.text, sentence)
            # "Residents of Tepic complained" tells nothing of where the next act was, once acts have places.
            told_of = _is_subject(self.passage, sentence, opening[:1]) or not (acts or setting.places)
            # "The police chief of Tepic was shot" is told of Tepic, though it says of nothing that it was there.
            of_a_town = [mention for mention in inside if mention.place.city and mention.bearing is Bearing.NAMED]
            inside = opening if opening and told_of else of_a_town if acts else []
        cities = {mention.place for mention in inside if mention.place.city}
        states = {Place(mention.place.state) for mention in inside}
        one = cities or (states if not setting.places else set())
        return tuple(one) if len(one) == 1 else ()

    def _around_home(self, located: Sequence[PlaceMention], last: tuple[Place, ...]) -> tuple[Place, ...]:
        """The city that the cable is about, where a sentence told of more of its suburbs than it ends with."""
        cities = {mention.place for mention in located if mention.place.city}
        if self.home is None or self.home.city is None or len(cities) <= len(last):
            return ()
        return (self.home,) if {place.state for place in cities} == {self.home.state} else ()

    def _point(self, sentence: Stretch, setting: Setting) -> None:
        """Adds the places that the sentence only points at ("in the city")."""
        found = list(self._pointed(sentence, setting))
        if found:
            self.places = sorted([*self.places, *found], key=lambda mention: mention.where)

    def _pointed(self, sentence: Stretch, setting: Setting) -> Iterator[PlaceMention]:
        text = self.passage.text
        if not _POINTING.search(text, *sentence):
            return
        for match in _STATE_CAPITAL.finditer(text, sentence.start, sentence.end):
            state = self._one(setting, match.start(), sentence, city=False)
            capital = mapping("places", "capitals").get(state.state, ("",))[0] if state else ""
            if state and capital:
                yield PlaceMention(Stretch(match.start(), match.end()), Place(state.state, capital), Bearing.LOCATIVE)
        for match in _POINTER.finditer(text, sentence.start, sentence.end):
            where = Stretch(match.start(), match.end())
            if any(mention.where.overlaps(where) for mention in self.places) or _SPEAKERS.search(
                text, sentence.start, match.start() + len(match.group("in") or "")
            ):
                continue
            place = self._meant(match, setting, sentence)
            if place is not None:
                located = match.group("in") or not match.group("unit")
                yield PlaceMention(where, place, Bearing.LOCATIVE if located else Bearing.NAMED)

    def _meant(self, match: re.Match[str], setting: Setting, sentence: Stretch) -> Place | None:
        unit = (match.group("unit") or match.group("wide") or "").lower()
        post = self.post
        if unit == "country":
            return Place(post.country) if post else None
        if unit == "capital":
            return self._capital(match, setting, sentence)
        if match.group("post") or match.group("here"):
            return post.seat if post and post.city else None
        city = unit not in ("state", "area", "region")
        found = self._one(setting, match.start(), sentence, city=city, any_level=unit in ("area", "region"))
        quarter = match.group("quarter") or match.group("colonia")
        if found is None and unit == "state" and post and post.district:
            # A consulate means its own state where it has named none.
            return Place(post.state)
        return found or (post.seat if quarter and post and post.district else None)

    def _capital(self, match: re.Match[str], setting: Setting, sentence: Stretch) -> Place | None:
        """The nation's capital as an embassy means it, to a consulate that of the state spoken of."""
        if self.post is None or not self.post.district:
            return self.post.seat if self.post else None
        state = self._one(setting, match.start(), sentence, city=False)
        names = mapping("places", "capitals").get(state.state, ()) if state else ()
        return Place(state.state, names[0]) if state and names else None

    def _one(
        self, setting: Setting, before: int, sentence: Stretch, *, city: bool, any_level: bool = False
    ) -> Place | None:
        """The one city or state that is spoken of before the position: in the sentence, the setting, or at home."""
        here = [
            mention.place
            for mention in self.places
            if sentence.start <= mention.where.start < before and mention.place.state not in _SOMEWHERE
        ]
        earlier = [
            mention.place
            for mention in self.places
            if mention.where.start < before and mention.place.city and mention.bearing > Bearing.SPOKEN_OF
        ]
        home = (self.home,) if self.home else ()
        visited = [mention.place for mention in self.places if mention.where.start < before and mention.place.city]
        last = tuple(visited[-1:]) if city else ()
        groups = (
            tuple(here[-1:]), setting.places, tuple(earlier[-1:]) if city else (), home, last, self.before.places
        )  # fmt: skip
        for group in groups:
            if any_level and len(group) == 1:
                return group[0]
            options = {place if city else Place(place.state) for place in group if not city or place.city}
            if len(options) == 1:
                return options.pop()
            if options:
                return None
        return None


def _is_subject(passage: Passage, sentence: Stretch, opening: Sequence[PlaceMention]) -> bool:
    """Whether a sentence is about the town that it begins with ("Ciudad Mier, a village, has been attacked ...")."""
    return any(
        mention.place.city is not None
        and not passage.text[sentence.start : mention.where.start].strip(' -*"(')
        and _IS_TOLD_OF.match(passage.text, mention.where.end, sentence.end) is not None
        for mention in opening
    )


def is_of_a_meeting(passage: Passage, sentence: Stretch) -> bool:
    """Whether the sentence tells of a meeting and of no act: its day and place are not those of what is told next."""
    return (
        not triggers(passage.text, sentence) and _MEETING.search(passage.text, sentence.start, sentence.end) is not None
    )


def dates_of_events(passage: Passage, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates without those of reports and meetings ("the May 3 report")."""
    return [
        mention for mention in mentions if not _DOCUMENT.match(passage.text[mention.where.end : mention.where.end + 15])
    ]


def lists_of_places(passage: Passage, sentence: Stretch) -> list[Stretch]:
    """The stretches in which a sentence names several places together ("in Apodaca, Escobedo and Garcia")."""
    found: list[Stretch] = []
    for mention in passage.places_in(sentence):
        if found and JOINED.match(passage.text[found[-1].end : mention.where.start]):
            found[-1] = Stretch(found[-1].start, mention.where.end)
        else:
            found.append(mention.where)
    return found


def last_run(passage: Passage, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The last place and those that stand in one list with it."""
    run = [mentions[-1]]
    for mention in reversed(mentions[:-1]):
        if (
            run[0].where.start - mention.where.end > 40
            or passage.text[mention.where.end : run[0].where.start].count(" ") > 5
        ):
            break
        run.insert(0, mention)
    return run
