from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feeds.archive import ARCHIVE_SIZE, layout

counts = st.integers(0, 600)


@given(counts)
def test_each_entry_stands_once_in_order(count: int) -> None:
    made = layout(range(count))
    assert [entry for archive in made.archives for entry in archive] + list(made.subscription) == list(range(count))


@given(counts)
def test_archives_are_full_and_the_subscription_document_holds_the_newest_50_to_99(count: int) -> None:
    made = layout(range(count))
    assert all(len(archive) == ARCHIVE_SIZE for archive in made.archives)
    assert len(made.subscription) < 100
    assert len(made.subscription) >= 50 or not made.archives


@given(counts, counts)
def test_a_closed_archive_keeps_its_entries(count: int, more: int) -> None:
    before, after = layout(range(count)), layout(range(count + more))
    assert after.archives[: len(before.archives)] == before.archives
