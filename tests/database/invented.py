"""Invented cables for tests: raw telegrams of posts that exist, about things that never happened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jobs.project import project as refresh
from tracker.cables.releases import RawFile
from tracker.ingest import Ingest, Summary

if TYPE_CHECKING:
    from tracker.database import Database

ARREST = "On March 3, federal police in Reynosa arrested four members of the Gulf Cartel."
SEIZURE = "On March 5, soldiers seized 300 kilograms of cocaine and 12 rifles in Nuevo Laredo, Tamaulipas."
ATTACK = "On March 7, gunmen killed two municipal police officers in Monterrey."


def telegram(*paragraphs: str, serial: int = 4321, post: str = "MEXICO") -> str:
    """A telegram of 10 March 2007 with these paragraphs, numbered from 1."""
    numbered = "\n\n".join(f"{number}. (C) {words}" for number, words in enumerate(paragraphs, start=1))
    return f"""R 101530Z MAR 07
FM AMEMBASSY {post}
TO SECSTATE WASHDC 1234

C O N F I D E N T I A L {post} {serial:06d}

SIPDIS

E.O. 12958: DECL: 03/10/2017
TAGS: SNAR, KCRM, MX
SUBJECT: WHAT THE TESTS SAW IN TAMAULIPAS

{numbered}
GARZA
"""


def file(text: str, name: str = "4321.txt") -> RawFile:
    """A file of a release."""
    return RawFile(Path("somewhere") / name, text.encode())


def ingest(database: Database, *files: RawFile, sample: bool = False) -> Summary:
    """Record files as `tracker ingest` does."""
    return Ingest(database.engine("writer"), actor="a test", sample=sample).run(files)


def project(database: Database, *, batch: int = 5_000) -> None:
    """Fold and announce as `tracker ingest` does, in batches of a size."""
    refresh(database, batch=batch)
