"""The fields of a report as people write them, FIELD=VALUE, and as they are read back.

Codes are those of the codebook and of the registers. A name is not kept as words: it is found in the text of the cable,
where it stands nearest to the quote. Every value that `written` gives is one that `values` takes.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from tracker.details import Comparison, DateInterval, Name, Place
from tracker.registers import cartels, operations, states
from tracker.reports import Item, Status, Subtype
from tracker.types import Span

Words = Callable[[Span], str]
"""The words of the cable at a span."""

_Code = TypeVar("_Code", bound=StrEnum)
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_COUNT = re.compile(r"(>=|<=|>|<|~)?\s*(\d[\d,]*)")
_ITEM = re.compile(
    r"(?P<what>[a-z][a-z-]*)(?:\s*:\s*(?P<op>>=|<=|>|<|~)?\s*(?P<quantity>\d[\d,]*(?:\.\d+)?)(?:\s+(?P<unit>[a-z][a-z-]*))?)?"
)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YES, _NO = {"yes", "true", "1"}, {"no", "false", "0"}


def values(assignments: Mapping[str, str], text: str, near: Span) -> dict[str, object]:
    """The values of fields as a person writes them; an empty one means that nothing is told.

    `text` is the cable's document and `near` the quote in it. Raises ValueError, with what can be written, for a field
    that cannot be set or a value that cannot be read.
    """
    found: dict[str, object] = {}
    for name, written_value in assignments.items():
        read = _READERS.get(name)
        if read is None:
            raise ValueError(f"{name!r} is no field that can be set; these are: {', '.join(_READERS)}")
        try:
            found |= read(name, written_value.strip(), text, near)
        except ValueError as error:
            raise ValueError(f"{name}={written_value}: {error}") from None
    return found


def written(value: object, words: Words) -> str:
    """A value as a person would write it, in words of its cable where it is a name; empty where nothing is told."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple) and not isinstance(value, Span):
        return "; ".join(written(each, words) for each in value)
    return "" if value is None else _written_one(value, words)


def _written_one(value: object, words: Words) -> str:
    match value:
        case DateInterval():
            told = str(value.start) if value.start == value.end else f"{value.start}/{value.end}"
        case Place():
            told = f"{value.city}, {value.state}" if value.city else value.state
        case Name():
            told = " ".join(" ".join(words(piece).split()) for piece in value.pieces)
        case Item():
            told = _written_item(value)
        case _:
            told = str(value)
    return told


def _written_item(item: Item) -> str:
    if item.quantity is None:
        return item.what
    return f"{item.what}: {item.op or ''}{format(item.quantity.normalize(), 'f')}" + (
        f" {item.unit}" if item.unit else ""
    )


def _read_date(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    if not told:
        return {name: None}
    first, _, last = told.replace("..", "/").partition("/")
    start, end = _days(first.strip()), _days((last or first).strip())
    return {name: DateInterval(start[0], end[1])}


def _days(told: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day in ISO form."""
    match = _DATE.fullmatch(told)
    if not match:
        raise ValueError("a date is 2007, 2007-03, 2007-03-05, or two of these with / between")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)


def _read_places(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    return {name: tuple(_place(part) for part in _parts(told))}


def _place(told: str) -> Place:
    city, _, code = told.rpartition(",")
    code = code.strip().upper()
    if code not in states():
        raise ValueError(f"{code!r} is no code of a state or country; write Reynosa, MX-TAM or MX-TAM")
    return Place(code, city.strip() or None)


def _read_slugs(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    slugs = tuple(dict.fromkeys(part for piece in _parts(told) for part in re.split(r"\s*,\s*", piece) if part))
    for slug in slugs:
        _check_slug(slug)
        if name == "cartels" and slug not in cartels():
            raise ValueError(f"no group goes by {slug!r}; read.cartels tells which there are")
    return {name: slugs}


def _read_slug(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    if told:
        _check_slug(told)
    if told and name == "operation" and told not in operations():
        raise ValueError("no operation of the register goes by that; read.operations tells which there are")
    return {name: told or None}


def _check_slug(told: str) -> None:
    if not _SLUG.fullmatch(told):
        raise ValueError(f"{told!r} is no code: lower case, with hyphens")


def _read_flag(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    if told.lower() not in _YES | _NO:
        raise ValueError("it is yes or no")
    return {name: told.lower() in _YES}


def _code(of: type[_Code], told: str) -> _Code | None:
    if told and told not in {*of}:
        raise ValueError(f"it is one of {', '.join(of)}")
    return of(told) if told else None


def _read_status(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    return {name: _code(Status, told)}


def _read_subtype(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    return {name: _code(Subtype, told)}


def _read_comparison(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    return {name: _code(Comparison, told)}


def _read_number(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    if not told:
        return {name: None}
    match = _COUNT.fullmatch(told)
    if not match or match[1]:
        raise ValueError("it is a whole number")
    return {name: int(match[2].replace(",", ""))}


def _read_count(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    if not told:
        return {name: None, "count_op": None}
    match = _COUNT.fullmatch(told)
    if not match:
        raise ValueError(
            "it is a whole number, with > < ~ >= or <= before it where the text says over, nearly, about ..."
        )
    return {name: int(match[2].replace(",", "")), "count_op": Comparison(match[1]) if match[1] else None}


def _read_items(name: str, told: str, _text: str, _near: Span) -> dict[str, object]:
    return {name: tuple(_item(part) for part in _parts(told))}


def _item(told: str) -> Item:
    match = _ITEM.fullmatch(told)
    if not match:
        raise ValueError("goods are written as cocaine: 300 kg; firearms: >12; cash")
    try:
        quantity = Decimal(match["quantity"].replace(",", "")) if match["quantity"] else None
    except InvalidOperation:
        raise ValueError(f"{match['quantity']} is no number") from None
    return Item(match["what"], quantity, match["unit"], Comparison(match["op"]) if match["op"] else None)


def _read_names(name: str, told: str, text: str, near: Span) -> dict[str, object]:
    return {name: tuple(_name(part, text, near) for part in _parts(told))}


def _read_name(name: str, told: str, text: str, near: Span) -> dict[str, object]:
    return {name: _name(told, text, near) if told else None}


def _name(told: str, text: str, near: Span) -> Name:
    """Where a name stands in the text, broken over lines or not, nearest to the quote."""
    pattern = re.compile(r"\s+".join(map(re.escape, told.split())))
    found = [Span(*match.span()) for match in pattern.finditer(text)]
    if not found:
        raise ValueError(f"the cable does not have the words {told!r}; write a name as it prints it")
    return Name((min(found, key=lambda span: max(near.start - span.end, span.start - near.end, 0)),))


def _parts(told: str) -> list[str]:
    return [part.strip() for part in told.split(";") if part.strip()]


_READERS: Mapping[str, Callable[[str, str, str, Span], dict[str, object]]] = {
    "date": _read_date,
    "places": _read_places,
    "cartels": _read_slugs,
    "certain": _read_flag,
    "aggregate": _read_flag,
    "agencies": _read_slugs,
    "operation": _read_slug,
    "operation_name": _read_name,
    "status": _read_status,
    "personnel": _read_number,
    "count": _read_count,
    "count_op": _read_comparison,
    "victims": _read_slug,
    "persons": _read_names,
    "subtype": _read_subtype,
    "killed": _read_number,
    "injured": _read_number,
    "items": _read_items,
}
FIELDS = tuple(_READERS)
"""The fields that can be written, in the order in which they are shown."""
