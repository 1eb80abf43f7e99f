"""The fields of a telegram's head, read: from the lines that caption.py finds to what a cable holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tracker.cables.caption import Caption, Field, printed_words
from tracker.cables.classified_by import classifier_in_order, classifier_of, reasons_of
from tracker.cables.declassification import declassification_day, declassification_words, order_number
from tracker.cables.model import Guess
from tracker.cables.subjects import subject_of
from tracker.cables.tags import read_tags
from tracker.types import Span

_WIDTH = 71
"""The width at which the line Classified By was broken wherever it came to it."""
_WHOLE_WORD = re.compile(r"\b(?:and|by|for|of|or|reasons?|the|to|under)\Z", re.IGNORECASE)
_IN_TEXT = re.compile(
    r"\s{0,4}(?:\([UCS]\)\s{0,4})?(?:This (?:message|cable|telegram|document) (?:was|is|has been) )?"
    r"Clas{1,2}[a-z]{0,8} by\b[ :]{0,3}(?P<words>[^\n]{1,200}(?:\n[^\n]{1,200}){0,3})",
    re.IGNORECASE,
)
_SECTION_SINCE_2003 = "1.4"
_SECTION_BEFORE = "1.5"
_AMENDED = date(2003, 3, 25)
"""Since this day the reasons stand in section 1.4 of the order, before it in 1.5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadFields:
    """The fields of the head; those that it does not print are None or empty."""

    subject: str | None
    tags: tuple[str, ...]
    executive_order: str | None
    declassification: str | None
    declassify_on: date | None
    classified_by: str | None
    reasons: tuple[str, ...]
    guesses: tuple[Guess, ...]


def read_fields(
    document: str, caption: Caption, *, furniture: list[Span], sent_on: date | None, text: int
) -> HeadFields:
    """The fields of the head. `sent_on` tells which section of the order held the reasons then.

    The first paragraph, whose words begin at `text`, may say who classified where the head does not.
    """
    order = caption.first("order")
    declassify_on = caption.first("declassify_on")
    order_words = printed_words(document, order, furniture)
    words = declassification_words(order_words)
    if declassify_on:
        start = declassify_on.span.start
        words = words or declassification_words(document[start : declassify_on.words.end])
    tags = read_tags(printed_words(document, caption.first("tags"), furniture))
    reasons, inferred = _reasons(document, caption, furniture=furniture, sent_on=sent_on)
    first = None if caption.first("classified_by") else _IN_TEXT.match(document, text)
    in_text = first["words"] if first else ""
    guesses = []
    if tags.mended:
        guesses.append(
            Guess("tags", "mended: " + ", ".join(f"{printed} read as {tag}" for printed, tag in tags.mended))
        )
    if inferred:
        guesses.append(Guess("classification_reasons", "the section of the order is not printed"))
    return HeadFields(
        subject=subject_of(printed_words(document, caption.first("subject"), furniture)),
        tags=tags.tags,
        executive_order=order_number(document[order.span.start : order.words.start]) if order else None,
        declassification=words,
        declassify_on=declassification_day(order_words)
        or declassification_day(printed_words(document, declassify_on, furniture)),
        classified_by=classifier_of(_unbroken(document, caption.first("classified_by"), furniture))
        or classifier_in_order(order_words)
        or classifier_of(in_text),
        reasons=reasons or reasons_of(in_text).reasons,
        guesses=tuple(guesses),
    )


def _unbroken(document: str, field: Field | None, furniture: list[Span]) -> str:
    """The words of a field of which a circuit broke lines at one width, in the midst of words, whole again."""
    words = printed_words(document, field, furniture)
    if not field or "\n" not in words:
        return words
    line = document[document.rfind("\n", 0, field.words.start) + 1 : field.words.start]
    before = len(line.lstrip())
    parts: list[str] = []
    for line in words.split("\n"):
        end = line.rstrip()
        is_cut = before + len(end) == _WIDTH and not _WHOLE_WORD.search(end)
        parts.append(end if is_cut else f"{end}\n")
        before = 0
    return "".join(parts)


def _reasons(
    document: str, caption: Caption, *, furniture: list[Span], sent_on: date | None
) -> tuple[tuple[str, ...], bool]:
    """The reasons of Classified By, of Reason, or else of the E.O. line; and whether their section was supplied."""
    section = _SECTION_BEFORE if sent_on and sent_on < _AMENDED else _SECTION_SINCE_2003
    found: list[str] = []
    inferred = False
    for name in ("classified_by", "reason"):
        for field in caption.all(name):
            words = _unbroken(document, field, furniture)
            read = reasons_of(words if name == "classified_by" else f"reason: {words}", section=section)
            found += read.reasons
            inferred = inferred or read.inferred_section
    if not found:
        found += reasons_of(printed_words(document, caption.first("order"), furniture)).reasons
    return tuple(dict.fromkeys(found)), inferred
