"""`tracker sql`: questions in SQL, for those without psql."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.asking.formats.csv import write_csv
from tracker.asking.formats.json import write_json
from tracker.asking.formats.table import write_table
from tracker.asking.query import anything_told, ask
from tracker.asking.questions import question, questions
from tracker.asking.views import columns_query, views_query
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import problem, say, write
from tracker.database import opened
from tracker.errors import ExportError, QueryError
from tracker.log.files import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.asking.query import Answer
    from tracker.log.files import Write


class Form(StrEnum):
    """The forms of an answer."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


_BY_ENDING = {
    ".csv": Form.CSV,
    ".json": Form.JSON,
    ".jsonl": Form.JSON,
    ".ndjson": Form.JSON,
    ".parquet": Form.PARQUET,
    ".txt": Form.TABLE,
}


def sql(
    query: Annotated[str | None, typer.Argument(help="One query; - is standard input.", show_default=False)] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="A file with the query.", metavar="FILE", show_default=False)
    ] = None,
    named: Annotated[
        str | None,
        typer.Option("--question", help="One of the twenty questions, by number or name.", show_default=False),
    ] = None,
    list_questions: Annotated[bool, typer.Option("--questions", help="List the twenty questions.")] = False,
    list_views: Annotated[bool, typer.Option("--views", help="List the views that there are.")] = False,
    view: Annotated[
        str | None, typer.Option("--columns", help="List the columns of a view.", metavar="VIEW", show_default=False)
    ] = None,
    print_query: Annotated[bool, typer.Option("--print", help="Print the query instead of its answer.")] = False,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            help="By default a table on a terminal, and elsewhere CSV or what the ending of --output tells.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="Where to write.", metavar="FILE", show_default=False)
    ] = None,
    of_sample: OfSample = False,
) -> None:
    """Answer a query over the views of schema `read`.

    As the role reader: in a transaction that can only read, and with a time limit. Rows come as they
    are asked for, so an answer may be larger than memory; a file given by --output is there whole or
    not at all. docs/sql.md describes the views, docs/questions.md the twenty questions.

    Example: tracker sql "SELECT slug, reports FROM read.cartels ORDER BY reports DESC"
    Example: tracker sql --question who-was-arrested --format csv --output arrests.csv
    Example: tracker sql --columns incidents
    """
    if list_questions:
        for each in questions():
            say(f"{each.number:>2}  {each.name:<34}  {each.title}")
        return
    described = views_query() if list_views else columns_query(view) if view is not None else None
    asked = _query(query, file, named, described)
    if print_query:
        say(asked.rstrip("\n"))
        return
    form = form or _form(output)
    if form is Form.PARQUET and not output and sys.stdout.isatty():
        raise typer.BadParameter("Parquet is not for a terminal; name a file with --output")
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        reader = database.engine("reader")
        with ask(reader, asked) as answer, _destination(output) as write_piece:
            _write(answer, form, write_piece, to_terminal=output is None and sys.stdout.isatty())
        if described is None and not anything_told(reader):
            problem("nothing is recorded here yet: `tracker ingest` records a release, `tracker demo` the sample")


def _query(query: str | None, file: Path | None, named: str | None, described: str | None) -> str:
    if sum(given is not None for given in (query, file, named, described)) != 1:
        raise typer.BadParameter(
            "give one query: as an argument, with --file or --question, or --views, --columns VIEW"
        )
    if described is not None:
        return described
    if named is not None:
        return question(named).query
    if query is not None and query != "-":
        return query
    try:
        words = sys.stdin.buffer.read() if file is None or str(file) == "-" else file.read_bytes()
        return words.decode("utf-8-sig")
    except OSError as error:
        raise QueryError(f"{file} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{file or 'standard input'} is not in UTF-8") from error


def _form(output: Path | None) -> Form:
    if output:
        return _BY_ENDING.get(output.suffix.lower(), Form.CSV)
    return Form.TABLE if sys.stdout.isatty() else Form.CSV


@contextmanager
def _destination(output: Path | None) -> Iterator[Write]:
    if output is None:
        yield write
        return
    try:
        with whole(output) as write_to_file:
            yield write_to_file
    except ExportError as error:
        raise QueryError(error.detail) from error


def _write(answer: Answer, form: Form, write_piece: Write, *, to_terminal: bool) -> None:
    if form is Form.CSV:
        write_csv(answer, write_piece)
    elif form is Form.JSON:
        write_json(answer, write_piece)
    elif form is Form.TABLE:
        write_table(answer, write_piece, width=shutil.get_terminal_size().columns if to_terminal else None)
    else:
        # Its library is large, and not everybody has it.
        from tracker.asking.formats.parquet import write_parquet  # noqa: PLC0415

        write_parquet(answer, write_piece)
