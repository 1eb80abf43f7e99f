"""How expressions begin: what is told of it holds for every match, so that a look ahead never changes what is found."""

from __future__ import annotations

import re

import pytest

from tracker.extraction.lexicon import longest_first, mapping
from tracker.extraction.openings import any_expression, beginnings, named_expressions
from tracker.extraction.word_scan import WordScan


def begins(expression: str) -> set[str]:
    return {"".join(run) for run in beginnings(expression)}


@pytest.mark.parametrize(
    ("expression", "runs"),
    [
        ("killed", {"kil"}),
        ("to", {"to"}),
        ("colou?r", {"col"}),
        ("an? gun", {"an ", "a g"}),
        ("(?:was|were) shot", {"was", "wer"}),
        ("(?:re-?)?arrested", {"re-", "rea", "arr"}),
        ("hit (?:on|upon)", {"hit"}),
        ("(?<!of )cars?", {"car"}),
        ("ab|cd", {"ab", "cd"}),
        ("(?:a|b(?:c|d))|e", {"a", "bc", "bd", "e"}),
        ("[ab]cd", {"acd", "bcd"}),
        ("go+al", {"go"}),
        ("x{2}y", {"x"}),
        (r"d\.e", {"d.e"}),
        (r"\d+ men", {r"\d"}),
        (r"\w+ men", {""}),
        ("(?:a)?", {"", "a"}),
        (r"(?P<x>a)b(?P=x)", {""}),
        ("[^a]b", {""}),
        ("ñandu", {""}),
    ],
)
def test_what_a_match_begins_with(expression: str, runs: set[str]) -> None:
    assert begins(expression) == runs


@pytest.mark.parametrize(
    "text",
    [
        "Killing the KILLERS, shot and was  shot; were shot at",
        "kıll, \u212aill, KİLLED, ſhot, is it",
        "2 men, 22 men, ten men",
        "an AR-15 and ar-15",
        "",
    ],
)
def test_a_look_ahead_changes_nothing(text: str) -> None:
    expressions = ["(?:was|were) shot(?: at)?", "kill(?:ed|ers?|ing)?", "sh?ot", r"\d+ men", "(?-i:AR)-15", "is", "an?"]
    plain = re.compile(rf"\b(?:{'|'.join(expressions)})", re.IGNORECASE)
    ahead = re.compile(rf"\b{any_expression(expressions)}", re.IGNORECASE)
    named, names = named_expressions({"first": expressions[:3], "second": expressions[3:]})
    by_name = list(re.compile(rf"\b{named}", re.IGNORECASE).finditer(text))
    spans = [match.span() for match in plain.finditer(text)]
    assert [match.span() for match in ahead.finditer(text)] == spans
    assert [match.span() for match in by_name] == spans
    assert all(
        any(re.fullmatch(one, match.group(), re.IGNORECASE) for one in expressions[:3])
        == (names[str(match.lastgroup)] == "first")
        for match in by_name
    )


def test_the_first_list_to_match_names_what_is_found() -> None:
    expression, names = named_expressions({"long": ["dead end"], "short": ["dead", "dead end street"]})
    matches = [re.match(expression, text) for text in ("dead end street", "dead man")]
    found = [(names[str(match.lastgroup)], match.group()) for match in matches if match]
    assert found == [("long", "dead end"), ("short", "dead")]


def test_every_list_of_triggers_and_goods_says_how_it_begins() -> None:
    expressions = [
        entry
        for file, key in (("triggers", "attack"), ("triggers", "arrest"), ("goods", "goods"))
        for entries in mapping(file, key).values()
        for entry in entries
    ]
    assert len(expressions) > 300
    assert [expression for expression in expressions if "" in begins(expression)] == []


def test_a_scan_finds_the_words_that_their_expression_finds() -> None:
    text = "COCAINE, narcotics; no price cartel but a cartel, kİngpin D.E.A. deals, narco-cocaine, drug deals; Drug War"
    entries = longest_first("scope", "words")
    plain = re.compile(rf"\b(?:{'|'.join(entries)})\b", re.IGNORECASE)
    assert [match.span() for match in WordScan(entries).finditer(text)] == [m.span() for m in plain.finditer(text)]
    assert len([*WordScan(entries).finditer(text)]) == 8


def test_a_scan_of_what_begins_with_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="may begin with anything"):
        WordScan(["gun", r"\w+ gun"])
