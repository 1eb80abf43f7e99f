"""The coded cables of our own: every label stands in the cable that it names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict, cast

import pytest

from tracker.cables.reading import read
from tracker.cables.releases import RawFile

GOLD = Path(__file__).parents[2] / "gold"
SHARES = ("invented", "held_out")
SHARES_OF_RELEASED_CABLES = ("mirror", "held_out_mirror")
MOST_WORDS_OF_A_QUOTE = 12


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


@pytest.mark.parametrize("share", SHARES_OF_RELEASED_CABLES)
def test_labels_of_released_cables_hold_none_of_their_text(share: str) -> None:
    assert [label["cable"] for label in labels_of(share) if "quote" in label] == []


@pytest.mark.parametrize("share", SHARES_OF_RELEASED_CABLES)
def test_each_span_lies_in_the_first_paragraph_that_its_label_names(share: str, shared: Path) -> None:
    missing = []
    for label in labels_of(share):
        if not label["kind"]:
            continue
        (path,) = shared.glob(f"mirror/cable/**/{label['cable']}.html")
        (cable,) = read(RawFile(path, path.read_bytes())).cables
        told = {paragraph.label: len(paragraph.text) for paragraph in reversed(cable.paragraphs)}
        start, end = label["span"]
        if not set(label["paragraphs"]) <= set(told) or not 0 <= start < end <= told[label["paragraphs"][0]]:
            missing.append((label["cable"], label["paragraphs"]))
    assert missing == []
