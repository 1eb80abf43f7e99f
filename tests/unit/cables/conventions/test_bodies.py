from __future__ import annotations

import pytest

from tests.unit.cables.conventions.telegrams import bodied, fragment

SIGNERS = {
    "plain": ("\nBYRON\n", ["BYRON"]),
    "end-of-transmission": ("\nBYRON\n\n\n\nNNNN\n", ["BYRON"]),
    "invitation-after": (
        "\nBYRON\n\nVisit Mexico City's Classified Web Site at\nhttp://www.example.gov/mexicocity\n",
        ["BYRON"],
    ),
    "invitation-before": (
        "\nVisit Mexico City's Classified Web Site at\nhttp://www.example.gov/mexicocity\nBYRON\n",
        ["BYRON"],
    ),
    "apostrophe": ("\nO'BRIEN\n", ["O'BRIEN"]),
    "hyphen": ("\nBYRON-LOVELACE\n", ["BYRON-LOVELACE"]),
    "two-words": ("\nVAN BYRON\n", ["VAN BYRON"]),
    "mixed-case": ("\nByron\n", ["BYRON"]),
    "mixed-case-hyphen": ("\nByron-Lovelace\n", ["BYRON-LOVELACE"]),
    "cable-ends": ("\nBYRON\n\n=======================CABLE ENDS============================\n", ["BYRON"]),
    "classification-after": ("\nBYRON\n\n\nCONFIDENTIAL\n", ["BYRON"]),
    "quote-after": ('\nBYRON"\n', ["BYRON"]),
    "after-minimize": ("\nMINIMIZE CONSIDERED.\nBYRON\n", ["BYRON"]),
    "none": ("", []),
    "end-comment-is-none": ("\nEND COMMENT\n", []),
    "end-text": ("\nEND TEXT\n\nBYRON\n", ["BYRON"]),
    "two": ("\nBYRON\n\nLOVELACE\n", ["BYRON", "LOVELACE"]),
    "same-line": (" BYRON\n", ["BYRON"]),
    "mc": ("\nMcBYRON\n", ["MCBYRON"]),
    "circuit's-ending": ("\nBYRON\nBT\n#0412\n\nNNNN\n", ["BYRON"]),
    "point-after": ("\nBYRON.\n", ["BYRON"]),
    "indented": ("\n          BYRON\n", ["BYRON"]),
    "hashes-after": ("\nBYRON##\n", ["BYRON"]),
    "end-of-text-printed": ("\nBYRON\n\n\n NNNN\n \n \nEnd Cable Text\n", ["BYRON"]),
    "unclassified-after": ("\nBYRON\n\nUNCLASSIFIED\n", ["BYRON"]),
    "spaced-classification-after": ("\nBYRON\n\nC O N F I D E N T I A L\n", ["BYRON"]),
    "rule-after": ("\nBYRON\n\n------\n", ["BYRON"]),
    "particle": ("\nDE BYRON\n", ["DE BYRON"]),
    "junior": ("\nBYRON JR\n", ["BYRON JR"]),
    "page-mark-before": ("\n\nMEXICO 00000412  002 OF 02\n\n\nBYRON\n", ["BYRON"]),
    "page-mark-after": ("\nBYRON\n\nMEXICO 00000412  002 OF 02\n", ["BYRON"]),
    "sipdis-is-none": ("\nSIPDIS\n", []),
    "noforn-is-none": ("\nNOFORN\n", []),
    "heading-is-none": ("\nCOMMENT\n", []),
    "blank-lines": ("\n\n\n\nBYRON\n\n\n\n\n", ["BYRON"]),
}

SECTIONS = {
    "opened-and-closed": ("1. (C) SUMMARY. Rain fell. END SUMMARY.\n\n2. (C) Wind came.\n", ["summary", None]),
    "opened-only": ("1. (C) Summary: Rain fell.\n\n2. (C) Wind came.\n", ["summary", None]),
    "headed": ("Summary\n-------\n\n1. (C) Rain fell.\n\nWind\n----\n\n2. (C) Wind came.\n", ["summary", None]),
    "headed-over-two": (
        "SUMMARY\n-------\n\n1. (C) Rain fell.\n\n2. (C) It fell long. END SUMMARY.\n\n3. (C) Wind came.\n",
        ["summary", "summary", None],
    ),
    "headed-until-heading": (
        "Summary\n-------\n\n1. (C) Rain fell.\n\n2. (C) It fell long.\n\nWind\n----\n\n3. (C) Wind came.\n",
        ["summary", "summary", None],
    ),
    "two-paragraphs": (
        "1. (C) Summary: Rain fell.\n\n2. (C) It fell long. End Summary.\n\n3. (C) Wind came.\n",
        ["summary", "summary", None],
    ),
    "before-the-marking": ("1. Summary: (C) Rain fell. End summary.\n\n2. (C) Wind came.\n", ["summary", None]),
    "and-comment": (
        "1. (C) Summary and Comment: Rain fell. End summary and comment.\n\n2. (C) Wind.\n",
        ["summary", None],
    ),
    "introduction": ("1. (C) Introduction and Summary: Rain fell.\n\n2. (C) Wind came.\n", ["summary", None]),
    "begin": ("1. (C) BEGIN SUMMARY. Rain fell. END SUMMARY.\n\n2. (C) Wind came.\n", ["summary", None]),
    "none": ("1. (C) Rain fell.\n\n2. (C) Wind came.\n", [None, None]),
    "comment-opened": ("1. (C) Rain fell.\n\n2. (C) Comment: Wind came. End comment.\n", [None, "comment"]),
    "comment-headed": ("1. (C) Rain fell.\n\nComment\n-------\n\n2. (C) Wind came.\n", [None, "comment"]),
    "comment-headed-over-two": (
        "1. (C) Rain fell.\n\nCOMMENT\n-------\n\n2. (C) Wind came.\n\n3. (C) And hail. END COMMENT.\n",
        [None, "comment", "comment"],
    ),
    "comment-with-colon-heading": ("1. (C) Rain fell.\n\nCOMMENT:\n\n2. (C) Wind came.\n", [None, "comment"]),
    "stars": ("1. (C) Rain fell.\n\n*******\nCOMMENT\n*******\n\n2. (C) Wind came.\n", [None, "comment"]),
    "upper-text": ("1. (C) SUMMARY: RAIN FELL. END SUMMARY.\n\n2. (C) COMMENT. WIND CAME.\n", ["summary", "comment"]),
    "a-summary-in-the-words": ("1. (C) He gave a summary of the rain.\n\n2. (C) No comment was made.\n", [None, None]),
}

MARKINGS = {
    "spaced": ("1. (C) Rain.\n", ["C"]),
    "stuck": ("1.(SBU) Rain.\n", ["SBU"]),
    "noforn": ("1. (S/NF) Rain.\n", ["S/NF"]),
    "noforn-two-slashes": ("1. (S//NF) Rain.\n", ["S//NF"]),
    "without-point": ("1 (C) Rain.\n\n2 (U) Wind.\n", ["C", "U"]),
    "rel": ("1. (C/REL MEX) Rain.\n", ["C/REL MEX"]),
    "none": ("1. Rain.\n", [None]),
    "unclassified": ("1. (U) Rain.\n\n2. (C) Wind.\n", ["U", "C"]),
    "no-marking-list": ("1. (a) Rain.\n", [None]),
    "lower": ("1. (c) Rain fell in Puebla.\n", ["C"]),
    "square": ("1. [C] Rain.\n", ["C"]),
    "spaces-inside": ("1. ( C ) Rain.\n", ["C"]),
}

FRAGMENTS: dict[str, tuple[str, dict[str, object]]] = {
    "subject": ("SUBJECT: RAIN IN MEXICO\n", {"subject": "RAIN IN MEXICO"}),
    "subject-wrapped": ("SUBJECT: RAIN IN\nMEXICO\n\n1. (C) Rain.\n", {"subject": "RAIN IN MEXICO"}),
    "tags": ("TAGS: PGOV, PREL\n", {"tags": ("PGOV", "PREL")}),
    "tags-subject": ("TAGS: PGOV, PREL\nSUBJECT: RAIN\n", {"tags": ("PGOV", "PREL"), "subject": "RAIN"}),
    "classifier": (
        "Classified By: Ada Byron for reasons 1.4 (b) and (d).\n",
        {"classified_by": "Ada Byron", "classification_reasons": ("1.4(b)", "1.4(d)")},
    ),
    "order": ("E.O. 12958: DECL: 02/14/2017\n", {"executive_order": "12958"}),
    "signer": ("so he came back.\n\nBYRON\n\nNNNN\n", {"signers": ("BYRON",)}),
    "signer-only": ("BYRON\n", {"signers": ("BYRON",)}),
    "signer-below-a-paragraph": ("4. (C) He came back.\nBYRON\n", {"signers": ("BYRON",)}),
    "nothing-but-prose": (
        "The boat was found on Monday.\n",
        {"subject": None, "tags": (), "signers": (), "references": ()},
    ),
    "no-summary": ("1. (C) Rain fell.\n", {"summary": None}),
    "comment-none": ("1. (C) Rain fell.\n", {"comment": None}),
}


@pytest.mark.parametrize("case", SIGNERS)
def test_signers(case: str) -> None:
    ending, expected = SIGNERS[case]
    assert list(bodied(f"1. (C) Rain fell.\n\n2. (C) Wind came.{ending}").signers) == expected


@pytest.mark.parametrize("case", SECTIONS)
def test_sections(case: str) -> None:
    body, expected = SECTIONS[case]
    assert [item.section for item in bodied(f"{body}\nBYRON\n").paragraphs if item.label != "0"] == expected


@pytest.mark.parametrize("case", MARKINGS)
def test_markings(case: str) -> None:
    body, expected = MARKINGS[case]
    assert [item.marking for item in bodied(f"{body}\nBYRON\n").paragraphs if item.label != "0"] == expected


@pytest.mark.parametrize("case", FRAGMENTS)
def test_fragments(case: str) -> None:
    body, expected = FRAGMENTS[case]
    found = fragment(body)
    assert {field: getattr(found, field) for field in expected} == expected
