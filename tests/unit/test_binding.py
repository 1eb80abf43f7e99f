"""The law of decisions: whatever people decide and undo, and however often the machine reads otherwise, in any order.

Every field that a person set reads as set, nothing retracted or withheld comes back, nothing confirmed, corrected or
added is withdrawn, a disagreement is recorded once, and the stream folded anew gives the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.accounts import Account, cable_stream, placed
from tracker.binding import Rereading
from tracker.deciding import reports as acts
from tracker.deciding.plans import DecisionError
from tracker.deciding.restoring import restore_reports
from tracker.decision_events import Ground, ReportReread, Standing
from tracker.event import Event
from tracker.events import to_body
from tracker.log.documents import divide
from tracker.log.recorded import Recorded
from tracker.reconciliation import Read
from tracker.report_states import Reading, ReportState, ReportStates, states
from tracker.reports import Evidence, Kind, Report
from tracker.types import DecisionId, DocumentId, EventId, Position, ReferenceId, ReportId, Span, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.deciding.plans import Plan

CABLE = ReferenceId("07MEXICO1")
PASSAGES = (
    "On Monday federal police in Reynosa detained some members of a gang near the bridge.",
    "Soldiers later held several gunmen at a roadblock outside the town of Camargo.",
)
TEXTS = (
    "\n".join(PASSAGES),
    "A further line stands before all that was told so far.\n" + "\nAnd one more between.\n".join(PASSAGES),
)
DOCUMENTS = tuple(
    divide(DocumentId(UUID(int=nth + 1)), CABLE, nth + 1, subject="", text=text, boundaries=[0])
    for nth, text in enumerate(TEXTS)
)
BY_ID = {document.document_id: document for document in DOCUMENTS}
FIELDS = ("count", "certain", "cartels")

told_values = st.fixed_dictionaries(
    {
        "count": st.sampled_from([None, 3, 4, 5]),
        "certain": st.booleans(),
        "cartels": st.sampled_from([(), ("gulf",), ("zetas",)]),
    }
)


@dataclass(frozen=True)
class Reread:
    """A re-reading: in which text, and of each passage the readings, with what their quotes leave out."""

    text: int
    readings: tuple[tuple[tuple[int, dict[str, object]], ...], ...]


@dataclass(frozen=True)
class Decide:
    """A decision on one of the reports there are: which act, on which, and the fields that a correction sets."""

    act: str
    which: int
    values: dict[str, object]


@dataclass(frozen=True)
class Undo:
    """One of the decisions that were made is undone."""

    which: int


def rereadings(texts: int) -> st.SearchStrategy[Reread]:
    readings = st.lists(st.tuples(st.integers(0, 6), told_values), max_size=2).map(tuple)
    return st.builds(Reread, st.integers(0, texts - 1), st.tuples(readings, readings))


decisions = st.builds(
    Decide,
    st.sampled_from(["confirm", "correct", "correct", "retract", "withhold"]),
    st.integers(0, 5),
    told_values.flatmap(
        lambda values: st.sets(st.sampled_from(FIELDS), min_size=1).map(
            lambda some: {each: values[each] for each in some}
        )
    ),
)
steps = st.lists(
    st.one_of(rereadings(len(TEXTS)), decisions, decisions, st.builds(Undo, st.integers(0, 5))), max_size=14
)


@dataclass
class Act:
    """What the test remembers of a decision by itself."""

    decision_id: DecisionId
    act: str
    report_id: ReportId
    expected: dict[str, object]


@dataclass
class World:
    """A cable's stream, and what the test expects of it."""

    events: list[Recorded] = field(default_factory=list)
    folded: ReportStates = field(default_factory=ReportStates)
    earlier: Counter[tuple[str, str]] = field(default_factory=Counter)
    made: list[Act] = field(default_factory=list)

    @property
    def reports(self) -> dict[ReportId, ReportState]:
        return self.folded.by_id

    def append(self, subject: str, event: Event) -> None:
        position = Position(len(self.events) + 1)
        self.earlier[subject, event.type()] += 1
        recorded = Recorded(
            position,
            position,
            cable_stream(CABLE),
            Version(position),
            EventId(uuid5(UUID(int=0), str(position))),
            event.type(),
            event.SCHEMA_VERSION,
            "Ana",
            None,
            None,
            datetime(2020, 1, 1, tzinfo=UTC),
            to_body(event),
            b"",
        )
        self.events.append(recorded)
        self.folded.take(recorded, recorded.event)

    def account(self) -> Account:
        return Account(
            version=Version(len(self.events)),
            reports=dict(self.reports),
            earlier=Counter(self.earlier),
            document=DOCUMENTS[0],
        )

    def record(self, plan: Plan) -> None:
        for entry in plan.entries:
            assert entry.earlier == self.earlier[entry.subject, entry.event.type()]
            self.append(entry.subject, entry.event)

    def told(self) -> frozenset[ReportId]:
        return frozenset(each for each, state in self.reports.items() if state.standing is Standing.TOLD)


def worded(reading: Reading) -> Read:
    text = BY_ID[reading.document_id].text

    def words(span: Span) -> str:
        return " ".join(text[span.start : span.end].split())

    return Read(reading.report, reading.document_id, words(reading.report.quote), words)


def found(step: Reread) -> list[Read]:
    text, document_id = TEXTS[step.text], DOCUMENTS[step.text].document_id
    reads = []
    for passage, readings in zip(PASSAGES, step.readings, strict=True):
        start = text.index(passage)
        for left_out, values in readings:
            quote = Span(start + left_out, start + 40)
            report = Report(kind=Kind.ARREST, quote=quote, evidence=(Evidence(1, Span(start, start + len(passage))),))
            read = replace(report, **values)  # type: ignore[arg-type]  # as the strategy makes them
            reads.append(worded(Reading(read, document_id, "9", 1)))
    return reads


def reread(world: World, step: Reread) -> list[Event]:
    rereading = Rereading(CABLE, DOCUMENTS[step.text].document_id, "9", partial(placed, BY_ID), worded)
    made = list(rereading.events(world.reports, found(step), reason="read again"))
    for report_id, event in made:
        world.append(str(report_id), event)
    return [event for _, event in made]


def decide(world: World, step: Decide) -> None:
    if not world.reports:
        return
    report_id = sorted(world.reports)[step.which % len(world.reports)]
    before = len(world.events)
    try:
        subject = acts.Subject(world.account(), CABLE, report_id, None)
        match step.act:
            case "confirm":
                plan = acts.confirm(subject, "why")
            case "correct":
                plan = acts.correct(subject, step.values, "why")
            case "retract":
                plan = acts.retract(subject, "why")
            case _:
                plan = acts.withhold(subject, Ground.LAW, "why")
    except DecisionError:
        return
    world.record(plan)
    assert (len(world.events) == before) == (plan.already is not None)
    if plan.entries:
        report = world.reports[report_id].told.report
        expected = {"confirm": {name: getattr(report, name) for name in FIELDS}, "correct": step.values}.get(
            step.act, {}
        )
        world.made.append(Act(plan.decision_id, step.act, report_id, dict(expected)))
        again = acts.Subject(world.account(), CABLE, report_id, None)
        if step.act in {"retract", "withhold"}:
            assert (
                acts.retract(again, "why") if step.act == "retract" else acts.withhold(again, Ground.LAW, "why")
            ).already


def undo(world: World, step: Undo) -> None:
    if not world.made:
        return
    act = world.made.pop(step.which % len(world.made))
    subjects = [acts.Subject(world.account(), CABLE, each, None) for each in world.reports]
    plan = restore_reports(act.decision_id, subjects, "why", place=partial(placed, BY_ID))
    assert len(plan.entries) == 1
    world.record(plan)


def passage_of(state: ReportState) -> int:
    text = BY_ID[state.told.document_id].text
    return next(
        nth for nth, passage in enumerate(PASSAGES) if text.index(passage) == state.told.report.evidence[0].span.start
    )


def check(world: World, added: frozenset[ReportId]) -> None:
    """What holds whatever happened; `added` are the reports that are told since the step before."""
    for report_id, state in world.reports.items():
        mine = [act for act in world.made if act.report_id == report_id]
        kinds = {act.act for act in mine}
        expected: dict[str, object] = {}
        for act in mine:
            expected |= act.expected
        for name, value in expected.items():
            assert getattr(state.told.report, name) == value, (name, value)
        if "withhold" in kinds:
            assert state.standing is Standing.WITHHELD
        elif "retract" in kinds:
            assert state.standing is Standing.RETRACTED
        elif kinds & {"confirm", "correct"}:
            assert state.standing is Standing.TOLD
        if kinds & {"retract", "withhold"}:
            for each in added - {report_id}:
                assert passage_of(world.reports[each]) != passage_of(state), "what was retracted came back"
    assert states(world.events) == world.reports


@settings(max_examples=200, deadline=None)
@given(rereadings(1), steps)
def test_decisions_outlive_any_re_reading(first: Reread, then: Sequence[Reread | Decide | Undo]) -> None:
    world = World()
    for step in (first, *then):
        before = world.told()
        if isinstance(step, Reread):
            reread(world, step)
            check(world, world.told() - before)
            assert reread(world, step) == [], "a disagreement is recorded once"
        elif isinstance(step, Decide):
            decide(world, step)
            check(world, frozenset())
        else:
            undo(world, step)
            check(world, frozenset())


def begun(values: dict[str, object]) -> tuple[World, ReportId]:
    world = World()
    reread(world, Reread(0, (((0, values),), ())))
    (report_id,) = world.reports
    return world, report_id


def only(world: World, values: dict[str, object], text: int = 0) -> Iterable[Event]:
    return reread(world, Reread(text, (((2, values),), ())))


ALL = {"count": 4, "certain": True, "cartels": ("gulf",)}


def test_a_disagreement_names_the_fields_and_the_decisions() -> None:
    world, report_id = begun(ALL)
    decide(world, Decide("correct", 0, {"count": 5}))
    events = list(only(world, {**ALL, "count": 3, "certain": False}))
    (disagreement,) = [event for event in events if isinstance(event, ReportReread)]
    assert (disagreement.fields, disagreement.disputed) == (("count",), (world.made[0].decision_id,))
    told = world.reports[report_id].told.report
    assert (told.count, told.certain) == (5, False)


def test_a_machine_that_comes_to_agree_is_recorded_without_a_dispute() -> None:
    world, report_id = begun(ALL)
    decide(world, Decide("correct", 0, {"count": 5}))
    (agreement,) = [event for event in only(world, {**ALL, "count": 5}) if isinstance(event, ReportReread)]
    assert (agreement.fields, agreement.disputed) == ((), ())
    undo(world, Undo(0))
    assert world.reports[report_id].told.report.count == 5


def test_what_a_person_set_moves_with_the_text() -> None:
    world, report_id = begun(ALL)
    decide(world, Decide("correct", 0, {"cartels": ("zetas",)}))
    list(only(world, {**ALL, "count": 3}, text=1))
    state = world.reports[report_id]
    assert state.told.document_id == DOCUMENTS[1].document_id
    assert (state.told.report.cartels, state.told.report.count) == (("zetas",), 3)
    (group,) = state.told.report.groups
    assert TEXTS[1][group.span.start :].startswith("On Monday")
