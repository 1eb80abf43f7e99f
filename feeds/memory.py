"""A snapshot in memory as what publishing asks of the read models: for previews and tests, a few thousand rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from feeds import topics
from feeds.filing import Item, cable_item
from feeds.pages.rows import Beside
from feeds.pages.views import latest_first
from feeds.rows import Coverage, RecordedCable
from feeds.summaries import Sum, summed
from feeds.topics import Family, kind_slug

if TYPE_CHECKING:
    from feeds.pages.rows import Person
    from feeds.rows import (
        CableState,
        CartelState,
        Development,
        IncidentState,
        News,
        OperationState,
        ParagraphState,
        ReportState,
        Snapshot,
    )
    from feeds.source import Changes
    from tracker.types import ReferenceId


class SnapshotSource:
    """What a snapshot holds (a `feeds.source.Source`): all of it is always new."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._developments = sorted(snapshot.developments, key=topics.order)

    def seen(self) -> str:
        """Nothing that could be compared."""
        return ""

    def changes(self, _: str) -> Changes | None:
        """Nobody can tell."""
        return None

    def cartels(self) -> Sequence[CartelState]:
        """All groups."""
        return self._snapshot.cartels

    def operations(self) -> Sequence[OperationState]:
        """All operations."""
        return self._snapshot.operations

    def coverage(self) -> Coverage:
        """How much has been read."""
        told = {report.reference_id for report in self._snapshot.reports if not report.withdrawn}
        cables = self._snapshot.cables
        standing = [row for row in self._snapshot.incidents if not row.withdrawn]
        counts = Counter(f"{Family.KINDS}/{kind_slug(row.kind)}" for row in standing)
        counts += Counter(f"{Family.STATES}/{code}" for row in standing for code in row.states)
        return Coverage(
            cables=len(cables),
            partial=sum(cable.partial for cable in cables),
            eventless=sum(cable.reference_id not in told for cable in cables),
            reports=sum(not report.withdrawn for report in self._snapshot.reports),
            incidents=len(standing),
            standing=dict(counts),
        )

    def items(self, keys: Collection[str] | None = None) -> Iterator[Item]:
        """All developments as items of news, in their order; or these."""
        for row in self._developments:
            if keys is None or str(row.development_id) in keys:
                yield _item(row)

    def order(self, keys: Collection[str]) -> Mapping[str, str]:
        """By what these developments and summaries are sorted."""
        rows = ((str(row.development_id), row.published_at, row.development_id) for row in self._news())
        return {key: topics.order_key(moment, identity) for key, moment, identity in rows if key in keys}

    def developments(self, keys: Collection[str]) -> list[Development]:
        """These developments."""
        return [row for row in self._developments if str(row.development_id) in keys]

    def about(self, report_ids: Collection[str]) -> list[Development]:
        """The developments about these reports."""
        return [row for row in self._developments if any(str(each) in report_ids for each in row.report_ids)]

    def of_incidents(self, incident_ids: Collection[str]) -> list[Development]:
        """The developments that belong to these incidents."""
        return [row for row in self._developments if str(row.incident_id) in incident_ids]

    def touched(self, _: Changes) -> set[str]:
        """All developments and summaries."""
        return {str(row.development_id) for row in self._news()}

    def sums(self, keys: Collection[str]) -> list[Sum]:
        """These summaries."""
        return [
            summed(each, [row for row in self._developments if row.summary_id == each.development_id])
            for each in self._snapshot.summaries
            if str(each.development_id) in keys
        ]

    def summaries(self) -> list[str]:
        """The ids of all summaries."""
        return [str(each.development_id) for each in self._snapshot.summaries]

    def incident_ids(self) -> Iterator[str]:
        """The ids of all incidents."""
        return (str(row.incident_id) for row in self._snapshot.incidents)

    def incidents(self, incident_ids: Collection[str]) -> list[IncidentState]:
        """These incidents."""
        return [row for row in self._snapshot.incidents if str(row.incident_id) in incident_ids]

    def telling(self, report_ids: Collection[str]) -> list[IncidentState]:
        """The incidents that these reports belong to."""
        return [row for row in self._snapshot.incidents if any(str(each) in report_ids for each in row.report_ids)]

    def listed(self, topic: str, limit: int) -> tuple[list[str], int]:
        """The ids of the latest standing incidents of a topic, and how many there are."""
        family, _, slug = topic.partition("/")
        found = [
            row
            for row in self._snapshot.incidents
            if (family == "cartels" and slug in row.cartels)
            or (family == "operations" and slug == row.operation)
            or (family == "states" and slug in row.states)
            or (family == "kinds" and slug == row.kind.replace("_", "-"))
        ]
        standing = latest_first(found)
        return [str(row.incident_id) for row in standing[:limit]], len(standing)

    def report_ids(self) -> Iterator[str]:
        """The ids of all reports."""
        return (str(row.report_id) for row in self._snapshot.reports)

    def reports(self, report_ids: Collection[str]) -> list[ReportState]:
        """These reports."""
        return [row for row in self._snapshot.reports if str(row.report_id) in report_ids]

    def reports_of(self, reference_ids: Collection[str]) -> list[ReportState]:
        """All reports of these cables."""
        return [row for row in self._snapshot.reports if row.reference_id in reference_ids]

    def cable_ids(self, *, told: bool) -> Iterator[str]:
        """All cables; or those with reports, and those that these refer to."""
        with_reports = {row.reference_id for row in self._snapshot.reports}
        cited = {
            each for row in self._snapshot.cables if row.reference_id in with_reports for each in row.reference_ids
        }
        for row in self._snapshot.cables:
            if not told or row.reference_id in with_reports or row.reference_id in cited:
                yield row.reference_id

    def with_pages(self, reference_ids: Collection[str], *, told: bool) -> set[str]:
        """Those of these cables that `cable_ids` gives."""
        return {key for key in self.cable_ids(told=told) if key in reference_ids}

    def cited(self, reference_ids: Collection[str]) -> set[str]:
        """The recorded cables that these refer to."""
        recorded = {row.reference_id for row in self._snapshot.cables}
        return {each for row in self.cables(reference_ids) for each in row.reference_ids if each in recorded}

    def citing(self, reference_ids: Collection[str]) -> set[str]:
        """The cables that refer to one of these."""
        return {
            row.reference_id
            for row in self._snapshot.cables
            if any(each in reference_ids for each in row.reference_ids)
        }

    def referring(self, reference_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The cables that refer to each of these."""
        return {
            key: [row.reference_id for row in self._snapshot.cables if key in row.reference_ids]
            for key in reference_ids
        }

    def cables(self, reference_ids: Collection[str]) -> list[CableState]:
        """The headers of these cables."""
        return [row for row in self._snapshot.cables if row.reference_id in reference_ids]

    def cable_items(self, keys: Collection[str] | None = None) -> Iterator[Item]:
        """All cables as items of the feed of new cables, as they were recorded; or these."""
        rows = sorted(self._snapshot.cables, key=lambda row: (row.recorded_at, row.reference_id))
        wanted = (row for row in rows if keys is None or row.reference_id in keys)
        return (cable_item(row.reference_id, row.recorded_at) for row in wanted)

    def recorded_cables(self, keys: Collection[str]) -> list[RecordedCable]:
        """These cables, as that feed tells of them."""
        return [
            RecordedCable(cable=row, position=row.position, log_hash=f"{row.position:064x}", changed_at=row.recorded_at)
            for row in self.cables(keys)
        ]

    def paragraphs(self, reference_ids: Sequence[ReferenceId]) -> Mapping[ReferenceId, Sequence[ParagraphState]]:
        """The paragraphs of each of these cables."""
        return self._snapshot.paragraphs.of(reference_ids)

    def beside_topics(self, _: Collection[str]) -> Beside:
        """Nothing: a snapshot has what feeds tell alone."""
        return Beside()

    def parted(self, _: Collection[str]) -> set[str]:
        """Of none: all is always written again."""
        return set()

    def beside_incidents(self, _: Collection[str]) -> Beside:
        """Nothing."""
        return Beside()

    def beside_reports(self, _: Collection[str]) -> Beside:
        """Nothing: a snapshot has no log to cite."""
        return Beside()

    def beside_cables(self, _: Collection[str]) -> Beside:
        """Nothing."""
        return Beside()

    def beside_persons(self, _: Collection[str]) -> Beside:
        """Nothing."""
        return Beside()

    def joined_operations(self) -> set[str]:
        """None: all is always written again."""
        return set()

    def pictures(self) -> Beside:
        """Nothing."""
        return Beside()

    def person_slugs(self) -> list[str]:
        """Nobody."""
        return []

    def touched_people(self, _: Collection[str], __: Collection[str]) -> set[str]:
        """Nobody."""
        return set()

    def noted_people(self, _: Collection[str]) -> set[str]:
        """Nobody."""
        return set()

    def people(self, _: Collection[str]) -> list[Person]:
        """Nobody."""
        return []

    def _news(self) -> list[News]:
        return [*self._developments, *self._snapshot.summaries]


def _item(row: Development) -> Item:
    """A development as an item of news."""
    return Item(
        key=str(row.development_id),
        order=topics.order_key(row.published_at, row.development_id),
        topics=tuple(topics.keys_of(row)),
        quiet=row.quiet,
        summary=str(row.summary_id) if row.summary_id else None,
    )
