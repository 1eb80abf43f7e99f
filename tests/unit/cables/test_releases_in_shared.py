"""The real releases: read from the shared folder, never quoted here."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.unit.cables.site_page import Site, site
from tracker.cables.model import Cable, Paragraph
from tracker.cables.reading import Reading, read
from tracker.cables.releases import RawFile, files

_SENT = re.compile(r"\b\d{6}Z [A-Z]{3} \d\d\b", re.IGNORECASE)
_ANCHORED = re.compile(r"¶(?P<number>\d+)\.")
_PAGE_MARK = re.compile(r"\s+[A-Z ]+ \d{8}  ?\d{3}(?:\.\d)? OF \d{3}\s*\Z")
_BEFORE_WORDS = re.compile(r"[\s\"“'‘\[(]*(?:[A-Z]{1,3}(?:/[A-Z]+)?\)\s*)?", re.IGNORECASE)
"""What may stand before a subject's words: the site takes a bracket or a quote off its titles, we the marking."""


@cache
def texts(folder: Path) -> dict[str, str]:
    """Every cable page, by file name."""
    return {item.path.stem: item.data.decode() for item in files([folder / "mirror" / "cable"])}


@cache
def pages(folder: Path) -> dict[str, tuple[Cable, Site]]:
    """Every page's cable, and what the page itself tells of it."""
    return {name: (alone(text), site(text)) for name, text in texts(folder).items()}


def alone(text: str) -> Cable:
    (only,) = read(RawFile(Path("page"), text.encode())).cables
    return only


@cache
def others(folder: Path) -> dict[str, Reading]:
    return {item.name: read(item) for item in files([folder / "cables"])}


def everything(folder: Path) -> Iterator[Cable]:
    yield from (only for only, _ in pages(folder).values())
    for reading in others(folder).values():
        yield from reading.cables


def test_every_page_is_read_and_agrees_with_its_table(shared: Path) -> None:
    assert len(pages(shared)) == 373
    for name, (cable, told) in pages(shared).items():
        assert cable.reference_id == told.reference_id == name
        assert cable.created is not None
        assert cable.released is not None
        assert f"{cable.created:%Y-%m-%d %H:%M}" == told.created
        assert f"{cable.released:%Y-%m-%d %H:%M}" == told.released
        assert (cable.classification, cable.origin) == (told.classification, told.origin)
        assert list(map(without_scheme, cable.articles)) == list(map(without_scheme, told.articles))


def without_scheme(address: str) -> str:
    return address.removeprefix("http://")


def test_the_transmission_header_is_the_page_s_own(shared: Path) -> None:
    for name, (cable, told) in pages(shared).items():
        assert cable.sender == told.line("FM"), name
        transmission = re.search(r"^(VZCZC\w+)", told.head, re.MULTILINE)
        assert cable.transmission_id == (transmission[1] if transmission else None), name
        assert [(item.name.rstrip("/"), item.information) for item in cable.addressees] == told.stations(), name


def test_subjects_are_the_titles_which_hold_the_first_line_of_them(shared: Path) -> None:
    for name, (cable, told) in pages(shared).items():
        if told.title is None:
            assert cable.document.endswith("...")
            continue
        assert cable.subject is not None
        title = _BEFORE_WORDS.sub("", told.title.removesuffix(" <br>"), count=1).upper().replace('""', '"')
        subject = _BEFORE_WORDS.sub("", cable.subject, count=1).upper().replace('""', '"')
        assert subject.startswith(title) or title.startswith(subject), name


def test_tags_begin_with_those_that_the_page_links(shared: Path) -> None:
    """The site links no word of a second line, and takes each word of a tag of several for one."""
    mended: set[tuple[str, str]] = set()
    for cable, told in pages(shared).values():
        words = dict.fromkeys(word for tag in cable.tags for word in re.split(r"[ ,]+", tag))
        linked = dict.fromkeys(told.tags)
        mended.update((link, word) for link, word in zip(linked, words, strict=False) if link != word)
        assert len(words) >= len(linked)
    assert mended == {("MPOS", "MOPS"), ("MOPPS", "MOPS")}


def test_every_number_that_the_page_anchors_is_a_paragraph_but_for_those_of_wrapped_lines(shared: Path) -> None:
    """The site took any number and point that begin a line for a paragraph's, years and days among them."""
    anchors = wrapped = 0
    for name, (cable, _) in pages(shared).items():
        ours = {place(cable, item): item.label for item in cable.paragraphs if item.label not in (None, "0")}
        for found in _ANCHORED.finditer(cable.document):
            anchors += 1
            if ours.get(found.start("number")) == found["number"]:
                continue
            above = _PAGE_MARK.sub("\n", cable.document[: found.start()]).rstrip(" \t").split("\n")[-2:]
            assert above[0].strip(), (name, found["number"])
            wrapped += 1
    assert (anchors, wrapped) == (3595, 44)


def place(cable: Cable, paragraph: Paragraph) -> int:
    """Where the paragraph's number is printed."""
    start, end = paragraph.span.start, paragraph.body.start
    return cable.document.rfind(paragraph.label or "", start, end)


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
    fields = [each.name for each in dataclasses.fields(Cable)]
    own = {
        "source_format",
        "document",
        "paragraphs",
        "released",
        "articles",
        "guesses",
        "redactions",
        "parts",
        "row_sha256",
    }
    same = 0
    for row in others(shared)["cables.csv"].cables:
        page, _ = pages(shared)[row.reference_id]
        for field in fields:
            assert field in own or getattr(row, field) == getattr(page, field), (row.reference_id, field)
        assert [(item.label, item.marking, item.section) for item in row.paragraphs] == [
            (item.label, item.marking, item.section) for item in page.paragraphs
        ]
        same += [item.text for item in row.paragraphs] == [item.text for item in page.paragraphs]
    assert same >= 60


def test_labels_rise_or_repeat_and_anchors_tell_those_that_repeat_apart(shared: Path) -> None:
    gapless = falling = 0
    for cable, _ in pages(shared).values():
        labels = [int(item.label) for item in cable.paragraphs if item.label]
        anchors = [item.anchor for item in cable.paragraphs]
        assert len(set(anchors)) == len(anchors)
        falling += labels != sorted(labels)
        gapless += sorted(set(labels)) == list(range(max(labels) + 1))
    assert gapless == 366
    assert falling == 1


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


def test_subjects_tags_signers_and_summaries_are_found(shared: Path) -> None:
    cables = [cable for cable, _ in pages(shared).values()]
    assert sum(cable.subject is not None for cable in cables) == 372
    assert sum(bool(cable.tags) for cable in cables) == 372
    assert sum(bool(cable.signers) for cable in cables) >= 364
    assert all(signer == signer.upper() for cable in cables for signer in cable.signers)
    assert sum(cable.summary is not None for cable in cables) >= 280
    classified = [cable for cable in cables if not (cable.classification or "").startswith("UNCLASSIFIED")]
    assert sum(cable.classified_by is not None for cable in classified) >= 322


def told_otherwise(cable: Cable, table: Site) -> set[str]:
    """The fields in which a reading without the table differs from it; of the moment of creation the day alone."""
    read_here = (cable.reference_id, cable.created and f"{cable.created:%Y-%m-%d}", cable.origin, cable.classification)
    printed = (table.reference_id, table.created[:10], table.origin, table.classification)
    names = ("id", "day", "origin", "classification")
    return {name for name, ours, theirs in zip(names, read_here, printed, strict=True) if ours != theirs}


def forgot_noforn(cable: Cable, table: Site) -> bool:
    """Whether the telegram says NOFORN and the site's table does not."""
    return "NOFORN" in cable.handling and "NOFORN" not in table.classification


def test_a_page_without_its_table_tells_what_the_table_told(shared: Path) -> None:
    differ: dict[str, int] = {"day": 0, "classification": 0}
    for name, text in texts(shared).items():
        bare, count = re.subn(r"<table class='cable'>.*?</table>", "", text, flags=re.DOTALL)
        assert count == 1
        cable, table = alone(bare), pages(shared)[name][1]
        for field in told_otherwise(cable, table):
            differ[field] += 1
            assert cable.created is None or field != "day"
            assert field != "classification" or forgot_noforn(cable, table)
        assert (cable.created is None) == (_SENT.search(table.head) is None)
    assert differ == {"day": 31, "classification": 4}


def test_a_telegram_alone_tells_what_the_table_told(shared: Path) -> None:
    """Refused are extracts that print no date: the year of their reference ID cannot be told."""
    read_alone = forgotten = 0
    for _, table in pages(shared).values():
        if not _SENT.search(table.head):
            continue
        cable = alone(f"{table.head}\n\n{table.body}")
        read_alone += 1
        differ = told_otherwise(cable, table)
        forgotten += "classification" in differ
        assert differ <= ({"classification"} if forgot_noforn(cable, table) else set())
    assert (read_alone, forgotten) == (342, 4)


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
