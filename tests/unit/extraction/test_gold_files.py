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
MOST_WORDS_OF_A_QUOTE = 12


class Label(TypedDict, total=False):
    """What is checked of one line of a gold file."""

    cable: str
    kind: str | None
    paragraphs: list[str]
    quote: str


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
