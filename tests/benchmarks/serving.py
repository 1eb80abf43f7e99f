"""Answers a second beside nginx with one worker, which serves the same files, both asked in turns by wrk.

Where nginx or wrk is not there (Debian packages nginx-light and wrk), nothing is measured, and the line says so.
"""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from feeds.publish import publish_snapshot
from tests.benchmarks.results import Measurement
from tests.unit.feeds.invented import ALL_FACTS, BORN, SITE, development, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROUNDS = 3
_SECONDS = 3
_CONNECTIONS = 16
_PATH = "/feeds/all.atom"
_WANTED = 0.25
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_SERVE = """
import sys
from pathlib import Path
import uvicorn
from feeds.server import application
uvicorn.run(application(Path(sys.argv[1])), port=int(sys.argv[2]), log_config=None, access_log=False, lifespan="off")
"""
_NGINX = """
worker_processes 1;
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off; sendfile on; keepalive_requests 100000000; open_file_cache max=1000;
    types {{ application/atom+xml atom; }}
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; root {site}; }}
}}
"""


def measure() -> Iterator[list[Measurement]]:
    """Whole answers, and answers that nothing changed."""
    if not (shutil.which("nginx") and shutil.which("wrk")):
        yield [Measurement(what="serve", events=0, ours=0, unit="answers/s", note="nginx or wrk is not installed")]
        return
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        rows = [development(number, ALL_FACTS[number % len(ALL_FACTS)]) for number in range(1, 91)]
        publish_snapshot(snapshot(rows), site, SITE, BORN + timedelta(days=30))
        with _ours(site) as ours, _nginx(Path(folder), site) as peer:
            size = (site / _PATH[1:]).stat().st_size
            yield [
                _compared(f"serve a feed of {size // 1024} kB", ours, peer, unchanged=False),
                _compared("serve 304", ours, peer, unchanged=True),
            ]


def _compared(what: str, ours: int, peer: int, *, unchanged: bool) -> Measurement:
    rates = [(_rate(ours, unchanged=unchanged), _rate(peer, unchanged=unchanged)) for _ in range(_ROUNDS)]
    return Measurement(
        what=what,
        events=_CONNECTIONS,
        ours=max(rate for rate, _ in rates),
        peer=max(rate for _, rate in rates),
        unit="answers/s",
        ratios=tuple(rate / other for rate, other in rates),
        wanted=_WANTED,
    )


def _rate(port: int, *, unchanged: bool) -> float:
    address = f"http://127.0.0.1:{port}{_PATH}"
    headers: list[str] = []
    if unchanged:
        etag = httpx.get(address, headers={"Accept-Encoding": "identity"}).headers["etag"]
        assert httpx.get(address, headers={"Accept-Encoding": "identity", "If-None-Match": etag}).status_code == 304
        headers = ["-H", f"If-None-Match: {etag}"]
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", *headers, address]
    found = _RATE.search(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert found
    return float(found[1])


@contextmanager
def _ours(site: Path) -> Iterator[int]:
    port = _free_port()
    with _running([sys.executable, "-c", _SERVE, str(site), str(port)], port):
        yield port


@contextmanager
def _nginx(folder: Path, site: Path) -> Iterator[int]:
    port = _free_port()
    settings = folder / "nginx.conf"
    settings.write_text(_NGINX.format(folder=folder, site=site, port=port), encoding="utf-8")
    with _running(["nginx", "-c", str(settings), "-e", str(folder / "error.log")], port):
        yield port


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command)
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
