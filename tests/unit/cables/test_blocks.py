from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cables.invented import cable, telegram
from tracker.cables.blocks import block_text, read_blocks
from tracker.cables.json_form import to_json
from tracker.cables.model import Cable, Paragraph
from tracker.types import Span


def blocks(text: str) -> list[tuple[str, str | None, str]]:
    """Kind, label and words of the blocks of paragraph 1."""
    read = cable(telegram(f"1. (U) {text}\n\n2. (U) Sun.\n"))
    paragraph = read.paragraphs[1]
    return [(block.kind, block.label, block_text(read.document, block, paragraph.cuts)) for block in paragraph.blocks]


def test_prose_is_one_block() -> None:
    assert blocks("Rain fell on\nthe old town.  Then\nit left - they say -- at\n4. in the morning.") == [
        ("text", None, "Rain fell on the old town. Then it left - they say -- at 4. in the morning.")
    ]


@pytest.mark.parametrize(
    ("marks", "labels"),
    [
        (("--", "--"), ["--", "--"]),
        (("-", "-"), ["-", "-"]),
        (("*", "*"), ["*", "*"]),
        (("•", "•"), ["•", "•"]),
        (("a.", "b."), ["a", "b"]),
        (("a)", "b)"), ["a", "b"]),
        (("(a)", "(b)"), ["a", "b"]),
        (("A.", "B."), ["A", "B"]),
        (("¶A.", "¶B."), ["A", "B"]),
        (("1)", "2)"), ["1", "2"]),
        (("(1)", "(2)"), ["1", "2"]),
        (("i.", "ii."), ["i", "ii"]),
        (("(i)", "(ii)"), ["i", "ii"]),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_items_of_every_form(marks: tuple[str, str], labels: list[str], gap: str) -> None:
    first, second = marks
    assert blocks(f"The boat had:{gap}{first} twelve sacks\nof sugar;{gap}{second} three lamps.") == [
        ("text", None, "The boat had:"),
        ("item", labels[0], "twelve sacks of sugar;"),
        ("item", labels[1], "three lamps."),
    ]


def test_items_inside_items_and_words_after_them() -> None:
    assert blocks("It had:\n\nA. Sugar:\n1) white;\n2) brown.\nB. Lamps.\n\nAll was wet.") == [
        ("text", None, "It had:"),
        ("item", "A", "Sugar:"),
        ("item", "1", "white;"),
        ("item", "2", "brown."),
        ("item", "B", "Lamps."),
        ("text", None, "All was wet."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The plan\n-- a wet one -- failed.",
        "He came in\n2. He left.",
        "He met\nJ. Byron there.",
        "It rained by\n(3) feet.",
    ],
)
def test_what_a_line_break_put_first_is_no_item(text: str) -> None:
    assert [kind for kind, _, _ in blocks(text)] == ["text"]


def test_a_table_keeps_its_lines() -> None:
    rows = [
        "State         2006    2007",
        "Nayarit         12      30",
        "Colima           3       7",
        "Total           15      37",
    ]
    assert blocks("Rain in inches:\n\n" + "\n".join(rows) + "\n\nIt was wet.") == [
        ("text", None, "Rain in inches:"),
        ("table", None, "\n".join(rows)),
        ("text", None, "It was wet."),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ["Jan 282", "Feb 283", "Mar 417"],
        ["Nayarit | 12 | 30", "Colima | 3 | 7", "Jalisco | 9 | 9"],
        ["Nayarit\t12", "Colima\t3", "Jalisco\t9"],
        [
            "Nayarit 22 (6.9) 5 (1.0)",
            "Colima 12 (3.8) 37 (19.7)",
            "Jalisco",
            "Norte 9 (2.9) none",
            "Sur 3 (1.0) 4 (2.2)",
        ],
        ["Ada Byron          Mayor", "Bea Lamb           Clerk", "Cy Moss            Pilot"],
        ["Rain, 2005    $ 1,855", "Hail, 2006    $ 2,489", "Snow, 2007    N/A"],
    ],
)
def test_tables_of_every_form(rows: list[str]) -> None:
    kinds = blocks("It rained so:\n\n" + "\n".join(rows) + "\n\nIt was wet.")
    assert kinds[1] == ("table", None, "\n".join(rows))


def test_prose_with_figures_is_no_table() -> None:
    text = (
        "In all it rained on 12 days in 2005 and\non some 30 days of the year 2006, which\nis more than the 22 of 2004 "
        "or 2003,\n  they say.  The mayor  counted\nthem twice."
    )
    assert [kind for kind, _, _ in blocks(text)] == ["text"]


def test_rules_and_headings_inside() -> None:
    text = "We say:\n\nON RAIN\n-------\n\n-- It falls.\n\nOn Sun\n------\n-- It shines."
    assert blocks(text) == [
        ("text", None, "We say:"),
        ("heading", None, "ON RAIN"),
        ("item", "--", "It falls."),
        ("heading", None, "On Sun"),
        ("item", "--", "It shines."),
    ]


def test_a_page_mark_parts_no_block() -> None:
    mark = "\n\nMEXICO 00000412  002 OF 003\n\n\n"
    assert blocks(f"The boat had:\n\n-- twelve sacks{mark}of sugar;\n-- three{mark}lamps.") == [
        ("text", None, "The boat had:"),
        ("item", "--", "twelve sacks of sugar;"),
        ("item", "--", "three lamps."),
    ]
    assert blocks(f"It rained on the{mark}old town.") == [("text", None, "It rained on the old town.")]


def test_a_dash_may_keep_the_place_of_spaces() -> None:
    assert blocks("IT HAD:\n-- SUGAR, WHITE,\n-  AND BROWN;\n-- LAMPS.") == [
        ("text", None, "IT HAD:"),
        ("item", "--", "SUGAR, WHITE, - AND BROWN;"),
        ("item", "--", "LAMPS."),
    ]


def test_blocks_in_json_have_their_words() -> None:
    read = cable(telegram("1. (U) It had:\n\n-- sugar.\n\n2. (U) Sun.\n"))
    paragraphs = to_json(read, "a.html")["paragraphs"]
    assert isinstance(paragraphs, list)
    first = paragraphs[1]
    assert isinstance(first, dict)
    listed = first["blocks"]
    assert isinstance(listed, list)
    item = listed[1]
    assert isinstance(item, dict)
    assert (item["kind"], item["label"], item["text"]) == ("item", "--", "sugar.")
    assert read.document[int(str(item["start"])) : int(str(item["end"]))] == "-- sugar."


PIECES = st.lists(
    st.sampled_from(
        [
            "rain",
            "It rained.",
            "-- sun",
            "a. wind",
            "b. hail",
            "(1) snow",
            "Jan  12",
            "Feb  13",
            "\n",
            "\n\n",
            "\n---\n",
            "|",
            "\t",
        ]
    ),
    max_size=16,
)


def _of(read: Cable, paragraph: Paragraph) -> str:
    return " ".join(read.words(block.span) for block in paragraph.blocks)


@given(PIECES, st.sampled_from([" ", "\n"]))
def test_the_blocks_have_all_the_words_each_once(pieces: list[str], between: str) -> None:
    read = cable(telegram(f"1. (U) Rain {between.join(pieces)}\n\n2. (U) Sun.\n"))
    for paragraph in read.paragraphs:
        assert _of(read, paragraph) == paragraph.text
        at = paragraph.body.start
        for block in paragraph.blocks:
            assert at <= block.span.start < block.span.end <= paragraph.body.end
            at = block.span.end


def test_an_empty_body_has_no_blocks() -> None:
    assert read_blocks("rain", Span(2, 2), ()) == ()
