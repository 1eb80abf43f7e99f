"""Telegrams whose line breaks were lost: set again where a line must have begun, one space for one line's end."""

from __future__ import annotations

import re

_LONGEST_LINE = 400
_SHORTEST = 300
_STATION = r"(?:R[A-Z]{3,7}/|SECSTATE|AMEMBASSY|AMCONSUL|USMISSION)"
_BEGINNING = re.compile(
    r" (?="
    r"¶ ?\d{1,3}\."
    r"|[ZOPR] \d{6}Z (?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC) \d\d"
    r"|DE R[A-Z]{3,7} #\d|ZNY [A-Z]{5} ZZH"
    rf"|FM (?:AM|US|SEC)[A-Z]|(?:TO|INFO) {_STATION}|(?<!TO )(?<!INFO )R[A-Z]{{5,6}}/[A-Z]"
    r"|(?:C O N F I D E N T I A L|S E C R E T|UNCLAS) (?:SECTION \d\d OF \d\d )?[A-Z][A-Z ]{2,28} \d{3,8}\b"
    r"|SIPDIS |E\.?O\.? 1\d{4}:?|TAGS: |SUBJECT: |REFS?: |(?:CLASSIFIED BY|Classified By):"
    r"|\d{1,3}\. \((?:C|S|U|SBU|S/NF|C/NF|TS|LOU)\) )"
)


def with_lines(telegram: str) -> str:
    """The telegram as it is where it has lines, else with line ends instead of the spaces before what begins a line."""
    if len(telegram) < _SHORTEST or len(telegram) < _LONGEST_LINE * (telegram.count("\n") + 1):
        return telegram
    return _BEGINNING.sub("\n", telegram)
