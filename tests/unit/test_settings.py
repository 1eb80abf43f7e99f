"""Settings come from the environment or a file, and a wrong one is told by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.settings import load


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    settings = load({"TRACKER_DATA": str(tmp_path)})
    assert (settings.host, settings.port, settings.embedded) == ("127.0.0.1", 8000, True)
    assert settings.public == tmp_path / "public"


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "tracker.toml"
    file.write_text('port = 8001\nactor = "the desk"\n')
    settings = load({"TRACKER_CONFIG": str(file), "TRACKER_PORT": "8002"})
    assert (settings.port, settings.actor) == (8002, "the desk")


def test_a_secret_may_be_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("postgresql://writer@localhost/tracker\n")
    settings = load({"TRACKER_WRITER_URL_FILE": str(secret)})
    assert settings.role_urls == {"writer": "postgresql://writer@localhost/tracker"}
    assert not settings.embedded


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TRACKER_PORT", "eighty"),
        ("TRACKER_PORT", "70000"),
        ("TRACKER_BASE_URL", "ftp://example.org"),
        ("TRACKER_WEBSUB_HUB", "hub.example.org"),
        ("TRACKER_BASE_URL", "https://example.org/?a=b"),
        ("TRACKER_FEED_AUTHORITY", "Example Org"),
        ("TRACKER_ROLE_PREFIX", "x; DROP ROLE"),
        ("TRACKER_KEEP_PROTECTED_WORDS", "perhaps"),
        ("TRACKER_PUBLISHED_TEXT", "some"),
        ("TRACKER_CABLE_PAGES", "some"),
        ("TRACKER_DATABASE_URL_FILE", "/nowhere"),
        ("TRACKER_CONFIG", "/nowhere"),
    ],
)
def test_a_wrong_value_is_told_by_name(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        load({variable: value})


def test_an_unknown_key_is_told(tmp_path: Path) -> None:
    file = tmp_path / "tracker.toml"
    file.write_text("prot = 8001\n")
    with pytest.raises(SettingsError, match="has prot"):
        load({"TRACKER_CONFIG": str(file)})


def test_the_sample_has_data_and_a_database_of_its_own(tmp_path: Path) -> None:
    settings = load({"TRACKER_DATA": str(tmp_path / "data"), "TRACKER_DATABASE_URL": "postgresql://me@localhost/real"})
    sample = settings.for_sample()
    assert sample.sample
    assert sample.embedded
    assert sample.data == tmp_path / "data" / "sample"


def test_published_files_may_have_a_folder_of_their_own_and_the_sample_does_not_write_there(tmp_path: Path) -> None:
    settings = load({"TRACKER_DATA": str(tmp_path / "data"), "TRACKER_PUBLIC": str(tmp_path / "public")})
    assert settings.public == tmp_path / "public"
    assert settings.for_sample().public == tmp_path / "data" / "sample" / "public"


def test_two_names_of_a_folder_are_one_folder(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk")
    by_link = load({"TRACKER_DATA": str(tmp_path / "link" / "data"), "TRACKER_PUBLIC": str(tmp_path / "link")})
    assert (by_link.data, by_link.public) == (tmp_path / "disk" / "data", tmp_path / "disk")


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(SettingsError, match="TRACKER_DATA"):
        load({"TRACKER_DATA": str(tmp_path / "loop" / "data")})


@pytest.mark.parametrize(
    ("base_url", "authority"),
    [
        ("https://cables.example.org/tracker", "cables.example.org"),
        ("http://127.0.0.1:8000", "local.invalid"),
        ("http://localhost:8000", "local.invalid"),
        ("http://[::1]:8000", "local.invalid"),
    ],
)
def test_the_authority_is_a_name_that_can_be_ours(base_url: str, authority: str) -> None:
    assert load({"TRACKER_BASE_URL": base_url}).authority == authority


def test_a_hub_is_told_of_no_sample() -> None:
    made = load({"TRACKER_WEBSUB_HUB": "https://hub.example.org/"})
    assert made.websub_hub == "https://hub.example.org/"
    assert made.for_sample().websub_hub is None
    assert load({}).websub_hub is None
