"""When and where a zone's event happened and who stood behind it: read in the zone, the sentence, the sentences before.

What stands nearest decides; a date or place of another zone is taken only where the zone has none of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.extraction.bearings import Bearing
from tracker.extraction.drafts import Reading
from tracker.extraction.groups import GroupMention
from tracker.extraction.sentences import Stretch
from tracker.extraction.surroundings import Scene
from tracker.extraction.when_told import date_of
from tracker.extraction.where_told import inherited_places, places_of, without_covering_states
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


_MANY_ZONES = 3


def circumstances(scene: Scene) -> Circumstances:
    """Everything that the text tells around the zone."""
    date, own_date = date_of(scene)
    found, own_place = places_of(scene)
    groups = scene.passage.groups_in(scene.zone) or _groups_beside(scene)
    readings = [Reading("cartels", mention.where, "group-in-zone") for mention in groups]
    if date is not None:
        here = date.where if own_date or date in scene.passage.dates else scene.core
        readings.append(Reading("date", here, date.rule if own_date else f"{date.rule}-before"))
    readings.extend(Reading("places", mention.where, "place-in-sentence") for mention in found)
    places = tuple(dict.fromkeys(mention.place for mention in found))
    if not own_place:
        places = inherited_places(scene, date if own_date else None)
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
