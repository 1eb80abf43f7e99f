"""A review does what the keys say, takes the last act back, and loses nothing where it ends."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.unit.reviewing.deciding import REPORTS, Kept
from tracker.reviewing.acts import ActKind
from tracker.reviewing.proposals import Proposal
from tracker.reviewing.session import CHECKED, HELP, HELP_ON_PROPOSALS, Session, Task

if TYPE_CHECKING:
    from uuid import UUID


@dataclass
class Shown:
    position: int
    withdrawn: bool = False


@dataclass
class Scripted:
    """A reviewer who presses these keys and types these lines."""

    keys: str
    lines: list[str] = field(default_factory=list)
    gone: set[UUID] = field(default_factory=set)
    seen: list[tuple[UUID, bool]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    places: list[tuple[str, Proposal | None]] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._keys, self._lines = deque(self.keys), deque(self.lines)

    def show(self, report_id: UUID, place: str, proposal: Proposal | None, *, paragraphs: bool) -> Shown | None:
        self.seen.append((report_id, paragraphs))
        self.places.append((place, proposal))
        return None if report_id in self.gone else Shown(position=70 + REPORTS.index(report_id))  # type: ignore[arg-type]

    def tell(self, line: str) -> None:
        self.told.append(line)

    def key(self) -> str:
        return self._keys.popleft() if self._keys else ""

    def ask(self, prompt: str) -> str:
        self.prompts.append(prompt)
        return self._lines.popleft() if self._lines else ""


THEIRS = Proposal(
    kind=ActKind.CORRECT,
    fields={"count": "6"},
    reason="the annex says six",
    actor="Ana",
    origin="The Gazette",
    recorded_at="2026-03-01T10:00:00Z",
)


def session(screen: Scripted, deciding: Kept, proposal: Proposal | None = None) -> Session:
    return Session([Task(report, "new", proposal) for report in REPORTS], deciding, screen)


def test_each_key_does_one_thing_to_one_report() -> None:
    kept, screen = Kept(), Scripted("cers", ["count=6", " killed = 2 ", "", "as printed", "told twice"])
    done = session(screen, kept).run()
    acts = list(kept.acts.values())
    assert [(act.kind, act.report_id, act.reason) for act in acts] == [
        (ActKind.CONFIRM, REPORTS[0], CHECKED),
        (ActKind.CORRECT, REPORTS[1], "as printed"),
        (ActKind.RETRACT, REPORTS[2], "told twice"),
    ]
    assert acts[1].fields == {"count": "6", "killed": "2"}
    assert [act.seen for act in acts] == [70, 71, 72]
    assert screen.places[:2] == [("1 of 4, new", None), ("2 of 4, new", None)]
    assert screen.prompts[-1] == "Why is it to be retracted? "
    assert (done.recorded, done.skipped, done.left) == (3, 1, 0)


@pytest.mark.parametrize("keys", ["cq", "c"])
def test_a_review_ends_where_it_is_quit_or_nobody_answers_any_more(keys: str) -> None:
    kept = Kept()
    done = session(Scripted(keys), kept).run()
    assert kept.standing == [("confirm", REPORTS[0])]
    assert done.left == 3


def test_the_last_act_is_taken_back_and_its_report_shown_again() -> None:
    kept, screen = Kept(), Scripted("csuurq", ["it is another event"])
    done = session(screen, kept).run()
    assert len(kept.undone) == 1
    assert kept.standing == [("retract", REPORTS[0])]
    assert [report for report, _ in screen.seen] == [REPORTS[n] for n in (0, 1, 2, 1, 0, 1)]
    assert (done.decided, done.skipped, done.undone) == ({"confirm": 0, "retract": 1}, 0, 1)


def test_nothing_is_undone_where_nothing_was_done() -> None:
    kept, screen = Kept(), Scripted("uq")
    session(screen, kept).run()
    assert (kept.undone, screen.told[-1]) == ([], "There is nothing to undo.")


def test_an_unknown_key_shows_the_keys_and_changes_nothing() -> None:
    kept, screen = Kept(), Scripted("xacq")
    session(screen, kept).run()
    assert kept.standing == [("confirm", REPORTS[0])]
    assert screen.told[:3] == [HELP, HELP, HELP]


def test_a_retraction_or_correction_without_a_reason_is_none() -> None:
    kept = Kept()
    session(Scripted("reeq", ["", "", "count=6", "", ""]), kept).run()
    assert kept.acts == {}


def test_a_correction_that_cannot_be_is_told_before_a_reason_is_asked_for() -> None:
    kept, screen = Kept(), Scripted("eq", ["nonsense", "wrong=1", "", "as printed"])
    session(screen, kept).run()
    assert kept.acts == {}
    assert "'nonsense' is not of the form FIELD=VALUE" in screen.told
    assert "it cannot be decided on" in screen.told


def test_what_cannot_be_recorded_is_told_and_stays_before_the_reviewer() -> None:
    kept, screen = Kept(changing={REPORTS[0]}), Scripted("ccsc")
    done = session(screen, kept).run()
    assert kept.standing == [("confirm", REPORTS[1])]
    assert (done.skipped, screen.told.count("The tracker could not do what was asked: it has changed since")) == (1, 2)


def test_a_report_that_no_longer_stands_is_passed_over() -> None:
    kept, screen = Kept(), Scripted("cccc", gone={REPORTS[0]})
    done = session(screen, kept).run()
    assert [report for _, report in kept.standing] == REPORTS[1:]
    assert done.recorded == 3


def test_the_paragraphs_are_shown_on_demand_and_the_report_stays_the_same() -> None:
    kept, screen = Kept(), Scripted("pcq")
    session(screen, kept).run()
    assert screen.seen[:2] == [(REPORTS[0], False), (REPORTS[0], True)]
    assert kept.standing == [("confirm", REPORTS[0])]


def test_what_others_decided_counts_only_once_it_is_accepted_and_says_where_it_comes_from() -> None:
    kept, screen = Kept(), Scripted("adsc")
    ran = session(screen, kept, THEIRS)
    ran.run()
    accepted, own = kept.acts.values()
    assert (accepted.kind, accepted.fields, accepted.seen) == (ActKind.CORRECT, {"count": "6"}, 70)
    assert accepted.reason == "as Ana of The Gazette decided: the annex says six"
    assert own.kind is ActKind.CONFIRM
    assert [task.report_id for task in ran.settled] == [REPORTS[0], REPORTS[1], REPORTS[3]]
    assert screen.told[0] == HELP_ON_PROPOSALS


def test_what_was_dismissed_can_be_taken_back_too() -> None:
    ran = session(Scripted("duq"), Kept(), THEIRS)
    ran.run()
    assert ran.settled == []
