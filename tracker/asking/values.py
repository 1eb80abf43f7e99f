"""Values of an answer: as JSON, exactly, and as text that people and spreadsheets read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import orjson
from psycopg.adapt import Loader
from psycopg.types.range import Range

if TYPE_CHECKING:
    from psycopg.abc import Buffer

_OPTIONS = orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_UTC_Z

AnyRange: TypeAlias = "Range[date] | Range[datetime] | Range[int] | Range[Decimal]"


class JsonText(str):
    """A JSON value as the server writes it: every digit of a number as it is there."""

    __slots__ = ()


class JsonLoader(Loader):
    """Leaves JSON as the server writes it."""

    def load(self, data: Buffer) -> JsonText:
        """The text of it."""
        return JsonText(bytes(data).decode())


def as_json(value: object) -> bytes:
    """A value, or a list or object of them, as JSON.

    Numbers have all their digits; what JSON has no number for (NaN) is null. A range is an object of lower, upper and
    bounds, the form of which says whether each belongs to it ("[)"), or is "empty".
    """
    return orjson.dumps(value, default=_plain, option=_OPTIONS)


def _plain(value: object) -> object:
    if isinstance(value, JsonText):
        return orjson.Fragment(value.encode())
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:f}") if value.is_finite() else None
    if isinstance(value, Range):
        return range_parts(value)
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, tuple):
        return list(value)
    return str(value)


def range_parts(value: AnyRange) -> dict[str, object]:
    """A range as its lower and upper end and the form of its bounds."""
    return {"lower": value.lower, "upper": value.upper, "bounds": value.bounds if value else "empty"}


def as_text(value: object) -> str:
    """A value as other programs read it: times in ISO 8601, arrays as JSON, ranges as PostgreSQL writes them."""
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case Decimal():
            text = f"{value:f}"
        case datetime():
            text = value.isoformat().replace("+00:00", "Z")
        case Range():
            text = _written(value)
        case bytes():
            text = f"\\x{value.hex()}"
        case list() | tuple():
            text = as_json(value).decode()
        case _:
            text = str(value)
    return text


def _written(value: AnyRange) -> str:
    if not value:
        return "empty"
    return f"{value.bounds[0]}{as_text(value.lower)},{as_text(value.upper)}{value.bounds[1]}"


def for_people(value: object) -> str:
    """A value as it is shown in a table: times to the second, arrays in a row, ranges by their first and last."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S" if value.second else "%Y-%m-%d %H:%M")
    if isinstance(value, list) and not any(isinstance(each, list | JsonText) for each in value):
        return ", ".join(for_people(each) for each in value)
    if isinstance(value, Range):
        return _first_to_last(value)
    return as_text(value)


def _first_to_last(value: AnyRange) -> str:
    """A range of days or whole numbers by its first and last, others by their ends; open ends are left out."""
    if not value:
        return "empty"
    lower, upper, upper_belongs = value.lower, value.upper, value.upper_inc
    if upper is not None and not upper_belongs and isinstance(upper, date | int) and not isinstance(upper, datetime):
        upper = upper - timedelta(days=1) if isinstance(upper, date) else upper - 1
        upper_belongs = True
    first, last = for_people(lower), for_people(upper)
    if lower is not None and lower == upper:
        return first
    if lower is None and upper is None:
        return "any"
    if upper is None:
        return f"{first} or more" if value.lower_inc and not isinstance(lower, date) else _after(first, value)
    if lower is None:
        return f"{'to' if upper_belongs else 'below'} {last}"
    return f"{first} to {last}" if upper_belongs and value.lower_inc else _written(value)


def _after(first: str, value: AnyRange) -> str:
    return f"from {first}" if value.lower_inc else f"over {first}"
