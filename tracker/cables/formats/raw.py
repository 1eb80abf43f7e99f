"""A telegram alone, as it was sent."""

from __future__ import annotations

import re

from tracker.cables.header import DATE_TIME_GROUP, SENT_BY, printed_reference_id
from tracker.cables.markings import CLASSIFICATION_LINE
from tracker.cables.telegram import PrintedCable

SOURCE_FORMAT = "raw"
_MARKS = (
    re.compile(r"^[ \t]*FM[ \t]+\S", re.MULTILINE),
    re.compile(r"^[ \t]*TAGS\b", re.MULTILINE),
    re.compile(r"^[ \t]*SUBJECT\s*:", re.MULTILINE),
    re.compile(r"^[ \t]*E\.?O\.?[ \t]*\d{5}", re.MULTILINE),
    SENT_BY,
    CLASSIFICATION_LINE,
)


def recognises(text: str) -> bool:
    """Whether this has a telegram's date-time group and another of its lines."""
    return DATE_TIME_GROUP.search(text) is not None and any(mark.search(text) for mark in _MARKS)


def read(text: str) -> PrintedCable:
    """The telegram."""
    return PrintedCable(
        source_format=SOURCE_FORMAT, telegram=text.strip("\r\n"), reference_id=printed_reference_id(text)
    )
