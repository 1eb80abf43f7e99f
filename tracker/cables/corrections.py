"""Whether a telegram says of itself that it is a corrected copy, and which one it says that it sends again."""

from __future__ import annotations

import re
from datetime import date

from tracker.cables.captions import together
from tracker.cables.identifiers import parse_reference_id, post_of
from tracker.errors import ReferenceIdError
from tracker.types import ReferenceId

_CORRECTED = re.compile(
    r"\bCORRECTED ?COP(?:Y|IES)\b|\bCORRECT COPY\b|\bCORRECTED(?: AND RETRANSMITTED)? (?:CABLE|VERSION|MESSAGE|TEXT)\b|"
    r"^[ (*-]*CORRECTED\b[ )*:.-]*$|^[ (*-]*(?:THIS (?:CABLE|MESSAGE|TELEGRAM) )?CORRECTS\b|\bCORRECTED:|"
    r"\bCORRECTED (?:FOR|TO|CAPTIONS?|SUBJECT|PARAS?|PARAGRAPHS?|TAGS|TEXT|ADDRESSEES?|CLASSIFICATION)\b|"
    r"^[ (*-]*CORRECTION(?: COPY)?\b[ )*:.-]",
    re.MULTILINE,
)
_ID = r"(?P<id>(?:'?(?:19|20)?\d\d[ -]?)?(?:REF(?:TEL)? )?[A-Z][A-Z .'-]{2,28}?[ -]?\d{2,8})\b"
_REPEATS = re.compile(
    r"\b(?:CORRECTED COPY OF|REPEAT(?:S|ING|ED|ED FROM)?(?: OF| FROM)?):? "
    rf"(?:(?:THE )?(?:CABLE|TELEGRAM|MESSAGE|MRN|REFTEL) )?{_ID}|"
    rf"\bRE-?(?:SENDS|SENDING|SENT|TRANSMITS|TRANSMITTING|TRANSMISSION)(?: OF)?:? {_ID.replace('<id>', '<id2>')}"
)
_CANCELLED = re.compile(
    r"\bZFR ZFR\b|\b(?:MESSAGE|CABLE|TELEGRAM) (?:IS|WAS|HAS BEEN|IS HEREBY) CANCELL?ED\b"
    r"|\bCANCEL (?:THIS|ABOVE) (?:MESSAGE|CABLE)\b"
)
_ANNOUNCES = re.compile(
    r"\s*(?:\([A-Za-z/ ]{1,9}\)\s*)?(?:THE |THIS )?(?:FOLLOWING|CABLE|MESSAGE|TELEGRAM|IS)\b[^.\n]{0,60}\b"
    r"(?:REPEAT|RESEN[DT]|RETRANSM)",
    re.IGNORECASE,
)
_SIGNS_OF_CANCELLING = ("ZFR", "ANCEL", "ancel")
_LONGEST_ANNOUNCEMENT = 240
_SIGNS = ("REPEAT", "RE-", "RESEN", "RETRANS", "COPY OF")
_LONGEST = 6_000


def says_corrected(head: str) -> bool:
    """Whether the lines of the head say that this is a corrected copy."""
    upper = head[:_LONGEST].upper()
    return "CORRECT" in upper.replace(" ", "") and _CORRECTED.search(together(upper)) is not None


def says_cancelled(head: str) -> bool:
    """Whether the head says that the sender cancelled the telegram: by the operating signal ZFR, or in words."""
    if not any(sign in head for sign in _SIGNS_OF_CANCELLING):
        return False
    return _CANCELLED.search(" ".join(head[:_LONGEST].upper().split())) is not None


def announcement(document: str, at: int) -> str:
    """The first words of a text where they tell that the telegram repeats another; else nothing."""
    return document[at : at + _LONGEST_ANNOUNCEMENT] if _ANNOUNCES.match(document, at) else ""


def repeated_in(head: str, *, cited_on: date | None, cited_in: ReferenceId) -> ReferenceId | None:
    """The cable that the head says it repeats ("THIS CABLE REPEATS 07MEXICO1", "(REPEATING MEXICO 1068)")."""
    upper = head[:_LONGEST].upper()
    if not any(sign in upper for sign in _SIGNS):
        return None
    for match in _REPEATS.finditer(" ".join(upper.split())):
        printed = match["id"] or match["id2"]
        try:
            repeated = parse_reference_id(printed, cited_on=cited_on, cited_in=cited_in)
        except ReferenceIdError:
            continue
        if post_of(repeated) and repeated[2:] != cited_in[2:]:
            return repeated
    return None
