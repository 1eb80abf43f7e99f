"""`tracker cite`: how to cite a report, the reports of an incident, or a cable."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import problem, say
from tracker.cli.shown.sheet import harmless
from tracker.database import opened
from tracker.errors import CitationError
from tracker.showing.citation import Citation, Form, as_bibtex, as_csl_json, as_text, of_cable, of_report
from tracker.showing.rows import Cable, Incident, Report
from tracker.showing.show import show
from tracker.showing.subjects import SINGULAR

if TYPE_CHECKING:
    from datetime import date

    from tracker.showing.rows import Shown


def cite(
    asked: Annotated[
        str, typer.Argument(help="A report, an incident or a cable, as for `tracker show`.", metavar="ID")
    ],
    form: Annotated[Form, typer.Option("--format", help="The form of the citation.")] = Form.TEXT,
    accessed: Annotated[
        datetime | None,
        typer.Option("--accessed", formats=["%Y-%m-%d"], help="The day on which you read it.", show_default=False),
    ] = None,
    of_sample: OfSample = False,
) -> None:
    """Cite a report, the reports of an incident, or a cable.

    With reference ID, paragraph, marking and quote, the address of its page (where TRACKER_BASE_URL
    says that the site stands), the version of extractor and codebook, whether somebody checked it, and
    the log's position and hash, which `tracker verify --anchor` holds us to.

    Example: tracker cite 3f2a91c0 --format bibtex --accessed 2026-03-01
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        found = show(database.engine("reader"), asked)
    cited = citations(found, site=settings.base_url, accessed=accessed.date() if accessed else None)
    if settings.base_url is None:
        problem("the citation names no address: TRACKER_BASE_URL does not say where the site stands")
    if form is Form.CSL_JSON:
        say(json.dumps([as_csl_json(each) for each in cited], ensure_ascii=False, indent=2))
        return
    for each in cited:
        say(harmless(as_bibtex(each) if form is Form.BIBTEX else as_text(each)))


def citations(found: Shown, *, site: str | None, accessed: date | None = None) -> list[Citation]:
    """The citations of a thing; of an incident those of its reports that stand, or of all where none does.

    Raises CitationError for what is no source: a person, an operation, a group.
    """
    match found.thing:
        case Report():
            return [of_report(found.thing, site=site, accessed=accessed)]
        case Incident():
            standing = [each for each in found.reports if not each.withdrawn] or found.reports
            return [of_report(each, site=site, accessed=accessed) for each in standing]
        case Cable():
            return [of_cable(found.thing, site=site, accessed=accessed)]
        case _:
            kind = SINGULAR[found.subject.kind]
            raise CitationError(f"a {kind} is no source; `tracker show {found.subject.key}` lists the reports that are")
