"""Patterns for lines of their own, found fast: by the line end before, for which no character has to be tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinePattern:
    """A pattern that begins with a line. A match that is not on the first line begins with the line end before it."""

    first: re.Pattern[str]
    later: re.Pattern[str]

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first line from `start` on, where a line must begin, that matches; None without one."""
        return self._at(text, start, end) or self.later.search(text, start, end)

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The lines that match, in order."""
        found = self._at(text, start, end)
        if found:
            yield found
        yield from self.later.finditer(text, found.end() if found else start, end)

    def _at(self, text: str, start: int, end: int) -> re.Match[str] | None:
        begins = start == 0 or text[start - 1] == "\n"
        return self.first.match(text, start, end) if begins else None


def line_pattern(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> LinePattern:
    """The pattern for a line that begins, after spaces, like this."""
    return LinePattern(re.compile(rf"[ \t]*{pattern}", flags), re.compile(rf"\n[ \t]*{pattern}", flags))
