"""The fields of a head under all conditions: each way to print it gives the same fields."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.unit.cables.invented import HEADER, cable, telegram
from tracker.cables.model import Cable

LINE = "C O N F I D E N T I A L SECTION 01 OF 02 MEXICO 000412\n\nSIPDIS\n"
HEAD = """
E.O. 12958: DECL: 02/14/2017
TAGS: PGOV SNAR MX
SUBJECT: A QUIET HARBOUR, A LOUD
NIGHT

REF: A. ROME 12
     B. 06 ROME 13

Classified By: Consul Ada Byron for reasons 1.4 (b)
and (d).
"""
BODY = "\n1. (C) The town is loud.\n\n2. (C) The harbour is quiet.\n"


def told(read: Cable) -> tuple[object, ...]:
    return (
        read.classification,
        read.executive_order,
        read.declassify_on,
        read.tags,
        (read.subject or "").upper(),
        tuple(item.reference_id for item in read.references),
        (read.classified_by or "").upper(),
        read.classification_reasons,
        tuple(item.text.upper() for item in read.paragraphs[1:]),
        read.paragraphs[0].text.upper(),
    )


def _reordered(head: str) -> str:
    subject, order = "SUBJECT: A QUIET HARBOUR, A LOUD\nNIGHT\n", "E.O. 12958: DECL: 02/14/2017\n"
    return head.replace(subject, "").replace(order, subject + order)


PRINTED: dict[str, Callable[[str], str]] = {
    "as usual": lambda head: head,
    "in lower case": str.lower,
    "on one line": lambda head: f"\n{' '.join(head.split())}\n",
    "on one line in lower case": lambda head: f"\n{' '.join(head.lower().split())}\n",
    "indented": lambda head: re.sub("^(?=.)", "      ", head, flags=re.MULTILINE),
    "with spaces after its lines": lambda head: re.sub("$", "   ", head, flags=re.MULTILINE),
    "with anchors": lambda head: head.replace("     B.", "¶B."),
    "without blank lines": lambda head: re.sub("\n\n+", "\n", head),
    "with more blank lines": lambda head: head.replace("\n\n", "\n\n\n\n"),
    "without colons": lambda head: re.sub("^(TAGS|SUBJECT|REF|Classified By):", r"\1", head, flags=re.MULTILINE),
    "with spaces before its colons": lambda head: re.sub(r"(TAGS|SUBJECT|REF|By|12958):", r"\1 :", head),
    "with short keys": lambda head: head.replace("SUBJECT", "SUBJ").replace("TAGS", "TAG").replace("E.O.", "EO"),
    "with other keys": lambda head: head.replace("REF:", "REFTELS:").replace("Classified By:", "(U) CLASSIFIED BY"),
    "with doubled keys": lambda head: re.sub(r"(TAGS:|SUBJECT:|Classified By:)", r"\1 \1", head),
    "with keys on lines of their own": lambda head: re.sub(r"(TAGS:|SUBJECT:|REF:) ", r"\1\n", head),
    "with marked keys": lambda head: re.sub(r"^(E\.O\.|TAGS|SUBJECT|REF|Cl)", r"(U) \1", head, flags=re.MULTILINE),
    "with a marked subject": lambda head: head.replace("SUBJECT: ", "SUBJECT: (C) "),
    "in brackets": lambda head: head.replace("Classified By", "[Classified By").replace("(d).", "(d).]"),
    "in another order": _reordered,
    "with a page break": lambda head: head.replace(
        "\nClassified By", "MEXICO 00000412  001.2 OF 002 \n\n\nClassified By"
    ),
    "with a page break on the line": lambda head: head.replace(
        "Classified By", "MEXICO 00000412  001.2 OF 002 Classified By"
    ),
    "with lines to others": lambda head: f"\nSTATE FOR LAMPS\nROME PASS TO MILAN\n{head}",
}


@pytest.mark.parametrize("name", PRINTED)
def test_a_head_reads_alike_however_it_is_printed(name: str) -> None:
    expected = told(cable(HEADER + "\n" + LINE + HEAD + BODY))
    assert expected[:6] == (
        *("CONFIDENTIAL", "12958", expected[2], ("PGOV", "SNAR", "MX"), "A QUIET HARBOUR, A LOUD NIGHT"),
        ("07ROME12", "06ROME13"),
    )
    read = told(cable(HEADER + "\n" + LINE + PRINTED[name](HEAD) + BODY))
    assert read[:-1] == expected[:-1]
    assert str(read[-1]).removeprefix("(C) ").removeprefix("SUBJECT: ") == expected[-1]


@pytest.mark.parametrize("name", PRINTED)
def test_a_head_without_a_header_reads_alike(name: str) -> None:
    document = "P 141622Z FEB 07\n\n" + LINE + PRINTED[name](HEAD) + BODY
    assert told(cable(document))[:8] == told(cable(HEADER + "\n" + LINE + HEAD + BODY))[:8]


def test_keys_in_the_text_are_no_fields() -> None:
    text = "SUBJECT: RAIN\n\nThe subject: lamps. The tags: none.\n\nREF A says so.\n\nREASON: a lamp was lit.\n"
    read = cable(f"{HEADER}\nUNCLAS MEXICO 000412\n\n{text}")
    assert (read.subject, read.tags, read.references, read.classification_reasons) == ("RAIN", (), (), ())


def test_a_caption_behind_a_page_mark_is_head_and_no_heading() -> None:
    read = cable(
        telegram("REF: ROME 77\n\nMEXICO 00000412  001.2 OF 002\n\n\nSENSITIVE BUT UNCLASSIFIED\n\n1. (SBU) Rain fell.")
    )
    assert [(each.text, each.heading) for each in read.paragraphs] == [("A QUIET HARBOUR", None), ("Rain fell.", None)]
    assert "SENSITIVE" in read.handling
