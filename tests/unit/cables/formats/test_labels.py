from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tracker.cables.formats.articles import addresses, listed_at
from tracker.cables.formats.facts import Told
from tracker.cables.formats.labels import cells_at, cells_of, told_by
from tracker.cables.formats.marks import after, first_line, has_subject, is_telegram, may_be_part
from tracker.cables.formats.names import named
from tracker.cables.formats.printed import moment

WHOLE = Told(
    reference_id="07MEXICO412",
    created=datetime(2007, 2, 14, 16, 4, tzinfo=UTC),
    released=datetime(2011, 2, 10, 12, 12, tzinfo=UTC),
    classification="CONFIDENTIAL",
    origin="Embassy Mexico",
)
FACTS = ("07MEXICO412", "2007-02-14 16:04", "2011-02-10 12:12", "CONFIDENTIAL", "Embassy Mexico")


@pytest.mark.parametrize(
    "cells",
    [
        ("Reference ID", "Created", "Released", "Classification", "Origin", *FACTS),
        ("Origin", "Classification", "Released", "Created", "Reference ID", *FACTS[::-1]),
        (
            "Reference ID:",
            "07MEXICO412",
            "Created:",
            FACTS[1],
            "Released",
            FACTS[2],
            "Classification",
            FACTS[3],
            "Origin",
            FACTS[4],
        ),
        (
            "Reference ID: 07MEXICO412",
            f"Created: {FACTS[1]}",
            f"Released: {FACTS[2]}",
            f"Classification: {FACTS[3]}",
            "ORIGIN: Embassy Mexico",
        ),
        FACTS,
        ("Reference ID", "Subject", "Created", "Released", "Classification", "Origin", "07MEXICO412", "", *FACTS[1:]),
        ("Reference ID", "Created", "Released", "Classification", "Origin", "Tags", *FACTS, "PGOV"),
    ],
    ids=["row", "other order", "pairs", "pairs in a cell", "facts alone", "more cells", "cells not taken"],
)
def test_what_cells_tell(cells: tuple[str, ...]) -> None:
    assert told_by(cells) == WHOLE


def test_cells_that_are_missing_tell_nothing() -> None:
    row = ("Reference ID", "Created", "Released", "Classification", "Origin")
    assert told_by((*row, "07MEXICO412", FACTS[1])) == Told(reference_id="07MEXICO412", created=WHOLE.created)
    assert told_by((*row, "07MEXICO412", FACTS[1], "CONFIDENTIAL", "Embassy Mexico")).classification == "CONFIDENTIAL"
    assert told_by((*row, "07MEXICO412", "", "n/a", "-", "Embassy Mexico")) == Told(
        reference_id="07MEXICO412", origin="Embassy Mexico"
    )
    assert told_by(()) == Told()
    assert told_by(("Reference ID", "Created")) == Told()


def test_a_fact_without_its_label_is_taken_by_its_form_only_in_a_table() -> None:
    assert told_by(("Embassy Mexico", "CONFIDENTIAL"), by_form=False) == Told()
    assert told_by(("Source: Embassy Mexico", "Date: 2007-02-14 16:04", "Rain: wind"), by_form=False) == Told(
        origin="Embassy Mexico", created=WHOLE.created
    )
    assert told_by(("Source: The Harbour Times",)).origin is None


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("a\tb  c | d", ["a", "b", "c", "d"]),
        ("| **a** | `b` |", ["a", "`b`"]),
        ("| --- | --- |", []),
        ("---|---", []),
        ("  ", []),
    ],
)
def test_cells_of_a_line(line: str, cells: list[str]) -> None:
    assert cells_of(line) == cells


def test_the_cells_of_lines_end_where_the_telegram_begins() -> None:
    text = "Reference ID\nCreated\n\n07MEXICO412\n2007-02-14\nVZCZCXRO4411\nOrigin: x\n"
    cells, end = cells_at(text, 0, len(text))
    assert cells == ["Reference ID", "Created", "07MEXICO412", "2007-02-14"]
    assert text[end:].startswith("\nVZCZC")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2007-03-02 13:09", "2007-03-02 13:09"),
        ("2007-03-02T13:09:33Z", "2007-03-02 13:09"),
        ("2007-03-02", "2007-03-02 00:00"),
        ("3/2/2007 13:09", "2007-03-02 13:09"),
        ("2007 March 2, 13:09 (Friday)", "2007-03-02 13:09"),
        ("Fri, 2 Mar 2007 13:09 UTC", "2007-03-02 13:09"),
        ("02 MAR 2007", "2007-03-02 00:00"),
        ("March 2nd, 2007 at 1:09 pm", "2007-03-02 13:09"),
        ("Friday, 2 March 2007, 12:09 am", "2007-03-02 00:09"),
        ("1 Sept. 2009", "2009-09-01 00:00"),
        ("2007-02-30 10:00", None),
        ("2007-03-02 25:00", None),
        ("12007-03-02", None),
        ("March 2007", None),
        ("rain", None),
        ("rain " * 20 + "2007-03-02", None),
    ],
)
def test_moments_are_read_as_sites_print_them(printed: str, expected: str | None) -> None:
    found = moment(printed)
    assert (found and f"{found:%Y-%m-%d %H:%M}") == expected


def test_the_articles_are_told_by_their_addresses() -> None:
    words = "http://http://example.org/a?b=1&c=2 <https://example.org/d>, www.example.org/e http://http://example.org/a?b=1&c=2"
    assert addresses(words) == ("http://example.org/a?b=1&c=2", "https://example.org/d", "www.example.org/e")
    text = "x\n\n**Appears in these articles:**\n\n* [one](http://example.org/1)\n- <http://example.org/2>\n\nVZCZC"
    found, end = listed_at(text, 1)
    assert found == ("http://example.org/1", "http://example.org/2")
    assert text[end:] == "VZCZC"
    assert listed_at("VZCZC http://example.org", 0) == ((), 0)
    in_a_row = "| Appears in these articles:  <http://example.org/1> |  |  |\n\nVZCZC"
    assert listed_at(in_a_row, 0) == (("http://example.org/1",), len(in_a_row) - len("VZCZC"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("07MEXICO1068.html", "07MEXICO1068"),
        ("cable_07MEXICO1068_a.txt", "07MEXICO1068"),
        ("1974STATE066783_b", "74STATE66783"),
        ("/cable/2007/03/07MEXICO1068.html", "07MEXICO1068"),
        ("Viewing cable 79TEHRAN8980, 2 SHIPS", "79TEHRAN8980"),
        ("06SAN JOSE 591", "06SANJOSE591"),
        ("07NOWHERE1068", None),
        ("report12", None),
        ("standard input", None),
    ],
)
def test_ids_in_names(words: str, expected: str | None) -> None:
    assert named(words) == expected


@pytest.mark.parametrize(
    "line",
    [
        "VZCZCXRO4411",
        "DE RUEHME #0412/01 0451622",
        "PP RUEHCD RUEHTM",
        "ZNY CCCCC ZZH",
        "R 141622Z FEB 07",
        "201247Z Jan 04",
        "O P R 141622Z FEB 07",
        "FM AMEMBASSY MEXICO",
        "Fm amembassy Mexico",
        "TO SECSTATE WASHDC 1",
        "INFO RUEHXC/ALL US CONSULATES",
        "INFO LOG-00 EEB-00",
        "ACTION ARA-10",
        "PAGE 02 MEXICO 00412",
        "C O N F I D E N T I A L SECTION 01 OF 02 MEXICO 000412",
        "C o n f i d e n t i a l section 01 of 04 Ankara 000348",
        "UNCLAS MEXICO 000412",
        "CONFIDENTIAL MEXICO 000412",
        "LIMITED OFFICIAL USE MEXICO 412",
        "SIPDIS",
        "E.O. 12958: N/A",
        "EO 12958 DECL: 2/14/2017",
        "1. (C) Rain",
        "¶12. (S/NF) Rain",
        "Classified By: Ada Byron",
        "  SIPDIS",
    ],
)
def test_lines_that_only_telegrams_have(line: str) -> None:
    text = f"Rain in the morning\n\n{line}\nmore\n"
    assert is_telegram(text)
    assert first_line(text) == text.index(line)


@pytest.mark.parametrize(
    "line",
    [
        "To all our readers",
        "Info for the press",
        "Fm radio",
        "From the harbour",
        "Secret plan from 2007",
        "Page 02 of 03",
        "Subject: rain",
        "Tags: rain, wind",
        "Reference: 12",
        "1. Rain (C) 2007",
        "Action plan 12",
        "We know: 141622Z",
    ],
)
def test_lines_that_others_have_too(line: str) -> None:
    assert not is_telegram(f"Rain in the morning\n\n{line}\nmore\n")


def test_the_head_before_the_first_such_line_belongs_to_the_telegram() -> None:
    text = "Rain\n\nTAGS: PGOV\nSUBJECT: RAIN\n\n1. (C) Rain.\n"
    assert first_line(text) == text.index("TAGS")
    assert first_line(text, in_head=False) == text.index("1. (C)")
    assert first_line("SUBJECT: RAIN\n" + "rain\n" * 1_000 + "1. (C) Rain.\n") == 14 + 5_000
    assert first_line("rain") is None
    assert may_be_part("1. Rain")
    assert not may_be_part("Rain.")


@pytest.mark.parametrize(
    "line",
    [
        "© Scoop Media",
        "© 2011 The Times",
        "Share this:",
        "Leave a reply",
        "World Headlines",
        "* Related articles",
        "3 comments",
    ],
)
def test_what_sites_print_after_a_telegram_ends_it(line: str) -> None:
    text = f"1. (C) Rain.\n\nComment: more rain.\n{line}\nmore\n"
    assert text[: after(text, 0)] == "1. (C) Rain.\n\nComment: more rain.\n"


@pytest.mark.parametrize(
    "line",
    [
        "Comment",
        "COMMENTS",
        "Share of rain",
        "More on rain",
        "Next: wind",
        "Previous rain",
        "(C) Rain",
        "share this view",
        "copyright law",
        "no comment",
        "next",
        "powered by gas",
        "published in 2004",
        "other documents",
        "about us",
        "go to the top",
        "Comments",
        "like to rain",
    ],
)
def test_what_a_telegram_may_say_does_not_end_it(line: str) -> None:
    text = f"1. (C) Rain.\n{line}\nmore\n"
    assert after(text, 0) == len(text)


def test_a_subject_is_known_in_any_case() -> None:
    assert has_subject("E.o. 12958: decl: 1/7/14 Tags: prel Subject: rain")
    assert has_subject("SUBJ: RAIN")
    assert not has_subject("TAGS: PREL\n1. (C) Rain")
