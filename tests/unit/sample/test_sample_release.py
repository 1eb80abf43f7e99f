"""The sample release: its pages, listings and index agree with each other, and nobody can take them for originals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tracker import sample
from tracker.cables.reading import read
from tracker.cables.releases import RawFile

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def release() -> Iterator[Path]:
    with sample.release() as folder:
        yield folder


def parsed(page: Path) -> etree._Element:
    """The page as XML; a page that is not well-formed raises."""
    return etree.fromstring(page.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))


def words(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def cable_pages(release: Path) -> list[Path]:
    return sorted((release / "cable").rglob("*.html"))


def rows(page: Path) -> list[list[str]]:
    """The cells of the page's table of cables, without its head."""
    table = parsed(page).find(f".//{NAMESPACE}table[@class='cable']")
    assert table is not None, page.name
    found = [[words(cell) for cell in row.iter(f"{NAMESPACE}td")] for row in table.iter(f"{NAMESPACE}tr")]
    return [row for row in found if row]


def links(page: Path) -> list[str]:
    return [anchor.get("href", "") for anchor in parsed(page).iter(f"{NAMESPACE}a")]


def test_release_has_cables_listings_and_an_index(release: Path) -> None:
    assert 13 <= len(cable_pages(release)) <= 15
    assert 2 <= len(list((release / "reldate").iterdir())) <= 3
    assert (release / "cablegate.html").is_file()


def test_every_page_is_well_formed_and_says_that_it_is_a_sample(release: Path) -> None:
    for page in release.rglob("*.html"):
        assert sample.STATEMENT in words(parsed(page)), page.name


def test_every_cable_is_of_the_post_sample(release: Path) -> None:
    for page in cable_pages(release):
        assert re.fullmatch(rf"\d\d{sample.POST}[1-9]\d*", page.stem)
        origin = rows(page)[0][4]
        assert origin == "Embassy Sample"


def test_a_page_lies_in_the_year_and_month_of_its_creation(release: Path) -> None:
    for page in cable_pages(release):
        reference, created, _, _, _ = rows(page)[0]
        assert page.relative_to(release).as_posix() == f"cable/{created[:4]}/{created[5:7]}/{reference}.html"
        assert reference[:2] == created[2:4]
        assert f"/{page.relative_to(release).as_posix()}" in links(page)


def test_every_cable_is_listed_once_as_its_page_has_it(release: Path) -> None:
    listed: Counter[str] = Counter()
    for listing in (release / "reldate").iterdir():
        for reference, subject, created, released, classification, origin in rows(listing):
            listed[reference] += 1
            assert listing.name == f"{released}_0.html"
            page = release / "cable" / created[:4] / created[5:7] / f"{reference}.html"
            own = rows(page)[0]
            assert own[1][:10] == created
            assert own[2][:10] == released
            assert own[3:] == [classification, origin]
            headings = [words(heading) for heading in parsed(page).iter(f"{NAMESPACE}h3")]
            assert f"Viewing cable {reference}, {subject}" in headings
    assert listed == Counter(page.stem for page in cable_pages(release))


def test_index_leads_to_every_listing(release: Path) -> None:
    listings = {f"/reldate/{listing.name}" for listing in (release / "reldate").iterdir()}
    assert listings == {link for link in links(release / "cablegate.html") if link.startswith("/reldate/")}


def test_cables_are_read_with_the_header_that_their_page_shows(release: Path) -> None:
    for page in cable_pages(release):
        cable = read(RawFile(page, page.read_bytes())).cables[0]
        reference, created, _, classification, origin = rows(page)[0]
        assert cable.reference_id == reference
        assert cable.created is not None
        assert cable.created.strftime("%Y-%m-%d %H:%M") == created
        assert (cable.classification, cable.origin) == (classification, origin)


def test_references_name_earlier_cables_of_the_sample(release: Path) -> None:
    pages = cable_pages(release)
    created = {page.stem: rows(page)[0][1] for page in pages}
    referring = 0
    for page in pages:
        for reference in read(RawFile(page, page.read_bytes())).cables[0].references:
            referring += 1
            assert created[reference.reference_id] < created[page.stem]
    assert referring >= 10


def test_release_shows_one_partial_extract_one_redaction_and_protected_names(release: Path) -> None:
    cables = [read(RawFile(page, page.read_bytes())).cables[0] for page in cable_pages(release)]
    assert [cable.reference_id for cable in cables if cable.partial] == ["08SAMPLE47"]
    assert [cable.reference_id for cable in cables if "XXXXXXXXXXXX" in cable.document] == ["07SAMPLE102"]
    reasons = {name.reason for cable in cables for name in cable.protected}
    assert {"protect", "strictly protect"} <= reasons


@pytest.mark.parametrize(
    ("path", "surname"),
    [
        ("cable/2009/04/09SAMPLE28.html", "Ficticio"),
        ("cable/2007/02/07SAMPLE23.html", "Inventado"),
    ],
)
def test_a_protected_name_is_masked_where_only_the_surname_returns(release: Path, path: str, surname: str) -> None:
    page = release / path
    assert page.read_text(encoding="utf-8").count(surname) == 2
    assert surname not in read(RawFile(page, page.read_bytes())).cables[0].document
