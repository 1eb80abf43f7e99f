"""When and where a zone's event happened and who stood behind it: read in the zone, the sentence, the sentences before.

What stands nearest decides; a date or place of another zone is taken only where the zone has none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.extraction.dates import DateMention
from tracker.extraction.drafts import Reading
from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage
from tracker.extraction.places import Bearing, PlaceMention
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
    def sentence(self) -> Stretch:
        """The sentence that the zone is part of."""
        return self.passage.sentences[self.index]


_REPORTED_ON = re.compile(r"\b" + any_of("people", "saying") + r"\b", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"^\s+(?:report|statement|meeting|interview|press|poll|article|speech|cable|announcement|news|edition|conference)",
    re.IGNORECASE,
)
_AS_OF = re.compile(r"\b(?:as of|through|until|up to)\s+$", re.IGNORECASE)
_OPENS = re.compile(
    r"^[\s(\"'`-]*(?:on |in |the evening of |the night of |during |starting on |beginning )?$", re.IGNORECASE
)
_FORMER_OR_LATTER = re.compile(
    r"\b(?:in |at |near )?the (former|latter)\b(?=\s+(?:attack|city|town|place|clash|incident|case|state|port)|"
    r"\s*[,;.:]|\s+(?:saw|left|gunmen|police|soldiers))",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:met|meetings?|interview(?:ed)?|press conference|visit(?:ed)?|seminar|spoke (?:to|with)|lunch|dinner)\b",
    re.IGNORECASE,
)
_BOTH = 2
_PLACE_REACH = 3
_TURNS = re.compile(
    r"^[\s(\"'`-]*(?:separately|meanwhile|in a separate|another|other|elsewhere|in other)\b", re.IGNORECASE
)


def circumstances(scene: Scene) -> Circumstances:
    """Everything that the text tells around the zone."""
    date, own_date = _date(scene)
    found, own_place = _places(scene)
    groups = scene.passage.groups_in(scene.zone) or (
        scene.passage.groups_in(scene.sentence) if len(scene.zones) < 3 else []
    )
    readings = [Reading("cartels", mention.where, "group-in-zone") for mention in groups]
    if date is not None:
        readings.append(Reading("date", date.where, date.rule if own_date else f"{date.rule}-before"))
    readings.extend(
        Reading("places", mention.where, "place-in-sentence" if own_place else "place-before") for mention in found
    )
    places = tuple(dict.fromkeys(mention.place for mention in found))
    if not places and scene.home is not None:
        places = (scene.home,)
        readings.append(Reading("places", scene.core, "home-of-the-cable"))
    return Circumstances(
        date=date.interval if date else None,
        places=without_covering_states(places),
        cartels=tuple(dict.fromkeys(mention.slug for mention in groups)),
        own_date=own_date,
        own_place=own_place,
        readings=tuple(readings),
    )


def without_covering_states(places: Sequence[Place]) -> tuple[Place, ...]:
    """The places without a state whose city is among them, and without a country when a part of it is."""
    cities = {place.state for place in places if place.city}
    parts = {place.state.split("-")[0] for place in places if "-" in place.state}
    return tuple(place for place in places if place.city or (place.state not in cities and place.state not in parts))


def _nearest(mentions: Sequence[DateMention], core: Stretch) -> DateMention:
    return min(mentions, key=lambda mention: (mention.days > 31, abs(mention.where.start - core.start)))


def _not_of_the_telling(scene: Scene, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates without that of a statement ("On May 4 the ministry said that ..."), where others stand beside it."""
    kept = []
    for mention in mentions:
        after = scene.passage.text[mention.where.end : mention.where.end + 90]
        said = _REPORTED_ON.search(after)
        if said is None or scene.core.start < mention.where.end + said.start() or len(mentions) == 1:
            kept.append(mention)
    return kept or list(mentions)


def _date(scene: Scene) -> tuple[DateMention | None, bool]:
    passage = scene.passage
    inside = _of_events(passage, passage.dates_in(scene.zone))
    whole = _of_events(passage, passage.dates_in(scene.sentence))
    if inside:
        return _ended(passage, _nearest(_not_of_the_telling(scene, inside), scene.core), whole), True
    before = [mention for mention in whole if mention.where.start < scene.zone.start]
    if before:
        return _ended(passage, _not_of_the_telling(scene, before)[-1], whole), True
    if len(whole) == 1:
        return whole[0], True
    if _TURNS.match(passage.words(scene.sentence)):
        return None, False
    for index in range(scene.index - 1, max(-1, scene.index - 4), -1):
        sentence = passage.sentences[index]
        if _is_of_a_meeting(passage, sentence):
            continue
        earlier = [mention for mention in _of_events(passage, passage.dates_in(sentence)) if mention.days <= 31]
        if earlier:
            opening = _OPENS.match(passage.text[sentence.start : earlier[0].where.start])
            return earlier[0] if opening else earlier[-1], False
    return None, False


def _is_of_a_meeting(passage: Passage, sentence: Stretch) -> bool:
    """Whether the sentence tells of a meeting and of no act: its day and place are not those of what is told next."""
    return _MEETING.search(passage.words(sentence)) is not None and not triggers(passage.text, sentence)


def _of_events(passage: Passage, mentions: Sequence[DateMention]) -> list[DateMention]:
    """The dates without those of reports and meetings ("the May 3 report")."""
    return [
        mention for mention in mentions if not _DOCUMENT.match(passage.text[mention.where.end : mention.where.end + 15])
    ]


def _ended(passage: Passage, chosen: DateMention, whole: Sequence[DateMention]) -> DateMention:
    """The date chosen; a period still running ends on the day that the sentence's figures are of, if told."""
    as_of = [mention for mention in whole if _AS_OF.search(passage.text[: mention.where.start][-12:])]
    running = next((mention for mention in whole if mention.running), None)
    others = [mention for mention in whole if mention is not running and mention.days == 1]
    if running is None or (chosen is not running and chosen not in as_of):
        return chosen
    end = (as_of or others or [running])[0].interval.end
    if end <= running.interval.start:
        return chosen
    return replace(running, interval=DateInterval(running.interval.start, end))


def _places(scene: Scene) -> tuple[list[PlaceMention], bool]:
    passage = scene.passage
    for stretch in (scene.zone, Stretch(scene.sentence.start, scene.zone.start)):
        inside = [mention for mention in passage.places_in(stretch, Bearing.LOCATIVE) if mention.place.state != "MX"]
        if inside:
            return inside if stretch == scene.zone else _last_run(passage, inside), True
    named = [
        mention for mention in passage.places_in(scene.zone, Bearing.NAMED) if mention.place.state not in ("MX", "US")
    ]
    if named:
        return named, True
    pointed = _pointed_at(scene)
    if pointed is not None:
        return pointed, True
    whole = [mention for mention in passage.places_in(scene.sentence, Bearing.LOCATIVE) if mention.place.state != "MX"]
    if whole:
        return _last_run(passage, whole), True
    for index in range(scene.index - 1, max(-1, scene.index - _PLACE_REACH - 1), -1):
        if _is_of_a_meeting(passage, passage.sentences[index]):
            continue
        earlier = [
            mention
            for mention in passage.places_in(passage.sentences[index], Bearing.LOCATIVE)
            if mention.place.state not in ("MX", "US")
        ]
        if earlier:
            return _last_run(passage, earlier), False
    return [], False


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
            if mention.place.state not in ("MX", "US")
        }.values()
    )
    if len(told) != _BOTH:
        return []
    return [told[0] if word.group(1).lower() == "former" else told[1]]


def _last_run(passage: Passage, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
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
