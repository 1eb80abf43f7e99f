"""Values of fields as people write them, FIELD=VALUE or in a file: read, and written so that they are read the same.

Names are given in the words of the cable and found there, since a report holds their place and not the words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import partial

from tracker import registers
from tracker.amending import SETTABLE
from tracker.deciding.plans import DecisionError
from tracker.details import Comparison, DateInterval, Name, Place
from tracker.reports import Item, Report, Status, Subtype
from tracker.types import Span

Located = Callable[[str], Span | None]
"""Where words stand in the cable; None where they do not."""
Worded = Callable[[Span], str]

_WRITTEN = tuple(name for name in SETTABLE if name != "count_op")
"""The fields as people write them: how a count compares is written with it, as in ">7"."""
_LISTS = {"places", "cartels", "agencies", "persons", "items"}
_SAID = {"true": True, "yes": True, "false": False, "no": False}
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_COUNT = re.compile(r"(>=|<=|>|<|~)?\s*(\d+)")
_ITEM = re.compile(
    r"(?P<what>[a-z][a-z-]*)(?:\s+(?P<op>>=|<=|>|<|~)?\s*(?P<quantity>\d+(?:\.\d+)?)(?:\s+(?P<unit>[a-z]+))?)?"
)


def parse(pairs: Iterable[str], located: Located) -> dict[str, object]:
    """The fields that `FIELD=VALUE` pairs set. Raises DecisionError for one that cannot be read."""
    values: dict[str, object] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise DecisionError(f"{pair!r} is not FIELD=VALUE, such as count=7; the fields: {', '.join(_WRITTEN)}")
        values |= read(name.strip(), [text] if name.strip() not in _LISTS else re.split(r"\s*[;,]\s*", text), located)
    return values


def from_table(table: Mapping[str, object], located: Located) -> dict[str, object]:
    """The fields of a table as `as_table` makes it. Raises DecisionError for what cannot be read."""
    values: dict[str, object] = {}
    for name, told in table.items():
        texts = [str(each) for each in told] if isinstance(told, list) else [_text(told)]
        values |= read(name, texts, located)
    return values


def as_table(report: Report, worded: Worded) -> dict[str, str | list[str]]:
    """The fields that can be set, as they are written; those that are not told are empty."""
    return {name: _written(name, report, worded) for name in _WRITTEN}


def read(name: str, texts: Iterable[str], located: Located) -> dict[str, object]:
    """What one field is set to: itself, and how a count is compared. Raises DecisionError where that cannot be read."""
    given = [text.strip() for text in texts if text.strip()]
    if name not in _WRITTEN:
        raise DecisionError(f"{name!r} is no field that can be set; these can: {', '.join(_WRITTEN)}")
    if name in _LISTS:
        return {name: tuple(_one(name, text, located) for text in given)}
    if not given:
        if name in {"certain", "aggregate"}:
            raise DecisionError(f"{name} is true or false")
        return {name: None, **({"count_op": None} if name == "count" else {})}
    if name == "count":
        return _count(given[0])
    return {name: _one(name, given[0], located)}


def _one(name: str, text: str, located: Located) -> object:
    if name in {"persons", "operation_name"}:
        span = located(text)
        if span is None:
            raise DecisionError(f"{name}: the words {text!r} are not in the cable; give them as it prints them")
        return Name((span,))
    reader = _READERS.get(name)
    return reader(text) if reader else text


def _date(text: str) -> DateInterval:
    first, _, last = text.partition("..")
    try:
        start, end = _days(first), _days(last or first)
        return DateInterval(start.start, end.end)
    except ValueError as error:
        raise DecisionError(
            f"date: {text!r} is no day (2007-03-03), month (2007-03), year (2007) or period (2007-03-03..2007-03-09): "
            f"{error}"
        ) from None


def _days(text: str) -> DateInterval:
    if month := _MONTH.fullmatch(text):
        year, number = int(month[1]), int(month[2])
        return DateInterval(date(year, number, 1), date(year, number, monthrange(year, number)[1]))
    if _YEAR.fullmatch(text):
        return DateInterval(date(int(text), 1, 1), date(int(text), 12, 31))
    day = date.fromisoformat(text)
    return DateInterval(day, day)


def _place(text: str) -> Place:
    state, _, city = text.partition("/")
    if state not in registers.states():
        raise DecisionError(
            f"places: {state!r} is no code of a state or country, such as MX-TAM; a city follows: MX-TAM/Reynosa"
        )
    return Place(state, city.strip() or None)


def _count(text: str) -> dict[str, object]:
    found = _COUNT.fullmatch(text)
    if not found:
        raise DecisionError(
            f"count is a whole number, with >, <, ~, >= or <= before it where the text has it so, not {text!r}"
        )
    return {"count": int(found[2]), "count_op": Comparison(found[1]) if found[1] else None}


def _item(text: str) -> Item:
    found = _ITEM.fullmatch(text)
    if not found:
        raise DecisionError(f"items: {text!r} is not like: cocaine 300 kg, or rifle 12, or cash > 1000 usd")
    try:
        quantity = Decimal(found["quantity"]) if found["quantity"] else None
    except InvalidOperation:
        raise DecisionError(f"items: {found['quantity']!r} is no number") from None
    return Item(found["what"], quantity, found["unit"], Comparison(found["op"]) if found["op"] else None)


def _cartel(slug: str) -> str:
    known = registers.cartels()
    if slug not in known:
        near = sorted(each for each in known if each[:2] == slug[:2]) or sorted(known)
        raise DecisionError(f"cartels: {slug!r} is not in the register; there are {', '.join(near[:8])} and others")
    return slug


def _number(name: str, text: str) -> int:
    if not text.isdecimal():
        raise DecisionError(f"{name} is a whole number or empty, not {text!r}")
    return int(text)


def _chosen(name: str, text: str) -> bool:
    if text.lower() not in _SAID:
        raise DecisionError(f"{name} is true or false, not {text!r}")
    return _SAID[text.lower()]


def _of_enum(name: str, values: type[Enum], text: str) -> Enum:
    try:
        return values(text)
    except ValueError:
        raise DecisionError(f"{name} is one of {', '.join(each.value for each in values)}, not {text!r}") from None


def _text(told: object) -> str:
    return str(told).lower() if isinstance(told, bool) else str(told)


def _written(name: str, report: Report, worded: Worded) -> str | list[str]:
    told = getattr(report, name)
    if name == "operation_name":
        return _name(told, worded) if told else ""
    if name == "persons":
        return [_name(each, worded) for each in report.persons]
    if name == "count" and report.count_op:
        return f"{report.count_op.value}{report.count}"
    if isinstance(told, tuple):
        return [_one_written(each) for each in told]
    return "" if told is None else _one_written(told)


def _one_written(told: object) -> str:
    match told:
        case Place():
            return f"{told.state}/{told.city}" if told.city else told.state
        case Item():
            return _item_written(told)
        case DateInterval():
            return str(told.start) if told.start == told.end else f"{told.start}..{told.end}"
        case bool():
            return str(told).lower()
        case _:
            return str(told)


def _name(name: Name, worded: Worded) -> str:
    return " ".join(worded(piece) for piece in name.pieces)


def _item_written(item: Item) -> str:
    parts = [item.what]
    if item.quantity is not None:
        parts.append(f"{item.op.value if item.op else ''}{format(item.quantity.normalize(), 'f')}")
        parts += [item.unit] if item.unit else []
    return " ".join(parts)


_READERS: Mapping[str, Callable[[str], object]] = {
    "date": _date,
    "places": _place,
    "items": _item,
    "certain": partial(_chosen, "certain"),
    "aggregate": partial(_chosen, "aggregate"),
    "cartels": _cartel,
    "status": partial(_of_enum, "status", Status),
    "subtype": partial(_of_enum, "subtype", Subtype),
    **{name: partial(_number, name) for name in ("personnel", "killed", "injured")},
}
"""How the values of fields are read that are no words as they stand."""
