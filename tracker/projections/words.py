"""Words for projections: what their statements alone cannot make, or not as fast.

A statement named `untold` makes the table of that name (key, document_id, report); `told` (key, facts) has then what
each report tells. One named `unread` finds documents (document_id, reference_id, paragraphs, words); what it found is
cleaned while the server goes on with the statements that follow, and added to the paragraphs after them. In SQL alone
it takes far longer. Of one named `unsearched` (document_id) the paragraphs are given the words by which they are found,
by several sessions at once, since it is all the server's work.
"""

from __future__ import annotations

import math
import os
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
import psycopg

from tracker.projections.telling import Text, facts
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    Cursor = psycopg.Cursor[dict[str, Any]]
    Another = Callable[[], AbstractContextManager[Cursor]]
    """Begins another transaction in the same set of tables."""

_Cuts = tuple[tuple[int, int], ...]

_FEW: Final = 250
"""So many documents are searched before others have begun to help."""
_HANDS: Final = min(4, os.cpu_count() or 1)
"""How many sessions search more of them at once."""


@contextmanager
def tell(cursor: Cursor, _another: Another) -> Iterator[None]:
    """Tell the reports of `untold` in words, with labels and page furniture as the set's paragraphs have them."""
    sql = statements("tracker.projections", "words.sql")
    cursor.execute(sql["make_told"])
    cuts: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    labels: dict[UUID, dict[int, tuple[str | None, str | None]]] = defaultdict(dict)
    for row in cursor.execute(sql["layouts"]):
        labels[row["document_id"]][row["ordinal"]] = (row["label"], row["marking"])
        cuts[row["document_id"]] += _cuts(row["cuts"])
    texts = {
        row["document_id"]: Text(row["words"], tuple(sorted(cuts[row["document_id"]])), labels[row["document_id"]])
        for row in cursor.execute(sql["untold_texts"])
    }
    untold = cursor.execute(sql["untold"]).fetchall()
    with cursor.copy("COPY told (key, facts) FROM STDIN") as copy:
        for row in untold:
            told = facts(orjson.loads(row["report"]), texts.get(row["document_id"], _NO_TEXT))
            copy.write_row((row["key"], orjson.dumps(told).decode()))
    yield


@contextmanager
def clean(cursor: Cursor, _another: Another) -> Iterator[None]:
    """Add the paragraphs of the documents that `unread` found, cleaned of page furniture and line ends."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        cleaned = beside.submit(_cleaned, cursor.fetchall())
        yield
        rows = cleaned.result()
    with cursor.copy(statements("tracker.projections", "words.sql")["add_paragraphs"]) as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def search(cursor: Cursor, another: Another) -> Iterator[None]:
    """Make the words of the paragraphs of the documents that `unsearched` found.

    Each share is committed by itself, before the batch is: of a paragraph that is searched already nothing is done. The
    batch's own session changes nothing meanwhile, so that nobody waits for it who is waited for here.
    """
    documents = [row["document_id"] for row in cursor]
    if len(documents) <= _FEW or _HANDS == 1:
        _search(cursor, documents)
    else:
        share = math.ceil(len(documents) / _HANDS)
        with ThreadPoolExecutor(max_workers=_HANDS) as hands:
            shares = (documents[at : at + share] for at in range(0, len(documents), share))
            for searched in [hands.submit(_search_elsewhere, another, each) for each in shares]:
                searched.result()
    yield


def _search(cursor: Cursor, documents: Sequence[UUID]) -> None:
    cursor.execute(statements("tracker.projections", "words.sql")["search_paragraphs"], {"documents": documents})


def _search_elsewhere(another: Another, documents: Sequence[UUID]) -> None:
    """Search a share, and say what the server says against it as the batch's own session would."""
    failed: psycopg.Error | None = None
    with another() as cursor:
        # The batch, which commits later, waits for the disk for all of them.
        cursor.execute("SET LOCAL synchronous_commit TO off")
        try:
            _search(cursor, documents)
        except psycopg.Error as error:
            failed = error
            raise psycopg.Rollback from None
    if failed:
        raise failed


def _cleaned(unread: Sequence[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    """The rows of paragraphs of these documents, as `add_paragraphs` takes them."""
    rows: list[tuple[object, ...]] = []
    for document in unread:
        paragraphs = orjson.loads(document["paragraphs"])
        cuts = sorted((start, end) for each in paragraphs if each.get("cuts") for start, end in each["cuts"])
        text = Text(document["words"] or "", cuts)
        for each in paragraphs:
            start, end = each["body"]
            rows.append(
                (
                    document["document_id"],
                    document["reference_id"],
                    each["ordinal"],
                    each.get("label"),
                    each.get("marking"),
                    text.at(each.get("heading")),
                    text.between(start, end),
                    start,
                    end,
                    orjson.dumps(each["cuts"]).decode() if each.get("cuts") else "[]",
                )
            )
    return rows


def _cuts(json: str) -> list[tuple[int, int]]:
    return [] if json == "[]" else [(start, end) for start, end in orjson.loads(json)]


_NO_TEXT = Text("")

STEPS: Mapping[str, Callable[[Cursor, Another], AbstractContextManager[None]]] = {
    "untold": tell,
    "unread": clean,
    "unsearched": search,
}
"""What is begun after a statement of such a name, and ended after the last one."""
