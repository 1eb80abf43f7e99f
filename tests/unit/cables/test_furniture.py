from __future__ import annotations

from itertools import pairwise

import pytest

from tests.unit.cables.invented import HEADER, cable, telegram
from tracker.cables.furniture import page_furniture, united, within
from tracker.cables.page_marks import page_marks
from tracker.types import Span

LINES = [
    "MEXICO 00000412  002 OF 005",
    "MEXICO 00000412  002.2 OF 005",
    "Mexico 00000412 002 of 005",
    "CIUDAD JUAREZ 00000412  002 OF 005",
    "BUENOS AIR 00000412  002 OF 005",
    "PAGE 02        MEXICO  00412  141622Z",
    "PAGE 02 OF 05 MEXICO 00412 01 OF 02 141622Z",
    "UNCLASSIFIED",
    "CONFIDENTIAL",
    "C O N F I D E N T I A L",
    "SECRET//NOFORN",
    "LIMITED OFFICIAL USE",
    "CONFIDENTIAL MEXICO 000412",
    "SIPDIS",
    "NNNN",
    "BT",
    "#0412",
    "-----------------",
    "- - - - - - - -",
    "=======",
    "*****",
    "-",
    "NOTE BY OC/T: POSSIBLE DUPLICATE.",
    "Page 2 of 5",
    "Ada B. Byron Declassified/Released US Department of State EO Systematic Review 20 Mar 2014",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("gap", ["\n", "\n\n", " \n \n \n"])
def test_a_line_of_furniture_is_in_no_words(line: str, gap: str) -> None:
    read = cable(telegram(f"1. (C) It rained on the{gap}{line}{gap}old town.\n\n2. (C) Sun.\n\nADA\n"))
    assert [paragraph.text for paragraph in read.paragraphs[1:]] == ["It rained on the old town.", "Sun."]
    assert read.signers == ("ADA",)


@pytest.mark.parametrize(
    "line",
    [
        "It rained 002 of 005 days.",
        "PAGE AFTER PAGE",
        "The Confidential Agent",
        "SECRETS",
        "2007 MEXICO 412 was wet.",
        "-- one",
        "- (C) one",
        "Section 02 of 03 of the law.",
    ],
)
def test_words_are_no_furniture(line: str) -> None:
    read = cable(telegram(f"1. (C) It rained on the\n{line}\nold town.\n\n2. (C) Sun.\n\nADA\n"))
    assert read.paragraphs[1].text == f"It rained on the {line} old town."


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("It rained in MEXICO 00000412  002 OF 005 the old town.", "It rained in the old town."),
        ("It rained in NEW DELHI 00000412 002.2 OF 005 the old town.", "It rained in the old town."),
        ("IT RAINED IN NEW DELHI 00000412 002 OF 005 THE OLD TOWN.", "IT RAINED IN THE OLD TOWN."),
        ("It rained in NOWHERE 00000412 002 OF 005 the old town.", "It rained in the old town."),
        ("It rained in Mexico 00000412 002 of 005 the old town.", "It rained in the old town."),
        ("It rained in\nMEXICO 00000412 002 OF 005 the old town.", "It rained in the old town."),
        ("It rained in SIPDIS the old town.", "It rained in the old town."),
        ("It rained in\nSIPDIS the old town.", "It rained in the old town."),
        ("Please include SIPDIS in all rain.", "Please include SIPDIS in all rain."),
        ("The SIPDIS caption is wet.", "The SIPDIS caption is wet."),
        ("It rained 12345 012 OF 015 times.", "It rained 12345 012 OF 015 times."),
    ],
)
def test_marks_inside_lines(printed: str, words: str) -> None:
    assert cable(telegram(f"1. (C) {printed}\n\n2. (C) Sun.\n")).paragraphs[1].text == words


def test_where_a_mark_begins_is_told_by_the_post() -> None:
    text = "He left SAN JOSE 00000412  002 OF 003 and MEXICO 00000412  003 OF 003"
    assert [text[mark.start : mark.end] for mark in page_marks(text)] == [
        "SAN JOSE 00000412  002 OF 003",
        "MEXICO 00000412  003 OF 003",
    ]


MARK = "\n\nMEXICO 00000412  002 OF 005\n\n\n"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("He paid 1,", "200 pesos.", "He paid 1,200 pesos."),
        ("He paid 1,200,", "300 pesos.", "He paid 1,200,300 pesos."),
        ("He paid US$", "200.", "He paid US$200."),
        ("It fell by 3.", "5 percent.", "It fell by 3.5 percent."),
        ("It rained on May 1,", "2007.", "It rained on May 1, 2007."),
        ("It rained on May 1.", "200 came.", "It rained on May 1. 200 came."),
        ("See paragraphs 12,", "200 and more.", "See paragraphs 12,200 and more."),
        ("It was half-", "built.", "It was half-built."),
        ("It was a rain-", "Storm town.", "It was a rain-Storm town."),
        ("It was short-", "and long-term.", "It was short- and long-term."),
        ("It rained --", "they say.", "It rained -- they say."),
        ("It rained -", "they say.", "It rained - they say."),
        ("He met Jose Luis San-", "tiago. Santiago left.", "He met Jose Luis Santiago. Santiago left."),
        ("He met Jose Luis San", "tiago. Santiago left.", "He met Jose Luis Santiago. Santiago left."),
        ("It was neces", "sary, most necessary.", "It was necessary, most necessary."),
        (
            "It was in",
            "formation. Information came in formation.",
            "It was in formation. Information came in formation.",
        ),
        ("It rained on the", "old town.", "It rained on the old town."),
        ("It rained.", "Then came sun.", "It rained. Then came sun."),
    ],
)
def test_what_a_page_mark_cut_in_two_is_joined(before: str, after: str, words: str) -> None:
    read = cable(telegram(f"1. (C) {before}{MARK}{after}\n\n2. (C) Sun.\n"))
    assert read.paragraphs[1].text == words
    assert read.words(read.paragraphs[1].body) == words


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("the counter-\nnarcotics town", "the counter-narcotics town"),
        ("the counter- \n  narcotics town", "the counter-narcotics town"),
        ("the Spanish-\nLibyan town", "the Spanish-Libyan town"),
        ("from 100-\n160 towns", "from 100-160 towns"),
        ("short-\nand long-term", "short- and long-term"),
        ("the follow-\ning town", "the following town"),
        ("the FOLLOW-\nING TOWN", "the FOLLOWING TOWN"),
        ("a gover-\nnor, the governor", "a governor, the governor"),
        ("rain -\nand sun", "rain - and sun"),
        ("rain --\nsun", "rain -- sun"),
        ("see http://example.gov/a-\n b", "see http://example.gov/a-b"),
        ("rain-\n\nsun", "rain- sun"),
    ],
)
def test_words_that_a_line_end_broke_are_joined(printed: str, words: str) -> None:
    assert cable(telegram(f"1. (C) It was {printed}.\n\n2. (C) Sun.\n")).paragraphs[1].text == f"It was {words}."


def test_the_head_of_a_further_section_is_furniture() -> None:
    header = HEADER.replace("#0412/01", "#0412/02")
    head = "C O N F I D E N T I A L SECTION 02 OF 02 MEXICO 000412\n\nSIPDIS\n\nSTATE FOR WHA/MEX\n"
    fields = "E.O. 12958: DECL: 02/14/2017\nTAGS: PGOV SNAR MX\nSUBJECT: A QUIET HARBOUR, A LOUD\nNIGHT\n"
    first = "C O N F I D E N T I A L SECTION 01 OF 02 MEXICO 000412\n\nSIPDIS\n\n"
    second = f"{header}\n{head}\n{fields}\nthe town.\n\n2. (C) Sun.\n\nADA\n"
    read = cable(f"{HEADER}\n{first}{fields}\n1. (C) It rained on\n\nADA\n\n{second}")
    assert [paragraph.text for paragraph in read.paragraphs] == [
        "A QUIET HARBOUR, A LOUD NIGHT",
        "It rained on the town.",
        "Sun.",
    ]
    assert read.signers == ("ADA",)


def test_a_redaction_stays() -> None:
    read = cable(telegram("1. (C) Then XXXXXXXXXXXX\n\nMEXICO 00000412  002 OF 003\n\nXXXXX left.\n\n2. (C) Sun.\n"))
    assert read.paragraphs[1].text == "Then XXXXXXXXXXXX XXXXX left."


def test_furniture_is_in_order_and_apart() -> None:
    text = telegram("1. (C) Rain.\n\nSIPDIS\n\n¶2. (C) Sun MEXICO 00000412  002 OF 003 shone.\n-----\nNNNN\n")
    furniture = page_furniture(text)
    assert all(first.end <= second.start for first, second in pairwise(furniture))
    assert all(text[cut.start : cut.end].strip() for cut in furniture)
    assert within(furniture, Span(0, len(text))) == tuple(furniture)
    assert united([Span(3, 5), Span(0, 2), Span(4, 9), Span(7, 7)]) == [Span(0, 2), Span(3, 9)]
