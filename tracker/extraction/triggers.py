"""The words of a sentence that may tell of an event, found in one scan."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain

from tracker.extraction.lexicon import mapping
from tracker.extraction.openings import named_expressions
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.zones import Trigger

FAMILIES = ("attack", "arrest", "seizure", "eradication", "operation")


@cache
def _scanner() -> tuple[Sought, dict[str, tuple[str, str]]]:
    listed = {(family, name): entries for family in FAMILIES for name, entries in mapping("triggers", family).items()}
    expression, names = named_expressions(listed)
    plain = "|".join(chain.from_iterable(listed.values()))
    return Sought(rf"(?<![\w-]){expression}(?![\w-])", re.IGNORECASE, begins_as=plain), names


@lru_cache(maxsize=1024)
def triggers(text: str, sentence: Stretch) -> tuple[Trigger, ...]:
    """The triggers of a sentence in order, without overlaps."""
    scanner, names = _scanner()
    found = []
    for match in scanner.finditer(text, sentence.start, sentence.end):
        family, name = names[str(match.lastgroup)]
        found.append(Trigger(Stretch(match.start(), match.end()), family, name))
    return tuple(found)
