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

from tests.database.invented import telegram

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mirror import MirrorSite

_FIRST_DAY = date(2010, 11, 28)
_CABLES_A_DAY = 3
_FIRST_OF_MIRROR = 1000
_FIRST_OF_FOLDER = 7000
_YEAR = date(2007, 1, 1)
_PLACES = (
    "Reynosa, Tamaulipas",
    "Nuevo Laredo, Tamaulipas",
    "Matamoros, Tamaulipas",
    "Monterrey, Nuevo Leon",
    "Ciudad Juarez, Chihuahua",
    "Tijuana, Baja California",
    "Culiacan, Sinaloa",
    "Mazatlan, Sinaloa",
    "Acapulco, Guerrero",
    "Morelia, Michoacan",
    "Uruapan, Michoacan",
    "Torreon, Coahuila",
    "Nogales, Sonora",
)


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
            day, place = f"{_when(serial):%B %-d}", _PLACES[serial // 3 % len(_PLACES)]
            words = [
                f"On {day}, federal police in {place} arrested {3 + serial % 40} members of the Gulf Cartel.",
                f"On {day}, gunmen killed {2 + serial % 7} municipal police officers in {place}.",
            ][: 1 + serial % 2]
            cables[f"/cable/2007/{_when(serial):%m}/{reference_id}.html"] = _cable(
                *words, f"Note {serial}.", serial=serial
            )
        site.release(f"{_FIRST_DAY + timedelta(days=self.number)}", cables)

    def _write(self, folder: Path) -> None:
        [reference_id] = self.reference_ids
        serial = int(reference_id.removeprefix("07MEXICO"))
        amount = 100 + serial % 1000 + (500 if self.changes is not None else 0)
        day, place = f"{_when(serial):%B %-d}", _PLACES[serial // 3 % len(_PLACES)]
        words = f"On {day}, soldiers seized {amount} kilograms of cocaine in {place}."
        unfinished = folder / f".{reference_id}"
        unfinished.write_text(_cable(words, serial=serial), encoding="utf-8")
        # Left alone since long ago: what is being copied is waited for, and that is not what is tried here.
        before = time.time() - 100
        os.utime(unfinished, (before, before))
        unfinished.replace(folder / f"{reference_id}.txt")


def _when(serial: int) -> date:
    """The day that a cable tells of: if all told of one place on one day, each would be weighed against every other."""
    return _YEAR + timedelta(days=serial // 3 * 37 % 350)


def _cable(*paragraphs: str, serial: int) -> str:
    """A telegram of two days later."""
    sent = _when(serial) + timedelta(days=2)
    return telegram(*paragraphs, serial=serial).replace("101530Z MAR 07", f"{sent:%d}1530Z {sent:%b} 07".upper())
