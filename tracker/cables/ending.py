"""How a telegram ends: the invitation to the post's site, the signer's name, the circuit's last words."""

from __future__ import annotations

import re

from tracker.types import Span

_VISIT = re.compile(
    r"^[ \t]*(?:Please )?Visit\b[^\n]{0,60}(?:\n[^\n]{0,40})?\b(?:Classified|Web ?site)\b", re.IGNORECASE | re.MULTILINE
)
_LONGEST_INVITATION = 500
_LONGEST_TAIL = 900
_EMPTY = re.compile(
    r"[\s\"'.*=_-]*|NNNN|CONFIDENTIAL|SECRET|UNCLASSIFIED|C O N F I D E N T I A L|S E C R E T|=+ ?CABLE ENDS ?=+"
)
_SIGNER = re.compile(
    r"(?:[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,2}|[A-Z][a-z]{2,14}(?:[A-Z][a-z]{2,14})?)(?:[ \t]*[\"'*])?"
)
_STUCK = re.compile(r"(?<=[.!?)\"”])[ \t]+(?P<signer>[A-Z][A-Z'’-]{3,20})[ \t]*\Z")
_NO_SIGNERS = frozenset(("COMMENT", "SUMMARY", "NOTE", "END", "SIPDIS", "SENSITIVE", "NOFORN", "END TEXT"))


def read_ending(document: str, start: int, furniture: list[Span]) -> tuple[int, str | None]:
    """Where the words of the last paragraph end (not before `start`), and the signer, if one is printed."""
    end = len(document)
    invitation = _invitation(document, start)
    signer: str | None = None
    first_line = True
    while end > start:
        line_start = max(document.rfind("\n", start, end) + 1, start)
        line = document[line_start:end].strip()
        removable = _EMPTY.fullmatch(line) or any(
            cut.start <= line_start and end <= cut.end + 1 for cut in furniture[-8:]
        )
        if (
            not removable
            and signer is None
            and (first_line or line_start >= invitation)
            and _is_signer(line, line_start, start)
        ):
            signer, removable = line.strip(" \"'*"), True
        if not removable and line_start < invitation:
            break
        first_line = first_line and not line
        end = max(line_start - 1, start)
    stuck = _STUCK.search(document, max(start, end - 40), end) if signer is None else None
    if stuck and stuck["signer"] not in _NO_SIGNERS:
        signer, end = stuck["signer"], stuck.start()
    return end, signer


def _invitation(document: str, start: int) -> int:
    """Where the invitation to a post's site begins; the document's end without one."""
    found = len(document)
    for match in _VISIT.finditer(document, max(start, len(document) - _LONGEST_TAIL)):
        if match.start() > start and len(document) - match.start() <= _LONGEST_INVITATION:
            found = min(found, match.start())
    return found


def _is_signer(line: str, line_start: int, start: int) -> bool:
    return line_start > start and bool(_SIGNER.fullmatch(line)) and line.strip(" \"'*").upper() not in _NO_SIGNERS
