"""What the last publishing wrote, for the next one to take out of it what tells nothing else now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds import written
from feeds.formats import Format
from feeds.pages import articles

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from feeds.files import Shelf
    from feeds.pages.articles import Article, Line
    from feeds.written import Written


@dataclass(frozen=True, slots=True)
class Former:
    """The files of the last publishing.

    `told` are the items that tell something else now, None means that all may; `incidents` those events that do.
    """

    shelf: Shelf
    told: Collection[str] | None
    incidents: Collection[str] = ()

    def entries(self, paths: Mapping[Format, str]) -> dict[str, Written]:
        """The entries of a document that tell nothing else, by the keys of their items."""
        if self.told is None:
            return {}
        found = {form: data for form, path in paths.items() if (data := self.shelf.published(path)) is not None}
        kept = written.taken_out(found) if len(found) == len(paths) else []
        return {each.key: each for each in kept if each.key not in self.told}

    def articles(self, path: str) -> dict[str, Article]:
        """The articles of a page that tell nothing else, by the keys of their items."""
        told = self.told or ()
        return {key: each for key, each in articles.taken_out(self._page(path)) if key not in told}

    def lines(self, path: str) -> dict[str, Line]:
        """The events in the list of a page that are as they were, by their ids."""
        return {key: each for key, each in articles.lines_taken_out(self._page(path)) if key not in self.incidents}

    def _page(self, path: str) -> str:
        page = self.shelf.published(path) if self.told is not None else None
        return page.decode() if page else ""
