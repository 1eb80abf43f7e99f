"""Reports in the codebook's form, one JSON object each: what `tracker extract` prints and `score.py` compares."""

from __future__ import annotations

import json
import re
import unicodedata

from tracker import registers
from tracker.cables.model import Cable
from tracker.extraction.lexicon import words
from tracker.extraction.pipeline import extract
from tracker.reports import CODEBOOK_KINDS, Item, Kind, Name, Report
from tracker.types import Span

Line = dict[str, object]
"""One line of the codebook's form; its quantities are JSON numbers, which the log's JSON has no fractions for."""

_LONGEST_NAME = 6
"""Words of a group's name; longer is a sentence that means a group named elsewhere."""
CODEBOOK_GROUPS = frozenset(words("groups", "of_the_codebook"))
"""The slugs that the codebook gives; the register knows more groups, and one name for all that a group goes by."""
_NOT_THE_NAME = re.compile(
    r"^the\s+|\s+(?:gang|cartel|organization|dto|drug trafficking organization)s?$", re.IGNORECASE
)
_ABBREVIATION = re.compile(r"[A-Z]{2,5}s?")
_ACTS = (Kind.OPERATION, Kind.ARREST, Kind.SEIZURE, Kind.ERADICATION)


def to_text(cable: Cable, _source: str) -> str:
    """The lines of a cable as JSON, once it is read."""
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in codebook_lines(cable, extract(cable)))


def without_events(cable: Cable) -> Line:
    """The line of a cable that was read and has no event."""
    return {"cable": cable.reference_id, "kind": None}


def codebook_lines(cable: Cable, reports: tuple[Report, ...]) -> list[Line]:
    """The lines of a cable: one for each report of a kind of the codebook, or the one that says that there is none."""
    coded = [to_codebook(cable, report) for report in reports if report.kind in CODEBOOK_KINDS]
    return coded or [without_events(cable)]


def to_codebook(cable: Cable, report: Report) -> Line:
    """One report as a line of the codebook; quantities are numbers."""
    labels = {paragraph.ordinal: paragraph.label or str(paragraph.ordinal) for paragraph in cable.paragraphs}
    line: Line = {
        "cable": cable.reference_id,
        "kind": report.kind.value,
        "paragraphs": list(dict.fromkeys(labels[evidence.paragraph] for evidence in report.evidence)),
        "quote": _words(cable, report.quote),
        "date": {"start": report.date.start.isoformat(), "end": report.date.end.isoformat()} if report.date else None,
        "places": [{"state": place.state, "city": place.city} for place in report.places],
        "cartels": list(_cartels(cable, report)),
        "certain": report.certain,
        "aggregate": report.aggregate,
        "operation": _name(cable, report.operation_name) if report.operation_name else None,
        "persons": [_name(cable, name) for name in report.persons],
    }
    if report.kind in _ACTS:
        line["agencies"] = list(report.agencies)
    line.update(_of_kind(report))
    return line


def _cartels(cable: Cable, report: Report) -> tuple[str, ...]:
    """The groups by the codebook's slugs; one that it does not list by its name as the cable prints it."""
    printed = {
        group.slug: _named(group.slug, _slug(words))
        for group in reversed(report.groups)
        if len((words := cable.words(group.span)).split()) <= _LONGEST_NAME
    }
    return tuple(
        dict.fromkeys(slug if slug in CODEBOOK_GROUPS else printed.get(slug) or slug for slug in report.cartels)
    )


def _named(slug: str, printed: str | None) -> str | None:
    """The name as printed, where the register has it: the whole of a shortened one, the plural of "an Azteca".

    None where the words are no name of the group's.
    """
    known = registers.cartels().get(slug)
    if known is None or printed is None:
        return printed
    names = {_slug(name) for name in (known.name, *known.aliases, *known.phrases)}
    if "-" not in printed and f"{printed}s" in names:
        return f"{printed}s"
    shortened = slug.startswith(f"{printed}-")
    return printed if printed in names and not shortened else None


def _slug(printed: str) -> str | None:
    """The slug of a name as printed, without what only says what it names; None of an abbreviation in letters."""
    name = _NOT_THE_NAME.sub("", printed)
    if _ABBREVIATION.fullmatch(name):
        return None
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or None


def _of_kind(report: Report) -> Line:
    """The fields that only some kinds have."""
    count: Line = {"count": report.count, "count_op": report.count_op.value if report.count_op else None}
    match report.kind:
        case Kind.OPERATION:
            return {"status": report.status.value if report.status else None, "personnel": report.personnel}
        case Kind.ARREST:
            return count
        case Kind.HOMICIDE_COUNT:
            return {**count, "victims": report.victims}
        case Kind.ATTACK | Kind.HARM:
            attack: Line = {
                "subtype": report.subtype.value if report.subtype else None,
                "killed": report.killed,
                "injured": report.injured,
            }
            return {**attack, **count} if report.count is not None else attack
        case Kind.SEIZURE | Kind.ERADICATION:
            return {"items": [_item(item) for item in report.items]}


def _item(item: Item) -> Line:
    quantity: int | float | None = None
    if item.quantity is not None:
        whole = item.quantity == item.quantity.to_integral_value()
        quantity = int(item.quantity) if whole else float(item.quantity)
    return {"what": item.what, "quantity": quantity, "unit": item.unit, "op": item.op.value if item.op else None}


def _words(cable: Cable, span: Span) -> str:
    return " ".join(cable.document[span.start : span.end].split())


def _name(cable: Cable, name: Name) -> str:
    return " ".join(_words(cable, piece) for piece in name.pieces)
