"""Text files that hold several telegrams, in invented words."""

from __future__ import annotations

import pytest

from tests.unit.cables.invented import TELEGRAM, file
from tracker.cables.formats.several import telegrams
from tracker.cables.reading import read

OTHER = TELEGRAM.replace("00412", "00413").replace("#0412", "#0413").replace("RO4411", "RO4412")
STAMP = "Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 20 MAR 2014"


@pytest.mark.parametrize("between", ["\n\nNNNN\n\n", f"\nNNNN\n\n{STAMP}\n\nMessage Text\n\n", "\n\n\n"])
def test_each_telegram_of_a_text_file_is_a_cable(between: str) -> None:
    found = read(file(f"{TELEGRAM}{between}{OTHER}", "two.txt"))
    assert [cable.reference_id for cable in found.cables] == ["07MEXICO412", "07MEXICO413"]
    first, second = found.cables
    assert [paragraph.text for paragraph in first.paragraphs] == [paragraph.text for paragraph in second.paragraphs]
    assert first.row_sha256 != second.row_sha256


def test_sections_of_one_telegram_are_one() -> None:
    section = TELEGRAM.replace("MEXICO 000412", "SECTION 02 OF 02 MEXICO 000412")
    assert len(telegrams(f"{TELEGRAM}\n\nNNNN\n\n{section}")) == 1


def test_sections_are_one_telegram_by_the_circuit_s_number_too() -> None:
    assert len(telegrams(f"{TELEGRAM}\n\n{TELEGRAM.replace('MEXICO 000412', 'MEXICO 100412')}")) == 1


def test_one_telegram_with_what_a_site_prints_after_it_is_one() -> None:
    text = f"{TELEGRAM}\nNNNN\n\n{STAMP}\n"
    assert telegrams(text) == [text]


def test_of_several_one_that_cannot_be_read_is_refused_alone() -> None:
    too_long = OTHER + "It rained.\n" * 200_000
    found = read(file(f"{TELEGRAM}\nNNNN\n\n{too_long}", "two.txt"))
    assert [cable.reference_id for cable in found.cables] == ["07MEXICO412"]
    (refusal,) = found.refusals
    assert refusal.reason.startswith("telegram 2 of the 2 in it: ")
