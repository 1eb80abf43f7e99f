"""Text files that hold several telegrams one after the other: cut where each begins.

A telegram of several sections has a header over each of them; so only pieces that tell an ID of their own, another than
the one before, and another number of the circuit, are telegrams.
"""

from __future__ import annotations

import re
from itertools import islice

from tracker.cables.header import SENT_BY, printed_reference_id
from tracker.types import ReferenceId

_END_OF_MESSAGE = "NNNN"
_TRANSMISSION = "VZCZC"
_CUT = re.compile(r"^[ \t]*NNNN[^\n]*\n|^(?=[ \t]*VZCZC[A-Z]{3}[ \t]?\d)", re.MULTILINE)
_MARKUP_WITHIN = 1_000
_MOST_CUTS = 2_000


def telegrams(text: str) -> list[str]:
    """The telegrams of a text file, each with what follows it; the text alone where it holds no more than one."""
    if text[:_MARKUP_WITHIN].lstrip().startswith("<"):
        return [text]
    if _END_OF_MESSAGE not in text and text.find(_TRANSMISSION) == text.rfind(_TRANSMISSION):
        return [text]
    cuts = [match.end() for match in islice(_CUT.finditer(text), _MOST_CUTS)]
    begin, known, circuit = 0, None, None
    found: list[str] = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        own, number = _told_by(text[start:end])
        if own and known and own != known and (number is None or number != circuit):
            found.append(text[begin:start])
            begin = start
        known, circuit = own or known, number or circuit
    return [*found, text[begin:]]


def _told_by(piece: str) -> tuple[ReferenceId | None, str | None]:
    """The ID that a piece tells, and the circuit's own number for it ("DE RUEHME #0412")."""
    sent_by = SENT_BY.search(piece)
    number = f"{sent_by['routing']} {int(sent_by['serial'])}" if sent_by else None
    return (printed_reference_id(piece) if piece.strip() else None), number
