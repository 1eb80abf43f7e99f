"""Which report of this log is the one that another log tells: by cable, kind and the words that it rests on.

Ids and spans can differ between two logs: another rendition of the cable, another extractor, other names masked. What
both have is the cable's reference ID and its words, but for those that either masks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.showing.rows import Report

_TOKEN = re.compile(r"\[protected \d+\]|█+|[^\W_]+")
_MASKED = "[masked]"
ENOUGH = 0.6
"""How alike the words must be, from 0 (nothing) to 1 (the same)."""
MARGIN = 0.05
"""How much less alike every other report must be, so that the match is no guess."""
_SAME_PARAGRAPH = 0.1
_SAME_QUOTE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report as another log tells it; `name` is whom it is about there, where it is about one of those it names."""

    reference_id: str
    kind: str
    quote: str
    passage: str
    labels: tuple[str, ...]
    name: str = ""


def matched(told: Told, ours: Sequence[Report]) -> Report | None:
    """The report of ours that rests on the same words; None where none does, or several do alike."""
    scored = sorted(
        (
            (_likeness(told, report), number, report)
            for number, report in enumerate(ours)
            if report.reference_id == told.reference_id and report.kind == told.kind
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < ENOUGH:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN:
        return None
    return scored[0][2]


def _likeness(told: Told, report: Report) -> float:
    """How alike the words are that both rest on; those in a paragraph of the same number a little more so."""
    theirs, ours = words(told.quote), words(report.quote or "")
    quotes = _SAME_QUOTE if theirs and theirs == ours else _alike(theirs, ours)
    passages = _alike(words(told.passage), words(report.passage or ""))
    same = _SAME_PARAGRAPH if set(told.labels) & {label for label in report.labels if label} else 0.0
    return max(quotes, passages) + quotes / 2 + same if max(quotes, passages) >= ENOUGH else 0.0


def words(text: str) -> tuple[str, ...]:
    """The words of a text without case and punctuation; what is masked, and what was erased, is one word of its own."""
    return tuple(_MASKED if token.startswith(("[", "█")) else token.casefold() for token in _TOKEN.findall(text))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(a=one, b=other, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    # A mask stands for words that the other may have in full, so it speaks neither for nor against.
    masks = (one + other).count(_MASKED) - 2 * min(one.count(_MASKED), other.count(_MASKED))
    length = max(len(one), len(other)) - masks
    return min(1.0, common / length) if length > 0 else 0.0
