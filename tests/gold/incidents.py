"""Which coded events are reports of one real event, and how well a grouping of them agrees with that.

A line of `incidents.jsonl` (develop) or `held_out_incidents.jsonl` names an event of a gold file by cable, kind, first
paragraph and words: the quote of an invented cable; of a released one the span in its paragraph, never the words; and
`date` besides where two events share their words, as the figures in a row of a table do. It says its `incident`; both
files share these names. What has no line is an incident of its own, and a name that stands once is a case that was
looked at and found to be alone. `perhaps` names an incident of which the texts leave it open whether this is another
report: such pairs count neither way.

Rules of the labels: events of different kinds are two incidents, so are a total and what it sums, a plan and its
execution, an abduction and the finding of the body. Figures of killings for the same place, period and victims are one,
whatever the number and whoever counted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from tests.gold.passages import HELD_OUT
from tracker.cables.reading import read
from tracker.cables.releases import RawFile

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from tracker.extraction.codebook import Line

GOLD = Path(__file__).parent
DEVELOP = "develop"
LABELS = {DEVELOP: GOLD / "incidents.jsonl", HELD_OUT: GOLD / "held_out_incidents.jsonl"}
_EVENTS = {DEVELOP: ("invented", "mirror"), HELD_OUT: ("held_out",)}
_TEXTS = {DEVELOP: "invented", HELD_OUT: "held_out"}


class Label(TypedDict, total=False):
    """One line: an event of a gold file and the incident that it reports."""

    cable: str
    kind: str
    paragraphs: list[str]
    quote: str
    span: list[int]
    date: dict[str, str]
    incident: str
    perhaps: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded event with its incident; `perhaps` is another that it may belong to."""

    event: Line
    share: str
    incident: str
    perhaps: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many pairs of events that are one incident were joined, and how many joined pairs are one."""

    right: int
    told: int
    joined: int

    @property
    def precision(self) -> float:
        """The share of joined pairs that are one incident; 1 where none was joined."""
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        """The share of the pairs of one incident that were joined; 1 where there is none."""
        return self.right / self.told if self.told else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.told + self.joined) if self.told + self.joined else 1.0


def agreement(events: Sequence[Coded], groups: Sequence[Hashable], *, share: str = DEVELOP) -> Agreement:
    """How the grouping (one group for each event, in order) agrees, over the pairs with an event of the share."""
    right = told = joined = 0
    for (one, group), (other, its_group) in combinations(zip(events, groups, strict=True), 2):
        if share not in {one.share, other.share} or _is_open(one, other):
            continue
        same = one.incident == other.incident
        told += same
        joined += group == its_group
        right += same and group == its_group
    return Agreement(right, told, joined)


def _is_open(one: Coded, other: Coded) -> bool:
    if one.incident == other.incident:
        return False
    names = ({one.incident, one.perhaps} - {None}, {other.incident, other.perhaps} - {None})
    return not names[0].isdisjoint(names[1])


def coded(shared: Path, share: str = DEVELOP) -> tuple[Coded, ...]:
    """The coded events of the develop share, with those of the held-out one where that is asked for.

    Raises LookupError where a label names no event or several.
    """
    shares = (DEVELOP,) if share == DEVELOP else (DEVELOP, HELD_OUT)
    texts = _Texts(shared)
    events = [(event, each) for each in shares for event in _events(shared, each)]
    places: dict[tuple[str, ...], list[int]] = {}
    for place, (event, _) in enumerate(events):
        places.setdefault(texts.key(event), []).append(place)
    labels: dict[int, Label] = {}
    for label in (label for each in shares for label in labels_of(each)):
        found = [place for place in places.get(texts.key(label), ()) if _has_date(events[place][0], label)]
        if len(found) != 1 or found[0] in labels:
            raise LookupError(f"{len(found)} events for {label['cable']} {label['kind']} {label['paragraphs']}")
        labels[found[0]] = label
    return tuple(_coded(event, each, place, labels.get(place, Label())) for place, (event, each) in enumerate(events))


def _coded(event: Line, share: str, place: int, label: Label) -> Coded:
    return Coded(event, share, label.get("incident", f"#{place}"), label.get("perhaps"))


def _has_date(event: Line, label: Label) -> bool:
    return "date" not in label or event["date"] == label["date"]


def labels_of(share: str) -> tuple[Label, ...]:
    """The lines of the share."""
    lines = LABELS[share].read_text(encoding="utf-8").splitlines()
    return tuple(cast("Label", json.loads(line)) for line in lines)


def _events(shared: Path, share: str) -> Iterator[Line]:
    files = [GOLD / f"{name}.jsonl" for name in _EVENTS[share]]
    for file in [shared / "gold" / "dev.jsonl", *files] if share == DEVELOP else files:
        for line in file.read_text(encoding="utf-8").splitlines():
            event = cast("Line", json.loads(line))
            if event["kind"]:
                yield event


class _Texts:
    """The paragraphs of the coded cables, read once each: a span's words are found there."""

    def __init__(self, shared: Path) -> None:
        files = [*shared.glob("mirror/cable/**/*.html"), *shared.glob("cables/*.txt")]
        self._files = {file.name.split(".")[0]: file for file in files}
        self._paragraphs: dict[str, dict[str, str]] = {}

    def key(self, told: Line | Label) -> tuple[str, ...]:
        """What an event and its label have in common."""
        cable, kind = cast("str", told["cable"]), cast("str", told["kind"])
        paragraph = cast("list[str]", told["paragraphs"])[0]
        return cable, kind, paragraph, " ".join(self._words(told, cable, paragraph).split())

    def _words(self, told: Line | Label, cable: str, paragraph: str) -> str:
        if "quote" in told:
            return cast("str", told["quote"])
        if cable not in self._paragraphs:
            file = self._files[cable]
            (found,) = read(RawFile(file, file.read_bytes())).cables
            self._paragraphs[cable] = {each.label: each.text for each in reversed(found.paragraphs) if each.label}
        start, end = cast("list[int]", told["span"])
        return self._paragraphs[cable][paragraph][start:end]
