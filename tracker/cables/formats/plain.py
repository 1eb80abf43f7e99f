"""Another site's page of a cable, as text: what it tells of the cable, the telegram, and what it prints after it.

What it tells with a label is as printed; a reference ID or a day that stands there without one is a guess.
"""

from __future__ import annotations

import re
from datetime import datetime

from tracker.cables.formats import marks
from tracker.cables.formats.facts import Told
from tracker.cables.formats.labels import cells_of, told_by
from tracker.cables.formats.names import guessed, readable
from tracker.cables.formats.printed import moment
from tracker.cables.formats.saved import unwrapped, without_links, without_markdown
from tracker.cables.header import printed_reference_id, sent_at
from tracker.cables.model import Guess
from tracker.cables.telegram import PARTIAL, PrintedCable
from tracker.errors import NoCableError

SOURCE_FORMAT = "plain"
_REACH = 3_000
_LONGEST_DAY = 60
_POST_AND_SERIAL = re.compile(
    r"^[^\n]{0,80}?\b(?:UNCLAS(?:SIFIED)?|C O N F I D E N T I A L|S E C R E T|CONFIDENTIAL|SECRET)"
    r"(?: SECTION \d\d OF \d\d)? {1,4}(?P<id>[A-Z][A-Z .'-]{1,28} \d{3,8})\b",
    re.MULTILINE,
)


def recognises(text: str) -> bool:
    """Whether a telegram stands in the text."""
    return marks.is_telegram(text)


def read(text: str, name: str = "") -> PrintedCable:
    """The cable of a page. Raises NoCableError where no telegram stands in it."""
    text = without_links(unwrapped(text))
    begin = marks.first_line_with_notes(text)
    if begin is None:
        raise NoCableError("no telegram found: no line of the text is one that only telegrams have")
    partial = text.find(PARTIAL)
    telegram = without_markdown(text[begin:])
    telegram = telegram[: marks.after(telegram, 0)].strip("\n")
    head = text[max(begin - _REACH, 0) : begin]
    told = told_by((cell for line in head.splitlines() for cell in cells_of(line)), by_form=False)
    created, guesses = _created(told, head, telegram)
    reference_id, more = _reference_id(told, head, telegram, created=created, name=name)
    return PrintedCable(
        source_format=SOURCE_FORMAT,
        telegram=telegram,
        reference_id=reference_id,
        created=created,
        released=told.released,
        classification=told.classification.upper() if told.classification else None,
        origin=told.origin,
        partial=partial >= 0,
        source_guesses=guesses + more,
    )


def _created(told: Told, head: str, telegram: str) -> tuple[datetime | None, tuple[Guess, ...]]:
    """When it was created: as a label tells; else, of a telegram without its own day, the last day printed over it."""
    if told.created or sent_at(telegram):
        return told.created, ()
    for line in reversed(head.splitlines()):
        day = moment(line.strip()) if len(line.strip()) <= _LONGEST_DAY else None
        if day:
            return day, (Guess("created", "the day that stands over the telegram"),)
    return None, ()


def _reference_id(
    told: Told, head: str, telegram: str, *, created: datetime | None, name: str
) -> tuple[str | None, tuple[Guess, ...]]:
    """The ID that a label tells; else the telegram's own; else, as a guess, one over it, or its serial in that year."""
    if readable(told.reference_id):
        return told.reference_id, ()
    over = ((line, "what stands over the telegram") for line in reversed(head.splitlines()))
    found, guesses = guessed(telegram, [(name, "the file's name"), *over])
    if found or printed_reference_id(telegram):
        return found, guesses
    numbered = _POST_AND_SERIAL.search(telegram) if created else None
    found = readable(f"{created.year} {numbered['id']}") if created and numbered else None
    return found, (Guess("reference_id", "its serial, in the year printed over the telegram"),) if found else ()
