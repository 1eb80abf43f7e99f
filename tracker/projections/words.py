"""Words for projections: what their statements ask for in one temporary table is told in another.

A statement named `untold` makes the table of that name (key, document_id, report); `told` (key, facts) has then what
each report tells. One named `unread` makes a table of layouts (document_id, ordinal, heading, body, cuts); `clean`
(document_id, ordinal, heading, body) has then the words of these paragraphs. In SQL alone it takes far longer.
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
    """Clean the paragraphs of `unread` of page furniture and line ends."""
    sql = statements("tracker.projections", "words.sql")
    cursor.execute(sql["make_clean"])
    words = {row["document_id"]: row["words"] for row in cursor.execute(sql["unread_texts"])}
    unread = cursor.execute(sql["unread"]).fetchall()
    with cursor.copy("COPY clean (document_id, ordinal, heading, body) FROM STDIN") as copy:
        for row in unread:
            text = Text(words.get(row["document_id"], ""), tuple(sorted(_cuts(row["cuts"]))))
            copy.write_row((row["document_id"], row["ordinal"], text.at(row["heading"]), text.at(row["body"])))


def _cuts(json: str) -> list[tuple[int, int]]:
    return [] if json == "[]" else [(start, end) for start, end in orjson.loads(json)]


_NO_TEXT = Text("")

STEPS: Mapping[str, Callable[[Cursor], None]] = {"untold": tell, "unread": clean}
"""What is done after a statement of such a name."""
