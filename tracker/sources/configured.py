"""The sources that the user configured, in one TOML file: which they are, and adding one.

[[source]]
name = "mirror"
kind = "mirror"
at = "https://mirror.example/cablegate.html"
every_seconds = 3600
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracker.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MOST_SECONDS = 30 * 24 * 3600


class SourceKind(StrEnum):
    """What a source is."""

    FOLDER = "folder"
    MIRROR = "mirror"
    FEED = "feed"
    DUMP = "dump"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of releases: what it is called, what it is and where, and how often it is looked at.

    `pause_seconds` is how long a site is left alone between two pages.
    """

    name: str
    kind: SourceKind
    at: str
    every_seconds: int = 3600
    pause_seconds: float = 1.0

    @property
    def place(self) -> Path:
        """The folder or file of a source on disk."""
        return Path(self.at).expanduser()


def load(file: Path) -> tuple[Source, ...]:
    """The sources of a file; none where there is no file.

    Raises SettingsError, naming the file, the source and the key.
    """
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} cannot be read ({error})") from None
    listed = told.get("source", [])
    if set(told) - {"source"} or not isinstance(listed, list):
        raise SettingsError(f"{file} must have nothing but [[source]] tables")
    sources = tuple(_source(file, number, values) for number, values in enumerate(listed, start=1))
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(f"{file} has two sources of the name {name!r}")
    return sources


def add(file: Path, source: Source) -> None:
    """Add a source to the file, below what it has. Raises SettingsError where the name is taken."""
    if source.name in {each.name for each in load(file)}:
        raise SettingsError(f"{file} has a source of the name {source.name!r} already")
    # Strings and numbers of JSON are those of TOML, but for the surrogates of characters beyond the first plane.
    told = {each.name: getattr(source, each.name) for each in fields(source)}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in told.items()]
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    text = "\n".join([*([before.rstrip("\n"), ""] if before.strip() else []), "[[source]]", *lines, ""])
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)


def chosen(sources: Sequence[Source], names: Sequence[str]) -> tuple[Source, ...]:
    """The sources of these names; all without a name. Raises SettingsError for a name that there is not."""
    known = {source.name: source for source in sources}
    for name in names:
        if name not in known:
            raise SettingsError(f"there is no source {name!r}; there are: {', '.join(known) or 'none'}")
    return tuple(known[name] for name in names) if names else tuple(sources)


def _source(file: Path, number: int, values: object) -> Source:
    where = f"{file}, source {number}"
    if not isinstance(values, dict):
        raise SettingsError(f"{where}: must be a table")
    unknown = set(values) - {each.name for each in fields(Source)}
    if unknown:
        raise SettingsError(f"{where}: unknown keys {', '.join(sorted(unknown))}")
    try:
        return checked(Source(**{**values, "kind": SourceKind(values.get("kind", ""))}))
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{where}: {error}") from None


def checked(source: Source) -> Source:
    """The source. Raises ValueError, saying which value is wrong and what it must be."""
    if not isinstance(source.name, str) or not _NAME.fullmatch(source.name):
        raise ValueError(f"name must be of small letters, digits and hyphens, at most 40, not {source.name!r}")
    if not isinstance(source.at, str) or not source.at:
        raise ValueError("at must tell where the source is")
    if not isinstance(source.every_seconds, int) or not 1 <= source.every_seconds <= _MOST_SECONDS:
        raise ValueError(f"every_seconds must be a whole number from 1 to {_MOST_SECONDS}")
    if not isinstance(source.pause_seconds, int | float) or not 0 <= source.pause_seconds <= 3600:
        raise ValueError("pause_seconds must be a number from 0 to 3600")
    parts = urlsplit(source.at)
    if source.kind is not SourceKind.FOLDER and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError(f"at must be the http or https address of the {source.kind}, not {source.at!r}")
    return source
