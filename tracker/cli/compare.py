"""`tracker compare`: two renditions of a cable side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cables import comparison_form
from tracker.cables.comparison import compare
from tracker.cables.raw_files import STANDARD_INPUT
from tracker.cli.cables import SOURCES_HELP, Jobs, made_of_cables
from tracker.cli.output import problem, say, say_json
from tracker.events import RenditionRecorded
from tracker.renditions import choose

if TYPE_CHECKING:
    from tracker.cables.model import Cable
    from tracker.types import JsonObject, ReferenceId

    Read = tuple[Cable, str]


_ROW = re.compile(r", row \d+\Z")


def compare_renditions(
    first: Annotated[Path, typer.Argument(help=SOURCES_HELP, metavar="FIRST", show_default=False)],
    second: Annotated[
        Path | None,
        typer.Argument(help="What to compare it with; without it, cables that FIRST has twice.", metavar="SECOND"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a pair.")] = False,
    jobs: Jobs = None,
) -> None:
    """Compare two renditions of a cable, or two releases cable by cable. Needs no database.

    Told are which of the two would be of record and by which rule, the fields of the header that
    differ, paragraphs that only one has or that they divide differently, the words that differ with
    their place in both, and what one hides (redacted or protected) and the other shows. Words that one
    of them hides are never printed. Places count as those of `tracker parse` do.

    The cables of FIRST are held in memory: of two releases name the smaller one first.

    Example: tracker compare 07SAMPLE31.html cables.csv
    """
    known: dict[ReferenceId, Read] = {}
    pairs = 0
    with made_of_cables([first], _read, jobs=jobs) as read:
        for each in read:
            if second is None and each[0].reference_id in known:
                pairs += 1
                _tell(known[each[0].reference_id], each, as_json=as_json)
            known.setdefault(each[0].reference_id, each)
    if second is not None:
        if second == first == STANDARD_INPUT:
            raise typer.BadParameter("standard input can be read only once; name a file")
        with made_of_cables([second], _read, jobs=jobs) as read:
            for each in read:
                if each[0].reference_id in known:
                    pairs += 1
                    _tell(known[each[0].reference_id], each, as_json=as_json)
    if not pairs:
        problem("no cable is in both" if second else f"{first} has no cable twice")
        raise typer.Exit(1)


def _read(cable: Cable, source: str) -> Read:
    return cable, source


def _tell(one: Read, other: Read, *, as_json: bool) -> None:
    first, second = _rendition(*one), _rendition(*other)
    choice = choose(second, first)
    # The digests of the files would decide, which are not at hand here.
    alike = replace(second, source="") == replace(first, source="") and first.source != second.source
    of_record = None if alike else "second" if choice.takes_record else "first"
    told = compare(one[0], other[0])
    if as_json:
        form: JsonObject = {
            "reference_id": first.reference_id,
            "first": _about(first, one[1]),
            "second": _about(second, other[1]),
            "of_record": of_record,
            "rule": choice.rule,
        }
        say_json(form | comparison_form.to_json(told))
        return
    say(f"{first.reference_id}: {one[1]} | {other[1]}")
    say(f"  of record: {f'the {of_record}' if of_record else 'either'} ({choice.rule})")
    for line in comparison_form.to_lines(told):
        say(line)


def _rendition(cable: Cable, source: str) -> RenditionRecorded:
    return RenditionRecorded(
        reference_id=cable.reference_id,
        # As an ingest records it: a base name, without the row.
        source=Path(_ROW.sub("", source)).name,
        source_format=cable.source_format,
        sha256=cable.row_sha256 or "",
        characters=len(cable.document),
        partial=cable.partial,
    )


def _about(rendition: RenditionRecorded, source: str) -> JsonObject:
    return {
        "source": source,
        "source_format": rendition.source_format,
        "characters": rendition.characters,
        "partial": rendition.partial,
    }
