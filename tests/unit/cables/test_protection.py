from __future__ import annotations

import re
import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.cables.invented import cable, telegram
from tracker.cables.protection import mask
from tracker.cables.telegram import PrintedCable, read_telegram
from tracker.errors import NoCableError

MARKERS = (
    "(protect)",
    "(PROTECT)",
    "(strictly protect)",
    "(Strictly Protect)",
    "(please protect)",
    "(source protect)",
    "(protect source)",
    "(please strictly protect)",
    "(strictly protect throughout)",
    "(protected)",
    "[strictly protect]",
    "(strictly \nprotect)",
    "(strictly \n \nMEXICO 00000412  002 OF 02 \n \n \nprotect)",
    "(a neighbour, strictly protect)",
    "(please protect; he asked twice)",
    "-- strictly protect --",
)
NAMES = (
    "Ada Quill",
    "Bruno Tamarack",
    "Celia de la Fontana",
    "Dr. Emil Overbeck",
    "Fabia Gorse-Lund",
    "Jose Luis Winterbourne Paz",
)


@pytest.mark.parametrize("marker", MARKERS)
def test_the_name_before_any_marker_is_masked_and_the_marker_stays(marker: str) -> None:
    masked = mask(f"The harbour master, Ada Quill {marker}, said so. Later Quill left. ADA QUILL WAS SEEN.")
    assert "quill" not in masked.text.lower()
    assert marker in masked.text
    assert [(name.number, name.words) for name in masked.names] == [(1, "Ada Quill")]
    assert masked.text.count("[protected 1]") == 3


@pytest.mark.parametrize(
    "text",
    [
        "They came (to protect the harbour) at night.",
        "The Presidential Guard (Protective Division) came.",
        "The harbour is protected (by law).",
        "XXXXXXXXXXXX (strictly protect) told us.",
        "XXXXXXXXXXXX (strictly \nprotect) told us.",
        "[Source removed] (protect) told us.",
        "",
    ],
)
def test_nothing_is_masked_where_nothing_is_to_protect(text: str) -> None:
    assert mask(text).text == text
    assert mask(text).names == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "We were told by senior people in the harbour office (protect) that it rained.",
            "We were told by [protected 1] (protect) that it rained.",
        ),
        (
            "According to a local boat builder (strictly protect), it rained.",
            "According to a [protected 1] (strictly protect), it rained.",
        ),
        ("Ada Quill, a local boat builder (protect), saw rain.", "[protected 1] (protect), saw rain."),
        (
            "The wife of Bruno Tamarack (protect) saw it. Tamarack did not.",
            "The [protected 1] (protect) saw it. [protected 1] did not.",
        ),
        (
            "It rained. They will sink the boat on Friday (strictly protect). Then sun.",
            "It rained. [protected 1] (strictly protect). Then sun.",
        ),
        (
            "Ada Quill, Bruno Tamarack and Celia Fontana (all protect) saw it.",
            "[protected 1], [protected 2] and [protected 3] (all protect) saw it.",
        ),
        ("It rained. (Strictly protect) Ada Quill saw it.", "It rained. (Strictly protect) [protected 1] saw it."),
        ("Ambassador to Berlin Ada Quill (protect) saw it.", "Ambassador to [protected 1] (protect) saw it."),
        (
            "Journalist Iva Quill was ill. But Quill (protect) came.",
            "Journalist [protected 1] was ill. But [protected 1] (protect) came.",
        ),
    ],
)
def test_what_is_masked(text: str, expected: str) -> None:
    assert mask(text).text == expected


def test_a_name_broken_over_lines_and_pages_is_masked() -> None:
    text = "We met Ada \n \nMEXICO 00000412  002 OF 02 \n \n \nQuill (protect). Ada\nQuill left."
    assert "Quill" not in mask(text).text
    assert len(mask(text).names) == 1


def test_the_same_person_has_one_number_and_another_has_the_next() -> None:
    masked = mask("Ada Quill (protect) met Bruno Tamarack (protect). Quill (please protect) left; Tamarack stayed.")
    assert masked.text == (
        "[protected 1] (protect) met [protected 2] (protect). "
        "[protected 1] (please protect) left; [protected 2] stayed."
    )
    assert [name.words for name in masked.names] == ["Ada Quill", "Bruno Tamarack"]


def test_a_surname_that_others_bear_or_a_place_is_masked_only_with_the_whole_name() -> None:
    masked = mask(
        "Luis Guerrero (protect) met President Otto Winter in Guerrero. Ada Winter (protect) came. Winter had come."
    )
    assert "President Otto Winter in Guerrero" in masked.text
    assert "Luis" not in masked.text
    assert "Ada Winter" not in masked.text


def test_a_cable_shows_its_protected_names_nowhere() -> None:
    read = cable(
        telegram("1. (C) Ada Quill (strictly\nprotect) met us. Quill was brief.", subject="ADA QUILL SEES RAIN")
    )
    assert read.subject == "[protected 1] SEES RAIN"
    assert [name.words for name in read.protected] == ["Ada Quill"]
    assert "quill" not in repr((read.document, read.paragraphs, read.subject)).lower()


def test_a_text_with_more_names_than_a_cable_can_have_is_refused() -> None:
    letters = "bcdfghjklm"
    names = " ".join(f"Ada Quo{a}a{b}e{c}ill (protect)." for a in letters for b in letters for c in letters)
    with pytest.raises(NoCableError, match="protected names"):
        mask(f"{names} Ada Tamarack (protect).")


FILLER = st.lists(
    st.sampled_from(["the harbour was quiet", "it rained.", "they said", "on February 3,", "\n", "and"]), max_size=5
).map(" ".join)


@given(st.lists(st.tuples(FILLER, st.sampled_from(NAMES), st.sampled_from([*MARKERS, "", "", ""])), max_size=8))
@example([("it rained.", "Ada Quill", "(protect)"), ("", "Ada Quill", "")])
def test_no_protected_name_is_left_and_masking_again_changes_nothing(parts: list[tuple[str, str, str]]) -> None:
    text = "\n".join(f"{filler} {name} {marker} {filler}" for filler, name, marker in parts)
    masked = mask(text)
    for _, name, marker in parts:
        if marker:
            core = re.sub(r"^Dr\. ", "", name)
            assert core.lower() not in " ".join(masked.text.split()).lower()
    for protected in masked.names:
        assert not re.search(rf"\b{re.escape(protected.words)}\b", " ".join(masked.text.split()), re.IGNORECASE)
    assert mask(masked.text).text == masked.text


@given(st.text(alphabet="aB .,()\n-¶[]protect", max_size=200))
def test_masking_takes_any_text(text: str) -> None:
    masked = mask(text)
    assert bool(masked.names) == (masked.text != text)


@pytest.mark.parametrize("sentence", ["It said so.  Later Tolentino left.", "From Texas.  Tolentino doubts it."])
def test_a_surname_is_masked_after_the_end_of_a_sentence(sentence: str) -> None:
    masked = mask(f"Amalia Tolentino (strictly protect) told us. {sentence}")
    assert "Tolentino" not in masked.text


def test_anothers_name_does_not_uncover_the_protected_one() -> None:
    masked = mask("Amalia Tolentino (protect) told us that Pedro Tolentino is rich. Tolentino doubts it.")
    assert masked.text.count("Tolentino") == 1
    assert "Pedro Tolentino" in masked.text


def test_what_a_source_asks_to_protect_is_masked_from_the_first_word_of_the_paragraph() -> None:
    text = (
        "¶6. (C) Nothing here is secret.\n\n"
        "¶7. (C) In a side meeting the mayor said that the boss was murdered in May. The body was not found. "
        "(He asked us to protect these details.) He left early.\n"
    )
    masked = mask(text).text
    assert "murdered" not in masked
    assert "body" not in masked
    assert "¶7. (C) [protected 1]" in masked
    assert "Nothing here is secret" in masked
    assert "He left early." in masked


def test_a_law_that_protects_information_asks_for_nothing() -> None:
    text = "¶2. (U) The law obliges banks to protect the information of their customers."
    assert mask(text).text == text


def test_a_statement_is_masked_over_its_semicolons() -> None:
    masked = mask(
        "It is warm. They said that the boss was killed; they plan to arrest two men (strictly protect)."
    ).text
    assert masked == "It is warm. [protected 1] (strictly protect)."


ENDLESS = {
    "spaces": " " * 300_000 + "(protect)",
    "open brackets": "(" * 300_000 + " protect",
    "one name": "Quill " * 50_000 + "Ada Quill (protect)",
    "capitals": "Ab " * 100_000 + "(protect)",
    "one sentence": "Ada said " * 30_000 + "please protect all sources in this cable",
    "page marks": "MEXICO 00000412 002 OF 02 " * 11_000 + "(protect)",
    "broken lines": "pro-\ntect " * 30_000,
    "commas": "Ada Quill, " * 27_000 + "(all protect)",
}


@pytest.mark.parametrize("text", list(ENDLESS.values()), ids=list(ENDLESS))
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    with suppress(NoCableError):
        mask(text)
    # A tenth of it on a machine of its own.
    assert time.process_time() - started < 15


def test_a_text_without_the_word_costs_next_to_nothing() -> None:
    text = "On May 3, the mayor of Oslo told us that it rained, and nobody was there. (C)\n" * 130
    mask(text)
    started = time.process_time()
    for _ in range(200):
        mask(text)
    assert (time.process_time() - started) / 200 < 0.005


def test_an_article_whose_address_names_a_protected_person_is_left_out() -> None:
    addresses = ("http://news.example/2011/ada-quill-was-a-source", "http://news.example/2011/the-harbour")
    printed = PrintedCable(
        source_format="release_page",
        telegram=telegram("1. (C) Ada Quill (strictly protect) left."),
        reference_id="07MEXICO412",
        articles=addresses,
    )
    assert read_telegram(printed).articles == addresses[1:]
