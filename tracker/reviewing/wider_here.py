"""What others decided beyond single reports, beside what is here: what it would be about, and what stands against it.

It is found anew each time that it is looked at, since events join and part meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from psycopg.rows import class_row

from tracker.accounts import account
from tracker.deciding.values import parse
from tracker.deciding.words import located, quoted
from tracker.decision_events import Subject
from tracker.errors import TrackerError
from tracker.log.log import Log
from tracker.reports import Kind
from tracker.reviewing.imports import Standing
from tracker.reviewing.matching import matched, words
from tracker.reviewing.widely_decided import Mention
from tracker.reviewing.wider import Wider, WiderKind
from tracker.showing.show import reading, report_ids, reports_of
from tracker.showing.subjects import Subject as Thing
from tracker.showing.subjects import SubjectKind, subject
from tracker.statements import statements
from tracker.types import ReferenceId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.database import Database
    from tracker.deciding.desk import Desk, Outcome
    from tracker.reviewing.matching import Told
    from tracker.showing.rows import Report
    from tracker.showing.show import Connection

_KINDS = {
    Subject.REPORT: SubjectKind.REPORT,
    Subject.INCIDENT: SubjectKind.INCIDENT,
    Subject.PERSON: SubjectKind.PERSON,
    Subject.OPERATION: SubjectKind.OPERATION,
    Subject.CABLE: SubjectKind.CABLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A decision of others, how it stands to what is here, and the things of ours that it is about.

    `parted` are the reports that are held apart, `against` what was decided otherwise here or stands there already.
    """

    decision: Wider
    standing: Standing
    about: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()
    against: str = ""

    @property
    def told(self) -> str:
        """It in a line, with what stands against it."""
        missing = "; what it is about is not here" if self.standing is Standing.UNMATCHED else ""
        return f"{self.decision.told}{missing}{f'; here {self.against}' if self.against else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joining:
    act: str
    actor: str
    reason: str | None
    subject_kind: str
    members: list[UUID]
    others: list[UUID]

    @property
    def told(self) -> str:
        return f"{self.actor} decided to {self.act}: {self.reason or 'no reason is recorded'}"


def placed(database: Database, decisions: Sequence[Wider]) -> list[Placed]:
    """Each decision beside what is here."""
    with reading(database.engine("reader")) as connection:
        here = _Here(connection, Log(database.engine("writer")))
        return [here.place(each) for each in decisions]


def accept(desk: Desk, one: Placed) -> Outcome:
    """Decide the same here. Raises DecisionError or NothingFoundError where that cannot be."""
    decision = one.decision
    match decision.kind:
        case WiderKind.ADD:
            (told,) = decision.reports
            found = desk.account(ReferenceId(told.reference_id))
            return desk.add(
                ReferenceId(told.reference_id),
                Kind(told.kind),
                quoted(found, told.quote),
                values=parse((f"{name}={value}" for name, value in decision.fields.items()), located(found)),
                reason=decision.here,
            )
        case WiderKind.ANNOTATE:
            return desk.annotate(one.about[0], decision.note, decision.url or None, reason=decision.here)
        case WiderKind.MERGE:
            return _merge(desk, one)
        case WiderKind.SEPARATE:
            separate = desk.separate_people if decision.subject is Subject.PERSON else desk.separate
            return separate(one.about[0], one.parted, reason=decision.here)


def _merge(desk: Desk, one: Placed) -> Outcome:
    match one.decision.subject:
        case Subject.PERSON:
            return desk.merge_people(one.about, reason=one.decision.here)
        case Subject.OPERATION:
            kept, *others = one.about
            return desk.merge_operations(others, kept, reason=one.decision.here)
        case _:
            return desk.merge(one.about, reason=one.decision.here)


class _Here:
    """What is here, asked for once a cable."""

    def __init__(self, connection: Connection, log: Log) -> None:
        self._connection = connection
        self._log = log
        self._reports: dict[str, list[Report]] = {}
        with connection.cursor(row_factory=class_row(_Joining)) as cursor:
            query = statements("tracker.reviewing", "decided.sql")["joining"]
            self._joining = cursor.execute(query.encode()).fetchall()

    def place(self, decision: Wider) -> Placed:
        """A decision beside what is here."""
        match decision.kind:
            case WiderKind.ADD:
                return self._addition(decision)
            case WiderKind.ANNOTATE:
                return self._note(decision)
            case WiderKind.MERGE | WiderKind.SEPARATE if decision.subject is Subject.PERSON:
                return self._people(decision)
            case WiderKind.MERGE if decision.subject is Subject.OPERATION:
                return self._operations(decision)
            case WiderKind.MERGE:
                return self._merging(decision)
            case WiderKind.SEPARATE:
                return self._separation(decision)

    def _addition(self, decision: Wider) -> Placed:
        (told,) = decision.reports
        about = (f"cables/{told.reference_id}",)
        ours = [each for each in self._of(told.reference_id) if each.kind == told.kind]
        for each in ours:
            if words(each.quote or "") == words(told.quote):
                if not each.withdrawn:
                    return Placed(decision=decision, standing=Standing.AGREED, about=about)
                against = f"report {each.report_id} was taken back: {each.withdrawn_reason or 'no reason is recorded'}"
                return Placed(decision=decision, standing=Standing.CONFLICT, about=about, against=against)
        try:
            quoted(account(self._log, ReferenceId(told.reference_id)), told.quote)
            Kind(told.kind)
        except (TrackerError, ValueError):
            return Placed(decision=decision, standing=Standing.UNMATCHED)
        beside = matched(told, [each for each in ours if not each.withdrawn])
        against = f"report {beside.report_id} is told by the same words" if beside else ""
        return Placed(decision=decision, standing=Standing.WAITING, about=about, against=against)

    def _note(self, decision: Wider) -> Placed:
        assert decision.subject
        named = decision.key
        if decision.subject is Subject.PERSON and decision.reports:
            people = {each.slug for each in self._named(decision.reports)}
            if len(people) != 1:
                return Placed(decision=decision, standing=Standing.UNMATCHED)
            (named,) = people
        elif decision.reports:
            found = self._matching(decision.reports)
            if not found:
                return Placed(decision=decision, standing=Standing.UNMATCHED)
            named = str(found[0].incident_id if decision.subject is Subject.INCIDENT else found[0].report_id)
        try:
            one = subject(self._connection, named, _KINDS[decision.subject])
        except TrackerError:
            return Placed(decision=decision, standing=Standing.UNMATCHED)
        query = statements("tracker.reviewing", "decided.sql")["noted"]
        known = self._connection.execute(
            query.encode(),
            {"kind": str(decision.subject), "key": one.key, "note": decision.note, "url": decision.url},
        ).fetchall()
        standing = Standing.AGREED if known else Standing.WAITING
        return Placed(decision=decision, standing=standing, about=(f"{one.kind}/{one.key}",))

    def _merging(self, decision: Wider) -> Placed:
        found = self._matching(decision.reports)
        incidents = tuple(dict.fromkeys(f"incidents/{each.incident_id}" for each in found))
        if len(found) < len(decision.reports):
            # Not all of what they joined is here: what is can still be joined.
            if len(incidents) <= 1:
                return Placed(decision=decision, standing=Standing.UNMATCHED)
        elif len(incidents) == 1:
            return Placed(decision=decision, standing=Standing.AGREED, about=incidents)
        ids = {each.report_id for each in found}
        parted = [each for each in self._joining if ids & {*each.members} and ids & {*each.others}]
        return self._joined(decision, incidents, against=parted)

    def _separation(self, decision: Wider) -> Placed:
        parted, others = self._matching(decision.reports), self._matching(decision.others)
        if not parted or not others:
            return Placed(decision=decision, standing=Standing.UNMATCHED)
        shared = {each.incident_id for each in parted} & {each.incident_id for each in others}
        if not shared:
            return Placed(decision=decision, standing=Standing.AGREED)
        incident = min(shared)
        apart = tuple(str(each.report_id) for each in parted if each.incident_id == incident)
        ids, rest = {each.report_id for each in parted}, {each.report_id for each in others}
        return self._joined(decision, (f"incidents/{incident}",), parted=apart, against=self._holding(ids, rest))

    def _people(self, decision: Wider) -> Placed:
        found, others = self._named(decision.reports), self._named(decision.others)
        ids, rest = {each.mention_id for each in found}, {each.mention_id for each in others}
        people = tuple(dict.fromkeys(f"people/{each.slug}" for each in found))
        if decision.kind is WiderKind.SEPARATE:
            if not found or not others:
                return Placed(decision=decision, standing=Standing.UNMATCHED)
            shared = {each.slug for each in found} & {each.slug for each in others}
            if not shared:
                return Placed(decision=decision, standing=Standing.AGREED)
            person = min(shared)
            apart = tuple(str(each.report_id) for each in found if each.slug == person)
            return self._joined(decision, (f"people/{person}",), parted=apart, against=self._holding(ids, rest))
        if len(people) == 1 and len(found) == len(decision.reports):
            return Placed(decision=decision, standing=Standing.AGREED, about=people)
        if len(people) <= 1:
            return Placed(decision=decision, standing=Standing.UNMATCHED)
        against = [each for each in self._joining if ids & {*each.members} and ids & {*each.others}]
        return self._joined(decision, people, against=against)

    def _operations(self, decision: Wider) -> Placed:
        if self._are_one(decision.operations):
            # Those that gave up their names are found no more.
            about = tuple(f"operations/{each}" for each in decision.operations)
            return Placed(decision=decision, standing=Standing.AGREED, about=about)
        try:
            found = [subject(self._connection, each, SubjectKind.OPERATION).key for each in decision.operations]
        except TrackerError:
            return Placed(decision=decision, standing=Standing.UNMATCHED)
        about = tuple(f"operations/{each}" for each in dict.fromkeys(found))
        return Placed(
            decision=decision, standing=Standing.AGREED if self._are_one(found) else Standing.WAITING, about=about
        )

    def _are_one(self, slugs: Sequence[str]) -> bool:
        """Whether somebody has decided here that these operations are one."""
        query = statements("tracker.reviewing", "decided.sql")["operations"]
        return self._connection.execute(query.encode(), {"slugs": list(slugs)}).fetchone() is not None

    def _holding(self, some: set[UUID], others: set[UUID]) -> list[_Joining]:
        """What holds some together with others."""
        return [
            each for each in self._joining if not each.others and some & {*each.members} and others & {*each.members}
        ]

    def _named(self, told: Sequence[Told]) -> list[Mention]:
        """Whom our reports name, of those that they name in theirs."""
        query = statements("tracker.reviewing", "decided.sql")["named"]
        found = []
        for each in told:
            for report in self._matching([each]):
                with self._connection.cursor(row_factory=class_row(Mention)) as cursor:
                    mentions = cursor.execute(query.encode(), {"report": report.report_id}).fetchall()
                found += [mention for mention in mentions if words(mention.name) == words(each.name)]
        return found

    @staticmethod
    def _joined(
        decision: Wider, about: tuple[str, ...], *, parted: tuple[str, ...] = (), against: Sequence[_Joining]
    ) -> Placed:
        return Placed(
            decision=decision,
            standing=Standing.CONFLICT if against else Standing.WAITING,
            about=about,
            parted=parted,
            against="; ".join(each.told for each in against),
        )

    def _matching(self, told: Sequence[Told]) -> list[Report]:
        """The reports of ours that stand, of those that they name."""
        found = (matched(each, self._of(each.reference_id)) for each in told)
        return [each for each in found if each and not each.withdrawn]

    def _of(self, reference_id: str) -> list[Report]:
        if reference_id not in self._reports:
            ids = report_ids(self._connection, Thing(SubjectKind.CABLE, reference_id, ""))
            self._reports[reference_id] = reports_of(self._connection, ids)
        return self._reports[reference_id]
