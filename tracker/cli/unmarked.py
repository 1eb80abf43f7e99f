"""`tracker unmarked`: where names that one cable protects stand open in another."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cables.formats.printed import Refusal
from tracker.cables.masked_places import anchor_at
from tracker.cables.parallel import made_of_all, processors
from tracker.cables.raw_files import STANDARD_INPUT
from tracker.cables.releases import files
from tracker.cli.cables import SOURCES_HELP, Jobs, made_of_cables
from tracker.cli.output import say
from tracker.unmarked import Protected, Search, protected_names

if TYPE_CHECKING:
    from tracker.cables.model import Cable
    from tracker.types import JsonObject


def unmarked(
    sources: Annotated[list[Path], typer.Argument(help=SOURCES_HELP, metavar="SOURCE")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a place.")] = False,
    jobs: Jobs = None,
) -> None:
    """List where names that one cable protects stand open in another, for review. Needs no database.

    All sources are read twice: first for the names, then for the places. Only names of two words or
    more are sought; accents, case and line breaks make no difference. Told are the cable, the
    paragraph, the characters as `tracker parse` counts them, and the cables that protect the name,
    with its number there: `tracker masked --show-words` tells whose it is. The words are not printed.

    Whether a place is to be erased is for a person to decide: a minister whom one cable protects is
    named openly in a hundred others. tracker log erase words ID --characters START:END erases it.

    Example: tracker unmarked release/
    """
    if STANDARD_INPUT in sources:
        raise typer.BadParameter("the sources are read twice, and standard input can be read only once; name files")
    workers = jobs or processors()
    names: list[Protected] = []
    for done in made_of_all(files(sources), _names, jobs=workers):
        names += [name for found in done.results if not isinstance(found, Refusal) for name in found]
    work = partial(_told, search=Search(dict.fromkeys(names)), as_json=as_json)
    with made_of_cables(sources, work, jobs=workers) as told:
        for lines in told:
            for line in lines:
                say(line)


def _names(cable: Cable, _source: str) -> tuple[Protected, ...]:
    return protected_names(cable)


def _told(cable: Cable, source: str, *, search: Search, as_json: bool) -> list[str]:
    starts = [paragraph.span.start for paragraph in cable.paragraphs]
    lines = []
    for place in search.places(cable.reference_id, cable.document):
        paragraph = anchor_at(cable.paragraphs, starts, place.span.start)
        if as_json:
            form: JsonObject = {
                "source": source,
                "reference_id": place.reference_id,
                "paragraph": paragraph,
                "start": place.span.start,
                "end": place.span.end,
                "protected_in": [{"reference_id": mark.reference_id, "number": mark.number} for mark in place.marks],
            }
            lines.append(json.dumps(form, ensure_ascii=False))
        else:
            marks = ", ".join(f"{mark.reference_id} [protected {mark.number}]" for mark in place.marks)
            lines.append(
                f"{place.reference_id} ({source}), paragraph {paragraph}, "
                f"--characters {place.span.start}:{place.span.end}: {marks}"
            )
    return lines
