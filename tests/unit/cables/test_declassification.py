from __future__ import annotations

from datetime import date

import pytest

from tests.unit.cables.invented import cable, telegram
from tracker.cables.declassification import declassification_day


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("DECL: 02/28/2017", date(2017, 2, 28)),
        ("DECL: 2/8/17", date(2017, 2, 8)),
        ("DECL:2-28-2017", date(2017, 2, 28)),
        ("DECL: 02.28.2017", date(2017, 2, 28)),
        ("DECL: 2017/02/28", date(2017, 2, 28)),
        ("DECL: 2017-02-28", date(2017, 2, 28)),
        ("02/28/2017", date(2017, 2, 28)),
        ("DECL: 28 FEB 2017", date(2017, 2, 28)),
        ("DECL: 28FEB17", date(2017, 2, 28)),
        ("DECL: FEBRUARY 28, 2017", date(2017, 2, 28)),
        ("DECL: February 28th, 2017", date(2017, 2, 28)),
        ("DECL: 20170228", date(2017, 2, 28)),
        ("DECL: 02/28/ 2017", date(2017, 2, 28)),
        ("DECL: O2/28/2017", date(2017, 2, 28)),
        ("DECL: 011/2/2019", date(2019, 11, 2)),
        ("DECL: 28/02/2017", date(2017, 2, 28)),
        ("GDS 8/12/85", date(1985, 8, 12)),
        ("DNG: CO 01/22/2019", date(2019, 1, 22)),
        ("DECL: 02/30/2017", None),
        ("DECL: 13/13/2017", None),
        ("DECL: 01/22/1014", None),
        ("DECL: AFTER THE HARBOUR FREEZES", None),
        ("DECL: OADR", None),
        ("DECL: X1, X6", None),
        ("N/A", None),
        (None, None),
    ],
)
def test_the_day_of_declassification(words: str | None, expected: date | None) -> None:
    assert declassification_day(words) == expected


@pytest.mark.parametrize(
    ("line", "order", "words"),
    [
        ("E.O. 12958: DECL: 02/28/2017", "12958", "DECL: 02/28/2017"),
        ("EO 12958 DECL: 02/28/2017", "12958", "DECL: 02/28/2017"),
        ("E.0. 12958: N/A", "12958", "N/A"),
        ("E. O. 13526: 25X1-HUMAN", "13526", "25X1-HUMAN"),
        ("E:O: 12958: DECL: OADR", "12958", "DECL: OADR"),
        ("E.O.12356: DECL:OADR", "12356", "DECL:OADR"),
        ("(U) E.O. 12958: DECL: AFTER THE\nHARBOUR FREEZES", "12958", "DECL: AFTER THE HARBOUR FREEZES"),
        ("E.O. 12958: AS AMENDED; DECL: X1", "12958", "AS AMENDED; DECL: X1"),
        ("E.O. 12958:\nDECL: 02/28/2017", "12958", "DECL: 02/28/2017"),
        ("DECLASSIFY ON: 02/28/2017", None, "DECLASSIFY ON: 02/28/2017"),
    ],
)
def test_the_line_of_the_order(line: str, order: str | None, words: str) -> None:
    read = cable(telegram("1. (C) Rain.").replace("E.O. 12958: N/A", line))
    assert (read.executive_order, read.declassification) == (order, words)
    assert (read.tags, read.subject) == (("PGOV",), "A QUIET HARBOUR")
    assert read.paragraphs[0].text == "A QUIET HARBOUR"
