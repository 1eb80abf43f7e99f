"""As much of the cables' own words as may be shown, in what pages show beside what feeds tell.

Applied to the rows, as in `feeds.shown`, so that no page needs to know.
"""

from __future__ import annotations

from dataclasses import replace

from feeds.pages.rows import Beside, OperationDetails
from feeds.shown import first_words
from tracker.settings import PublishedText


def shown_beside(beside: Beside, how: PublishedText) -> Beside:
    """The rows without the words that may not be shown: short quotes are left where quotes are published."""
    if how is PublishedText.FULL:
        return beside
    if how is PublishedText.QUOTES:
        return replace(
            beside,
            operations={
                slug: replace(row, objective=first_words(row.objective)) for slug, row in beside.operations.items()
            },
            cited={key: replace(row, subject=first_words(row.subject) or "") for key, row in beside.cited.items()},
        )
    return replace(
        beside,
        cited={key: replace(row, subject="") for key, row in beside.cited.items()},
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
