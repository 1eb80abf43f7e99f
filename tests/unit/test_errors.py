"""Errors begin with their class's sentence, also where Python has dropped docstrings."""

from __future__ import annotations

import subprocess
import sys

from tracker.errors import SettingsError

PROGRAM = "from tracker.errors import SettingsError; print(SettingsError('TRACKER_PORT is wrong'), SettingsError())"


def test_an_error_begins_with_its_sentence() -> None:
    assert str(SettingsError("TRACKER_PORT is wrong")) == "A setting cannot be used: TRACKER_PORT is wrong"


def test_without_docstrings_an_error_begins_with_its_name() -> None:
    done = subprocess.run([sys.executable, "-OO", "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "SettingsError: TRACKER_PORT is wrong SettingsError."
