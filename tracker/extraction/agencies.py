"""Which forces acted: the agencies that a clause names, in the codebook's words."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.extraction.lexicon import mapping
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought

_AGENCIES = tuple(
    (slug, Sought(r"\b(?:" + "|".join(expressions) + r")\b", re.IGNORECASE))
    for slug, expressions in mapping("agencies", "agencies").items()
)
_UNSPECIFIED = {
    "police": {"federal-police", "state-police", "municipal-police", "afi"},
    "military": {"army", "navy"},
    "government": {
        "police",
        "military",
        "army",
        "navy",
        "federal-police",
        "state-police",
        "municipal-police",
        "afi",
        "pgr",
        "customs",
        "us",
    },
}


def agencies(words: str) -> tuple[str, ...]:
    """The agencies named, in the order of the data file; an unspecified one only where no more exact one stands by."""
    return agencies_in(words, Stretch(0, len(words)))


@lru_cache(maxsize=256)
def agencies_in(text: str, part: Stretch) -> tuple[str, ...]:
    """The agencies that a part of a text names by itself, as `agencies` gives them."""
    found = [slug for slug, expression in _AGENCIES if expression.search_in(text, *part)]
    return tuple(slug for slug in found if not _UNSPECIFIED.get(slug, set()) & set(found))


def mentions_of(text: str, part: Stretch) -> dict[str, Stretch]:
    """Where each agency that a part of the text names is named first, as `agencies` gives them."""
    found = {
        slug: Stretch(match.start(), match.end())
        for slug, expression in _AGENCIES
        if (match := expression.search(text, part.start, part.end))
    }
    return {slug: found[slug] for slug in agencies_in(text, part) if slug in found}
