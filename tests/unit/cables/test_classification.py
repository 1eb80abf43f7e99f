from __future__ import annotations

import pytest

from tests.unit.cables.invented import HEADER, cable
from tracker.cables.classification import classification_line, classification_of, handling_of


def classification(document: str) -> str | None:
    line = classification_line(document)
    return classification_of(line, handling_of(document, line, len(document)))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("C O N F I D E N T I A L MEXICO 000001", "CONFIDENTIAL"),
        ("C o n f i d e n t i a l section 01 of 04 mexico 000001", "CONFIDENTIAL"),
        ("O N F I D E N T I A L MEXICO 000001", "CONFIDENTIAL"),
        ("SECRET SECTION 01 of 05 MEXICO 000001", "SECRET"),
        ("T O P  S E C R E T MEXICO 000001", "TOP SECRET"),
        ("S E C R E T SECTION 01 OF 02 MEXICO 000001\n\nNOFORN\nSIPDIS", "SECRET//NOFORN"),
        ("S E C R E T NOFORN SECTION 01 OF 02 MEXICO 000001", "SECRET//NOFORN"),
        ("SECRET//NOFORN\n\nS E C R E T MEXICO 000001\n\nN O F O R N", "SECRET//NOFORN"),
        ("UNCLAS MEXICO 000001\n\nSENSITIVE\nSIPDIS", "UNCLASSIFIED//FOR OFFICIAL USE ONLY"),
        ("UNCLAS MEXICO 000001 SENSITIVE SIPDIS", "UNCLASSIFIED//FOR OFFICIAL USE ONLY"),
        ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLASSIFIED//FOR OFFICIAL USE ONLY"),
        ("UNCLAS E F T O MEXICO 000001\n\nSIPDIS", "UNCLASSIFIED"),
        ("UNCLASSIFIED SECTION 01 OF 01 MEXICO 1164", "UNCLASSIFIED"),
        ("LIMITED OFFICIAL USE MEXICO 1164", "LIMITED OFFICIAL USE"),
        ("LOU MEXICO 1164", "LIMITED OFFICIAL USE"),
        ("SECRET SERVICE AGENTS CAME.", None),
        ("CONFIDENTIAL - ENTIRE TEXT OF THE LAMPS.", None),
        ("1. (C) Rain.\nUNCLAS SECTION 02 OF 02 MEXICO 000001", None),
        ("no telegram", None),
    ],
)
def test_classifications(document: str, expected: str | None) -> None:
    assert classification(document) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("SIPDIS", "SIPDIS"),
        ("NOFORN\nSIPDIS", "NOFORN SIPDIS"),
        ("SENSITIVE SIPDIS", "SENSITIVE SIPDIS"),
        ("SIPDIS\n\nSIPDIS", "SIPDIS"),
        ("S E N S I T I V E", "SENSITIVE"),
        ("SENSITIVE BUT UNCLASSIFIED -- PLEASE HANDLE ACCORDINGLY", "SENSITIVE"),
        ("EXDIS//NOFORN", "EXDIS NOFORN"),
        ("STADIS", "STADIS"),
        ("AIDAC SIPDIS", "SIPDIS"),
        ("STATE FOR LAMPS\nLIMDIS", "LIMDIS"),
        ("Sensitive but unclassified; not for Internet distribution.", "SENSITIVE NOT_FOR_INTERNET_DISTRIBUTION"),
        ("ROGER CHANNEL", "ROGER_CHANNEL"),
        ("SECRET//REL TO USA, GBR", "REL_TO_USA,_GBR"),
        ("LAMPS ARE SENSITIVE", ""),
        ("AIDAC", ""),
    ],
)
def test_captions_in_lines_of_their_own(lines: str, expected: str) -> None:
    read = cable(f"{HEADER}\nC O N F I D E N T I A L MEXICO 000412\n\n{lines}\n\nSUBJECT: RAIN\n\n1. (C) Wet.\n")
    assert read.handling == tuple(word.replace("_", " ") for word in expected.split())


def test_a_caption_below_the_subject_is_handling_and_no_word_of_the_cable() -> None:
    text = "UNCLAS MEXICO 000412\n\nSUBJECT: RAIN\n\nSENSITIVE BUT UNCLASSIFIED.\n\n1. Wet.\n"
    read = cable(f"{HEADER}\n{text}")
    assert (read.handling, read.classification) == (("SENSITIVE",), "UNCLASSIFIED")
    assert [paragraph.text for paragraph in read.paragraphs] == ["RAIN", "Wet."]


@pytest.mark.parametrize(
    ("line", "post", "serial", "section"),
    [
        ("C O N F I D E N T I A L SECTION 01 OF 02 NEW DELHI 000412", "NEW DELHI", 412, 1),
        ("UNCLAS ROME 12", "ROME", 12, None),
        ("CONFIDENTIAL   PAGE 01   MEXICO   01068  01 OF 02", "MEXICO", 1068, None),
        ("S E C R E T MEXICO 0O0412", "MEXICO", 412, None),
        ("S E C R E T MEXICO 000412SIPDIS SIPDIS STATE FOR LAMPS", "MEXICO", 412, None),
        ("C O N F I D E N T I A L MEXICO 000412 C O R R E C T E D COPY", "MEXICO", 412, None),
    ],
)
def test_post_and_serial(line: str, post: str, serial: int, section: int | None) -> None:
    found = classification_line(line)
    assert found is not None
    assert (found.post, found.serial, found.section) == (post, serial, section)


def test_a_head_that_was_run_together_on_the_line_is_not_lost() -> None:
    line = "S E C R E T MEXICO 000412 SIPDIS E.O. 12958: DECL: 1/2/2017 TAGS: PGOV MX SUBJECT: RAIN REF: ROME 12"
    read = cable(f"{HEADER}\n{line} Classified By: Ada Byron. Reason: 1.4 (b)\n\n1. (C) Wet.\n")
    assert (read.classification, read.handling) == ("SECRET", ("SIPDIS",))
    assert (read.subject, read.tags, read.classified_by) == ("RAIN", ("PGOV", "MX"), "Ada Byron")
    assert [item.reference_id for item in read.references] == ["07ROME12"]
