"""How a telegram ends: the invitation to the post's site, the signers' names, the circuit's last words.

A telegram may have several signers: of a message that it quotes, and of each section where its sections stand in one
document.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tracker.types import Span, by_start

_INVITATION = re.compile(
    r"[ \t\"“'*]*(?:(?:Please )?visit\b[^\n]{0,80}(?:\n[^\n]{0,60})?\b(?:Classified|Web ?site|Web ?page|home ?page)\b"
    r"|For more reporting from\b|Track \w+ reporting|You can also access this (?:web ?)?site\b"
    r"|(?:the )?(?:State Department'?s )?(?:classified )?SIPRNET (?:web ?)?site\b)",
    re.IGNORECASE,
)
_INVITATION_INSIDE = re.compile(
    r"[.!?)\"”*][ \t]{1,3}(?:Please )?(?P<visit>[Vv]isit [^\n]{0,60}\b(?:Classified )?(?:Web ?site|Web ?page)\b)"
)
_INVITING = ("isit", "ISIT", "eporting", "SIPR", "lassified Web", "lassified web")
_LONGEST_INVITATION = 620
_LONGEST_TAIL = 1200
_SHORTEST_TEXT = 20
_EMPTY = re.compile(
    r"[\s\"'“”.*=_#-]*|N{3,5}|END (?:OF )?CABLE(?: TEXT)?|(?:CONFIDENTIAL|SECRET|UNCLAS(?:SIFIED)?|LIMITED OFFICIAL USE"
    r"|C O N F I D E N T I A L|S E C R E T)(?:[ /]+[A-Z]{2,10}){0,2}|=+ ?CABLE ENDS ?=+|BT|#\d{4}|\d{1,3}"
    r"|(?:END|BEGIN) (?:OF )?(?:MESSAGE|TRANSMISSION)|MINIMI[SZ]ED? (?:FOR [A-Z ]{2,30} )?CONSIDERED\.?",
    re.IGNORECASE,
)
_PARTICLES = r"(?:(?:VAN DER|VAN DEN|VAN DE|VAN|VON|DE LA|DE LOS|DE|DEL|DU|DI|LE|LA|ST\.?|MAC|MC|O)[ ])?"
_WORD = rf"{_PARTICLES}[A-Z](?:[A-Z'’.]|-[A-Z]){{1,22}}"
_SUFFIX = r"(?:,?[ ](?:JR|SR|II|III|IV)\.?)?"
_CAPITALS = rf"(?:[A-Z]\.?[ ]){{0,2}}{_WORD}(?:[ -]{_WORD}){{0,2}}{_SUFFIX}(?:,?[ ][A-Z]\.?(?:[ ]?[A-Z]\.)?)?"
_MIXED = (
    r"(?:(?:van|von|de|du|di|De|Van|Von|La|Le|Mc|Mac|St\.)[ ](?:[a-z]{2,3}[ ])?)?"
    r"(?:(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|O['’])[A-Z]{2,16}"
    r"|[A-Z][a-z]{1,14}(?:['’]?[A-Z][a-z]{1,14})?(?:-[A-Z][a-z]{2,14})?)"
)
_MIXED = rf"(?:(?:van|von|de|del|della|du|di|al|el|bin)(?:[ -][a-z]{{2,3}})?[ -][A-Z]{{2,16}}|{_MIXED})"
_ON_BEHALF = re.compile(r"[ ](?:FOR|for)[ ].*")
_BETWEEN_SIGNERS = re.compile(r"[ ]?/[ ]?")
_SIGNER = re.compile(
    r"[\"'“*/. -]{0,6}(?:(?:Signed|SIGNED)(?: (?:by|BY)\b)?[:,.]? {0,3})?"
    r"(?:(?:AMBASSADOR|AMB\.?|CHARGE|DCM|CONSUL GENERAL|Ambassador|Amb\.|Chargé?|Consul General) (?=[A-Z]))?"
    rf"(?P<signer>{_CAPITALS}(?:[ ]?/[ ]?{_CAPITALS}){{0,2}}|{_MIXED}(?:[ ]?/[ ]?{_MIXED}){{0,2}})"
    rf"(?:[ ]for[ ](?:the[ ])?{_MIXED})?"
    r"(?:(?:,[ ]?|[ ]?\()(?:ACTING|CHARGE|DCM|CDA|Acting|Chargé?)\)?)?[\s\"'“”*#./_=-]*"
)
_AFTER_SIGNER = re.compile(r"[ \t]+(?:UNQUOTE|Unquote|N{3,5}\b)[^\n]*")
_LOWER = re.compile(r"(?P<signer>[a-z]{3,16}(?:-[a-z]{3,16})?)[ \t]*")
_STUCK = re.compile(
    r"(?:[.!?)\"”’*]|\b\d{3} OF \d{3}|(?P<digit>\d)|\b(?:END|End|end) [A-Za-z -]{3,24}|[\w_]*/[\w_.:-]*|\.? ?c ?fm"
    r"|Portal:\w+ ?\w*)"
    rf"(?P<space>[ \t]+)(?P<signer>{_WORD}(?:[ -]{_WORD})?{_SUFFIX}|[A-Z][a-z]{{3,15}}(?:-[A-Z][a-z]{{3,15}})?"
    r"|(?<=[.!?)\"”] )[a-z]{4,16})"
    r"[ \t\"”*]*(?:=+ ?CABLE ENDS ?=+)?\Z"
)
_SHORTENED = re.compile(r"(?:[ ,.][A-Z]|[JS]R)\.\Z")
_SENTENCE_END = re.compile(r"[.!?\"”)*]\s*\Z")
_REACH = 100
_SHORTEST_AFTER_NUMBER = 5
_LONGEST_LINE = 64
_MOST_SECTIONS = 40


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the words of the last paragraph end, the signers as printed, the last one last, and where others stand."""

    end: int
    signers: tuple[str, ...] = ()
    cuts: tuple[Span, ...] = ()

    @property
    def signer(self) -> str | None:
        """The one who signed last: the telegram's own."""
        return self.signers[-1] if self.signers else None


@cache
def _no_signers() -> frozenset[str]:
    data = tomllib.loads(resources.files("tracker.cables").joinpath("data", "endings.toml").read_text(encoding="utf-8"))
    return frozenset(data["no_signers"])


def in_capitals(signers: tuple[str, ...]) -> tuple[str, ...]:
    """The signers in capitals, each once."""
    return tuple(dict.fromkeys(signer.replace("’", "'").upper() for signer in signers))


def read_ending(document: str, start: int, furniture: list[Span], *, begin: int | None = None) -> Ending:
    """Where the words of the last paragraph end (not before `start`), and who signed.

    From `begin` on sections may end that others follow.
    """
    invitation = _invitation(document, start)
    signers: list[str] = []
    end = len(document)
    while (line := _last_line(document, start, end)) is not None:
        end = line.end
        if not _is_empty(document, line, furniture):
            signer = _signer(document, line) if line.start > start or not document[:start].strip() else None
            if signer and (not signers or _signs_too(document, line, start)):
                signers.insert(0, signer)
            elif line.start < invitation:
                break
        end = max(line.start - 1, start)
    if not signers:
        stuck, end = _stuck_signer(document, start, end, invitation=invitation)
        signers = [stuck] if stuck else []
    if start < invitation < end:
        end = invitation
    earlier, cuts = _section_signers(document, start if begin is None else begin, end, furniture)
    return Ending(end, (*earlier, *(name for signer in signers for name in _BETWEEN_SIGNERS.split(signer))), cuts)


def _last_line(document: str, start: int, end: int) -> Span | None:
    """The last line with words between two places, without the spaces around it."""
    while end > start and document[end - 1].isspace():
        end -= 1
    if end == start:
        return None
    line = max(document.rfind("\n", start, end) + 1, start)
    while document[line].isspace():
        line += 1
    return Span(line, end)


def _is_empty(document: str, line: Span, furniture: list[Span]) -> bool:
    """Whether a line is of the circuit, and no word of the telegram."""
    place = bisect_left(furniture, line.end, key=by_start) - 1
    if place >= 0 and furniture[place].start <= line.start and furniture[place].end >= line.end:
        return True
    return line.end - line.start <= _LONGEST_LINE and _EMPTY.fullmatch(document, line.start, line.end) is not None


def _signer(document: str, line: Span) -> str | None:
    """The name on a line that has nothing else."""
    if line.end - line.start > _LONGEST_LINE:
        return None
    tail = _AFTER_SIGNER.search(document, line.start, line.end)
    match = _SIGNER.fullmatch(document, line.start, tail.start() if tail else line.end)
    if match:
        name = _ON_BEHALF.sub("", match["signer"])
        return (name if _SHORTENED.search(name) else name.rstrip(".")) if _is_name(name) else None
    lower = _LOWER.fullmatch(document, line.start, line.end)
    if lower and _is_name(lower["signer"]) and _SENTENCE_END.search(document[max(0, line.start - 8) : line.start]):
        return lower["signer"]
    return None


def _is_name(printed: str) -> bool:
    """Whether a word could be a name: none that a telegram ends with otherwise, and no redaction."""
    words = (word.strip(".,'’") for word in re.split(r"[ /-]", printed.upper()))
    return bool(set(printed) - set("Xx")) and not any(word in _no_signers() for word in words)


def _signs_too(document: str, line: Span, start: int) -> bool:
    """Whether a name over the last signer's is another's: of a message quoted, or below the end of a sentence."""
    words = document[line.start : line.end]
    if "UNQUOTE" in words.upper():
        return True
    before = _last_line(document, start, line.start)
    if before is None or not words.isupper():
        return False
    above = document[before.start : before.end]
    return not above.isupper() and _SENTENCE_END.search(above[-3:]) is not None


def _stuck_signer(document: str, start: int, end: int, *, invitation: int) -> tuple[str | None, int]:
    """A signer on the line of the last words, and where these end; he may also stand behind a site's address."""
    last = len(document.rstrip(" \t\r\n\"'*.=")) if invitation < len(document) else end
    near = document[max(start, last - _REACH) : last]
    stuck = _STUCK.search(near)
    if not stuck or not _is_name(stuck["signer"]):
        return None, end
    if stuck["digit"] and (len(stuck["signer"]) < _SHORTEST_AFTER_NUMBER or near.isupper()):
        return None, end
    return stuck["signer"], min(end, last - len(near) + stuck.start("space"))


def _section_signers(
    document: str, start: int, end: int, furniture: list[Span]
) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """Who signed the sections before the last, where several stand in one document, and where these names stand."""
    signers: list[str] = []
    cuts: list[Span] = []
    at = document.find("SECTION", start, end)
    for _ in range(_MOST_SECTIONS):
        if at < 0:
            break
        place = bisect_left(furniture, at, key=by_start) - 1
        if place >= 0 and start < furniture[place].start and furniture[place].end > at:
            line = _last_line(document, start, furniture[place].start)
            while line and line.start > start and _is_empty(document, line, furniture):
                line = _last_line(document, start, line.start)
            signer = _signer(document, line) if line else None
            if line and signer and signer.isupper():
                signers.append(signer)
                cuts.append(line)
        at = document.find("SECTION", at + 1, end)
    return tuple(signers), tuple(cuts)


def _invitation(document: str, start: int) -> int:
    """Where the invitation to a post's site begins; the document's end without one."""
    tail = max(start, len(document) - _LONGEST_TAIL)
    if all(document.find(word, tail) < 0 for word in _INVITING):
        return len(document)
    found = len(document)
    inside = _INVITATION_INSIDE.search(document, max(tail, start + _SHORTEST_TEXT))
    if inside and len(document) - inside.start() <= _LONGEST_INVITATION:
        found = inside.start("visit")
    at = document.find("\n", tail)
    while at >= 0:
        match = _INVITATION.match(document, at + 1)
        if match and at + 1 > start and len(document) - at <= _LONGEST_INVITATION:
            found = min(found, at + 1)
        at = document.find("\n", at + 1)
    return found
