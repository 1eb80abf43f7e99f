"""What publishing asks of the read models, piece by piece: nobody holds all that is published at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from feeds.filing import Item
    from feeds.pages.rows import Beside, Person
    from feeds.rows import (
        CableState,
        CartelState,
        Coverage,
        Development,
        IncidentState,
        OperationState,
        ParagraphState,
        RecordedCable,
        ReportState,
    )
    from feeds.summaries import Sum
    from tracker.types import ReferenceId

Changes = Mapping[str, Collection[str]]
"""The keys of what changed, by kind: the kinds of `read.changes`."""


class Source(Protocol):
    """One state of the log, as the read models show it. Ids are text; what is asked for and not there is left out."""

    def seen(self) -> str:
        """What `changes` is asked with the next time."""

    def changes(self, seen: str) -> Changes | None:
        """What changed since another source told `seen`; None where that cannot be told."""

    def cartels(self) -> Sequence[CartelState]:
        """All groups, in the order of their slugs."""

    def operations(self) -> Sequence[OperationState]:
        """All operations, in the order of their slugs."""

    def coverage(self) -> Coverage:
        """How much has been read."""

    def items(self, keys: Collection[str] | None = None) -> Iterator[Item]:
        """All developments as items of news, in their order; or these."""

    def order(self, keys: Collection[str]) -> Mapping[str, str]:
        """By what these developments and summaries are sorted as they came."""

    def developments(self, keys: Collection[str]) -> list[Development]:
        """These developments; a summary is none."""

    def about(self, report_ids: Collection[str]) -> list[Development]:
        """The developments about these reports."""

    def of_incidents(self, incident_ids: Collection[str]) -> list[Development]:
        """The developments that belong to these incidents by now."""

    def touched(self, changes: Changes) -> set[str]:
        """The developments and summaries that show something else now, those that are gone left out."""

    def sums(self, keys: Collection[str]) -> list[Sum]:
        """These summaries."""

    def summaries(self) -> list[str]:
        """The ids of all summaries."""

    def incident_ids(self) -> Iterator[str]:
        """The ids of all incidents, those withdrawn too."""

    def incidents(self, incident_ids: Collection[str]) -> list[IncidentState]:
        """These incidents."""

    def telling(self, report_ids: Collection[str]) -> list[IncidentState]:
        """The incidents that these reports belong to."""

    def listed(self, topic: str, limit: int) -> tuple[list[str], int]:
        """The ids of the latest standing incidents of a topic, those without a date last; how many there are in all."""

    def report_ids(self) -> Iterator[str]:
        """The ids of all reports, those withdrawn too."""

    def reports(self, report_ids: Collection[str]) -> list[ReportState]:
        """These reports, in the order of the log."""

    def reports_of(self, reference_ids: Collection[str]) -> list[ReportState]:
        """All reports of these cables, in the order of the log."""

    def cable_ids(self, *, told: bool) -> Iterator[str]:
        """All cables; or those with reports, and those that these refer to (`told`)."""

    def with_pages(self, reference_ids: Collection[str], *, told: bool) -> set[str]:
        """Those of these cables that `cable_ids` gives."""

    def cited(self, reference_ids: Collection[str]) -> set[str]:
        """The recorded cables that these refer to."""

    def citing(self, reference_ids: Collection[str]) -> set[str]:
        """The cables that refer to one of these."""

    def referring(self, reference_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The cables that refer to each of these, in the order of their reference IDs."""

    def cables(self, reference_ids: Collection[str]) -> list[CableState]:
        """The headers of these cables."""

    def cable_items(self, keys: Collection[str] | None = None) -> Iterator[Item]:
        """All cables as items of the feed of new cables, as they were recorded; or these."""

    def recorded_cables(self, keys: Collection[str]) -> list[RecordedCable]:
        """These cables, as that feed tells of them."""

    def paragraphs(self, reference_ids: Sequence[ReferenceId]) -> Mapping[ReferenceId, Sequence[ParagraphState]]:
        """The paragraphs of each of these cables, in the order of the document."""

    def beside_topics(self, keys: Collection[str]) -> Beside:
        """What the pages of these topics show beside their feeds."""

    def parted(self, report_ids: Collection[str]) -> set[str]:
        """The incidents of all reports that somebody held apart from one of these, or holds apart no longer."""

    def beside_incidents(self, incident_ids: Collection[str]) -> Beside:
        """What the pages of these incidents show beside their reports."""

    def beside_reports(self, report_ids: Collection[str]) -> Beside:
        """What these reports are cited with."""

    def beside_cables(self, reference_ids: Collection[str]) -> Beside:
        """What the pages of these cables show beside their texts."""

    def beside_persons(self, slugs: Collection[str]) -> Beside:
        """What the pages of these people show beside what is told of them."""

    def joined_operations(self) -> set[str]:
        """The slugs of the operations that somebody ever held to be others."""

    def pictures(self) -> Beside:
        """What the front page draws."""

    def person_slugs(self) -> list[str]:
        """The slugs of all people with a page, by name."""

    def touched_people(self, person_ids: Collection[str], report_ids: Collection[str]) -> set[str]:
        """The slugs of the people with these ids, and of those whom these reports name."""

    def noted_people(self, mentions: Collection[str]) -> set[str]:
        """The slugs of the people whom these mentions name."""

    def people(self, slugs: Collection[str]) -> list[Person]:
        """These people, by name."""
