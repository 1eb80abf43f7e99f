"""The real pages: read as a parser of markup reads them, and as their own tables say."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from lxml import html

from tests.unit.cables.formats.test_round_trips import lines
from tracker.cables.decoding import decode
from tracker.cables.formats import marks, pages
from tracker.cables.formats.collapsed import with_lines
from tracker.cables.formats.names import readable
from tracker.cables.formats.words import text_of
from tracker.cables.settling import decoded_once, settled

_HREF = re.compile(r"https?://(?!https?://).*")


@cache
def texts(folder: Path) -> dict[str, str]:
    """Every cable page's text, by its ID."""
    return {path.stem: decode(path.read_bytes()).text for path in sorted((folder / "mirror" / "cable").rglob("*.html"))}


def test_every_page_is_read_as_a_parser_of_markup_reads_it(shared: Path) -> None:
    articles = 0
    for name, text in texts(shared).items():
        printed = pages.read(text)
        page = html.document_fromstring(text.encode())
        parts = ["".join(str(words) for words in part.itertext()) for part in page.iter("pre")]
        (own,) = (element for element in page.iter("table") if element.get("class") == "cable")
        cells = ["".join(str(words) for words in cell.itertext()).strip() for cell in own.iter("td")]
        links = [_HREF.search(link.get("href", "")) for link in own.iter("a")][5:]
        assert printed.telegram == "\n\n".join(parts), name
        assert printed.created is not None
        assert printed.released is not None
        told = (printed.reference_id, f"{printed.created:%Y-%m-%d %H:%M}", f"{printed.released:%Y-%m-%d %H:%M}")
        assert [*told, printed.classification, printed.origin] == cells[:5]
        assert printed.articles == tuple(dict.fromkeys(link.group() for link in links if link))
        assert (printed.source_guesses, printed.title) == ((), None)
        articles += bool(printed.articles)
    assert (len(texts(shared)), articles) == (373, 102)


@pytest.mark.parametrize("lost", ["class='cable'", "<table class='cable'>"])
def test_every_page_is_read_without_its_table(shared: Path, lost: str) -> None:
    for name, text in texts(shared).items():
        printed = pages.read(text.replace(lost, ""))
        assert (printed.reference_id, printed.telegram) == (name, pages.read(text).telegram)
        assert len(printed.source_guesses) <= 1
        told = pages.read(re.sub(r"(?s)<table class='cable'>.*?</table>", "", text))
        assert (told.reference_id, told.telegram, told.created) == (name, printed.telegram, None)
        assert [guess.field for guess in told.source_guesses] == ["reference_id"]


def _as_markdown(text: str) -> str:
    page = re.sub(r"(?s)<script.*?</script>|<head>.*?</head>", "", text)
    linked = re.sub(
        r"(?s)<a [^>]*?href=['\"]([^'\"]*)['\"][^>]*>(.*?)</a>", lambda link: f"[{link[2].strip()}]({link[1]})", page
    )
    return re.sub(r"(?m)^(\[?¶\S*|)(\d+)\.", r"\1\2\\.", text_of(linked))


def _in_paragraphs(text: str) -> str:
    return text.replace("<pre>", "<p>").replace("</pre>", "</p>").replace("&#x000A;", "<br />")


CONVERSIONS: dict[str, Callable[[str], str]] = {
    "text": text_of,
    "quoted": lambda text: "".join(f"> {line}" for line in text_of(text).splitlines(keepends=True)),
    "indented": lambda text: "".join(f"   {line}" for line in text_of(text).splitlines(keepends=True)),
    "markdown": _as_markdown,
    "paragraphs": _in_paragraphs,
}


@pytest.mark.parametrize("conversion", CONVERSIONS)
def test_a_page_comes_back_out_of_what_it_is_saved_as(shared: Path, conversion: str) -> None:
    for name, text in list(texts(shared).items())[::5]:
        page, saved = pages.read(text), pages.read(CONVERSIONS[conversion](text))
        assert lines(saved.telegram) == lines(page.telegram), name
        assert readable(saved.reference_id) == name
        assert (saved.created, saved.released, saved.classification, saved.origin) == (
            *(page.created, page.released),
            *(page.classification, page.origin),
        )
        assert (saved.partial, saved.source_guesses) == (page.partial, ())
        assert len(saved.articles) == len(page.articles)


def test_no_real_telegram_is_cut_short_or_has_its_characters_changed(shared: Path) -> None:
    for text in texts(shared).values():
        telegram = pages.read(text).telegram
        assert all(marks.after(telegram[at:], 0) == len(telegram) - at for at in range(0, len(telegram), 999))
        assert decoded_once(telegram) == settled(telegram) == with_lines(telegram) == telegram


def test_a_page_is_read_faster_than_a_bare_parser_builds_its_tree(shared: Path) -> None:
    data = [text.encode() for text in texts(shared).values()]

    def seconds(read: Callable[[bytes], object]) -> float:
        started = time.process_time()
        for item in data:
            read(item)
        return time.process_time() - started

    def fastest(read: Callable[[bytes], object]) -> float:
        return min(seconds(read) for _ in range(3))

    # It takes a quarter of the time; half of it leaves room for a machine that is busy.
    assert fastest(lambda item: pages.read(decode(item).text)) < fastest(html.document_fromstring) / 2
