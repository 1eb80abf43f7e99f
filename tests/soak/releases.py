"""What is released during a soak, one step after another: days of a mirror, and files of a folder that later change.

A step is applied to the places that a source looks at; the same steps, applied one by one in a quiet run, must come to
the same. What the mirror and the folder tell are different events, so that it does not matter which is seen first.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.database.invented import ARREST, ATTACK, telegram

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mirror import MirrorSite

_FIRST_DAY = date(2010, 11, 28)
_CABLES_A_DAY = 3
_FIRST_OF_MIRROR = 1000
_FIRST_OF_FOLDER = 7000


@dataclass(frozen=True, slots=True)
class Step:
    """A release day of the mirror, or a file of the folder as it is from here on."""

    number: int
    changes: int | None = None
    """The step whose file this one changes; None for something new."""

    @property
    def in_folder(self) -> bool:
        """Whether it is a file of the folder."""
        return self.changes is not None or self.number % 3 == 2

    @property
    def reference_ids(self) -> list[str]:
        """The cables that it releases."""
        if self.in_folder:
            return [f"07MEXICO{_FIRST_OF_FOLDER + (self.number if self.changes is None else self.changes)}"]
        first = _FIRST_OF_MIRROR + self.number * _CABLES_A_DAY
        return [f"07MEXICO{first + each}" for each in range(_CABLES_A_DAY)]

    def apply(self, site: MirrorSite, folder: Path) -> None:
        """Release it."""
        if self.in_folder:
            self._write(folder)
            return
        cables = {}
        for reference_id in self.reference_ids:
            serial = int(reference_id.removeprefix("07MEXICO"))
            words = [ARREST.replace("four", str(3 + serial % 40)), ATTACK][: 1 + serial % 2]
            cables[f"/cable/2007/03/{reference_id}.html"] = telegram(*words, f"Note {serial}.", serial=serial)
        site.release(f"{_FIRST_DAY + timedelta(days=self.number)}", cables)

    def _write(self, folder: Path) -> None:
        [reference_id] = self.reference_ids
        serial = int(reference_id.removeprefix("07MEXICO"))
        amount = 100 + serial % 1000 + (500 if self.changes is not None else 0)
        words = f"On March {1 + serial % 9}, soldiers seized {amount} kilograms of cocaine in Nuevo Laredo, Tamaulipas."
        unfinished = folder / f".{reference_id}"
        unfinished.write_text(telegram(words, serial=serial), encoding="utf-8")
        # Left alone since long ago: what is being copied is waited for, and that is not what is tried here.
        before = time.time() - 100
        os.utime(unfinished, (before, before))
        unfinished.replace(folder / f"{reference_id}.txt")
