from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cables.identifiers import post_of, read_reference_id
from tracker.cables.post_spelling import archive_code, canonical_code, known_code, read_post
from tracker.cables.posts import code_in_year, known_posts, post_of_routing, posts


def twice(items: Iterable[str]) -> list[str]:
    return [item for item, times in Counter(items).items() if times > 1]


def test_no_indicator_spelling_or_name_is_of_two_posts() -> None:
    known = known_posts().values()
    assert not twice(indicator for post in known for indicator in post.routing)
    assert not twice([alias for post in known for alias in post.aliases] + list(known_posts()))
    assert all(post_of_routing(indicator) is post for post in known for indicator in post.routing)


def test_every_spelling_belongs_to_a_post_and_is_in_capitals() -> None:
    spellings = [alias for post in known_posts().values() for alias in post.aliases]
    assert spellings
    assert all(alias.isascii() and alias.isalpha() and alias.isupper() for alias in spellings)


def test_a_later_name_is_a_known_post_that_was_not_renamed_again() -> None:
    renamed = [post for post in known_posts().values() if post.later or post.until]
    assert renamed
    for post in renamed:
        assert post.later
        assert post.until
        assert known_posts()[post.later.replace(" ", "")].later is None


def test_every_name_reads_as_itself() -> None:
    for code, post in known_posts().items():
        for printed in (code, post.name, post.name.lower(), f"AMEMBASSY {post.name}", post.name.replace(" ", "-")):
            assert (read_post(printed).code, read_post(printed).mended) == (code, False), printed


@pytest.mark.parametrize(
    ("printed", "code", "mended"),
    [
        ("Embassy Kuala Lumpur", "KUALALUMPUR", False),
        ("AMEMBASSY MEXICO", "MEXICO", False),
        ("american embassy mexico", "MEXICO", False),
        ("USMISSION UNVIE VIENNA", "UNVIEVIENNA", False),
        ("SECSTATE WASHDC", "STATE", False),
        ("Bogotá", "BOGOTA", False),
        ("TEGUCIGLPA", "TEGUCIGALPA", True),
        ("TEGUCIGALAP", "TEGUCIGALPA", True),
        ("TEGUCIGALPPA", "TEGUCIGALPA", True),
        ("TEGUCIGALPE", "TEGUCIGALPA", True),
        ("AMEMBASSY TEGUCIGLPA", "TEGUCIGALPA", True),
        ("PANMA", "PANAMA", True),
        ("GUADALAJ", "GUADALAJARA", True),
        ("MEXICOMEXICO", "MEXICO", True),
    ],
)
def test_a_post_as_people_write_it(printed: str, code: str, mended: bool) -> None:
    reading = read_post(printed)
    assert (reading.code, reading.known, reading.mended) == (code, True, mended)


@pytest.mark.parametrize("printed", ["XANADU", "LIMQ", "ANAMA", "LETTER", "MEMORANDUM", "REPORT", "TELCON", "SANT", ""])
def test_what_could_be_two_posts_or_none_is_left(printed: str) -> None:
    reading = read_post(printed)
    assert not reading.known
    assert known_code(printed) is None
    assert canonical_code(printed) == printed


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("TELAV", "TELAVIV"),
        ("NEWDE", "NEWDELHI"),
        ("SANJO", "SANJOSE"),
        ("USUNN", "USUNNEWYORK"),
        ("SANTIA", "SANTIAGO"),
        ("ADDIS", "ADDISABABA"),
        ("PORTO", None),
        ("LIMA", "LIMA"),
        ("XXXXXX", None),
    ],
)
def test_the_archive_of_the_1970s_files_by_six_characters(printed: str, code: str | None) -> None:
    assert archive_code(printed) == code


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("KIEV", 2006, "KIEV"),
        ("KIEV", 2007, "KYIV"),
        ("KYIV", 2004, "KYIV"),
        ("PEKING", 1979, "PEKING"),
        ("PEKING", 1980, "BEIJING"),
        ("XANADU", 1980, "XANADU"),
    ],
)
def test_a_post_renamed_has_its_later_name_from_then_on(code: str, year: int, expected: str) -> None:
    assert code_in_year(code, year) == expected


def test_the_closed_posts_are_known_but_not_among_the_release_s() -> None:
    assert "LYON" in known_posts()
    assert "LYON" not in posts()
    assert posts().items() < known_posts().items()


@given(st.text(max_size=80))
def test_any_name_is_read_and_read_again_the_same(name: str) -> None:
    code = canonical_code(name)
    assert code == "" or (code.isalpha() and code.isupper())
    assert canonical_code(code) == code


def test_every_page_of_the_release_is_of_a_known_post_and_named_by_its_canonical_id(shared: Path) -> None:
    names = sorted(path.stem for path in (shared / "mirror" / "cable").rglob("*.html"))
    assert len(names) > 300
    for name in names:
        reading = read_reference_id(name)
        assert (reading.reference_id, reading.mended) == (name, False)
        assert post_of(reading.reference_id), name
