"""Any telegram, in any form that sites and saving programs give it, is read as the same telegram."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.cables.formats.sites import ARTICLE, HTML_FORMS, LEVEL, ORIGIN, SAVED_FORMS, Telegram
from tests.unit.cables.invented import BODY, HEADER, TELEGRAM
from tracker.cables.formats import pages
from tracker.cables.telegram import PrintedCable, read_telegram

FORMS = {"release_page": HTML_FORMS, "release_text": SAVED_FORMS}
IDS = [(source_format, form) for source_format, forms in FORMS.items() for form in forms]


def lines(telegram: str) -> list[str]:
    """The words of each line that has some, without the anchors that sites set."""
    return [words for line in telegram.splitlines() if (words := " ".join(line.replace("¶", "").split()))]


def check(printed: PrintedCable, telegram: Telegram) -> None:
    assert lines(printed.telegram) == lines(telegram.text)
    assert (printed.reference_id, printed.classification, printed.origin) == ("07MEXICO412", LEVEL, ORIGIN)
    assert printed.created == datetime(2007, 2, 14, 16, 4, tzinfo=UTC)
    assert printed.released == datetime(2011, 2, 10, 12, 12, tzinfo=UTC)
    assert not printed.partial
    assert printed.source_guesses == ()
    assert printed.title is None


@pytest.mark.parametrize(("source_format", "form"), IDS, ids=lambda value: value.replace(" ", "-"))
def test_the_invented_telegram_is_the_same_in_every_form(source_format: str, form: str) -> None:
    page = FORMS[source_format][form](Telegram())
    printed = pages.read(page)
    assert printed.source_format == source_format
    check(printed, Telegram())
    assert printed.articles == ((ARTICLE,) if "Appears in these" in page else ())


@pytest.mark.parametrize(("source_format", "form"), IDS, ids=lambda value: value.replace(" ", "-"))
def test_the_cable_is_the_same_in_every_form(source_format: str, form: str) -> None:
    expected = read_telegram(pages.read(TELEGRAM))
    cable = read_telegram(pages.read(FORMS[source_format][form](Telegram())))
    assert [(item.label, item.marking, item.heading, item.text) for item in cable.paragraphs] == [
        (item.label, item.marking, item.heading, item.text) for item in expected.paragraphs
    ]
    assert (cable.subject, cable.tags, cable.signer) == (expected.subject, expected.tags, expected.signer)
    assert (cable.references, cable.addressees) == (expected.references, expected.addressees)


WORDS = st.text(st.sampled_from("abcdeXYZ0 ,;'()&<>\"/=éñ¿§£—’"), min_size=1, max_size=40).map(
    # A letter first, so that no line is another key, item or rule; a letter last, so that none is cut.
    lambda words: f"w{' '.join(words.split())}w"
)
WHOLE_TAG = re.compile(r"</?[ab](?:\s[^<>]*)?/?>")
"""A whole tag of those letters: pages encode tags twice, texts keep ends of anchors, so none is read as words."""
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=2, max_size=5)


@st.composite
def telegrams(draw: st.DrawFn) -> Telegram:
    """A telegram whose subject and paragraphs are any words, some of them like markup."""
    subject = draw(st.sampled_from(("A QUIET HARBOUR", 'FISH & CHIPS <OF> "STATE"', "WHAT IS 5 < 6?", "AT&T; R&D")))
    paragraphs = "\n\n".join(
        f"{number}. (C) " + "\n".join(words) for number, words in enumerate(draw(PARAGRAPHS), start=1)
    )
    assume(not WHOLE_TAG.search(paragraphs))
    return Telegram(HEADER, f"{BODY.partition('SUBJECT:')[0]}SUBJECT: {subject}\n\n{paragraphs}\nBYRON\n")


@given(telegrams(), st.sampled_from(list(HTML_FORMS)))
def test_any_telegram_comes_back_out_of_a_page(telegram: Telegram, form: str) -> None:
    check(pages.read(HTML_FORMS[form](telegram)), telegram)


@given(telegrams(), st.sampled_from(list(SAVED_FORMS)))
def test_any_telegram_comes_back_out_of_a_saved_page(telegram: Telegram, form: str) -> None:
    check(pages.read(SAVED_FORMS[form](telegram)), telegram)
