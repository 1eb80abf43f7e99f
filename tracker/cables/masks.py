"""The mark that stands in a document for protected words, and the signs of words that a release took out."""

from __future__ import annotations

import re

BEGINNING = "[protected "
MASK = re.compile(r"\[protected (?P<number>\d{1,6})\]")
"""What protected words were replaced by, with its number."""
TAKEN_OUT = r"X{3,}|x{4,}"
"""A run of letters that stands for words which were taken out, as protection reads it: rather too many than too few."""


def mask_of(number: int) -> str:
    """What the protected words of that number are replaced by."""
    return f"{BEGINNING}{number}]"
