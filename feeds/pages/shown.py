"""As much of the cables' own words as may be shown, in what pages show beside what feeds tell.

Applied to the rows, as in `feeds.shown`, so that no page needs to know.
"""

from __future__ import annotations

from dataclasses import replace

from feeds.pages.rows import Beside, OperationDetails
from tracker.settings import PublishedText


def shown_beside(beside: Beside, how: PublishedText) -> Beside:
    """The rows without the words that may not be shown. Short quotes are allowed where quotes are, none where none."""
    if how is not PublishedText.NONE:
        return beside
    return replace(
        beside,
        operations={slug: _operation(row) for slug, row in beside.operations.items()},
        people={slug: replace(row, positions=()) for slug, row in beside.people.items()},
        differing={
            incident: tuple(replace(row, words=None) for row in rows) for incident, rows in beside.differing.items()
        },
    )


def _operation(row: OperationDetails) -> OperationDetails:
    told = tuple(
        replace(sent, tellings=tuple(replace(each, as_written=None) for each in sent.tellings))
        for sent in row.personnel_told
    )
    return replace(row, objective=None, personnel_told=told)
