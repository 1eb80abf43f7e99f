from __future__ import annotations

import pytest

from tests.unit.cables.invented import HEADER, cable


def head(lines: str, subject: str = "RAIN") -> str:
    return f"{HEADER}\nUNCLAS MEXICO 000412\n\nSIPDIS\n\n{lines}\n\nSUBJECT: {subject}\n\n1. Wet.\n"


@pytest.mark.parametrize(
    "line",
    [
        "CORRECTED COPY",
        "C O R R E C T E D  C O P Y",
        "C O R R E C T E D C O P Y (ADDED TAG)",
        "C O R R E C T E D COPY CAPTION",
        "C O R R E C T COPY - ADDRESSEES ADDED",
        "(CORRECTED)",
        "Corrected copy",
    ],
)
def test_a_corrected_copy_says_so(line: str) -> None:
    read = cable(head(line))
    assert read.corrected
    assert read.subject == "RAIN"


@pytest.mark.parametrize("line", ["STATE FOR LAMPS", "THE LAMPS WERE CORRECTED"])
def test_other_lines_do_not(line: str) -> None:
    assert not cable(head(line)).corrected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("THIS CABLE REPEATS ROME 77.", "07ROME77"),
        ("REPEAT OF 06ROME77", "06ROME77"),
        ("(REPEATING MEXICO 399)", "07MEXICO399"),
        ("CORRECTED COPY OF ROME 77", "07ROME77"),
        ("WE RESEND ROME 77", None),
        ("THIS MESSAGE RESENDS 06 ROME 77", "06ROME77"),
        ("REPEAT OFFENDERS 2007", None),
        ("THIS IS A REPEAT OF MEXICO 412", None),
    ],
)
def test_which_cable_it_sends_again(line: str, expected: str | None) -> None:
    assert cable(head(line)).repeats == expected
