from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cables.invented import cable, telegram
from tracker.cables.tags import known_tags, read_tags


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("PGOV SNAR MX", "PGOV SNAR MX"),
        ("PGOV, SNAR, MX", "PGOV SNAR MX"),
        ("prel, pgov", "PREL PGOV"),
        ("PGOV,SNAR;MX/US.KDEM", "PGOV SNAR MX US KDEM"),
        ("PGOV SNAR\nMX, PGOV", "PGOV SNAR MX"),
        ("PREL PGO\nV MX", "PREL PGOV MX"),
        ("(U) PGOV MX", "PGOV MX"),
        ("SNAR - MX", "SNAR MX"),
        ("PGOV AND SNAR", "PGOV SNAR"),
        ("PGOV SUBJECT RAIN", "PGOV"),
        ("N/A", ""),
        ("NA", ""),
        ("NA PGOV", "NA PGOV"),
        ("", ""),
        ("PREL XXXXXXXXXXXX MX", "PREL MX"),
        ("PREL - External Relations", "PREL"),
    ],
)
def test_tags_apart(words: str, expected: str) -> None:
    assert read_tags(words).tags == tuple(expected.split())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("PRELPGOV", "PREL PGOV"),
        ("KNNPMNUC", "KNNP MNUC"),
        ("IZPREL", "IZ PREL"),
        ("PGOVLO", "PGOV LO"),
        ("EINVECONSENVCSJA", "EINV ECON SENV CS JA"),
        ("PTERKCRMPHUM MX", "PTER KCRM PHUM MX"),
        ("PREL-PGOV", "PREL PGOV"),
    ],
)
def test_tags_run_together_are_cut_apart(words: str, expected: str) -> None:
    read = read_tags(words)
    assert (read.tags, read.mended) == (tuple(expected.split()), ())


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("MPOS", "MOPS"),
        ("EEPET", "EPET"),
        ("PGOC", "PGOV"),
        ("POV", "PGOV"),
        ("PRELP", "PREL"),
        ("0PDC", "OPDC"),
        ("PRE1", "PREL"),
        ("P0GOV", "PGOV"),
        ("P REL", "PREL"),
    ],
)
def test_a_slip_is_mended_and_told(printed: str, meant: str) -> None:
    read = read_tags(f"{printed} MX")
    assert (read.tags, read.mended) == ((meant, "MX"), ((printed, meant),))


@pytest.mark.parametrize("word", ["PINF", "KCRZ", "QUILL", "XQZW", "ECUN", "MEDIA", "GAZA"])
def test_what_may_mean_several_or_none_stays_as_printed(word: str) -> None:
    read = read_tags(f"PGOV {word}")
    assert (read.tags, read.mended) == (("PGOV", word), ())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("OVIP (QUILL, ADA MARY), PREL", ("OVIP", "QUILL, ADA MARY", "PREL")),
        ("OVIP [QUILL, ADA] PREL", ("OVIP", "QUILL, ADA", "PREL")),
        ("PREL, QUILL, JOHN, MX", ("PREL", "QUILL, JOHN", "MX")),
        ("OVIP QUILL JOHN PREL", ("OVIP", "QUILL, JOHN", "PREL")),
        ("PREL IRAQI FREEDOM MX", ("PREL", "IRAQI FREEDOM", "MX")),
        ("PREL, Israeli-Palestinian Affairs", ("PREL", "ISRAELI-PALESTINIAN AFFAIRS")),
        ("PREL, QUIET HARBOUR, MX", ("PREL", "QUIET HARBOUR", "MX")),
        ("PREL QUIET HARBOUR MX", ("PREL", "QUIET", "HARBOUR", "MX")),
        ("PREL, AU-1, G8, MX", ("PREL", "AU-1", "MX")),
    ],
)
def test_tags_of_several_words(words: str, expected: tuple[str, ...]) -> None:
    assert read_tags(words).tags == expected


def test_a_mended_tag_is_a_guess_of_the_cable() -> None:
    read = cable(telegram("1. (C) Rain.").replace("TAGS: PGOV", "TAGS: PGOC MX"))
    assert read.tags == ("PGOV", "MX")
    assert [guess.reason for guess in read.guesses if guess.field == "tags"] == ["mended: PGOC read as PGOV"]


@given(st.lists(st.sampled_from(sorted(known_tags())), max_size=12))
def test_known_tags_stay_as_they_are(tags: list[str]) -> None:
    apart = ["PGOV", *(tag for tag in tags if len(tag) < 5)]
    read = read_tags(" ".join(apart))
    assert (read.tags, read.mended) == (tuple(dict.fromkeys(apart)), ())


@given(st.text(st.sampled_from("PRELGOVKCMXUS ,;/.-()[]\n01AZ¶é"), max_size=60))
def test_reading_tags_again_changes_nothing(words: str) -> None:
    tags = read_tags(words).tags
    again = read_tags(", ".join(f"({tag})" if "," in tag else tag for tag in tags)).tags
    assert set(again) <= set(tags) | {word for tag in tags for word in again if word in tag}
    assert all(tag == tag.upper() for tag in tags)


@given(st.text(max_size=200))
def test_any_text_is_read(words: str) -> None:
    read = read_tags(words)
    assert len(read.tags) == len(set(read.tags))


@pytest.mark.parametrize("between", ["\n", "\n\n", ",\n\n"])
def test_tags_go_on_below_a_blank_line(between: str) -> None:
    read = cable(telegram("1. (C) Rain.").replace("TAGS: PGOV", f"TAGS: PGOV SNAR{between}MX US"))
    assert read.tags == ("PGOV", "SNAR", "MX", "US")
    assert read.subject == "A QUIET HARBOUR"


@pytest.mark.parametrize(
    "key", ["TAGS:", "TAG:", "TAGS;", "TAGS ", "Tags:", "TAGS (U):", "T A G S:", "TAGS: TAGS:", "TAGS/KEYWORDS:"]
)
def test_the_key_in_its_variants(key: str) -> None:
    assert cable(telegram("1. (C) Rain.").replace("TAGS:", key)).tags == ("PGOV",)
