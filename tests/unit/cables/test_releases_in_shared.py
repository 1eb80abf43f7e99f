"""The real releases: read from the shared folder, never quoted here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tracker.cables.header import printed_reference_id
from tracker.cables.model import Cable
from tracker.cables.reading import Reading, read
from tracker.cables.releases import files

_CELL = re.compile(r"<td>\s*<a [^>]*>([^<]*)</a>\s*</td>")


@cache
def pages(folder: Path) -> dict[str, tuple[Cable, str]]:
    """Every cable page's cable and its text, by file name."""
    found = {}
    for item in files([folder / "mirror" / "cable"]):
        (only,) = read(item).cables
        found[item.path.stem] = (only, item.data.decode())
    return found


@cache
def others(folder: Path) -> dict[str, Reading]:
    return {item.name: read(item) for item in files([folder / "cables"])}


def everything(folder: Path) -> Iterator[Cable]:
    yield from (only for only, _ in pages(folder).values())
    for reading in others(folder).values():
        yield from reading.cables


def test_every_page_is_read_and_agrees_with_its_table(shared: Path) -> None:
    assert len(pages(shared)) == 373
    for name, (cable, text) in pages(shared).items():
        reference_id, created, released, classification, origin = _CELL.findall(text)[:5]
        assert cable.reference_id == reference_id == name
        assert cable.created is not None
        assert cable.released is not None
        assert f"{cable.created:%Y-%m-%d %H:%M}" == created
        assert f"{cable.released:%Y-%m-%d %H:%M}" == released
        assert (cable.classification, cable.origin) == (classification, origin)


def test_listings_hold_no_cables(shared: Path) -> None:
    listings = [read(item) for item in files([shared / "mirror" / "reldate", shared / "mirror" / "cablegate.html"])]
    assert len(listings) == 13
    assert all(item.source_format == "listing" and not item.cables for item in listings)


def test_texts_and_dump_are_read(shared: Path) -> None:
    formats = {name: (item.source_format, len(item.cables), item.refusals) for name, item in others(shared).items()}
    assert formats == {
        "07MEXICO1068.wikileaks.txt": ("release_text", 1, ()),
        "08MEXICO713.scoop.txt": ("scoop", 1, ()),
        "cables.csv": ("dump", 62, ()),
    }
    references = {item.cables[0].reference_id for name, item in others(shared).items() if name.endswith(".txt")}
    assert references == {"07MEXICO1068", "08MEXICO713"}


def test_page_and_dump_row_of_one_cable_read_alike(shared: Path) -> None:
    same = 0
    for row in others(shared)["cables.csv"].cables:
        page, _ = pages(shared)[row.reference_id]
        assert (row.created, row.classification, row.origin) == (page.created, page.classification, page.origin)
        same += [item.label for item in row.paragraphs] == [item.label for item in page.paragraphs]
    assert same >= 60


def test_labels_rise_and_nearly_all_are_without_gaps(shared: Path) -> None:
    gapless = 0
    for cable, _ in pages(shared).values():
        labels = [int(item.label) for item in cable.paragraphs if item.label and item.anchor == item.label]
        assert labels == sorted(set(labels))
        gapless += labels == list(range(len(labels)))
    assert gapless >= 360


def test_every_word_of_every_paragraph_leads_back(shared: Path) -> None:
    for cable in everything(shared):
        for paragraph in cable.paragraphs:
            for word in re.finditer(r"\S+", paragraph.text):
                span = paragraph.content.to_document(*word.span())
                assert paragraph.body.start <= span.start < span.end <= paragraph.body.end
                printed = cable.document[span.start : span.end]
                assert (
                    printed == word.group()
                    or "¶" in printed
                    or any(c.start < span.end and span.start < c.end for c in paragraph.cuts)
                )


def test_subjects_tags_and_signers_are_found(shared: Path) -> None:
    cables = [cable for cable, _ in pages(shared).values()]
    assert sum(cable.subject is not None for cable in cables) >= 372
    assert sum(bool(cable.tags) for cable in cables) >= 371
    assert sum(cable.signer is not None for cable in cables) >= 350


def test_a_telegram_with_its_header_tells_its_own_reference_id(shared: Path) -> None:
    for cable, _ in pages(shared).values():
        assert printed_reference_id(cable.document) in (cable.reference_id, None)
        assert printed_reference_id(cable.document) or cable.partial


def test_no_protected_name_is_in_what_is_read(shared: Path) -> None:
    protected = 0
    for cable in everything(shared):
        for name in cable.protected:
            protected += 1
            words = r"\s+".join(re.escape(word) for word in name.words.split())
            assert not re.search(rf"\b{words}\b", cable.document, re.IGNORECASE)
    assert protected >= 10


def test_every_gold_quote_is_in_the_first_paragraph_that_gold_names(shared: Path) -> None:
    cables = {cable.reference_id: cable for cable in everything(shared)}
    missed = []
    for line in (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        if event["kind"] is None:
            continue
        texts = {item.label: item.text for item in cables[event["cable"]].paragraphs}
        if _squeezed(event["quote"]) not in _squeezed(texts.get(str(event["paragraphs"][0]), "")):
            missed.append((event["cable"], event["paragraphs"]))
    assert missed == []


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


@pytest.mark.parametrize("kind", ["release_page", "release_text", "scoop", "dump"])
def test_every_format_of_the_releases_is_met(shared: Path, kind: str) -> None:
    assert any(cable.source_format == kind for cable in everything(shared))
