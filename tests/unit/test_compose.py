"""What each container of compose.yaml can see: the web server the published files, and no password."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

COMPOSE = Path(__file__).parent.parent.parent / "compose.yaml"


def service(name: str) -> str:
    """The lines of a service."""
    services = COMPOSE.read_text(encoding="utf-8").partition("\nservices:\n")[2]
    found = re.search(rf"^  {name}:\n((?:    .*\n|\n)+)", services, re.MULTILINE)
    assert found, f"no service {name}"
    return found[1]


def test_the_web_server_sees_the_published_files_alone() -> None:
    web = service("web")
    # What a service names itself replaces what all share, so both lists are whole here.
    assert re.findall(r"^    volumes:\n((?:      .*\n)+)", web, re.MULTILINE) == ["      - public:/public:ro\n"]
    assert re.findall(r"^    environment:\n((?:      .*\n)+)", web, re.MULTILINE) == [
        "      TRACKER_PUBLIC: /public\n      TRACKER_HOST: 0.0.0.0\n"
    ]
    assert "secrets" not in web


def test_the_worker_publishes_where_the_web_server_looks() -> None:
    shared = COMPOSE.read_text(encoding="utf-8").partition("\nservices:\n")[0]
    assert "TRACKER_PUBLIC: /public\n" in shared
    assert "- public:/public\n" in shared
    assert "volumes" not in service("worker")


def test_the_second_web_server_has_the_readers_password_alone() -> None:
    web = service("web-replica")
    assert re.findall(r"^    secrets: (.*)$", web, re.MULTILINE) == ["[reader_password]"]
    assert re.findall(r"^    volumes:\n((?:      .*\n)+)", web, re.MULTILINE) == ["      - public:/public:ro\n"]
    assert "@replica/" in web
    assert "database_password" not in service("replica")


@pytest.mark.parametrize("name", ["allow-replica", "replica", "web-replica"])
def test_the_replica_is_started_only_when_it_is_asked_for(name: str) -> None:
    assert "    profiles: [replica]\n" in service(name)


@pytest.mark.parametrize("name", ["database", "worker", "web", "replica", "web-replica"])
def test_what_runs_on_is_asked_whether_it_is_well(name: str) -> None:
    assert "    healthcheck:\n" in service(name)


def test_no_password_stands_in_the_file() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    assert re.findall(r"postgresql://[^@/\s]*:[^@/\s]*@", text) == []
    told = re.findall(r"PASSWORD: *(.*)|PASSWORD=(\S*)", text)
    assert all(not value or value.startswith(('"$', "/run/secrets/")) for pair in told for value in pair), told


def test_nothing_of_ours_runs_as_root() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    assert "\n      USER tracker\n" in text
    assert "cap_drop: [ALL]" in text


@pytest.mark.parametrize("name", ["database", "allow-replica", "replica"])
def test_a_server_s_files_are_in_a_volume_with_a_name(name: str) -> None:
    """The image declares a volume there: what is mounted elsewhere leaves one without a name behind, each time."""
    assert re.findall(r"^      - \w+:(/.*)$", service(name), re.MULTILINE) == ["/var/lib/postgresql"]


@pytest.mark.parametrize("name", ["database", "allow-replica", "replica"])
def test_a_server_can_gain_no_rights(name: str) -> None:
    told = service(name)
    assert 'security_opt: ["no-new-privileges:true"]' in told
    assert ("cap_drop: [ALL]" in told) == ("user: postgres" in told)


def test_no_password_is_on_a_command_line() -> None:
    lines = [line for line in COMPOSE.read_text(encoding="utf-8").splitlines() if "cat /run/secrets/" in line]
    assert lines
    assert all(re.search(r'PGPASSWORD="\$\$\(cat |\\set \w+ `cat ', line) for line in lines), lines


def test_a_replica_that_was_away_is_kept_what_it_has_still_to_read() -> None:
    assert "pg_create_physical_replication_slot('replica', true)" in service("allow-replica")
    assert "max_slot_wal_keep_size" in service("allow-replica")
    assert "--slot=replica" in service("replica")
    assert "primary_slot_name=replica" in service("replica")


def test_a_replica_that_is_being_made_is_given_the_time_for_it() -> None:
    """Else it is unhealthy while it waits for the next checkpoint, or copies much, and nothing starts after it."""
    assert "--checkpoint=fast" in service("replica")
    assert "      start_period: 10m" in service("replica")


def test_what_needs_the_owner_is_run_by_the_service_that_knows_its_password() -> None:
    assert 'exec tracker "$$@"' in service("migrate")
    assert "command: [db, migrate]" in service("migrate")


def test_passwords_are_files_which_a_container_can_have_that_is_not_written_to() -> None:
    told = COMPOSE.read_text(encoding="utf-8").partition("\nsecrets:\n")[2].partition("\nvolumes:\n")[0]
    secrets = dict(re.findall(r"^  (\w+):\n    (\w+): ", told, re.MULTILINE))
    assert set(secrets.values()) == {"file"}
    used = re.findall(r"^    secrets: \[(.*)\]$", COMPOSE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for names in used for name in names.split(", ")} == set(secrets)


def locked(name: str) -> set[str]:
    """The entries of a lock file, each with its hashes."""
    text = (COMPOSE.parent / name).read_text(encoding="utf-8")
    return set(re.findall(r"^[A-Za-z0-9](?:.*\\\n)*.*$", text, re.MULTILINE))


def test_what_runs_in_containers_is_a_part_of_what_is_tested() -> None:
    running = locked("requirements-running.lock")
    assert running < locked("requirements.lock")
    assert not {entry.split("==")[0] for entry in running} & {"pytest", "mypy", "playwright", "pyarrow", "distributed"}
    assert "requirements-running.lock" in COMPOSE.read_text(encoding="utf-8")
