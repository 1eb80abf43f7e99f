"""The lines at the head of a telegram's text: E.O., TAGS, SUBJECT, REF, Classified By.

Each field is found by its key, at the beginning of a line or, where lines have been run together, after the field
before it; how far it reaches is told in field_ends.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tracker.cables.captions import captions_in
from tracker.cables.field_ends import end_of_field
from tracker.cables.furniture import PAGE_BREAK, within
from tracker.cables.line_patterns import line_pattern
from tracker.types import Span

ADMINISTRATIVE = frozenset(
    ("references", "classified_by", "reason", "declassify_on", "other", "tags", "order", "caption")
)
"""The names of the fields that are no part of a cable's words: all but the subject."""

_MARKING = r"\([ \t]?(?:U|C|S|SBU|LOU|TS|UNCLAS|FOUO|[CS] ?/{1,2} ?NF)[ \t]?\)"
_BEFORE = rf"[ \t¶\"'*_>]{{0,24}}(?:{PAGE_BREAK}[ \t]{{1,4}})?(?:{_MARKING}[ \t]{{0,4}}\.?[ \t]{{0,4}})?[(\[]?"
_ORDER = r"(?:E[ \t]?[.,:;/]?[ \t]?[O0][ \t]?[.,:;]?|EXECUTIVE[ \t]+ORDER)[ \t]{0,3}:?[ \t]{0,3}(?:NO\.?[ \t]?)?"
_IN_A_REASON = r"(?!\d|[ \t]{0,3}[,;:]?\s{0,3}(?:1\.[3-6](?![^\n]{0,40}\bDECL)|REASON|SEC))"
_BY = r"(?:CLAS{1,2}[A-Z]{0,8}|CL)[ \t]{0,3}\.?(?:[ \t]{1,3}|[ \t]?\n[ \t]{0,3})B[YV]\b[ \t]{0,3}[:;.-]?"
_SUBJECTS = r"SUBJECT|SUJECT|SUBECT|SUBJCT|SUBJET|SUBEJCT|SUBJECTS|S U B J E C T"
_CITED = r"\(?[A-Z]\)?[ \t]?[.):-]|'?(?:\d\d){1,2}[ A-Z]|[A-Z]{3}|[A-D][ \t]{1,3}[A-Z\d]{2}"
_AT_LINE = (
    ("subject", rf"(?:{_SUBJECTS})[ \t]{{0,3}}(?:\([A-Z/]{{1,6}}\)[ \t]{{0,3}})?(?:[:;]|[–.=-](?=[ \t]))"),
    ("subject", r"SUBJ?[ \t]{0,3}\.?[ \t]{0,3}[:;-]|(?:SUBJECT|SUBJ)\.?(?=[ \t]{1,20}[A-Z0-9\"'(\[])"),
    (
        "tags",
        (
            r"T[ \t]?A[ \t]?G[ \t]?S?(?:/(?:KEYWORDS?|TERMS))?[ \t]{0,3}(?:\([A-Z/]{1,6}\)[ \t]{0,3})?"
            r"(?:[:;=.-]{1,2}|(?=\s{1,9}[A-Z(]))"
        ),
    ),
    ("order", rf"{_ORDER}(?:1[\dO][ ,.]?[\dO]{{3}}|\d{{2}}[ ,.]?\d{{3}}|(?=DECL|N/?A\b|OADR|GDS)){_IN_A_REASON}"),
    ("order", r"1[1-3][\dO]{3}(?=[ \t]{0,3}:?[ \t]{0,3}DECL)"),
    ("references", r"REF(?:ERENCES?|S|TELS?|\(S\)|ERENCE\(S\))?[ \t]{0,3}(?:[:;]|\.[ \t]{0,3}:?(?=[ \t]))"),
    ("references", rf"REFS?(?:TELS?)?[ \t-]{{1,12}}(?={_CITED})"),
    ("classified_by", rf"{_BY}(?:\s{{0,9}}{_BY})?"),
    ("reason", r"REASONS?(?:\(S\))?[ \t]{0,3}[:;]"),
    ("declassify_on", r"DECL(?:AS{1,2}IFY|ASSIFICATION)?(?:[ \t]{1,3}ON)?[ \t]{0,3}[:;]"),
    ("other", r"DERIVED[ \t]{1,3}FROM[ \t]{0,3}:|CLASSIFIED[ \t]{1,3}(?:SECRET|CONFIDENTIAL)\b"),
)
_INSIDE = (
    ("order", r"E\.?[ ]?[O0]\.?[ ]?\d{5}[ ]?(?::|(?=DECL|N/A))"),
    ("tags", r"TAGS?[ ]?:|(?-i:TAGS)(?=[ ][A-Z]{2,5}[ ,])"),
    ("subject", r"SUBJ(?:ECT)?[ ]?:"),
    ("references", r"REF(?:S|TELS?|ERENCES?)?[ ]?:|REF[ ](?=[A-Z][ ]?:)"),
    ("other", r"DERIVED FROM[ ]?:"),
    ("classified_by", rf"(?:{_MARKING}[ ]{{1,3}})?(?:CLASSIFIED BY[ ]?:|(?-i:Classified [Bb]y|CLASSIFIED BY)(?=[ ]))"),
)
_NAMES = [name for name, _ in (*_AT_LINE, *_INSIDE)]
_KEY_AT_LINE = rf"{_BEFORE}(?:{'|'.join(f'(?P<k{place}>{pattern})' for place, (_, pattern) in enumerate(_AT_LINE))})"
_KEY_INSIDE = "|".join(f"(?P<k{place}>{pattern})" for place, (_, pattern) in enumerate(_INSIDE, start=len(_AT_LINE)))
_LINE_KEY = line_pattern(_KEY_AT_LINE, re.IGNORECASE)
_KEY = re.compile(rf"^{_KEY_AT_LINE}|(?<=[^\s])[ \t]{{1,30}}(?:{_KEY_INSIDE})", re.IGNORECASE | re.MULTILINE)
_SIGNS_OF_INSIDE = tuple(
    f" {sign}" for sign in ("E.O.", "EO ", "EO1", "E.0", "TAG", "SUBJ", "REF", "CLASSIFIED BY", "DER")
)
_SUBJECT = rf"{_BEFORE}(?:{'|'.join(pattern for name, pattern in _AT_LINE if name == 'subject')})"
_SUBJECT_LINE = line_pattern(_SUBJECT, re.IGNORECASE)
_SUBJECT_KEY = re.compile(rf"^{_SUBJECT}|SUBJECT\s?:", re.IGNORECASE | re.MULTILINE)
_MARKS = re.compile(_MARKING, re.IGNORECASE)
_COLON = re.compile(r"[:;]")
_PAGE_BREAK = re.compile(rf"[ \t]*{PAGE_BREAK}[ \t]*")
_BLANK = re.compile(r"\n[ \t]*\n")
_REPEATED = frozenset(("other", "references", "reason", "declassify_on"))
_LONGEST_GAP = 1_500
_LONGEST_HEAD = 3_000


class Field(NamedTuple):
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


class _Key(NamedTuple):
    """A key: its name, where its line's furniture before it begins, where it begins itself and where it ends."""

    name: str
    before: int
    start: int
    end: int


def after_subject_key(document: str, start: int, end: int) -> int:
    """Where the subject's words begin; `start` where no subject is printed."""
    key = _SUBJECT_LINE.search(document, start, end)
    if key is None or "SUBJECT" in document[start : key.start()].upper():
        key = _SUBJECT_KEY.search(document, start, end)
    return key.end() if key else start


def read_caption(document: str, start: int, end: int, *, furniture: list[Span]) -> Caption:
    """The fields between the transmission header and the first paragraph."""
    keys = _keys(document, start, end)
    fields = []
    for place, key in enumerate(keys):
        limit = keys[place + 1].before if place + 1 < len(keys) else end
        stop = end_of_field(document, key.end, limit, furniture=furniture, name=key.name)
        fields.append(Field(key.name, Span(key.start, stop), Span(key.end, stop)))
        fields += _caption_lines(document, stop, limit)
    return Caption(tuple(fields))


def _caption_lines(document: str, start: int, end: int) -> Iterator[Field]:
    """The lines of captions that stand directly below a field ("SENSITIVE BUT UNCLASSIFIED")."""
    at = document.find("\n", start, end)
    while at >= 0:
        stop = document.find("\n", at + 1, end)
        line = document[at + 1 : stop if stop >= 0 else end]
        if line.strip() and not _PAGE_BREAK.fullmatch(line):
            if not captions_in(line):
                return
            span = Span(at + 1, at + 1 + len(line.rstrip()))
            yield Field("caption", span, span)
        at = stop


def _keys(document: str, start: int, end: int) -> list[_Key]:
    """The keys in order; one of a name that stands once in a head, printed again, is another."""
    keys: list[_Key] = []
    seen: set[str] = set()
    printed = document[start:end].upper().replace("\t", " ")
    pattern = _KEY if any(sign in printed for sign in _SIGNS_OF_INSIDE) else _LINE_KEY
    for match in pattern.finditer(document, start, end):
        group = match.lastgroup or "k0"
        place = int(group[1:])
        name = _NAMES[place]
        own = match.start(group)
        if not _is_key(document, keys, match, own=own, inside=place >= len(_AT_LINE), start=start):
            continue
        if keys and keys[-1].name == name and not _MARKS.sub("", document[keys[-1].end : match.start()]).strip():
            keys[-1] = keys[-1]._replace(end=match.end())
            continue
        if name in seen and name not in _REPEATED:
            if not _is_near(document, keys, match.start()):
                continue
            name = "other"
        seen.add(name)
        begin = own if name in ("subject", "order", "tags") else _past_furniture(document, match.start(), own)
        keys.append(_Key(name, match.start(), begin, match.end()))
    return keys


def _is_key(document: str, keys: list[_Key], match: re.Match[str], *, own: int, inside: bool, start: int) -> bool:
    """Whether this is a key: one inside a line, or without its colon, only near the key before it."""
    key = document[own : match.end()]
    if keys and match.start() - keys[-1].end > _LONGEST_HEAD:
        return False
    if _COLON.search(key) and not inside:
        return True
    near = _is_near(document, keys, match.start())
    if inside:
        return near or key.upper().startswith("E") or (key.upper().startswith("TAG") and key.endswith(":"))
    return near or not key.upper().startswith("SUBJ") or not document[start : match.start()].strip()


def _is_near(document: str, keys: list[_Key], at: int) -> bool:
    """Whether no blank line stands between the words of the last key and a place."""
    if not keys or at - keys[-1].end >= _LONGEST_GAP:
        return False
    return not _BLANK.search(document[keys[-1].end : at].strip())


def _past_furniture(document: str, at: int, end: int) -> int:
    while at < end and (document[at].isspace() or document[at] == "¶"):
        at += 1
    return at


def printed_words(document: str, field: Field | None, furniture: list[Span]) -> str:
    """A field's words as printed, line breaks and all, without the furniture in them; empty without field."""
    if not field:
        return ""
    parts = []
    at = field.words.start
    for cut in within(furniture, field.words):
        parts.append(document[at : cut.start])
        at = cut.end
    parts.append(document[at : field.words.end])
    return " ".join(parts) if len(parts) > 1 else parts[0]
