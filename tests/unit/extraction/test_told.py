"""What invented sentences tell, in the many ways in which diplomats, ministries and newspapers write: `told.txt`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from tracker.extraction.codebook import Line

ReadProse = Callable[..., list[Line]]
Rows = list[dict[str, str | int | float | None]]


def told() -> Iterator[tuple[str, list[str]]]:
    for line in Path(__file__).with_name("told.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            prose, _, events = line.partition(" =>")
            yield prose, sorted(" ".join(sorted(event.split())) for event in events.split(" ; ") if event.strip())


def goods(line: Line) -> Iterator[str]:
    for item in cast("Rows", line.get("items") or []):
        unit = "" if item["unit"] == "units" else item["unit"] or ""
        yield f"{item['what']}" + ("" if item["quantity"] is None else f"={item['quantity']}{unit}")


def brief(line: Line) -> str:
    """The event in the short form of the table, its words sorted."""
    words = ["homicides" if line["kind"] == "homicide_count" else f"{line['kind']}", *goods(line)]
    words.extend(f"{line[field]}" for field in ("subtype", "status") if line.get(field))
    numbers = (("count", "n"), ("killed", "k"), ("injured", "i"), ("personnel", ""))
    words.extend(f"{letter}{line[field]}" for field, letter in numbers if line.get(field) is not None)
    if line["date"]:
        period = cast("dict[str, str]", line["date"])
        days = dict.fromkeys((period["start"], period["end"]))
        words.append("..".join(days).replace("2010-", ""))
    words.extend(
        "@" + f"{place['state']}".replace("MX-", "") + (f"/{place['city']}" if place["city"] else "")
        for place in cast("Rows", line["places"])
    )
    words.extend(f"[{slug}]" for slug in cast("list[str]", line["cartels"]))
    words.extend(f"({name})" for name in cast("list[str]", line["persons"]))
    words.extend([f'"{line["operation"]}"'] if line["operation"] else [])
    words.extend(["total"] if line["aggregate"] and line["kind"] != "homicide_count" else [])
    words.extend([f"of-{line['victims']}"] if line.get("victims") else [])
    return " ".join(sorted(" ".join(words).split()))


@pytest.mark.parametrize(("prose", "events"), [pytest.param(*row, id=row[0][:60]) for row in told()])
def test_a_sentence_is_read_as_the_codebook_has_it(read_prose: ReadProse, prose: str, events: list[str]) -> None:
    assert sorted(brief(line) for line in read_prose(prose)) == events


@pytest.mark.parametrize(
    "prose",
    [
        "On February 20, the government launched Operation Tamaulipas Segura with 3,000 troops in Tamaulipas.",
        "The government sent 3,000 troops to Tamaulipas on February 20.",
    ],
)
@pytest.mark.parametrize("tags", [("SNAR",), ("PGOV", "MX"), ()])
def test_a_campaign_is_read_where_nothing_else_names_the_drug_trade(
    read_bare: ReadProse, prose: str, tags: tuple[str, ...]
) -> None:
    (line,) = read_bare(prose, tags=tags)
    assert (line["kind"], line["personnel"]) == ("operation", 3000)
