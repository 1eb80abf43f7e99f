"""A telegram's transmission header: what the circuit printed above the text.

It may be whole, cut (only the addressees, only the date-time group), on one line, printed twice, or missing; the
classification line stands below it or, in some copies, above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from tracker.cables.addressees import ROUTE, looks_like_address, read_addressees
from tracker.cables.classification import ClassificationLine, classification_line
from tracker.cables.date_time_groups import DATE_TIME_GROUP, find_group, moment_of, precedence_of, sent_at
from tracker.cables.identifiers import make_reference_id
from tracker.cables.line_patterns import line_pattern
from tracker.cables.model import Addressee
from tracker.cables.post_spelling import known_code, read_post
from tracker.cables.posts import post_of_routing
from tracker.errors import ReferenceIdError
from tracker.types import ReferenceId

__all__ = ["DATE_TIME_GROUP", "SENT_BY", "TransmissionHeader", "printed_reference_id", "read_header", "sent_at"]

SENT_BY = re.compile(r"^[ \t]*DE[ \t]+(?P<routing>R[A-Z]{3,7})[ \t]+#(?P<serial>\d{1,6})\b", re.MULTILINE)
_TRANSMISSION = line_pattern(r"(?P<id>V?ZCZC[A-Z]{2,4}[ \t]?\d{1,6}|VZCZC[A-Z0-9]{3,10})\b", re.IGNORECASE)
_SENT_BY = line_pattern(r"DE[ \t]+R[A-Z]{3,7}[ \t]+#\d{1,6}\b")
_SENDER = line_pattern(r"FM[ \t:]+(?P<sender>\S[^\n]{0,200})(?=\n|\Z)", re.IGNORECASE)
_SENDER_INSIDE_A_LINE = re.compile(r"[ \t]FM[ \t]+(?P<sender>[A-Z][A-Z .'/-]{2,60}?)(?=\s{1,4}(?:TO|INFO)[ \t])")
_ADDRESSES = line_pattern(r"(?P<kind>TO|INFO|ACTION)\b[ \t:]*(?P<first>[^\n]{0,200})", re.IGNORECASE)
_ADDRESSES_NEXT = re.compile(r"\s{0,9}(?:TO|INFO)[ \t:]")
_ADDRESSES_INSIDE_A_LINE = re.compile(r"[ \t]+(?P<kind>TO|INFO)[ \t]+(?P<first>\S[^\n]{0,200})")
_ROUTING_LINE = line_pattern(rf"(?P<precedence>[ZOPR]{{2}})(?=[ \t]+{ROUTE}\b)")
_TEXT = line_pattern(
    r"(?:¶[ \t]{0,9})?(?:E\.? ?O\.? ?\d{5}|TAGS?[ \t]*:|SUBJ(?:ECT)?[ \t]*:|REF(?:S|TELS?|ERENCES?)?[ \t]*:|"
    r"CLASSIFIED BY\b|SUMMARY|\d{1,2}[ \t]?[.)](?!\d)|\((?:U|C|S|SBU)\)|BT[ \t]*(?=\n|\Z))",
    re.IGNORECASE,
)
_CORRECTED_COPY = re.compile(r"\(CCY\b|\bZNY[^\n]{0,40}\bCCY\b")
_PAGE = re.compile(
    r"^[ \t]*(?P<post>[A-Z][A-Z .'-]{1,28}?)[ \t]+(?P<serial>0\d{4,8})[ \t]+\d{3}(?:\.\d)?[ \t]+OF\b", re.MULTILINE
)
_HEAD = 20_000
_REACH = 6_000
_MOST_BEGINNINGS = 20
"""How many lines are tried as the first of the addressees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmissionHeader:
    """The fields of the header; those that it does not print are None or empty.

    `end` is where the header ends, `classification` the line that the text begins with, `text` where the text begins
    after both. `corrected` is whether the circuit marks it as a corrected copy.
    """

    transmission_id: str | None
    precedence: str | None
    sent_at: datetime | None
    sender: str | None
    addressees: tuple[Addressee, ...]
    end: int
    classification: ClassificationLine | None
    corrected: bool = False

    @property
    def text(self) -> int:
        """Where the text begins."""
        return max(self.end, self.classification.end) if self.classification else self.end

    @property
    def recipients(self) -> tuple[str, ...]:
        """The names of those that it went to for action, each once."""
        return tuple(dict.fromkeys(addressee.name for addressee in self.addressees if not addressee.information))

    @property
    def info_recipients(self) -> tuple[str, ...]:
        """The names of those that it went to for information, each once."""
        return tuple(dict.fromkeys(addressee.name for addressee in self.addressees if addressee.information))


def read_header(document: str) -> TransmissionHeader:
    """The transmission header, wherever it stands before the text; empty where there is none."""
    above = classification_line(document)
    sender = _sender(document, _HEAD)
    below = classification_line(document, sender.end()) if sender and above and above.start < sender.start() else None
    classification = below or above
    limit = _limit(document, classification, sender)
    group = find_group(document, 0, limit)
    transmission = _TRANSMISSION.search(document, 0, limit)
    sent_by = _SENT_BY.search(document, 0, limit)
    routing = _ROUTING_LINE.search(document, 0, limit)
    end = max((match.end() for match in (transmission, group, sender, sent_by) if match), default=0)
    addressees, end = _addressees(document, sender, limit=limit, otherwise=end)
    letters = group["precedence"] if group else None
    return TransmissionHeader(
        transmission_id="".join(transmission["id"].upper().split()) if transmission else None,
        precedence=precedence_of(letters or (routing["precedence"] if routing else None)),
        sent_at=moment_of(group),
        sender=_station(sender["sender"]) if sender else None,
        addressees=addressees,
        end=end,
        classification=classification,
        corrected="CCY" in document[:end] and _CORRECTED_COPY.search(document, 0, end) is not None,
    )


def _sender(document: str, limit: int) -> re.Match[str] | None:
    """The line FM: of words that only an address has, after a date-time group, or before a line TO."""
    for match in _SENDER.finditer(document, 0, limit):
        before = document[max(0, match.start() - 120) : match.start()]
        if (
            looks_like_address(match["sender"])
            or DATE_TIME_GROUP.search(before)
            or _ADDRESSES_NEXT.match(document, match.end())
        ):
            return match
    reach = min(limit, _REACH)
    return _SENDER_INSIDE_A_LINE.search(document, 0, reach) if " FM " in document[:reach] else None


def _limit(document: str, classification: ClassificationLine | None, sender: re.Match[str] | None) -> int:
    """Where the header must have ended: at the classification line below it, or where the text begins."""
    start = sender.end() if sender else 0
    if classification and classification.start >= start:
        return classification.start
    text = _TEXT.search(document, start, start + _HEAD)
    return text.start() if text else min(len(document), start + _HEAD)


def _addressees(
    document: str, sender: re.Match[str] | None, *, limit: int, otherwise: int
) -> tuple[tuple[Addressee, ...], int]:
    """The addressees, and where the header ends: after them, or `otherwise` where there are none."""
    if sender and (beside := _ADDRESSES_INSIDE_A_LINE.match(document, sender.end(), limit)):
        addressees, end = read_addressees(document, beside.start("kind"), limit)
        return addressees, max(end, otherwise)
    for first in islice(_ADDRESSES.finditer(document, sender.end() if sender else 0, limit), _MOST_BEGINNINGS):
        trusted = sender is not None and not document[sender.end() : first.start("kind")].strip()
        words = first["first"].strip() or _next_line(document, first.end())
        if trusted or (looks_like_address(words) and (sender or words.isupper())):
            addressees, end = read_addressees(document, first.start("kind"), limit)
            if addressees:
                return addressees, max(end, otherwise)
    return (), otherwise


def _next_line(document: str, at: int) -> str:
    return document[at : at + 200].strip().partition("\n")[0].strip()


def _station(words: str) -> str:
    """A station's name, without routing indicator."""
    name = " ".join(words.split())
    routing, slash, rest = name.partition("/")
    return rest if slash and re.fullmatch(ROUTE, routing) else name


def printed_reference_id(document: str, header: TransmissionHeader | None = None) -> ReferenceId | None:
    """The reference ID that the telegram tells of itself; None where it tells none. `header` is its header, if read.

    The classification line and the page breaks name post and full serial; the circuit's "DE RUEHME #0713" has only the
    serial's last four digits, so it comes last, but before a line that names another post than sender and circuit do.
    The year is the date-time group's.
    """
    header = header or read_header(document)
    if header.sent_at is None:
        return None
    year = header.sent_at.year
    sent_by = SENT_BY.search(document)
    station = post_of_routing(sent_by["routing"]) if sent_by else None
    senders = {known_code(header.sender or ""), station.code if station else None}
    line, page = header.classification, _PAGE.search(document)
    named = [(line.post, line.serial)] if line and line.post and line.serial else []
    named += [(page["post"], int(page["serial"]))] if page else []
    for post, serial in named:
        code = read_post(post)
        if code.known and (len(senders) > 1 or not _is_elsewhere(code.code, senders)):
            return _attempt(year, post, serial)
    if sent_by and station:
        return _attempt(year, station.code, int(sent_by["serial"]))
    return None


def _is_elsewhere(code: str, senders: set[str | None]) -> bool:
    """Whether sender and circuit agree on a post that has nothing to do with this one ("UNROME" is at ROME)."""
    return any(sender is not None and not code.endswith(sender) and not sender.endswith(code) for sender in senders)


def _attempt(year: int, post: str, serial: int) -> ReferenceId | None:
    try:
        return make_reference_id(year, post, serial)
    except ReferenceIdError:
        return None
