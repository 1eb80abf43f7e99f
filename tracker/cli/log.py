"""`tracker log`: the log itself, kept as a file and taken in again."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from tracker.cli import erase
from tracker.cli.follow import follow
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import progress, say, say_json, write
from tracker.database import opened
from tracker.errors import ImportRefusedError
from tracker.log.exporting import export_log
from tracker.log.files import compressed, whole
from tracker.log.importing import import_log
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedIOBase

    from tracker.log.exporting import Exported
    from tracker.log.files import Write
    from tracker.log.importing import Imported

app = typer.Typer(
    help="The log itself: keep it as a file, take it in again.", no_args_is_help=True, rich_markup_mode=None
)

app.command("follow")(follow)
app.add_typer(erase.app, name="erase")

AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")]


@app.command("export")
def export(
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", help="Where to write; compressed if the name ends in .gz.", metavar="FILE", show_default=False
        ),
    ] = None,
    content: Annotated[
        bool, typer.Option("--content", help="Only what the release says, to compare two logs.")
    ] = False,
    compress: Annotated[bool, typer.Option("--compress", help="Compress, whatever the file is called.")] = False,
    of_sample: OfSample = False,
    as_json: AsJson = False,
) -> None:
    """Write the log as JSON Lines to standard output or a file.

    Every event with all that is recorded of it, and every document, as of one moment: enough for
    `tracker log import` to make the same log, byte for byte. The same log always gives the same
    lines. Nothing is checked: `tracker verify` does that. The words behind [protected N] are sealed
    and are not exported: only the owner of the database can read them.

    With --content it leaves out what differs between two honest runs over one release: positions,
    times, runs, actors, salts and hashes; and sorts by stream. Then `cmp` compares two logs.

    Example: tracker log export --output log.jsonl.gz
    """
    if as_json and not output:
        raise typer.BadParameter("--json tells what was written to --output FILE; standard output holds the log")
    settings = settings_of(of_sample=of_sample)
    compress = compress or (output is not None and output.suffix == ".gz")
    with (
        opened(settings) as database,
        _destination(output, compress=compress) as write_piece,
        _counted("Exporting") as counted,
    ):
        done = export_log(
            database.engine("writer"),
            write_piece,
            content_only=content,
            progress=counted,
        )
    if output:
        _tell(done, f"written to {output}", as_json=as_json)


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="An exported log; - is standard input.", metavar="FILE|-")],
    of_sample: OfSample = False,
    as_json: AsJson = False,
) -> None:
    """Record an exported log, compressed or not, in a log that is empty.

    Every line is checked as it is read: the chain, the digests, the words of documents, what was
    erased, and that the file is whole. A fault is told with its line, and then nothing is recorded.
    Sealed words are not in an export, and so not in the new log. The views are brought up to date.

    Example: tracker log import log.jsonl.gz
    """
    settings = settings_of(of_sample=of_sample)
    with _source(source) as (file, name), opened(settings) as database:
        with _counted("Importing") as counted:
            done = import_log(
                database.engine("writer"),
                file,
                name=name,
                sample=settings.sample,
                progress=counted,
            )
        _tell(done, "imported", as_json=as_json)
        with progress("Folding", done.position) as draw:
            # Nothing is announced here: the log is the one that was exported until something new is recorded.
            Runner(database.engine("projector"), PROJECTIONS).catch_up(lambda view, position: draw(position, view))


@contextmanager
def _counted(what: str) -> Iterator[Callable[[int, int], None]]:
    """Progress whose total is known only when the first of it is told."""
    with ExitStack() as bar:
        draw: list[Callable[[int, str], None]] = []

        def tell(events: int, total: int) -> None:
            if not draw:
                draw.append(bar.enter_context(progress(what, total)))
            draw[0](events, "events")

        yield tell


@contextmanager
def _destination(output: Path | None, *, compress: bool) -> Iterator[Write]:
    if output is None:
        with _maybe_compressed(write, compress=compress) as write_piece:
            yield write_piece
        return
    with whole(output) as write_to_file, _maybe_compressed(write_to_file, compress=compress) as write_piece:
        yield write_piece


@contextmanager
def _maybe_compressed(write_piece: Write, *, compress: bool) -> Iterator[Write]:
    if not compress:
        yield write_piece
        return
    with compressed(write_piece) as write_compressed:
        yield write_compressed


@contextmanager
def _source(source: Path) -> Iterator[tuple[BufferedIOBase, str]]:
    """The file to import, and what messages call it."""
    if str(source) == "-":
        yield cast("BufferedIOBase", sys.stdin.buffer), "standard input"
        return
    try:
        file = source.open("rb")
    except OSError as error:
        raise ImportRefusedError(f"{source} cannot be read ({error.strerror})") from error
    with file:
        yield file, str(source)


def _tell(done: Exported | Imported, what: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"events": done.events, "documents": done.documents, "position": done.position, "hash": done.hash})
    else:
        say(
            f"{done.events} events and {done.documents} documents {what}; "
            f"the log ends at position {done.position}, hash {done.hash}."
        )
