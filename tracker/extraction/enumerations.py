"""Lists of the people whom an act befell, read off their words where the parser loses its way in them.

"The death of a plaza boss, four of his escorts, two marines and a taxi driver" counts eight; "four: two policemen, a
doctor and a cook" counts four.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from tracker.extraction.headcounts import is_calling
from tracker.extraction.lexicon import any_of, words
from tracker.extraction.numbers import Figure
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.extraction.tolls import Toll

_END = re.compile(
    r"[.;()]|\s(?:who|whom|whose|which|that|when|while|where|in|on|at|after|before|during|by|as(?! well)|outside|near|"
    r"inside|from|were|was|dead|wounded|injured)\b"
)
_PARTS = re.compile(
    r"\s*(?::|--)\s+|,\s+(?:and\s+|as well as\s+|plus\s+|along with\s+|together with\s+)?|"
    r"\s+(?:and|plus|as well as|along with|together with)\s+"
)
_AND = re.compile(r"\b(?:and|plus|as well as|along with|together with)\b")
_WHOSE = r"(?:(?:of )?(?:his|her|their|its|the|these|those)\s+)"
_WORDS = (
    r"(?:(?!(?:among|including|them|with|by|were|was|who|an?|the|to|from|for|killed|shot|killing|wounding|wounded|"
    r"injured|hurt|dead)\b)"
    r"[\w'’./-]+\s+)"
)
_PART = re.compile(
    rf"(?P<one>(?i:an?|one|another|the|his|her|their|its))?\s*{_WHOSE}?{_WORDS}{{0,4}}?(?P<noun>(?!dead\b)[A-Za-z-]+)"
    r"(?:\s+of\s+(?:the\s+)?(?:[\w'’-]+\s+){0,3}[\w'’-]+)?"
)
_ALONE = re.compile(r"(?:him|her|himself|herself)", re.IGNORECASE)
_PAIR = re.compile(
    r"(?:an? (?:[a-z]+ ){0,2}?(?:couple|pair of [a-z]+)|"
    r"both (?:(?:of )?(?:his|her|their|the|its) )?(?:[\w'’-]+ ){0,2}(?P<noun>[a-z-]+)(?: of an? [a-z]+)?)",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:,|\s--)?\s+(?:(?:were|was|are|is|have|has|had|been|being|all|both|later|also|reportedly|found|shot and|then|"
    r"subsequently)\b\s*)*$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:^|[;:(]|--|,|\b(?:in which|where|when|that|as|after|while|but|said|before|leaving|left))\s+(?=\S)"
)
_OFFICE = re.compile(r"[A-Z][\w-]+(?:['’]s)?\s")
"""How an office without an article begins ("Reynosa's police chief")."""
_LEAST_WITH_A_SUM = 3
_REACH = 170
_LEFT = re.compile(r"\b(?:left|leaving)\s+(?=[^;:.]*$)", re.IGNORECASE)
_STATES = re.compile(any_of("headcounts", "states"), re.IGNORECASE)


class _As(Enum):
    """What a part of a list calls its people: their number alone, a name, an office, or what a named one is."""

    NUMBER = "number"
    PEOPLE = "people"
    NAME = "name"
    ROLE = "role"
    SAID_OF = "said of"


@dataclass(frozen=True, slots=True)
class _Member:
    """A part of a list: how many people it is and what it calls them."""

    where: Stretch
    number: int
    called: _As = _As.PEOPLE


def enumerated(passage: Passage, trigger: Stretch, zone: Stretch) -> Toll | None:
    """The people of a list right behind the act's word or before it; None where there is no such list."""
    return _behind(passage, trigger, zone) or _before(passage, trigger, zone)


def _behind(passage: Passage, trigger: Stretch, zone: Stretch) -> Toll | None:
    end = _END.search(passage.text, trigger.end, zone.end)
    where = Stretch(trigger.end, end.start() if end else zone.end)
    if not _AND.search(passage.text, *where):
        return None
    parts = _split(passage, where)
    members = [_member(passage, part) for part in parts]
    known = [member for member in members if member is not None]
    return _toll(passage, known) if len(known) == len(parts) else None


def _before(passage: Passage, trigger: Stretch, zone: Stretch) -> Toll | None:
    """The list that the act's word follows ("a driver, two guards and a cook were shot")."""
    left = _left(passage, trigger)
    start = left if left is not None else max(zone.start, trigger.start - _REACH)
    auxiliary = _AUXILIARY.search(passage.text, start, trigger.start)
    where = Stretch(start, auxiliary.start() if auxiliary else trigger.start)
    if not _AND.search(passage.text, *where):
        return None
    parts = _split(passage, where)
    found: list[_Member] = []
    for part in reversed(parts):
        member = _member(passage, part)
        if member is None:
            first = _last_of(passage, part) if found else None
            found = [first, *found] if first is not None else found
            break
        found = [member, *found]
    return _toll(passage, found) if found and found[-1].where.end >= where.end - 1 else None


def _left(passage: Passage, trigger: Stretch) -> int | None:
    """Where those begin whom an act "left" dead, whatever part of the sentence that is in."""
    if not _STATES.fullmatch(passage.words(trigger)):
        return None
    sentence = passage.sentence_at(trigger.start) or trigger
    left = _LEFT.search(passage.text, max(sentence.start, trigger.start - _REACH), trigger.start)
    return left.end() if left else None


def _last_of(passage: Passage, part: Stretch) -> _Member | None:
    """The people with whom a part ends that begins with something else ("turned into an ambush in which Paz")."""
    begun = [match.end() for match in _BEGINS.finditer(passage.text, *part)]
    return _member(passage, Stretch(begun[-1], part.end)) if begun else None


def _split(passage: Passage, where: Stretch) -> list[Stretch]:
    cuts = [match.span() for match in _PARTS.finditer(passage.text, *where)]
    starts, ends = [where.start, *(end for _, end in cuts)], [*(start for start, _ in cuts), where.end]
    return [Stretch(start, end) for start, end in zip(starts, ends, strict=True) if passage.text[start:end].strip()]


def _toll(passage: Passage, members: Sequence[_Member]) -> Toll | None:
    """The sum of a list that the parser does not count alike."""
    counted = [
        member
        for number, member in enumerate(members)
        if not (number and _is_same(passage, members[number - 1], member))
    ]
    if len(counted) < 2:
        return None
    where = Stretch(members[0].where.start, members[-1].where.end)
    numbers = [member.number for member in counted]
    if len(numbers) >= _LEAST_WITH_A_SUM and numbers[0] == sum(numbers[1:]):
        return Toll(numbers[0], None, where, told=True)
    if any(member.called is _As.NUMBER for member in counted):
        return None
    return Toll(sum(numbers), None, where, told=True)


def _is_same(passage: Passage, one: _Member, other: _Member) -> bool:
    """Whether the second only says who the first is ("the director, Luis Paz, and", "Luis Paz, a judge, and")."""
    if passage.text[one.where.end : other.where.start] != ", ":
        return False
    of_office = one.called in (_As.ROLE, _As.SAID_OF)
    return (of_office and other.called is _As.NAME) or (one.called is _As.NAME and other.called is _As.SAID_OF)


def _member(passage: Passage, part: Stretch) -> _Member | None:
    """The people whom a part of the list is; None where it is none or has no number."""
    printed = passage.words(part)
    start = part.start + len(printed) - len(printed.lstrip())
    where = Stretch(start, part.start + len(printed.rstrip()))
    figure = next((figure for figure in passage.figures(where) if figure.where.start == start), None)
    readings = (_paired(passage, where), _counted(passage, where, figure) if figure else _single(passage, where))
    return next((member for member in readings if member is not None), None)


def _paired(passage: Passage, where: Stretch) -> _Member | None:
    pair = _PAIR.fullmatch(passage.words(where))
    known = pair is not None and (pair.group("noun") is None or is_calling(pair.group("noun").lower()))
    return _Member(where, 2) if known else None


def _counted(passage: Passage, where: Stretch, figure: Figure) -> _Member | None:
    if figure.whole is None:
        return None
    if figure.where.end == where.end:
        return _Member(where, figure.whole, _As.NUMBER)
    match = _PART.fullmatch(passage.text[figure.where.end : where.end].strip())
    if match is None or not is_calling(match.group("noun").lower()):
        return None
    return _Member(where, figure.whole, _As.ROLE if figure.whole == 1 else _As.PEOPLE)


def _single(passage: Passage, where: Stretch) -> _Member | None:
    printed = passage.words(where)
    if _ALONE.fullmatch(printed):
        return _Member(where, 1)
    named = any(person.where.end == where.end for person in passage.people_in(where))
    if named or _is_known(passage, printed):
        return _Member(where, 1, _As.NAME)
    match = _PART.fullmatch(printed)
    if match is None or match.group("noun").lower() not in words("headcounts", "callings"):
        return None
    one = (match.group("one") or "").lower()
    if not one and not _OFFICE.match(printed):
        return None
    return _Member(where, 1, _As.SAID_OF if one in ("a", "an", "the") else _As.ROLE)


def _is_known(passage: Passage, printed: str) -> bool:
    """Whether the word is the surname of somebody whom the paragraph names."""
    one_word = printed[:1].isupper() and " " not in printed
    return one_word and any(passage.words(person.where).endswith(f" {printed}") for person in passage.people)
