"""Which operation of the same cable a later arrest, seizure or eradication is a result of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tracker.extraction.drafts import Draft, PrintedName
from tracker.extraction.lexicon import any_of
from tracker.reports import Kind, Status

_RESULTS = frozenset({Kind.ARREST, Kind.SEIZURE, Kind.ERADICATION})
_GOES_ON = re.compile(r"\b" + any_of("forces", "results") + r"\b", re.IGNORECASE)
_GENERAL = re.compile(any_of("forces", "general_operation_words"), re.IGNORECASE)
_BEGUN = frozenset({Status.LAUNCHED, Status.REINFORCED})


def with_operations(drafts: Sequence[Draft]) -> list[Draft]:
    """The merged drafts; a result of an operation that the cable tells of bears its name and its main quote's span.

    An operation's name is the fullest that the cable prints of it ("Joint Operation Laguna").
    """
    full = _full_names(drafts)
    named = [_with_full_name(draft, full) for draft in drafts]
    begun = [draft for draft in named if draft.kind is Kind.OPERATION and draft.status in _BEGUN]
    return [_with_operation(draft, begun) if draft.kind in _RESULTS else draft for draft in named]


def _full_names(drafts: Sequence[Draft]) -> dict[str, PrintedName]:
    """The fullest name of each operation, by its words without the general ones."""
    found: dict[str, PrintedName] = {}
    for draft in drafts:
        name = draft.operation_name
        if name is not None and (core := _core(name)):
            found[core] = max(found.get(core, name), name, key=lambda one: len(one.text))
    return found


def _core(name: PrintedName) -> str:
    """The words that only this operation is called by."""
    return re.sub(r"[\"'`“”]", "", _GENERAL.sub("", name.text)).strip().lower()


def _with_full_name(draft: Draft, full: Mapping[str, PrintedName]) -> Draft:
    name = full.get(_core(draft.operation_name)) if draft.operation_name else None
    return draft if name is None else replace(draft, operation_name=name)


def _with_operation(draft: Draft, operations: Sequence[Draft]) -> Draft:
    core = _core(draft.operation_name) if draft.operation_name else None
    named = [
        operation
        for operation in operations
        if (draft.operation and operation.operation == draft.operation)
        or (core and operation.operation_name and _core(operation.operation_name) == core)
    ]
    goes_on = _GOES_ON.search(_with_the_last(draft)) is not None
    near = [operation for operation in operations if goes_on and _told_just_before(operation, draft)]
    chosen = (named or ([] if core else near))[-1:]
    if not chosen:
        return draft
    operation = chosen[0]
    # What came of an operation came of it where it was, if nothing else is told.
    told = bool(draft.places) or draft.own_place
    return replace(
        draft,
        places=draft.places if told else operation.places,
        result_of=operation.passage.span(operation.telling.quote),
        operation=draft.operation or operation.operation,
        operation_name=draft.operation_name or operation.operation_name,
    )


def _with_the_last(draft: Draft) -> str:
    """The draft's sentence with the one before it."""
    sentences = draft.passage.sentences
    before = [sentence for sentence in sentences if sentence.end <= draft.sentence.start][-1:]
    return " ".join(draft.passage.words(sentence) for sentence in (*before, draft.sentence))


def _told_just_before(operation: Draft, draft: Draft) -> bool:
    """Whether the operation is told before: in the paragraph, the one before it, or anywhere where it has a name."""
    for mention in operation.told:
        apart = draft.passage.paragraph.ordinal - mention.passage.paragraph.ordinal
        same = apart == 0 and mention.sentence.start <= draft.sentence.start
        states = {place.state for place in operation.places} & {place.state for place in draft.places}
        if same or (apart == 1 and (states or not draft.own_place)):
            return True
        if apart > 1 and states and operation.operation_name is not None:
            return True
    return False
