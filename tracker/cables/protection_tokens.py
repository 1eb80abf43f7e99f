"""The words of a plain text one by one, and how each stands: beside another, first in a sentence, in a heading."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from itertools import accumulate

from tracker.cables.protection_names import SHORT_MARKING
from tracker.cables.protection_vocabulary import folded, vocabulary

WORD = re.compile(r"[^\W\d_]+")
_WORD_BETWEEN = re.compile(f"({WORD.pattern})")
_GAP = re.compile(r"[\s'’\"“”‘¶-]{0,120}|,\s{1,120}|\.[\s,]{0,120}")
_LINE_END = re.compile(r"-[ \t]*\n[ \t]*")
_LONGEST_HEADING = 90
_LONGEST_LINE = 500


class Tokens:
    """The runs of letters of a text, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        pieces: list[str] = _WORD_BETWEEN.split(text)
        places = list(accumulate(map(len, pieces)))
        self.said = pieces[1::2]
        self.starts, self.ends = places[:-1:2], places[1::2]
        folds = {word: word.lower() if word.isascii() else folded(word) for word in set(self.said)}
        self.folds = [folds[word] for word in self.said]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for nth, fold in enumerate(self.folds):
            self._places[fold].append(nth)
        self._broken: defaultdict[str, list[int]] = defaultdict(list)
        self._add_broken_words()

    def __len__(self) -> int:
        return len(self.said)

    def places(self, word: str) -> list[tuple[int, int]]:
        """Where a folded word stands: its first token and the one after it, two further where a line's end cuts it."""
        whole = [(nth, nth + 1) for nth in self._places.get(word, ())]
        return whole + [(nth, nth + 2) for nth in self._broken.get(word, ())]

    def _add_broken_words(self) -> None:
        for match in _LINE_END.finditer(self.text):
            nth = bisect_left(self.ends, match.start())
            if nth + 1 < len(self) and (self.ends[nth], self.starts[nth + 1]) == match.span():
                self._broken[self.folds[nth] + self.folds[nth + 1]].append(nth)

    def joined(self, nth: int) -> bool:
        """Whether nothing but space or a name's marks stands between a word and the next."""
        gap = self.text[self.ends[nth] : self.starts[nth + 1]]
        if gap[:1] == "." and not self._is_abbreviated(nth):
            return False
        return _GAP.fullmatch(gap) is not None and gap.count("\n") < 3

    def _is_abbreviated(self, nth: int) -> bool:
        return self.is_initial(nth) or self.folds[nth] in vocabulary()["abbreviations"]

    def is_initial(self, nth: int) -> bool:
        """Whether a word is one capital."""
        return len(self.said[nth]) == 1 and self.said[nth].isupper()

    def beside(self, nth: int) -> bool:
        """Whether a word and the next stand in one sentence with only space between."""
        if nth + 1 >= len(self.said):
            return False
        gap = self.text[self.ends[nth] : self.starts[nth + 1]]
        if gap[0] == ".":
            return self._is_abbreviated(nth) and gap[1:].isspace()
        return gap.isspace() and gap.count("\n") < 2

    def begins_sentence(self, nth: int) -> bool:
        """Whether a word is the first of a sentence or a line after a blank one, where all are capitalised."""
        if nth == 0:
            return True
        gap = self.text[self.ends[nth - 1] : self.starts[nth]]
        return not set(gap).isdisjoint(".!?:;)]¶") or gap.count("\n") > 1

    def capitals_tell_nothing(self, nth: int) -> bool:
        """Whether the word stands in a heading, or in a text in capitals."""
        earliest, latest = max(0, self.starts[nth] - _LONGEST_LINE), self.ends[nth] + _LONGEST_LINE
        start = max(earliest, self.text.rfind("\n", earliest, self.starts[nth]) + 1)
        end = self.text.find("\n", self.ends[nth], latest)
        line = self.text[start : end if end >= 0 else latest]
        words = [word for word in WORD.findall(line) if len(word) > 1]
        if all(word.isupper() for word in words):
            return len(words) > 1
        heading = len(line) <= _LONGEST_HEADING and not line.rstrip().endswith((".", ",", ";"))
        return heading and len(words) > 1 and all(word[0].isupper() for word in words if len(word) > 3)

    @cached_property
    def is_small(self) -> bool:
        """Whether the text has no capitals to speak of."""
        text = SHORT_MARKING.sub("", self.text)
        return sum(map(str.isupper, text)) * 100 < sum(map(str.islower, text))
