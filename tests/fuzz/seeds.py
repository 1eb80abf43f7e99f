"""What a campaign begins with: invented documents of every format, without the beginning that a target puts there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.unit.cables.invented import BODY, HEADER, SCOOP, TELEGRAM, dump_row, listing, page, saved_page
from tests.unit.cables.packed import COMPRESSIONS, tarred, zipped
from tests.unit.cables.pdfs import Page, encrypted, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CORPUS = Path(__file__).parent / "corpus"

_STAMP = "UNCLASSIFIED U.S. Department of State Case No. F-2010-01234 Doc No. C05123456 Date: 09/30/2013"
_HEADS = (
    "E.O. 12958: DECL: 02/28/2017\nTAGS: PGOV, SNAR MX\nSUBJECT: (C) RAIN\n\nREF: A. 06 MEXICO 6877 (NOTAL)\nB. US\n",
    "E.o. 12958: decl: 01/07/2014 Tags: prel, pgov Subject: rain Ref: a) mexico 12, 14 and 16 b) septel\n",
    "CLASSIFIED BY: DCM ADA BYRON. REASONS: 1.4 (B), (D)\n1. (S/NF) SUMMARY. RAIN FELL. END SUMMARY.\nBYRON\n",
    "TO RUEHC/SECSTATE WASHDC NIACT IMMEDIATE 4499\nINFO RUEHXC/ALL CONSULATES COLLECTIVE\nXMT AMCONSUL TIJUANA\n",
    "UNCLAS SECTION 01 OF 02 MEXICO 000412\nC O R R E C T E D COPY\nSIPDIS\n",
    "2.(C) Juan Inventado (strictly protect) of XXXXXXXXXXXX spoke.\n\nMEXICO 00000412  002.2 OF 02\n\nComment\n----\n",
)


def _encoded(texts: Sequence[str]) -> list[bytes]:
    return [text.encode() for text in texts]


def seeds() -> dict[str, list[bytes]]:
    """The seeds of each target."""
    inside = page().partition("</table>")[2]
    row = dump_row(1, "07MEXICO412")
    lines = TELEGRAM.split("\n")
    return {
        "decoding": [
            b"\xff\xfe" + TELEGRAM.encode("utf-16-le"),
            TELEGRAM.replace("harbour", "harbor é").encode("latin-1"),
            *_encoded([TELEGRAM, listing()]),
        ],
        "page": [
            f"{HEADER}</pre></code><code><pre>{BODY}</pre></code>".encode(),
            f"&#x000A;{BODY}".replace("\n", "&amp;#x000A;").encode(),
            *_encoded([inside, *_HEADS]),
        ],
        "page_whole": _encoded([page(), page().replace("class='cable'", ""), listing()]),
        "saved": _encoded([f"{HEADER}\n{BODY}", saved_page(), *_HEADS]),
        "scoop": _encoded([f"{BODY}\n© Scoop Media\n", SCOOP, *_HEADS]),
        "raw": _encoded([BODY, TELEGRAM, *_HEADS]),
        "dump": _encoded([row, row + row.replace('"1"', '"2"', 1), row[: len(row) // 2]]),
        "pdf": [pdf(lines[:20], lines[20:]), pdf(Page(image=True)), encrypted(pdf(lines[:5]), "")],
        "pdf_text": [*_encoded([f"{_STAMP}\n{TELEGRAM}\f{BODY}\n{_STAMP}", *_HEADS]), b"(B)(1)\n1.4(D)\n", b"\f\f"],
        "archive": [
            *(compress(TELEGRAM.encode()) for compress in COMPRESSIONS.values()),
            zipped({"a.txt": TELEGRAM.encode(), "deep/b.html": page().encode()}),
            tarred({"a.csv": row.encode(), "b.txt": b"nothing"}),
            row.encode(),
        ],
    }


def saved(target: str) -> Iterator[tuple[str, bytes]]:
    """The names and contents of the target's saved corpus, in order."""
    for path in sorted((CORPUS / target).glob("*")):
        yield path.name, path.read_bytes()
