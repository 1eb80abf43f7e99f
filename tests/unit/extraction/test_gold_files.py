"""The coded cables of our own: every label stands in the cable that it names."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TypedDict, cast

import pytest

from tests.gold import probes
from tests.gold.passages import HELD_OUT, as_cable
from tracker.cables.reading import read
from tracker.cables.releases import RawFile

GOLD = Path(__file__).parents[2] / "gold"
SHARES = ("invented", "terse", "held_out", "held_out_plain")
MOST_WORDS_OF_A_QUOTE = 12
PROBES = {"probes": "develop", "held_out_probes": HELD_OUT}
SUBTYPES = {"ambush", "clash", "killing", "bombing", "grenade", "shooting", "kidnapping", "other"}
STATUSES = {"launched", "reinforced", "planned", "ended"}
FIELDS_OF_EACH_EVENT = {"kind", "date", "places", "cartels", "certain", "aggregate", "operation"}
FIELDS_OF_KINDS = {
    "attack": {"subtype", "killed", "injured", "persons"},
    "arrest": {"agencies", "count", "count_op", "persons"},
    "seizure": {"agencies", "items", "persons"},
    "eradication": {"agencies", "items", "persons"},
    "operation": {"agencies", "status", "personnel", "persons"},
    "homicide_count": {"count", "count_op"},
}


class Label(TypedDict, total=False):
    """What is checked of one line of a gold file."""

    cable: str
    kind: str | None
    paragraphs: list[str]
    quote: str
    span: list[int]


def labels_of(share: str) -> list[Label]:
    """The lines of the share's gold file; none where nobody has coded it yet."""
    path = GOLD / f"{share}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [cast("Label", json.loads(line)) for line in lines]


def paragraphs_of(path: Path) -> dict[str, str]:
    """The words of each labelled paragraph as printed, with white space folded."""
    (cable,) = read(RawFile(path, path.read_bytes())).cables
    assert str(cable.reference_id) == path.stem
    return {
        paragraph.label: " ".join(cable.document[paragraph.span.start : paragraph.span.end].split())
        for paragraph in reversed(cable.paragraphs)
        if paragraph.label
    }


@pytest.mark.parametrize("share", SHARES)
def test_each_coded_cable_has_a_file_and_each_file_a_label(share: str) -> None:
    coded = {label["cable"] for label in labels_of(share)}
    assert coded == {path.stem for path in (GOLD / share).glob("*.txt")}


@pytest.mark.parametrize("share", SHARES)
def test_each_quote_stands_in_the_first_paragraph_that_its_label_names(share: str) -> None:
    missing = []
    for path in (GOLD / share).glob("*.txt"):
        paragraphs = paragraphs_of(path)
        for label in labels_of(share):
            if label["cable"] != path.stem or not label["kind"]:
                continue
            told = [paragraphs.get(name) for name in label["paragraphs"]]
            short = len(label["quote"].split()) <= MOST_WORDS_OF_A_QUOTE
            if None in told or not short or label["quote"] not in (told[0] or ""):
                # Without the words: those who write rules may not read the held-out share.
                missing.append((path.stem, label["paragraphs"]))
    assert missing == []


def test_labels_of_released_cables_hold_none_of_their_text() -> None:
    assert [label["cable"] for label in labels_of("mirror") if "quote" in label] == []


def test_each_span_lies_in_the_first_paragraph_that_its_label_names(shared: Path) -> None:
    missing = []
    for label in labels_of("mirror"):
        if not label["kind"]:
            continue
        (path,) = shared.glob(f"mirror/cable/**/{label['cable']}.html")
        (cable,) = read(RawFile(path, path.read_bytes())).cables
        told = {paragraph.label: len(paragraph.text) for paragraph in reversed(cable.paragraphs)}
        start, end = label["span"]
        if not set(label["paragraphs"]) <= set(told) or not 0 <= start < end <= told[label["paragraphs"][0]]:
            missing.append((label["cable"], label["paragraphs"]))
    assert missing == []


def probes_of(file: str) -> tuple[probes.Probe, ...]:
    return probes.load(GOLD / f"{file}.jsonl")


def test_the_probes_of_a_kind_are_numbered_on_and_the_held_out_ones_are_the_newest() -> None:
    develop, held_out = ({probe.name for probe in probes_of(file)} for file in PROBES)
    assert develop.isdisjoint(held_out)
    for kind in probes.KINDS:
        of_kind = [name for name in sorted(develop | held_out) if name.rpartition("-")[0] == kind]
        assert of_kind == [f"{kind}-{number:03}" for number in range(1, len(of_kind) + 1)]
        kept_back = held_out & set(of_kind)
        assert kept_back == set(of_kind[len(of_kind) - len(kept_back) :])


@pytest.mark.parametrize(("file", "share"), PROBES.items())
def test_each_probe_says_its_share_and_tells_events_of_its_kind_or_none(file: str, share: str) -> None:
    for probe in probes_of(file):
        kinds = {event["kind"] for event in probe.events}
        wanted = not kinds if probe.kind == "negative" else probe.kind in kinds
        # Without the words: those who write rules may not read the held-out share.
        assert probe.share == share, probe.name
        assert wanted, probe.name


@pytest.mark.parametrize("file", PROBES)
def test_each_probe_is_read_as_one_paragraph_of_a_cable_of_its_day(file: str) -> None:
    for probe in probes_of(file):
        cable = as_cable(probe.text, written=probe.written, post=probe.post)
        assert cable.created is not None
        assert cable.created.date() == probe.written, probe.name
        assert {one.label for one in cable.paragraphs if one.label} == {"0", probes.PARAGRAPH}, probe.name


@pytest.mark.parametrize("file", PROBES)
def test_each_event_of_a_probe_has_the_fields_of_its_kind(file: str) -> None:
    for probe in probes_of(file):
        for event in probe.events:
            kind = cast("str", event["kind"])
            further = set(event) - FIELDS_OF_EACH_EVENT - FIELDS_OF_KINDS[kind]
            fitting = {"attack": {"count", "count_op"}, "homicide_count": {"victims"}}.get(kind, set())
            assert set(event) >= FIELDS_OF_EACH_EVENT | FIELDS_OF_KINDS[kind], probe.name
            assert further <= fitting, probe.name
            assert event.get("subtype", "other") in SUBTYPES, probe.name
            assert event.get("status", "ended") in STATUSES, probe.name


@pytest.mark.parametrize("file", PROBES)
def test_each_event_of_a_probe_has_an_anchor_in_order_and_names_that_its_text_has(file: str) -> None:
    for probe in probes_of(file):
        for event in probe.events:
            days = cast("dict[str, str] | None", event["date"])
            people = cast("list[str]", event.get("persons", []))
            figures = (event.get(field) for field in ("killed", "injured", "count", "personnel"))
            assert days or people or event["places"] or any(figures), probe.name
            assert days is None or date.fromisoformat(days["start"]) <= date.fromisoformat(days["end"]), probe.name
            assert all(word in probe.text for name in people for word in name.split()), probe.name
