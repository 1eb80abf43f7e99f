"""What is wrong with a query, told with its place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import QueryError

if TYPE_CHECKING:
    import psycopg

_SYNTAX_ERROR = "42601"
_TOO_LATE = "57014"
_WIDEST = 100
"""How much of a long line is shown around the place."""

_ONE_QUERY = "one SELECT, VALUES, TABLE or WITH is answered; psql takes everything else, and its own commands (\\d)"


def query_fault(error: psycopg.Error, query: str, *, sent_before: int) -> QueryError:
    """The error as one of ours: the server's words, the place in the query, and a hint.

    `sent_before` is how many characters of ours stood before the query when it was sent.
    """
    diag = error.diag
    # The name of a place in the server's source, which no language changes: several statements, not one.
    if diag.source_function == "exec_parse_message" and diag.sqlstate == _SYNTAX_ERROR:
        return QueryError("it holds several statements; ask them one by one")
    if diag.sqlstate == _TOO_LATE:
        return QueryError("it took longer than the reader may take, or was cancelled; ask for less of it at once")
    lines = [diag.message_primary or str(error)]
    offset = int(diag.statement_position or 0) - 1 - sent_before
    if 0 <= offset <= len(query):
        lines += _place(query, offset)
    if diag.message_detail:
        lines.append(diag.message_detail)
    if diag.message_hint:
        lines.append(f"Hint: {diag.message_hint}")
    elif diag.sqlstate == _SYNTAX_ERROR and not query[: max(offset, 0)].strip():
        lines.append(f"Hint: {_ONE_QUERY}")
    return QueryError("\n".join(lines))


def _place(query: str, offset: int) -> list[str]:
    """The line of the query that holds the place, and a caret under it."""
    start = query.rfind("\n", 0, offset) + 1
    end = query.find("\n", offset)
    line = query[start : end if end >= 0 else len(query)].expandtabs(1).rstrip("\r")
    column = offset - start
    cut = max(0, column - _WIDEST // 2)
    head = f"line {query.count(chr(10), 0, offset) + 1}, column {column + 1}: "
    return [head + line[cut : cut + _WIDEST], " " * (len(head) + column - cut) + "^"]
