"""Expressions tried only where their signs stand find what they find by themselves."""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.extraction import deployment_clauses, finds, numbers, quantities, towns, triggers
from tracker.extraction.signs import signs_of
from tracker.extraction.sought import Sought

_TOLD = Path(__file__).with_name("told.txt").read_text(encoding="utf-8")
_EXPRESSIONS = (
    r"\b(?:seiz\w+|caught|found)\b",
    r"(?<![\w-])(?:kilos? of (?:coke|weed)|5 tons|ice)(?![\w-])",
    r"^It\b|\bmore(?! than)",
    r"(?P<day>\d{1,2})(?:st|nd)?\s+(?:May|June)\b",
    r"(?:an?|one)\s+(?:hundred|dozen)\b|\d+",
    r"[A-Z]\w+ (?:cartel|gang)\b",
    r"(?:old |new )*guns?|kk",
    r"\s{2,}x|(?i:skis)",
    r"[^a]b?|c",
)
_SOUGHT = [Sought(expression, flags) for expression in _EXPRESSIONS for flags in (re.IGNORECASE, re.RegexFlag(0))]
_PIECES = st.sampled_from(
    ["seized", "Caught", "kilo of weed", "kilos of coke", "5 tons", "ICE", "It", "it", "more", "more than", "5", "31st",
     " May", "\tJune",
     "an ", "a\n\nhundred", "one dozen", "Gulf cartel", "old new gun", "guns", "  x", "ſkis", "\u212akK",
     "\u0665", "\xa0May", "İt", "sk\u0131s", " ", "-", "'", "."]
)  # fmt: skip


@pytest.mark.parametrize("sought", _SOUGHT, ids=lambda one: f"{one.pattern} {one.flags}")
@settings(deadline=None)  # the first text waits for the scan to be made
@given(pieces=st.lists(_PIECES, max_size=12), start=st.integers(0, 20), length=st.integers(0, 60))
def test_it_finds_what_the_expression_finds(sought: Sought, pieces: list[str], start: int, length: int) -> None:
    text = "".join(pieces)
    alone = re.compile(sought.pattern, sought.flags)
    end = min(start + length, len(text))
    spans = [match.span() for match in alone.finditer(text, start, end)]
    assert [match.span() for match in sought.finditer(text, start, end)] == spans
    first = sought.search(text, start, end)
    assert (first.span() if first else None) == (spans[0] if spans else None)
    assert not spans or sought.may_stand(text, start, end)
    inside, by_itself = sought.search_in(text, start, end), alone.search(text[start:end])
    assert (inside.span() if inside else None) == (by_itself.span() if by_itself else None)


def test_the_rules_find_what_their_expressions_find() -> None:
    listed = [
        value
        for module in (deployment_clauses, finds, numbers, quantities, towns)
        for value in vars(module).values()
        if isinstance(value, Sought)
    ]
    listed.append(triggers._scanner()[0])  # the one list of all triggers
    for sought in listed:
        alone = re.compile(sought.pattern, sought.flags)
        for text in (_TOLD, _TOLD.upper()):
            assert [m.span() for m in sought.finditer(text)] == [m.span() for m in alone.finditer(text)]


def test_what_is_passed_over_is_told_by_the_words_that_matches_begin_with() -> None:
    signs = signs_of(r"\b(?:seiz\w+|caught)\b", re.IGNORECASE)
    assert signs is not None
    assert signs.first
    assert signs.words == {"seiz", "caught"}


def test_where_a_match_may_begin_with_anything_a_word_in_it_is_its_sign() -> None:
    signs = signs_of(r"\w+ (?:cartel|gang)\b")
    assert signs is not None
    assert not signs.first
    assert signs.words == {" cartel", " gang"}


@pytest.mark.parametrize("expression", [r"\w+", r"x?", r"(?:the|a) \w+|\S", r"(a)\1?|[^b]"])
def test_what_may_stand_anywhere_has_no_signs(expression: str) -> None:
    assert signs_of(expression) is None


def test_threads_that_begin_at_once_find_what_the_expressions_find() -> None:
    """A service reads several sources in as many threads, and none of them has looked for anything yet."""
    together, before = Barrier(4), sys.getswitchinterval()
    words = [f"word{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(60)]
    listed = [Sought(rf"\b{word}\b \d+") for word in words]
    text = " ".join(f"{word} {number}" for number, word in enumerate(words))

    def look(_: int) -> list[bool]:
        together.wait()
        return [sought.search(text) is not None for sought in listed]

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(look, range(4)))
    finally:
        sys.setswitchinterval(before)
    assert found == [[True] * len(words)] * 4
    assert Sought(r"\bafterwards\b").search(f"{text} afterwards")
