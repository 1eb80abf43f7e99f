"""A re-reading held against what is recorded: which report is which, what changed, what is new, what is gone.

Identity is given once: a report keeps its id as long as a reading finds it again, by kind and overlapping evidence,
even when its quote, its fields or the document changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING

from tracker import identity
from tracker.reports import Report
from tracker.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracker.types import DocumentId, ReferenceId, ReportId

_LEAST_SHARED_WORDS = 0.6
"""The share of the shorter quote's words that two quotes of different documents must have in common."""


@dataclass(frozen=True, slots=True)
class Read:
    """A report with the document that it was read in, the words of its quote, and by `words_at` those of any span."""

    report: Report
    document_id: DocumentId
    quote: str
    words_at: Callable[[Span], str] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a re-reading comes to: reports that are new, changed (with the fields' names), withdrawn or the same."""

    new: tuple[tuple[ReportId, Read], ...]
    corrected: tuple[tuple[ReportId, Read, tuple[str, ...]], ...]
    withdrawn: tuple[ReportId, ...]
    same: tuple[tuple[ReportId, Read], ...] = ()


def reconcile(reference_id: ReferenceId, recorded: Mapping[ReportId, Read], found: Sequence[Read]) -> Difference:
    """What must be recorded so that a cable's reports become those found."""
    pairs = _pair(recorded, found)
    taken = set(recorded)
    nth: Counter[tuple[str, str]] = Counter()
    new: list[tuple[ReportId, Read]] = []
    corrected: list[tuple[ReportId, Read, tuple[str, ...]]] = []
    same: list[tuple[ReportId, Read]] = []
    for index, read in enumerate(found):
        report_id = pairs.get(index)
        if report_id is None:
            new.append((_new_id(reference_id, read, nth, taken), read))
        elif changed := differences(recorded[report_id], read):
            corrected.append((report_id, read, changed))
        else:
            same.append((report_id, read))
    paired = set(pairs.values())
    withdrawn = tuple(each for each in recorded if each not in paired)
    return Difference(tuple(new), tuple(corrected), withdrawn, tuple(same))


def _new_id(reference_id: ReferenceId, read: Read, nth: Counter[tuple[str, str]], taken: set[ReportId]) -> ReportId:
    key = (read.report.kind.value, identity.normalise_quote(read.quote))
    while True:
        nth[key] += 1
        report_id = identity.report_id(reference_id, *key, nth[key])
        if report_id not in taken:
            taken.add(report_id)
            return report_id


def _pair(recorded: Mapping[ReportId, Read], found: Sequence[Read]) -> dict[int, ReportId]:
    """Old and new one to one, the strongest overlap first; equal strength is settled by order, so always the same."""
    candidates = sorted(
        (
            (-strength, index, str(report_id), report_id)
            for index, read in enumerate(found)
            for report_id, old in recorded.items()
            if old.report.kind is read.report.kind and (strength := overlap(old, read)) > 0
        ),
        key=lambda candidate: candidate[:3],
    )
    pairs: dict[int, ReportId] = {}
    for _, index, _, report_id in candidates:
        if index not in pairs and report_id not in pairs.values():
            pairs[index] = report_id
    return pairs


def overlap(old: Read, new: Read) -> float:
    """How much evidence two readings share; in one document by characters, across documents by the quotes' words."""
    if old.document_id == new.document_id:
        shared = sum(
            max(0, min(a.span.end, b.span.end) - max(a.span.start, b.span.start))
            for a in old.report.evidence
            for b in new.report.evidence
        )
        # Several reports may rest on one sentence: those with the same quote or the same facts belong together first.
        closeness = (old.report.quote == new.report.quote) + _likeness(old, new)
        return shared * (1 + closeness) if shared else 0.0
    a = Counter(identity.normalise_quote(old.quote).split())
    b = Counter(identity.normalise_quote(new.quote).split())
    share = (a & b).total() / max(1, min(a.total(), b.total()))
    return share + _likeness(old, new) if share >= _LEAST_SHARED_WORDS else 0.0


PLACE_IN_TEXT = ("quote", "evidence", "sources")
"""The fields that tell where a report stands, and nothing of the event."""
_BEYOND = frozenset(
    {
        "dates",
        "told_places",
        "people",
        "groups",
        "forces",
        "figures",
        "assertions",
        "hedges",
        "objective",
        "result_of",
    }
)
"""The fields that tell more than the codebook asks for."""
_FACTS = tuple(field.name for field in fields(Report) if field.name not in {*PLACE_IN_TEXT, "kind"})


_CODED = tuple(name for name in _FACTS if name not in _BEYOND)


def _told(read: Read, names: Sequence[str]) -> dict[str, object]:
    """What a report says, by field: of spans their words, since spans move with the text around them."""
    facts = {name: getattr(read.report, name) for name in names}
    return {name: _in_words(value, read.words_at) for name, value in facts.items()} if read.words_at else facts


def _in_words(value: object, words_at: Callable[[Span], str]) -> object:
    """The value with the words of every span in it in its place."""
    if isinstance(value, Span):
        return words_at(value)
    if isinstance(value, tuple):
        return tuple(_in_words(each, words_at) for each in value)
    if is_dataclass(value):
        return tuple(_in_words(getattr(value, field.name), words_at) for field in fields(value))
    return value


def _likeness(old: Read, new: Read) -> float:
    """The share of the codebook's fields that agree; what is told beyond them follows them."""
    a, b = _told(old, _CODED), _told(new, _CODED)
    return sum(1 for name in _CODED if a[name] == b[name]) / len(_CODED)


def differences(old: Read, new: Read) -> tuple[str, ...]:
    """The names of the fields that differ; of a report that says the same elsewhere, those of its place in the text."""
    a, b = _told(old, _FACTS), _told(new, _FACTS)
    changed = [name for name in _FACTS if a[name] != b[name]]
    changed += [name for name in PLACE_IN_TEXT if getattr(old.report, name) != getattr(new.report, name)]
    if old.document_id != new.document_id and not changed:
        changed = ["quote"]
    return tuple(changed)
