"""What is known of a source's documents: how to ask for them again, what they were, and which are gone.

None of it is evidence, and all of it can be lost: everything is then asked for and compared with the log once more.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import text

from tracker import clock
from tracker.sources.fetching import Validators

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy import Engine

    from tracker.sources.fetching import Page

_LOAD = text(
    "SELECT address, etag, last_modified, sha256, links, checked_at, missing_since, problem "
    "FROM jobs.source_documents WHERE source = :source"
)
_SAVE = text(
    """
    INSERT INTO jobs.source_documents AS d
        (source, address, etag, last_modified, sha256, links, checked_at, missing_since, problem)
    VALUES (:source, :address, :etag, :last_modified, :sha256, :links, :checked_at, :missing_since, :problem)
    ON CONFLICT (source, address) DO UPDATE SET
        etag = excluded.etag, last_modified = excluded.last_modified, sha256 = excluded.sha256, links = excluded.links,
        checked_at = excluded.checked_at, missing_since = excluded.missing_since, problem = excluded.problem
    """
)


_NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True)
class Known:
    """A document as it was when it was last asked for; without `sha256` it never came.

    `links` are those to others of its source, as printed. `problem` says why it did not come the last time.
    """

    validators: Validators = _NO_VALIDATORS
    sha256: str | None = None
    links: tuple[str, ...] = ()
    checked_at: datetime | None = None
    missing_since: datetime | None = None
    problem: str | None = None


class Memory:
    """The documents of one source, by address. What is noted is kept by `save`, and only then."""

    def __init__(self, engine: Engine, source: str) -> None:
        self._engine = engine
        self._source = source
        self._unsaved: dict[str, Known] = {}
        with engine.connect() as connection:
            rows = connection.execute(_LOAD, {"source": source}).mappings().all()
        self._known = {
            row["address"]: Known(
                Validators(row["etag"], row["last_modified"]),
                row["sha256"],
                tuple(row["links"]),
                row["checked_at"],
                row["missing_since"],
                row["problem"],
            )
            for row in rows
        }

    def __getitem__(self, address: str) -> Known:
        return self._known.get(address, _NOTHING)

    def __iter__(self) -> Iterator[str]:
        """The addresses of the documents that are known."""
        return iter(tuple(self._known))

    def saw(self, page: Page, links: Iterable[str] = ()) -> bool:
        """Note a document that came; returns whether it is another one than it was."""
        sha256 = hashlib.sha256(page.data).hexdigest()
        changed = sha256 != self[page.address].sha256
        self._note(page.address, Known(page.validators, sha256, tuple(links), clock.now()))
        return changed

    def read(self, address: str, validators: Validators) -> None:
        """Note that a document was read as it is by these."""
        self._note(address, Known(validators, checked_at=clock.now()))

    def unchanged(self, address: str) -> None:
        """Note that a document is as it was."""
        self._note(address, replace(self[address], checked_at=clock.now(), missing_since=None, problem=None))

    def missing(self, address: str) -> None:
        """Note that a source has no such document, or no longer."""
        known, now = self[address], clock.now()
        self._note(address, replace(known, checked_at=now, missing_since=known.missing_since or now, problem=None))

    def failed(self, address: str, problem: str) -> None:
        """Note that a document did not come, and why."""
        self._note(address, replace(self[address], checked_at=clock.now(), problem=problem))

    def save(self) -> None:
        """Keep what was noted since the last time."""
        rows = [
            {
                "source": self._source,
                "address": address,
                "etag": known.validators.etag,
                "last_modified": known.validators.last_modified,
                "sha256": known.sha256,
                "links": list(known.links),
                "checked_at": known.checked_at,
                "missing_since": known.missing_since,
                "problem": known.problem,
            }
            for address, known in self._unsaved.items()
        ]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(_SAVE, rows)
        self._unsaved.clear()

    def _note(self, address: str, known: Known) -> None:
        self._known[address] = self._unsaved[address] = known


_NOTHING = Known()
