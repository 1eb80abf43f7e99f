"""Where the post sits that sent a cable, and which states its consular district covers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tracker.extraction.lexicon import mapping, records
from tracker.reports import Place
from tracker.types import ReferenceId


@dataclass(frozen=True, slots=True)
class Post:
    """A post: its state or country, its city, the states of a consular district and those next to it.

    A `local` post reports on its own city where it names no place.
    """

    state: str
    city: str | None = None
    district: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    local: bool = False

    @property
    def country(self) -> str:
        """The ISO 3166-1 code of the country that the post sits in."""
        return self.state.split("-")[0]

    @property
    def home(self) -> Place | None:
        """The city of a consulate, or the country of a post outside Mexico; none for the embassy in Mexico."""
        if self.country != "MX":
            return Place(self.country)
        return Place(self.state, self.city) if self.city else None

    @property
    def seat(self) -> Place:
        """The city that the post sits in."""
        return Place("MX-CMX", "Mexico City") if self.state == "MX" else Place(self.state, self.city)


@cache
def _posts() -> dict[str, Post]:
    found = {name: Post(state, city) for name, (state, city) in mapping("posts", "elsewhere").items()}
    for row in records("posts", "post"):
        city = row.get("city")
        found[str(row["letters"])] = Post(
            state=str(row["state"]),
            city=str(city) if city else None,
            district=_codes(row.get("district", [])),
            across=_codes(row.get("across", [])),
            local=bool(row.get("local", False)),
        )
    return found


@cache
def consular_cities() -> frozenset[Place]:
    """The cities of Mexico that a consulate sits in."""
    return frozenset(Place(post.state, post.city) for post in _posts().values() if post.country == "MX" and post.city)


def _codes(listed: object) -> tuple[str, ...]:
    if not isinstance(listed, list):
        raise TypeError(f"{listed} in posts.toml is no list of states")
    return tuple(map(str, listed))


def post_of(reference_id: ReferenceId | str) -> Post | None:
    """The post that sent a cable, by the letters of its reference ID; None for one that is not listed."""
    return _posts().get("".join(character for character in reference_id[2:] if character.isalpha()).upper())
