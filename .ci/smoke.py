"""An installed tracker, tried as its user would: help, one cable read, and the demo until its feed answers.

Run by `.ci/wheel` in a bare environment, so it uses nothing but the standard library and what was installed.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tracker import sample

TRACKER = str(Path(sys.executable).with_name("tracker"))
PATIENCE_SECONDS = 120


def run(*arguments: str) -> str:
    """What a command that must succeed prints."""
    done = subprocess.run([TRACKER, *arguments], capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        sys.exit(f"tracker {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def page() -> Path:
    """A page of the sample release, where the wheel installed it."""
    installed = Path(sample.__file__).parent
    if not installed.is_relative_to(sys.prefix):
        sys.exit(f"{installed} is not what was installed in {sys.prefix}")
    return next(installed.rglob("07SAMPLE31.html"))


def demo() -> None:
    """Run the demo until its feed answers, then end it and see that it ends in order."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([TRACKER, "demo", "--port", str(port)], stdout=subprocess.DEVNULL) as process:
        try:
            feed = _feed(port, process)
        finally:
            process.terminate()
    if b"sample data" not in feed or b"<entry>" not in feed:
        sys.exit("the demo's feed has no entries or does not say that it is sample data")
    if process.returncode:
        sys.exit(f"the demo ended with {process.returncode}")


def _feed(port: int, process: subprocess.Popen[bytes]) -> bytes:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            try:
                connection.request("GET", "/feeds/all.atom")
                response = connection.getresponse()
                if response.status == 200:
                    return response.read()
            except (OSError, HTTPException):
                pass
        time.sleep(0.1)
    sys.exit("the demo's feed does not answer")


if "Example" not in run("demo", "--help") or "ingest" not in run("--help"):
    sys.exit("the help does not tell the commands")
[line] = run("parse", str(page())).splitlines()
if json.loads(line)["reference_id"] != "07SAMPLE31":
    sys.exit(f"the sample page was not read: {line[:200]}")
demo()
