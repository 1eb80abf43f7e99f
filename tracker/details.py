"""What a cable tells of an event beyond the codebook's fields: who had which part, every figure, who says so.

Each value bears the span of the words that tell it and the number of the mention (its place in `Report.evidence`) that
it belongs to, so that two mentions of one cable that disagree stand side by side. Words are never kept, only spans.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from tracker.types import Span


class Comparison(StrEnum):
    """How a printed figure relates to the number written down of it; a bare figure has none."""

    MORE = ">"
    LESS = "<"
    ABOUT = "~"
    AT_LEAST = ">="
    AT_MOST = "<="


class Role(StrEnum):
    """The part that a person or a group has in an event.

    A `member` group is that of people who were arrested, hurt or named; a `rival` the other side of a perpetrator's or
    member's fight; `leader` a person who heads those who acted.
    """

    PERPETRATOR = "perpetrator"
    VICTIM = "victim"
    TARGET = "target"
    ARRESTED = "arrested"
    MEMBER = "member"
    LEADER = "leader"
    RIVAL = "rival"


class Measure(StrEnum):
    """What a figure counts."""

    KILLED = "killed"
    INJURED = "injured"
    KIDNAPPED = "kidnapped"
    ARRESTED = "arrested"
    HOMICIDES = "homicides"
    PERSONNEL = "personnel"
    GOODS = "goods"


class Category(StrEnum):
    """Who the people are that a figure counts, as far as the text tells."""

    POLICE = "police"
    MILITARY = "military"
    CIVILIANS = "civilians"
    OFFICIALS = "officials"
    GUNMEN = "gunmen"
    UNSPECIFIED = "unspecified"

    @property
    def side(self) -> Side:
        """The side that they stand on."""
        return _SIDES.get(self, Side.UNSPECIFIED)


class Side(StrEnum):
    """A side of a fight: the state's, the criminals', or neither's."""

    STATE = "state"
    CRIMINALS = "criminals"
    BYSTANDERS = "bystanders"
    UNSPECIFIED = "unspecified"


_SIDES = {
    Category.POLICE: Side.STATE,
    Category.MILITARY: Side.STATE,
    Category.OFFICIALS: Side.STATE,
    Category.CIVILIANS: Side.BYSTANDERS,
    Category.GUNMEN: Side.CRIMINALS,
}


class Asserter(StrEnum):
    """Who says that an event happened, as the text tells it."""

    POST = "post"
    GOVERNMENT = "government"
    PRESS = "press"
    CONTACT = "contact"


class DatePrecision(StrEnum):
    """How exactly a text fixes a date."""

    DAY = "day"
    WEEK = "week"
    PART_OF_MONTH = "part-of-month"
    MONTH = "month"
    YEAR = "year"
    PERIOD = "period"


class PlacePrecision(StrEnum):
    """How exactly a text fixes a place."""

    CITY = "city"
    STATE = "state"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, order=True)
class DateInterval:
    """The smallest interval of whole days that the text fixes, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a date interval must not end ({self.end}) before it starts ({self.start})")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def precision(self) -> DatePrecision:
        """A day; seven days; a calendar month or its early, middle or late part; a calendar year; else a period."""
        first, last = self.start.day, (self.end + timedelta(days=1)).day
        if self.days == 1:
            return DatePrecision.DAY
        if self.days == _WEEK:
            return DatePrecision.WEEK
        if (self.start.year, self.start.month) == (self.end.year, self.end.month):
            if (first, last) == (1, 1):
                return DatePrecision.MONTH
            if (first, last) in _PARTS_OF_MONTH:
                return DatePrecision.PART_OF_MONTH
        whole_year = self.start.year == self.end.year and (self.start.month, self.end.month) == (1, _DECEMBER)
        return DatePrecision.YEAR if whole_year and (first, last) == (1, 1) else DatePrecision.PERIOD


_WEEK = 7
_DECEMBER = 12
_PARTS_OF_MONTH = frozenset({(1, 11), (11, 21), (21, 1)})
"""First day, and the day after the last, of what "early", "mid" and "late" stand for."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A state (ISO 3166-2; outside Mexico and the United States the country's ISO 3166-1 code) and a city in it."""

    state: str
    city: str | None = None

    @property
    def precision(self) -> PlacePrecision:
        """A city, a state, or only a country."""
        if self.city:
            return PlacePrecision.CITY
        return PlacePrecision.STATE if "-" in self.state else PlacePrecision.COUNTRY


@dataclass(frozen=True, slots=True)
class Name:
    """A person's or operation's name as printed: the spans of its pieces in reading order (nicknames are left out)."""

    pieces: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person with a part in an event: other names and nicknames, and the position that the text tells of them."""

    name: Name
    role: Role
    aliases: tuple[Span, ...] = ()
    position: Span | None = None
    mention: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A criminal group with a part in an event: its slug and where it is named."""

    slug: str
    role: Role
    span: Span
    mention: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """A force of the state that took part in an event: an agency in the codebook's words, and where it is named."""

    agency: str
    span: Span
    mention: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure as written at `span` ("dozens", "nearly ten tons"), and what it counts.

    `value` is the codebook's number, None where the text gives none. `low` and `high` are the bounds that the words set
    (None: open; "dozens" is from 24), `comparison` says how the words do it. `part` marks a figure of some of those
    that another figure of the same mention counts ("three of them policemen"): it is never added to it.
    """

    measure: Measure
    span: Span
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    comparison: Comparison | None = None
    category: Category = Category.UNSPECIFIED
    what: str | None = None
    unit: str | None = None
    part: bool = False
    mention: int = 0

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"a figure must not be at most {self.high} and at least {self.low}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """Who says so, and the words that tell it."""

    by: Asserter
    span: Span
    mention: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDate:
    """A date that a mention gives the event, and the words that it was read from, `inherited` from other sentences."""

    date: DateInterval
    span: Span
    inherited: bool = False
    mention: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPlace:
    """A place that a mention gives the event, and the words that it was read from, `inherited` from other sentences."""

    place: Place
    span: Span
    inherited: bool = False
    mention: int = 0
