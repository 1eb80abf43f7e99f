"""Where words of one text stand in another that was made of it: printed otherwise, revised, or with words blanked.

Erased words are known by their place alone, so their counterparts are found by the words around them. A place that is
not certain is taken wider, never narrower: too much hidden is a loss, too little a danger.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tracker.types import Span
from tracker.word_matching import matches, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BLANK = "\u2588"
"""What stands for every erased character but line breaks, so that every offset still tells the same place."""

_KEPT = re.compile(r"[^\n\r]")
_ERASED = re.compile(rf"{BLANK}(?:[{BLANK}\r\n]*{BLANK})?")
_WORD = re.compile(r"[^\W_]+")

_REACH = 12
"""How many words away from the erased ones a neighbour may be that is found again."""
_ALIKE = 3
"""How many words in a row must be found again to tell a place; two may be the same anywhere."""
_CONTEXT = 4
"""How many words on both sides tell a place by themselves, wherever in the text they stand."""
_LONG = 9_000_000
"""Of texts whose words multiply to more the longest runs are not looked for: that takes time with the square."""
_WIDEST = 2_000
"""A longer stretch between two neighbours had something put in: then only what is next to them is taken."""


def blanked(words: str, spans: Iterable[Span]) -> str:
    """The words with the spans made unreadable; the same rule as the function `log.blanked_v1`."""
    for span in spans:
        words = words[: span.start] + _KEPT.sub(BLANK, words[span.start : span.end]) + words[span.end :]
    return words


def blanks(text: str) -> list[Span]:
    """Where words of a text were erased."""
    return [Span(*match.span()) for match in _ERASED.finditer(text)]


def same_but_for_blanks(erased: str, text: str) -> bool:
    """Whether a text is the same as another of which words were erased; of both words may have been."""
    return len(erased) == len(text) and blanked(text, blanks(erased)) == blanked(erased, blanks(text))


def words_in(text: str) -> list[tuple[str, Span]]:
    """The words of a text in lower case, each with its place."""
    return [(match[0].casefold(), Span(*match.span())) for match in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text in lower case, and where they stand."""

    said: tuple[str, ...]
    spans: tuple[Span, ...]


def _words(text: str, hidden: Sequence[Span] = ()) -> _Words:
    """The words of a text, but for those that the hidden spans touch: of them a part may be gone."""
    edges = sorted(edge for span in hidden for edge in (span.start, span.end))
    found = [
        (word, place)
        for word, place in words_in(text)
        if bisect_left(edges, place.start) == bisect_right(edges, place.end)
    ]
    return _Words(tuple(word for word, _ in found), tuple(place for _, place in found))


class Alignment:
    """Two texts side by side: `old`, of which words may be blank, and `new`."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._blanks = blanks(old)
        self._words, self._new_words = _words(old, self._blanks), _words(new)
        # Few words are a subject line, where even one tells a place.
        alike = min(_ALIKE, max(1, len(self._words.said) // 8))
        self._found: dict[int, int] = {
            nth: mth
            for run in runs(_matches(self._words.said, self._new_words.said))
            if len(run) >= alike
            for nth, mth in run
        }
        self._contexts: dict[tuple[str, ...], list[int]] = {}
        for nth in range(len(self._new_words.said) - _CONTEXT + 1):
            self._contexts.setdefault(self._new_words.said[nth : nth + _CONTEXT], []).append(nth)

    def counterparts(self) -> tuple[list[Span], list[Span]]:
        """Where in the new text the words may stand that are blank in the old one, and those whose place is lost.

        Of words that the new text leaves out, with those around them still there, there is no counterpart.
        """
        found: list[Span] = []
        lost: list[Span] = []
        for blank in self._blanks:
            places = list(self._repeated(blank))
            between = self._between(blank)
            if between is None and not places:
                lost.append(blank)
            found += [place for place in [*places, *(between or [])] if _WORD.search(self._new, place.start, place.end)]
        return united(found), lost

    def moved(self, span: Span) -> Span | None:
        """Where words of the old text stand in the new one, as far as they are found again; None where they are not."""
        places = [
            self._new_words.spans[self._found[nth]]
            for nth, place in enumerate(self._words.spans)
            if place.overlaps(span) and nth in self._found
        ]
        return Span(places[0].start, places[-1].end) if places else None

    def _between(self, blank: Span) -> list[Span] | None:
        """The stretch of the new text between the nearest neighbours that are found again; None where none is."""
        after = next((nth for nth, place in enumerate(self._words.spans) if place.start >= blank.end), None)
        after = len(self._words.spans) if after is None else after
        before = next((nth for nth in range(after - 1, -1, -1) if self._words.spans[nth].end <= blank.start), -1)
        left = next((nth for nth in range(before, max(-1, before - _REACH), -1) if nth in self._found), None)
        right = next(
            (nth for nth in range(after, min(len(self._words.spans), after + _REACH)) if nth in self._found), None
        )
        if left is None and right is None:
            return None
        if left is not None and right is not None:
            start, end = self._place(left).end, self._place(right).start
            if end - start <= _WIDEST + self._words.spans[right].start - self._words.spans[left].end:
                return [self._trimmed(Span(start, end), blank, left, right)]
        places = []
        if left is not None:
            start = self._place(left).end
            longest = blank.end - self._words.spans[left].end
            places.append(self._trimmed(Span(start, self._word_end(start + _wider(longest))), blank, left, None))
        if right is not None:
            end = self._place(right).start
            longest = self._words.spans[right].start - blank.start
            places.append(self._trimmed(Span(self._word_start(end - _wider(longest)), end), blank, None, right))
        return places

    def _place(self, nth: int) -> Span:
        return self._new_words.spans[self._found[nth]]

    def _trimmed(self, place: Span, blank: Span, left: int | None, right: int | None) -> Span:
        """The place without what stands beside the blank in the old text too."""
        start, end = place.start, place.end
        if left is not None:
            for character in self._old[self._words.spans[left].end : blank.start]:
                if start == end or self._new[start] != character:
                    break
                start += 1
        if right is not None:
            for character in reversed(self._old[blank.end : self._words.spans[right].start]):
                if start == end or self._new[end - 1] != character:
                    break
                end -= 1
        return Span(start, end)

    def _word_end(self, at: int) -> int:
        while 0 < at < len(self._new) and self._new[at - 1].isalnum() and self._new[at].isalnum():
            at += 1
        return min(at, len(self._new))

    def _word_start(self, at: int) -> int:
        while 0 < at < len(self._new) and self._new[at - 1].isalnum() and self._new[at].isalnum():
            at -= 1
        return max(at, 0)

    def _repeated(self, blank: Span) -> Iterator[Span]:
        """Wherever the words right before the blank are followed closely by those right after it: a passage moved."""
        spans = self._words.spans
        after = next((nth for nth, place in enumerate(spans) if place.start >= blank.end), len(spans))
        before = after - _CONTEXT
        if before < 0 or after + _CONTEXT > len(spans) or spans[after - 1].end > blank.start:
            return
        following = self._contexts.get(self._words.said[after : after + _CONTEXT], [])
        for nth in self._contexts.get(self._words.said[before:after], []):
            start = self._new_words.spans[nth + _CONTEXT - 1].end
            ends = [self._new_words.spans[other].start for other in following if other >= nth + _CONTEXT]
            longest = _wider(spans[after].start - spans[after - 1].end)
            if ends and min(ends) - start <= longest:
                yield self._trimmed(Span(start, min(ends)), blank, after - 1, after)


def _matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which words of both are the same ones: by their longest runs, where that does not take too long."""
    if len(old) * len(new) > _LONG:
        return matches(old, new)
    blocks = SequenceMatcher(None, old, new).get_matching_blocks()
    return [(block.a + nth, block.b + nth) for block in blocks for nth in range(block.size)]


def _wider(length: int) -> int:
    return length + length // 2 + 10


def united(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap as one; empty ones are left out."""
    merged: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
