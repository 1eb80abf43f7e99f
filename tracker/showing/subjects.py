"""Which thing somebody means by an id: in full or shortened, as it is printed, or as an address of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from uuid import UUID

from psycopg.rows import class_row

from tracker.cables.identifiers import parse_reference_id
from tracker.errors import AmbiguousIdError, NothingFoundError, ReferenceIdError
from tracker.statements import statements

if TYPE_CHECKING:
    import psycopg

_HEX = re.compile(r"[0-9a-f]{1,32}")
_CANDIDATES_SHOWN = 20


class SubjectKind(StrEnum):
    """The kinds of things that have an id of their own, each by the name of its folder in addresses."""

    REPORT = "reports"
    INCIDENT = "incidents"
    PERSON = "people"
    OPERATION = "operations"
    CARTEL = "cartels"
    CABLE = "cables"


SINGULAR = {
    SubjectKind.REPORT: "report",
    SubjectKind.INCIDENT: "incident",
    SubjectKind.PERSON: "person",
    SubjectKind.OPERATION: "operation",
    SubjectKind.CARTEL: "cartel",
    SubjectKind.CABLE: "cable",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing: its kind, its key (a UUID, slug or reference ID), and a line that tells it from others."""

    kind: SubjectKind
    key: str
    told: str

    @property
    def uuid(self) -> UUID:
        """The key of a report or an incident."""
        return UUID(self.key)

    @property
    def address(self) -> str:
        """Where its page stands on the site."""
        return f"/{self.kind}/{self.key}"


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: str
    key: str
    told: str
    exact: bool


def subject(connection: psycopg.Connection[tuple[object, ...]], asked: str, of: SubjectKind | None = None) -> Subject:
    """The thing, of a kind if one is wanted, that is meant by an id, a unique beginning of one, or an address.

    A report's id alone means the report, though its incident may have the same: `incidents/ID` means that one, also
    by an id that it had before. Raises NothingFoundError, or AmbiguousIdError with the candidates.
    """
    kind, word = _taken_apart(asked)
    kind = of or kind
    found = _candidates(connection, kind, word)
    exact = [each for each in found if each.exact]
    chosen = exact or found
    if not chosen:
        among = f"no {SINGULAR[kind]}" if kind else "nothing"
        raise NothingFoundError(f"{among} is called {asked.strip()!r}, and no id begins so")
    if len(chosen) > 1:
        listed = [f"{each.kind}/{each.key}  {each.told}" for each in chosen[:_CANDIDATES_SHOWN]]
        more = len(chosen) - _CANDIDATES_SHOWN
        raise AmbiguousIdError(
            "\n  ".join([f"{asked.strip()!r} can be", *listed, *([f"and {more} more"] * (more > 0))])
        )
    one = chosen[0]
    return Subject(SubjectKind(one.kind), one.key, one.told)


def _taken_apart(asked: str) -> tuple[SubjectKind | None, str]:
    """The kind, where an address or `report/ID` tells it, and the word itself."""
    path = unquote(urlsplit(asked.strip()).path) if "//" in asked else asked.strip().partition("#")[0]
    *before, word = path.strip("/").split("/")
    names = {name: kind for kind in SubjectKind for name in (kind.value, SINGULAR[kind])}
    kind = names.get(before[-1].lower()) if before else None
    if before and kind is None:
        # "MEXICO 1068/07" and its like: the whole of it is one printed id.
        return None, path
    return kind, word.removesuffix(".html")


def _candidates(
    connection: psycopg.Connection[tuple[object, ...]], kind: SubjectKind | None, word: str
) -> list[_Candidate]:
    named = statements("tracker.showing", "subjects.sql")
    low, high = _range(word)
    values = {
        "word": word.lower(),
        "prefix": _beginning(word.lower()),
        "reference_id": _reference_id(word),
        "reference_prefix": _beginning(word.upper()),
        "low": low,
        "high": high,
        "kind": kind,
    }
    with connection.cursor(row_factory=class_row(_Candidate)) as cursor:
        return cursor.execute(named["candidates"].encode(), values).fetchall()


def _range(word: str) -> tuple[UUID | None, UUID | None]:
    """The first and the last UUID that begin so; None where it is no beginning of one."""
    digits = word.lower().replace("-", "")
    if not _HEX.fullmatch(digits):
        return None, None
    return UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))


def _reference_id(word: str) -> str | None:
    try:
        return parse_reference_id(word)
    except ReferenceIdError:
        return None


def _beginning(word: str) -> str:
    """A LIKE pattern of all that begins so."""
    return re.sub(r"([\\%_])", r"\\\1", word) + "%"
