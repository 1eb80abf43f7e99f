from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feeds.archive import ARCHIVE_SIZE, Layout, layout

counts = st.integers(0, 600)
mixed = st.lists(st.tuples(st.booleans(), st.integers(1, 120)), max_size=12).map(
    lambda runs: [quiet for quiet, length in runs for _ in range(length)]
)
"""Which entries are quiet, in runs."""


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


def made_of(made: Layout[int]) -> list[tuple[int, ...]]:
    return [*made.archives, made.open_archive]


@given(mixed)
def test_what_is_quiet_is_in_the_archives_alone_and_each_entry_once(quiet: list[bool]) -> None:
    made = layout(range(len(quiet)), lambda entry: quiet[entry])
    archived = [entry for archive in made_of(made) for entry in archive]
    assert sorted([*archived, *made.subscription]) == list(range(len(quiet)))
    assert not any(quiet[entry] for entry in made.subscription)
    loud = [entry for entry in range(len(quiet)) if not quiet[entry]]
    assert list(made.subscription) == loud[len(loud) - len(made.subscription) :]
    assert min(50, len(loud)) <= len(made.subscription) <= 99
    assert all(len(archive) == ARCHIVE_SIZE for archive in made.archives)
    assert len(made.open_archive) < ARCHIVE_SIZE


@given(mixed, mixed)
def test_the_entries_at_an_address_stay_the_same(first: list[bool], more: list[bool]) -> None:
    quiet = [*first, *more]
    before, after = (layout(range(len(some)), lambda entry: quiet[entry]) for some in (first, quiet))
    assert after.archives[: len(before.archives)] == before.archives
    then, now = (dict(zip(made.names, made_of(made), strict=False)) for made in (before, after))
    assert all(now[name] == then[name] for name in then.keys() & now.keys())
