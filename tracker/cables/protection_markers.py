"""The markers of protection: "(protect)", "(strictly protect)", "- please protect -" and kin, over lines too."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tracker.cables.furniture import PAGE_BREAK
from tracker.types import Span

_PROTECT = re.compile(r"protect", re.IGNORECASE)
_MASK = re.compile(r"protected \d+")
_REACH = 140
_PAGE_BREAK = re.compile(PAGE_BREAK)
_CLAUSE = re.compile(r"[,;:/–—-]+")
_NOT_WORDS = re.compile(r"[^a-z ]+")
_DASHED = re.compile(
    r"(?P<dash>--?|//?|–|—)\s{0,4}(?:(?:strictly|please|source)\s{1,8}){1,3}protect\s{0,4}(?P=dash)", re.IGNORECASE
)
_DASHED_REACH = 60


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: its span, its words, and whether it protects several people."""

    span: Span
    reason: str
    several: bool


@cache
def vocabulary() -> dict[str, frozenset[str]]:
    """The word lists of protection, by name."""
    text = resources.files("tracker.cables").joinpath("data", "protection.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


def markers(text: str) -> Iterator[Marker]:
    """The markers in order. Time grows linearly with the text: around each "protect" only its neighbourhood is read."""
    reached = 0
    for match in _PROTECT.finditer(text):
        if match.start() < reached:
            continue
        marker = _bracketed(text, match.start(), match.end()) or _dashed(text, match.start())
        if marker:
            reached = marker.span.end
            yield marker


def _bracketed(text: str, start: int, end: int) -> Marker | None:
    opening = max(text.rfind("(", max(0, start - _REACH), start), text.rfind("[", max(0, start - _REACH), start))
    closings = [at for at in (text.find(")", end, end + _REACH), text.find("]", end, end + _REACH)) if at >= 0]
    if opening < 0 or not closings or any(bracket in text[opening + 1 : start] for bracket in ")]"):
        return None
    span = Span(opening, min(closings) + 1)
    words = " ".join(_PAGE_BREAK.sub(" ", text[opening + 1 : span.end - 1].replace("¶", " ")).lower().split())
    if _MASK.fullmatch(words) or not _asks_protection(words):
        return None
    return Marker(span, words, _is_several(words))


def _dashed(text: str, start: int) -> Marker | None:
    match = next(_DASHED.finditer(text, max(0, start - _DASHED_REACH), start + _DASHED_REACH), None)
    if not match or not match.start() < start < match.end():
        return None
    words = " ".join(match.group().strip("-/–— \n").lower().split())
    return Marker(Span(match.start(), match.end()), words, _is_several(words))


def _asks_protection(words: str) -> bool:
    """Whether one of the clauses in the brackets is nothing but a call to protect."""
    lists = vocabulary()
    for clause in _CLAUSE.split(words):
        before, protect, after = _NOT_WORDS.sub(" ", clause).partition("protect")
        after = after.removeprefix("ed")
        if protect and set(before.split()) <= lists["before_protect"] and (not after or after[0] == " "):
            return set(after.split()) <= lists["after_protect"]
    return False


def _is_several(words: str) -> bool:
    return not vocabulary()["several"].isdisjoint(_NOT_WORDS.sub(" ", words).split())
