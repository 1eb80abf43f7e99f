"""The keys of `tracker parse --json` are documented, all of them, and no others."""

from __future__ import annotations

import re
from typing import cast

from tests.conftest import ROOT
from tests.unit.cables.invented import TELEGRAM, cable
from tracker.cables.json_form import to_json
from tracker.types import JsonObject

_TITLES = re.compile(r"^## (?P<title>.+)\n(?P<body>(?:(?!^## ).*\n)*)", re.MULTILINE)
_ROW = re.compile(r"^\| `(?P<key>\w+)` \|", re.MULTILINE)


def documented(title: str) -> list[str]:
    sections = {match["title"]: match["body"] for match in _TITLES.finditer((ROOT / "docs" / "cables.md").read_text())}
    return _ROW.findall(sections[title])


def test_every_key_is_documented() -> None:
    form = to_json(cable(TELEGRAM), "a.txt", document=True)
    paragraphs = cast("list[JsonObject]", form["paragraphs"])
    assert documented("The cable") == list(form)
    assert documented("A paragraph") == list(paragraphs[0])
