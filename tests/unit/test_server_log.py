"""Why a server did not start is told in its own words."""

from __future__ import annotations

from tracker.embedded.server import said_why

FULL = """
2026-11-23 12:34:19.501 UTC [22] FATAL:  the database system is not yet accepting connections
2026-11-23 12:34:19.522 UTC [11] FATAL:  could not write to file "pg_wal/xlogtemp.11": No space left on device
2026-11-23 12:34:19.525 UTC [23] FATAL:  the database system is starting up
2026-11-23 12:34:19.528 UTC [5] LOG:  startup process (PID 11) exited with exit code 1
2026-11-23 12:34:19.528 UTC [5] LOG:  terminating any other active server processes
2026-11-23 12:34:19.530 UTC [5] LOG:  shutting down due to startup process failure
2026-11-23 12:34:19.554 UTC [5] LOG:  database system is shut down
"""


def test_the_reason_is_told_and_not_what_followed_from_it() -> None:
    assert said_why(FULL).endswith('FATAL:  could not write to file "pg_wal/xlogtemp.11": No space left on device')


def test_without_a_reason_the_last_lines_are_told() -> None:
    assert said_why("one\ntwo\nthree\nfour\n") == "two / three / four"
    assert said_why("") == ""
