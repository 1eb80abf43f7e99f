"""Decisions from a file are recorded all or none, and every line that is wrong is named with what is wrong."""

from __future__ import annotations

import json

import pytest

from tests.unit.reviewing.deciding import REPORTS, Kept, known
from tracker.errors import BatchError
from tracker.reviewing.acts import ActKind
from tracker.reviewing.batches import lines, record


def line(act: str, report: str, **more: object) -> str:
    return json.dumps({"id": report, "act": act, "reason": "as printed", **more})


def test_each_line_is_an_act() -> None:
    kept = Kept()
    texts = [line("confirm", "0"), "", line("correct", "1", fields={"count": 6, "killed": "2"}), line("retract", "2")]
    found = lines(texts, known)
    assert [each.number for each in found] == [1, 3, 4]
    assert len(record(found, kept)) == 3
    assert kept.standing == [("confirm", REPORTS[0]), ("correct", REPORTS[1]), ("retract", REPORTS[2])]
    assert found[1].act.fields == {"count": "6", "killed": "2"}
    assert found[0].act.kind is ActKind.CONFIRM


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "it is no JSON"),
        ("[]", "it is no JSON object"),
        (line("confirm", "x"), "no report is called x"),
        (line("agree", "0"), "act is 'agree'; it can be confirm, correct, retract"),
        (line("confirm", ""), "id is missing"),
        (line("confirm", "0", reason=" "), "reason is missing"),
        (line("confirm", "0", fields={"count": "6"}), "fields are for a correction only"),
        (line("correct", "0"), "a correction needs fields"),
        (line("correct", "0", fields=["count"]), "fields is no object"),
        (line("retract", "3"), "line 1 decides on the same report"),
    ],
)
def test_a_line_that_is_wrong_is_named_by_its_number(text: str, fault: str) -> None:
    with pytest.raises(BatchError) as raised:
        lines([line("confirm", "3"), text], known)
    assert "nothing is recorded" in str(raised.value)
    assert f"line 2: {fault}" in str(raised.value).replace("These decisions cannot be recorded: ", "")


def test_all_lines_that_are_wrong_are_named_at_once() -> None:
    with pytest.raises(BatchError, match=r"(?s)line 1: .*line 3: ") as raised:
        lines(["{", line("confirm", "0"), "{"], known)
    assert "line 2" not in str(raised.value)


def test_nothing_is_recorded_where_one_line_cannot_be() -> None:
    kept = Kept(refusing={REPORTS[2]})
    with pytest.raises(BatchError, match="line 3: it cannot be decided on"):
        record(lines([line("confirm", str(n)) for n in range(3)], known), kept)
    assert kept.acts == {}


def test_where_one_changes_meanwhile_it_is_told_how_far_it_came() -> None:
    kept = Kept(changing={REPORTS[1]})
    with pytest.raises(BatchError, match=r"line 2: .*it has changed since; 1 before it are recorded, none after it"):
        record(lines([line("confirm", str(n)) for n in range(3)], known), kept)
    assert kept.standing == [("confirm", REPORTS[0])]
