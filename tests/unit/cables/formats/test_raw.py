"""Telegrams alone, and the parts of telegrams that people have."""

from __future__ import annotations

import pytest

from tests.unit.cables.invented import BODY, HEADER, TELEGRAM
from tracker.cables.formats import pages
from tracker.cables.model import Guess
from tracker.errors import NoCableError

PARTS = {
    "header": HEADER.replace("DE RUEHME", "DE RUZZZZ"),
    "header with one line": "FM AMEMBASSY MEXICO\nTO SECSTATE WASHDC 1234\n",
    "head": BODY.partition("1. (C)")[0],
    "tags": "TAGS: PGOV, SNAR, MX\n",
    "tags without a colon": "TAGS PGOV SNAR MX",
    "subject": "SUBJECT: A QUIET HARBOUR\n\nREF: MEXICO 388\n",
    "paragraphs": "1. (C) Two boats left.\n\n2. (U) The town says little.\n",
    "paragraphs without markings": "1. Two boats left the harbour.\n\n2. The town says little.\n",
    "summary": "Summary\n-------\n\nTwo boats left the harbour. End summary.\n",
    "summary run in": "SUMMARY: Two boats left the harbour. END SUMMARY.\n",
    "end": "and only one came back.\n\nEnd Comment.\nBYRON\nNNNN\n",
    "signer": "and only one came back.\nBYRON\n",
    "end with the signer": "and only one came back. End Comment. BYRON",
    "end with a name": 'and only one came back.\n\nByron "',
    "end with two names": "and only one came back.\nBYRON LOVELACE\n",
    "end of the cable": "and only one came back.\n\n=====================CABLE ENDS=====================\n",
    "notice": "This record is a partial extract of the original cable.",
    "classified by": "Classified By: Political Officer Ada Byron. Reasons: 1.4 (b, d).\n",
    "order": "E.O. 12958: DECL: 02/14/2017\n",
    "further page": "and only one came back.\n\nPAGE 02        MEXICO  00412  141700Z\n\nThe town.\nBYRON",
    "further section": "one came back.\n\nC O N F I D E N T I A L SECTION 02 OF 02 MEXICO 000412\n\nThe town.\nBYRON",
    "paragraphs before a message": "2. Two boats left.\n\nFM AMEMBASSY ROME\nTO SECSTATE WASHDC\n\nThe town.\nBYRON",
    "page mark": "Two boats left\n\nMEXICO 00000412  002 OF 002\n\nthe harbour.\nBYRON",
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_part_in_a_file_named_by_its_id_is_read(part: str) -> None:
    printed = pages.read(part, "07MEXICO412.txt")
    assert (printed.source_format, printed.reference_id) == ("raw", "07MEXICO412")
    assert printed.telegram.strip() == part.strip()
    assert printed.source_guesses == (Guess("reference_id", "the file's name; the telegram tells none"),)


@pytest.mark.parametrize("name", ["", "07MEXICO412.md"])
def test_a_fence_around_a_telegram_is_no_part_of_it(name: str) -> None:
    assert pages.read(f"# A cable\n\n```\n{TELEGRAM}```\n", name).telegram == TELEGRAM.strip("\n")


def test_a_telegram_tells_its_own_id_whatever_its_file_is_named() -> None:
    printed = pages.read(TELEGRAM, "08ROME9.txt")
    assert (printed.source_format, printed.reference_id, printed.source_guesses) == ("raw", None, ())
    assert printed.telegram == TELEGRAM.strip("\n")


@pytest.mark.parametrize(
    "name", ["07MEXICO412.txt", "cable-07MEXICO412.wikileaks.md", "1 07 MEXICO 412", "2007MEXICO00412_a"]
)
def test_names_that_hold_an_id(name: str) -> None:
    assert pages.read(PARTS["paragraphs"], name).reference_id in {"07MEXICO412", "2007MEXICO412"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A letter about rain.", "07MEXICO412.txt"),
        ("404: Not Found", "07MEXICO412.txt"),
        ("<html><body><h1>404</h1><p>Not found.</p></body></html>", "07MEXICO412.html"),
        (PARTS["paragraphs without markings"], "letter.txt"),
        (PARTS["paragraphs without markings"], "07NOWHERE412.txt"),
        (PARTS["tags"], "standard input"),
        (PARTS["summary"], ""),
        ("1. Rain", "report12.txt"),
    ],
)
def test_what_need_not_be_a_telegram_is_refused(text: str, name: str) -> None:
    with pytest.raises(NoCableError, match="no telegram found"):
        pages.read(text, name)


def test_a_telegram_in_a_letter_is_read_without_its_marks_of_quotation() -> None:
    quoted = "".join(f"> {line}" for line in TELEGRAM.splitlines(keepends=True))
    assert pages.read(quoted).telegram == TELEGRAM.strip("\n")
    indented = "".join(f"\t{line}" for line in TELEGRAM.splitlines(keepends=True))
    assert pages.read(indented).telegram.splitlines() == [line.rstrip() for line in TELEGRAM.strip("\n").splitlines()]


def test_a_partial_telegram_says_so() -> None:
    partial = f"This record is a partial extract of the original cable.\n\n{TELEGRAM}"
    printed = pages.read(partial)
    assert (printed.source_format, printed.partial) == ("raw", True)


def test_a_telegram_whose_lines_were_run_together_has_them_again() -> None:
    printed = pages.read(" ".join(TELEGRAM.split()), "07MEXICO412.txt")
    for beginning in (
        "DE RUEHME",
        "FM AMEMBASSY",
        "TO RUEHC",
        "INFO RUEHXC",
        "TAGS:",
        "SUBJECT:",
        "Classified By:",
        "1. (C)",
        "2. (SBU)",
    ):
        assert f"\n{beginning}" in printed.telegram
    assert " ".join(printed.telegram.split()) == " ".join(TELEGRAM.split())
