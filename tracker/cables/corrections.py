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
_SIGNS = ("REPEAT", "RE-", "RESEN", "RETRANS", "COPY OF")
_LONGEST = 6_000


def says_corrected(head: str) -> bool:
    """Whether the lines of the head say that this is a corrected copy."""
    upper = head[:_LONGEST].upper()
    return "CORRECT" in upper.replace(" ", "") and _CORRECTED.search(together(upper)) is not None


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
