"""Words that somebody has hidden: masked in the text of record, gone from every older one, and so from all views."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import ATTACK, SEIZURE, file, ingest, project, telegram
from tests.database.test_erasure import everything, rows, state
from tracker.deciding.desk import Desk
from tracker.errors import ProtectionError
from tracker.log.verification import verify
from tracker.protecting import Plan, Protected, Wish, protect
from tracker.settings import Settings
from tracker.showing.own_words import having, noted
from tracker.types import ReferenceId
from tracker.unsealing import put_back

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


def test_words_are_put_back_by_the_owner_alone(database: Database, superuser: str) -> None:
    telling(database, ARREST, LATER)
    before = text_of(database)
    names = [row["name"] for row in rows(database, "people")]
    _, done = hide(database)
    assert done
    assert done.decision_id
    project(database)
    assert not SECRET.search(text_of(database))
    writer = database.engine("writer")
    nobody = Settings(data=Path("nowhere"), role_urls={"writer": "postgresql://localhost/nothing"})
    with pytest.raises(ProtectionError, match="only the owner"):
        put_back(writer, nobody, done.decision_id, reason="a test", actor="a tester")
    owner = Settings(data=Path("nowhere"), database_url=superuser)
    assert put_back(writer, owner, done.decision_id, reason="a test", actor="a tester")
    project(database)
    assert text_of(database) == before
    assert [row["name"] for row in rows(database, "people")] == names
    assert put_back(writer, owner, done.decision_id, reason="a test", actor="a tester") == []
    telling(database, ARREST, LATER)
    assert text_of(database) == before
    made, _ = hide(database)
    project(database)
    assert not SECRET.search(text_of(database))
    assert made.masks == {"1": 1, "2": 2}


def test_what_nobody_kept_cannot_be_put_back(database: Database, superuser: str) -> None:
    telling(database, ARREST, LATER)
    _, done = hide(database, keep=False)
    assert done
    assert done.decision_id
    owner = Settings(data=Path("nowhere"), database_url=superuser)
    with pytest.raises(ProtectionError, match="nobody kept these words"):
        put_back(database.engine("writer"), owner, done.decision_id, reason="a test", actor="a tester")


def test_only_here_leaves_what_stands_elsewhere(database: Database) -> None:
    telling(database, ARREST, LATER)
    made, _ = hide(database, "Inventado Puente", only_here=True)
    assert (made.masks, made.standing) == ({"1": 1}, {"2": 1})
    project(database)
    assert "arrested Ramiro [protected 1] and" in text_of(database)
    assert "A lawyer of Inventado Puente told us" in text_of(database)


def test_what_people_wrote_themselves_is_found_by_its_words_and_by_what_it_is_on(database: Database) -> None:
    ingest(database, file(telegram(SEIZURE)))
    project(database)
    (report,) = rows(database, "reports")
    desk = Desk(database.engine("writer"), actor="Ana Reviewer")
    desk.confirm(str(report["report_id"]), reason="told by Ramiro  INVENTÁDO himself")
    note = desk.annotate(f"reports/{report['report_id']}", "The court counted nine.", "https://court.example/inventado")
    project(database)
    reader = database.engine("reader")
    assert [each.act for each in having(reader, "ramiro inventado")] == ["confirm"]
    assert [each.act for each in having(reader, "Inventado")] == ["confirm", "annotate"]
    assert having(reader, "somebody else") == []
    assert [each.decision_id for each in noted(reader, str(report["report_id"]))] == [note.plan.decision_id]
    assert noted(reader, "07MEXICO4321") == []


def test_a_note_on_a_person_tells_no_name_of_its_own_and_goes_with_the_name(database: Database, superuser: str) -> None:
    telling(database, ARREST, LATER)
    (person,) = rows(database, "people")
    desk = Desk(database.engine("writer"), actor="Ana Reviewer")
    note = desk.annotate(f"people/{person['slug']}", "The court freed that man.", None)
    project(database)
    assert [row["subject"] for row in rows(database, "annotations")] == [person["slug"]]
    hide(database)
    project(database)
    assert rows(database, "annotations") == []
    assert not SECRET.search(everything(superuser))
    assert having(database.engine("reader"), "that man")[0].erasing.endswith(f"erase event {note.positions[0]}")


def test_the_names_of_operations_in_decisions_are_found_too(database: Database) -> None:
    telling(database, "On March 1, the government launched Operation Inventado Puente with 3,000 troops in Tamaulipas.")
    (slug,) = (str(row["slug"]) for row in rows(database, "operations") if SECRET.search(row["slug"]))
    desk = Desk(database.engine("writer"), actor="Ana Reviewer")
    desk.annotate(f"operations/{slug}", "It went on for long.", None)
    project(database)
    assert [each.act for each in having(database.engine("reader"), "Inventado Puente")] == ["annotate"]
