"""`tracker db`: the database's schema and addresses."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from jobs.backup import backup, restore
from tracker import embedded
from tracker import settings as configuration
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import problem, say, say_json
from tracker.database import migrate_schema, opened
from tracker.errors import DatabaseError
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.schema import newest_revision

app = typer.Typer(
    help="The database's schema and addresses, its backup and restoring.", no_args_is_help=True, rich_markup_mode=None
)
AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")]


@app.command("migrate")
def migrate(
    reset_passwords: Annotated[
        bool, typer.Option("--reset-passwords", help="Give the roles new passwords, kept in the data folder.")
    ] = False,
) -> None:
    """Bring roles and schema to the newest revision.

    Example: TRACKER_DATABASE_URL=postgresql://me@localhost/tracker tracker db migrate
    """
    settings = configuration.load()
    if settings.database_url:
        migrate_schema(settings, settings.database_url, reset_passwords=reset_passwords)
    elif settings.role_urls:
        raise DatabaseError("migrating needs the owner's address; set TRACKER_DATABASE_URL")
    else:
        with embedded.running(settings.data) as url:
            migrate_schema(settings, url, reset_passwords=reset_passwords)
    say(f"The schema is at revision {newest_revision()}.")


@app.command("backup")
def back_up(
    file: Annotated[Path, typer.Argument(help="Where to write it; only you may read it.", metavar="FILE")],
    of_sample: OfSample = False,
    as_json: AsJson = False,
) -> None:
    """Write all that cannot be made anew to a file: the log, and the words behind [protected N].

    Views, feeds and pages are made of these again, the same to the byte. It can run beside the
    service. The file holds the words of protected people in the clear: keep it as closed as the
    database, or leave it to the log alone with `tracker log export`.

    Example: tracker db backup /mnt/backups/tracker-2026-11-22.zip
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        kept = backup(database, settings, file)
    if as_json:
        say_json(asdict(kept))
    else:
        say(f"The log up to position {kept.position} and {kept.sealed} sealed words are in {file}; hash {kept.hash}.")


@app.command("restore")
def take_back(
    file: Annotated[Path, typer.Argument(help="A backup.", metavar="FILE")],
    of_sample: OfSample = False,
    as_json: AsJson = False,
) -> None:
    """Take a backup in, into an installation that has recorded nothing yet.

    Every line of the log is checked as it is read. The views are made of it; `tracker publish` or
    `tracker up` then publishes the same feeds and pages as before. Cut off, it can be run again.

    Example: tracker db restore /mnt/backups/tracker-2026-11-22.zip
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings, migrate=True) as database:
        kept = restore(database, settings, file)
        Runner(database.engine("projector"), PROJECTIONS).catch_up()
    if as_json:
        say_json(asdict(kept))
    else:
        say(f"The log is restored up to position {kept.position}, and {kept.sealed} sealed words; hash {kept.hash}.")


@app.command("url")
def url(
    role: Annotated[str, typer.Option("--role", help="writer, projector, publisher or reader.")] = "reader",
    of_sample: OfSample = False,
) -> None:
    """Print the address of the database as a role.

    For psql and other programs, password included. An embedded server runs only while a tracker
    process does, `tracker up` for example.

    Example: psql "$(tracker db url)" -c 'SELECT slug, incidents FROM read.cartels ORDER BY 2 DESC'
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        address = database.engine(role).url.set(drivername="postgresql")
    say(address.render_as_string(hide_password=False))
    folder = address.query.get("host")
    if settings.embedded and isinstance(folder, str) and not any(Path(folder).glob(".s.PGSQL.*")):
        problem("the embedded server is not running now; `tracker up` or `tracker demo` keeps it running")
