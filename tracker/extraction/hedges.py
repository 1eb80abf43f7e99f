"""What the text does not assert: things denied, planned, supposed or asked; and what it asserts with a hedge."""

from __future__ import annotations

import re

from tracker.extraction.lexicon import any_of
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought

_SAME_CLAUSE = r"(?!(?:since|when|after|because|while|but|who|although|though)\b)"
_HEDGE = Sought(r"\b" + any_of("assertion", "hedges") + r"\b", re.IGNORECASE)
_DENIED = Sought(
    r"\b" + any_of("assertion", "denials") + r"\s+(?:" + _SAME_CLAUSE + r"[\w'-]+\s+){0,3}$", re.IGNORECASE
)
_SUPPOSED = Sought(
    r"\b" + any_of("assertion", "suppositions") + r"\s+(?:" + _SAME_CLAUSE + r"[\w'-]+\s+){0,4}$", re.IGNORECASE
)
_REPORT_DENIED = Sought(
    r"\b(?:den(?:y|ies|ied)|dismissed|rejected)\s+(?:that|the|reports?|rumou?rs|claims?|having|any)\b", re.IGNORECASE
)
_DENIES_IT = re.compile(
    r"^[^.;:,]{0,60}\b(?:den(?:y|ies|ied)|refut(?:es|ed)|dismiss(?:es|ed)) "
    r"(?:it|this|that|the (?:report|story|rumou?r|claim|news))s?(?:[.,;]|$| (?:the|on|in|next|as)\b)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b" + any_of("assertion", "conditions") + r"\b", re.IGNORECASE)
_PURPOSE = re.compile(r"\b(?:to|in order to|to have|to be)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_DONE_AFTER_TO = re.compile(
    r"(?:"
    + any_of("assertion", "accomplished")
    + r"|\b(?:claim(?:s|ed)?|said|reported|reportedly|alleged|believed|known|found) to have)"
    r"\s+(?:to\s+)?(?:be\s+|have\s+)?$",
    re.IGNORECASE,
)
_BY_MEANS = re.compile(r"\b(?:using|employing|having used) [^.;]{3,50} to\s+$", re.IGNORECASE)
"""What one used to do a thing, one did it with ("using grenades to kill four gunmen")."""
_ASKED = Sought(
    r"\b(?:ask(?:s|ed|ing)?|urg(?:es|ed|ing)|request(?:s|ed|ing)?|call(?:s|ed|ing)? (?:on|for|upon)|demand(?:s|"
    r"ed|ing)|"
    r"petition(?:ed|ing)|appeal(?:ed|ing)|lobb(?:ied|ying)|recommend(?:s|ed|ing)|propos(?:es|ed|ing))\b[^.;]{0,70}$",
    re.IGNORECASE,
)
_FOR_IT = re.compile(r"\b(?:to|for the|the)\s+$")
_BREAK = re.compile(r"[.;:]\s")
_NEAR = 60
_FAR = 90
_NOTHING = re.compile(r"\s+(?:no|not|nobody|nothing|none|neither)\b(?! (?:fewer|less) than)", re.IGNORECASE)
_NOBODY = Sought(
    r"(?:^|[,;:(]\s*|\b(?:and|but|that|though|although|where|when|while|so far|yet)\s+)[\s\"'`]*"
    r"(?:no(?! (?:fewer|less|longer|doubt))|nobody|none|neither|not (?:one|a single))\b"
    r"(?:(?!\b(?:and|but|when|after|as|while|who|which|since|because|until|before|where)\b)[^,;:.]){0,70}$",
    re.IGNORECASE,
)
_FALSE_CLAUSE = Sought(
    r"\b"
    + any_of("assertion", "untruths")
    + r"\b[^.;:]{0,60}?\b(?:that|of|about)\b"
    + r"(?:(?!\b(?:after|when|following|since|because|although|but|while)\b)[^.;:]){0,120}$",
    re.IGNORECASE,
)
_PROVED_FALSE = Sought(r"\b" + any_of("assertion", "refutations") + r"\b", re.IGNORECASE)
_DOUBT = Sought(r"\b" + any_of("assertion", "doubts") + r"\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b" + any_of("assertion", "plans") + r"\b", re.IGNORECASE)


def is_hedged(text: str, part: Stretch) -> bool:
    """Whether a part of the text hedges an act or its attribution."""
    return hedge_in(text, part) is not None


def hedge_in(text: str, part: Stretch) -> Stretch | None:
    """The words by which a part of the text hedges; None where it does not."""
    found = _HEDGE.search_in(text, *part) or _DOUBT.search_in(text, *part)
    return Stretch(part.start + found.start(), part.start + found.end()) if found else None


def is_doubted(text: str, sentence: Stretch) -> bool:
    """Whether a sentence doubts what the one before it told ("we cannot confirm it")."""
    return _DOUBT.search_in(text, *sentence) is not None


def is_unasserted(text: str, sentence: Stretch, trigger: int) -> bool:
    """Whether the word at `trigger` tells of something denied, supposed, asked, or only intended."""
    clause = max((found.end() for found in _BREAK.finditer(text, sentence.start, trigger)), default=sentence.start)
    near = max(clause, trigger - _NEAR)
    if _NOBODY.search_in(text, clause, trigger) or _FALSE_CLAUSE.search_in(text, clause, trigger):
        return True
    if _PROVED_FALSE.search_in(text, trigger, sentence.end):
        return True
    if any(expression.search_in(text, near, trigger) for expression in (_REPORT_DENIED, _DENIED, _SUPPOSED)):
        return True
    before = text[near:trigger]
    if _ASKED.search_in(text, max(sentence.start, trigger - _FAR), trigger) and _FOR_IT.search(before):
        return True
    if _PURPOSE.search(before) and not (_DONE_AFTER_TO.search(before) or _BY_MEANS.search(before)):
        return True
    return bool(_CONDITION.match(text[sentence.start : trigger].lstrip("(\"'` -")))


def is_denied_after(sentence: str) -> bool:
    """Whether a sentence denies what the one before it told ("The Army denies it.")."""
    return bool(_DENIES_IT.search(sentence))


def is_nothing(after: str) -> bool:
    """Whether what follows the word that tells the act says that nobody and nothing was its object."""
    return bool(_NOTHING.match(after))


def is_planned(sentence: str) -> bool:
    """Whether the sentence announces something not begun."""
    return bool(_PLANNED.search(sentence))
