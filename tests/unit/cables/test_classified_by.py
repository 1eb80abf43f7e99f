from __future__ import annotations

from datetime import date

import pytest

from tests.unit.cables.invented import cable, telegram
from tracker.cables.classified_by import classifier_in_order, classifier_of, reasons_of


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Classified By: Consul Ada Byron for reasons 1.4 (b) and (d)", "Consul Ada Byron"),
        ("Classified By: Consul Ada Byron for reaso\nns 1.4 (b)", "Consul Ada Byron"),
        ("CLASSIFIED BY: Ada Byron, Consul, Rome,\nState.\nREASON: 1.4 (b), (d)", "Ada Byron, Consul, Rome, State"),
        ("CLASSIFIED BY: Ada Byron, Consul.\n\nREASON: 1.4 (b), (d)", "Ada Byron, Consul"),
        ("(U) Classified by Consul Ada Byron; reasons: 1.5 (b,d).", "Consul Ada Byron"),
        ("Classified By: Classified by Ada Byron. Reason: 1.4", "Ada Byron"),
        ("Classified By: (U) CLASSIFIED BY ADA BYRON,\nREASON: 1.4 (C).", "ADA BYRON"),
        ("[Classified by Ada Byron; E.O. 12958 1.4 (b,d)]", "Ada Byron"),
        ("Classfied By: Ada Byron: 1.4 (B), (D)", "Ada Byron"),
        ("Class. By: Ada Byron per 1.5 (b)", "Ada Byron"),
        ("Classified By: By Ada Byron under section 1.4b/d", "Ada Byron"),
        ("Classified By: Ada Byron, pursuant to E.O. 12958 1.4 (b)", "Ada Byron"),
        ("Classified By: Ada Byron (reasons: 1.4 (b))", "Ada Byron"),
        ("Classified By: Ada Byron by reasons 1.4 (b) and (d)", "Ada Byron"),
        ("Classified By: Ada Byron, Jr., for reasons 1.4 (b)", "Ada Byron, Jr."),
        ("Classified By: Consul Ada Y oung, Reasons 1.4(b)", "Consul Ada Young"),
        ("Classified By: Ada Byron, REAS: 1.4 (b)", "Ada Byron"),
        ("Classified By: Consul A. Byron. Reason: 1.4 B and D", "Consul A. Byron"),
        ("Nothing here.", None),
    ],
)
def test_who_classified(line: str, expected: str | None) -> None:
    assert cable(telegram(f"{line}\n\n1. (C) Rain.")).classified_by == expected


def test_a_word_that_was_cut_at_the_width_of_the_line_is_whole_again() -> None:
    line = "Classified By: Ada Byron, Counselor for Harbours, Lamps and Other Affai"
    assert len(line) == 71
    read = cable(telegram(f"{line} \nrs for reasons 1.4 (b) and (d).\n\n1. (C) Rain."))
    assert read.classified_by == "Ada Byron, Counselor for Harbours, Lamps and Other Affairs"
    assert read.classification_reasons == ("1.4(b)", "1.4(d)")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1.4 (b) and (d)", "b d"),
        ("1.4(b,d).", "b d"),
        ("1.4 (b/d)", "b d"),
        ("1.4 (b and d)", "b d"),
        ("1.4 B AND D", "b d"),
        ("1.4 b, d", "b d"),
        ("1.4 (B) and 1.4 (D)", "b d"),
        ("1.4. (b), (d).", "b d"),
        ("1.4 (b&d)", "b d"),
        ("1.4 (bd)", "b d"),
        ("1.4[B] AND [D]", "b d"),
        ("1. 4 (b) an d (d)", "b d"),
        ("1.4 (b0 and 9d)", "b d"),
        ("1,4 (b) (d)", "b d"),
        ("1.4 (a)-(d)", "a b c d"),
        ("1.4 a through d", "a b c d"),
        ("1.4 (a), (b), (c), and (e)", "a b c e"),
        ("1.4 (b) and (d). The lamps are a matter", "b d"),
        ("1.4 (b) a matter of lamps", "b"),
        ("1.4 (b, d). (C) The lamps", "b d"),
        ("1.4 b and d SUMMARY", "b d"),
        ("1.4", ""),
    ],
)
def test_reasons(words: str, expected: str) -> None:
    assert reasons_of(f"Ada Byron for reasons {words}").reasons == tuple(
        f"1.4({letter})" for letter in expected.split()
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ada Byron, E.O. 12958, reasons 1.5 (b)", ("1.5(b)",)),
        ("Ada Byron; E.O. 12958 1.4(b),(d)", ("1.4(b)", "1.4(d)")),
        ("Ada Byron, Reasons 1.5 (B), 1.4 (D)", ("1.5(b)", "1.4(d)")),
        ("Ada Byron, 14 Harbour Street", ()),
        ("Ada Byron; reasons: E.O.", ()),
    ],
)
def test_reasons_of_other_sections(words: str, expected: tuple[str, ...]) -> None:
    assert reasons_of(words).reasons == expected


@pytest.mark.parametrize(
    ("lines", "letters"),
    [
        ("Classified By: Ada Byron for reasons\n\n1.4 (b) and (d).", "b d"),
        ("Classified By: Ada Byron; E.O.\n\n12958 1.4 (b).", "b"),
        ("Classified By: Ada Byron, 1.4 (b)\nand\n(C).", "b c"),
        ("Classified By: Ada Byron, 1.4 (b)\n(C) The lamps are lit.", "b"),
        ("Classified By: Ada Byron, 1.4 (b) and (d)\nSUMMARY\n-------", "b d"),
        ("Classified By: Ada Byron for\n\nMEXICO 00000412  002 OF 003\n\nreasons 1.4 (b)", "b"),
    ],
)
def test_where_the_reasons_end(lines: str, letters: str) -> None:
    read = cable(telegram(f"{lines}\n\n1. (C) Rain."))
    assert read.classified_by == "Ada Byron"
    assert read.classification_reasons == tuple(f"1.4({letter})" for letter in letters.split())


def test_a_section_that_is_not_printed_is_a_guess() -> None:
    read = cable(telegram("Classified By: Ada Byron for reasons 1 (b) and (d).\n\n1. (C) Rain."))
    assert read.classification_reasons == ("1.4(b)", "1.4(d)")
    assert "classification_reasons" in {guess.field for guess in read.guesses}
    assert reasons_of("Ada Byron for reasons (b) and (d)").reasons == ()


def test_before_1982_the_order_names_who_classified() -> None:
    assert classifier_in_order("GDS 8/12/85 (BYRON, ADA A.) OR-P") == "BYRON, ADA A."
    assert classifier_in_order("DECL: (NONE)") is None
    read = cable(telegram("1. Rain.").replace("E.O. 12958: N/A", "E.O. 12065: GDS 8/12/85 (BYRON, ADA A.) OR-P"))
    assert (read.classified_by, read.executive_order, read.declassify_on) == (
        "BYRON, ADA A.",
        "12065",
        date(1985, 8, 12),
    )


def test_the_order_may_name_the_reasons() -> None:
    read = cable(telegram("1. Rain.").replace("E.O. 12958: N/A", "E.O. 12958: DECL: 02/14/2017 REASON 1.5(B), (D)"))
    assert (read.classification_reasons, read.declassify_on) == (("1.5(b)", "1.5(d)"), date(2017, 2, 14))


def test_the_first_paragraph_may_say_who_classified() -> None:
    read = cable(telegram("1. (U) Classified by Ada Byron, Secretary. Reason 1.4 (d).\n\n2. (C) Rain."))
    assert (read.classified_by, read.classification_reasons) == ("Ada Byron, Secretary", ("1.4(d)",))
    read = cable(telegram("1. (U) This message was classified by DCM Ada Byron for reason 1.4 (b).\n\n2. (C) Rain."))
    assert (read.classified_by, read.classification_reasons) == ("DCM Ada Byron", ("1.4(b)",))
    assert cable(telegram("1. (C) What was classified by Ada Byron is lost.")).classified_by is None


def test_a_name_without_reason_is_kept() -> None:
    assert classifier_of("Ada Byron, Director, INR/OPS") == "Ada Byron, Director, INR/OPS"
    assert classifier_of(" .") is None
