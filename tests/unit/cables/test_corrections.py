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


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The following is a repeat of ROME 77.", "07ROME77"),
        ("(U) This message repeats 06 ROME 77 for new addressees.", "06ROME77"),
        ("He fears a repeat of ROME 77.", None),
    ],
)
def test_the_first_paragraph_may_say_so_too(words: str, expected: str | None) -> None:
    assert cable(head("STATE FOR LAMPS").replace("1. Wet.", f"1. {words}")).repeats == expected


@pytest.mark.parametrize(
    "line",
    [
        "/////ZFR ZFR ZFR/////\nPLS ZFR ABOVE MEXICO 412.",
        "MESSAGE WAS CANCELLED BY DRAFTER AND WILL BE RESENT.",
        "THIS CABLE HAS BEEN CANCELED.",
    ],
)
def test_a_cancelled_telegram_is_told_and_partial(line: str) -> None:
    read = cable(head(line))
    assert (read.cancelled, read.partial) == (True, True)


def test_a_visit_that_was_cancelled_cancels_no_telegram() -> None:
    read = cable(head("STATE FOR LAMPS", subject="VISIT CANCELLED"))
    assert (read.cancelled, read.partial) == (False, False)
