"""Sources are configured in one file; what is wrong in it is told with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import SettingsError
from tracker.sources import configured
from tracker.sources.configured import Source, SourceKind

if TYPE_CHECKING:
    from pathlib import Path

MIRROR = Source(name="mirror", kind=SourceKind.MIRROR, at="https://mirror.example/cablegate.html", every_seconds=600)


def test_what_is_added_is_there(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "sources.toml"
    assert configured.load(file) == ()
    configured.add(file, MIRROR)
    file.write_text(f"# Ours.\n{file.read_text()}")
    folder = Source(name="inbox", kind=SourceKind.FOLDER, at="/var/spool/cables")
    configured.add(file, folder)
    assert configured.load(file) == (MIRROR, folder)
    assert file.read_text().startswith("# Ours.\n")
    with pytest.raises(SettingsError, match="'inbox' already"):
        configured.add(file, folder)


@given(at=st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_any_path_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, at: str) -> None:
    file = tmp_path_factory.mktemp("sources") / "sources.toml"
    source = Source(name="inbox", kind=SourceKind.FOLDER, at=at)
    configured.add(file, source)
    assert configured.load(file) == (source,)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[source]\n", "cannot be read"),
        ("[other]\n", r"nothing but \[\[source\]\] tables"),
        ("source = 1\n", r"nothing but \[\[source\]\] tables"),
        ("source = [1]\n", "source 1: must be a table"),
        ("[[source]]\nname = 'a'\nkind = 'mirror'\n", "source 1: .*'at'"),
        ("[[source]]\nname = 'a'\nkind = 'web'\nat = 'x'\n", "source 1: 'web' is not a valid"),
        ("[[source]]\nname = 'a'\nkind = 'folder'\nat = 'x'\nevery = 5\n", "unknown keys every"),
        ("[[source]]\nname = 'A b'\nkind = 'folder'\nat = 'x'\n", "name must be of small letters"),
        ("[[source]]\nname = 'a'\nkind = 'mirror'\nat = 'file:///etc/passwd'\n", "http or https address"),
        ("[[source]]\nname = 'a'\nkind = 'folder'\nat = 'x'\nevery_seconds = 0\n", "every_seconds must be"),
        ("[[source]]\nname = 'a'\nkind = 'folder'\nat = 'x'\npause_seconds = -1\n", "pause_seconds must be"),
        ("[[source]]\nname = 'a'\nkind = 'folder'\nat = 'x'\n" * 2, "two sources of the name 'a'"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=told):
        configured.load(file)


def test_a_name_that_there_is_not_is_told_with_those_that_there_are() -> None:
    assert configured.chosen([MIRROR], []) == configured.chosen([MIRROR], ["mirror"]) == (MIRROR,)
    with pytest.raises(SettingsError, match="no source 'other'; there are: mirror"):
        configured.chosen([MIRROR], ["other"])
