"""What one rendition of a cable hides is shown by none, in whatever order they are ingested."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.database.invented import file, ingest, project
from tests.unit.cables.invented import HEADER, dump_row, page
from tracker.erasing import erase_words
from tracker.events import CableContent
from tracker.log.log import Log
from tracker.types import ReferenceId, Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cables.raw_files import RawFile
    from tracker.database import Database
    from tracker.ingest import Summary

CABLE = ReferenceId("07MEXICO412")
STREAM = Stream(f"cable/{CABLE}")
TAKEN_OUT = "XXXXXXXXXXXX"
BODY = """\
C O N F I D E N T I A L SECTION 01 OF 02 MEXICO 000412

SIPDIS

E.O. 12958: DECL: 02/14/2017
TAGS: PGOV SNAR MX
SUBJECT: {subject} SAW A QUIET HARBOUR

Classified By: Political Officer Ada Byron.  Reasons: 1.4 (b, d).

1. (C) On February 3, federal police in Reynosa arrested {first}, the
captain of the second boat. {second} of the harbour office told us
that it was raining.

2. (C) {surname} denied all of it. On February 5, soldiers seized 300
kilograms of cocaine in the office of {second}.
BYRON
"""
NAMES = {"subject": "TAMARACK", "first": "Bruno Tamarack", "second": "Celia Fontana", "surname": "Tamarack"}
FIRST = {"subject": TAKEN_OUT, "first": TAKEN_OUT, "surname": TAKEN_OUT}
ONCE = {"first": TAKEN_OUT}
SECOND = {"second": TAKEN_OUT}


def raw(**hidden: str) -> RawFile:
    return file(f"{HEADER}\n{BODY.format_map(NAMES | hidden)}", "raw.txt")


def dump(**hidden: str) -> RawFile:
    return file(dump_row(1, CABLE, body=BODY.format_map(NAMES | hidden)), "cables.csv")


def site(**hidden: str) -> RawFile:
    return file(page(body=BODY.format_map(NAMES | hidden)), "07MEXICO412.html")


def texts(database: Database) -> list[str]:
    """All texts of the cable, as recorded, subject and telegram, the oldest first."""
    log = Log(database.engine("writer"))
    ids = dict.fromkeys(
        recorded.event.document_id for recorded in log.read_stream(STREAM) if isinstance(recorded.event, CableContent)
    )
    documents = [log.document(each) for each in ids]
    return [f"{document.subject}\n{document.text}" for document in documents if document]


def names_in(text: str) -> list[str]:
    return [name for name in ("tamarack", "fontana") if name in text.lower()]


def told(database: Database) -> str:
    """All that readers are shown of the cable."""
    project(database)
    with database.engine("reader").connect() as connection:
        views = connection.execute(
            text("SELECT table_name FROM information_schema.views WHERE table_schema = 'read' ORDER BY 1")
        ).scalars()
        return " ".join(
            str(row) for view in list(views) for row in connection.execute(text(f'SELECT * FROM read."{view}"'))
        )


def erase_open(database: Database, summaries: Sequence[Summary]) -> None:
    eraser = database.engine("eraser")
    for each in (each for summary in summaries for each in summary.open):
        erase_words(eraser, CABLE, each.spans, ordinal=each.ordinal, reason="hidden elsewhere", actor="a test")


PAIRS = {
    "the page hides": (site(**FIRST), raw()),
    "the telegram hides": (site(), raw(**FIRST)),
    "the telegram hides the name at one place only": (site(), raw(**ONCE)),
    "the page hides it at one place only": (site(**ONCE), dump()),
    "the dump hides": (site(), dump(**FIRST)),
}


@pytest.mark.parametrize("swapped", [False, True], ids=["better first", "worse first"])
@pytest.mark.parametrize("pair", list(PAIRS.values()), ids=list(PAIRS))
def test_what_one_of_two_hides_is_not_shown(database: Database, pair: tuple[RawFile, RawFile], swapped: bool) -> None:
    for each in reversed(pair) if swapped else pair:
        ingest(database, each)
    newest = texts(database)[-1]
    assert names_in(newest) == ["fontana"]
    assert "tamarack" not in told(database).lower()


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_what_each_of_three_hides_is_shown_by_none_and_all_of_it_can_be_erased(
    database: Database, order: tuple[int, int, int]
) -> None:
    files = (site(), raw(**FIRST), dump(**SECOND))
    summaries = [ingest(database, files[nth]) for nth in order]
    assert names_in(texts(database)[-1]) == []
    assert names_in(told(database)) == []
    erase_open(database, summaries)
    assert [name for each in texts(database) for name in names_in(each)] == []


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_ingesting_the_same_again_records_nothing_and_still_tells_what_is_open(
    database: Database, order: tuple[int, int, int]
) -> None:
    files = (site(), raw(**FIRST), dump(**SECOND))
    summaries = [ingest(database, files[nth]) for nth in order]
    head = Log(database.engine("writer")).head()
    again = ingest(database, *files)
    assert Log(database.engine("writer")).head() == head
    assert again.unchanged == 3
    opened = {(each.ordinal, each.spans) for summary in summaries[-1:] for each in summary.open}
    assert opened <= {(each.ordinal, each.spans) for each in again.open}


def test_a_text_that_was_recorded_open_is_told_with_the_command_that_erases_it(database: Database) -> None:
    assert ingest(database, site()).open == []
    summary = ingest(database, raw(**FIRST))
    (found,) = summary.open
    assert (found.reference_id, found.ordinal) == (CABLE, 1)
    assert found.command.startswith(f"tracker log erase words {CABLE} --document 1 --characters ")
    first = texts(database)[0].partition("\n")[2]
    assert {first[span.start : span.end].split()[-1].lower() for span in found.spans} == {"tamarack"}


def test_what_is_erased_is_not_told_again_and_comes_not_back(database: Database) -> None:
    summaries = [ingest(database, site()), ingest(database, raw(**FIRST))]
    erase_open(database, summaries)
    assert "[protected 1]" in texts(database)[-1]
    again = ingest(database, site(), raw(**FIRST))
    assert again.open == []
    assert "tamarack" not in " ".join(texts(database)).lower()


def test_a_protected_name_is_masked_in_a_rendition_that_lost_the_mark(database: Database) -> None:
    marked = {"first": "Bruno Tamarack (strictly protect)"}
    ingest(database, site())
    ingest(database, raw(**marked))
    assert names_in(texts(database)[-1]) == ["fontana"]


def test_the_reports_of_a_text_that_is_hidden_later_do_not_tell_its_words(database: Database) -> None:
    ingest(database, site())
    project(database)
    ingest(database, raw(**FIRST))
    assert "tamarack" not in told(database).lower()


def test_a_text_in_which_nothing_is_hidden_is_not_touched(database: Database) -> None:
    ingest(database, raw())
    ingest(database, site())
    assert "[protected" not in texts(database)[-1]
    assert len(texts(database)) == 2
