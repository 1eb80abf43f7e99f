"""The lines at the head of a telegram's text: E.O., TAGS, SUBJECT, REF, Classified By.

Each line is found by its key; a field runs on over line breaks to the next key, a blank line or the end of the head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tracker.cables.furniture import within
from tracker.cables.identifiers import full_year
from tracker.types import Span

_KEYS = (
    ("subject", r"SUBJECT\s*:|^[ \t]*SUBJ\s*:"),
    ("tags", r"TAGS\s*:|^[ \t]*TAGS[ \t]"),
    ("order", r"E\.O\.\s*\d{5}|^[ \t]*EO[ \t]*\d{5}"),
    ("references", r"^[ \t]*REFS?\b(?:\([A-Z]\)|TELS?)?\s*:|^[ \t]*REF[ \t]+(?=[A-Z(])"),
    ("classified_by", r"(?:^[ \t]*\([A-Z]{1,3}\)[ \t]*)?CLASSIFIED BY\b\s*:?(?:\s*CLASSIFIED BY\b\s*:?)?"),
    ("other", r"^[ \t]*(?:REASONS?\s*:|DERIVED FROM\s*:|DECLASSIFY ON\s*:|CLASSIFIED (?:SECRET|CONFIDENTIAL)\b)"),
)
_SUBJECT_KEY = re.compile(dict(_KEYS)["subject"], re.IGNORECASE | re.MULTILINE)
_KEY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _KEYS), re.IGNORECASE | re.MULTILINE)
_REPEATED = frozenset(("other", "references"))
_BLANK = re.compile(r"\n[ \t]*(?=\n|\Z)")
_ITEM_AFTER_BLANK = re.compile(r"\s*\n[ \t]*¶?[ \t]*\(?[A-Z][.)]")
_TAG = re.compile(r"[A-Z]{2,10}\b")
_REASON = re.compile(
    r"[\s.,;:(-]*\b(?:r ?e ?a ?s ?o ?n ?s?|f ?o ?r\s+r ?e ?a ?s ?o ?n ?s?|per[ \t]+E\.?O)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_DAY = re.compile(
    r"\b(?:(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d{2})|(?P<y2>\d{4})/(?P<m2>\d{1,2})/(?P<d2>\d{1,2}))\b"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the head: the name of its key, the span of key and words, the span of the words."""

    name: str
    span: Span
    words: Span


@dataclass(frozen=True, slots=True)
class Caption:
    """The fields found in the head of a document, in order."""

    fields: tuple[Field, ...]

    def first(self, name: str) -> Field | None:
        """The first field of a name."""
        return next((field for field in self.fields if field.name == name), None)

    def all(self, name: str) -> tuple[Field, ...]:
        """The fields of a name, in order."""
        return tuple(field for field in self.fields if field.name == name)


def after_subject_key(document: str, start: int, end: int) -> int:
    """Where the subject's words begin; `start` where no subject is printed."""
    key = _SUBJECT_KEY.search(document, start, end)
    return key.end() if key else start


def read_caption(document: str, start: int, end: int, *, furniture: list[Span]) -> Caption:
    """The fields between the transmission header and the first paragraph."""
    keys = list(_KEY.finditer(document, start, end))
    fields = []
    seen: set[str] = set()
    for place, key in enumerate(keys):
        name = key.lastgroup or "other"
        if name in seen and name not in _REPEATED:
            continue
        seen.add(name)
        limit = keys[place + 1].start() if place + 1 < len(keys) else end
        stop = _end_of_field(document, key.end(), limit, furniture=furniture, name=name)
        fields.append(Field(name, Span(key.start(), stop), Span(key.end(), stop)))
    return Caption(tuple(fields))


def _end_of_field(document: str, start: int, limit: int, *, furniture: list[Span], name: str) -> int:
    limit = min((cut.start for cut in within(furniture, Span(start, limit)) if cut.end - cut.start > 1), default=limit)
    words = re.compile(r"\s*").match(document, start, limit)
    at = words.end() if words else start
    while True:
        blank = _BLANK.search(document, at, limit)
        if not blank:
            return _stripped_end(document, start, limit)
        if name != "references" or not _ITEM_AFTER_BLANK.match(document, blank.start(), limit):
            return _stripped_end(document, start, blank.start())
        at = blank.end() + 1


def _stripped_end(document: str, start: int, end: int) -> int:
    while end > start and document[end - 1].isspace():
        end -= 1
    return end


def words_of(document: str, field: Field | None) -> str | None:
    """A field's words, each run of white space as one space; None without field or words."""
    return (
        (" ".join(document[field.words.start : field.words.end].replace("¶", " ").split()) or None) if field else None
    )


def tags_of(words: str | None) -> tuple[str, ...]:
    """The tags, in capitals, each once."""
    return tuple(dict.fromkeys(_TAG.findall((words or "").upper())))


def classifier_of(words: str | None) -> str | None:
    """Who classified the cable, without the reason."""
    if not words:
        return None
    return _REASON.sub("", words).strip(" .,;:").removeprefix("By ") or None


def declassification_day(words: str | None) -> date | None:
    """The day in an E.O. line ("DECL: 02/28/2017"); None without one ("N/A") or with an impossible one."""
    match = _DAY.search(words or "")
    if not match:
        return None
    year = match["y"] or match["y2"]
    try:
        return date(
            int(year) if len(year) == 4 else full_year(int(year)),
            int(match["m"] or match["m2"]),
            int(match["d"] or match["d2"]),
        )
    except ValueError:
        return None
