"""`tracker db`: the database's schema and addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker import embedded
from tracker import settings as configuration
from tracker.cli.output import problem, say
from tracker.database import migrate_schema, newest_revision, opened
from tracker.errors import DatabaseError

app = typer.Typer(help="The database's schema and addresses.", no_args_is_help=True, rich_markup_mode=None)


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


@app.command("url")
def url(
    role: Annotated[str, typer.Option("--role", help="writer, projector, publisher or reader.")] = "reader",
    of_sample: Annotated[
        bool, typer.Option("--sample", help="Of the sample release that `tracker demo` runs.")
    ] = False,
) -> None:
    """Print the address of the database as a role.

    For psql and other programs, password included. An embedded server runs only while a tracker
    process does, `tracker up` for example.

    Example: psql "$(tracker db url)" -c 'SELECT slug, incidents FROM read.cartels ORDER BY 2 DESC'
    """
    settings = configuration.load()
    settings = settings.for_sample() if of_sample else settings
    with opened(settings) as database:
        address = database.engine(role).url.set(drivername="postgresql")
    say(address.render_as_string(hide_password=False))
    folder = address.query.get("host")
    if settings.embedded and isinstance(folder, str) and not any(Path(folder).glob(".s.PGSQL.*")):
        problem("the embedded server is not running now; `tracker up` or `tracker demo` keeps it running")
