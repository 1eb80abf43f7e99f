from __future__ import annotations

import json

from tests.unit.cables.invented import cable, telegram
from tracker.cables.masked_places import masked_places, to_line, to_text

TEXT = telegram(
    "1. (C) Ada Quill (strictly\nprotect) told us so. Quill left.\n\n2. (C) A banker (protect) saw Quill.\n",
    subject="QUILL SEES RAIN",
)


def test_what_is_masked_is_told_by_number_rule_reason_and_place() -> None:
    first, second = masked_places(cable(TEXT))
    assert (first.number, first.rule, first.reason, first.places) == (1, "name", "strictly protect", 4)
    assert first.paragraphs == ("0", "1", "2")
    assert (second.number, second.rule, second.reason, second.paragraphs) == (2, "description", "protect", ("2",))


def test_the_words_are_told_only_to_whom_asks_for_them() -> None:
    read = cable(TEXT)
    for form in (to_line, to_text):
        assert "quill" not in (form(read, "a.html") or "").lower()
        assert "Ada Quill" in (form(read, "a.html", show_words=True) or "")


def test_the_json_form_has_the_documented_keys() -> None:
    form = json.loads(to_line(cable(TEXT), "a.html") or "")
    assert set(form) == {"source", "reference_id", "masked"}
    assert set(form["masked"][0]) == {"number", "rule", "reason", "places", "paragraphs"}


def test_a_cable_that_protects_nobody_has_no_line() -> None:
    read = cable(telegram("1. (C) It rained.\n"))
    assert to_line(read, "a.html") is None
    assert to_text(read, "a.html") is None
