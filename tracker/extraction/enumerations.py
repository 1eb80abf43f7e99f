"""Lists of the people whom an act befell, read off their words where the parser loses its way in them.

"The death of a plaza boss, four of his escorts, two marines and a taxi driver" counts eight.
"""

from __future__ import annotations

import re

from tracker.extraction.headcounts import is_calling
from tracker.extraction.lexicon import words
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.extraction.tolls import Toll

_LEAST = 3
"""Lists of two are the parser's."""
_END = re.compile(
    r"[.;:()]|\s(?:who|whom|whose|which|that|when|while|where|in|on|at|after|before|during|by|as|outside|near|inside|"
    r"from|were|was|dead|wounded|injured)\b"
)
_PARTS = re.compile(r",\s+(?:and\s+|as well as\s+)?|\s+(?:and|plus|as well as)\s+")
_AND = re.compile(r"\b(?:and|plus|as well as)\b")
_PART = re.compile(
    r"(?P<one>an?|one|another|his|her|their)?\s*(?:(?:of )?(?:his|her|their|its|the)\s+)?(?:[\w'’./-]+\s+){0,4}?"
    r"(?P<noun>[A-Za-z-]+)"
)


def enumerated(passage: Passage, trigger: Stretch, zone: Stretch) -> Toll | None:
    """The people of a list of three or more parts right behind the act's word; None where there is no such list."""
    end = _END.search(passage.text, trigger.end, zone.end)
    where = Stretch(trigger.end, end.start() if end else zone.end)
    if not _AND.search(passage.text, *where):
        return None
    starts = [where.start, *(match.end() for match in _PARTS.finditer(passage.text, *where))]
    ends = [*(match.start() for match in _PARTS.finditer(passage.text, *where)), where.end]
    numbers = [_people(passage, Stretch(start, stop)) for start, stop in zip(starts, ends, strict=True)]
    if len(numbers) < _LEAST or None in numbers:
        return None
    return Toll(sum(number or 0 for number in numbers), None, where, told=True)


def _people(passage: Passage, part: Stretch) -> int | None:
    """How many people a part of the list is; None where it is none or has no number."""
    start = part.start + len(passage.words(part)) - len(passage.words(part).lstrip())
    figures = [figure for figure in passage.figures(part) if figure.where.start - start < 1]
    rest = Stretch(figures[0].where.end if figures else start, part.end)
    match = _PART.fullmatch(passage.words(rest).strip())
    if match is None or not is_calling(match.group("noun").lower()):
        return None
    if figures:
        return figures[0].whole
    singular = match.group("noun").lower() in words("headcounts", "callings")
    return 1 if match.group("one") and singular else None
