"""Input that nobody means well: refused, or read, in bounded time and memory."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress

import pytest

from tests.unit.cables.formats.sites import site, table
from tracker.cables.formats import pages
from tracker.errors import NoCableError

SIZE = 30_000
BEFORE = {
    "nothing": "",
    "page": site(table()).partition("</body>")[0],
    "part": site(table()).partition("</body>")[0] + "<pre>",
    "other-page": "<div>",
    "telegram": "C O N F I D E N T I A L MEXICO 000412\n",
    "saved": "Reference ID\tCreated\n07MEXICO412\t2007-01-01 00:00\n",
    "plusd": "Canonical ID: 07MEXICO412_a\n",
    "scoop": "Cablegate: x\nR 010000Z JAN 07\n",
}
UNITS = (
    *(
        "<",
        "<a ",
        "<a '",
        '<a "<',
        "<a b=",
        "<b> </b>",
        "<!--",
        "<script>",
        "<pre>",
        "<pre></pre>",
        "</pre>",
        "<div>",
        "<br>",
    ),
    *("<td>", "<table ", "<table class=", "<title>", "&", "&#x0", "&amp;amp;amp;", "&lt;br&gt;", "&lt;a ", "#x000A;"),
    *(
        " ",
        "\n",
        "\t",
        "\f",
        "\xa0",
        "é",
        "Ã©",
        "(",
        "**",
        "> ",
        "    a\n",
        "```\n",
        "# ",
        "\\.",
        "[a",
        "[a](#)",
        "[1]a",
        "|",
    ),
    *(
        "Viewing cable ",
        "Reference ID\n",
        "Reference ID | ",
        "Canonical ID: \n",
        "Content\n",
        "Message Attributes\n",
        "a: ",
    ),
    *("Appears in these articles", "http://http://", "References\n1. h", "Share this:\n", "©a\n", "Cablegate: a"),
    *(
        "Declassified/Released ",
        "07MEXICO1 ",
        "2007-01-01 ",
        "C O N F I D E N T I A L ",
        "SECRET A",
        "A ",
        "TAGS: PGOV\n",
    ),
    *("SUBJECT: x\n", "1. (C) a\n", "E.O. ", "Date: 1 Jan 2007  ", "FM AM", "INFO "),
)


@pytest.mark.parametrize("before", BEFORE)
def test_a_lot_of_anything_takes_time_in_proportion(before: str) -> None:
    # Ten times what the slowest takes here; what grew with the square of the length would take far longer.
    slow = {}
    for unit in UNITS:
        text = BEFORE[before] + unit * (SIZE // len(unit))
        started = time.process_time()
        with suppress(NoCableError):
            pages.read(text, "07MEXICO412.txt")
        seconds = time.process_time() - started
        if seconds > 1:
            slow[unit] = seconds
    assert slow == {}


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<p>" + "a" * 10_000_000, "longer than any page"),
        ("a" * 2_000_001, "longer than any telegram"),
        (site(table() + "<pre>" + "1. (C) a\n" * 300_000 + "</pre>"), "longer than any telegram"),
        (site(table() + "<pre>" * 5_000), "preformatted parts"),
        ("<b>" * 500_000, "tags"),
        ("<" * 1_900_000, "no telegram found"),
        ("<a title='" + "x" * 3_000_000 + "'>", "no telegram found"),
    ],
    ids=["page", "text", "telegram", "parts", "tags", "brackets", "attribute"],
)
def test_what_is_more_than_any_cable_is_refused_with_the_reason(page: str, reason: str) -> None:
    with pytest.raises(NoCableError, match=reason):
        pages.read(page)


def test_nesting_costs_nothing() -> None:
    nested = (
        "<div>" * 100_000
        + "<pre>R 141622Z FEB 07\nFM AMEMBASSY MEXICO\n\nUNCLAS MEXICO 000412\n</pre>"
        + "</div>" * 100_000
    )
    assert pages.read(nested).telegram.startswith("R 141622Z")


IN_LITTLE_MEMORY = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from tracker.cables.decoding import decode
from tracker.cables.formats import pages
from tracker.errors import NoCableError
for data in (
    b"<div>" * 20_000_000,
    b"<pre>" * 1_000_000,
    "<p>\\u00e9\\U0001F600 ".encode() * 450_000,
    b"<table class='cable'>" + b"<td>&amp;" * 450_000,
):
    try:
        pages.read(decode(data).text)
    except NoCableError as error:
        print(error)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux bounds the memory of a process")
def test_large_pages_are_refused_in_little_memory() -> None:
    result = subprocess.run(
        [sys.executable, "-c", IN_LITTLE_MEMORY, str(600 * 1024 * 1024)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (result.returncode, len(result.stdout.splitlines())) == (0, 4), result.stderr[-2_000:]
