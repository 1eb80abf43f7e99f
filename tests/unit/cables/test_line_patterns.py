from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tracker.cables.line_patterns import line_pattern

PATTERN = line_pattern(r"(?P<word>FM|TO)\b", re.IGNORECASE)
PLAIN = re.compile(r"^[ \t]*(?P<word>FM|TO)\b", re.IGNORECASE | re.MULTILINE)


@given(st.text(st.sampled_from("FMTO \t\nfm"), max_size=40), st.integers(0, 40))
def test_it_finds_what_the_beginning_of_a_line_finds(text: str, start: int) -> None:
    start = text.rfind("\n", 0, start) + 1
    expected = [match.span("word") for match in PLAIN.finditer(text, start)]
    assert [match.span("word") for match in PATTERN.finditer(text, start, len(text))] == expected
    first = PATTERN.search(text, start, len(text))
    assert (first.span("word") if first else None) == (expected[0] if expected else None)
