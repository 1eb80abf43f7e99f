"""No output shows a protected name, or a word that another rendition redacts: random cables, names and marks."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.cables.invented import cable, telegram
from tracker.cables import masked_places
from tracker.cables.comparison import compare
from tracker.cables.comparison_form import to_json as comparison_json
from tracker.cables.comparison_form import to_lines as comparison_lines
from tracker.cables.json_form import to_line
from tracker.cables.model import Cable
from tracker.extraction.codebook import to_text

NAMES = (
    ("Orvanda", "Quexley"),
    ("Zimrael", "Tavorbin"),
    ("Ilsebrun", "Moquetza Verdugal"),
    ("Pertulio", "de la Grandvoy"),
    ("Hessanim", "al-Drukbari"),
    ("Yolmir Enzo", "Stavrogel"),
    ("Bevinne", "O'Thraxley"),
)
MARKS = (
    "{} (protect)",
    "{} (strictly protect)",
    "{} (PLEASE PROTECT)",
    "{} (strictly\nprotect)",
    "{} [protect source]",
    "{} -- please protect --",
    "{}, strictly protect,",
    "{} (PAN) (protect)",
    "{}, a judge of the harbour court (strictly protect),",
    "{} (a cousin of the mayor, please protect)",
    "{} (prtect)",
    "{} (S/NF, protect)",
    "Mayor {} (protect)",
    "{} of the Harbour Office (protect)",
    "our contact {} (please protect throughout)",
)
FORMS = (
    "{given} {surname}",
    "{surname}",
    "Mr. {surname}",
    "{given}\n{surname}",
    "{surname}, {given}",
    "{given} J. {surname}",
    "Minister {given} {surname}",
    "{surname}'s boat",
    "the office of {surname}",
)
FRAMES = (
    "On May 3, {} told us that it rained.",
    "We met {} twice in Oslo.",
    "{} was wet.",
    "According to {}, nothing happened.",
    "-- {}\n",
    "It was {} who left, said the mayor.",
    "Soldiers seized 300 kilograms of cocaine from {} in Reynosa.",
    "The Harbour Board and {} agreed.",
)
FILLERS = ("It rained.", "The mayor of Oslo, Otto Winter, was away.", "No boats left.", "(The night was loud.)")


def accented(word: str) -> str:
    return word.replace("a", "á", 1).replace("o", "ö", 1)


def broken(word: str) -> str:
    return f"{word[:3]}-\n{word[3:]}" if word.isalpha() and len(word) > 6 else word


CHANGES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "accents": accented,
    "broken": broken,
    "first letters": str.title,
}


@st.composite
def mentions(draw: st.DrawFn) -> str:
    """A sentence that names one of the persons in some way."""
    given_name, surname = draw(st.sampled_from(NAMES))
    change = CHANGES[draw(st.sampled_from(sorted(CHANGES)))]
    form = draw(st.sampled_from(FORMS))
    named = form.format(given=given_name, surname=change(surname) if change is broken else surname)
    return draw(st.sampled_from(FRAMES)).format(named if change is broken else change(named))


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, tuple[str, str]]:
    """A sentence that asks to protect one of the persons, and whom."""
    name = draw(st.sampled_from(NAMES))
    mark = draw(st.sampled_from(MARKS)).format(f"{name[0]} {name[1]}")
    return draw(st.sampled_from(FRAMES)).format(mark), name


def paragraphs(sentences: list[str]) -> str:
    return "\n\n".join(f"{nth}. (C) {sentence}" for nth, sentence in enumerate(sentences, start=1))


def letters(output: str) -> str:
    """An output without accents, case, line breaks and hyphens: a name is in it however it is printed."""
    apart = unicodedata.normalize("NFKD", output.replace("\\n", "\n")).casefold()
    return re.sub(r"[^a-z ]", "", re.sub(r"-\s+", "", apart))


def telling(name: tuple[str, str]) -> list[str]:
    return [letters(word) for part in name for word in part.split() if len(word) > 4]


def outputs(read: Cable) -> str:
    """All that is printed of a cable."""
    return "\n".join(
        (
            to_line(read, "a.html", document=True),
            masked_places.to_line(read, "a.html") or "",
            masked_places.to_text(read, "a.html") or "",
            to_text(read, "a.html"),
        )
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(FILLERS), mentions()), max_size=5),
    st.lists(marked(), min_size=1, max_size=3),
    st.lists(st.one_of(st.sampled_from(FILLERS), mentions()), max_size=5),
    st.sampled_from(["A QUIET HARBOUR", "QUEXLEY SEES RAIN", "MAYOR TAVORBIN, ILSEBRUN MOQUETZA AND RAIN"]),
)
def test_no_output_shows_a_protected_name(
    before: list[str], asked: list[tuple[str, tuple[str, str]]], after: list[str], subject: str
) -> None:
    body = paragraphs([*before, *(sentence for sentence, _ in asked), *after])
    told = letters(outputs(cable(telegram(body, subject=subject))))
    for _, name in asked:
        assert not [word for word in telling(name) if word in told]


@st.composite
def renditions(draw: st.DrawFn) -> tuple[str, str, set[tuple[str, str]]]:
    """Two texts of one cable, in each of which some places of names are redacted, and whom the other shows there."""
    sentences = draw(st.lists(st.one_of(st.sampled_from(FILLERS), st.sampled_from(NAMES)), min_size=2, max_size=9))
    first: list[str] = []
    second: list[str] = []
    redacted: set[tuple[str, str]] = set()
    for nth, sentence in enumerate(sentences):
        if isinstance(sentence, str):
            first.append(sentence)
            second.append(sentence)
            continue
        frame = draw(st.sampled_from(FRAMES)).replace("{}", f"at {nth} o'clock {{}}")
        hides = [draw(st.integers(0, 3)) == 0 for _ in (first, second)]
        for texts, is_hidden in zip((first, second), hides, strict=True):
            mask = draw(st.sampled_from(["XXXXXXXXXXXX", "xxxxx", "[Name removed]"]))
            texts.append(frame.format(mask if is_hidden else " ".join(sentence)))
        if hides[0] != hides[1]:
            redacted.add(sentence)
    return paragraphs(first), paragraphs(second), redacted


@settings(max_examples=150, deadline=None)
@given(renditions())
def test_a_comparison_shows_nobody_whom_either_redacts(texts: tuple[str, str, set[tuple[str, str]]]) -> None:
    first, second, redacted = texts
    for one, other in ((first, second), (second, first)):
        told = compare(cable(telegram(one)), cable(telegram(other)))
        output = letters(json.dumps(comparison_json(told), ensure_ascii=False) + "\n".join(comparison_lines(told)))
        assert not [word for name in redacted for word in telling(name) if word in output]
