"""The forms in which a release comes: one CSV file of eight columns, or a folder of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.cables.invented import page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.benchmarks.release.cables import Invented


def write_dump(path: Path, cables: Iterable[Invented]) -> int:
    """Write the dump of 2011, without a heading, quotes escaped by backslashes; returns how many bytes that were."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for cable in cables:
            file.write(_row(cable))
        return file.tell()


def write_pages(folder: Path, cables: Iterable[Invented]) -> int:
    """Write the release site's pages, a file for each cable below its year and month; returns how many they were."""
    written = 0
    for cable in cables:
        path = folder / "cable" / f"{cable.created:%Y}" / f"{cable.created:%m}" / f"{cable.reference_id}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = page(
            cable.header,
            cable.body,
            reference_id=cable.reference_id,
            created=f"{cable.created:%Y-%m-%d %H:%M}",
            classification=cable.classification,
            origin=cable.origin,
        )
        path.write_text(text, encoding="utf-8")
        written += 1
    return written


def _row(cable: Invented) -> str:
    created = cable.created
    fields = (
        str(cable.number),
        f"{created.month}/{created.day}/{created.year} {created.hour}:{created:%M}",
        cable.reference_id,
        cable.origin,
        cable.classification,
        "|".join(cable.references),
        cable.header,
        cable.body,
    )
    return '"' + '","'.join(field.replace("\\", "\\\\").replace('"', '\\"') for field in fields) + '"\n'
