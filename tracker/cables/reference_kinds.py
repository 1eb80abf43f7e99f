"""What a REF block cites besides cables: of which kind it is, by its words (`data/references.toml`)."""

from __future__ import annotations

import re
from functools import cache

from tracker.cables.posts import data_file
from tracker.cables.reference_words import BLANK, vocabulary

BESIDE_A_CABLE = frozenset(("septel", "email", "fax", "telephone", "memorandum", "letter"))
"""The kinds that are cited in one entry with a cable; words of other kinds there tell what the cable is about."""
_REPORT_NUMBER = re.compile(r"\W*(?:TD\W{0,3})?\d{3}\s?/\s?\d", re.ASCII)
_CABLE_WITHOUT_ID = re.compile(rf"\d{{6}}Z|\bDTG\b|\b(?P<name>[A-Z]{{3,}})[\s#:{BLANK}-]{{0,4}}\d{{1,6}}\b", re.ASCII)
_UNKNOWN_POST = re.compile(
    r"[\s\W]{0,9}(?:\([A-Z]{1,4}(?:/[A-Z]{2,4})?\)\s{0,9})?(?P<cable>(?:(?:19|20)?\d\d[\s./-]{0,9})?"
    rf"(?P<post>[A-Z]{{4,20}}(?:\s[A-Z]{{2,20}})?)\s{{0,9}}#?\d{{1,7}})(?:\s{{0,9}}\([^()\d]{{1,40}}\))?[\s.,;:{BLANK}-]*",
    re.ASCII,
)
_ONLY_A_YEAR = re.compile(r"(?:19|20)\d\d(?:\s(?:AND|OR)\b|$)", re.ASCII)
_SEPARATOR = re.compile(r"[,;\n]|\bAND\b")
_WORDS = re.compile(r"[A-Z]{3,}", re.ASCII)


def kind_of(text: str) -> str | None:
    """The kind that the words tell: the first in the order of the data that one of them tells; None of none."""
    found = {match.lastgroup for match in _kinds().finditer(text) if match.lastgroup}
    if found:
        return min(found, key=_order().index)
    return "report" if _REPORT_NUMBER.match(text) else None


def kind_of_entry(text: str) -> str | None:
    """The kind of an entry that names no cable with an ID; None where it cites nothing.

    "unreadable" is what looks like a cable, "other" any other words.
    """
    bare = " ".join(text.split()).strip(" .,;:-()")
    if bare in vocabulary("nothing") or not _WORDS.search(bare):
        return "report" if _REPORT_NUMBER.match(bare) else None
    kind = kind_of(bare)
    if kind or _ONLY_A_YEAR.match(bare):
        # A line that begins with a year was broken off the one before, and given a label by the site.
        return kind
    cable = _CABLE_WITHOUT_ID.search(bare)
    return "unreadable" if cable and cable["name"] not in vocabulary("no_posts") else "other"


def unknown_cable(text: str, start: int, end: int) -> re.Match[str] | None:
    """The cable of a post that is not known, in group "cable", where a piece of an entry is nothing else."""
    match = _UNKNOWN_POST.fullmatch(text, start, end)
    if not match or not vocabulary("no_posts").isdisjoint(match["post"].split()) or _kinds().search(match["post"]):
        return None
    return match


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A stretch cut at commas, semicolons, line ends and "and": where each piece begins and ends."""
    cuts = [match.span() for match in _SEPARATOR.finditer(text, start, end)]
    begins = [start, *(cut[1] for cut in cuts)]
    ends = [*(cut[0] for cut in cuts), end]
    return list(zip(begins, ends, strict=True))


@cache
def _kinds() -> re.Pattern[str]:
    kinds: dict[str, list[str]] = data_file("references.toml")["kinds"]
    named = (
        f"(?P<{kind}>{'|'.join(re.escape(phrase).replace(chr(92) + ' ', '[ -]?') for phrase in phrases)})"
        for kind, phrases in kinds.items()
    )
    return re.compile(rf"(?<![A-Z])(?:{'|'.join(named)})(?![A-Z])")


@cache
def _order() -> tuple[str, ...]:
    return tuple(data_file("references.toml")["kinds"])
