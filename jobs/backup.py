"""Backup and restore: the log and what is sealed, in one file; everything else is made of these anew.

The file is a ZIP of the exported log (which an import checks line by line), the sealed words, what is in quarantine,
and the address that the site was published under. It holds words of protected people: only who makes it may read it.
"""

from __future__ import annotations

import json
import os
import zipfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, cast

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from tracker.database import opened_as_owner
from tracker.errors import ExportError, ImportRefusedError
from tracker.log.exporting import export_log
from tracker.log.files import compressed
from tracker.log.importing import import_log
from tracker.log.log import Log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedIOBase
    from pathlib import Path

    from tracker.database import Database
    from tracker.settings import Settings
    from tracker.types import JsonObject

FORM = 1
_LOG, _ABOUT, _BASE_URL = "log.jsonl.gz", "backup.json", "base_url"
_SEALED = ("protected_names", "protected_places")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: where its log ends, and how many sealed words."""

    position: int
    hash: str
    sealed: int
    form: int = FORM


def backup(database: Database, settings: Settings, file: Path) -> Kept:
    """Write a backup, which has its name only when it is whole, and which only its owner may read.

    Raises ExportError where it cannot be written, DatabaseError where the owner's address is not known.
    """
    with _written(file) as archive, opened_as_owner(settings) as owner:
        with archive.open(_LOG, "w", force_zip64=True) as member, compressed(member.write) as write:
            done = export_log(database.engine("writer"), write)
        sealed = 0
        # After the log, so that nothing that it tells of is missing; more is dropped at the restore.
        with owner.transaction(), owner.cursor(row_factory=dict_row) as cursor:
            for table in _SEALED:
                with archive.open(f"{table}.jsonl", "w") as member:
                    rows = cursor.stream(sql.SQL("SELECT * FROM sealed.{} ORDER BY 1, 2").format(sql.Identifier(table)))
                    sealed += _write_lines(member, rows)
            with archive.open("quarantine.jsonl", "w") as member:
                _write_lines(member, cursor.stream("SELECT * FROM jobs.quarantine ORDER BY 1, 2"))
        remembered = settings.data / _BASE_URL
        if remembered.exists():
            archive.writestr(_BASE_URL, remembered.read_text(encoding="utf-8"))
        kept = Kept(done.position, done.hash, sealed)
        archive.writestr(_ABOUT, json.dumps(asdict(kept)))
    return kept


def restore(database: Database, settings: Settings, file: Path) -> Kept:
    """Take a backup in, into an installation whose log is empty, or that a restore of the same one was cut off in.

    Raises ImportRefusedError where the file is none, is damaged, or the log holds something else.
    """
    try:
        with zipfile.ZipFile(file) as archive, opened_as_owner(settings) as owner:
            kept = Kept(**json.loads(archive.read(_ABOUT)))
            if kept.form != FORM:
                raise ImportRefusedError(f"{file.name} is of form {kept.form}, known is {FORM}")
            head = Log(database.engine("writer")).head()
            if (head.position, head.hash.hex()) != (kept.position, kept.hash):
                with archive.open(_LOG) as member:
                    source = cast("BufferedIOBase", member)
                    import_log(database.engine("writer"), source, name=file.name, sample=settings.sample)
            _restore_sealed(owner, archive)
            if _BASE_URL in archive.namelist():
                settings.data.mkdir(parents=True, exist_ok=True)
                (settings.data / _BASE_URL).write_bytes(archive.read(_BASE_URL))
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        raise ImportRefusedError(f"{file.name} is no whole backup ({type(error).__name__})") from error
    except OSError as error:
        raise ImportRefusedError(f"{file.name} cannot be read ({error.strerror})") from error
    return kept


def _restore_sealed(owner: psycopg.Connection, archive: zipfile.ZipFile) -> None:
    """Put back what was sealed; what a document is sealed with comes with it or never, but for here."""
    with owner.transaction(), owner.cursor() as cursor:
        for table in _SEALED:
            name = sql.Identifier("sealed", table)
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER refuse_addition").format(name))
            put = sql.SQL(
                "INSERT INTO {0} SELECT r.* FROM jsonb_populate_record(NULL::{0}, %s) AS r "
                "WHERE r.document_id IN (SELECT document_id FROM log.documents) ON CONFLICT DO NOTHING"
            ).format(name)
            _put_lines(cursor, put, archive, f"{table}.jsonl")
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER refuse_addition").format(name))
        settled = sql.SQL(
            "INSERT INTO jobs.quarantine SELECT r.* FROM jsonb_populate_record(NULL::jobs.quarantine, %s) AS r "
            "ON CONFLICT DO NOTHING"
        )
        _put_lines(cursor, settled, archive, "quarantine.jsonl")


def _write_lines(member: IO[bytes], rows: Iterator[JsonObject]) -> int:
    count = 0
    for row in rows:
        member.write(json.dumps(row, default=str, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def _put_lines(cursor: psycopg.Cursor, statement: sql.SQL | sql.Composed, archive: zipfile.ZipFile, name: str) -> None:
    with archive.open(name) as member:
        cursor.executemany(statement, ((line.decode(),) for line in member))


@contextmanager
def _written(file: Path) -> Iterator[zipfile.ZipFile]:
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as raw:
                with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
                    yield archive
                raw.flush()
                os.fsync(raw.fileno())
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"{file.name} cannot be written ({error.strerror})") from error
