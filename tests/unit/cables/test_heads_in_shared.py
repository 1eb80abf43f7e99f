"""What headers and heads of the real releases tell, held against the release's own table and against their lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

from tracker.cables.formats.pages import read as read_page
from tracker.cables.header import read_header
from tracker.cables.model import Cable
from tracker.cables.releases import files
from tracker.cables.telegram import PrintedCable, read_telegram

_LINE = re.compile(r"(?:TO |INFO )?R[A-Z]{4,7}/[A-Z ]+(?: (?:IMMEDIATE|PRIORITY))?(?: \d{4})?")


@cache
def printed(folder: Path) -> tuple[PrintedCable, ...]:
    return tuple(read_page(item.data.decode(), item.name) for item in files([folder / "mirror" / "cable"]))


@cache
def bare(folder: Path) -> tuple[tuple[PrintedCable, Cable], ...]:
    """Each page with its cable as read without the table of the page."""
    without = (replace(page, classification=None, origin=None, created=None) for page in printed(folder))
    return tuple((page, read_telegram(alone)) for page, alone in zip(printed(folder), without, strict=True))


def test_the_telegram_alone_tells_the_classification_of_the_table(shared: Path) -> None:
    differ = {
        (page.reference_id, page.classification, cable.classification)
        for page, cable in bare(shared)
        if page.classification != cable.classification
    }
    # The tables of these pages leave out the NOFORN that their telegrams print.
    noforn = ("09STATE14577", "09MEXICO3061", "09MEXICO3101", "09STATE119085")
    assert differ == {(reference_id, "SECRET", "SECRET//NOFORN") for reference_id in noforn}


def test_the_telegram_alone_tells_the_origin_of_the_table(shared: Path) -> None:
    assert [(page.origin, cable.origin) for page, cable in bare(shared) if page.origin != cable.origin] == []


def test_the_telegram_was_sent_on_the_day_of_the_table(shared: Path) -> None:
    days = [(page.created, cable.sent) for page, cable in bare(shared) if page.created and cable.sent]
    assert len(days) >= 340
    assert all(abs((sent - created).total_seconds()) < 86_400 for created, sent in days)


def test_every_line_of_an_address_is_one_addressee(shared: Path) -> None:
    lines: Counter[bool] = Counter()
    for page in printed(shared):
        header = read_header(page.telegram)
        told = {
            " ".join(filter(None, (f"{item.route}/{item.name}", item.precedence, item.number)))
            for item in header.addressees
        }
        for line in page.telegram[: header.end].splitlines():
            if _LINE.fullmatch(line.strip()):
                lines[" ".join(re.sub(r"^(?:TO|INFO) ", "", line.strip()).split()) in told] += 1
    assert lines[True] >= 2_000
    assert not lines[False]


def test_what_the_heads_tell(shared: Path) -> None:
    cables = [cable for _, cable in bare(shared)]
    classified = [cable for cable in cables if not (cable.classification or "").startswith("UNCLASSIFIED")]
    assert sum(cable.executive_order is not None for cable in cables) >= 372
    assert sum(cable.declassify_on is not None for cable in classified) >= 318
    assert sum(cable.classified_by is not None for cable in classified) >= 312
    assert sum(bool(cable.classification_reasons) for cable in classified) >= 309
    assert sum(cable.corrected for cable in cables) == 8
    assert all(re.fullmatch(r"1\.[45]\([a-h]\)", reason) for cable in cables for reason in cable.classification_reasons)


def test_no_other_line_of_the_head_is_left_in_a_subject(shared: Path) -> None:
    key = re.compile(r"\b(?:TAGS|SUBJECT|Classified By|CLASSIFIED BY|REASONS?|REF|E\.O\.)\s?:|\n|  |\A\(")
    assert [cable.subject for _, cable in bare(shared) if key.search(cable.subject or "")] == []
