"""Which operation of the same cable a later arrest, seizure or eradication is a result of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.drafts import Draft
from tracker.extraction.lexicon import any_of
from tracker.reports import Kind, Status

_RESULTS = frozenset({Kind.ARREST, Kind.SEIZURE, Kind.ERADICATION})
_GOES_ON = re.compile(r"\b" + any_of("forces", "results") + r"\b", re.IGNORECASE)
_BEGUN = frozenset({Status.LAUNCHED, Status.REINFORCED})


def with_operations(drafts: Sequence[Draft]) -> list[Draft]:
    """The merged drafts; a result of an operation that the cable tells of before bears its main quote's span."""
    begun = [draft for draft in drafts if draft.kind is Kind.OPERATION and draft.status in _BEGUN]
    return [_with_operation(draft, begun) if draft.kind in _RESULTS else draft for draft in drafts]


def _with_operation(draft: Draft, operations: Sequence[Draft]) -> Draft:
    name = draft.operation_name.text.lower() if draft.operation_name else None
    named = [
        operation
        for operation in operations
        if (draft.operation and operation.operation == draft.operation)
        or (name and operation.operation_name and operation.operation_name.text.lower() == name)
    ]
    goes_on = _GOES_ON.search(draft.passage.words(draft.sentence)) is not None
    near = [operation for operation in operations if goes_on and _told_just_before(operation, draft)]
    chosen = (named or ([] if name else near))[-1:]
    if not chosen:
        return draft
    operation = chosen[0]
    return replace(draft, result_of=operation.passage.span(operation.telling.quote))


def _told_just_before(operation: Draft, draft: Draft) -> bool:
    """Whether the operation is told before in the same paragraph, or in the one before it and of the same states."""
    for mention in operation.told:
        apart = draft.passage.paragraph.ordinal - mention.passage.paragraph.ordinal
        same = apart == 0 and mention.sentence.start <= draft.sentence.start
        states = {place.state for place in operation.places} & {place.state for place in draft.places}
        if same or (apart == 1 and (states or not draft.own_place)):
            return True
    return False
