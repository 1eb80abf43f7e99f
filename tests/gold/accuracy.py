"""Measures how well the extractor reads and writes it where it ships: `python -m tests.gold.accuracy SHARED`.

SHARED is the folder of the coded cables and of `gold/score.py`. Of held-out cables only totals are made.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.gold.passages import HELD_OUT
from tracker.cables.reading import read
from tracker.cables.releases import RawFile
from tracker.extraction.accuracy import ALL_EVENTS, ALL_FIELDS, Accuracy, Share
from tracker.extraction.codebook import codebook_lines
from tracker.extraction.pipeline import extract
from tracker.extraction.version import RULES_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GOLD = Path(__file__).parent
README = GOLD.parents[1] / "README.md"
SHIPPED = GOLD.parents[1] / "tracker" / "extraction" / "data" / "accuracy.toml"

_BEGIN, _END = "<!-- accuracy: written by `make accuracy` -->", "<!-- end of accuracy -->"
_NAMES = {
    "arrest": "arrests",
    "attack": "attacks",
    "seizure": "seizures",
    "eradication": "eradication",
    "operation": "operations",
    "homicide_count": "homicide figures",
    ALL_EVENTS: "all events",
    ALL_FIELDS: "all fields (date, place, group, person, figure, ...)",
}

Events = dict[str, list[dict[str, Any]]]
"""The coded or read events of each cable, as `score.py` takes them."""


def measure(shared: Path) -> tuple[Accuracy, ...]:
    """The figures of every set."""
    score = _score(shared)
    mirror = {path.name.split(".")[0]: path for path in _files(shared)}
    invented = {path.stem: path for path in GOLD.glob("invented/*.txt")}
    held_out, plain = (
        {path.stem: path for path in GOLD.glob(f"{name}/*.txt")} for name in ("held_out", "held_out_plain")
    )
    sets = (
        (
            "coded",
            "13 real cables that people coded; rules were tuned on them",
            [shared / "gold" / "dev.jsonl"],
            mirror,
        ),
        (
            "develop",
            "invented and further real cables; rules were tuned on them",
            [GOLD / "invented.jsonl", GOLD / "mirror.jsonl"],
            {**mirror, **invented},
        ),
        (
            "held_out_plain",
            "invented cables in the plain manner of the coded ones; no rule was tuned on them",
            [GOLD / "held_out_plain.jsonl"],
            plain,
        ),
        (
            "held_out",
            "invented cables that no rule was tuned on",
            [GOLD / "held_out.jsonl"],
            held_out,
        ),
    )
    return tuple(_of_set(score, name, about, labels, files=files) for name, about, labels, files in sets)


def _files(shared: Path) -> Iterable[Path]:
    return (*shared.glob("mirror/cable/**/*.html"), *shared.glob("cables/*.txt"))


def _score(shared: Path) -> Any:
    specification = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def _of_set(score: Any, name: str, about: str, labels: Sequence[Path], *, files: Mapping[str, Path]) -> Accuracy:
    gold: Events = {}
    for path in labels:
        gold.update(score.load(path))
    result = score.score(gold, {reference_id: _read(files[reference_id]) for reference_id in gold})
    rows = {**result["events"], ALL_EVENTS: result["all_events"], ALL_FIELDS: result["all_slots"]}
    shares = {
        kind: Share(round(row["precision"], 2), round(row["recall"], 2), round(row["f1"], 2), row["gold"])
        for kind, row in rows.items()
    }
    return Accuracy(name, about, len(gold), shares)


def _read(path: Path) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    (cable,) = read(RawFile(path, path.read_bytes())).cables
    for line in codebook_lines(cable, extract(cable)):
        if line["kind"]:
            found[cable.reference_id].append(json.loads(json.dumps(line)))
    return found[cable.reference_id]


def written(accuracies: Sequence[Accuracy]) -> str:
    """The figures as the file that ships."""
    lines = [
        "# How well the extractor reads, measured against coded cables: made by `make accuracy`, not by hand.",
        "",
        f'extractor = "{RULES_VERSION}"',
    ]
    for each in accuracies:
        lines += ["", "[[sets]]", f'name = "{each.name}"', f'about = "{each.about}"', f"cables = {each.cables}"]
        lines += ["[sets.shares]"]
        lines += [
            f"{kind} = {{precision = {one.precision}, recall = {one.recall}, f1 = {one.f1}, coded = {one.coded}}}"
            for kind, one in each.shares.items()
        ]
    return "\n".join(lines) + "\n"


def in_readme(text: str, accuracies: Sequence[Accuracy]) -> str:
    """The README with the tables of the held-out sets in their place."""
    tables = "\n".join(_table(each) for each in accuracies if each.name.startswith(HELD_OUT))
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    return before + begin + "\n" + tables + end + after


def _table(accuracy: Accuracy) -> str:
    rows = [f"| {accuracy.cables} {accuracy.about} | precision | recall | F1 | coded |", "|---|---|---|---|---|"]
    rows += [
        f"| {_NAMES[kind]} | {one.precision:.2f} | {one.recall:.2f} | {one.f1:.2f} | {one.coded} |"
        for kind, one in accuracy.shares.items()
    ]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Measure and write the file, and the README's table of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.gold.accuracy", description=__doc__)
    parser.add_argument("shared", type=Path)
    found = measure(parser.parse_args().shared)
    SHIPPED.write_text(written(found), encoding="utf-8")
    README.write_text(in_readme(README.read_text(encoding="utf-8"), found), encoding="utf-8")


if __name__ == "__main__":
    main()
