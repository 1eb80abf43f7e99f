from __future__ import annotations

import pytest

from tests.unit.cables.invented import cable, telegram
from tracker.cables.model import Cable

REST = "\n\n2. (C) The sun shone.\n\nADA\n"
RULE = "-" * 12


def read(text: str) -> Cable:
    return cable(telegram(text))


def sections(text: str) -> list[str | None]:
    return [paragraph.section for paragraph in read(text).paragraphs[1:]]


@pytest.mark.parametrize(
    "first",
    [
        "1. (C) Summary: Rain fell. End Summary.",
        "1. (C) Summary. Rain fell. End Summary.",
        "1. (C) SUMMARY: Rain fell. END SUMMARY.",
        "1. (C) SUMMARY. Rain fell. END\nSUMMARY.",
        "1. (C) SUMMARY -- Rain fell. -- END SUMMARY.",
        "1. (C) Summary - Rain fell. End Summary.",
        "1. (C) SUMMARY  Rain fell.  END SUMMARY",
        "1. (C) SUMMARY Rain fell. END SUMMARY",
        "1. (C) Summary, Rain fell. End Summary.",
        "1. (C) SUMMARY; Rain fell. END SUMMARY;",
        "1. (C) SUMMARY (C): Rain fell. END SUMMARY.",
        "1. (C) (SUMMARY) Rain fell. (END SUMMARY)",
        "1. (C) Summary:\n\nRain fell.\n\nEnd Summary",
        "1. (C) Summary: Rain fell. End of Summary.",
        "1. (C) Summary: Rain fell. EndSummary.",
        "1. (C) Summary: Rain fell. (End summary.)",
        "1. (C) SUMMARY. Rain fell. SUMMARY ENDS.",
        "1. (C) BEGIN SUMMARY: Rain fell. END SUMMARY.",
        "1. (C) Begin Summary. Rain fell. End Summary.",
        "1. (C) SUMMARY AND COMMENT: Rain fell. END SUMMARY AND COMMENT.",
        "1. (C) Summary/Comment. Rain fell. End Summary/Comment.",
        "1. (C) Summary & Comment: Rain fell. End Summary & Comment.",
        "1. (C) Summary and Action Request: Rain fell. End Summary and Action Request.",
        "1. (C) Summary and recommendation: Rain fell. End summary.",
        "1. (C) Introduction and Summary. Rain fell. End Introduction and Summary.",
        "1. (C) Executive Summary: Rain fell. End Summary.",
        "1. (C) Key points: Rain fell. End key points.",
        "1. (C) SUMARY: Rain fell. END SUMMAY.",
        "1. Summary: (C) Rain fell. End Summary.",
        "(C) 1. Summary: Rain fell. End Summary.",
        "1. (C) Summary: Rain fell.",
        "1. (C) Rain fell. END SUMMARY.",
        "1. (C) Summary: Rain fell. End Summary. And hail.",
        f"SUMMARY\n{RULE}\n\n1. (C) Rain fell. End Summary.",
        f"SUMMARY\n{RULE}\n1. (C) Rain fell.\n\nThe Sun\n{RULE}",
        f"{RULE}\nSUMMARY\n{RULE}\n\n1. (C) Summary: Rain fell. End Summary.",
        f"SUMMARY AND INTRODUCTION\n{RULE}\n1. (C) Rain fell. End summary and introduction.",
        f"(C) SUMMARY\n{RULE}\n\n1. (C) Rain fell. END SUMMARY",
        "//SUMMARY//\n\n1. (C) Rain fell.\n\n//THE SUN//",
        "*SUMMARY*\n1. (C) Rain fell.\n\n*THE SUN*",
        "SUMMARY: Rain fell. END SUMMARY.\n\n1. (C) It did.",
        "SUMMARY: Rain fell.\n\n1. (C) It did.",
        "BEGIN SUMMARY\n\nRain fell. END SUMMARY\n\n1. (C) It did.",
        "(U) Summary: Rain fell. End summary.\n\n1. (C) It did.",
    ],
)
def test_a_summary_has_just_its_words(first: str) -> None:
    assert read(first + REST).summary == "Rain fell."


@pytest.mark.parametrize(
    ("text", "summary", "expected"),
    [
        (
            "1. (C) Summary. Rain fell.\n\n2. (C) Hail too. End summary.\n\n3. (C) Sun.",
            "Rain fell. Hail too.",
            ["summary", "summary", None],
        ),
        (
            f"SUMMARY\n{RULE}\n1. (C) Rain fell.\n\n2. (C) Hail too.\n\nThe Sun\n{RULE}\n3. (C) Sun.",
            "Rain fell. Hail too.",
            ["summary", "summary", None],
        ),
        (
            f"SUMMARY\n{RULE}\n1. (C) Rain fell.\n\n2. (C) Summary (cont'd): Hail too. End Summary.\n\n3. (C) Sun.",
            "Rain fell. Hail too.",
            ["summary", "summary", None],
        ),
        (
            "1. (C) This is an action request.\n\n2. (C) Summary: Rain fell. End Summary.\n\n3. (C) Sun.",
            "Rain fell.",
            [None, "summary", None],
        ),
        (
            "1. (C) Key Points:\n\n-- Rain fell.\n-- Hail too.\n\n2. (C) Sun.",
            "-- Rain fell. -- Hail too.",
            ["summary", None],
        ),
        ("1. (c) summary: rain fell. end summary. 2. (c) sun. 3. (c) wind.", "rain fell.", ["summary", None, None]),
        ("1. SUMMARY. RAIN FELL. END SUMMARY\n\n2. SUN.", "RAIN FELL.", ["summary", None]),
        ("1. (C) The summary: rain fell.\n\n2. (C) Sun.", None, [None, None]),
        ("1. SUMMARY OF THE MEETING FOLLOWS.\n\n2. SUN.", None, [None, None]),
        ("1. (C) Summary executions were few.\n\n2. (C) Sun.", None, [None, None]),
    ],
)
def test_what_is_summary_and_what_is_none(text: str, summary: str | None, expected: list[str | None]) -> None:
    assert read(text).summary == summary
    assert sections(text) == expected


def test_no_page_mark_and_no_heading_is_in_a_summary() -> None:
    text = (
        "1. (C) Summary: Rain fell on the\n\nMEXICO 00000412  002 OF 003\n\n\nold town.\n\nThe Night\n---------\n\n"
        "2. (C) It rained on. End Summary.\n\n3. (C) Sun."
    )
    assert read(text).summary == "Rain fell on the old town. It rained on."


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("2. (C) Comment: Too much rain. End Comment.", "Too much rain."),
        ("2. (C) COMMENT. Too much rain.", "Too much rain."),
        ("2. (C) Embassy comment: Too much rain. End comment.", "Too much rain."),
        ("2. (C) Comment: (SBU) Too much rain. End Comment.", "Too much rain."),
        ("Comment\n-------\n\n2. (C) Too much rain.", "Too much rain."),
        ("COMMENT: A WET TOWN\n------------------\n\n2. (C) Too much rain.", "Too much rain."),
        ("Comment\n-------\n\n2. (C) Too much\nrain.\n\n3. (C) Still.", "Too much rain. Still."),
        ("Comment\n-------\n\n2. (C) Too much rain.\n\n3. (U) The mayor has cleared this cable.", "Too much rain."),
        ("Comment\n-------\n\n2. (C) Too much rain. End comment.\n\n3. (C) Sun.", "Too much rain."),
        ("2. (C) It rained. Comment: Too much rain. End comment. Sun.", "Too much rain."),
        ("2. (C) It rained (Comment: Too much rain) and rained.", "Too much rain"),
        ("2. (C) It rained. (Embassy comment: Too much rain. End comment.) Sun.", "Too much rain."),
        ("2. (C) It rained. Comment: Too much\nrain.\n\n3. (C) Still. End comment.", "Too much rain. Still."),
        ("2. (C) Rain:\n\n-- one; comment: none;\n\n-- two. Comment: Too much.\n\n-- three.", "Too much."),
        ("2. (C) Comment: Too much. End comment.\n\n3. (C) Comment: Too little. End comment.", "Too much. Too little."),
        ("2. (C) Too much rain. End Comment.", "Too much rain."),
        ("2. (C) He would not comment. Comments were few.", None),
        ("2. (C) His comment: none.", None),
    ],
)
def test_a_comment_has_just_its_words(text: str, comment: str | None) -> None:
    assert read(f"1. (C) Rain.\n\n{text}\n\nADA\n").comment == comment


def test_a_comment_inside_a_paragraph_is_not_the_section_of_its_paragraph() -> None:
    text = "1. (C) It rained. Comment: Too much\nrain.\n\n2. (C) Still. End comment.\n\n3. (C) Sun."
    assert sections(text) == [None, "comment", None]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("2. (U) Introduction: It rains. End introduction.", "introduction"),
        ("2. (U) Note: It rains. End note.", "note"),
        ("2. (U) (Note: It rains. End note.)", "note"),
        ("Background\n----------\n\n2. (U) It rains.", "background"),
        ("BACKGROUND ON RAIN\n------------------\n\n2. (U) It rains.", "background"),
        ("2. (U) ACTION REQUEST: Umbrellas.", "action request"),
        ("ACTION REQUESTED\n----------------\n2. (U) Umbrellas.", "action request"),
        ("2. (U) Biographic note: Ada rains. End bio note.", "bio"),
        ("2. (U) Bio data. Ada rains.", "bio"),
        ("2. (U) Begin text:\n\nIt rains.\n\nEnd text.", "text"),
        ("2. (U) BEGIN NON-PAPER\n\nIt rains.\n\nEND NON-PAPER", "text"),
        ("2. (U) Begin unofficial translation: It rains. End translation.", "text"),
        ("2. (U) Texts: none.", None),
        ("ACTION PLAN FOR RAIN\n--------------------\n2. (U) Umbrellas.", None),
        ("Notes from a Town\n-----------------\n2. (U) It rains.", None),
    ],
)
def test_every_section(text: str, section: str | None) -> None:
    assert sections(f"1. (U) Rain.\n\n{text}") == [None, section]


def test_a_quoted_text_goes_on_to_its_end() -> None:
    text = "1. (C) See:\n\n2. (C) Begin text of letter:\n\n3. (C) Rain.\n\n4. (C) Hail. End text.\n\n5. (C) Sun."
    assert sections(text) == [None, "text", "text", "text", None]


def test_the_subject_opens_no_part() -> None:
    read_cable = cable(telegram("1. (C) Rain.\n\n2. (C) Sun. End comment.", subject="WHY TANKS COMMENT"))
    assert read_cable.comment == "Sun."
    assert read_cable.paragraphs[0].section is None


def test_parts_lie_in_their_paragraphs_and_in_order() -> None:
    cable_read = read("1. (C) Summary: Rain (Note: much. End note.) fell. End Summary.\n\n2. (C) Comment: Sun.")
    assert [(part.name, cable_read.words(part.span)) for part in cable_read.parts] == [
        ("summary", "Rain (Note: much. End note.) fell."),
        ("note", "much."),
        ("comment", "Sun."),
    ]
