"""What all layers share: the real release beside the project, and that a skip fails where everything must run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.servers import INSTALLED, Server, installed_server

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real cables beside the project, which its users do not have."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder `shared` with real cables is not beside the project")
    return folder


@pytest.fixture(scope="session")
def postgresql_15() -> Iterator[Server]:
    """An installed PostgreSQL 15."""
    if not (INSTALLED / "postgres").exists():
        pytest.skip("PostgreSQL 15 is not installed (package postgresql-15)")
    with installed_server() as server:
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With TRACKER_REQUIRE_ALL=1 a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("TRACKER_REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but TRACKER_REQUIRE_ALL=1 asks for all tests: {report.longrepr}"
    return report
