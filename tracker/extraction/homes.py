"""Where a cable is at home: the one place that it is about, which is meant where it names none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tracker.cables.model import Cable
from tracker.extraction.bearings import Bearing
from tracker.extraction.passages import Passage
from tracker.extraction.posts import Post
from tracker.reports import Place

_LEAST = 2
_LEAST_ELSEWHERE = 4
_SHARE_OF_RIVAL = 0.5
_SHARE_OF_OTHERS = 0.4
_SHARE_ELSEWHERE = 0.7


def home_of(marked: Sequence[Passage], post: Post | None) -> Place | None:
    """The one place that the cable is about; a post's country abroad, none for a cable of many cities and states."""
    if post is not None and post.country != "MX":
        return post.home
    named = Counter(
        mention.place
        for passage in marked
        for mention in passage.places
        if mention.bearing > Bearing.SPOKEN_OF and mention.place.state not in ("MX", "US")
    )
    title = {mention.place for mention in marked[0].places} if marked else set()
    cities = Counter({place: count for place, count in named.items() if place.city})
    if post is not None and post.home is not None and _is_about(post, cities, title, others=named.total()):
        state = Place(post.state)
        # A cable that names its state far oftener than its city is about the state.
        return post.home if post.local or named[state] <= 2 * cities[post.home] else state
    return _of_one_city(named, cities) or _of_its_title(cities, title) or _of_its_state(named, post, title)


def _is_about(post: Post, cities: Counter[Place], title: set[Place], *, others: int) -> bool:
    """Whether the post's own city is named often enough beside every other."""
    city = post.home
    if city is None or {place for place in title if place.city} - {city}:
        return False
    rival = max((count for place, count in cities.items() if place != city), default=0)
    if post.local:
        return city in title or cities[city] + 1 >= _SHARE_OF_RIVAL * rival
    return cities[city] >= max(_LEAST, (0 if city in title else _SHARE_OF_OTHERS) * others)


def _of_one_city(named: Counter[Place], cities: Counter[Place]) -> Place | None:
    """The city that nearly all the names are of, or its state where that is named far oftener."""
    if not cities:
        return None
    place, count = min(cities.items(), key=lambda entry: (-entry[1], entry[0].city or ""))
    state = Place(place.state)
    others = named.total() - named[state]
    if count < _LEAST_ELSEWHERE or count < _SHARE_ELSEWHERE * others:
        return None
    return place if named[state] <= 2 * count else state


def _of_its_title(cities: Counter[Place], title: set[Place]) -> Place | None:
    """The one city of the subject line, where the body names it oftener than any other."""
    titled = {place for place in title if place.city}
    if len(titled) != 1 or len({place.state for place in title} - {"MX"}) > 1:
        return None
    (city,) = titled
    rival = max((count for place, count in cities.items() if place != city), default=0)
    return city if cities[city] >= max(_LEAST, rival) else None


def _of_its_state(named: Counter[Place], post: Post | None, title: set[Place]) -> Place | None:
    """The state of a consulate whose cable names hardly another, or the one state of the subject line."""
    states = Counter[str]()
    for place, count in named.items():
        states[place.state] += count
    titled = {place.state for place in title} - {"MX"}
    if len(titled) == 1:
        (state,) = titled
        return Place(state) if states[state] >= _SHARE_OF_RIVAL * states.total() else None
    if post is None or not post.district or titled:
        return None
    return Place(post.state) if states[post.state] >= _SHARE_ELSEWHERE * states.total() > 0 else None


def country_of(cable: Cable, marked: Sequence[Passage], post: Post | None) -> Place | None:
    """The country whose figures a cable's figures are where it names no place; None where nothing tells."""
    if post is not None and post.country != "MX":
        return Place(post.country)
    named = Counter(mention.place.state.split("-")[0] for passage in marked for mention in passage.places)
    mexican = post is not None or "MX" in cable.tags or named.get("MX", 0) * 2 >= named.total() > 0
    return Place("MX") if mexican else None
