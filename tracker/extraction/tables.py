"""Tables of killings: which cell counts killings, of whom, when and where.

A cell means what its row, its column and the words over the table say together; a table that does not say what it
counts, only when and where, counts what its cable or the text before it speaks of. Other goods and crimes beside are
left alone (kidnappings are coded too).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.extraction import calendars
from tracker.extraction.dates import dates
from tracker.extraction.drafts import Draft, Reading, Telling
from tracker.extraction.gazetteer import scan
from tracker.extraction.grids import Cell, Grid, Row, grids
from tracker.extraction.homicides import counted_victims
from tracker.extraction.layout import in_text
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
class Ground:
    """What a table may leave unsaid: home, the country, and that it counts killings.

    `of_killings` is true where the text before the table, its heading or the cable's subject speaks of them.
    """

    home: Place | None = None
    country: Place | None = None
    of_killings: bool = False


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What the words at a row, a column or over a table say; whom they count (`whose`) only of killings."""

    kind: Kind | None = None
    is_other: bool = False
    interval: DateInterval | None = None
    place: Place | None = None
    whose: str | None = None
    is_total: bool = False


_MURDERS = re.compile(
    r"\b(?:"
    + any_of("homicides", "murders", "dead")
    + r"|(?:homicide|murder|killing|execution|death)s?|killed|murdered|executed|slain|died|body count|"
    r"(?:death )?toll)\b",
    re.IGNORECASE,
)
_KIDNAPPINGS = re.compile(r"\bkidnap+(?:ings?|ed)\b|\babduct(?:ions?|ed)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:"
    + any_of("homicides", "other_things")
    + r"|crimes?|cocaine|marijuana|heroin|opium|poppy|amphetamine|methamphetamine|precursors?|pistols|firearms|"
    r"ammunition|aircraft|boats|dollars|cash|pesos|hashish|eradicat\w+|interdict\w+|plants?|fields|patrols?|population|"
    r"exports?|imports?|budget|troops|personnel|percent|rates?|per 100,000|graduates|students|visitors|cases)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:per 100,000|percent\w*|rates?|average|share|change|increase|per day|daily)\b|%", re.IGNORECASE
)
_RATES = re.compile(r"\bper 100,000|\brates?\b|\bpercentages?\b|(?:,|\bin) percent\b", re.IGNORECASE)
_SAME = re.compile(r"\bsame (?:period|months?|time|weeks?|quarter)\b", re.IGNORECASE)
_TOTAL = re.compile(r"(?:grand |sub-?)?totals?\b|\ball\b|\boverall\b|nationwide|national\b|\bsum\b", re.IGNORECASE)
_COUNTRY = re.compile(r"\b(?:the (?:whole )?country|nationwide|national(?:ly)?|mexico-wide)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(
    r"(?P<m>" + "|".join(sorted(calendars.MONTHS, key=len, reverse=True)) + r")\.?(?:[\s,'’-]*(?P<y>(?:20|19)?\d\d))?",
    re.IGNORECASE,
)
_WORTHLESS = re.compile(
    r"\b(?:of|the|in|by|for|and|number|no|reported|recorded|monthly|month|year|state|city|period|so far|to date|"
    r"figures?|count|drug-related|organized|crime|related|gangland|municipality|department)\b|[^\w\s]",
    re.IGNORECASE,
)
_YEAR_DAYS = 300
_MONTH_DAYS = 32


def tables(document: str, passage: Passage, ground: Ground) -> Tables:
    """The tables of a passage that count killings or kidnappings."""
    drafts: list[Draft] = []
    covered: list[Stretch] = []
    body = passage.paragraph.body
    for grid in grids(document, body):
        told = list(_told(passage, grid, ground))
        if told:
            drafts.extend(told)
            rows = (in_text(passage.paragraph.content, row.span.start, row.span.end) for row in grid.rows)
            covered.extend(where for where in rows if where is not None)
    return Tables(tuple(drafts), tuple(covered))


def _told(passage: Passage, grid: Grid, ground: Ground) -> Iterator[Draft]:
    today = passage.today
    nationwide = any(_COUNTRY.search(line) for line in grid.titles)
    place = ground.country if nationwide else ground.home or ground.country
    title = _title(grid, today)
    columns = _of_columns(grid, today)
    rows = [_meaning(row.label.text, today) for row in grid.rows]
    if not title.kind and ground.of_killings and not title.is_other and _only_when_and_where([*columns, *rows]):
        title = replace(title, kind=Kind.HOMICIDE_COUNT)
    months = [row.interval for row in rows if row.interval is not None]
    for row, of_row in zip(grid.rows, rows, strict=True):
        for cell in row.cells:
            of_column = columns[cell.column]
            kind = of_row.kind or of_column.kind or title.kind
            if cell.number is None or cell.unit or kind is None or of_row.is_other or of_column.is_other:
                continue
            if cell.number != cell.number.to_integral_value():
                continue
            meaning = _together(of_row, of_column, title, months, today)
            draft = _draft(passage, row, cell, replace(meaning, kind=kind))
            yield replace(draft, places=(meaning.place,) if meaning.place else (place,) if place else ())


def _of_columns(grid: Grid, today: date) -> list[_Meaning]:
    """What the words over the columns say; "the same period of 2008" is that of the column before it."""
    corner = f" {grid.corner}" if _MURDERS.search(grid.corner) else ""
    found: list[_Meaning] = []
    for words in grid.columns:
        said = _meaning(words + corner, today)
        before = found[-1].interval if found else None
        if _SAME.search(words) and before is not None and said.interval is not None:
            shift = said.interval.start.year - before.end.year
            moved = DateInterval(calendars.years_later(before.start, shift), calendars.years_later(before.end, shift))
            said = replace(said, interval=moved)
        found.append(said)
    return found


def _title(grid: Grid, today: date) -> _Meaning:
    """What the words over a table say: the nearest line that names a kind decides it."""
    found = _Meaning()
    for line in reversed(grid.titles):
        said = _meaning(line, today, is_title=True)
        # A sentence may name other things beside; one that names killings at all leads to a table of them.
        kind = found.kind or (None if found.is_other else said.kind)
        found = _Meaning(
            kind=kind,
            is_other=found.is_other or (kind is None and said.is_other),
            interval=found.interval or said.interval,
            place=found.place or said.place,
        )
    return found


def _only_when_and_where(meanings: Sequence[_Meaning]) -> bool:
    """Whether rows and columns name times, places and totals alone."""
    return all(
        not meaning.is_other and meaning.whose is None and (meaning.interval or meaning.place or meaning.is_total)
        for meaning in meanings
        if meaning != _Meaning()
    )


def _meaning(words: str, today: date, *, is_title: bool = False) -> _Meaning:
    murders, kidnappings = _MURDERS.search(words), _KIDNAPPINGS.search(words)
    kind = Kind.HOMICIDE_COUNT if murders else Kind.ATTACK if kidnappings else None
    shares = _RATES if is_title else _SHARE
    if shares.search(words):
        kind = None
    other = kind is None and bool(shares.search(words) or _OTHER.search(_KIDNAPPINGS.sub("", words)))
    interval = _interval(words, today)
    place = _place(words)
    whose = None
    if not is_title and not interval and not place and not other:
        whose = _whose(words)
    return _Meaning(kind, other, interval, place, whose, is_total=bool(_TOTAL.match(words.strip())))


def _whose(words: str) -> str | None:
    """Whose deaths a label counts: the codebook's word, or the label's own."""
    if _TOTAL.match(words.strip()) or _KIDNAPPINGS.search(words):
        return None
    bare = _WORTHLESS.sub(" ", _MURDERS.sub(" ", words)).split()
    return counted_victims(words) or "-".join(re.sub(r"[^a-z0-9]+", "", word.lower()) for word in bare) or None


def _interval(words: str, today: date) -> DateInterval | None:
    bare = words.strip(" :-.|*()")
    if _YEAR.fullmatch(bare):
        return _until(calendars.year(int(bare)), today)
    month = _MONTH.fullmatch(bare)
    if month:
        number, printed = calendars.MONTHS[month.group("m").lower()], month.group("y")
        year = (
            calendars.latest_year(number, 1, today)
            if not printed
            else int(printed) + (0 if len(printed) == len("2000") else 2000)
        )
        return calendars.month(year, number)
    found = [mention for mention in dates(words, today) if mention.days > 1 or mention.running]
    if not found:
        found = list(dates(f"in {words}", today))
    if found:
        return found[0].interval
    year_told = _YEAR.search(words)
    return (
        _until(calendars.year(int(year_told.group())), today) if year_told and int(year_told.group()) >= 1990 else None
    )


def _until(interval: DateInterval, today: date) -> DateInterval | None:
    """A period still running ends on the cable's day; one to come is none."""
    return DateInterval(interval.start, min(interval.end, today)) if interval.start <= today else None


def _place(words: str) -> Place | None:
    if _COUNTRY.search(words):
        return None
    hits = [hit for hit in scan(words) if hit.known.places]
    return hits[0].known.places[0] if hits else None


def _together(
    row: _Meaning, column: _Meaning, title: _Meaning, months: Sequence[DateInterval], today: date
) -> _Meaning:
    """What a cell means: a month takes the year of its column or title, a total the months of its rows."""
    told = [meaning.interval for meaning in (row, column) if meaning.interval is not None]
    interval = _within(told, title.interval)
    if row.is_total and row.interval is None and months:
        year = column.interval or title.interval
        spans = [month for month in (_within([each], year) for each in months) if month is not None]
        interval = DateInterval(min(span.start for span in spans), max(span.end for span in spans))
    return _Meaning(
        interval=_until(interval, today) if interval else None,
        place=row.place or column.place or title.place,
        whose=row.whose or column.whose,
    )


def _within(told: Sequence[DateInterval], title: DateInterval | None) -> DateInterval | None:
    """The interval of a cell: the shortest told, a month in the year of its column or of the title."""
    if not told:
        return title
    shortest = min(told, key=lambda interval: (interval.end - interval.start).days)
    whole = [interval for interval in (*told, title) if interval is not None and interval is not shortest]
    years = [interval for interval in whole if (interval.end - interval.start).days > _YEAR_DAYS or interval in told]
    is_month = (shortest.end - shortest.start).days < _MONTH_DAYS
    if is_month and years and not any(year.start <= shortest.start <= year.end for year in years):
        return calendars.month(years[0].start.year, shortest.start.month)
    return shortest


def _draft(passage: Passage, row: Row, cell: Cell, meaning: _Meaning) -> Draft:
    content = passage.paragraph.content
    line = in_text(content, row.span.start, row.span.end) or Stretch(0, len(passage.text))
    where = in_text(content, cell.span.start, cell.span.end) or line
    kidnapping = meaning.kind is Kind.ATTACK
    return Draft(
        kind=Kind.ATTACK if kidnapping else Kind.HOMICIDE_COUNT,
        telling=Telling(passage, line, line),
        sentence=line,
        zone=where,
        readings=(Reading("count", where, "cell-of-table"),),
        own_date=True,
        own_place=True,
        date=meaning.interval,
        aggregate=True,
        count=int(cell.number) if cell.number is not None else None,
        victims=None if kidnapping else meaning.whose,
        subtype=Subtype.KIDNAPPING if kidnapping else None,
    )
