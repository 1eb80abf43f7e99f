"""Whether a cable and a paragraph speak of drug trafficking and organised crime at all."""

from __future__ import annotations

import math
import re
from itertools import islice

from tracker.cables.model import Cable
from tracker.extraction.lexicon import any_of, longest_first, words
from tracker.extraction.sought import Sought
from tracker.extraction.word_scan import WordScan

_SCOPE = WordScan(longest_first("scope", "words"))
OTHER_STRUGGLE = Sought(r"\b" + any_of("scope", "other_struggles") + r"\b", re.IGNORECASE)
"""A war or terrorism that has nothing to do with organised crime."""
OTHER_CAUSE = Sought(r"\b" + any_of("scope", "other_causes") + r"\b", re.IGNORECASE)
"""Deaths that nobody meant, or another kind of murder."""
_TAGS = frozenset({"SNAR"})
_CAMPAIGN = Sought(any_of("scope", "campaigns"))
_LEAST_WORDS = 5
_CHARACTERS_A_WORD = 2000
"""A cable from elsewhere counts with a scope word for each so many characters."""
_MEXICAN_POSTS = frozenset(words("scope", "mexican_posts"))


def speaks_of_it(text: str) -> bool:
    """Whether the words name the drug trade, organised crime or their people."""
    return _has_words(text, least=1)


def _has_words(text: str, *, least: int) -> bool:
    """Whether at least so many scope words stand in the text."""
    return sum(1 for _ in islice(_SCOPE.finditer(text), least)) == least


def is_tagged(cable: Cable) -> bool:
    """Whether the cable's own tags say that it is about narcotics."""
    return bool(set(cable.tags) & _TAGS)


def tells_of_a_campaign(text: str) -> bool:
    """Whether the words tell of forces sent or of an operation with a name."""
    return bool(_CAMPAIGN.search(text))


def may_be_mexican(cable: Cable) -> bool:
    """Whether tags or post put the cable in Mexico, or nothing puts it elsewhere."""
    post = "".join(character for character in cable.reference_id[2:] if character.isalpha())
    return not cable.tags or "MX" in cable.tags or post in _MEXICAN_POSTS


def in_scope(cable: Cable) -> bool:
    """Whether the cable is worth reading: tagged so, of Mexico with a word of it, or with scope words dense enough."""
    if is_tagged(cable):
        return True
    if may_be_mexican(cable):
        return speaks_of_it(cable.document) or tells_of_a_campaign(cable.document)
    return _has_words(cable.document, least=max(_LEAST_WORDS, math.ceil(len(cable.document) / _CHARACTERS_A_WORD)))
