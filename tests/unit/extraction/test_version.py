"""The extractor's version tells rules, word lists and model; whoever changes one of them has another extractor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.extraction import version

if TYPE_CHECKING:
    import pytest


def test_the_version_has_the_rules_and_a_fingerprint_that_stays() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{10}", version.EXTRACTOR_VERSION)
    assert f"{version.RULES_VERSION}+{version.fingerprint()}" == version.EXTRACTOR_VERSION


def test_another_word_list_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    lists = [*version._word_lists()]
    assert "tracker.extraction/triggers.toml" in dict(lists)
    assert "tracker.extraction/accuracy.toml" not in dict(lists)
    before = version.fingerprint()
    monkeypatch.setattr(version, "_word_lists", lambda: iter([*lists, ("more.toml", b"words")]))
    assert version.fingerprint() != before


def test_another_model_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version.fingerprint()
    files = version._files_of_model()
    assert any("model" in line for line in files)
    monkeypatch.setattr(version, "_files_of_model", lambda: files[1:])
    assert version.fingerprint() != before


def test_another_parser_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = version.fingerprint()
    assert [line.split()[0] for line in version._versions_of_parser()] == ["spacy", "thinc", "blis", "numpy"]
    monkeypatch.setattr(version, "_versions_of_parser", lambda: ["spacy 3.8.17", "thinc 8.3.14", "numpy 2.4.6"])
    assert version.fingerprint() != before
