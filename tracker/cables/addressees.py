"""The addressees of a telegram: each station after TO and INFO, however its line is broken, joined or abbreviated.

"RUEHME/AMEMBASSY MEXICO PRIORITY 4458" is route, plain language address, precedence and running number; older
telegrams print no route. "XMT AMEMBASSY ROME" leaves a station out of a collective address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from tracker.cables.captions import vocabulary
from tracker.cables.model import Addressee

ROUTE = r"(?:R[A-Z]{4,7}|ZEN)"
_PLAIN = re.compile(
    r"(R[A-Z]{4,7})/(?P<name>[A-Z]+(?: [A-Z][A-Z'-]*){1,8}?)(?: (IMMEDIATE|PRIORITY|ROUTINE))?(?: (\d{2,6}))?"
)
_SIGN_OF_ANOTHER = re.compile(r" (?:AM|SEC|US[MI]|XM|EX|LESS|NIACT)")
_KIND = re.compile(r"[ \t]*(?P<kind>TO|INFO|ACTION)\b[ \t]*:?[ \t]*(?P<rest>.*)", re.IGNORECASE)
_ROUTED = re.compile(rf"(?P<route>{ROUTE})[ \t]?/[ \t]?(?P<rest>.*)", re.IGNORECASE)
_STATION_ENDS = re.compile(
    r"((?:IMMEDIATE|PRIORITY|ROUTINE|FLASH)(?: \d{2,6})?|(?<=[A-Z] )\d{4}|"
    r"(?:COLLECTIVE|WASHDC|WASHINGTON DC)(?://[^ ]{0,40}//)?(?! (?:IMMED|PRIO|ROUTINE|FLASH|NIACT|XMT|EXCEPT)))"
    r" (?=[A-Z]{2})"
)
_SPACED_ROUTE = re.compile(rf"\b({ROUTE}) ?/ ?(?=\S)", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:XMT|XMIT|EXCEPT|EXEMPT|LESS)\b[ \t:]*", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\bDET)(?<!REGION)(?<!UNIT) (?P<number>\d{1,6})$|^(?P<alone>\d{1,6})$")
_BESIDE = re.compile(r"(?:PAGE\b|-{3,}|ZNY |ZNR |ZDK)", re.IGNORECASE)
_DISTRIBUTION = re.compile(r"[A-Z]{1,6}-\d\d(?:[ \t]|$)")
_NO_ADDRESS = re.compile(
    r"(?:\d{4}-\d\d-\d\d|\d{5,6}$|TAGS?|SUBJ(?:ECT)?|REFS?|E\.? ?O\.?[ \t]*\d{5})\b|BT$|\d{1,3}[.)]|¶|\([UCS]\)",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"PAGE[ \t]+\d\d[ \t]+[A-Z].*|(?:NONE|NIL|N/A)\.?", re.IGNORECASE)
"""What stands after INFO for no station: a page's mark, or a word that says so."""
_PASSED_ON = re.compile(r"\b(?:FOR|PASS)\b|[;:]")
_TAIL_OF_LINE = re.compile(r"(?:DC|[A-Z]{2}|WASHDC|WASHINGTON|COLLECTIVE|AFB)\b", re.IGNORECASE)
_LEADING_FURNITURE = re.compile(r"^[ \t>|*]+")
_NEARLY_FULL = 52
_SHORT = 36
_LONGEST_NAME = 200
_MOST_ADDRESSEES = 2_000
_LONGEST_COLLAPSED = 20_000


@cache
def _openers() -> str:
    openers = sorted(vocabulary()["addresses"]["openers"], key=len, reverse=True)
    return rf"(?:{'|'.join(opener.replace(' ', '[ ]') for opener in openers)})\b"


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(_openers(), re.IGNORECASE)


@cache
def _station_begins() -> re.Pattern[str]:
    """Where in a line another station begins: at INFO, a route, or at a word that only addresses begin with."""
    embassy = r"(?:AMEMB(?:ASSY)?|AMCONSUL|AMCONGEN|USMISSION|USINT|SECSTATE|SECDEF)\b"
    return re.compile(
        rf"\n|(?<=\S)[ \t]+(?=(?:INFO[ \t:]+)?(?:{ROUTE}/|{embassy})|INFO[ \t:]+{_openers()})", re.IGNORECASE
    )


@cache
def _precedences() -> dict[str, str]:
    return {form: name for name, forms in vocabulary()["precedences"].items() for form in forms}


@cache
def _precedence() -> re.Pattern[str]:
    forms = sorted(_precedences(), key=len, reverse=True)
    words, letters = ("|".join(form for form in forms if (len(form) > 1) is several) for several in (True, False))
    return re.compile(
        rf"(?:(?:^| |//)(?P<word>{words})|(?:(?<=[A-Z]{{3}})|(?<=[A-Z0-9]//)) (?P<letter>{letters}))$", re.IGNORECASE
    )


@dataclass(slots=True)
class _Block:
    """What has been read of the block: its addressees, which of TO and INFO holds, and how the last line ended."""

    found: list[Addressee] = field(default_factory=list)
    information: bool = False
    excluding: bool = False
    broken: bool = False
    routed: bool = False


def looks_like_address(line: str) -> bool:
    """Whether a line after TO or INFO names a station: by a route or by the word that it begins with."""
    return bool(
        _ROUTED.match(line) or (_opener().match(line) and not _DISTRIBUTION.match(line)) or "COLLECTIVE" in line
    )


def read_addressees(document: str, start: int, limit: int) -> tuple[tuple[Addressee, ...], int]:
    """The addressees of the block that begins at `start`, and where the last of their lines ends (at most `limit`).

    A blank line ends the block unless an address follows it.
    """
    block = _Block()
    end = at = start
    blank = False
    while at < limit and len(block.found) < _MOST_ADDRESSEES:
        stop = document.find("\n", at, limit)
        stop = limit if stop < 0 else stop
        line = _LEADING_FURNITURE.sub("", document[at : min(stop, at + _LONGEST_COLLAPSED)]).rstrip()
        plain = _plain(line, block.information) if line and not blank else None
        if plain:
            _take_plain(block, plain, line)
            end, at = stop, stop + 1
            continue
        kind = _KIND.fullmatch(line)
        if not line:
            blank = True
        elif _BESIDE.match(line):
            pass
        elif _NO_ADDRESS.match(line) or (blank and not _goes_on(line, kind)):
            break
        else:
            if kind:
                block.information, block.excluding = kind["kind"].upper() == "INFO", False
                line = kind["rest"]
            if line and not (_DISTRIBUTION.match(line) or _NOBODY.fullmatch(line)):
                _read_line(block, line, new=kind is not None)
            end, blank = stop, False
        at = stop + 1
    return tuple(block.found), min(end, limit)


def _goes_on(line: str, kind: re.Match[str] | None) -> bool:
    if _PASSED_ON.search(line) and not _ROUTED.match(line):
        return False
    return looks_like_address(kind["rest"] if kind else line) and line[:40] == line[:40].upper()


def _read_line(block: _Block, line: str, *, new: bool) -> None:
    """The stations of one line, which may be several, or the rest of the one before."""
    plain = _plain(line, block.information)
    if plain:
        _take_plain(block, plain, line)
        return
    for piece in _pieces(_SPACED_ROUTE.sub(r"\1/", line)):
        kind = None if new else _KIND.fullmatch(piece)
        if kind and looks_like_address(kind["rest"]):
            block.information, block.excluding = kind["kind"].upper() == "INFO", False
            _read_piece(block, kind["rest"], new=False)
        else:
            _read_piece(block, piece, new=new)
        new = False
    block.broken = len(line) >= _NEARLY_FULL


def _take_plain(block: _Block, plain: Addressee, line: str) -> None:
    block.found.append(plain)
    block.routed, block.excluding, block.broken = True, False, len(line) >= _NEARLY_FULL


@lru_cache(maxsize=4096)
def _plain(line: str, information: bool) -> Addressee | None:
    """The station of a line as most are: route, name, precedence, number; None for any other line."""
    match = _PLAIN.fullmatch(line)
    if not match or _SIGN_OF_ANOTHER.search(match["name"]):
        return None
    route, name, precedence, number = match.groups()
    if precedence is None and name.rpartition(" ")[2] in _precedences():
        return None
    return Addressee(name=name, information=information, route=route, precedence=precedence, number=number)


def _pieces(line: str) -> list[str]:
    """The stations in a line; a single word before another is part of it ("SECSTATE SECSTATE WASHDC")."""
    pieces: list[str] = []
    for piece in _station_begins().split(_STATION_ENDS.sub(r"\1\n", line) if len(line) > _SHORT else line):
        if pieces and " " not in pieces[-1]:
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    return pieces


def _read_piece(block: _Block, piece: str, *, new: bool) -> None:
    routed = _ROUTED.fullmatch(piece)
    excepted = _EXCEPT.search(piece)
    if excepted and block.found and not piece[: excepted.start()].strip():
        block.excluding = True
        _exclude(block, piece[excepted.end() :])
        return
    own, excluded = (piece[: excepted.start()], piece[excepted.end() :]) if excepted else (piece, "")
    addressee = _addressee(own, information=block.information)
    complete = addressee.precedence is not None or addressee.number is not None
    if block.excluding and not routed and not new and not complete and "COLLECTIVE" not in own:
        _exclude(block, own)
        return
    block.excluding = False
    if block.found and not new and not routed and _continues(block, addressee, own):
        block.found[-1] = _joined(block.found[-1], own)
    elif addressee.name:
        block.found.append(addressee)
        block.routed = block.routed or addressee.route is not None
    if excepted:
        block.excluding = True
        _exclude(block, excluded)


def _continues(block: _Block, addressee: Addressee, piece: str) -> bool:
    """Whether words without a route are the rest of the station before."""
    last = block.found[-1]
    if not addressee.name:
        return True
    if last.precedence or last.number or _opener().match(piece) or "COLLECTIVE" in addressee.name.partition(" ")[2]:
        return False
    return (
        bool(_TAIL_OF_LINE.fullmatch(addressee.name))
        or (block.broken and block.routed)
        or last.name.endswith((",", "-"))
    )


def _joined(last: Addressee, piece: str) -> Addressee:
    printed = f"{last.route}/{last.name}" if last.route else last.name
    whole = _addressee(f"{printed} {piece}", information=last.information)
    return replace(
        whole,
        precedence=whole.precedence or last.precedence,
        number=whole.number or last.number,
        excluded=last.excluded,
    )


@lru_cache(maxsize=4096)
def _addressee(piece: str, *, information: bool) -> Addressee:
    piece = " ".join(piece.split())
    routed = _ROUTED.fullmatch(piece)
    name = routed["rest"] if routed else piece
    precedence = number = None
    for _ in range(2):
        found = _NUMBER.search(name) if number is None else None
        if found:
            number, name = found["number"] or found["alone"], name[: found.start()].rstrip(" ,")
        word = _precedence().search(name) if precedence is None else None
        if word:
            precedence = _precedences()[(word["word"] or word["letter"]).upper()]
            name = name[: word.start()].rstrip(" ,")
    return Addressee(
        name=_tidy(name),
        information=information,
        route=routed["route"].upper() if routed else None,
        precedence=precedence,
        number=number,
    )


def _tidy(name: str) -> str:
    """A name in single spaces, without the marks that stand after it ("DIA WASHINGTON DC//")."""
    words = name[:_LONGEST_NAME].strip(" ,;.")
    return words.removesuffix("//").rstrip() if words.count("//") == 1 else words


def _exclude(block: _Block, words: str) -> None:
    """Adds to the stations that the last addressee leaves out."""
    if not block.found:
        return
    names = []
    for part in re.split(r"[,;]|\bAND\b", words):
        for piece in _station_begins().split(part.strip(" ()")):
            name = _addressee(piece, information=True).name
            if name:
                names.append(name)
    last = block.found[-1]
    block.found[-1] = replace(last, excluded=tuple(dict.fromkeys((*last.excluded, *names))))
