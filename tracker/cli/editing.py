"""Text that people change in the editor of their choice."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from tracker.deciding.plans import DecisionError


def edited(text: str, *, ending: str) -> str:
    """The text as it is when the editor ($VISUAL, else $EDITOR, else vi) is closed.

    Raises DecisionError where there is no such editor, or it failed.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    # Nobody else may read it while it is open.
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        path = Path(folder) / f"report{ending}"
        path.write_text(text, encoding="utf-8")
        try:
            subprocess.run([*shlex.split(command), str(path)], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise DecisionError(f"the editor {command!r} failed ({error}); set EDITOR, or give FIELD=VALUE") from None
        return path.read_text(encoding="utf-8")
