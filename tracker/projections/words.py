"""Words for projections: what their statements ask for in one temporary table is told in another.

A statement named `untold` makes the table of that name (key, document_id, report); `told` (key, facts) has then what
each report tells. One named `unread` finds documents (document_id, reference_id, paragraphs, words); what it found is
added to the paragraphs, cleaned. In SQL alone it takes far longer.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson

from tracker.projections.telling import Text, facts
from tracker.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import psycopg

    Cursor = psycopg.Cursor[dict[str, Any]]

_Cuts = tuple[tuple[int, int], ...]


def tell(cursor: Cursor) -> None:
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


def clean(cursor: Cursor) -> None:
    """Add the paragraphs of the documents that `unread` found, cleaned of page furniture and line ends."""
    unread = cursor.fetchall()
    with cursor.copy(statements("tracker.projections", "words.sql")["add_paragraphs"]) as copy:
        for row in unread:
            paragraphs = orjson.loads(row["paragraphs"])
            cuts = sorted((start, end) for each in paragraphs if each.get("cuts") for start, end in each["cuts"])
            text = Text(row["words"] or "", cuts)
            for each in paragraphs:
                start, end = each["body"]
                copy.write_row(
                    (
                        row["document_id"],
                        row["reference_id"],
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


def _cuts(json: str) -> list[tuple[int, int]]:
    return [] if json == "[]" else [(start, end) for start, end in orjson.loads(json)]


_NO_TEXT = Text("")

STEPS: Mapping[str, Callable[[Cursor], None]] = {"untold": tell, "unread": clean}
"""What is done after a statement of such a name."""
