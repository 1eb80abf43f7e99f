"""Pages of the Public Library of US Diplomacy, and the archives' own records, in invented words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import escape

import pytest

from tests.unit.cables.formats.test_round_trips import lines
from tests.unit.cables.invented import TELEGRAM
from tracker.cables.formats import pages
from tracker.cables.telegram import read_telegram
from tracker.errors import NoCableError

OLD = """\
CONFIDENTIAL

PAGE 01        MEXICO  00412  141700Z

50
ACTION ARA-10

INFO  OCT-01  ISO-00  SS-15  NSC-05  /031 W
                        --------------------- 012345
P 141622Z FEB 74
FM AMEMBASSY MEXICO
TO SECSTATE WASHDC PRIORITY 4499

C O N F I D E N T I A L MEXICO 0412

E.O. 11652: GDS
TAGS: PFOR, MX
SUBJ: A QUIET HARBOUR

1. TWO BOATS LEFT THE HARBOUR AND ONLY ONE CAME BACK.

CONFIDENTIAL

PAGE 02        MEXICO  00412  141700Z

2. THE TOWN SAYS LITTLE.
BYRON
"""
STAMP = "Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 20 MAR 2014"
FACTS = (
    ("Date", "1974 February 14, 00:00 (Thursday)"),
    ("Canonical ID", "1974MEXICO00412_b"),
    ("Original Classification", "CONFIDENTIAL"),
    ("Current Classification", "UNCLASSIFIED"),
    ("Handling Restrictions", "-- N/A or Blank --"),
    ("Character Count", "812"),
    ("Executive Order", "GS"),
    ("Locator", "TEXT ON-LINE"),
    ("TAGS", "MX - Mexico | PFOR - Political Affairs--Foreign Relations"),
    ("Concepts", "HARBORS"),
    ("Enclosure", "-- N/A or Blank --"),
    ("Type", "TE - Telegram (cable)"),
    ("Archive Status", "Electronic Telegrams"),
    ("From", "Mexico Mexico City"),
    ("Markings", STAMP),
    ("To", "Department of State"),
)


def as_html(telegram: str) -> str:
    """The site's page: its facts in pairs, its tabs, the telegram formatted and raw."""
    rows = "".join(
        f"<td><div class='s_key'>{label}:</div>\n<div class='s_val'>{value}</div></td>"
        + ("</tr>\n<tr>" if at % 2 else "")
        for at, (label, value) in enumerate(FACTS)
    )
    return f"""<!DOCTYPE html><html><head><title>Cable: 1974MEXICO00412_b</title></head><body>
<div id="top"><a href="/plusd/">Public Library of US Diplomacy</a>
<form><input name="q"><select><option>Search</option></select></form></div>
<h2>A QUIET HARBOUR</h2>
<table><tr>{rows}</tr></table>
<ul class="tabs"><li>Content</li><li>Raw content</li><li>Metadata</li><li>Print</li><li>Share</li></ul>
<div id="content"><h3>Content</h3><a>Show Headers</a><p>{escape(telegram).replace(chr(10), "<br/>")}</p></div>
<div id="raw"><h3>Raw content</h3><pre>{escape(telegram)}</pre></div>
<div id="meta"><h3>Metadata</h3><table><tr><td>Draft Date:</td><td>14 FEB 1974</td></tr></table></div>
<div><h3>Print</h3></div><div><h3>Share</h3>You can use this tool to generate a print-friendly PDF.</div>
</body></html>"""


def as_text(telegram: str) -> str:
    """The page as a browser copies it."""
    facts = "\n".join(f"{label}:\n{value}" for label, value in FACTS)
    both = f"Content\nShow Headers\n{telegram}\nRaw content\n{telegram}"
    return f"Browse by\n\nA QUIET HARBOUR\n{facts}\n\n{both}\nMetadata\nPrint\nShare\nHelp\n"


def as_markdown(telegram: str) -> str:
    """The page in Markdown."""
    facts = "\n".join(f"| **{label}:** | {value} |" for label, value in FACTS)
    return f"## A QUIET HARBOUR\n\n{facts}\n\n### Raw content\n\n```\n{telegram}```\n\n### Metadata\n"


def in_pairs(telegram: str) -> str:
    """The page as text, two facts a line, the telegram without a heading."""
    facts = [f"{label}: {value}" for label, value in FACTS]
    pairs = "\n".join("    ".join(facts[at : at + 2]) for at in range(0, len(facts), 2))
    return f"{pairs}\n\n{telegram}\n"


@pytest.mark.parametrize("form", [as_html, as_text, as_markdown, in_pairs], ids=lambda form: str(form.__name__))
def test_a_page_of_a_cable_of_the_seventies(form: object) -> None:
    assert callable(form)
    printed = pages.read(form(OLD))
    assert (printed.source_format, printed.reference_id) == ("plusd", "1974MEXICO00412")
    assert lines(printed.telegram) == lines(OLD)
    assert printed.created == datetime(1974, 2, 14, tzinfo=UTC)
    assert printed.classification == "CONFIDENTIAL"
    assert printed.declassified is not None
    assert printed.declassified.released == date(2014, 3, 20)
    assert printed.declassified.authority == STAMP.removesuffix(" 20 MAR 2014")
    assert printed.source_guesses == ()


def test_a_page_of_a_later_cable() -> None:
    facts = (
        "Date:\n2007 February 14, 16:22 (Wednesday)\nCanonical ID:\n07MEXICO412_a\n"
        "Original Classification:\nCONFIDENTIAL"
    )
    printed = pages.read(
        f"{facts}\nMarkings:\n-- Not Assigned --\n\nContent\nRaw content\nMetadata\nPrint\nShare\n{TELEGRAM}"
    )
    assert (printed.source_format, printed.reference_id) == ("plusd", "07MEXICO412")
    assert printed.created == datetime(2007, 2, 14, 16, 22, tzinfo=UTC)
    assert printed.declassified is None
    assert lines(printed.telegram) == lines(TELEGRAM)


def test_the_stamps_on_its_pages_are_no_part_of_the_telegram() -> None:
    stamps = f"\n{STAMP.replace(' Declass', '       Declass').replace(' EO', '     EO')}\n" * 2
    printed = pages.read(as_html(OLD.replace("\nPAGE 02", f"{stamps}\nPAGE 02")))
    assert lines(printed.telegram) == lines(OLD)


def test_the_formatted_telegram_is_read_where_there_is_no_raw_one() -> None:
    page = as_text(OLD).replace(f"Raw content\n{OLD}", "Raw content\nLoading\n")
    assert lines(pages.read(page).telegram) == lines(OLD)


def test_what_a_cable_is_now_is_not_what_it_was_sent_as() -> None:
    record = f"Message Text\n\n{OLD}\n\nMessage Attributes\n\nCurrent Classification: UNCLASSIFIED\n"
    printed = pages.read(f"{record}Document Number: 1974MEXICO00412\n")
    assert (printed.reference_id, printed.classification) == ("1974MEXICO00412", None)


def test_a_page_whose_id_cannot_be_read_has_that_of_the_file_s_name_as_a_guess() -> None:
    printed = pages.read(
        as_text(OLD.replace("MEXICO 0412", "")).replace("1974MEXICO00412_b", "--"), "1974MEXICO00412_b.html"
    )
    assert printed.reference_id == "74MEXICO412"
    assert [guess.field for guess in printed.source_guesses] == ["reference_id"]


def test_a_page_with_facts_and_no_text_is_refused() -> None:
    with pytest.raises(NoCableError, match="none of its text"):
        pages.read(as_text("n/a").replace("A QUIET HARBOUR", ""))


def test_a_record_of_the_archives() -> None:
    broken_stamp = STAMP.replace(" Declassified", "\n\n Declassified")
    record = (
        f"Message Text\n\n\n{OLD}\n\n<< END OF DOCUMENT >>\n\n\n\nMessage Attributes\n\nAutomatic Decaptioning: X\n"
        "Capture Date: 01 JAN 1994\nChannel Indicators: n/a\nCurrent Classification: UNCLASSIFIED\nConcepts: HARBORS\n"
        "Draft Date: 14 FEB 1974\nDocument Number: 1974MEXICO00412\nOriginal Classification: CONFIDENTIAL\n"
        f"Subject: A QUIET HARBOUR\nTAGS: PFOR, MX\nReview Markings: '! {broken_stamp}'\n"
        f"Markings: {STAMP}\n"
    )
    printed = pages.read(record)
    assert (printed.source_format, printed.reference_id) == ("plusd", "1974MEXICO00412")
    assert lines(printed.telegram) == lines(OLD)
    assert (printed.created, printed.classification) == (datetime(1974, 2, 14, tzinfo=UTC), "CONFIDENTIAL")
    assert printed.declassified is not None
    assert printed.declassified.released == date(2014, 3, 20)


@pytest.mark.parametrize("between", ["\n", " "])
def test_a_page_copied_from_a_browser_has_its_text_after_the_names_of_all_tabs(between: str) -> None:
    facts = "\n".join(f"{label}:{between}{value}" for label, value in FACTS if label != "Date")
    facts = facts.replace("-- N/A or Blank --", "EXDIS - Exclusive Distribution Only", 1)
    facts = facts.replace(f"Executive Order:{between}GS", f"Executive Order:{between}11652 GDS")
    text = "1. TWO BOATS LEFT THE HARBOUR.\n\n2. THE TOWN\nCONFIDENTIAL\n\n"
    text += "PAGE 02 MEXICO 00412 141700Z\n\nSAYS LITTLE.\nBYRON\n"
    page = pages.read(
        f"A QUIET HARBOUR\n1974 February 14, 16:22 (Thursday)\n{facts}\n\n"
        f"Content\nRaw content\nMetadata\nPrint\nShare\nShow Headers\n{text}\n"
        "Automatic Decaptioning: X\nCapture Date: 01 JAN 1994\nTo: STATE\n\n"
        "You can use this tool to generate a print-friendly PDF of the document 1974MEXICO00412_b.\nShare\n"
    )
    read = read_telegram(page)
    assert (read.reference_id, read.subject) == ("74MEXICO412", "A QUIET HARBOUR")
    assert read.created == datetime(1974, 2, 14, 16, 22, tzinfo=UTC)
    assert (read.tags, read.executive_order, read.handling) == (("MX", "PFOR"), "11652", ("EXDIS",))
    assert [paragraph.text for paragraph in read.paragraphs] == [
        "A QUIET HARBOUR",
        "TWO BOATS LEFT THE HARBOUR.",
        "THE TOWN SAYS LITTLE.",
    ]
    assert read.signers == ("BYRON",)
