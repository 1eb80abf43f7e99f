"""A telegram alone, as it was sent, or a part of one."""

from __future__ import annotations

from tracker.cables.formats import marks
from tracker.cables.formats.names import guessed, named
from tracker.cables.formats.saved import unwrapped
from tracker.cables.telegram import PARTIAL, PrintedCable

SOURCE_FORMAT = "raw"


def recognises(text: str, name: str = "") -> bool:
    """Whether this is a telegram from its first line on.

    Of a file that is named by a reference ID also a part of one, that has lines as telegrams and other texts have; but
    no page of a site that was saved under such a name.
    """
    first = marks.first_line_with_notes(text)
    if first is not None and marks.is_telegram(text) and not text[:first].strip():
        return True
    return named(name) is not None and marks.may_be_part(text) and not marks.stands_in_a_page(text)


def read(text: str, name: str = "") -> PrintedCable:
    """The telegram. Its ID, where it tells none itself, is that of the file's name, as a guess."""
    telegram = unwrapped(text).strip("\n")
    reference_id, guesses = guessed(telegram, [(name, "the file's name")])
    return PrintedCable(
        source_format=SOURCE_FORMAT,
        telegram=telegram,
        reference_id=reference_id,
        partial=PARTIAL in telegram,
        source_guesses=guesses,
    )
