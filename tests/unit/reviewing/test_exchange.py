"""Decisions of others are read back as they were written, and a file that is not sound is refused as a whole."""

from __future__ import annotations

import json

import pytest

from tests.unit.reviewing.test_matching import TOLD
from tests.unit.reviewing.test_session import THEIRS
from tracker.errors import BatchError
from tracker.reviewing.exchange import Foreign, as_line, from_lines

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
        (changed(act="add"), "'add' cannot be imported"),
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


def test_what_others_write_does_not_command_a_terminal() -> None:
    (found,) = from_lines([changed(reason="well \x1b[31mred\u202e", actor="A\x07na")])
    assert (found.proposal.reason, found.proposal.actor) == ("well  [31mred", "A na")
