"""Words that somebody has hidden: masked in the text of record, gone from every older one, and so from all views."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.database.invented import ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.test_erasure import everything, state
from tracker.log.verification import verify
from tracker.protecting import Plan, Protected, Wish, protect
from tracker.types import ReferenceId

if TYPE_CHECKING:
    from tracker.database import Database

CABLE = ReferenceId("07MEXICO4321")
NAME = "Ramiro Inventado Puente"
ARREST = f"On March 3, federal police in Reynosa arrested {NAME} and three other members of the Gulf Cartel."
LATER = "A lawyer of Inventado Puente told us that PUENTE had seen nothing."
SECRET = re.compile(r"ramiro|inventado|puente", re.IGNORECASE)


def hide(
    database: Database, words: str = NAME, *, paragraph: str = "1", only_here: bool = False, keep: bool = True
) -> tuple[Plan, Protected | None]:
    wish = Wish(reference_id=CABLE, paragraph=paragraph, words=words, reason="a test", only_here=only_here, keep=keep)
    return protect(database.engine("writer"), database.engine("eraser"), wish, actor="a tester")


def telling(database: Database, *paragraphs: str) -> None:
    ingest(database, file(telegram(*paragraphs)))
    project(database)


def text_of(database: Database) -> str:
    with database.engine("reader").connect() as connection:
        rows = connection.exec_driver_sql("SELECT text FROM read.paragraphs ORDER BY reference_id, ordinal").scalars()
        return "\n".join(rows)


def test_nothing_outside_the_seal_tells_the_words(database: Database, superuser: str) -> None:
    telling(database, ARREST, LATER, ATTACK)
    assert SECRET.search(everything(superuser))
    made, done = hide(database)
    assert done
    assert made.masks == {"1": 1, "2": 2}
    project(database)
    assert not SECRET.search(everything(superuser))
    assert "federal police in Reynosa arrested [protected 1] and three other" in text_of(database)
    assert "A lawyer of [protected 1] told us that [protected 1] had seen nothing." in text_of(database)
    assert verify(database.engine("writer")).fault is None


def test_no_reading_brings_them_back(database: Database, superuser: str) -> None:
    telling(database, ARREST, LATER)
    hide(database)
    project(database)
    before = state(database)
    telling(database, ARREST, LATER)
    assert state(database) == before
    telling(database, ARREST.replace("March 3", "March 4"), LATER, SEIZURE)
    assert "On March 4, federal police in Reynosa arrested [protected 1] and three other" in text_of(database)
    assert not SECRET.search(everything(superuser))
