"""All configuration: from the environment, or from one TOML file (`TRACKER_CONFIG`), the environment first."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import platformdirs

from tracker.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOST = re.compile(r"^[a-z0-9.-]+$")
_ADDRESS = re.compile(r"^[0-9.]+$|:")
_DATABASE_URL = re.compile(
    r"^postgres(ql)?(\+psycopg)?://([^/@]*@)?([^/:@\[\]]*|\[[0-9a-f:]+\])(:[0-9]+)?(/[^?]*)?(\?.*)?$"
)
_PREFIX = re.compile(r"^[a-z][a-z0-9_]{0,30}$")


class PublishedText(StrEnum):
    """How much of the cables' own words feeds and pages show: paragraphs, short quotes, or nothing but facts."""

    FULL = "full"
    QUOTES = "quotes"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation runs.

    `data` is the folder for everything it keeps; `database_url` the owner's address of a PostgreSQL server of one's own
    (without it an embedded server runs in `data`), `role_urls` those of the other roles where they are not to be made
    from the owner's. `public_folder` is where files are published, and `sources` the file that tells where releases
    come from, where they are not in `data`. `websub_hub` is told of the feeds that changed; `sample` marks the
    installation of the sample release, which tells nobody.
    """

    data: Path
    public_folder: Path | None = None
    sources: Path | None = None
    database_url: str | None = None
    role_urls: Mapping[str, str] = field(default_factory=dict)
    role_prefix: str = "tracker"
    base_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    actor: str = "tracker"
    feed_authority: str | None = None
    site_title: str = "Cable tracker"
    keep_protected_words: bool = True
    published_text: PublishedText = PublishedText.FULL
    all_cable_pages: bool = True
    publish_every_seconds: int = 60
    websub_hub: str | None = None
    sample: bool = False

    @property
    def embedded(self) -> bool:
        """Whether the database is an embedded server in the data folder."""
        return self.database_url is None and not self.role_urls

    @property
    def site_url(self) -> str:
        """Where the site stands for its readers: the base URL as set, else the address that the server listens at."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.base_url or f"http://{host}:{self.port}"

    @property
    def public(self) -> Path:
        """The folder of published files."""
        return self.public_folder or self.data / "public"

    @property
    def sources_file(self) -> Path:
        """The file of the sources that are looked at by themselves."""
        return self.sources or self.data / "sources.toml"

    @property
    def authority(self) -> str:
        """The authority of entry ids to propose at the first publish (RFC 4151): as set, else the base URL's host.

        An address of one machine is nobody's name, so it gives one that can never be a real one (RFC 6761).
        """
        host = urlsplit(self.site_url).hostname or ""
        named = "." in host and not _ADDRESS.match(host)
        return self.feed_authority or (host if named else "local.invalid")

    def for_sample(self) -> Settings:
        """The same for the sample release: a data folder and database of its own, and marked as such."""
        return replace(
            self,
            data=self.data / "sample",
            public_folder=None,
            sources=None,
            database_url=None,
            role_urls={},
            feed_authority="sample.invalid",
            websub_hub=None,
            sample=True,
        )


def default_data() -> Path:
    """Where data is kept unless set: the user's data folder.

    For root a system folder, since root's home is closed to the unprivileged user as which root's server runs.
    """
    if os.geteuid() == 0:
        return Path("/usr/local/var" if sys.platform == "darwin" else "/var/lib").resolve() / "cable-tracker"
    return Path(platformdirs.user_data_dir("cable-tracker", appauthor=False)).resolve()


ROLES = ("writer", "projector", "publisher", "reader", "eraser")
VARIABLES = {
    "data": "TRACKER_DATA",
    "public": "TRACKER_PUBLIC",
    "sources": "TRACKER_SOURCES",
    "database_url": "TRACKER_DATABASE_URL",
    "role_prefix": "TRACKER_ROLE_PREFIX",
    "base_url": "TRACKER_BASE_URL",
    "host": "TRACKER_HOST",
    "port": "TRACKER_PORT",
    "actor": "TRACKER_ACTOR",
    "feed_authority": "TRACKER_FEED_AUTHORITY",
    "site_title": "TRACKER_SITE_TITLE",
    "keep_protected_words": "TRACKER_KEEP_PROTECTED_WORDS",
    "published_text": "TRACKER_PUBLISHED_TEXT",
    "cable_pages": "TRACKER_CABLE_PAGES",
    "publish_every_seconds": "TRACKER_PUBLISH_EVERY_SECONDS",
    "websub_hub": "TRACKER_WEBSUB_HUB",
    **{f"{role}_url": f"TRACKER_{role.upper()}_URL" for role in ROLES},
}


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in force.

    Raises SettingsError, naming the setting, for a file that cannot be read, an unknown key or a value of a wrong form.
    """
    environment = os.environ if environment is None else environment
    values = _from_file(Path(environment["TRACKER_CONFIG"])) if environment.get("TRACKER_CONFIG") else {}
    values |= {name: environment[variable] for name, variable in VARIABLES.items() if environment.get(variable)}
    for name in ("database_url", *(f"{role}_url" for role in ROLES)):
        # A secret may be in a file of its own, as container platforms give them.
        file = environment.get(f"{VARIABLES[name]}_FILE")
        if file and name not in values:
            values[name] = _secret(Path(file), f"{VARIABLES[name]}_FILE")
        _check_database_url(values.get(name), VARIABLES[name])
    role_urls = {role: values.pop(f"{role}_url") for role in ROLES if f"{role}_url" in values}
    return Settings(
        data=_folder(values, "data") or default_data(),
        public_folder=_folder(values, "public"),
        sources=_folder(values, "sources"),
        database_url=values.get("database_url"),
        role_urls=role_urls,
        role_prefix=_matching(values, "role_prefix", _PREFIX) or "tracker",
        base_url=_base_url(values["base_url"]) if "base_url" in values else None,
        host=values.get("host", "127.0.0.1"),
        port=_whole(values, "port", 8000, low=0, high=65535),
        actor=values.get("actor", "tracker"),
        feed_authority=_matching(values, "feed_authority", _HOST),
        site_title=values.get("site_title", "Cable tracker"),
        keep_protected_words=_truth(values, "keep_protected_words", True),
        published_text=_published_text(values),
        all_cable_pages=_all_cable_pages(values),
        publish_every_seconds=_whole(values, "publish_every_seconds", 60, low=1, high=86_400),
        websub_hub=_hub(values["websub_hub"]) if "websub_hub" in values else None,
    )


def _from_file(path: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"TRACKER_CONFIG names {path}, which cannot be read ({error})") from error
    unknown = sorted(set(content) - set(VARIABLES))
    if unknown:
        raise SettingsError(f"{path} has {', '.join(unknown)}; known are {', '.join(sorted(VARIABLES))}")
    return {name: str(value) for name, value in content.items()}


def _secret(path: Path, variable: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{variable} names {path}, which cannot be read ({error})") from error


def _folder(values: Mapping[str, str], name: str) -> Path | None:
    """The folder's one true path: under two names it would be taken for two folders."""
    if not values.get(name):
        return None
    try:
        return Path(values[name]).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise SettingsError(f"{VARIABLES[name]} names {values[name]!r}, which leads nowhere ({error})") from error


def _check_database_url(url: str | None, variable: str) -> None:
    """Raises SettingsError, which does not repeat the address: it may hold a password."""
    if url is not None and not _DATABASE_URL.match(url):
        raise SettingsError(f"{variable} must be like postgresql://user:password@host:5432/database")


def _whole(values: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    text = values.get(name, str(default))
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingsError(f"{VARIABLES[name]} must be a whole number from {low} to {high}, not {text!r}")
    return int(text)


def _truth(values: Mapping[str, str], name: str, default: bool) -> bool:
    text = values.get(name, str(default)).lower()
    if text not in {"true", "false", "1", "0", "yes", "no"}:
        raise SettingsError(f"{VARIABLES[name]} must be yes or no, not {text!r}")
    return text in {"true", "1", "yes"}


def _all_cable_pages(values: Mapping[str, str]) -> bool:
    text = values.get("cable_pages", "all")
    if text not in {"all", "told"}:
        raise SettingsError(f"TRACKER_CABLE_PAGES must be all or told, not {text!r}")
    return text == "all"


def _published_text(values: Mapping[str, str]) -> PublishedText:
    text = values.get("published_text", PublishedText.FULL)
    if text not in set(PublishedText):
        raise SettingsError(f"TRACKER_PUBLISHED_TEXT must be {', '.join(PublishedText)}, not {text!r}")
    return PublishedText(text)


def _matching(values: Mapping[str, str], name: str, form: re.Pattern[str]) -> str | None:
    text = values.get(name)
    if text is not None and not form.match(text):
        raise SettingsError(f"{VARIABLES[name]} must match {form.pattern}, not {text!r}")
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(f"TRACKER_BASE_URL must be an http or https address without query, not {text!r}")
    return text.rstrip("/")


def _hub(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.fragment:
        raise SettingsError(f"TRACKER_WEBSUB_HUB must be the http or https address of a hub, not {text!r}")
    return text
