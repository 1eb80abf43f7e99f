"""What is particular to the release site's pages: what is missing, what is guessed, what was cut off."""

from __future__ import annotations

import pytest

from tests.unit.cables.formats.sites import ARTICLES_ROW, HEADING, Telegram, marked, pres, site, table
from tests.unit.cables.formats.test_round_trips import lines
from tests.unit.cables.invented import BODY, HEADER, TELEGRAM
from tracker.cables.formats import listing, pages
from tracker.cables.formats.release_page import recognised_at
from tracker.cables.model import Guess
from tracker.errors import NoCableError

PARTS = pres(HEADER, marked(BODY))
TELLS_NO_ID = pres("", marked(BODY.replace("MEXICO 000412", "").replace("MEXICO 00000412", "NOWHERE 00000412")))
WHOLE = site(table() + PARTS)


def test_a_page_without_its_table_has_the_id_of_its_heading_as_a_guess() -> None:
    printed = pages.read(site(PARTS))
    assert (printed.source_format, printed.reference_id) == ("release_page", "07MEXICO412")
    assert printed.source_guesses == (Guess("reference_id", "the page's heading; its table tells none"),)
    assert (printed.created, printed.released, printed.classification, printed.origin) == (None, None, None, None)
    assert lines(printed.telegram) == lines(TELEGRAM)


@pytest.mark.parametrize("facts", [("07MEXICO412",), ("07MEXICO412", "2007-02-14 16:04", "", "CONFIDENTIAL")])
def test_a_table_with_fewer_cells_tells_what_it_has(facts: tuple[str, ...]) -> None:
    printed = pages.read(site(table(facts=facts) + PARTS))
    assert printed.reference_id == "07MEXICO412"
    assert (printed.created is not None, printed.classification) == (
        len(facts) > 1,
        facts[3] if len(facts) > 3 else None,
    )
    assert (printed.released, printed.origin) == (None, None)
    assert printed.source_guesses == ()


def test_a_table_whose_id_cannot_be_read_leaves_it_to_the_heading_then_to_the_telegram_the_title_and_the_name() -> None:
    facts = ("nothing", "2007-02-14 16:04")
    assert pages.read(site(table(facts=facts) + PARTS)).source_guesses[0].reason.startswith("the page's heading")
    own = pages.read(site(table(facts=facts) + PARTS, heading=""))
    assert (own.reference_id, own.source_guesses) == (None, ())
    page = site(table(facts=facts) + TELLS_NO_ID, heading="")
    titled = pages.read(page.replace("Cable Viewer", "Cable reference id: #07MEXICO412"), "08ROME9.html")
    assert (titled.reference_id, titled.source_guesses[0].reason) == (
        "07MEXICO412",
        "the page's title; the telegram tells none",
    )
    in_name = pages.read(page, "08ROME9.html")
    assert (in_name.reference_id, in_name.source_guesses[0].reason) == (
        "08ROME9",
        "the file's name; the telegram tells none",
    )
    assert pages.read(page, "a.html").reference_id is None


def test_the_heading_s_subject_is_the_title_only_where_the_telegram_has_none() -> None:
    heading = "<h3>Viewing cable 07MEXICO412, FISH &amp; CHIPS &lt;br&gt;</h3>"
    body = BODY.replace("SUBJECT: A QUIET HARBOUR, A LOUD\nNIGHT\n", "")
    assert pages.read(site(table() + pres(HEADER, marked(body)), heading=heading)).title == "FISH & CHIPS"
    assert pages.read(site(table() + PARTS, heading=heading)).title is None
    assert (
        pages.read(site(table() + pres(HEADER, marked(body)), heading="<h3>Viewing cable 07MEXICO412, </h3>")).title
        is None
    )


def test_a_page_cut_off_inside_its_text_is_partial() -> None:
    printed = pages.read(WHOLE[: WHOLE.index("came back.")])
    assert printed.partial
    assert printed.telegram.endswith("\nonly one ")
    assert not pages.read(WHOLE[: WHOLE.rindex("</pre>") + 6]).partial


@pytest.mark.parametrize("cut", ["<a id='par2", "<a", "&#x00", "&amp"])
def test_a_page_cut_off_inside_a_tag_or_an_entity_has_no_piece_of_it(cut: str) -> None:
    page = site(table() + pres(HEADER, f"{marked(BODY)} the end{cut}"))
    printed = pages.read(page[: page.index(cut, page.index("the end")) + len(cut)])
    assert printed.partial
    assert printed.telegram.endswith(" the end")


def test_a_partial_record_says_so() -> None:
    notice = "This record is a partial extract of the original cable. The full text is not available."
    assert pages.read(site(table() + pres(notice, marked(BODY)))).partial
    assert not pages.read(WHOLE).partial


def test_notes_and_forms_of_the_site_are_no_part_of_the_telegram() -> None:
    page = site(
        table(after=ARTICLES_ROW)
        + "<p class='note'>Redacted by the editors.</p>"
        + PARTS
        + "<form><textarea>Your comment</textarea></form>"
        "<!-- <pre>an old one</pre> -->"
    )
    telegram = pages.read(page).telegram
    assert lines(telegram) == lines(TELEGRAM)


def test_articles_beside_the_table_are_found_too_and_links_that_lead_nowhere_are_not() -> None:
    beside = (
        table()
        + "<div>Appears in these articles: <a href='../x.html'>http://example.org/1</a> <a>www.example.org/2</a></div>"
    )
    assert pages.read(site(beside + PARTS)).articles == ("http://example.org/1", "www.example.org/2")
    assert pages.read(WHOLE).articles == ()


@pytest.mark.parametrize(
    "page",
    [
        site(table()),
        site(table() + pres("", " \n")),
        site(table() + "<div>Rain in the morning.</div>"),
        site("<p>Rain</p>"),
        WHOLE[: WHOLE.index("<code>")],
    ],
    ids=["table", "empty parts", "no telegram", "heading", "cut off"],
)
def test_a_page_without_a_text_is_refused(page: str) -> None:
    with pytest.raises(NoCableError, match="no telegram found"):
        pages.read(page)


def test_a_page_of_a_cable_in_other_parts_is_no_listing() -> None:
    page = site(f"{table()}<div>{TELEGRAM}</div><a href='/cable/2007/02/07MEXICO413.html'>next</a>", heading="")
    assert not listing.recognises(page)
    assert recognised_at(page) is not None
    rows = "".join(
        f"<tr><td><a href='/cable/2007/02/07MEXICO{n}.html'>07MEXICO{n}</a></td><td>Subject</td></tr>" for n in range(9)
    )
    assert listing.recognises(site(f"<table class='cable'>{rows}</table>", heading=""))


def test_the_heading_is_asked_for_in_no_page_of_the_site_s_own_form() -> None:
    printed = pages.read(site(table() + PARTS, heading=HEADING.replace("07MEXICO412", "08ROME9")))
    assert (printed.reference_id, printed.source_guesses) == ("07MEXICO412", ())
    assert Telegram().text == TELEGRAM
