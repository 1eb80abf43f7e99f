"""Where one text of a cable shows words that another hides: found by the words around them.

Both texts are taken as words and masks, and aligned by runs of at least three that are the same. What stands between
two such runs where the other text hides something is taken for what it hides. A place that is not certain is taken
wider, never narrower: too much hidden is a loss, too little a danger.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from tracker.alignment import united
from tracker.cables.protection_vocabulary import folded
from tracker.cables.redactions import hidden, shown
from tracker.types import Span
from tracker.word_matching import matches, runs

_WORD = re.compile(r"[^\W_]+")
_HIDDEN = "\0"
"""What stands for hidden words: they are the same ones, whoever hid them."""
_ALIKE = 3
"""How many words in a row must be the same to tell a place; two may be the same anywhere."""
_CONTEXTS = ((4, 2), (3, 3), (2, 4))
"""How many words before and after tell a place by themselves, wherever in the text they stand."""
_MUCH = 60
"""Of so many words more than the other text has between the same neighbours, only those next to them are meant."""
_NEAR = 12
_SHORT = 3
_LONG = 4_000_000


class Token(NamedTuple):
    """A word, folded, or a mask of hidden words; and where it stands."""

    key: str
    span: Span

    @property
    def is_hidden(self) -> bool:
        """Whether it stands for hidden words."""
        return self.key == _HIDDEN


def tokens_in(text: str) -> list[Token]:
    """The words and masks of a text, in order."""
    found: list[Token] = []
    at = 0
    for mask in (*hidden(text), None):
        end = mask.start if mask else len(text)
        found += [Token(folded(match.group()), Span(*match.span())) for match in _WORD.finditer(text, at, end)]
        if mask:
            found.append(Token(_HIDDEN, mask))
            at = max(at, mask.end)
    return found


def shown_in(text: str, hiding: str) -> list[Span]:
    """Where a text shows words that another text of the same cable hides."""
    if text == hiding or not hidden(hiding):
        return []
    words, others = tokens_in(text), tokens_in(hiding)
    places = [*_between_runs(words, others), *_repeated(words, others)]
    spans = (Span(words[start].span.start, words[end - 1].span.end) for start, end in places if start < end)
    return united(piece for span in spans for piece in shown(text, span))


class _Gap(NamedTuple):
    """What each text has between two runs that both have."""

    start: int
    end: int
    other_start: int
    other_end: int

    def is_wide(self) -> bool:
        """Whether much more stands in the one text than in the other."""
        return self.end - self.start > _MUCH + 2 * (self.other_end - self.other_start)


def _between_runs(words: Sequence[Token], others: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The stretches of words between what both have, where the others hide something."""
    keys, other_keys = [token.key for token in words], [token.key for token in others]
    alike = min(_ALIKE, max(1, len(others) // 8))
    whole = _Gap(0, len(keys), 0, len(other_keys))
    same = [run for run in runs(_matches(keys, other_keys)) if len(run) >= alike]
    for gap in _gaps(keys, other_keys, whole, same):
        if _HIDDEN not in other_keys[gap.other_start : gap.other_end]:
            continue
        if gap.is_wide():
            yield from _beside(gap, other_keys)
        else:
            yield from _within(keys, other_keys, gap)


def _gaps(
    words: Sequence[str], others: Sequence[str], whole: _Gap, same: Sequence[Sequence[tuple[int, int]]]
) -> list[_Gap]:
    """What lies between runs in a stretch of both, without what both begin and end with."""
    edges = [((0, 0), (whole.start - 1, whole.other_start - 1)), *((run[0], run[-1]) for run in same)]
    found = []
    for (_, before), (after, _) in pairwise([*edges, ((whole.end, whole.other_end), (0, 0))]):
        start, other_start = before[0] + 1, before[1] + 1
        end, other_end = after
        while start < end and other_start < other_end and words[start] == others[other_start]:
            start, other_start = start + 1, other_start + 1
        while start < end and other_start < other_end and words[end - 1] == others[other_end - 1]:
            end, other_end = end - 1, other_end - 1
        found.append(_Gap(start, end, other_start, other_end))
    return found


def _beside(gap: _Gap, others: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Of a stretch where much was put in what is next to what both have, if something is hidden there."""
    masks = [nth for nth in range(gap.other_start, gap.other_end) if others[nth] == _HIDDEN]
    if masks[0] - gap.other_start < _NEAR:
        yield gap.start, gap.start + _NEAR
    if gap.other_end - masks[-1] <= _NEAR:
        yield gap.end - _NEAR, gap.end


def _within(words: Sequence[str], others: Sequence[str], gap: _Gap) -> Iterator[tuple[int, int]]:
    """Of a stretch what stands where something is hidden, told by what else both have in it.

    Where nothing stands there, the words may have another place among those beside them.
    """
    said, other_said = words[gap.start : gap.end], others[gap.other_start : gap.other_end]
    blocks = SequenceMatcher(None, said, other_said, autojunk=False).get_matching_blocks()
    same = [
        [(gap.start + block.a + nth, gap.other_start + block.b + nth) for nth in range(block.size)]
        for block in blocks
        if block.size > 1 or (block.size and _tells(said[block.a], said, other_said))
    ]
    parts = _gaps(words, others, gap, same)
    for nth, part in enumerate(parts):
        if _HIDDEN not in others[part.other_start : part.other_end]:
            continue
        if part.start < part.end:
            yield part.start, part.end
        else:
            yield from (
                (beside.start, beside.end) for beside in (*parts[max(0, nth - 1) : nth], *parts[nth + 1 : nth + 2])
            )


def _tells(word: str, said: Sequence[str], other_said: Sequence[str]) -> bool:
    """Whether a single word is enough to tell a place in a short stretch."""
    return len(word) > _SHORT and said.count(word) == other_said.count(word) == 1


def _matches(words: Sequence[str], others: Sequence[str]) -> list[tuple[int, int]]:
    """Which words of both are the same ones: by their longest runs, where that does not take too long."""
    if len(words) * len(others) > _LONG:
        return matches(words, others)
    blocks = SequenceMatcher(None, words, others).get_matching_blocks()
    return [(block.a + nth, block.b + nth) for block in blocks for nth in range(block.size)]


def _repeated(words: Sequence[Token], others: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Wherever the words right before a mask are closely followed by those after it: a passage moved, or told again."""
    keys, other_keys = [token.key for token in words], [token.key for token in others]
    places: dict[tuple[str, ...], list[int]] = {}
    for length in {length for context in _CONTEXTS for length in context}:
        for nth in range(len(keys) - length + 1):
            places.setdefault(tuple(keys[nth : nth + length]), []).append(nth)
    for nth, key in enumerate(other_keys):
        for before, after in _CONTEXTS if key == _HIDDEN and nth else ():
            following = places.get(tuple(other_keys[nth + 1 : nth + 1 + after]), []) if nth >= before else []
            for start in places.get(tuple(other_keys[nth - before : nth]), []) if following else []:
                at = bisect_left(following, start + before)
                if at < len(following) and following[at] - start - before <= _NEAR:
                    yield start + before, following[at]
