"""The preformatted parts of a page, in which release sites print telegrams."""

from __future__ import annotations

import re

from tracker.errors import NoCableError

_PRE = r"[Pp][Rr][Ee]\b"
_MARK = re.compile(rf"<(?:(?P<closing>/?)(?:{_PRE}|[A-Za-z]{{1,9}}:{_PRE})[^<>]*>|(?P<comment>!--))")
_CUT_OFF = re.compile(r"<[^<>]{0,300}\Z|&#?\w{0,8}\Z")
_MOST_PARTS = 1_000


def preformatted(markup: str, start: int) -> tuple[list[str], int, bool]:
    """The markup of each preformatted part from `start` on, where the first begins, and whether the last is cut off.

    A part within a part ends the outer one, which goes on after it. Where there is none, the first begins at the end.
    Raises NoCableError for more parts than any cable's page has.
    """
    parts: list[str] = []
    first, at, begin, opened, commented = len(markup), start, 0, False, True
    while mark := _MARK.search(markup, at):
        at = mark.end()
        if mark["comment"]:
            close = markup.find("-->", at) if commented else -1
            commented = close >= 0  # looked for once in vain, there is no other
            at = close + 3 if commented else at
            continue
        first = min(first, mark.start())
        if opened or (mark["closing"] and begin):
            parts.append(markup[begin : mark.start()])
            if len(parts) > _MOST_PARTS:
                raise NoCableError(f"no telegram found: a page of more than {_MOST_PARTS} preformatted parts")
        begin, opened = at, not mark["closing"]
    if opened:
        parts.append(_CUT_OFF.sub("", markup[begin:]))
    return parts, first, opened
