"""The words in which a report is told: its sentence, fields, figures as written, who says so and who checked it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from feeds import fields, titles, wording
from feeds.rows import facts as as_facts
from tracker.asking.values import as_json
from tracker.extraction.accuracy import ALL_EVENTS, measured, measured_version

if TYPE_CHECKING:
    from datetime import date, datetime

    from feeds.rows import Facts
    from tracker.showing.rows import Report, Telling
    from tracker.types import JsonObject, JsonValue

NOT_TOLD = "not told"


def facts(told: JsonObject) -> Facts | None:
    """The facts of a report; None where nothing of it may be shown."""
    return as_facts(told) if told.get("kind") else None


def sentence(told: JsonObject) -> str:
    """What happened, in one sentence."""
    known = facts(told)
    return titles.event(known) if known else "What is withheld"


def labelled(told: JsonObject) -> list[tuple[str, str]]:
    """The fields that a report tells, each with its label."""
    known = facts(told)
    return [(field.label, field.value) for field in fields.fields(known)] if known else []


def changes(before: JsonObject, after: JsonObject) -> list[str]:
    """What is told otherwise than before, a line a field; of words and places in the cable only that they changed."""
    earlier, later = facts(before), facts(after)
    if earlier is None or later is None:
        return []
    now = {field.name: field.value for field in fields.fields(later)}
    told = [
        f"{field.label}: {field.value} → {now.get(field.name, NOT_TOLD)}" for field in fields.changes(earlier, later)
    ]
    told += [
        f"{label} changed"
        for name, label in (("passage", "The sentence"), ("paragraphs", "The paragraphs"))
        if before.get(name) != after.get(name)
    ]
    return told or ["details that no field above shows"] * (before != after)


def decided(changed: JsonObject) -> list[str]:
    """The fields that a correction changed, a line a field, as codes: what each was and what it is."""
    return [
        f"{name}: {_plain(pair[0])} → {_plain(pair[1])}"
        for name, pair in sorted(changed.items())
        if isinstance(pair, list) and len(pair) == 2 and pair[0] != pair[1]
    ]


def _plain(value: JsonValue) -> str:
    return NOT_TOLD if value in (None, [], "") else value if isinstance(value, str) else as_json(value).decode()


def day(value: date | datetime | None) -> str:
    """A day in words."""
    return wording.day(value) if value else "no date"


def moment(value: datetime) -> str:
    """A time of the log."""
    return f"{value:%Y-%m-%d %H:%M} UTC"


def source(report: Report) -> str:
    """Cable, date, paragraphs and marking: where a report stands."""
    labels = [label for label in report.labels if label]
    where = f"paragraph{'s' if len(labels) > 1 else ''} {', '.join(labels)}" if labels else ""
    marking = f"({report.marking})" if report.marking else ""
    parts = [report.reference_id, day(report.cable_date), report.classification or "", f"{where} {marking}".strip()]
    return ", ".join(part for part in parts if part)


def figures(told: JsonObject) -> list[tuple[str, str]]:
    """Every figure: what it counts, and how it is written beside what that says."""
    return [(_counted(each), _written(each)) for each in _listed(told, "figures")]


def _counted(figure: dict[str, Any]) -> str:
    what = str(figure.get("what") or "")
    category = str(figure.get("category") or "unspecified")
    told = what or (category if category != "unspecified" else "")
    return " ".join(part for part in (str(figure.get("measure") or ""), told) if part)


def _written(figure: dict[str, Any]) -> str:
    low, high, unit = figure.get("low"), figure.get("high"), figure.get("unit") or ""
    bounds = f"{low if low is not None else '?'} to {high if high is not None else '?'}"
    exact = low == high and low is not None
    says = f"{low}" if exact else bounds
    part = ", of those counted before" if figure.get("part") else ""
    words = figure.get("words")
    return f"{_quoted(words)}: {says} {unit}".rstrip() + part


def people(told: JsonObject) -> list[tuple[str, str]]:
    """Everybody with a part in it: the part, and name, aliases and position as told."""
    found = []
    for person in _listed(told, "people"):
        name = str(person.get("name") or "?")
        aliases = ", ".join(str(alias) for alias in person.get("aliases") or () if alias)
        details = "; ".join(
            part for part in (f"also {aliases}" if aliases else "", person.get("position") or "") if part
        )
        found.append((str(person.get("role") or "named"), f"{name} ({details})" if details else name))
    return found


def groups(told: JsonObject) -> list[tuple[str, str]]:
    """Every group with its part in it and the words that name it, once each."""
    named = {
        (
            str(each.get("role")),
            f"{wording.group_name(str(each.get('slug')))}, named {_quoted(each.get('words'))}",
        ): None
        for each in _listed(told, "groups")
    }
    return list(named)


def asserters(told: JsonObject) -> list[tuple[str, str]]:
    """Who says so, with the words that tell it."""
    said = [(str(each.get("by")), _quoted(each.get("words"))) for each in _listed(told, "assertions")]
    hedges = told.get("hedges")
    if isinstance(hedges, list) and hedges:
        said.append(("hedged by", ", ".join(_quoted(hedge) for hedge in hedges)))
    return list(dict.fromkeys(said))


def differing(telling: Telling) -> str:
    """One of several things that cannot all be right."""
    what = " ".join(part for part in (telling.value, telling.unit or "") if part)
    says = f", says {', '.join(telling.asserted_by)}" if telling.asserted_by else ""
    return f"{what} {_quoted(telling.words) if telling.words else ''}".rstrip() + says


def review(report: Report) -> list[str]:
    """Whether somebody has checked it; of what nobody checked, how well its extractor reads."""
    status = report.review_status
    if report.withheld:
        return ["Withheld: people have decided that nothing of it is shown."]
    if report.withdrawn:
        return [f"Withdrawn: {wording.reason(report.withdrawn_reason) or 'no reason is recorded.'}"]
    if status != "machine":
        return [f"{status.capitalize()} by a person."]
    return [f"Nobody has checked it: a machine read it (extractor {report.extractor}).", accuracy(report)]


def accuracy(report: Report) -> str:
    """How well the extractor reads reports of this kind, as it was measured."""
    held_out = measured()[-1]
    share = held_out.shares.get(report.kind)
    told = f"of {share.coded} coded ones of this kind" if share else "of its kind nothing; of all events"
    share = share or held_out.shares[ALL_EVENTS]
    version = measured_version()
    other = (
        "" if report.extractor.split("+")[0] == version else f" That was version {version}; this one was not measured."
    )
    return (
        f"Measured on {held_out.cables} invented cables that no rule was tuned on: precision {share.precision:.2f}, "
        f"recall {share.recall:.2f} ({told}).{other}"
    )


def _listed(told: JsonObject, name: str) -> list[dict[str, Any]]:
    """The objects of a list in the facts; what is erased is null there."""
    value = told.get(name)
    return [cast("dict[str, Any]", each) for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _quoted(words: object) -> str:
    return f"“{words}”" if words else "“…”"
