"""The feed of new cables, in the order in which they were recorded, each an entry with an id for ever. Pure.

It says what a reader wants to know before opening a cable; what the cables tell of events is in the other feeds. Of a
large release readers poll the newest cables only, so that it floods nobody: the others are in the archives.
"""

from __future__ import annotations

from datetime import UTC

from markupsafe import Markup

from feeds import wording
from feeds.entries import Category, Entry, Link
from feeds.pages.states import cable_fields
from feeds.pages.views import News
from feeds.rows import CableState, RecordedCable
from feeds.site import Site, cable_address
from feeds.topics import Family, new_cables

_LONGEST = 240


def entry(told: RecordedCable, site: Site, *, has_page: bool = True) -> Entry:
    """The entry of a cable; of one without a page it leads to the list of the newest."""
    header = told.cable
    address = _address(told, has_page=has_page)
    return Entry(
        id=site.tag(f"cable/{header.reference_id}"),
        title=title(told),
        body=_body(told, site.absolute(address)),
        published=header.recorded_at.astimezone(UTC),
        updated=max(told.changed_at, header.recorded_at).astimezone(UTC),
        links=(Link("alternate", site.absolute(address), "text/html"),),
        categories=tuple(
            Category(site.tag("tags"), wording.plain(tag), wording.plain(tag)) for tag in header.tags if tag.strip()
        ),
        replies=(),
        position=told.position,
        log_hash=told.log_hash,
    )


def title(told: RecordedCable) -> str:
    """The title of a cable's entry: its subject, who sent it when, and its reference ID at the end."""
    subject = wording.plain(told.cable.subject or "")
    return _titled(f"{wording.word('new_cable')}: {subject}" if subject else wording.word("new_cable"), told.cable)


def _titled(opening: str, header: CableState) -> str:
    sent = wording.day(header.cable_date.astimezone(UTC)) if header.cable_date else ""
    parts = (wording.plain(header.origin or ""), sent, header.reference_id)
    end = f" ({', '.join(part for part in parts if part)})"
    return wording.shortened(opening, _LONGEST - len(end)) + end


def news(told: RecordedCable, *, has_page: bool = True) -> News:
    """A cable as the pages list it: under a heading that says that it is new, so its title does not."""
    header = told.cable
    return News(
        anchor=f"cable-{header.reference_id}",
        title=_titled(wording.plain(header.subject or "") or wording.word("new_cable"), header),
        href=_address(told, has_page=has_page),
        kind=wording.words("heading", Family.CABLES),
        published=header.recorded_at.astimezone(UTC),
        source=None,
        names_people=False,
        struck=False,
        struck_title=False,
        reason="",
        later_title="",
        later_href="",
    )


def _address(told: RecordedCable, *, has_page: bool) -> str:
    return cable_address(told.cable.reference_id) if has_page else new_cables().page


def _body(told: RecordedCable, address: str) -> str:
    rows = Markup("").join(
        Markup("<li>{}: {}</li>").format(field.label, wording.shortened(field.value, 300))
        for field in cable_fields(told.cable)
    )
    link = Markup('<p><a href="{}">{}</a></p>').format(address, told.cable.reference_id)
    subject = wording.shortened(wording.plain(told.cable.subject or ""), 600)
    heading = Markup("<p>{}</p>").format(subject) if subject else Markup("")
    return str(heading + (Markup("<ul>{}</ul>").format(rows) if rows else Markup("")) + link)
