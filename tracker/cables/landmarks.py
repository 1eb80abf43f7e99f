"""Where the few words stand by which page marks, marked parts and redactions are told: found in one scan for all.

To look for each by itself would be to read the whole telegram as often as there are words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

PAGE_COUNTS = (" OF 0", " of 0", " OF  0", " Of 0")
"""What stands in a page's mark between its number and theirs."""
NAMES_INSIDE = ("omment", "OMMENT", "NOTE", "Note", "note:")
"""The words of a part that may begin inside a paragraph, without a letter that may be small."""
LOWER_ENDS = ("end summary", "end comment")
"""The ends of parts that are not in capitals."""
TAKEN_OUT = ("XXXX", "xxxx", "X X X", "(b)")
"""What all forms have in which words were taken out, but for those in square brackets."""
HYPHENS = ("-\n", "- \n")
"""The hyphens at the ends of lines."""
_WORDS = (*PAGE_COUNTS, *NAMES_INSIDE, *LOWER_ENDS, *TAKEN_OUT, *HYPHENS)


@cache
def _scanner() -> AhoCorasick:
    return AhoCorasick(_WORDS, implementation=Implementation.DFA)


@lru_cache(maxsize=4)
def landmarks(document: str) -> Mapping[str, Sequence[int]]:
    """Where each of the words stands in a document, in order; words that stand nowhere are left out."""
    found: dict[str, list[int]] = {}
    for word, start, _ in _scanner().find_matches_as_indexes(document, overlapping=True):
        found.setdefault(_WORDS[word], []).append(start)
    return found
