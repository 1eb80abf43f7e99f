"""What has become of entries that somebody kept: each must be what it was, or be changed openly."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import text

from feeds import wording
from feeds.reading import DatabaseSource
from feeds.titles import title
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection, Row

    from feeds.kept import Kept, KeptEntry

_ID = re.compile(
    r"tag:(?P<authority>[^,:]+),(?P<date>[0-9-]+):development/"
    r"(?P<development>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
)
_NOTICES = frozenset({"withheld", "erased"})


class Became(StrEnum):
    """What has become of an entry."""

    STANDS = "stands"
    AMENDED = "amended"
    RETRACTED = "retracted"
    WITHHELD = "withheld"
    ERASED = "erased"
    OTHERS = "another tracker's"
    MISSING = "missing"
    REDATED = "redated"
    SILENT = "changed without saying so"
    REPLACED = "of another event"


FAULTS = frozenset({Became.OTHERS, Became.MISSING, Became.REDATED, Became.SILENT, Became.REPLACED})
"""What an entry that was published must not have become."""


@dataclass(frozen=True, slots=True)
class Account:
    """What has become of one entry of a kept document.

    `titles` are what was kept and what the log tells now, where an entry that stands has another title: somebody
    changed the copy or the published file, or a newer version of the tracker has other words for the same.
    """

    place: str
    entry_id: str
    became: Became
    titles: tuple[str, str] | None = None

    @property
    def is_fault(self) -> bool:
        """Whether it is not accounted for."""
        return self.became in FAULTS


def accounts(connection: Connection, kept: Kept, authority: str) -> list[Account]:
    """What has become of each entry of a kept document, in its order.

    `authority` is that of the log's entry ids, with its date, after a comma.
    """
    named = {entry.id: _ID.fullmatch(entry.id) for entry in kept.entries}
    wanted = [UUID(found["development"]) for found in named.values() if found]
    statement = text(statements("feeds", "accounting.sql")["developments"])
    rows = {str(row.development_id): row for row in connection.execute(statement, {"keys": wanted})}
    titles = {str(row.development_id): title(row) for row in DatabaseSource(connection).developments([*rows])}
    made = []
    for entry in kept.entries:
        found = named[entry.id]
        if found is None or f"{found['authority']},{found['date']}" != authority:
            became = Became.OTHERS
        else:
            became = _became(entry, rows.get(found["development"]), exact=kept.exact)
        now = titles.get(found["development"]) if found and became is Became.STANDS else None
        other = (entry.title, now) if now is not None and _plain(entry.title) != _plain(now) else None
        made.append(Account(kept.place, entry.id, became, other))
    return made


def _plain(title: str) -> str:
    """A title as it is compared: formats part its words otherwise."""
    return " ".join(wording.unmarked(title).split())


def faults(found: Iterable[Account]) -> list[Account]:
    """Those that are not accounted for."""
    return [account for account in found if account.is_fault]


def _became(entry: KeptEntry, row: Row[Any] | None, *, exact: bool) -> Became:
    if row is None:
        return Became.MISSING
    if entry.log and (entry.log.position != row.position or not str(row.log_hash).startswith(entry.log.digits)):
        return Became.REPLACED
    if _differ(entry.published, row.published_at, exact=exact):
        return Became.REDATED
    return _changed(entry, row, exact=exact)


def _changed(entry: KeptEntry, row: Row[Any], *, exact: bool) -> Became:
    """What has become of an entry of the same event."""
    if entry.updated > row.updated_at:
        # It was told to have changed, and now is not any more.
        return Became.SILENT
    if row.kind in _NOTICES:
        return Became(row.kind)
    if _differ(entry.updated, row.updated_at, exact=exact):
        return Became.RETRACTED if row.withdrawn else Became.AMENDED
    return Became.STANDS


def _differ(kept: datetime, told: datetime, *, exact: bool) -> bool:
    return kept != told if exact else kept.replace(microsecond=0) != told.replace(microsecond=0)
