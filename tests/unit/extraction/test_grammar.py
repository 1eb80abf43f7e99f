"""Who does what to whom, in invented sentences of the forms that the rules lean on."""

from __future__ import annotations

import pytest

from tracker.extraction.grammar import Clause, Grammar, expect, forget, grammar
from tracker.extraction.sentences import Stretch


def read(text: str) -> Grammar:
    return grammar(text, Stretch(0, len(text)))


def clause_of(text: str, word: str) -> Clause:
    start = text.index(word)
    clause = read(text).at(Stretch(start, start + len(word)))
    assert clause is not None
    return clause


@pytest.mark.parametrize(
    ("text", "word", "subjects", "objects"),
    [
        (
            "Gunmen ambushed a convoy, killing two officers and wounding a judge.",
            "killing",
            ["Gunmen"],
            ["two officers"],
        ),
        ("Gunmen ambushed a convoy, killing two officers and wounding a judge.", "wounding", ["Gunmen"], ["a judge"]),
        ("The mayor and three of his guards were murdered.", "murdered", ["The mayor", "three"], []),
        ("In a gun battle in which two soldiers died, six gunmen were captured.", "died", ["two soldiers"], []),
        ("The men who killed the priest were arrested.", "killed", ["The men"], ["the priest"]),
        ("The men who killed the priest were arrested.", "arrested", ["The men"], []),
        ("The clash left nine gunmen dead.", "dead", ["nine gunmen"], []),
        ("Two men shot dead in Tepic were brothers.", "shot", ["Two men"], []),
        ("The bodies of four men were dumped beside the road.", "dumped", ["The bodies"], []),
        ("Police said the murder of Ana Ruiz shocked the town.", "murder", [], ["Ana Ruiz"]),
        ("They kidnapped and killed three traders.", "kidnapped", ["They"], ["three traders"]),
    ],
)
def test_the_arguments_of_a_clause(text: str, word: str, subjects: list[str], objects: list[str]) -> None:
    clause = clause_of(text, word)
    assert [text[phrase.core.start : phrase.core.end] for phrase in clause.subjects] == subjects
    assert [text[phrase.core.start : phrase.core.end] for phrase in clause.objects] == objects


def test_voice_agent_and_adjuncts() -> None:
    text = "Two soldiers were shot by hooded men in Tepic."
    clause = clause_of(text, "shot")
    assert clause.passive
    assert [phrase.noun for phrase in clause.agents] == ["men"]
    assert [
        (adjunct.preposition, adjunct.phrase.noun) for adjunct in clause.adjuncts if adjunct.preposition == "in"
    ] == [("in", "tepic")]


def test_what_is_not_told_as_done() -> None:
    assert clause_of("The gang did not kill the judge.", "kill").negated
    assert clause_of("The gang may kill the judge.", "kill").modal == "may"


def test_a_modifier_is_no_act() -> None:
    assert clause_of("Six of the wounded were arrested.", "wounded").standing == "modifier"


def test_stretches_count_characters_of_the_whole_text() -> None:
    text = "It was quiet. Gunmen killed two men."
    clause = grammar(text, Stretch(14, len(text))).at(Stretch(21, 27))
    assert clause is not None
    assert text[clause.predicate.start : clause.predicate.end] == "killed"
    assert [text[one.where.start : one.where.end] for one in clause.objects] == ["two men"]


def test_of_two_clauses_each_has_its_own_words() -> None:
    text = "Two men were shot in Tepic and a woman was stabbed in Leon."
    found = read(text)
    first, second = found.of(text.index("in Tepic")), found.of(text.index("in Leon"))
    assert (first and first.word, second and second.word) == ("shot", "stabbed")


def test_a_clause_hangs_on_those_above_it() -> None:
    text = "Police said that gunmen who had fled were caught."
    found = read(text)
    fled = clause_of(text, "fled")
    assert [clause.word for clause in found.above(fled) if clause.standing == "verb"] == ["caught", "said"]


def test_sentences_parsed_together_have_the_clauses_that_they_have_alone() -> None:
    text = "Gunmen killed two men. A judge was shot. The mayor fled."
    stretches = [Stretch(0, 22), Stretch(23, 40), Stretch(41, 56)]
    forget()
    alone = [grammar(text, stretch) for stretch in stretches]
    forget()
    # The first one asked for was not expected.
    expect(text, stretches[1:])
    together = [grammar(text, stretch) for stretch in stretches]
    assert [(found.clauses, found.phrases) for found in together] == [(found.clauses, found.phrases) for found in alone]


def test_a_clause_asked_for_alone_is_that_of_all() -> None:
    found = read("Police said that soldiers caught a man who fled.")
    caught = found.overlapping(Stretch(0, 38))
    assert [clause.word for clause in caught] == [clause.word for clause in found.clauses[: len(caught)]]
    assert [clause.word for clause in found.linked({"relcl"})] == ["fled"]
    assert all(any(clause is one for one in found.clauses) for clause in (*caught, *found.linked({"relcl"})))
