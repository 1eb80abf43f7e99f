"""What is filed piece by piece stands where it stands when all is filed at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import archive
from feeds.filing import SUBSCRIPTION, Filing, Item, Part
from feeds.manifest import Manifest

TOPICS = ("all", "cartels/gulf", "kinds/arrest")


def item(number: int, topics: tuple[str, ...] = ("all",), summary: str | None = None) -> Item:
    return Item(key=f"item {number}", order=f"{number:06}", topics=topics, quiet=summary is not None, summary=summary)


items = st.lists(
    st.tuples(st.sets(st.sampled_from(TOPICS[1:])), st.sampled_from([None, None, "a summary", "another"])), max_size=40
).map(lambda rows: [item(nth, ("all", *sorted(topics)), summary) for nth, (topics, summary) in enumerate(rows)])


@contextmanager
def filing(directory: Path) -> Iterator[Filing]:
    with closing(Manifest(directory)) as manifest:
        yield Filing(manifest)


def documents(filed: Filing) -> dict[tuple[str, str], list[str]]:
    """Every document by its topic and name, that which is polled without one."""
    found = {}
    for topic in filed.topics:
        for part in filed.parts(topic):
            name = filed.names(topic)[part.number - 1] if part.number != SUBSCRIPTION else ""
            found[topic, name] = filed.items(part)
    return found


@settings(max_examples=80, deadline=None)
@given(rows=items, cuts=st.lists(st.integers(0, 40), max_size=5))
def test_in_pieces_is_as_at_once(tmp_path_factory: pytest.TempPathFactory, rows: list[Item], cuts: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "ARCHIVE_SIZE", 3)
        with filing(tmp_path_factory.mktemp("whole")) as whole, filing(tmp_path_factory.mktemp("pieces")) as pieces:
            whole.file_all(rows)
            edges = [0, *sorted(cuts), len(rows)]
            for start, end in pairwise(edges):
                before = documents(pieces)
                touched = pieces.add(rows[start:end])
                assert touched is not None
                after = documents(pieces)
                changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
                named = {
                    (part.topic, pieces.names(part.topic)[part.number - 1] if part.number else "")
                    for part in touched.parts
                }
                assert changed <= named | touched.gone
                assert touched.gone == before.keys() - after.keys()
            assert documents(pieces) == documents(whole)
            assert pieces.developments == whole.developments == len(rows)


def test_what_is_told_again_touches_the_documents_that_it_stands_in(tmp_path: Path) -> None:
    with filing(tmp_path) as filed:
        filed.file_all(item(number, ("all", "cartels/gulf")) for number in range(130))
        touched = filed.add([item(3, ("all", "cartels/gulf")), item(120, ("all", "cartels/gulf"))])
        assert touched is not None
        assert touched.parts == {
            Part(topic, number) for topic in ("all", "cartels/gulf") for number in (1, SUBSCRIPTION)
        }
        assert touched.gone == set()


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(item(3, ("all", "cartels/gulf")), id="another topic"),
        pytest.param(Item(key="old", order="000003x", topics=("all",)), id="older than what stands there"),
        pytest.param(item(9, summary="a summary"), id="quiet now"),
    ],
)
def test_what_would_move_others_is_not_filed(tmp_path: Path, told: Item) -> None:
    with filing(tmp_path) as filed:
        filed.file_all(item(number) for number in range(10))
        assert filed.add([told]) is None


def test_a_summary_comes_to_each_topic_with_the_first_that_it_sums_up(tmp_path: Path) -> None:
    with filing(tmp_path) as filed:
        rows = [
            item(1),
            item(2, ("all", "cartels/gulf"), "sum"),
            item(3, ("all", "cartels/gulf")),
            item(4, ("all",), "sum"),
        ]
        filed.file_all(rows)
        assert filed.newest("all") == ["item 3", "sum", "item 1"]
        assert filed.newest("cartels/gulf") == ["item 3", "sum"]
        assert filed.items(Part("all", 1)) == ["item 2", "item 4"]
        assert filed.find(["sum"]) == {Part("all", SUBSCRIPTION), Part("cartels/gulf", SUBSCRIPTION)}
