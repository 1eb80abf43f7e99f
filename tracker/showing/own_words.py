"""What people wrote themselves (reasons, notes, addresses): hiding words of a cable, or erasing a report, leaves it.

So whoever hides or erases is told where it still stands, and how notes are erased.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from psycopg.rows import class_row

from tracker.cables.protection_vocabulary import folded_text
from tracker.showing.show import reading
from tracker.statements import statements

if TYPE_CHECKING:
    from sqlalchemy import Engine

_NOTE = "annotate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote of a decision, and where in the log."""

    decision_id: UUID
    position: int
    act: str
    words: str

    @property
    def told(self) -> str:
        """Where it stands, without the words."""
        return f"decision {str(self.decision_id)[:8]} ({self.act}, position {self.position})"

    @property
    def is_note(self) -> bool:
        """Whether it is a note, which can be erased by itself."""
        return self.act == _NOTE

    @property
    def erasing(self) -> str:
        """How it can be erased; empty where it cannot."""
        return f"; to erase it: tracker log erase event {self.position}" if self.is_note else ""


def having(engine: Engine, words: str) -> list[Written]:
    """What people wrote that has these words, whatever their case, accents and white space."""
    sought = _folded(words)
    return [each for each in _asked(engine, "written") if sought and sought in _folded(each.words)]


def noted(engine: Engine, subject: str) -> list[Written]:
    """The notes on a thing, by its id, slug or reference ID."""
    return _asked(engine, "noted", subject=subject)


def _folded(text: str) -> str:
    return " ".join(folded_text(text).split())


def _asked(engine: Engine, statement: str, **values: str) -> list[Written]:
    query = statements("tracker.showing", "own_words.sql")[statement]
    with reading(engine) as connection, connection.cursor(row_factory=class_row(Written)) as cursor:
        return cursor.execute(query.encode(), values).fetchall()
