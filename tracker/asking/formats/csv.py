"""CSV as RFC 4180 has it: a line of names, UTF-8, nothing where there is nothing."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tracker.asking.values import as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.asking.query import Answer


def write_csv(answer: Answer, write: Callable[[bytes], object]) -> None:
    """Write an answer; a null and an empty text are both nothing, as CSV has no other way."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([column.name for column in answer.columns])
    for rows in answer.batches:
        writer.writerows([as_text(value) for value in row] for row in rows)
        write(lines.getvalue().encode())
        lines.seek(0)
        lines.truncate()
