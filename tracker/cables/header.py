"""A telegram's transmission header: what the circuit printed above the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.cables.identifiers import full_year, make_reference_id, reference_id_of_routing
from tracker.cables.markings import classification_line
from tracker.cables.posts import posts
from tracker.errors import ReferenceIdError
from tracker.types import ReferenceId

DATE_TIME_GROUP = re.compile(
    r"^[ \t]*(?:(?P<precedence>[ZOPR](?: [ZOPR])?)[ \t]+)?(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)Z[ \t]+"
    r"(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[ \t]+(?P<year>\d\d)\b",
    re.IGNORECASE | re.MULTILINE,
)
SENT_BY = re.compile(r"^[ \t]*DE[ \t]+(?P<routing>R[A-Z]{3,7})[ \t]+#(?P<serial>\d{1,6})\b", re.MULTILINE)
_TRANSMISSION = re.compile(r"^[ \t]*(?P<id>VZCZC[A-Z]{3}\d{1,6})\b", re.MULTILINE)
_SENDER = re.compile(r"^[ \t]*FM[ \t]+(?P<sender>\S[^\n]*)$", re.MULTILINE)
_ADDRESSES = re.compile(r"^[ \t]*(?P<kind>TO|INFO)[ \t]+(?P<first>\S[^\n]*)$", re.MULTILINE)
_SERIAL = re.compile(
    r"^[ \t/]*(?:SECTION[ \t]+\d\d[ \t]+OF[ \t]+\d\d[ \t]+)?(?P<post>[A-Z][A-Z .'-]{1,28}?)[ \t]+(?P<serial>\d{3,8})\b"
)
_PAGE = re.compile(
    r"^[ \t]*(?P<post>[A-Z][A-Z .'-]{1,28}?)[ \t]+(?P<serial>0\d{4,8})[ \t]+\d{3}(?:\.\d)?[ \t]+OF\b", re.MULTILINE
)
_HANDLING = re.compile(r"(?:[ \t]+(?:PRIORITY|IMMEDIATE|ROUTINE|FLASH|NIACT|\d{1,6}))+[ \t]*$")
_PRECEDENCES = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransmissionHeader:
    """The fields of the header; those that it does not print are None or empty. `end` is where the header ends."""

    transmission_id: str | None
    precedence: str | None
    sent_at: datetime | None
    sender: str | None
    recipients: tuple[str, ...]
    info_recipients: tuple[str, ...]
    end: int


def read_header(document: str) -> TransmissionHeader:
    """The transmission header that stands before the classification line, or before the first blank line after FM."""
    classification = classification_line(document)
    limit = classification.start() if classification else len(document)
    transmission = _TRANSMISSION.search(document, 0, limit)
    group = DATE_TIME_GROUP.search(document, 0, limit)
    sender = _SENDER.search(document, 0, limit)
    precedence = group["precedence"] if group else None
    end = max(
        (match.end() for match in (transmission, group, sender, SENT_BY.search(document, 0, limit)) if match), default=0
    )
    addressees, end = _addressees(document, end if sender else limit, limit=limit, otherwise=end)
    return TransmissionHeader(
        transmission_id=transmission["id"] if transmission else None,
        precedence=", ".join(_PRECEDENCES[letter] for letter in precedence.upper().split()) if precedence else None,
        sent_at=sent_at(document),
        sender=" ".join(sender["sender"].split()) if sender else None,
        recipients=tuple(addressees["TO"]),
        info_recipients=tuple(addressees["INFO"]),
        end=end,
    )


def _addressees(document: str, start: int, *, limit: int, otherwise: int) -> tuple[dict[str, list[str]], int]:
    """The stations after TO and after INFO, and where the last of them ends."""
    found: dict[str, list[str]] = {"TO": [], "INFO": []}
    first = _ADDRESSES.search(document, start, limit)
    if not first:
        return found, otherwise
    kind, end = "TO", first.start()
    for line in document[first.start() : limit].splitlines(keepends=True):
        words = line.strip()
        if not words:
            break
        match = _ADDRESSES.match(words)
        if match:
            kind, words = match["kind"], match["first"]
        found[kind].append(_station(words))
        end += len(line)
    return found, min(end, limit)


def _station(words: str) -> str:
    """A station's name, without routing indicator, precedence and the circuit's running number."""
    name = _HANDLING.sub("", words)
    routing, slash, rest = name.partition("/")
    return " ".join((rest if slash and re.fullmatch(r"R[A-Z]{3,7}", routing) else name).split())


def sent_at(document: str) -> datetime | None:
    """The moment of the first date-time group ("R 021309Z MAR 07"), in UTC; None without a possible one."""
    match = DATE_TIME_GROUP.search(document)
    if not match:
        return None
    month = _MONTHS.index(match["month"].upper()) + 1
    try:
        return datetime(
            full_year(int(match["year"])),
            month,
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def printed_reference_id(document: str) -> ReferenceId | None:
    """The reference ID that the telegram tells of itself; None where it tells none.

    The classification line and the page breaks name post and full serial; the circuit's "DE RUEHME #0713" has only the
    serial's last four digits, so it comes last. The year is the date-time group's.
    """
    moment = sent_at(document)
    if moment is None:
        return None
    classification = classification_line(document)
    for match in (classification and _SERIAL.match(classification["rest"].upper()), _PAGE.search(document)):
        if match and match["post"].replace(" ", "") in posts():
            return _attempt(moment.year, match["post"], int(match["serial"]))
    sent_by = SENT_BY.search(document)
    if sent_by:
        try:
            return reference_id_of_routing(sent_by["routing"], int(sent_by["serial"]), moment.year)
        except ReferenceIdError:
            return None
    return None


def _attempt(year: int, post: str, serial: int) -> ReferenceId | None:
    try:
        return make_reference_id(year, post, serial)
    except ReferenceIdError:
        return None
