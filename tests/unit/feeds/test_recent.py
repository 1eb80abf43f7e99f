from __future__ import annotations

from feeds.recent import Recent


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept: Recent[str, str] = Recent(10)
    kept.put("a", "first", 4)
    kept.put("b", "second", 4)
    assert kept.get("a") == "first"
    kept.put("c", "third", 4)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == ("first", None, "third")


def test_what_is_put_anew_counts_once() -> None:
    kept: Recent[str, str] = Recent(10)
    kept.put("a", "first", 4)
    for _ in range(5):
        kept.put("b", "again", 6)
    assert (kept.get("a"), kept.get("b")) == ("first", "again")


def test_one_larger_than_all_room_is_kept_alone() -> None:
    kept: Recent[str, str] = Recent(10)
    kept.put("a", "first", 4)
    kept.put("b", "large", 40)
    assert (kept.get("a"), kept.get("b")) == (None, "large")
    kept.put("c", "third", 4)
    assert (kept.get("b"), kept.get("c")) == (None, "third")
