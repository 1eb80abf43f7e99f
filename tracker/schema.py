"""The schema's revisions: which one the tracker needs, which one a database has, and the way from one to the other.

Alembic is loaded only where there is a way to go: most commands find the schema as they need it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tracker.errors import SchemaOutdatedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection


@cache
def newest_revision() -> str:
    """The schema revision that this tracker needs: the files of revisions are named by their numbers."""
    files = (each.name for each in resources.files("migrations").joinpath("versions").iterdir())
    return max(name.split("_")[0] for name in files if name.startswith("r"))


def current_revision(connection: Connection) -> str | None:
    """The schema revision of a database; None where it has none."""
    try:
        revision: str | None = connection.execute(text("SELECT version_num FROM jobs.schema_revision")).scalar()
    except ProgrammingError:
        return None
    return revision


def upgrade(connection: Connection, roles: Mapping[str, str]) -> None:
    """Bring the schema to the newest revision, in the connection's transaction; `roles` are the roles' names.

    Raises SchemaOutdatedError where the database is at a revision that this tracker does not know.
    """
    # Loading Alembic takes longer than most commands do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(resources.files("migrations")))
    config.attributes["connection"] = connection
    config.attributes["roles"] = dict(roles)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise SchemaOutdatedError(f"migrating failed ({error}); a newer tracker may have migrated it") from error
