from __future__ import annotations

import re

from lxml import html

from feeds.pages.marks import Mark, marked

TEXT = "Soldiers held four men & two women at the <old> bus station."


def mark(number: int, quote: str, passage: str = "") -> Mark:
    return Mark(number, quote, f"Event {number}", f"/incidents/{number}", passage)


def words_of(text: str) -> str:
    """The paragraph's words, without the numbers set after the quotes."""
    without = re.sub(r"<sup.*?</sup>", "", text)
    return "".join(map(str, html.fromstring(f"<div>{without}</div>").itertext()))


def test_overlapping_quotes_keep_every_word_and_are_each_numbered() -> None:
    made = marked(TEXT, [mark(1, "held four men & two"), mark(2, "two women at the <old>"), mark(3, "not there")])
    assert words_of(made) == TEXT
    assert made.count("<mark>") == 3
    assert 'id="quote-1"' in made
    assert 'id="quote-2"' in made
    assert 'id="quote-3"' not in made


def test_white_space_in_the_quote_does_not_matter() -> None:
    assert "<mark>" in marked(TEXT, [mark(1, "held\n  four men")])


def test_hostile_words_stay_words() -> None:
    made = marked("<script>x</script>", [Mark(1, "script>x<", '"><img onerror=x>', "/incidents/1")])
    assert [element.tag for element in html.fromstring(f"<div>{made}</div>").iterdescendants()] == [
        "mark",
        "a",
        "sup",
        "a",
    ]


def test_words_without_a_mark_are_escaped_too() -> None:
    assert marked("<b>&", []) == "&lt;b&gt;&amp;"


def test_an_empty_quote_marks_nothing() -> None:
    assert marked(TEXT, [mark(1, " ")]) == marked(TEXT, [])


def test_the_sentence_around_a_quote_is_marked_lightly_and_no_word_is_lost() -> None:
    text = "Nobody knew. No man of theirs was held there. Nobody cared."
    made = marked(text, [mark(1, "man of theirs was held", "No man of theirs was held there.")])
    assert words_of(made) == text
    spans = [found.text for found in html.fromstring(f"<div>{made}</div>").iter("span") if found.get("class")]
    assert spans == ["No ", " there."]


def test_a_quote_is_found_in_its_own_sentence_and_not_in_an_earlier_one() -> None:
    made = marked("No man was held. One man was held.", [mark(1, "man was held", "One man was held.")])
    assert made.startswith("No man was held. <span")
