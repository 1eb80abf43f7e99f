"""Words of a cable and their places: what people quote is found in its text of record, whatever its line ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.deciding.plans import DecisionError
from tracker.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.accounts import Account


def located(account: Account) -> Callable[[str], Span | None]:
    """Finds where words first stand in a cable's text of record; runs of white space are all alike."""
    text = account.document.text if account.document else ""

    def find(words: str) -> Span | None:
        found = re.search(r"\s+".join(re.escape(word) for word in words.split()), text) if words.split() else None
        return Span(*found.span()) if found else None

    return find


def quoted(account: Account, words: str) -> Span:
    """Where a quote stands. Raises DecisionError where it does not, or where it stands several times."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    text = account.document.text if account.document else ""
    found = [Span(*match.span()) for match in re.finditer(pattern, text)] if pattern else []
    if not found:
        raise DecisionError(f"the quote {words!r} is not in the cable; give it as `tracker show` prints it")
    if len(found) > 1:
        raise DecisionError(f"the quote {words!r} stands {len(found)} times in the cable; give more words of it")
    return found[0]
