"""The release site's page of one cable (HTML): a table about the cable, the transmission header, the body.

The table's minutes are often the hour again on a twelve-hour clock ("17:05" for 17:52): the site's own slip, kept as
printed.
"""

from __future__ import annotations

import re

from lxml import etree, html

from tracker.cables.formats.printed import moment
from tracker.cables.telegram import PARTIAL, PrintedCable
from tracker.errors import NoCableError

SOURCE_FORMAT = "release_page"
_TABLE = re.compile(r"<table[^<>]{0,80}class=['\"]cable['\"]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PRE = re.compile(r"<pre\b")


def recognises(text: str) -> bool:
    """Whether this is a cable's page: the site's table, and preformatted text after it."""
    table = _TABLE.search(text)
    return bool(table and _PRE.search(text, table.start()))


def read(text: str) -> PrintedCable:
    """The cable of a page; one cut off inside its text is partial. Raises NoCableError where a part is missing."""
    table = _TABLE.search(text)
    if not table:
        raise NoCableError("no telegram found: a page without the cable's table")
    # The site's navigation is nine tenths of a page; the cable is all that follows the table.
    try:
        fragment = html.document_fromstring(f"<body>{_FORBIDDEN.sub(' ', text[table.start() :])}")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NoCableError(f"no telegram found: a page that is broken ({error})") from None
    cells = [" ".join(_words(cell).split()) for cell in fragment.iter("td")]
    pres = [_words(pre) for pre in fragment.iter("pre")]
    if len(cells) < 5 or not pres:
        raise NoCableError("no telegram found: the page's table has too few cells, or no text follows it")
    reference_id, created, released, classification, origin = cells[:5]
    return PrintedCable(
        source_format=SOURCE_FORMAT,
        telegram="\n\n".join(pres),
        reference_id=reference_id,
        created=moment(created),
        released=moment(released),
        classification=classification or None,
        origin=origin or None,
        partial=PARTIAL in pres[0] or text.rfind("</pre>") < text.rfind("<pre"),
    )


def _words(element: etree._Element) -> str:
    return "".join(str(words) for words in element.itertext())
