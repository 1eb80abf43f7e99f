"""Parquet, for data frames: each column in the type that loses nothing of it. Needs the extra `parquet` (pyarrow)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from psycopg.types.range import Range

from tracker.asking.formats.json import distinct
from tracker.asking.values import as_text, range_parts
from tracker.errors import QueryError

try:
    import pyarrow
    from pyarrow import parquet
except ImportError as error:
    raise QueryError("Parquet needs pyarrow; install it with `pip install 'cable-tracker[parquet]'`") from error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.asking.query import Answer, Column

_PRECISION, _SCALE = 38, 16
"""Of numbers of which the query does not say how many digits they have: an average has sixteen after the point."""

_PLAIN = {
    "bool": pyarrow.bool_(),
    "int2": pyarrow.int16(),
    "int4": pyarrow.int32(),
    "int8": pyarrow.int64(),
    "float4": pyarrow.float32(),
    "float8": pyarrow.float64(),
    "date": pyarrow.date32(),
    "time": pyarrow.time64("us"),
    "timestamp": pyarrow.timestamp("us"),
    "timestamptz": pyarrow.timestamp("us", tz="UTC"),
    "bytea": pyarrow.binary(),
}
_RANGES = {
    "int4range": "int4",
    "int8range": "int8",
    "numrange": "numeric",
    "daterange": "date",
    "tsrange": "timestamp",
    "tstzrange": "timestamptz",
}


def write_parquet(answer: Answer, write: Callable[[bytes], object]) -> None:
    """Write an answer, each batch of rows a row group.

    Numbers are decimals, arrays lists, ranges structs of lower, upper and bounds; JSON, ids and the like are strings.
    Raises QueryError for a value that does not fit, such as an array of arrays.
    """
    names = distinct(column.name for column in answer.columns)
    fields = [pyarrow.field(name, _type(column)) for name, column in zip(names, answer.columns, strict=True)]
    schema = pyarrow.schema(fields)
    with parquet.ParquetWriter(pyarrow.PythonFile(_Sink(write), mode="w"), schema, compression="zstd") as writer:
        for rows in answer.batches:
            values = zip(*rows, strict=True) if rows else [()] * len(names)
            arrays = [_array(field, list(column)) for field, column in zip(fields, values, strict=True)]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


class _Sink:
    """What pyarrow takes for a file to write to."""

    closed = False

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._written = 0

    def write(self, data: bytes) -> int:
        self._write(bytes(data))
        self._written += len(data)
        return len(data)

    def tell(self) -> int:
        return self._written

    def flush(self) -> None:
        """What is written is passed on already."""

    def close(self) -> None:
        """Whoever opened what is written to closes it."""


def _type(column: Column) -> pyarrow.DataType:
    one = _type_of_one(column)
    return pyarrow.list_(one) if column.array else one


def _type_of_one(column: Column) -> pyarrow.DataType:
    if column.type in _RANGES:
        end = _PLAIN.get(_RANGES[column.type], pyarrow.decimal128(_PRECISION, _SCALE))
        return pyarrow.struct([("lower", end), ("upper", end), ("bounds", pyarrow.string())])
    if column.type == "numeric":
        told = column.precision is not None and column.scale is not None and 0 <= column.scale <= column.precision <= 38
        return pyarrow.decimal128(*((column.precision, column.scale) if told else (_PRECISION, _SCALE)))
    return _PLAIN.get(column.type, pyarrow.string())


def _array(field: pyarrow.Field, values: Sequence[object]) -> pyarrow.Array:
    try:
        return pyarrow.array([_fitting(value, field.type) for value in values], field.type)
    except (pyarrow.ArrowException, ValueError, TypeError, ArithmeticError) as error:
        raise QueryError(f"a value of column {field.name} does not fit into Parquet ({error}); cast it") from None


def _fitting(value: object, kind: pyarrow.DataType) -> object:
    """A value as pyarrow takes it for a type of the above."""
    if value is None:
        return None
    if isinstance(value, Range):
        parts = range_parts(value)
        return {name: _fitting(part, kind.field(name).type) for name, part in parts.items()}
    if pyarrow.types.is_list(kind) and isinstance(value, list):
        return [_fitting(each, kind.value_type) for each in value]
    if pyarrow.types.is_decimal(kind) and isinstance(value, Decimal):
        with localcontext(prec=kind.precision + kind.scale):
            return value.quantize(Decimal(1).scaleb(-kind.scale))
    if pyarrow.types.is_string(kind):
        return as_text(value)
    return value
