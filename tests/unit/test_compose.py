"""What each container of compose.yaml can see: the web server the published files, and no password."""

from __future__ import annotations

import re
from pathlib import Path

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
