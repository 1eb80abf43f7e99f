"""What is stored, read for verification: as plain as the database gives it, and judged by nobody yet.

Some thousands of events at a time are read in a transaction of their own. A snapshot held for the whole log would keep
alive every version of the head row that is made meanwhile, and slow down who appends; and since the log is only ever
appended to, what is read fits together all the same, but for erasures (see `tracker.log.document_check`).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, cast

from psycopg import capabilities
from psycopg.rows import tuple_row
from psycopg.types.numeric import Int8BinaryLoader
from psycopg.types.string import ByteaBinaryLoader

from tracker.log.transactions import connection
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import psycopg
    from sqlalchemy import Engine

SPAN = 20_000
"""How many positions are read in one transaction."""
PAGE = 250
PAGE_BYTES = 16 * 2**20
"""How many events are held at a time, fewer where their bodies are so large: what bounds the memory."""

_DOCUMENTS = 100
"""How many documents are read at a time."""

EPOCH_MICROSECONDS = 946_684_800_000_000
"""PostgreSQL counts microseconds from the beginning of 2000."""

# Nothing that somebody put into another schema may stand in for what PostgreSQL itself computes here.
# Who reads on may take longer than a writer may leave its transaction idle: this one holds up nobody.
_SESSION = (
    "SET TRANSACTION READ ONLY; SET LOCAL search_path = pg_catalog, pg_temp; "
    "SET LOCAL idle_in_transaction_session_timeout = 0"
)
# More would gain nothing; the server is at work on the next ones meanwhile.
_CHUNK = 10 if capabilities.has_stream_chunked() else 1


class Row(NamedTuple):
    """An event as it is stored, any of it possibly altered: ids as text, the time in microseconds since 2000.

    `body` is as jsonb is sent: a byte that tells the version of that form, then JSON.
    """

    position: int
    first_position: int
    stream: str
    version: int
    event_id: str
    type: str
    schema_version: int
    actor: str
    correlation: str | None
    cause: str | None
    recorded_at: int
    body: bytes | None
    salt: bytes | None
    digest: bytes
    hash: bytes


_BODY = Row._fields.index("body")


class Ending(NamedTuple):
    """Where the head row says that the log ends, the first and last positions of events, and counts if asked for."""

    position: int | None
    hash: bytes | None
    recorded_at: int | None
    sample: bool | None
    first: int | None
    last: int | None
    documents: int | None
    parts: int | None


class Named(NamedTuple):
    """What is left of an event that another one names as erased."""

    event_id: str
    position: int
    stream: str
    version: int
    type: str
    blank: bool


class StoredDocument(NamedTuple):
    """The row of a document."""

    document_id: str
    reference_id: str
    ordinal: int


class StoredPart(NamedTuple):
    """A part of a document as it is stored."""

    document_id: str
    ordinal: int
    start: int | None
    words: str
    salt: bytes
    commitment: bytes


class Stored:
    """The tables of one log, read as a role that may read them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sql = statements("tracker.log", "verification.sql")

    @contextmanager
    def _cursor(self) -> Iterator[psycopg.Cursor[tuple[object, ...]]]:
        with connection(self._engine) as driver, driver.transaction():
            driver.execute(_SESSION)
            with driver.cursor(binary=True, row_factory=tuple_row) as cursor:
                # Plain bytes and numbers: making objects of ids and times would take three times as long as all else.
                cursor.adapters.register_loader("timestamptz", Int8BinaryLoader)
                cursor.adapters.register_loader("jsonb", ByteaBinaryLoader)
                yield cursor

    def _rows(self, statement: str, **parameters: object) -> list[tuple[object, ...]]:
        with self._cursor() as cursor:
            return cursor.execute(self._sql[statement], parameters).fetchall()

    def endings(self, *, counted: bool) -> list[Ending]:
        """The ending by each head row, of which there should be one; with the documents and parts counted or not."""
        return [Ending._make(row) for row in self._rows("ending", counted=counted)]

    def events(self, after: int, through: int) -> Iterator[Sequence[Row]]:
        """The events after a position up to another, in pages; over gaps too.

        The rows are plain tuples in the order of `Row`: `Row._make` makes them what they are said to be.
        """
        while after < through:
            end = min(after + SPAN, through)
            yield from self._span(after, end)
            following = self._next_position(end)
            if following is None:
                return
            after = following - 1

    def _span(self, after: int, through: int) -> Iterator[Sequence[Row]]:
        page: list[Row] = []
        size = 0
        with self._cursor() as cursor:
            for row in cursor.stream(self._sql["events"], {"after": after, "through": through}, size=_CHUNK):
                page.append(cast("Row", row))
                body = row[_BODY]
                size += len(body) if isinstance(body, bytes) else 0
                if len(page) == PAGE or size >= PAGE_BYTES:
                    yield page
                    page, size = [], 0
        if page:
            yield page

    def _next_position(self, after: int) -> int | None:
        return cast("int | None", self._rows("next_position", after=after)[0][0])

    def event(self, position: int) -> Row | None:
        """The event at a position; one of them where there are several."""
        for rows in self.events(position - 1, position):
            return Row._make(rows[0])
        return None

    def next_event(self, after: int) -> Row | None:
        """The first event after a position, gap or not."""
        found = self._next_position(after)
        return None if found is None else self.event(found)

    def versions(self, streams: Iterable[str], through: int) -> dict[str, int]:
        """The versions of those of the streams that there were at a position."""
        rows = self._rows("versions", streams=list(streams), through=through)
        return cast("dict[str, int]", dict(cast("list[tuple[str, int]]", rows)))

    def repeated(self, after: int) -> int | None:
        """The position of the first event after a position that has the id of another before it."""
        rows = self._rows("repeated", after=after)
        return cast("int", rows[0][0]) if rows else None

    def named(self, ids: Iterable[str]) -> list[Named]:
        """What is left of events."""
        return [Named._make(row) for row in self._rows("named", ids=list(ids))]

    def documents(self, ids: Iterable[str]) -> Iterator[tuple[str, list[StoredDocument], list[StoredPart]]]:
        """Each of the documents with its row (which should be one) and its parts by ordinal."""
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), _DOCUMENTS):
            some = wanted[start : start + _DOCUMENTS]
            documents: dict[str, list[StoredDocument]] = {each: [] for each in some}
            parts: dict[str, list[StoredPart]] = {each: [] for each in some}
            for row in self._rows("documents", ids=some):
                documents[cast("str", row[0])].append(StoredDocument._make(row))
            for row in self._rows("parts", ids=some):
                parts[cast("str", row[0])].append(StoredPart._make(row))
            for each in some:
                yield each, documents[each], parts[each]

    def all_documents(self) -> Iterator[str]:
        """The id of every document."""
        after: str | None = None
        while rows := cast("list[tuple[str]]", self._rows("all_documents", after=after, limit=PAGE)):
            yield from (row[0] for row in rows)
            after = rows[-1][0]

    def orphan(self) -> str | None:
        """The id of a document that has parts and no row."""
        rows = self._rows("orphan")
        return cast("str", rows[0][0]) if rows else None
