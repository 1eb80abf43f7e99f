"""Towns that no table has: read from how the text speaks of them, abroad from where something is in them."""

from __future__ import annotations

import pytest

from tracker.extraction.gazetteer import scan
from tracker.extraction.people import people
from tracker.extraction.places import Surroundings
from tracker.extraction.posts import post_of
from tracker.extraction.towns import unlisted_towns


def towns(text: str, post: str) -> list[tuple[str, str | None]]:
    hits = scan(text)
    found = unlisted_towns(text, hits, people(text, hits), Surroundings(post_of(f"09{post}1")))
    return sorted((mention.place.state, mention.place.city) for mention in found)


@pytest.mark.parametrize(
    ("text", "post", "found"),
    [
        ("They fought in Quebradón Verde.", "BOGOTA", [("CO", "Quebradon Verde")]),
        ("They fought in the hamlet of Quebradita Verde.", "BOGOTA", [("CO", "Quebradita Verde")]),
        ("They fought at Quebradita Verde, a village on the river.", "BOGOTA", [("CO", "Quebradita Verde")]),
        ("They fought in Zormat Khel, Helmand.", "KABUL", [("AF", "Zormat Khel")]),
        ("They fought in Zormat district.", "KABUL", [("AF", "Zormat")]),
        ("They fought in Zormat province.", "KABUL", [("AF", None)]),
        ("They fought in Quebradita Verde, Sonora.", "MEXICO", [("MX-SON", "Quebradita Verde")]),
        ("They fought in Zormat Khel and Quebradita.", "BOGOTA", [("CO", "Quebradita"), ("CO", "Zormat Khel")]),
        ("The army sent 300 men to Quebradita.", "BOGOTA", [("CO", "Quebradita")]),
        # Quarters and what is no place at all.
        ("They fought in the Quebradita neighborhood.", "BOGOTA", []),
        ("They spoke in Congress.", "BOGOTA", []),
        ("They spoke in Spanish in March.", "BOGOTA", []),
        ("They fought in Quebradita Verde.", "MEXICO", []),
    ],
)
def test_a_town_without_an_entry_is_read_by_its_words(
    text: str, post: str, found: list[tuple[str, str | None]]
) -> None:
    assert towns(text, post) == found
