"""The REF block: which cables a cable cites, and by which letters; and what it cites besides cables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from tracker.cables.identifier_forms import is_year, take_apart
from tracker.cables.identifiers import full_year, inferred_year, make_reference_id, parse_reference_id, parts_of
from tracker.cables.model import OtherReference, Reference
from tracker.cables.reference_items import CitedCable, cited_cables
from tracker.cables.reference_kinds import BESIDE_A_CABLE, kind_of, kind_of_entry, pieces, unknown_cable
from tracker.cables.reference_labels import Entry, entries
from tracker.cables.reference_words import BLANK, ReferenceWords, make_ready
from tracker.errors import ReferenceIdError
from tracker.types import ReferenceId, Span

_DATED = re.compile(rf"[\s(\[,.;-]{{0,6}}(?:DTD|DATED?|DTG|OF|ON|FROM|SENT)?[\s:.]{{0,3}}(?={BLANK})", re.ASCII)
_KEY = re.compile(r"[\s.,:;-]*(?:REF(?:TEL|ERENCE)?S?(?:\(S\))?\b)?[\s:.-]*", re.ASCII)
_BARE_NUMBER = re.compile(r"[\s#]{0,9}(?P<serial>\d{2,7})[\s,.;]{0,9}(?:AND[\s]{0,9})?")
_NOTE = re.compile(r"\([^()]*\)")
_MARKING = re.compile(r"\s*\((?:[CSU]|SBU|LOU|TS)(?:/[A-Z]{2,4})?\)\s*", re.ASCII)
_FURNITURE_DIGITS = 7
_LAST_YEAR = 2065
_LONGEST_PRINTED = 500


@dataclass(frozen=True, slots=True)
class ReferenceBlock:
    """What a REF block cites, in its order: cables, each once, and other things."""

    cables: tuple[Reference, ...] = ()
    others: tuple[OtherReference, ...] = ()


def read_references(words: str, *, cited_on: date | None, cited_in: ReferenceId | None) -> ReferenceBlock:
    """What the words of a REF block cite; where they run on into other lines of the head, these are passed over.

    A cable cited without a year has that of the citing cable, `cited_in`, sent on `cited_on`, or the one before.
    """
    if not words or words.isspace():
        return ReferenceBlock()
    reader = _Reader(words, make_ready(words), cited_on, cited_in)
    for entry in entries(reader.ready.text):
        reader.read(entry)
    return ReferenceBlock(tuple(reader.cables.values()), tuple(reader.others))


class _Reader:
    """What has been read of a block so far."""

    def __init__(self, words: str, ready: ReferenceWords, cited_on: date | None, cited_in: ReferenceId | None) -> None:
        self.ready = ready
        self.cables: dict[ReferenceId, Reference] = {}
        self.others: list[OtherReference] = []
        self._last: CitedCable | None = None
        self._words = words
        self._cited_on = cited_on
        self._cited_in = cited_in
        self._own = parts_of(cited_in) if cited_in else None
        self._year = self._own[0] if self._own else cited_on.year if cited_on else _LAST_YEAR
        self._dates = {printed.start: printed for printed in ready.dates}

    def read(self, entry: Entry) -> None:
        """Take what an entry cites."""
        start, end = entry.span.start, entry.span.end
        key = _KEY.match(self.ready.text, start, end)
        start = key.end() if key else start
        found = cited_cables(self.ready.text, start, end, latest_year=self._year)
        if not found and not self._read_bare_number(entry.label, start, end):
            self._read_other(entry.label, start, end)
        at = start
        for place, cable in enumerate(found):
            self._read_between(entry.label, at, cable.span.start, after_cable=place > 0)
            self._take(entry.label, cable)
            at = cable.span.end
        if found:
            self._read_between(entry.label, at, end, after_cable=True)

    def _take(self, label: str | None, cable: CitedCable) -> None:
        self._last = cable
        year = cable.year or self._year_of_date(cable)
        inferred = year is None
        if year is None:
            year = inferred_year(cable.code, cable.serial, cited_on=self._cited_on, cited_in=self._cited_in)
        if year is None or self._is_furniture(cable):
            return
        cited = make_reference_id(year, cable.code, cable.serial)
        self.cables.setdefault(cited, Reference(label, cited, self._printed(cable.span), inferred))

    def _year_of_date(self, cable: CitedCable) -> int | None:
        """The year of the date after a cable ("DTD 12 JAN 07"): as printed, or the last one in which its month was."""
        dated = _DATED.match(self.ready.text, cable.span.end)
        printed = self._dates.get(dated.end()) if dated else None
        if printed is None:
            return None
        if printed.year is not None:
            year = printed.year if printed.year > 99 else full_year(printed.year)
            return year if year <= self._year else None
        if printed.month and self._cited_on and printed.month > self._cited_on.month:
            return self._cited_on.year - 1
        return None

    def _is_furniture(self, cable: CitedCable) -> bool:
        """Whether this is the cable's own page mark, cut from its page number."""
        digits = self._words[cable.span.start : cable.span.end].rstrip()[-_FURNITURE_DIGITS:]
        own = self._own is not None and self._own[1:] == (cable.code, cable.serial)
        return own and digits.isdigit() and digits.startswith("0") and len(digits) == _FURNITURE_DIGITS

    def _read_between(self, label: str | None, start: int, end: int, *, after_cable: bool) -> None:
        """What stands between cables: other things and posts that are not known, but not what a cable is about."""
        if not self.ready.text[start:end].strip():
            return
        for place, (begin, stop) in enumerate(pieces(self.ready.text, start, end)):
            if after_cable and place == 0:
                continue
            if not self._read_unknown(label, begin, stop):
                kind = kind_of(_NOTE.sub(" ", self.ready.text[begin:stop]))
                if kind in BESIDE_A_CABLE:
                    self._take_other(label, kind, begin, stop)

    def _read_other(self, label: str | None, start: int, end: int) -> None:
        """An entry in which no known post is named."""
        text = self.ready.text
        parts = [part for part in pieces(text, start, end) if text[part[0] : part[1]].strip()]
        if all(unknown_cable(text, *part) for part in parts):
            for part in parts:
                self._read_unknown(label, *part)
            return
        kind = kind_of_entry(text[start:end])
        if kind:
            self._take_other(label, kind, start, end)

    def _read_unknown(self, label: str | None, start: int, end: int) -> bool:
        match = unknown_cable(self.ready.text, start, end)
        if not match:
            return False
        span = Span(*match.span("cable"))
        try:
            cited = parse_reference_id(match["cable"], cited_on=self._cited_on, cited_in=self._cited_in)
        except ReferenceIdError:
            return False
        parts = take_apart(match["cable"])
        inferred = parts is None or parts.year is None
        self.cables.setdefault(cited, Reference(label, cited, self._printed(span), inferred))
        return True

    def _read_bare_number(self, label: str | None, start: int, end: int) -> bool:
        """A number under a letter of its own: of the post, and the year, that the entry before names."""
        number = _BARE_NUMBER.fullmatch(self.ready.text, start, end)
        if not (number and label and self._last) or is_year(number["serial"]):
            return False
        self._take(label, replace(self._last, serial=int(number["serial"]), span=Span(*number.span("serial"))))
        return True

    def _take_other(self, label: str | None, kind: str, start: int, end: int) -> None:
        printed = self._printed(Span(start, end))
        if printed:
            self.others.append(OtherReference(label, kind, printed[:_LONGEST_PRINTED]))

    def _printed(self, span: Span) -> str:
        """The words at a span as printed, without pilcrows and portion marking around them."""
        words = " ".join(self._words[span.start : span.end].replace("¶", " ").split())
        return _MARKING.sub("", words, count=1).strip(" ,;:-.") if words else ""
