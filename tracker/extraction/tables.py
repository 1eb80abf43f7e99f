"""Tables of killings: rows of a month, year, place or force with one figure or one for each column.

A table is read only under a heading that speaks of killings (or of kidnappings, which are coded too), so that thefts
and votes beside it are left alone. Lines are those of the document; the white space of cleaned text has no lines.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.cables.cleaning import CleanText
from tracker.extraction import calendars
from tracker.extraction.drafts import Draft, Reading, Telling
from tracker.extraction.gazetteer import scan
from tracker.extraction.homicides import counted_victims
from tracker.extraction.lexicon import any_of
from tracker.extraction.passages import Passage
from tracker.extraction.sentences import Stretch
from tracker.reports import DateInterval, Kind, Place, Subtype


@dataclass(frozen=True, slots=True)
class Tables:
    """What the tables of a passage tell, and the stretches of cleaned text that they cover."""

    drafts: tuple[Draft, ...] = ()
    covered: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class _Heading:
    """What the rows below count: the kind, a year or period of the title, columns, and a place."""

    kind: Kind | None = None
    interval: DateInterval | None = None
    columns: tuple[DateInterval | Place, ...] = ()
    place: Place | None = None


_MURDERS = re.compile(
    r"\b" + any_of("homicides", "murders") + r"\b|\b(?:homicide|murder|killing|execution|death)s?\b", re.IGNORECASE
)
_KIDNAPPINGS = re.compile(r"\bkidnap+ings?\b|\babductions?\b", re.IGNORECASE)
_OTHER = re.compile(
    (
        r"\b(?:robber\w*|thefts?|carjacking|extortion|arson|arrests?|seizures?|kilos|votes?|"
        r"percent of votes|assaults?|rapes?|burglar\w*|vehicles|hectares|tons|exports?|imports?|"
        r"population)\b"
    ),
    re.IGNORECASE,
)
_ROW = re.compile(
    r"^\s*[*-]?\s*(?P<label>[^\d\s(][^\d(:|]{0,45}?|(?:19|20)\d\d)\s*(?:\((?:for comparison|"
    r"[a-z ]{3,30})\))?\s*(?:[:|.=\u2013-]+\s*|\s+)(?P<cells>(?:[\d(][\d,.()%\s|/*-]*|Unavailable|"
    r"N/?A)(?:\s+(?:Unavailable|N/?A))?)\s*(?:\((?:Note|see)[^)]*\))?\s*$"
)
_CELL = re.compile(
    r"\((?P<share>[^)]*)\)|(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+|%|\s?percent)?|"
    r"(?P<none>Unavailable|N/?A|--?)"
)
_TOTAL = re.compile(r"(?:grand )?totals?\b|kidnap", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_MONTH = re.compile(
    r"^(?P<m>" + "|".join(sorted(calendars.MONTHS, key=len, reverse=True)) + r")\.?(?:[\s,'-]*(?P<y>(?:20|"
    r"19)?\d\d))?$",
    re.IGNORECASE,
)


def tables(document: str, passage: Passage, place: Place | None) -> Tables:
    """The tables of a passage; `place` is where its figures are counted where neither row nor column says."""
    drafts: list[Draft] = []
    covered: list[Stretch] = []
    heading = _Heading(place=place)
    for line in _lines(document, passage):
        row = _row(line.text, passage.today)
        if row is None:
            heading = _read_heading(line.text, heading, passage.today)
            continue
        where = _to_text(passage.paragraph.content, line.start, line.start + len(line.text))
        if where is None or heading.kind is None:
            continue
        covered.append(where)
        drafts.extend(_cells(passage, heading, row, where))
    # One row alone is prose that happens to break so.
    return Tables(tuple(drafts), tuple(covered)) if len(covered) > 1 else Tables()


def _lines(document: str, passage: Passage) -> Iterator[_Line]:
    body = passage.paragraph.body
    at = body.start
    for printed in document[body.start : body.end].splitlines(keepends=True):
        text = printed.rstrip()
        if text.strip() and re.search(r"[A-Za-z0-9]", text):
            yield _Line(at, text)
        at += len(printed)


@dataclass(frozen=True, slots=True)
class _Row:
    label: DateInterval | Place | str
    cells: tuple[int | None, ...]


def _row(text: str, today: date) -> _Row | None:
    match = _ROW.match(text)
    if match is None or len(text) > 110:
        return None
    label = match.group("label").strip(" -:.|*")
    cells: list[int | None] = []
    for cell in _CELL.finditer(match.group("cells")):
        if cell.group("share") is not None:
            continue
        if cell.group("none") is not None:
            cells.append(None)
        elif not cell.group("rest"):
            cells.append(int(cell.group("number").replace(",", "")))
    years = len(cells) > 1 and all(cell is not None and 1990 <= cell <= 2030 for cell in cells)
    if not cells or years or len(label) < 2 or re.match(r"(?:Table|Section|Ref|Page|Note)\b", label, re.IGNORECASE):
        return None
    return _Row(_label(label, today), tuple(cells))


def _label(label: str, today: date) -> DateInterval | Place | str:
    if _YEAR.match(label):
        return calendars.year(int(label))
    month = _MONTH.match(label)
    if month:
        number = calendars.MONTHS[month.group("m").lower()]
        printed = month.group("y")
        year = (
            calendars.latest_year(number, 1, today)
            if not printed
            else int(printed)
            if len(printed) == 4
            else 2000 + int(printed)
        )
        return calendars.month(year, number)
    hits = scan(label)
    if hits and hits[0].known.places and hits[0].where.end - hits[0].where.start >= len(label) - 8:
        return hits[0].known.places[0]
    return label


def _read_heading(text: str, heading: _Heading, today: date) -> _Heading:
    """The heading with what a line that is no row adds to it; a line about something else ends the table."""
    if _KIDNAPPINGS.search(text) and not _MURDERS.search(text):
        heading = _Heading(kind=Kind.ATTACK, place=heading.place) if len(text) < 75 else heading
    elif _OTHER.search(text) and not _MURDERS.search(text):
        return _Heading(place=heading.place)
    elif _MURDERS.search(text):
        heading = _Heading(kind=Kind.HOMICIDE_COUNT, place=heading.place)
    columns = _columns(text, today)
    if len(columns) > 1:
        return replace(heading, columns=columns)
    if heading.kind and (match := re.search(r"\b((?:19|20)\d\d)\b", text)) and int(match.group(1)) <= today.year:
        heading = replace(heading, interval=calendars.year(int(match.group(1))))
    return heading


def _columns(text: str, today: date) -> tuple[DateInterval | Place, ...]:
    """The years, months or places that a heading line consists of."""
    words = re.split(
        r"[\s|]{2,}|\s(?=(?:19|20)\d\d\b)|\s\|\s|\s(?=[A-Z][a-z]{2,8}\b)", re.sub(r"\([^)]*\)|\*", " ", text).strip()
    )
    found = [_label(word.strip(" :-"), today) for word in words if word.strip(" :-")]
    named = [column for column in found if not isinstance(column, str)]
    return tuple(named) if len(named) > 1 and len(named) >= len(found) - 1 else ()


def _cells(passage: Passage, heading: _Heading, row: _Row, where: Stretch) -> Iterator[Draft]:
    columns: tuple[DateInterval | Place | None, ...] = heading.columns
    if not columns and len(row.cells) == 1:
        columns = (None,)
    for value, column in zip(row.cells, columns, strict=False):
        if value is None or heading.kind is None:
            continue
        if heading.kind is Kind.ATTACK and isinstance(row.label, str) and not _TOTAL.match(row.label):
            continue
        parts = [part for part in (row.label, column) if part is not None]
        dates = [part for part in parts if isinstance(part, DateInterval)]
        named = [part for part in parts if isinstance(part, Place)]
        interval = _within(dates, heading.interval)
        label = row.label if isinstance(row.label, str) else ""
        yield Draft(
            kind=heading.kind,
            telling=Telling(passage, where, where),
            sentence=where,
            zone=where,
            readings=(Reading("count", where, "cell-of-table"),),
            own_date=True,
            own_place=True,
            date=interval,
            places=(named[0],) if named else (heading.place,) if heading.place else (),
            aggregate=True,
            count=value,
            victims=_victims(label) if heading.kind is Kind.HOMICIDE_COUNT else None,
            subtype=Subtype.KIDNAPPING if heading.kind is Kind.ATTACK else None,
        )


def _victims(label: str) -> str | None:
    if not label or re.match(r"(?:grand )?total\b", label, re.IGNORECASE):
        return None
    return counted_victims(label) or re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def _within(dates: list[DateInterval], title: DateInterval | None) -> DateInterval | None:
    """The interval of a cell: a month takes the year of its column or of the title."""
    if not dates:
        return title
    shortest = min(dates, key=lambda interval: (interval.end - interval.start).days)
    years = [
        interval for interval in (*dates, title) if interval is not None and (interval.end - interval.start).days > 300
    ]
    if (
        (shortest.end - shortest.start).days < 32
        and years
        and not any(year.start <= shortest.start <= year.end for year in years)
    ):
        return calendars.month(years[0].start.year, shortest.start.month)
    return shortest


def _to_text(content: CleanText, start: int, end: int) -> Stretch | None:
    """The stretch of cleaned text that was made from `document[start:end]`; None where nothing was."""

    def position(origin: int) -> int:
        run = max(bisect.bisect_right(content.origins, origin) - 1, 0)
        following = content.starts[run + 1] if run + 1 < len(content.starts) else len(content.text)
        return min(content.starts[run] + max(origin - content.origins[run], 0), following)

    first, last = position(start), position(end)
    while first < last and content.text[first] == " ":
        first += 1
    return Stretch(first, last) if last > first else None
