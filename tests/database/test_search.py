"""Paragraphs are found by their words without regard to accents, forms and case, and shown with them marked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.database.invented import ARREST, SEIZURE, file, ingest, project, telegram
from tracker.asking import search as searching
from tracker.asking.search import Answer, Wanted, search
from tracker.deciding.desk import Desk
from tracker.decision_events import Ground
from tracker.errors import QueryError
from tracker.projections import words
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner

if TYPE_CHECKING:
    from tracker.database import Database

MAYOR = "The mayor of Ciudad Juárez, José Núñez, met traders from Tamaulipas/Coahuila and praised the army's patrols."
QUIET = "Nobody was arrested in Ciudad Juarez, and traders in Torres said that nothing had happened there for weeks."


@pytest.fixture
def filled(database: Database) -> Database:
    ingest(
        database, file(telegram(MAYOR, ARREST, SEIZURE)), file(telegram(QUIET, serial=5000, post="MONTERREY"), "5.txt")
    )
    project(database)
    return database


def labels(database: Database, words: str, **narrower: object) -> list[tuple[str, str | None]]:
    answer = search(database.engine("reader"), Wanted(words, **narrower))  # type: ignore[arg-type]  # as each test says
    return [(each.reference_id, each.label) for each in answer.found]


FIRST, SECOND, THIRD = (("07MEXICO4321", label) for label in "123")
OTHER = ("07MONTERREY5000", "1")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("juarez", {FIRST, OTHER}),
        ("JUÁREZ", {FIRST, OTHER}),
        ("Jua\u0301rez nunez", {FIRST}),
        ("coahuila", {FIRST}),
        ("arrests", {SECOND, OTHER}),
        ('"ciudad juarez"', {FIRST, OTHER}),
        ('"juarez ciudad"', set()),
        ("“José Núñez”", {FIRST}),
        ("juarez -traders", set()),
        ("juarez -arrested", {FIRST}),
        ("cocaine or mayor", {FIRST, THIRD}),
        ("torres", {OTHER}),
        ("met", {FIRST}),
        ("there", {OTHER}),
        ("Núñez-José", {FIRST}),
        ('"tamaulipas coahuila"', {FIRST}),
    ],
)
def test_words_find_paragraphs(filled: Database, words: str, expected: set[tuple[str, str]]) -> None:
    assert set(labels(filled, words)) == expected


@pytest.mark.parametrize(
    ("narrower", "expected"),
    [
        ({"post": "monterrey"}, [OTHER]),
        ({"post": "mexic"}, []),
        ({"after": date(2007, 3, 11)}, []),
        ({"after": date(2007, 3, 10), "before": date(2007, 3, 11), "post": "MEXICO"}, [FIRST]),
        ({"before": date(2007, 3, 10)}, []),
        ({"tags": ["snar", "MX"], "post": "MEXICO"}, [FIRST]),
        ({"tags": ["SNAR", "XX"]}, []),
        ({"kind": "arrest"}, []),
    ],
)
def test_a_search_is_narrowed_down(filled: Database, narrower: dict[str, object], expected: list[object]) -> None:
    assert labels(filled, "juarez", **narrower) == expected


def test_a_kind_is_that_of_a_report_which_rests_on_the_paragraph(filled: Database) -> None:
    assert labels(filled, "tamaulipas or gulf", kind="seizure") == [THIRD]


def test_several_sessions_search_what_one_would(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_FEW", 0)
    monkeypatch.setattr(words, "_HANDS", 3)
    texts = [telegram(MAYOR, ARREST, QUIET, serial=serial) for serial in range(4001, 4008)]
    ingest(database, *(file(each, f"{place}.txt") for place, each in enumerate(texts)))
    project(database)
    with database.engine("projector").connect() as connection:
        made = connection.execute(text("SELECT search = read.search_vector(text) FROM read.paragraphs")).scalars().all()
    assert len(made) == 28
    assert all(made)


def test_a_paragraph_that_has_it_exactly_comes_first(database: Database) -> None:
    ingest(
        database,
        file(telegram("Officers of Torre met.", "Officers of Torres met.", "Officers of Torre sat.")),
    )
    project(database)
    assert labels(database, "torres")[0] == ("07MEXICO4321", "2")


def test_among_equals_the_newest_comes_first_and_no_more_than_asked_for(database: Database) -> None:
    older, newer = telegram(ARREST), telegram(ARREST, serial=5000).replace("101530Z MAR 07", "111530Z MAR 07")
    ingest(database, file(older), file(newer, "2.txt"))
    project(database)
    assert labels(database, "gulf cartel") == [("07MEXICO5000", "1"), ("07MEXICO4321", "1")]
    assert labels(database, "gulf cartel", limit=1) == [("07MEXICO5000", "1")]


@pytest.mark.parametrize(
    "limits",
    [{"RANKED": 2}, {"RANKED": 2, "DATED": 2}, {"FORESEEN": -1}, {"FORESEEN": -1, "WALKED": 0, "RANKED": 2}],
    ids=["by their dates", "by going through cables", "without counting", "counted since going through found too few"],
)
def test_where_many_have_the_words_the_newest_are_given(
    filled: Database, monkeypatch: pytest.MonkeyPatch, limits: dict[str, int]
) -> None:
    later = telegram(MAYOR, serial=6000).replace("101530Z MAR 07", "111530Z MAR 07")
    ingest(filled, file(later, "later.txt"))
    project(filled)
    wanted = Wanted("juarez or traders", limit=2)
    best = search(filled.engine("reader"), wanted)
    assert not best.many
    assert all(each.rank for each in best.found)
    for name, value in limits.items():
        monkeypatch.setattr(searching, name, value)
    newest = search(filled.engine("reader"), wanted)
    assert newest.many
    assert [(each.reference_id, each.rank) for each in newest.found] == [("07MEXICO6000", None), ("07MEXICO4321", None)]
    assert "«Juárez»" in newest.found[0].snippet
    narrower = search(filled.engine("reader"), Wanted("juarez or traders", post="MONTERREY"))
    assert not narrower.many


def test_of_many_in_some_cables_the_newest_are_given(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    later = telegram(MAYOR, ARREST, serial=6000).replace("101530Z MAR 07", "111530Z MAR 07")
    ingest(filled, file(later, "later.txt"))
    project(filled)
    monkeypatch.setattr(searching, "RANKED", 1)
    for narrower in ({"post": "mexico"}, {"tags": ["SNAR"]}, {"before": date(2007, 3, 12)}):
        newest = search(filled.engine("reader"), Wanted("mayor", limit=1, **narrower))
        assert newest.many
        assert [each.reference_id for each in newest.found] == ["07MEXICO6000"]
    of_kind = search(filled.engine("reader"), Wanted("gulf or mayor", kind="arrest"))
    assert of_kind.many
    assert [(each.reference_id, each.label) for each in of_kind.found] == [("07MEXICO6000", "2"), SECOND]


def test_words_that_nobody_has_are_found_nowhere_however_common_they_seem(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FORESEEN", -1)
    assert search(filled.engine("reader"), Wanted("xylophone")) == searching.Answer([], many=False)


def test_a_snippet_is_in_the_real_words_with_those_found_marked(filled: Database) -> None:
    (found,) = search(filled.engine("reader"), Wanted("juarez nunez tamaulipas")).found
    assert "Ciudad «Juárez», José «Núñez»" in found.snippet
    assert "«Tamaulipas»/Coahuila" in found.snippet
    assert (found.marking, found.subject) == ("C", "WHAT THE TESTS SAW IN TAMAULIPAS")


def test_a_snippet_of_a_long_paragraph_shows_the_places(database: Database) -> None:
    filler = "Traders at the border said that business went on. " * 20
    ingest(database, file(telegram(f"{filler}A man called Peña was seen. {filler}His brother Muñoz was not. {filler}")))
    project(database)
    (found,) = search(database.engine("reader"), Wanted("pena or munoz"), marks=("[", "]")).found
    assert found.snippet.startswith("... ")
    assert found.snippet.endswith(" ...")
    assert "A man called [Peña]" in found.snippet
    assert "brother [Muñoz]" in found.snippet
    assert len(found.snippet) < 400


def test_a_masked_name_is_neither_found_nor_shown(database: Database) -> None:
    told = "In Juárez, Ramiro Inventado Puente (strictly protect) told us that Ramiro feared for his life."
    ingest(database, file(telegram(told)))
    project(database)
    assert labels(database, "inventado or puente") == []
    (found,) = search(database.engine("reader"), Wanted("feared juarez")).found
    assert "[protected 1]" in found.snippet
    assert "Inventado" not in found.snippet


@pytest.mark.parametrize("words", ["", "...", '"', "-"])
def test_without_a_word_there_is_nothing_to_look_for(filled: Database, words: str) -> None:
    with pytest.raises(QueryError, match="no word to look for"):
        labels(filled, words)


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE x", "a:*b & | !", "%sx %(x)s", "x\\", "<b>&amp;", "it's 'quoted'", "((x"]
)
def test_odd_words_are_only_words(filled: Database, words: str) -> None:
    assert labels(filled, words) == []


def test_in_sql_the_same_is_found(filled: Database) -> None:
    query = "SELECT reference_id, label, snippet FROM read.search_paragraphs('juárez mayor') ORDER BY rank DESC"
    with filled.engine("reader").connect() as connection:
        (row,) = connection.execute(text(query)).all()
    assert (row.reference_id, row.label) == FIRST
    assert "«Juárez»" in row.snippet


def test_reports_are_found_by_the_paragraphs_that_they_rest_on_now(filled: Database) -> None:
    def are_alike() -> int:
        with filled.engine("reader").connect() as connection:
            kept = connection.execute(text(_KEPT)).all()
            assert kept == connection.execute(text(_JOINED)).all()
        return len(kept)

    assert are_alike() >= 2
    ingest(filled, file(telegram("The weather was fine.", MAYOR, ARREST), "again.txt"))
    project(filled)
    assert are_alike() >= 1
    with filled.engine("reader").connect() as connection:
        arrest = connection.execute(text("SELECT report_id FROM read.reports WHERE kind = 'arrest'")).scalar_one()
    before = are_alike()
    Desk(filled.engine("writer"), actor="Ana Reviewer").withhold(str(arrest), ground=Ground.SAFETY, reason="A life.")
    project(filled)
    assert are_alike() < before


_KEPT = "SELECT report_id, ordinal, search::text FROM read.report_paragraphs ORDER BY report_id, ordinal"
_JOINED = """
    SELECT r.report_id, p.ordinal, p.search::text
    FROM read.reports r
    JOIN read.paragraphs p ON p.reference_id = r.reference_id AND p.ordinal = ANY (r.paragraph_ordinals)
    ORDER BY r.report_id, p.ordinal
"""


def fold_all_but_search(database: Database) -> None:
    Runner(database.engine("projector"), [each for each in PROJECTIONS if each.name != "search"]).catch_up()


def test_what_is_not_searched_yet_is_told_and_found_later(database: Database) -> None:
    reader = database.engine("reader")
    ingest(database, file(telegram(MAYOR)))
    fold_all_but_search(database)
    assert search(reader, Wanted("juarez")) == Answer([], many=False, lacking="no paragraph is searched yet")
    project(database)
    assert search(reader, Wanted("juarez")).lacking is None
    ingest(database, file(telegram(QUIET, serial=5000, post="MONTERREY"), "5.txt"))
    fold_all_but_search(database)
    with reader.connect() as connection:
        assert len(connection.execute(text("SELECT FROM read.paragraphs WHERE search IS NULL")).all()) == 2
        since = connection.execute(text("SELECT recorded_at FROM read.searched")).scalar_one()
    answer = search(reader, Wanted("juarez"))
    assert {each.reference_id for each in answer.found} == {FIRST[0]}
    assert answer.lacking == f"paragraphs recorded after {since:%Y-%m-%d %H:%M} UTC are not searched yet"
    project(database)
    assert set(labels(database, "juarez")) == {FIRST, OTHER}
    assert search(reader, Wanted("juarez")).lacking is None
