"""`tracker export`: all views as files, for those who work with data frames or keep and cite a state."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jobs.project import project
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import progress, say, say_json
from tracker.database import opened
from tracker.dataset.writing import export


def export_dataset(
    folder: Annotated[Path, typer.Option("--dataset", help="The folder to write; a dataset there is replaced.")],
    csv_only: Annotated[bool, typer.Option("--csv-only", help="Leave Parquet out, which needs pyarrow.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as one JSON object.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Write all views as a dataset: CSV and Parquet, dictionary, codebook, checksums, how to cite it.

    As a Frictionless data package (datapackage.json) with the position and hash of the log that it
    was made from: the same log gives the same bytes. TRACKER_PUBLISHED_TEXT tells how much of the
    cables' own words is in it. The folder is there whole or not at all.

    Example: tracker export --sample --dataset cables-2026-11
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database, progress("Writing", None) as draw:
        project(database)
        written = 0

        def told(view: str) -> None:
            nonlocal written
            written += 1
            draw(written, view)

        state = export(
            database.engine("reader"),
            folder,
            title=settings.site_title,
            address=settings.base_url,
            text=settings.published_text,
            parquet=not csv_only,
            progress=told,
        )
    if as_json:
        say_json({"folder": folder.name, "views": written, "position": state.position, "hash": state.hash})
        return
    say(f"Wrote {written} views to {folder}, made from the log up to {state.anchor}.")
