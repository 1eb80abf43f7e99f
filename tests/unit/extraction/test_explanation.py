"""Why a cable is read as it is: every match, rule and field shown, and no word of the text taken for markup."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from tracker.cables.model import Cable
from tracker.cli.explaining import COLOURS, page, pieces, show
from tracker.extraction.explanation import Explanation, explain

WriteCable = Callable[..., Cable]
PROSE = "The cartels fight on. On February 4 police reportedly arrested Luis Rivas Mora of the Zetas in Tepic with <b>."


@pytest.fixture
def explanation(write_cable: WriteCable) -> Explanation:
    return explain(write_cable(PROSE))


def in_terminal(explanation: Explanation, *, terminal: bool) -> str:
    out = io.StringIO()
    show(explanation, Console(file=out, force_terminal=terminal, soft_wrap=True, highlight=False))
    return out.getvalue()


def test_every_match_tells_its_file_and_the_events_that_it_is_part_of(explanation: Explanation) -> None:
    told = {
        (match.kind, paragraph.text[match.where.start : match.where.end], match.meaning, match.file, match.events)
        for paragraph in explanation.paragraphs
        for match in paragraph.matches
    }
    assert {
        ("trigger", "arrested", "[arrest] arrested", "triggers.toml", (1,)),
        ("group", "Zetas", "zetas", "cartels.toml", (1,)),
        ("force", "police", "police", "agencies.toml", (1,)),
        ("hedge", "reportedly", "not certain", "assertion.toml", (1,)),
        ("place", "Tepic", "MX-NAY Tepic (locative)", "gazetteer", (1,)),
    } <= told
    assert {match.kind for paragraph in explanation.paragraphs for match in paragraph.matches} <= set(COLOURS)


def test_every_field_of_an_event_tells_its_words_and_its_rule(explanation: Explanation) -> None:
    (event,) = explanation.events
    told = {(field.name, field.value, field.words) for field in event.fields}
    assert ("date", "start=2010-02-04 end=2010-02-04", "February 4") in told
    assert ("certain", "False", "reportedly") in told
    assert ("people", 'name="Luis Rivas Mora" role=arrested', "") in told
    assert {field.rule for field in event.fields if field.name == "kind"} == {"trigger-arrest-arrested"}


def test_a_terminal_gets_colours_and_a_file_does_not(explanation: Explanation) -> None:
    assert "\x1b[" in in_terminal(explanation, terminal=True)
    plain = in_terminal(explanation, terminal=False)
    assert "\x1b[" not in plain
    assert 'trigger: "arrested" = [arrest] arrested  (triggers.toml)  event 1' in plain
    assert "Event 1: arrest, paragraphs 1" in plain


def test_the_page_marks_the_words_and_escapes_them(explanation: Explanation) -> None:
    html = page([explanation])
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert 'title="trigger: [arrest] arrested (triggers.toml) event 1">arrested</mark>' in html
    (paragraph,) = [each for each in explanation.paragraphs if each.label == "1"]
    assert "".join(words for words, _ in pieces(paragraph)) == paragraph.text


def test_a_cable_that_is_not_read_says_so(write_cable: WriteCable) -> None:
    explanation = explain(write_cable("On May 4 the ministry bought a ton of wheat.", tags=("ECON",), subject="WHEAT"))
    assert not explanation.in_scope
    assert "Not read" in in_terminal(explanation, terminal=False)
    assert "Not read" in page([explanation])


def test_no_character_of_a_cable_commands_the_terminal(write_cable: WriteCable) -> None:
    prose = PROSE.replace("police", "police \x1b]52;c;eA==\x1b\\ \x9b2J \u202e")
    plain = in_terminal(explain(write_cable(prose, subject="SUBJECT: CARTELS \x1b[8m")), terminal=False)
    assert "Luis Rivas Mora" in plain
    assert all(each.isprintable() or each == "\n" for each in plain)
