"""Each of the twenty questions is answered over the sample release, as the reader, and finds something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tracker.asking.query import ask
from tracker.asking.questions import Question, question, questions
from tracker.errors import QueryError

if TYPE_CHECKING:
    from tracker.database import Database


def answer(database: Database, name: str) -> list[dict[str, Any]]:
    with ask(database.engine("reader"), question(name).query) as found:
        names = [column.name for column in found.columns]
        return [dict(zip(names, row, strict=True)) for rows in found.batches for row in rows]


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: str(asked.name))
def test_a_question_finds_something_in_the_sample(sampled: Database, asked: Question) -> None:
    rows = answer(sampled, asked.name)
    assert rows
    assert any(value is not None for value in rows[0].values())


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: str(asked.name))
def test_a_question_is_answered_in_the_same_order_each_time(sampled: Database, asked: Question) -> None:
    with sampled.engine("reader").connect() as connection:
        first = connection.execute(text(asked.query.replace(":", r"\:"))).all()
        connection.execute(text("SET enable_hashagg = off"))
        connection.execute(text("SET enable_hashjoin = off"))
        connection.execute(text("SET enable_indexscan = off"))
        assert connection.execute(text(asked.query.replace(":", r"\:"))).all() == first


def test_they_are_known_by_number_and_name() -> None:
    assert question("6") == question("who-was-arrested") == question(" WHO-was-arrested ")
    assert question("6").title.startswith("Who was arrested")
    with pytest.raises(QueryError, match="no question 99"):
        question("99")


def test_each_has_a_number_a_name_and_a_title_of_its_own() -> None:
    for told in ("number", "name", "title", "query"):
        assert len({getattr(each, told) for each in questions()}) == len(questions())
    assert all(each.title.endswith("?") for each in questions())
    assert all("LIMIT" not in each.query or "ORDER BY" in each.query for each in questions())


def test_the_zetas_founder_is_told_with_who_arrested_him(sampled: Database) -> None:
    rows = answer(sampled, "who-of-the-gulf-cartel-was-arrested")
    (row,) = (row for row in rows if row["persons"] == ["Jaime Gonzalez Duran"])
    assert (row["by_whom"], row["reference_id"]) == (["federal police"], "08SAMPLE112")


def test_an_arrest_is_told_with_its_sentence(sampled: Database) -> None:
    rows = answer(sampled, "who-was-arrested")
    (row,) = (row for row in rows if row["persons"] == ["Pedro Diaz Parada"])
    assert (row["cartels"], row["passage"]) == (
        ["diaz-parada"],
        "Soldiers arrested Pedro Diaz Parada in Oaxaca on January 16.",
    )


def test_the_dead_are_counted_by_what_they_were(sampled: Database) -> None:
    rows = answer(sampled, "which-police-and-soldiers-were-killed")
    assert {(row["police"], row["soldiers"]) for row in rows} >= {(12, None), (None, 8)}


def test_what_was_recorded_later_is_not_in_an_earlier_state(sampled: Database) -> None:
    assert all(row["position"] <= 150 for row in answer(sampled, "what-did-the-log-say-earlier"))


def test_cocaine_is_added_in_kilograms(sampled: Database) -> None:
    found = {
        (row["states"], row["quarter"].isoformat()): row for row in answer(sampled, "cocaine-by-state-and-quarter")
    }
    assert found["MX-TAM", "2007-10-01"]["kilograms"] == 11_700
    assert found["MX-TAM", "2007-10-01"]["first_told_in"] == ["07SAMPLE102"]


def test_what_was_known_on_a_day_rests_on_no_later_cable(sampled: Database) -> None:
    (known,) = answer(sampled, "what-was-known-of-operation-michoacan")
    assert (known["status"], known["launched"].isoformat(), known["personnel_now"]) == ("launched", "2006-12-11", None)
    assert set(known["reference_ids"]) == {"06SAMPLE88", "07SAMPLE4"}


def test_the_cables_of_the_sample_are_covered(sampled: Database) -> None:
    (post,) = answer(sampled, "what-share-of-a-posts-cables-was-read")
    assert (post["post"], post["cables"], post["partial"], post["without_events"]) == ("SAMPLE", 15, 1, 1)


def test_two_figures_of_one_year_stand_side_by_side(sampled: Database) -> None:
    rows = answer(sampled, "what-figures-of-killings-were-published")
    year = [row for row in rows if row["states"] == ["MX"] and row["period"].lower.year == 2007 and row["differs"]]
    assert {row["count"] for row in year} == {2794, 2275}


def test_reinforcements_are_added_to_those_who_were_sent(sampled: Database) -> None:
    rows = [row for row in answer(sampled, "how-many-were-sent") if row["name"] == "Joint Operation Michoacan"]
    assert [(row["part"], row["people"], row["personnel_now"]) for row in rows] == [
        ("further", 1_000, 6_500),
        ("further", 5_500, 6_500),
    ]


def test_two_cables_disagree_on_a_toll(sampled: Database) -> None:
    rows = answer(sampled, "where-cables-disagree-on-a-toll")
    assert {("2275", "08SAMPLE9"), ("2794", "09SAMPLE6")} <= {(row["value"], row["reference_id"]) for row in rows}


def test_there_are_twenty() -> None:
    assert [each.number for each in questions()] == list(range(1, 21))


def test_the_same_arrest_in_two_cables_is_one_event(sampled: Database) -> None:
    arrests = [row for row in answer(sampled, "what-do-several-cables-tell") if row["kind"] == "arrest"]
    assert ["08SAMPLE9", "08SAMPLE47"] in [row["reference_ids"] for row in arrests]
