"""Telegrams in pages of other sites, among their furniture, in invented words."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import pytest

from tests.unit.cables.formats.test_round_trips import lines
from tests.unit.cables.invented import BODY, HEADER, SCOOP, TELEGRAM
from tracker.cables.formats import pages
from tracker.cables.model import Guess
from tracker.errors import NoCableError

BEFORE = "Home\nNews\nThe leaks in full\n\nWhat the harbour said\n"
AFTER = "\nShare this:\nTwitter\n\nRelated articles\n1. Rain again\n\n© 2011 The Harbour Times. All rights reserved.\n"


def html(content: str) -> str:
    """A page of a newspaper or a weblog around the content."""
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "News", "Tags: rain, wind"))
    return (
        "<!doctype html><html><head><title>What the harbour said</title><style>p { a: b }</style></head><body><nav><ul>"
        f"{menu}</ul></nav><article><h1>What the harbour said</h1>{content}</article><footer><p>Share this:</p>"
        "<p>© 2011 The Times</p>"
        "<script>var a = '<p>1. (C) rain</p>';</script></footer></body></html>"
    )


PAGES = {
    "text": f"{BEFORE}\n{TELEGRAM}{AFTER}",
    "preformatted": html(f"<pre>{escape(TELEGRAM)}</pre>"),
    "breaks": html("<p>" + escape(TELEGRAM).replace("\n", "<br>") + "</p>"),
    "breaks and line ends": html("<div>" + escape(TELEGRAM).replace("\n", "<br />\n") + "</div>"),
    "a part for each paragraph": html("".join(f"<p>{escape(part)}</p>\n\n" for part in TELEGRAM.split("\n\n"))),
    "a part for each line": html("".join(f"<div>{escape(line) or '&nbsp;'}</div>" for line in TELEGRAM.split("\n"))),
    "line ends kept": html(f"<div style='white-space: pre-wrap'>{escape(TELEGRAM)}</div>"),
    "a field of a form": html(f"<textarea rows=40>{escape(TELEGRAM)}</textarea>"),
    "cells of a table": html(
        "<table>" + "".join(f"<tr><td>{escape(line)}</td></tr>" for line in TELEGRAM.split("\n") if line) + "</table>"
    ),
}


@pytest.mark.parametrize("name", ["", "07MEXICO412.html"])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_telegram_is_found_among_the_furniture_whatever_the_page_is_saved_as(page: str, name: str) -> None:
    printed = pages.read(page, name)
    assert printed.source_format == "plain"
    assert lines(printed.telegram) == lines(TELEGRAM)
    assert printed.reference_id is None  # the telegram tells its own
    assert printed.source_guesses == ()


def test_labels_over_a_telegram_are_taken_as_printed() -> None:
    facts = (
        "Cable reference id: #07MEXICO412\nSubject A QUIET HARBOUR\nOrigin\tEmbassy Mexico (Mexico)\n"
        "Cable time\tWed, 14 Feb 2007 16:22 UTC\nClassification\tConfidential\nSource\thttp://example.org/cable/07MEXICO412.html\n"
        "References\t06MEXICO6877, 07MEXICO388\nHistory\tFirst published on Tue, 30 Aug 2011 01:44 UTC\n"
    )
    printed = pages.read(f"{facts}\n{BODY}{AFTER}")
    assert (printed.source_format, printed.reference_id) == ("plain", "07MEXICO412")
    assert printed.created == datetime(2007, 2, 14, 16, 22, tzinfo=UTC)
    assert (printed.classification, printed.origin) == ("CONFIDENTIAL", "Embassy Mexico (Mexico)")
    assert printed.source_guesses == ()
    assert lines(printed.telegram) == lines(BODY)


def test_a_day_over_a_telegram_without_its_own_gives_it_its_year_as_a_guess() -> None:
    printed = pages.read(
        f"{BEFORE}Tuesday 30 November 2010 21.30 GMT\n\nWednesday, 14 February 2007, 16:22\n{BODY}{AFTER}"
    )
    assert printed.created == datetime(2007, 2, 14, 16, 22, tzinfo=UTC)
    assert printed.reference_id == "07MEXICO412"
    assert printed.source_guesses == (
        Guess("created", "the day that stands over the telegram"),
        Guess("reference_id", "its serial, in the year printed over the telegram"),
    )


def test_an_id_over_a_telegram_that_tells_none_is_a_guess() -> None:
    body = BODY.partition("\n\n")[2]
    printed = pages.read(f"{BEFORE}Cable 07MEXICO412: what the harbour said\n\n{body}{AFTER}", "cable.txt")
    assert printed.reference_id == "07MEXICO412"
    assert printed.source_guesses == (Guess("reference_id", "what stands over the telegram; the telegram tells none"),)
    assert printed.created is None


def test_a_word_about_reference_ids_is_no_table() -> None:
    page = f"{BEFORE}Reference IDs name a year, a post and a number.\nReference ID\nsee above\n\n{TELEGRAM}"
    printed = pages.read(page)
    assert (printed.source_format, lines(printed.telegram)) == ("plain", lines(TELEGRAM))


def test_a_line_that_sites_print_ends_no_telegram_that_goes_on_after_it() -> None:
    letter = BODY.replace("3.(U) The town", "Share this:\n\n3.(U) The town")
    assert "Some say rain" in pages.read(f"{BEFORE}\n{HEADER}\n{letter}{AFTER}").telegram


SCOOP_PAGE = f"""<html><head><title>Cablegate: A Quiet Harbour | Scoop News</title></head>
<body><div id="nav">Home | News</div>
<h1 class="title">Cablegate: A Quiet Harbour</h1><p>Wednesday, 14 February 2007, 4:22 pm<br/>Cable: Wikileaks</p>
<div>{escape(SCOOP.partition("Harbour")[2].partition("©")[0]).replace(chr(10), "<br>" + chr(10))}</div>
<p>&copy; Scoop Media</p><h3>World Headlines</h3><p>3. More on boats</p></body></html>"""


def test_a_page_of_scoop_reads_as_its_text_does() -> None:
    page, text = pages.read(SCOOP_PAGE), pages.read(SCOOP)
    assert page.source_format == text.source_format == "scoop"
    assert lines(page.telegram) == lines(text.telegram)
    assert page.title == text.title == "A Quiet Harbour"
    assert page.reference_id is None


def test_scoop_without_a_first_line_takes_the_day_over_the_telegram_as_a_guess() -> None:
    text = SCOOP.replace("R 141622Z FEB 07\n", "").replace(
        "DE RUEHME #0412/01 0451622\n", "Wednesday, 14 February 2007, 4:22 pm\n"
    )
    printed = pages.read(text, "07MEXICO412.txt")
    assert printed.created == datetime(2007, 2, 14, 16, 22, tzinfo=UTC)
    assert printed.reference_id == "07MEXICO412"
    assert {guess.field for guess in printed.source_guesses} == {"created", "reference_id"}


def test_a_partial_record_of_scoop_says_so() -> None:
    text = SCOOP.replace("DE RUEHME", "This record is a partial extract of the original cable.\n\nDE RUEHME")
    assert pages.read(text).partial
    assert not pages.read(SCOOP).partial


@pytest.mark.parametrize(
    "page",
    [
        BEFORE + AFTER,
        html("<p>Two boats left the harbour. Tags: rain. Subject: boats.</p>"),
        html("<p>1. Rain<br>2. Wind</p>"),
    ],
    ids=["text", "page", "list"],
)
def test_a_page_without_a_telegram_is_refused(page: str) -> None:
    with pytest.raises(NoCableError, match="no telegram found"):
        pages.read(page, "07MEXICO.html")
