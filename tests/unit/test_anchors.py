"""An anchor is read in one form, and holds for the hash that it tells and no other."""

from __future__ import annotations

import pytest

from tracker.log.anchors import AnchorError, anchor

HASH = bytes(range(32))


@pytest.mark.parametrize("text", [f"7:{HASH.hex()}", f" 7:{HASH.hex()[:16]}...\n", f"007:{HASH.hex()[:17].upper()}"])
def test_an_anchor_holds_for_its_hash_alone(text: str) -> None:
    read = anchor(text, source="a feed")
    assert (read.position, read.source) == (7, "a feed")
    assert read.holds(HASH)
    assert not read.holds(bytes(32))


def test_an_anchor_is_told_as_it_is_given() -> None:
    assert str(anchor(f"7:{HASH.hex()}")) == f"7:{HASH.hex()}"


@pytest.mark.parametrize(
    "text",
    ["", "7", "7:", f"7:{HASH.hex()[:15]}", f"7:{HASH.hex()}0", f"0:{HASH.hex()}", f"-1:{HASH.hex()}", "7:" + "g" * 64],
)
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(AnchorError, match="POSITION:HASH"):
        anchor(text)
