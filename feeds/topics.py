"""Which feeds exist, and which developments belong to each.

A topic that is known but quiet is a valid, empty feed, and a topic once published stays: readers poll its address for
ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache

from feeds import site as addresses
from feeds import wording
from feeds.formats import Format
from feeds.rows import CartelState, Development, News, OperationState
from tracker import registers
from tracker.reports import Kind
from tracker.types import DevelopmentId

_UNNAMED = "Operation in "
_COUNTRY = "MX-"


class Family(StrEnum):
    """What a feed is about."""

    ALL = "all"
    CARTELS = "cartels"
    OPERATIONS = "operations"
    KINDS = "kinds"
    STATES = "states"
    CABLES = "cables"


@dataclass(frozen=True, slots=True)
class Topic:
    """One feed. `slug` is empty for the feed of everything.

    `key` is its identity, in its feed's id and addresses: "all", "cartels/gulf".
    """

    family: Family
    slug: str
    name: str
    subtitle: str
    key: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # Made once: it is asked for in every page of many topics.
        object.__setattr__(self, "key", f"{self.family}/{self.slug}" if self.slug else str(self.family))

    @property
    def page(self) -> str:
        """The address of the page that shows the same entries."""
        return "/" if self.family is Family.ALL else f"/{self.key}"

    @property
    def feed(self) -> str:
        """The address of the subscription document in Atom."""
        return self.address(Format.ATOM)

    def address(self, form: Format, archive: str = "") -> str:
        """The address of a document of this feed: of the archive of this name, else of what readers poll."""
        return f"/feeds/{self.key}/{archive}.{form}" if archive else f"/feeds/{self.key}.{form}"


def topics(
    cartels: Iterable[CartelState], operations: Iterable[OperationState], told: Iterable[str] = ()
) -> list[Topic]:
    """Every topic: all, then each cartel, operation, kind and state.

    Cartels and operations are those that the registers, the views or a development name, states those of Mexico, and
    what else a development names; `told` are the keys of the topics that developments belong to. Raises PublishingError
    for a slug that must not become a file's name.
    """
    groups = {slug: cartel.name for slug, cartel in registers.cartels().items()}
    groups |= {row.slug: row.name for row in cartels}
    campaigns = {slug: operation.name for slug, operation in registers.operations().items()}
    campaigns |= {row.slug: operation_name(row) for row in operations}
    states = {code: state.name for code, state in registers.states().items() if code.startswith(_COUNTRY)}
    for key in told:
        family, _, slug = key.partition("/")
        match family:
            case Family.CARTELS:
                groups.setdefault(slug, registers.cartel_name(slug))
            case Family.OPERATIONS:
                campaigns.setdefault(slug, slug.replace("-", " ").title())
            case Family.STATES:
                states.setdefault(slug, registers.state_name(slug))
    everything = Topic(Family.ALL, "", "All developments", "All that the cables newly tell of cartels and campaigns.")
    return [
        everything,
        *_family(Family.CARTELS, groups, "What the cables newly tell of {name}."),
        *_family(Family.OPERATIONS, campaigns, "What the cables newly tell of {name}."),
        *(_kind(kind) for kind in Kind),
        *_family(Family.STATES, states, "What the cables newly tell of events in {name}."),
    ]


def new_cables() -> Topic:
    """The topic of the cables that were recorded last: of cables, not of what they tell."""
    return Topic(Family.CABLES, "", wording.words("heading", Family.CABLES), wording.word("cables_told"))


def kind_slug(kind: str) -> str:
    """What a kind of event is called in addresses."""
    return kind.replace("_", "-")


def kind_of(slug: str) -> str:
    """The kind of event that is so called in addresses."""
    return slug.replace("-", "_")


def _kind(kind: Kind) -> Topic:
    name = wording.words("kinds", kind)
    return Topic(Family.KINDS, kind_slug(kind), name, wording.words("kinds_told", kind))


def operation_name(state: OperationState) -> str:
    """The name to show: of an operation without one, the states that its slug is made of, in that order, and the year.

    The view reads the states off the slug, where nothing parts "nuevo-leon" from "tamaulipas".
    """
    stem, _, year = state.slug.rpartition("-")
    if not state.name.startswith(_UNNAMED) or not year.isdecimal():
        return state.name
    rest, found = stem, list[str]()
    known = {name: name.casefold().replace(" ", "-") for name in map(registers.state_name, state.states)}
    longest_first = sorted(known, key=lambda name: (-len(name), name))
    while rest:
        name = next((name for name in longest_first if f"{rest}-".startswith(f"{known[name]}-")), None)
        if name is None:
            return state.name
        found.append(name)
        rest = rest[len(known[name]) + 1 :]
    return f"{_UNNAMED}{wording.joined(found)}, {year}"


def _family(family: Family, names: dict[str, str], subtitle: str) -> list[Topic]:
    made = [_named(family, slug, name, subtitle) for slug, name in names.items()]
    return sorted(made, key=lambda topic: (topic.name.casefold(), topic.slug))


@lru_cache(maxsize=10_000)
def _named(family: Family, slug: str, name: str, subtitle: str) -> Topic:
    # Remembered, since a service that publishes often lists the same thousands each time.
    checked = addresses.state_code if family is Family.STATES else addresses.slug
    shown = wording.plain(name)
    return Topic(family, checked(slug), shown, subtitle.format(name=wording.articled(shown)))


def order(row: News) -> tuple[datetime, DevelopmentId]:
    """The total order of what is published: by time, then by id."""
    return (row.published_at, row.development_id)


def order_key(published_at: datetime, key: DevelopmentId | str) -> str:
    """The same order as text."""
    return f"{published_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f} {key}"


def keys(
    cartels: Iterable[str], operations: Iterable[str], kinds: Iterable[str], states: Iterable[str]
) -> tuple[str, ...]:
    """The keys of the topics that something belongs to that tells of these cartels, operations, kinds and states."""
    found = [
        str(Family.ALL),
        *(f"{Family.CARTELS}/{slug}" for slug in cartels),
        *(f"{Family.OPERATIONS}/{slug}" for slug in operations),
        *(f"{Family.KINDS}/{kind_slug(kind)}" for kind in kinds),
        *(f"{Family.STATES}/{code}" for code in states),
    ]
    return tuple(dict.fromkeys(found))


def keys_of(development: Development) -> tuple[str, ...]:
    """The topics that a development belongs to.

    Those of the facts before a correction are among them: who read that a group did something must learn that it did
    not.
    """
    before = development.facts_before
    told = [development.report_kind, *(facts.kind for facts in development.all_facts)]
    return keys(
        (*development.cartels, *(before.cartels if before else ())),
        (*development.operations, *([before.operation] if before and before.operation else ())),
        (*told, *([before.kind] if before else ())),
        (*development.states, *(place.state for place in (before.places if before else ()))),
    )
