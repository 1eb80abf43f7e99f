"""Decisions of others are read back as they were written, and a file that is not sound is refused as a whole."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.unit.reviewing.test_matching import TOLD
from tests.unit.reviewing.test_session import THEIRS
from tracker.decision_events import Subject
from tracker.errors import BatchError
from tracker.reviewing.exchange import Foreign, as_line, from_lines
from tracker.reviewing.wider import Wider, WiderKind

DECISION = Foreign(decision_id="d-1", told=TOLD, proposal=THEIRS)


def changed(**fields: object) -> str:
    return json.dumps(json.loads(as_line(DECISION)) | fields)


def test_a_decision_is_read_back_as_it_was_written() -> None:
    assert from_lines([as_line(DECISION), ""]) == [DECISION]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "it is no JSON"),
        (changed(format="something else"), "its format is not"),
        (changed(act="withhold"), "'withhold' cannot be imported"),
        (changed(reference_id="nowhere"), "This is not a reference ID"),
        (changed(reason=""), "reason is missing"),
        (changed(quote="x" * 3000), "quote is longer than 2000 characters"),
        (changed(fields={}), "fields are what a correction has"),
        (changed(act="confirm"), "fields are what a correction has"),
        (changed(fields={"count": 6}), "fields is no object of texts"),
    ],
)
def test_a_line_that_is_wrong_is_named(line: str, fault: str) -> None:
    with pytest.raises(BatchError) as raised:
        from_lines([as_line(DECISION), line])
    assert "nothing is imported" in str(raised.value)
    assert "line 2: " in str(raised.value)
    assert fault in str(raised.value)


ADDITION = Wider(
    decision_id="d-2",
    kind=WiderKind.ADD,
    reports=(TOLD,),
    fields={"count": "4"},
    reason="the machine missed it",
    actor="Ana Prueba",
    origin="The Gazette",
    recorded_at="2026-01-02T03:04:05+00:00",
)
MERGER = replace(
    ADDITION,
    kind=WiderKind.MERGE,
    subject=Subject.INCIDENT,
    fields={},
    reports=(TOLD, replace(TOLD, reference_id="07MEXICO4322")),
)


@pytest.mark.parametrize(
    "decision",
    [
        ADDITION,
        MERGER,
        replace(MERGER, kind=WiderKind.SEPARATE, reports=(TOLD,), others=(replace(TOLD, reference_id="07MEXICO4322"),)),
        replace(MERGER, subject=Subject.PERSON, reports=tuple(replace(each, name="Ana") for each in MERGER.reports)),
        replace(MERGER, subject=Subject.OPERATION, reports=(), operations=("michoacan", "tijuana")),
        replace(
            ADDITION,
            kind=WiderKind.ANNOTATE,
            fields={},
            reports=(),
            subject=Subject.CABLE,
            key="07MEXICO4321",
            note="The court counted nine.",
            url="https://court.example/12",
        ),
    ],
    ids=lambda decision: f"{decision.kind} {decision.subject}",
)
def test_what_is_not_on_one_report_is_read_back_too_and_told_in_a_line(decision: Wider) -> None:
    assert from_lines([as_line(decision)]) == [decision]
    without = replace(decision, reports=tuple(replace(each, passage="") for each in decision.reports))
    assert from_lines([as_line(without)]) == [without]
    assert "Ana Prueba of The Gazette decided on 2026-01-02 to" in decision.told
    assert decision.told.endswith(": the machine missed it")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"reports": []}, "an addition is of one report"),
        ({"reports": "many"}, "reports is no list"),
        ({"act": "merge"}, "two reports or more"),
        ({"act": "separate"}, "reports and others are named"),
        ({"act": "annotate"}, "a note has a subject and words"),
        ({"act": "annotate", "subject": "planet", "note": "It is round."}, "subject is 'planet'"),
        (
            {"act": "annotate", "subject": "report", "note": "It is so.", "key": "also"},
            "on reports, or on what",
        ),
    ],
)
def test_what_cannot_be_such_a_decision_is_named(change: dict[str, object], fault: str) -> None:
    with pytest.raises(BatchError, match=fault):
        from_lines([json.dumps(json.loads(as_line(ADDITION)) | change)])


def test_what_others_write_does_not_command_a_terminal() -> None:
    (found,) = from_lines([changed(reason="well \x1b[31mred\u202e", actor="A\x07na")])
    assert isinstance(found, Foreign)
    assert (found.proposal.reason, found.proposal.actor) == ("well  [31mred", "A na")


def test_a_line_that_names_no_subject_joins_events() -> None:
    line = json.loads(as_line(MERGER))
    del line["subject"]
    assert from_lines([json.dumps(line)]) == [MERGER]


@pytest.mark.parametrize(
    ("decision", "fault"),
    [
        (replace(MERGER, subject=Subject.PERSON), "of people, each report has the name"),
        (replace(MERGER, subject=Subject.OPERATION, operations=("michoacan",)), "two operations or more are named"),
        (replace(MERGER, subject=Subject.CABLE), "what is merged is incident, person or operation"),
        (
            replace(MERGER, kind=WiderKind.SEPARATE, subject=Subject.OPERATION),
            "what is separated is incident or person",
        ),
    ],
)
def test_what_cannot_be_joined_or_parted_is_told(decision: Wider, fault: str) -> None:
    with pytest.raises(BatchError, match=fault):
        from_lines([as_line(decision)])
