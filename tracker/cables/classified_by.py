"""Who classified a telegram, and for which of the order's reasons.

"Classified By: DCM Ada Byron for reasons 1.4 (b) and (d)" and its many kin: brackets, slashes, ranges, slips, and
breaks that a circuit put into words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_REASON = (
    r"(?:r ?e ?a ?s ?o ?n ?s?|rea?s{1,2}[aio]{1,2}ns?|resaons?|reaons?|reasns?|reas\b|rsns?\b)(?: ?\( ?s ?\))?(?![a-z])"
)
_PREPOSITION = r"(?:f ?o ?r|o ?n|due to|u ?n ?d ?e ?r|p ?e ?r|b ?y|from|with|i ?n)"
_AUTHORITY = (
    r"(?:f ?o ?r|p ?e ?r|under|pursuant to|in accord(?:ance)? with|according to|based on|by authority of|authority|auth"
    r"|by|due to|on basis of)"
)
_WHY = re.compile(
    r"[ .,;:(\[/-]{0,6}(?:"
    rf"\b(?:{_PREPOSITION} )?(?:the )?(?:following )?{_REASON}"
    rf"|\b{_AUTHORITY}:? (?:the )?(?:E ?\. ?O\b|EO\b|executive order|sections? 1|sec\b|1 ?[.,] ?[3-6])"
    r"|\bE ?\. ?O ?\.?[ :]{0,2}\d{5}|\bEO ?\d{5}"
    r"|(?<![\d/])1 ?[.,] ?[3-6](?: ?[(\[]|[ .]?[a-h]\b)"
    r"|\bdecl(?:assify)?(?: on)? ?:"
    r")",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\((?:u|c|s|sbu)\) ?|(?:this (?:cable|message|telegram) (?:is |was )?)?clas{1,2}[a-z]{0,8} by\b[ :;.-]{0,4}"
    r"|by\b:? )+",
    re.IGNORECASE,
)
_CUT_NAME = re.compile(
    r"\b([B-HJ-Z]) (?!(?:acting|and|at|by|de|del|der|di|due|for|from|in|la|of|on|or|per|reasons?|to|under|van|von)\b)"
    r"([a-z]{2,})"
)
_JUNIOR = re.compile(r"\b[JS]r\.[ ,;:.-]{0,4}$", re.IGNORECASE)
_OLD_FORM = re.compile(
    r"\((?P<name>[A-Z][A-Z'’-]+,? ?[A-Z][A-Z .'’-]{1,40})\)(?:[ ,]{0,2}(?P<office>O[RSM]?-[A-Z]{1,3}))?"
)
_SECTION = re.compile(r"(?<![\d/.])[1lI] ?[.,:]? ?(?P<number>[3-6])(?![\d/])")
_SEPARATORS = re.compile(r"(?:[ ,.;:/&)\]}09+]|a ?n ?d\b|or\b)*", re.IGNORECASE)
_LETTERS = re.compile(
    r"[(\[{] ?(?P<first>[a-h])(?![a-z])|[(\[{] ?(?P<run>[a-h]{2,5})(?= ?[)\]}])|"
    r"(?P<bare>[b-h]|a(?! (?!and\b|or\b|an d\b|through\b|to [a-h]\b)[a-z]{2,}))(?![a-z'’])",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"[ ).\]]{0,3}(?:--?|–|\bthrough\b|\bthru\b|\bto\b)[ (\[]{0,3}(?P<last>[a-h])(?![a-z])", re.IGNORECASE
)
_AFTER_REASON = re.compile(rf"{_REASON}[ :;.,-]{{0,4}}(?:1[ .,]{{0,2}})?(?=[(\[]? ?[a-h]\b(?!\. ?o))", re.IGNORECASE)
_LONGEST = 1_200
_LONGEST_NAME = 400
_MOST_LETTERS = 24


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons in order, each once ("1.4(b)"), and whether the section had to be supplied."""

    reasons: tuple[str, ...] = ()
    inferred_section: bool = False


@lru_cache(maxsize=1024)
def classifier_of(words: str) -> str | None:
    """Who classified the telegram, without the reason; None where nobody is named."""
    name = _squeezed(words)
    name = name[: _why(name)]
    # The pattern takes punctuation before the reason, and with it the point of an abbreviation.
    junior = _JUNIOR.search(_squeezed(words)[: len(name) + 1])
    before = _BEFORE.match(name)
    name = _CUT_NAME.sub(r"\1\2", name[before.end() :] if before else name)
    name = name.strip(' .,;:-_*"[')
    for opening, closing in ("()", ")("):
        if opening not in name:
            name = name.strip(closing).strip(" .,;:-")
    name = name[:_LONGEST_NAME]
    return (f"{name}." if junior else name) or None


@lru_cache(maxsize=256)
def _why(words: str) -> int | None:
    """Where the words tell for what reason; None where they do not."""
    match = _WHY.search(words)
    return match.start() if match else None


def classifier_in_order(words: str) -> str | None:
    """Who classified by an E.O. line of before 1982: "GDS 8/12/85 (BYRON, ADA) OR-P"."""
    match = _OLD_FORM.search(_squeezed(words))
    return match["name"] if match and match["office"] else None


@lru_cache(maxsize=1024)
def reasons_of(words: str, *, section: str | None = None) -> Reasons:
    """The reasons in the words of Classified By (after the name) or Reason.

    `section` ("1.4") stands in where the words name letters only.
    """
    words = _squeezed(words)
    why = _why(words)
    words = words[why or 0 :]
    found: list[str] = []
    for match in _SECTION.finditer(words):
        found += (f"1.{match['number']}({letter})" for letter in _letters(words, match.end()))
    if found or section is None:
        return Reasons(tuple(dict.fromkeys(found)))
    after = _AFTER_REASON.search(words)
    start = after.end() if after else (0 if why is None else None)
    letters = _letters(words, start) if start is not None else []
    return Reasons(tuple(dict.fromkeys(f"{section}({letter})" for letter in letters)), inferred_section=bool(letters))


def _letters(words: str, at: int) -> list[str]:
    """The letters of the reasons that stand from a place on, ranges filled."""
    letters: list[str] = []
    printed = ""
    while len(letters) < _MOST_LETTERS:
        separators = _SEPARATORS.match(words, at)
        match = _LETTERS.match(words, separators.end() if separators else at)
        if not match:
            break
        some = match["first"] or match["run"] or match["bare"]
        # "1.4 (b). (C) The lamps": the marking of the text, not a letter of the list.
        if letters and "." in words[at : match.start()] and some.isupper() and printed.islower():
            break
        printed, some = some, some.lower()
        letters += some
        at = match.end()
        until = _RANGE.match(words, at)
        if until:
            letters += (chr(code) for code in range(ord(some[-1]) + 1, ord(until["last"].lower()) + 1))
            at = until.end()
    return letters


def _squeezed(words: str) -> str:
    return " ".join(words[:_LONGEST].replace("¶", " ").split())
