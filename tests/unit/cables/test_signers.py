from __future__ import annotations

import pytest

from tests.unit.cables.invented import cable, telegram
from tracker.cables.model import Cable
from tracker.cables.telegram import PrintedCable, read_telegram

WORDS = "It was all they\nsaid of the sun."


def fragment(text: str) -> Cable:
    return read_telegram(PrintedCable(source_format="raw", telegram=text, reference_id="07MEXICO412"))


@pytest.mark.parametrize(
    "ending",
    [
        "\nBYRON",
        "\nBYRON \nNNNN",
        "\nBYRON NNNN 2007MEXICO00412 - Classification: SECRET",
        "\nBYRON\n\n#0412\nBT\n",
        "\nBYRON\nBT\n#0412\n\nNNNN",
        "\nSigned: BYRON",
        "\nSIGNED BYRON\n",
        "\nBYRON\n\nMinimize considered.\n",
        "\nMINIMIZE CONSIDERED\nBYRON",
        "\nBYRON\n\nCONFIDENTIAL\n",
        "\nBYRON.",
        "\nBYRON (ACTING)\n",
        "\nAMBASSADOR BYRON\n",
        "\nBYRON##\n",
        '\n"BYRON"\n',
        "\n- BYRON -\n",
        "\nBYRON\n\n1\n",
        "\n\nVisit Rome's Classified Web Site at\nhttp://www.example.gov/rome\nBYRON\n",
        "\nBYRON\n\n\nVisit Rome's Classified Web Site at\nhttp://www.example.gov/rome\n",
        '\nBYRON\n\n"Visit Rome\'s Classified Web Site at http://www.example.g\nov/wiki/Portal:Rome"\n',
        "\n******* Visit Rome's Classified Web Site: ******* BYRON",
        " Visit Rome’s Classified Website: http://www.example.gov/rome/index. cfm BYRON",
        "\nBYRON\n=======================CABLE ENDS============================\n",
        " BYRON =======================CABLE ENDS============================",
        " Visit Rome’s Classified Website: http://www.example.gov/rome/index.c fm BYRON",
        " MEXICO 00000412 003 OF 003 BYRON",
        "\nBYRON\n\n\nLIMITED OFFICIAL USE\n\n\nNNNN\n",
        "\nBYRON\n\n\nUNCLASSIFIED\n\nPAGE 02        MEXICO  00412  141622Z\n",
        " BYRON",
        "\n\n\n\nBYRON \n \n\n",
    ],
)
def test_the_signer_is_found_and_is_no_word_of_the_text(ending: str) -> None:
    read = cable(telegram(f"1. (C) Rain.\n\n2. (C) {WORDS}{ending}"))
    assert (read.signers, read.signer) == (("BYRON",), "BYRON")
    assert read.paragraphs[-1].text == "It was all they said of the sun."


@pytest.mark.parametrize(
    ("printed", "signers"),
    [
        ("byron", ("BYRON",)),
        ("Byron", ("BYRON",)),
        ("McBYRON", ("MCBYRON",)),
        ("LeByron", ("LEBYRON",)),
        ("Byron-Lamb", ("BYRON-LAMB",)),
        ("VAN DEN BERG", ("VAN DEN BERG",)),
        ("DE LA TORRE", ("DE LA TORRE",)),
        ("O'BYRON", ("O'BYRON",)),
        ("O’BYRON", ("O'BYRON",)),
        ("D'ADA", ("D'ADA",)),
        ("ST. ADA", ("ST. ADA",)),
        ("BYRON JR.", ("BYRON JR.",)),
        ("BYRON, A.", ("BYRON, A.",)),
        ("ADA BYRON", ("ADA BYRON",)),
        ("NG", ("NG",)),
        ("ADA/BYRON", ("ADA", "BYRON")),
        ("ADA\n\nBYRON", ("ADA", "BYRON")),
        ("ADA UNQUOTE\nBYRON", ("ADA", "BYRON")),
        ("BYRON UNQUOTE", ("BYRON",)),
        ("BYRON FOR LAMB", ("BYRON",)),
        ("BYRON, ACTING", ("BYRON",)),
        ("BYRON, CHARGE", ("BYRON",)),
        ("Ambassador Byron", ("BYRON",)),
        ("van den BYRON", ("VAN DEN BYRON",)),
        ("Lamb / Byron", ("LAMB", "BYRON")),
        ("Lamb/Byron", ("LAMB", "BYRON")),
        ("LAMB / BYRON", ("LAMB", "BYRON")),
        ("BYRON, A.I.", ("BYRON, A.I.",)),
    ],
)
def test_every_form_of_name(printed: str, signers: tuple[str, ...]) -> None:
    assert cable(telegram(f"1. (C) {WORDS}\n{printed}\n")).signers == signers


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("\nCOMMENT", "COMMENT"),
        ("\nEND CABLE", "sun."),
        ("\nSECRET", "sun."),
        ("\nUSAID", "USAID"),
        ("\nOK", "OK"),
        ("\nYY", "YY"),
        ("\nFIN", "FIN"),
        (" XXXXXXXXXXXX", "XXXXXXXXXXXX"),
        ("\nXXXXXXXXXXXX", "XXXXXXXXXXXX"),
        ("\nthe rest of\nthe town", "town"),
        ("\n-- one;\n-- two.", "two."),
        ("...", "sun...."),
    ],
)
def test_nobody_signs(ending: str, words: str) -> None:
    read = cable(telegram(f"1. (C) {WORDS}{ending}"))
    assert (read.signers, read.signer) == ((), None)
    assert read.paragraphs[-1].text.endswith(words)


def test_what_ends_a_part_stands_before_a_signer_on_the_same_line() -> None:
    read = cable(telegram("1. (C) Rain.\n\n2. (C) Comment: Sun, and more sun. END COMMENT BYRON"))
    assert read.signers == ("BYRON",)
    assert read.comment == "Sun, and more sun."


def test_a_number_may_stand_before_a_signer() -> None:
    assert cable(telegram("1. (C) Votes for rain: 40, for sun: 14 BYRON")).signers == ("BYRON",)
    assert cable(telegram("1. THEY VOTED AS IN 1990 BYRON")).signers == ()
    assert cable(telegram("1. (C) Rain fell. MEXICO 00000412 003 OF 003 BYRD")).signers == ("BYRD",)


def test_each_section_in_one_document_is_signed() -> None:
    head = "E.O. 12958: N/A\nTAGS: PGOV\nSUBJECT: A QUIET HARBOUR\n"
    read = cable(
        "P 141622Z FEB 07\nFM AMEMBASSY MEXICO\nTO SECSTATE WASHDC\n\n"
        f"UNCLAS SECTION 01 OF 02 MEXICO 000412\n\n{head}\n1. Rain fell on the\n\nADA\n\n"
        f"UNCLAS SECTION 02 OF 02 MEXICO 000412\n\nSIPDIS\n\n{head}\nold town.\n\n2. Sun.\n\nBYRON\n"
    )
    assert read.signers == ("ADA", "BYRON")
    assert [paragraph.text for paragraph in read.paragraphs[1:]] == ["Rain fell on the old town.", "Sun."]


@pytest.mark.parametrize(
    "text", ["and the sun came out.\nBYRON\n", "BYRON\n", "BYRON", "\n\nBYRON\nNNNN\n", "they said. BYRON"]
)
def test_the_last_lines_alone_are_enough(text: str) -> None:
    assert fragment(text).signers == ("BYRON",)


def test_a_text_without_words_has_no_signer() -> None:
    assert fragment("\n \n--------\n").signers == ()
