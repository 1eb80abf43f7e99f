"""What stands beside the data: a Frictionless data package, a dictionary, how to cite it, and what it is."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from tracker.settings import PublishedText

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.dataset.contents import Column, View
    from tracker.types import JsonObject, JsonValue

_TYPES = {
    "bigint": "integer",
    "boolean": "boolean",
    "date": "date",
    "double precision": "number",
    "integer": "integer",
    "jsonb": "any",
    "numeric": "number",
    "real": "number",
    "smallint": "integer",
    "timestamp with time zone": "datetime",
}
"""PostgreSQL's types as Table Schema names them; arrays are JSON arrays, all others strings."""

_WORDS_LEFT_OUT = {
    PublishedText.FULL: "The paragraphs of the cables and the passages that reports rest on are in it.",
    PublishedText.QUOTES: "The paragraphs and passages of the cables are left out; short quotes are in it.",
    PublishedText.NONE: "The cables' own words are left out; names, dates, places and figures are in it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What state of what tracker a dataset is: its title and address, and the newest event that the views took in."""

    title: str
    address: str | None
    position: int
    hash: str
    recorded_at: datetime
    extractor: str
    codebook: int
    text: PublishedText

    @property
    def anchor(self) -> str:
        """What `tracker verify --anchor` takes."""
        return f"{self.position}:{self.hash}"

    @property
    def made_at(self) -> str:
        """When that event was recorded, in ISO 8601: no clock is asked when a dataset is written."""
        return self.recorded_at.isoformat().replace("+00:00", "Z")


def package(state: State, views: Sequence[View], *, parquet: bool) -> bytes:
    """`datapackage.json`, by the Data Package specification (version 1) and Table Schema."""
    resources_ = [each for view in views for each in _resources(view, {v.name for v in views}, parquet=parquet)]
    return _json(
        {
            "profile": "data-package",
            "name": "cable-tracker",
            "title": state.title,
            "description": _summary(state),
            "version": str(state.position),
            "created": state.made_at,
            **({"homepage": state.address} if state.address else {}),
            "log": {"position": state.position, "hash": state.hash},
            "extractor": state.extractor,
            "codebook": state.codebook,
            "resources": resources_,
        }
    )


def _resources(view: View, names: set[str], *, parquet: bool) -> list[JsonObject]:
    table: JsonObject = {
        "profile": "tabular-data-resource",
        "name": view.name.replace("_", "-"),
        "path": f"csv/{view.name}.csv",
        "title": f"read.{view.name}",
        "description": view.told,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in view.columns],
            "missingValues": [""],
            **_keys(view, names),
        },
    }
    if not parquet:
        return [table]
    return [
        table,
        {
            "profile": "data-resource",
            "name": f"{view.name.replace('_', '-')}-parquet",
            "path": f"parquet/{view.name}.parquet",
            "title": f"read.{view.name}",
            "description": view.told,
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
        },
    ]


def _field(column: Column) -> JsonObject:
    kind = "array" if column.type.endswith("[]") else _TYPES.get(column.type.split("(")[0], "string")
    return {"name": column.name, "type": kind, "description": column.told, "postgresql": column.type}


def _keys(view: View, names: set[str]) -> JsonObject:
    """Where single values lead: a list's do too, but Table Schema has no way to say so."""
    single = {column.name for column in view.columns if not column.type.endswith("[]")}
    keys: list[JsonValue] = [
        {"fields": by, "reference": {"resource": "" if other == view.name else other.replace("_", "-"), "fields": to}}
        for by, other, to in view.joins
        if by in single and other in names
    ]
    return {"foreignKeys": keys} if keys else {}


def dictionary(views: Sequence[View]) -> bytes:
    """Every column of every view, its type and what it tells, as CSV."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(["view", "column", "type", "description"])
    for view in views:
        writer.writerow([view.name, "", "", view.told])
        writer.writerows([view.name, column.name, column.type, column.told] for column in view.columns)
    return lines.getvalue().encode()


def citation(state: State) -> bytes:
    """`CITATION.cff` (Citation File Format 1.2.0), whose strings are JSON's: those are YAML too."""
    told = {
        "cff-version": "1.2.0",
        "message": "Cite the dataset with the position and hash of the log that it was made from.",
        "type": "dataset",
        "title": state.title,
        "abstract": _summary(state),
        "version": f"log position {state.position}",
        "date-released": state.recorded_at.date().isoformat(),
        **({"url": state.address} if state.address else {}),
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items()]
    lines += ["authors:", f"  - name: {json.dumps(state.title, ensure_ascii=False)}"]
    lines += ["identifiers:", "  - type: other", f"    value: {json.dumps(state.anchor)}"]
    lines += ['    description: "Position and hash of the newest event of the log that the dataset takes in"', ""]
    return "\n".join(lines).encode()


def about(state: State, views: Sequence[View], *, parquet: bool) -> bytes:
    """`README.md`: what the dataset is, what is in which file, and how far it is to be trusted."""
    rows = "\n".join(f"| `{view.name}` | {view.told.replace('|', '/')} |" for view in views)
    forms = "`csv/NAME.csv` and `parquet/NAME.parquet`" if parquet else "`csv/NAME.csv`"
    template = resources.files("tracker.dataset").joinpath("about.md").read_text(encoding="utf-8")
    return template.format(
        title=state.title,
        summary=_summary(state),
        anchor=state.anchor,
        made_at=state.made_at,
        extractor=state.extractor,
        codebook=state.codebook,
        forms=forms,
        views=rows,
    ).encode()


def _summary(state: State) -> str:
    return (
        "What diplomatic cables report about drug cartels: operations, arrests, seizures, attacks and killings, each "
        f"with its source, as of position {state.position} of the log. {_WORDS_LEFT_OUT[state.text]}"
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
