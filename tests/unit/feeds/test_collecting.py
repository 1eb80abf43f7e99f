"""Python looks for unused cycles as usual once something was published, however that ended."""

from __future__ import annotations

import gc

import pytest

from feeds.collecting import collecting_rarely


def _failing() -> None:
    usual = gc.get_threshold()
    with collecting_rarely():
        assert gc.get_threshold() > usual
        raise OSError("full")


def test_it_is_as_it_was_after_an_error_too() -> None:
    usual = gc.get_threshold()
    with pytest.raises(OSError, match="full"):
        _failing()
    assert gc.get_threshold() == usual
