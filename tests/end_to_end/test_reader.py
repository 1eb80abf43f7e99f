"""Feed readers that people use notice everything that becomes known exactly once, and nothing when nothing does."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

import feedparser
import pytest

from feeds.formats import Format
from tests.database.invented import ARREST, ATTACK, SEIZURE, telegram
from tests.end_to_end.command import Installation, eventually, free_port, installation
from tests.end_to_end.subscribers import Feedparser, Newsboat, NotInstalledError, Rss2Email, Sfeed, Subscriber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def installed() -> Iterator[Installation]:
    with installation(TRACKER_PUBLISH_EVERY_SECONDS="1") as made:
        yield made


def test_the_demo_gives_each_entry_once(installed: Installation) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with installed.started("demo", "--port", str(port)) as process:
        feeds = [f"{base}/feeds/all.atom", f"{base}/feeds/cartels/gulf.atom", f"{base}/feeds/kinds/arrest.rss"]
        entries = {
            entry.id: entry.title for feed in feeds for entry in feedparser.parse(process.answer(feed).content).entries
        }
        try:
            subscriber = Newsboat(installed.data.parent / "subscriber", *feeds)
        except NotInstalledError:
            pytest.skip("newsboat is not installed (package newsboat)")
        subscriber.fetch()
        found = subscriber.items()
        assert {guid: title for guid, title, _ in found} == entries
        assert len(found) == len(entries)
        subscriber.fetch()
        assert [item[:2] for item in subscriber.items()] == [item[:2] for item in found]


READERS: dict[str, Callable[[Path, str], Subscriber]] = {
    "newsboat": lambda home, base: Newsboat(home, f"{base}.atom"),
    "rss2email": lambda home, base: Rss2Email(home, f"{base}.rss"),
    "sfeed": lambda home, base: Sfeed(home, f"{base}.atom"),
    "sfeed with RSS": lambda home, base: Sfeed(home, f"{base}.rss"),
    "feedparser": lambda _, base: Feedparser(f"{base}.rss"),
}
SIX = ARREST.replace("four", "six")
STEPS = {
    "subscribing": telegram(ARREST, SEIZURE),
    "a new development": telegram(ATTACK, serial=4322),
    "a correction": telegram(SIX, SEIZURE),
    "a retraction": telegram(SEIZURE),
    "publishing again": "",
}
Noticed = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def noticed() -> Iterator[Noticed]:
    """What each installed reader newly notices after each step, by the first words of the titles."""
    port = free_port()
    base = f"http://127.0.0.1:{port}/feeds/all"
    with installation(TRACKER_PUBLISH_EVERY_SECONDS="1") as installed:
        inbox = installed.data.parent / "inbox"
        inbox.mkdir()
        readers = subscribed(installed.data.parent, base)
        found: Noticed = {name: {} for name in readers}
        installed.do("publish")
        with installed.started("up", "--port", str(port)) as process:
            process.answer(f"{base}.json")
            for step, text in STEPS.items():
                if text:
                    record(installed, inbox, text)
                else:
                    installed.do("rebuild")
                    installed.do("publish")
                for name, reader in readers.items():
                    before = Counter(reader.noticed())
                    reader.fetch()
                    found[name][step] = begins(Counter(reader.noticed()) - before)
        yield found


def subscribed(folder: Path, base: str) -> dict[str, Subscriber]:
    """The readers that are installed."""
    made = {}
    for name, reader in READERS.items():
        with suppress(NotInstalledError):
            made[name] = reader(folder / name, base)
    return made


def record(installed: Installation, inbox: Path, text: str) -> None:
    """Record a cable, and wait until the feeds tell so in every format."""
    before = {form: (installed.public / f"feeds/all.{form}").read_bytes() for form in Format}
    (inbox / "cable.txt").write_text(text)
    installed.do("ingest", inbox)
    for form, data in before.items():
        path = installed.public / f"feeds/all.{form}"
        eventually(lambda path=path, data=data: path.read_bytes() != data, f"{path.name} changes")  # type: ignore[misc]


def begins(titles: Counter[str]) -> list[str]:
    """What the titles begin with, each as often as it was noticed."""
    return sorted(title.partition(":")[0].partition(" (")[0] for title in titles.elements())


@pytest.mark.parametrize("name", READERS)
def test_a_reader_notices_each_development_once_and_nothing_else(noticed: Noticed, name: str) -> None:
    if name not in noticed:
        pytest.skip(f"{name} is not installed (packages newsboat, rss2email, sfeed)")
    assert noticed[name] == {
        "subscribing": ["Arrest", "Seizure"],
        "a new development": ["Killing"],
        "a correction": ["Figure changed"],
        "a retraction": ["Retracted"],
        "publishing again": [],
    }
