"""The entries of documents, made as they are asked for: each once for all the documents that are made together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds.entries import CHANGES, Entry, Threads, entry
from feeds.pages import views
from feeds.pages.articles import Article, article
from feeds.rendering import written
from feeds.summaries import Sum, summary_entry

if TYPE_CHECKING:
    from feeds.rows import Development
    from feeds.site import Site
    from feeds.source import Source
    from feeds.written import Written

KEPT = 4_000
"""How many items are kept made, those asked for last."""


@dataclass(slots=True)
class _Item:
    told: Development | Sum
    threads: Threads
    entry: Entry | None = None
    written: Written | None = None
    articles: dict[int, Article] = field(default_factory=dict)


class Newsroom:
    """Makes entries, and the news of pages, of items by their keys."""

    def __init__(self, source: Source, site: Site, *, kept: int = KEPT) -> None:
        self._source = source
        self._site = site
        self._kept = kept
        self._items: OrderedDict[str, _Item] = OrderedDict()

    def fetch(self, keys: Iterable[str]) -> None:
        """Have these items at hand, asked for at once."""
        wanted = list(dict.fromkeys(keys))
        missing = [key for key in wanted if key not in self._items]
        for key in wanted:
            if key in self._items:
                self._items.move_to_end(key)
        for key, made in self._made(missing):
            self._items[key] = made
        while len(self._items) > max(self._kept, len(wanted)):
            self._items.popitem(last=False)

    def entries(self, keys: Sequence[str]) -> list[Entry]:
        """The entries of these items, in their order. Raises KeyError for one that was not fetched."""
        return [self._entry(self._items[key]) for key in keys]

    def written(self, keys: Sequence[str], former: Mapping[str, Written]) -> list[Written]:
        """These items as documents hold them, in their order: `former` as they are, the others were fetched."""
        return [former.get(key) or self._written(self._items[key]) for key in keys]

    def articles(self, keys: Sequence[str], former: Mapping[str, Article], *, level: int) -> list[Article]:
        """These items as pages show them under headings of this level, in their order: as `written`."""
        return [former.get(key) or self._article(self._items[key], level) for key in keys]

    def news(self, keys: Sequence[str]) -> list[views.News]:
        """What pages show of these items, in their order. Raises KeyError for one that was not fetched."""
        return [_news(self._items[key]) for key in keys]

    def _made(self, keys: Sequence[str]) -> Iterable[tuple[str, _Item]]:
        if not keys:
            return
        rows = self._source.developments(set(keys))
        threads = threads_of(self._source, rows)
        for row in rows:
            yield str(row.development_id), _Item(row, threads.of(row))
        summed = set(keys) - {str(row.development_id) for row in rows}
        for told in self._source.sums(summed):
            yield str(told.summary.development_id), _Item(told, Threads(()))

    def _entry(self, made: _Item) -> Entry:
        if made.entry is None:
            told = made.told
            made.entry = (
                summary_entry(told, self._site) if isinstance(told, Sum) else entry(told, made.threads, self._site)
            )
        return made.entry

    def _written(self, made: _Item) -> Written:
        if made.written is None:
            made.written = written(self._entry(made))
        return made.written

    def _article(self, made: _Item, level: int) -> Article:
        if level not in made.articles:
            made.articles[level] = article(_news(made), self._site.root, level)
        return made.articles[level]


def _news(made: _Item) -> views.News:
    return views.summary_news(made.told) if isinstance(made.told, Sum) else views.news(made.told, made.threads)


def threads_of(source: Source, developments: Sequence[Development]) -> Threads:
    """What came before these developments, and what came of them."""
    changed = (row for row in developments if row.corrected_by or row.kind in CHANGES)
    about = {str(report_id) for row in changed for report_id in row.report_ids}
    return Threads([*source.about(about), *developments])
