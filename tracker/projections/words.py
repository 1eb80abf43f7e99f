"""Words for projections: what their statements ask for in one temporary table is told in another.

A statement named `untold` makes the table of that name (key, document_id, report); `told` (key, facts) has then what
each report tells. One named `unread` finds documents (document_id, reference_id, paragraphs, words); what it found is
cleaned while the server goes on with the statements that follow, and added to the paragraphs after them. In SQL alone
it takes far longer.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson

from tracker.projections.telling import Text, facts
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    import psycopg

    Cursor = psycopg.Cursor[dict[str, Any]]

_Cuts = tuple[tuple[int, int], ...]


@contextmanager
def tell(cursor: Cursor) -> Iterator[None]:
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
def clean(cursor: Cursor) -> Iterator[None]:
    """Add the paragraphs of the documents that `unread` found, cleaned of page furniture and line ends."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        cleaned = beside.submit(_cleaned, cursor.fetchall())
        yield
        rows = cleaned.result()
    with cursor.copy(statements("tracker.projections", "words.sql")["add_paragraphs"]) as copy:
        for row in rows:
            copy.write_row(row)


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

STEPS: Mapping[str, Callable[[Cursor], AbstractContextManager[None]]] = {"untold": tell, "unread": clean}
"""What is begun after a statement of such a name, and ended after the last one."""
