"""What follows once words or reports are hidden in the log: views and published files are brought up to date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from feeds.files import LOCK
from jobs.project import project
from jobs.publish import publish
from tracker.cli.output import problem
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.settings import Settings
    from tracker.types import JsonObject

KEPT = (
    "Backups, replicas, exports and the server's write-ahead log keep what was erased until they expire, and so do the "
    "database's files until `VACUUM` has run."
)


@dataclass(frozen=True, slots=True)
class Effect:
    """Whether the views and the published files are without what was hidden; files is None where there are none."""

    views: bool
    files: bool | None

    @property
    def sentence(self) -> str:
        """How things are, for people."""
        views = "The views are up to date" if self.views else "The views are not: run `tracker ingest` or `tracker up`"
        files = {
            True: "so are the published files",
            False: "the published files are not: run `tracker publish`",
            None: "files published to other places follow with `tracker publish --to`",
        }[self.files]
        return f"{views}; {files}."

    def end(self) -> None:
        """End the command, failed, where what was hidden can still be read in the views or the files."""
        if not self.views or self.files is False:
            raise typer.Exit(1)


def take_effect(database: Database, settings: Settings, *, done: str) -> Effect:
    """Bring the views up to date, and the published files where there are any; whatever fails, what was done stands.

    `done` says what was, in a message about what failed.
    """
    try:
        project(database)
    except TrackerError as error:
        problem(f"{done} in the log, but the views are not up to date: {error}")
        return Effect(views=False, files=False)
    if not (settings.public / LOCK).exists():
        return Effect(views=True, files=None)
    try:
        publish(database, settings)
    except TrackerError as error:
        problem(f"{done} in the log and the views, but the published files are not up to date: {error}")
        return Effect(views=True, files=False)
    return Effect(views=True, files=True)


def as_json_of(effect: Effect | None) -> JsonObject:
    """The same for programs; nulls where there was nothing to follow."""
    return {"views": effect.views, "published": effect.files} if effect else {"views": None, "published": None}
