"""How events that older versions of the tracker wrote are brought to today's form; what is recorded stays as it is.

A report of version 1 had the codebook's fields alone. What version 2 tells beyond them is told of it as far as those
fields and its sources give it: a person's or group's role by the kind of event, a figure with the bounds of its
comparison. A development of version 2 claimed of every report that it was the first of its incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.types import JsonObject, JsonValue

_ROLES_OF_PERSONS = {"arrest": "arrested"}
_ROLES_OF_GROUPS = {"arrest": "member", "attack": "perpetrator", "homicide_count": "perpetrator"}
_MEASURES = {
    ("arrest", "count"): "arrested",
    ("attack", "count"): "kidnapped",
    ("homicide_count", "count"): "homicides",
}
_FIGURES = ("killed", "injured", "count", "personnel")
_OPEN_ABOVE, _OPEN_BELOW = frozenset({">", ">="}), frozenset({"<", "<="})


def with_details(body: JsonObject) -> JsonObject:
    """The body of a report's event from version 1 to version 2."""
    return {**body, "report": _detailed(cast("JsonObject", body["report"]))}


def statements_with_details(body: JsonObject) -> JsonObject:
    """The body of a development from version 1 to version 2."""
    told: JsonObject = {
        name: [with_details(cast("JsonObject", statement)) for statement in cast("list[JsonValue]", body[name])]
        for name in ("after", "before")
        if name in body
    }
    return {**body, **told}


def with_nothing_known(body: JsonObject) -> JsonObject:
    """The body of a development from version 2 to version 3: each was put before readers by itself."""
    return {**body, "known": [], "summary_id": None}


def _detailed(report: JsonObject) -> JsonObject:
    details: JsonObject = {
        "dates": list(_dates(report)),
        "told_places": [{"place": place, "span": _where(report, "places")} for place in _list(report, "places")],
        "people": [
            {"name": name, "role": _ROLES_OF_PERSONS.get(str(report["kind"]), "victim")}
            for name in _list(report, "persons")
        ],
        "groups": [
            {
                "slug": slug,
                "role": _ROLES_OF_GROUPS.get(str(report["kind"]), "target"),
                "span": _where(report, "cartels"),
            }
            for slug in _list(report, "cartels")
        ],
        "forces": [{"agency": slug, "span": _where(report, "agencies")} for slug in _list(report, "agencies")],
        "figures": [*_figures(report), *_goods(report)],
    }
    return {**report, **{name: values for name, values in details.items() if values}}


def _list(report: JsonObject, field: str) -> list[JsonValue]:
    return cast("list[JsonValue]", report.get(field, []))


def _where(report: JsonObject, field: str) -> JsonValue:
    """The span that the report's sources give for a field; without one the main quote."""
    for source in cast("list[JsonObject]", report.get("sources", [])):
        if source["field"] == field:
            return source["span"]
    return report["quote"]


def _dates(report: JsonObject) -> Iterator[JsonObject]:
    if report.get("date"):
        yield {"date": report["date"], "span": _where(report, "date")}


def _figures(report: JsonObject) -> Iterator[JsonObject]:
    for field in _FIGURES:
        if report.get(field) is not None:
            comparison = report.get("count_op") if field == "count" else None
            measure = _MEASURES.get((str(report["kind"]), field), "arrested" if field == "count" else field)
            yield {
                "measure": measure,
                "span": _where(report, field),
                **_bounded(str(report[field]), cast("str | None", comparison)),
            }


def _goods(report: JsonObject) -> Iterator[JsonObject]:
    for item in cast("list[JsonObject]", _list(report, "items")):
        quantity = cast("str | None", item.get("quantity"))
        unit = {"unit": item["unit"]} if item.get("unit") else {}
        yield {
            "measure": "goods",
            "span": _where(report, "items"),
            **_bounded(quantity, cast("str | None", item.get("op"))),
            "what": item["what"],
            **unit,
        }


def _bounded(value: str | None, comparison: str | None) -> JsonObject:
    if value is None:
        return {}
    bounds: JsonObject = {"value": value}
    if comparison not in _OPEN_BELOW:
        bounds["low"] = value
    if comparison not in _OPEN_ABOVE:
        bounds["high"] = value
    return bounds | ({"comparison": comparison} if comparison else {})
