"""Whether a cable and a paragraph speak of drug trafficking and organised crime at all."""

from __future__ import annotations

import re

from tracker.cables.model import Cable
from tracker.extraction.lexicon import any_of

_SCOPE = re.compile(r"\b" + any_of("scope", "words") + r"\b", re.IGNORECASE)
_OTHER_STRUGGLE = re.compile(r"\b" + any_of("scope", "other_struggles") + r"\b", re.IGNORECASE)
_OTHER_CAUSE = re.compile(r"\b" + any_of("scope", "other_causes") + r"\b", re.IGNORECASE)
_TAGS = frozenset({"SNAR"})
_CRIME_TAGS = frozenset({"KCRM", "ASEC"})


def speaks_of_it(words: str) -> bool:
    """Whether the words name the drug trade, organised crime or their people."""
    return bool(_SCOPE.search(words))


def is_another_struggle(words: str) -> bool:
    """Whether the words tell of a war or of terrorism that has nothing to do with organised crime."""
    return bool(_OTHER_STRUGGLE.search(words))


def has_another_cause(words: str) -> bool:
    """Whether the words tell of deaths that nobody meant, or of another kind of murder."""
    return bool(_OTHER_CAUSE.search(words))


def is_tagged(cable: Cable) -> bool:
    """Whether the cable's own tags say that it is about narcotics."""
    return bool(set(cable.tags) & _TAGS)


def in_scope(cable: Cable) -> bool:
    """Whether the cable is worth reading: tagged so, or with scope words dense enough."""
    mentions = sum(1 for _ in _SCOPE.finditer(cable.document))
    if is_tagged(cable):
        return mentions > 0
    if set(cable.tags) & _CRIME_TAGS and "MX" in cable.tags:
        return mentions >= 3
    return mentions >= 5 and mentions * 1000 >= 3 * len(cable.document) / 6
