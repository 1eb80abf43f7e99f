"""What is read of short invented passages, against their coding: `python -m tests.gold.probes FILE [--errors]`.

A probe is one to three sentences as they would stand in a cable, each read as the only paragraph of a cable of its
post and day, TAGS SNAR and MX, with the events that the codebook wants. Probes cover the forms in which such things
are told, the frequent ones first; a probe's name begins with the kind of event whose forms it belongs to, or with
`negative` where it tells no event at all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from tests.gold.passages import FIRST_NUMBER, HELD_OUT, as_cable
from tests.gold.scoring import SCORE, load_score
from tracker.extraction.codebook import Line, codebook_lines
from tracker.extraction.pipeline import extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.gold.scoring import Figures, Score

KINDS = ("attack", "arrest", "seizure", "operation", "homicide_count", "eradication", "negative")
PARAGRAPH = "1"
"""The label of the only paragraph of a probe."""


class _Probe(TypedDict):
    id: str
    post: str
    date: str
    text: str
    events: list[Line]
    share: str


@dataclass(frozen=True, slots=True)
class Probe:
    """One passage, by whom and on what day it was written, and the events that it tells in the codebook's form."""

    name: str
    post: str
    written: date
    text: str
    events: tuple[Line, ...]
    share: str

    @property
    def kind(self) -> str:
        """The kind whose forms the probe belongs to, or "negative"."""
        return self.name.rpartition("-")[0]


def load(path: Path) -> tuple[Probe, ...]:
    """The probes of a file, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_probe(cast("_Probe", json.loads(line))) for line in lines if line)


def _probe(line: _Probe) -> Probe:
    written = date.fromisoformat(line["date"])
    return Probe(line["id"], line["post"], written, line["text"], tuple(line["events"]), line["share"])


def gold(probes: Iterable[Probe]) -> dict[str, list[Line]]:
    """The events told by each probe, as the score takes them; the quote is the whole passage."""
    added = {"paragraphs": [PARAGRAPH]}
    return {
        probe.name: [{"cable": probe.name, **event, **added, "quote": probe.text} for event in probe.events]
        for probe in probes
    }


def predicted(probes: Iterable[Probe]) -> dict[str, list[Line]]:
    """The events read of each probe, as the score takes them."""
    found = {}
    for number, probe in enumerate(probes, FIRST_NUMBER):
        cable = as_cable(probe.text, written=probe.written, number=number, post=probe.post)
        lines = codebook_lines(cable, extract(cable))
        found[probe.name] = [{**line, "cable": probe.name} for line in lines if line["kind"]]
    return found


def by_kind(lines: Mapping[str, list[Line]], kind: str) -> dict[str, list[Line]]:
    """The same probes with their events of one kind only."""
    return {name: [line for line in events if line["kind"] == kind] for name, events in lines.items()}


def table(score: Score, told: Mapping[str, list[Line]], found: Mapping[str, list[Line]]) -> list[str]:
    """The figures of events and slots by the kind of event, then by the kind of slot, then of all."""
    rows = []
    for kind in KINDS:
        result = score.score(by_kind(told, kind), by_kind(found, kind))
        if result["all_events"]["gold"] or result["all_events"]["predicted"]:
            rows += [_row(kind, result["all_events"]), _row(f"{kind} slots", result["all_slots"])]
    whole = score.score(told, found)
    rows += [_row(f"slot {name}", figures) for name, figures in whole["slots"].items()]
    return [*rows, _row("all events", whole["all_events"]), _row("all slots", whole["all_slots"])]


def _row(name: str, figures: Figures) -> str:
    share = f"P {figures['precision']:.3f}  R {figures['recall']:.3f}  F1 {figures['f1']:.3f}"
    return f"{name:22} {share}   ({figures['hit']} of {figures['gold']} gold, {figures['predicted']} predicted)"


def without_events(told: Mapping[str, list[Line]], found: Mapping[str, list[Line]]) -> str:
    """How many of the probes that tell no event gave one."""
    empty = [name for name, events in told.items() if not events]
    return f"{'without events':22} {sum(bool(found[name]) for name in empty)} of {len(empty)} gave one"


def show_errors(score: Score, probes: Iterable[Probe], *, found: Mapping[str, list[Line]]) -> None:
    """Print what was missed, read too much or filled wrongly, under each probe's text; never of held-out ones."""
    kept: dict[bool, list[Probe]] = defaultdict(list)
    for probe in probes:
        kept[probe.share == HELD_OUT].append(probe)
    for probe in kept[False]:
        sys.stdout.write(f"\n{probe.name} {probe.post} {probe.written}: {probe.text}\n")
        told = {name: [{**event, "quote": None} for event in events] for name, events in gold([probe]).items()}
        score.score(told, found, errors=True)
    if kept[True]:
        sys.stdout.write(f"{len(kept[True])} probes are held out: only their totals are shown.\n")


def main() -> None:
    """Print the figures, and with `--errors` or `--predicted` what was read of the probes that are not held out."""
    parser = argparse.ArgumentParser(prog="python -m tests.gold.probes", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--kind", choices=KINDS, help="only the probes of this kind's forms")
    parser.add_argument("--errors", action="store_true", help="list what disagrees, but for held-out probes")
    parser.add_argument("--predicted", action="store_true", help="print the events read, but for held-out probes")
    arguments = parser.parse_args()
    probes = [probe for probe in load(arguments.file) if arguments.kind in {None, probe.kind}]
    told, found = gold(probes), predicted(probes)
    if arguments.predicted:
        for probe in probes:
            for line in found[probe.name] if probe.share != HELD_OUT else ():
                sys.stdout.write(json.dumps(line) + "\n")
    if (score := load_score()) is None:
        sys.stdout.write(
            f"No figures: {SCORE.name} is not there, since the folder `shared` is not beside the project.\n"
        )
        return
    if arguments.errors:
        show_errors(score, probes, found=found)
    sys.stdout.write("\n".join([*table(score, told, found), without_events(told, found)]) + "\n")


if __name__ == "__main__":
    main()
