"""Words that several pages say: of dates, of people's status, of how well the machine reads, of what was taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from feeds import wording
from feeds.pages.rows import Sides, Span, Taken
from feeds.pages.tables import Cell, Table, figure
from tracker.extraction.accuracy import ALL_EVENTS, ALL_FIELDS, Accuracy, measured
from tracker.reports import Comparison, DateInterval, Item, Kind


def day(value: date | datetime | None) -> str:
    """A day, of a time the one in UTC; empty for none."""
    if value is None:
        return ""
    return wording.day(value.astimezone(UTC) if isinstance(value, datetime) else value)


def days(start: date | None, end: date | None) -> str:
    """An interval of days, each end of which may be open."""
    if start and end:
        return wording.period(DateInterval(start, end))
    if start:
        return f"from {wording.day(start)}"
    return f"until {wording.day(end)}" if end else ""


def beginning(first: date | None, precision: str | None) -> str:
    """When something began, no more exactly than the text fixes it: "8 Dec 2006", "Mar 2008", "2008"."""
    if first is None:
        return ""
    match precision:
        case "day" | None:
            return wording.day(first)
        case "month":
            following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1, day=1)
            return wording.period(DateInterval(first.replace(day=1), following - timedelta(days=1)))
        case "year":
            return str(first.year)
        case _:
            return f"from {wording.day(first)}, not told more exactly"


def span(value: Span | None) -> str:
    """An interval of days; empty for none."""
    return days(value.start, value.end) if value else ""


def years(since: int | None, until: int | None) -> str:
    """Years as they are known: "2003 to 2005", "since 2010", "until 2006"."""
    if since and until:
        return str(since) if since == until else f"{since} to {until}"
    if since:
        return f"since {since}"
    return f"until {until}" if until else ""


def number(value: int | None) -> str:
    """A number; empty for none."""
    return "" if value is None else wording.number(value)


def taken(row: Taken) -> str:
    """How much of a thing was taken: "2.2 t", "3 to 5 kg", "no quantity told"."""
    if row.quantity is None:
        return wording.word("no_quantity")
    amount = wording.amount(Item(row.commodity, row.quantity, row.unit))
    open_ended = row.high is None and row.low is not None
    if open_ended:
        return wording.amount(Item(row.commodity, row.quantity, row.unit, Comparison.AT_LEAST))
    return amount


def thing(commodity: str) -> str:
    """What was taken, as a name: "Cocaine"."""
    words = wording.words("plural", commodity)
    return words[:1].upper() + words[1:]


def sides(value: Sides) -> str:
    """People of all sides, with the sides told: "7 (5 of the state, 2 bystanders)"."""
    if not value.all:
        return "0"
    told = [
        f"{wording.number(count)} {wording.words('side', name)}"
        for name, count in (("state", value.state), ("criminals", value.criminals), ("bystanders", value.bystanders))
        if count
    ]
    return f"{wording.number(value.all)} ({', '.join(told)})" if told else wording.number(value.all)


def asserters(values: Iterable[str]) -> str:
    """Who says so, as the text tells; empty where it does not."""
    return wording.joined(wording.words("asserter", value) for value in values)


def status(value: str | None, certain: bool | None, *, implied: bool = False) -> str:
    """A person's status as last reported, hedged where the text hedges it."""
    if not value:
        return wording.word("no_status")
    if implied:
        return f"{value} ({wording.word('implied')})"
    return value if certain is not False else f"{wording.word('hedge')} {value}"


def accuracy(kind: str | None) -> str:
    """How well the machine reads events of a kind (None: all), as measured on cables that no rule was tuned on."""
    held_out = measured()[-1]
    share = held_out.shares.get(kind or ALL_EVENTS)
    if share is None or not share.coded:
        return wording.word("unmeasured")
    return wording.word("measured").format(
        right=round(share.precision * 100), found=round(share.recall * 100), coded=share.coded, cables=held_out.cables
    )


def withheld() -> str:
    """The notice that stands where something is withheld."""
    return wording.words("notice", "withheld")


def reviewed(review_status: str, kind: str | None) -> str:
    """How well something is known to be right: how a machine that nobody checked was measured, else empty."""
    return accuracy(kind) if review_status == "machine" else ""


def short(identity: object) -> str:
    """The beginning of an id by which the terminal knows it."""
    return str(identity).replace("-", "")[:8]


def shares(kind: str, of: Accuracy | None = None) -> tuple[Cell, Cell, Cell]:
    """How well the machine reads a kind, as cells of a table: what is right, what is found, how many are coded.

    Measured on cables that no rule was tuned on, or `of` others.
    """
    share = (of or measured()[-1]).shares.get(kind)
    if share is None or not share.coded:
        return (figure("not measured"), figure("not measured"), figure("0"))
    return (
        figure(f"{round(share.precision * 100)} %"),
        figure(f"{round(share.recall * 100)} %"),
        figure(wording.number(share.coded)),
    )


def accuracies(measured_set: Accuracy) -> Table:
    """How well the machine reads each kind, all events and what is said of them, as a table."""
    kinds = [kind for kind in measured_set.shares if kind in set(Kind)]
    named = [
        *((kind, wording.words("kind", kind)) for kind in kinds),
        (ALL_EVENTS, "All events"),
        (ALL_FIELDS, "What is said of them"),
    ]
    rows = [(Cell(name), *shares(key, measured_set)) for key, name in named]
    heads = ("Kind", "Of what it tells, right", "Of what is told, found", "Coded")
    return Table(f"{measured_set.cables} cables: {measured_set.about}", heads, tuple(rows))
