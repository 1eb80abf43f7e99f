"""How a telegram ends: the invitation to the post's site, the signer's name, the circuit's last words."""

from __future__ import annotations

import re

from tracker.types import Span

_VISIT = re.compile(
    r"^[ \t]*(?:Please )?(?:Visit\b[^\n]{0,60}(?:\n[^\n]{0,40})?\b(?:Classified|Web ?site)\b|Track \w+ reporting at)",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST_INVITATION = 500
_LONGEST_TAIL = 900
_EMPTY = re.compile(
    r"[\s\"'.*=_-]*|NNNN|(?:END CABLE TEXT|CONFIDENTIAL|SECRET|UNCLASSIFIED|C O N F I D E N T I A L|S E C R E T)|"
    r"=+ ?CABLE ENDS ?=+",
    re.IGNORECASE,
)
_SIGNER = re.compile(
    r"(?P<signer>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,2}|[A-Z][a-z]{1,14}(?:-?[A-Z][a-z]{2,14})?)"
    r"(?:[ \t]+NNNN\b[^\n]*)?[ \t\"'*]*"
)
_STUCK = re.compile(
    r"(?:[.!?)\"”*]|\bEND (?:COMMENT|SUMMARY|NOTE)|[\w_]*/[\w_.]*|\.? ?cfm)"
    r"(?P<space>[ \t]+)(?P<signer>[A-Z]{4,20}|[A-Z][a-z]{3,15})[ \t\"]*\Z"
)
_NO_SIGNERS = frozenset(
    (
        "COMMENT",
        "SUMMARY",
        "NOTE",
        "END",
        "SIPDIS",
        "SENSITIVE",
        "NOFORN",
        "END TEXT",
        "END COMMENT",
        "END SUMMARY",
        "END NOTE",
    )
)
_REACH = 80


def read_ending(document: str, start: int, furniture: list[Span]) -> tuple[int, str | None]:
    """Where the words of the last paragraph end (not before `start`), and the signer, if one is printed."""
    invitation = _invitation(document, start)
    end, signer, nothing_below = len(document), None, True
    while end > start:
        line_start = max(document.rfind("\n", start, end) + 1, start)
        line = document[line_start:end].strip()
        if not (_EMPTY.fullmatch(line) or _is_furniture(furniture, line_start, end)):
            found = _signer(line) if signer is None and (nothing_below or line_start >= invitation) else None
            if found and line_start > start:
                signer = found
            elif line_start < invitation:
                break
            nothing_below = False
        end = max(line_start - 1, start)
    if signer is None:
        signer, end = _stuck_signer(document, start, end, invitation=invitation)
    return end, signer


def _signer(line: str) -> str | None:
    match = _SIGNER.fullmatch(line)
    return match["signer"] if match and match["signer"].upper() not in _NO_SIGNERS else None


def _stuck_signer(document: str, start: int, end: int, *, invitation: int) -> tuple[str | None, int]:
    """A signer on the line of the last words, and where these end; he may also stand behind a site's address."""
    last = len(document.rstrip(" \t\r\n\"'*.=")) if invitation < len(document) else end
    stuck = _STUCK.search(document, max(start, last - _REACH), last)
    if not stuck or stuck["signer"].upper() in _NO_SIGNERS:
        return None, end
    return stuck["signer"], min(end, stuck.start("space"))


def _is_furniture(furniture: list[Span], start: int, end: int) -> bool:
    return any(cut.start <= start and end <= cut.end + 1 for cut in furniture[-8:])


def _invitation(document: str, start: int) -> int:
    """Where the invitation to a post's site begins; the document's end without one."""
    found = len(document)
    for match in _VISIT.finditer(document, max(start, len(document) - _LONGEST_TAIL)):
        if match.start() > start and len(document) - match.start() <= _LONGEST_INVITATION:
            found = min(found, match.start())
    return found
