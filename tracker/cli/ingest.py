"""`tracker ingest`: record releases in the log."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.folding import folding
from jobs.ingesting import kept
from jobs.project import project
from tracker import embedded
from tracker import settings as configuration
from tracker.cables.parallel import processors
from tracker.cables.releases import files, paths
from tracker.cli.cables import SOME_REFUSED, SOURCES_HELP, Jobs
from tracker.cli.output import problem, progress, say, say_json
from tracker.database import opened
from tracker.ingest import TOLD_SINGLY, Ingest, Summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.database import Database
    from tracker.settings import Settings


Backfill = Annotated[
    bool | None,
    typer.Option(
        "--backfill/--no-backfill",
        help="Tell readers of it in one entry, or of every cable singly; by default singly until "
        f"{TOLD_SINGLY} reports have been told, and of the rest in one.",
        show_default=False,
    ),
]


class Engine(StrEnum):
    """Who reads and extracts: processes on this machine, or the workers of a Dask cluster."""

    LOCAL = "local"
    DASK = "dask"


def ingest(
    sources: Annotated[list[Path], typer.Argument(help=SOURCES_HELP, metavar="SOURCE")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be recorded, and record nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
    jobs: Jobs = None,
    backfill: Backfill = None,
    engine: Annotated[Engine, typer.Option("--engine", help="Who reads and extracts.")] = Engine.LOCAL,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="With --engine dask: its scheduler.", metavar="ADDRESS")
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Read again also what is recorded as it is, by this extractor.")
    ] = False,
) -> None:
    """Record releases, and bring the views up to date.

    Ingesting the same again records nothing, and takes little time: the rows of a dump, and pages named after their
    cables, are known by their digests and are not read again, unless the extractor is another one by now. A file that
    is no cable is quarantined with its reason, the others are recorded, and the exit status is 3.

    What old releases tell need not interrupt anybody: with --backfill one entry sums it up, and what it sums up is in
    the feeds' archives, on the pages and in read.developments.

    With --engine dask the workers of a Dask cluster read and extract, which must have the same tracker installed (with
    the extra "dask"); what they find is recorded here, as if it had been read here.

    Example: tracker ingest release/ more/07SAMPLE12.html
    """
    if (engine is Engine.DASK) != (scheduler is not None):
        raise typer.BadParameter("--engine dask and --scheduler ADDRESS go together")
    with _settings(dry_run=dry_run) as settings, opened(settings) as database:
        started = time.monotonic()
        summary = record(
            database,
            settings,
            sources,
            dry_run=dry_run,
            jobs=jobs,
            backfill=backfill,
            scheduler=scheduler,
            anew=anew,
        )
        recorded = time.monotonic()
        if not dry_run:
            project(database)
        seconds = {"recording": recorded - started, "projecting": time.monotonic() - recorded}
    _tell(summary, seconds, dry_run=dry_run, as_json=as_json)
    if summary.refused:
        raise typer.Exit(SOME_REFUSED)


@contextmanager
def _settings(*, dry_run: bool) -> Iterator[Settings]:
    """The settings in force; for a dry run without a database those of a passing one, since it is to make nothing."""
    settings = configuration.load()
    if not dry_run or not settings.embedded or embedded.is_made(settings.data):
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="tracker-", ignore_cleanup_errors=True) as folder:
        # Where root runs this, the server runs as another, who must get through.
        Path(folder).chmod(0o711)
        yield replace(settings, data=Path(folder) / "data")


def record(
    database: Database,
    settings: Settings,
    sources: Sequence[Path],
    *,
    dry_run: bool = False,
    jobs: int | None = None,
    backfill: bool | None = None,
    scheduler: str | None = None,
    anew: bool = False,
) -> Summary:
    """Record the sources with progress shown; `backfill`, `scheduler` and `anew` as in `tracker.ingest.Ingest`."""
    run = Ingest(
        database.engine("writer"),
        actor=settings.actor,
        sample=settings.sample,
        keep_protected_words=settings.keep_protected_words,
        dry_run=dry_run,
        backfill=backfill,
        jobs=jobs or processors(),
        scheduler=scheduler,
        anew=anew,
    )
    sizes = [size_of(path) for source in sources for path in paths(source)]
    started = time.monotonic()
    beside = nullcontext(lambda _cables: None) if dry_run else folding(database)
    with beside as recorded, progress("Reading", sum(sizes) // 1000, "kB") as draw:

        def tell(so_far: Summary) -> None:
            rate = so_far.cables / (time.monotonic() - started)
            note = f"{so_far.cables:,} cables, {rate:,.0f} a second, {so_far.reports_new:,} new reports"
            draw(read_of(sizes, so_far) // 1000, note)
            recorded(so_far.new + so_far.changed)

        def ingest() -> Summary:
            return run.run(files(sources), tell)

        return ingest() if dry_run else kept(database.engine("writer"), sources, ingest)


def size_of(path: Path) -> int:
    """How many bytes a file has; none where that cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def read_of(sizes: Sequence[int], so_far: Summary) -> int:
    """How many of the bytes on disk were read."""
    before = max(so_far.sources - 1, 0)
    return sum(sizes[:before]) + min(so_far.bytes_of_source, sum(sizes[before : before + 1]))


def _tell(summary: Summary, seconds: Mapping[str, float], *, dry_run: bool, as_json: bool) -> None:
    for source, reason in summary.refused:
        problem(f"{source} {'would be' if dry_run else 'is'} quarantined: {reason}")
    for source, reference_id in summary.unmasked:
        problem(
            f"{source} gives {reference_id} in a text in which some places of erased words were not found again; "
            "look whether it tells them elsewhere"
        )
    for each in summary.open:
        problem(
            f"{each.reference_id}: the text recorded as its document {each.ordinal} shows words that another rendition "
            f"hides. They are not shown in the text of record; to erase them: {each.command}"
        )
    if summary.open_names:
        problem(
            f"{summary.open_names} places in {summary.cables_with_open_names} cables name people whom other cables "
            "protect; `tracker unmarked SOURCE...` lists them for review"
        )
    if as_json:
        say_json(
            {
                "files": summary.files,
                "listings": summary.listings,
                "cables": summary.cables,
                "new": summary.new,
                "changed": summary.changed,
                "copies": summary.copies,
                "unchanged": summary.unchanged,
                "told_singly": summary.told_singly,
                "told_in_sum": summary.told_in_sum,
                "reports_new": summary.reports_new,
                "reports_corrected": summary.reports_corrected,
                "reports_withdrawn": summary.reports_withdrawn,
                "refused": [{"source": source, "reason": reason} for source, reason in summary.refused],
                "unmasked": [{"source": source, "reference_id": each} for source, each in summary.unmasked],
                "open_texts": [
                    {
                        "reference_id": each.reference_id,
                        "document": each.ordinal,
                        "characters": [[span.start, span.end] for span in each.spans],
                        "command": each.command,
                    }
                    for each in summary.open
                ],
                "open_names": {"places": summary.open_names, "cables": summary.cables_with_open_names},
                "dry_run": dry_run,
                "seconds": {stage: round(taken, 3) for stage, taken in seconds.items()},
            }
        )
        return
    would = "would be " if dry_run else ""
    say(
        f"{summary.cables} cables in {summary.files} files: {summary.new} {would}new, "
        f"{summary.changed} {would}changed, {summary.copies} other copies, {summary.unchanged} unchanged; "
        f"{len(summary.refused)} refused, {summary.listings} listing pages."
    )
    if summary.discarded:
        say(f"{summary.discarded} were refused again that somebody has given up (tracker quarantine list --all).")
    if not summary.new and not summary.changed and summary.copies:
        say("What the cables report stays as it is; only the other copies are noted.")
        return
    if not summary.new and not summary.changed:
        say("Nothing new to record." if dry_run else "Nothing new was recorded.")
        return
    say(
        f"Reports: {summary.reports_new} {would}new, {summary.reports_corrected} {would}corrected, "
        f"{summary.reports_withdrawn} {would}withdrawn. All read by machine, none checked."
    )
    if summary.told_in_sum:
        are = "would be" if dry_run else "are"
        say(f"Of {summary.told_in_sum} of these cables readers {are} told in one entry (see --no-backfill).")
