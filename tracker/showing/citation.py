"""How a report or a cable is cited: what the source is, where in it, its words, and what the tracker makes of them.

Pure: the same citation gives the same bytes, and no clock is asked. A day of access is there where somebody gave it.
Quoted is the whole sentence: a few words out of one can say the opposite of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from tracker.cables.identifiers import post_of
from tracker.types import ReferenceId

if TYPE_CHECKING:
    from tracker.showing.rows import Cable, Report
    from tracker.types import JsonObject

GENRE = "Diplomatic cable"
_SHORT = 8
_HASH_SHOWN = 16
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Form(StrEnum):
    """The forms of a citation."""

    TEXT = "text"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """All that a citation says; of a cable as a whole there is no report, quote or extractor.

    `quote` is the sentence that the report rests on. `address` is None where the site has no public one. `log_hash` is
    the hash of the log at `position`, in hex.
    """

    reference_id: str
    subject: str
    author: str
    cable_date: datetime | None
    classification: str | None
    position: int
    log_hash: str
    report_id: UUID | None = None
    labels: tuple[str, ...] = ()
    marking: str | None = None
    quote: str | None = None
    extractor: str | None = None
    codebook: int | None = None
    review_status: str | None = None
    withdrawn: bool = False
    address: str | None = None
    accessed: date | None = None

    @property
    def key(self) -> str:
        """What the citation is called in a bibliography."""
        return f"cable-{self.reference_id}" + (f"-{str(self.report_id)[:_SHORT]}" if self.report_id else "")

    @property
    def locator(self) -> str:
        """Where in the cable: paragraphs and marking; empty where the paragraph has no number."""
        if not self.labels:
            return ""
        many = "paragraphs" if len(self.labels) > 1 else "paragraph"
        marking = f" ({self.marking})" if self.marking else ""
        return f"{many} {', '.join(self.labels)}{marking}"

    @property
    def reading(self) -> str:
        """Who read it and whether somebody checked that; empty of a cable as a whole."""
        if self.extractor is None:
            return ""
        codebook = f", codebook {self.codebook}" if self.codebook else ""
        checked = {"confirmed": "confirmed by a person", "corrected": "corrected by a person"}.get(
            self.review_status or "", "checked by nobody"
        )
        gone = "; withdrawn since" if self.withdrawn else ""
        return f"Read by extractor {self.extractor}{codebook}; {checked}{gone}."

    @property
    def anchor(self) -> str:
        """The place in the log that holds it, by which `tracker verify --anchor` finds any rewrite."""
        return f"{self.position}:{self.log_hash[:_HASH_SHOWN]}"


def of_report(report: Report, *, site: str | None = None, accessed: date | None = None) -> Citation:
    """The citation of a report, whose page is on the site of this base address."""
    return Citation(
        reference_id=report.reference_id,
        subject=report.subject,
        author=author(report.reference_id, report.origin),
        cable_date=report.cable_date,
        classification=report.classification,
        position=report.position,
        log_hash=report.log_hash,
        report_id=report.report_id,
        labels=tuple(label for label in report.labels if label),
        marking=report.marking,
        quote=report.passage or report.quote,
        extractor=report.extractor,
        codebook=report.codebook,
        review_status=report.review_status,
        withdrawn=report.withdrawn,
        address=f"{site.rstrip('/')}/reports/{report.report_id}" if site else None,
        accessed=accessed,
    )


def of_cable(cable: Cable, *, site: str | None = None, accessed: date | None = None) -> Citation:
    """The citation of a cable as a whole."""
    return Citation(
        reference_id=cable.reference_id,
        subject=cable.subject,
        author=author(cable.reference_id, cable.origin),
        cable_date=cable.cable_date,
        classification=cable.classification,
        position=cable.position,
        log_hash=cable.log_hash,
        address=f"{site.rstrip('/')}/cables/{cable.reference_id}" if site else None,
        accessed=accessed,
    )


def author(reference_id: str, origin: str | None) -> str:
    """The post that sent a cable: as the release names it, else as its reference ID tells."""
    post = post_of(ReferenceId(reference_id))
    return origin or (post.origin if post else "") or "United States Department of State"


def as_text(citation: Citation) -> str:
    """The citation as a footnote has it, in one line."""
    parts = [
        citation.author,
        f"“{citation.subject}”" if citation.subject else "",
        f"cable {citation.reference_id}",
        _day(citation.cable_date) if citation.cable_date else "",
        citation.classification or "",
        citation.locator,
    ]
    told = ", ".join(part for part in parts if part)
    told += f": {_quoted(citation.quote)}" if citation.quote else "."
    told += f" {citation.reading}" if citation.reading else ""
    told += f" {citation.address}" if citation.address else ""
    told += f" (accessed {_day(citation.accessed)})" if citation.accessed else ""
    return f"{told} [log {citation.anchor}]"


def as_bibtex(citation: Citation) -> str:
    """The citation as a BibTeX entry, in UTF-8."""
    created = citation.cable_date
    fields = {
        "author": f"{{{_latex(citation.author)}}}",
        "title": f"{{{_latex(citation.subject or citation.reference_id)}}}",
        "institution": _latex(citation.author),
        "type": GENRE,
        "number": _latex(citation.reference_id),
        "year": f"{created:%Y}" if created else "",
        "month": _MONTHS[created.month - 1][:3].lower() if created else "",
        "day": str(created.day) if created else "",
        "url": citation.address or "",
        "urldate": citation.accessed.isoformat() if citation.accessed else "",
        "pages": _latex(citation.locator),
        "version": _latex(citation.extractor or ""),
        "note": _latex(_note(citation)),
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items() if value]
    return f"@techreport{{{citation.key},\n" + ",\n".join(lines) + "\n}"


def as_csl_json(citation: Citation) -> JsonObject:
    """The citation as one item of CSL-JSON, as Zotero and pandoc read it (schema 1.0.2)."""
    item: JsonObject = {
        "id": citation.key,
        "type": "report",
        "author": [{"literal": citation.author}],
        "title": citation.subject or citation.reference_id,
        "number": citation.reference_id,
        "genre": GENRE,
        "note": _note(citation),
    }
    if citation.cable_date:
        item["issued"] = _date_parts(citation.cable_date)
    if citation.accessed:
        item["accessed"] = _date_parts(citation.accessed)
    for name, value in (("URL", citation.address), ("locator", citation.locator), ("version", citation.extractor)):
        if value:
            item[name] = value
    item["custom"] = {
        "report_id": str(citation.report_id) if citation.report_id else None,
        "paragraphs": list(citation.labels),
        "marking": citation.marking,
        "classification": citation.classification,
        "quote": citation.quote,
        "codebook": citation.codebook,
        "review_status": citation.review_status,
        "withdrawn": citation.withdrawn,
        "log_position": citation.position,
        "log_hash": citation.log_hash,
    }
    return item


def _note(citation: Citation) -> str:
    parts = [
        f"{citation.classification}." if citation.classification else "",
        _quoted(citation.quote) if citation.quote else "",
        citation.reading,
        f"Log {citation.anchor}.",
    ]
    return " ".join(part for part in parts if part)


def _quoted(words: str) -> str:
    return f"“{words}”" + ("" if words.rstrip().endswith((".", "!", "?")) else ".")


def _day(value: date | datetime) -> str:
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def _date_parts(value: date | datetime) -> JsonObject:
    return {"date-parts": [[value.year, value.month, value.day]]}


def _latex(words: str) -> str:
    return words.translate(_LATEX)
