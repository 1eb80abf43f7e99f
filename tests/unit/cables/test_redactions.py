from __future__ import annotations

import pytest

from tracker.cables.redactions import hidden, redactions, shown
from tracker.types import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. XXXXXXXXXXXX (protect) told us", ["XXXXXXXXXXXX"]),
        ("call for XXXXXXXa new election", ["XXXXXXX"]),
        ("the office ofXXXXXXXXXXXX is", ["XXXXXXXXXXXX"]),
        ("XXXXXXXXXXXX\nXXXXXXXXXXXX and XXXXX", ["XXXXXXXXXXXX\nXXXXXXXXXXXX", "XXXXX"]),
        ("a journalist xxxxx described", ["xxxxx"]),
        ("X X X X X X X said", ["X X X X X X X"]),
        ("[Name removed] met [DETAILS REMOVED]", ["[Name removed]", "[DETAILS REMOVED]"]),
        ("the [three names were redacted] came", ["[three names were redacted]"]),
        ("he said (b)(1) and (b) (7)(C) too", ["(b)(1)", "(b) (7)(C)"]),
        ("reasons 1.4 (b) and (d)", []),
        ("Dr. XXXX met xxxx at the port", ["XXXX", "xxxx"]),
        ("XXXXth and XXXXIV", []),
        ("Super Bowl XXXIV and MXXXXXVI", []),
        ("they [we] came", []),
        ("[protected 1] came", []),
    ],
)
def test_what_was_taken_out_is_found(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in redactions(text)] == expected


def test_masks_and_blanks_are_hidden_too() -> None:
    text = "[protected 12] met ████\n███ and XXXXXXXXXXXX"
    assert [text[span.start : span.end] for span in hidden(text)] == ["[protected 12]", "████\n███", "XXXXXXXXXXXX"]


def test_what_a_stretch_says_is_what_is_not_hidden() -> None:
    text = "(XXXXXXXXXXXX, a judge [protected 1])"
    assert [text[span.start : span.end] for span in shown(text, Span(0, len(text)))] == ["a judge"]
    assert shown(text, Span(0, 13)) == []
