"""Invented cables, whole documents in every format: the form is the releases', the prose is ours."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tracker.cables.model import Cable
from tracker.cables.reading import read
from tracker.cables.releases import RawFile

HEADER = """\
VZCZCXRO4411
PP RUEHCD RUEHTM
DE RUEHME #0412/01 0451622
ZNY CCCCC ZZH
P 141622Z FEB 07
FM AMEMBASSY MEXICO
TO RUEHC/SECSTATE WASHDC PRIORITY 4499
INFO RUEHXC/ALL US CONSULATES IN MEXICO COLLECTIVE
RHEHNSC/NSC WASHDC
"""

BODY = """\
C O N F I D E N T I A L SECTION 01 OF 02 MEXICO 000412

SIPDIS

STATE FOR WHA/MEX

E.O. 12958: DECL: 02/14/2017
TAGS: PGOV SNAR MX
SUBJECT: A QUIET HARBOUR, A LOUD
NIGHT

REF: A. (A) 06 MEXICO 6877
     B. (B) MEXICO 388

Classified By: Political Officer Ada Byron.  Reasons: 1.4 (b, d).

1. (C) Summary. Two boats left the harbour on February 3 and
only one came back. The night was loud, the newspapers
quiet. End Summary.

A Boat Is Found
---------------

2. (SBU) Fishermen found the second boat on February 5. It
carried the following:

-- 12 sacks of sugar;
-- 3 lamps, of which
1. had no glass.

MEXICO 00000412  002 OF 02

The owner could not be found, and 4.
persons asked for him in vain.

What the Town Says

3.(U) The town says little.
   A. Some say wind.
   B. Some say rain.

Visit Mexico City's Classified Web Site at
http://www.example.gov/mexicocity
BYRON
"""

TELEGRAM = f"{HEADER}\n{BODY}"


def page(
    header: str = HEADER,
    body: str = BODY,
    *,
    reference_id: str = "07MEXICO412",
    created: str = "2007-02-14 16:04",
    classification: str = "CONFIDENTIAL",
    origin: str = "Embassy Mexico",
) -> str:
    """A page of the release site: its table, and the telegram in two preformatted parts with the site's anchors."""
    marked = "\n".join(_anchored(line) for line in escape(body, quote=False).split("\n"))
    linked = marked.replace("PGOV", "<a href='/tag/PGOV_0.html'>PGOV</a>")
    table = f"""<table class='cable'>
<tr><th>Reference ID</th><th>Created</th><th>Released</th><th>Classification</th><th>Origin</th></tr>
<tr>
<td><a href='/cable/x.html'>{reference_id}</a></td>
<td><a href='/date/x.html'>{created}</a></td>
<td><a href='/reldate/x.html'>2011-02-10 12:12</a></td>
<td><a href='/classification/x.html' title='x'>{classification}</a></td>
<td><a href='/origin/x.html'>{origin}</a></td>
</tr>
</table>"""
    pres = "\n".join(f"<code><pre>{part}</pre></code>" for part in (_references(header), _references(linked)))
    return f"<?xml version='1.0'?>\n<html>\n<head></head>\n<body>\n<div>\n{table}\n{pres}\n</div>\n</body>\n</html>\n"


def _anchored(line: str) -> str:
    number = line.partition(".")[0]
    return f"<a id='par{number}' href='#par{number}'>¶</a>{line}" if number.isdigit() else line


def _references(text: str) -> str:
    return text.replace("\n", "&#x000A;")


def listing() -> str:
    """A page of the site that lists cables and holds none."""
    rows = "".join(f"<tr><td><a href='/cable/2007/02/07MEXICO{n}.html'>07MEXICO{n}</a></td></tr>" for n in range(9))
    return f"<!DOCTYPE html>\n<html>\n<body>\n<table class='cable'>{rows}</table>\n</body>\n</html>\n"


def saved_page() -> str:
    """The same page saved as text, with notes for links and Markdown's escapes."""
    body = BODY.replace("PGOV SNAR MX", "[PGOV](#) [SNAR](#) [MX](#)").replace("12 sacks", "US\\$12 of sacks")
    return f"""
Community resources

[Follow us](#)

Viewing cable 07MEXICO412, A QUIET HARBOUR

Reference ID\tCreated\tReleased\tClassification\tOrigin
07MEXICO412\t2007-02-14 16:22\t2011-08-30 01:44\tCONFIDENTIAL\tEmbassy Mexico

Appears in these articles:

<http://example.org/notas/harbour>

{HEADER}
{body}"""


SCOOP = """\
Home | News

Cablegate: A Quiet Harbour

DE RUEHME #0412/01 0451622
R 141622Z FEB 07




E.O. 12958: N/A

REF: A. (A) 06 MEXICO 6877

1. (SBU) Two boats left the harbour and only one came back.

The Town

2. (U) The town says little.

Visit Mexico City's Classified Web Site at and the Harbour
Blog at /

© Scoop Media

World Headlines

3. More on boats
"""


def dump_row(number: int, reference_id: str, *, header: str = HEADER, body: str = BODY, references: str = "") -> str:
    """A row of the dump, quotes inside fields escaped by backslashes."""
    fields = (str(number), "2/14/2007 16:22", reference_id, "Embassy Mexico", "CONFIDENTIAL", references, header, body)
    return ",".join('"' + field.replace("\\", "\\\\").replace('"', '\\"') + '"' for field in fields) + "\n"


def file(text: str | bytes, name: str = "a.html") -> RawFile:
    """A file of these contents."""
    return RawFile(Path(name), text if isinstance(text, bytes) else text.encode())


def cable(text: str) -> Cable:
    """The one cable of a text."""
    (only,) = read(file(text)).cables
    return only


def telegram(paragraphs: str, *, subject: str = "A QUIET HARBOUR") -> str:
    """A whole telegram with these paragraphs."""
    return (
        f"{HEADER}\nUNCLAS MEXICO 000412\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: PGOV\nSUBJECT: {subject}\n\n{paragraphs}"
    )
