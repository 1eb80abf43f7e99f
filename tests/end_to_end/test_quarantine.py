"""What cannot be read is listed, tried again and given up by hand, and stops nothing meanwhile."""

from __future__ import annotations

import json

from tests.database.invented import ARREST, SEIZURE, telegram
from tests.end_to_end.command import installation
from tests.mirror import served
from tracker import embedded

FIRST, SECOND = "/cable/2007/03/07MEXICO4321.html", "/cable/2007/03/07MEXICO4322.html"
LETTER = "Dear Sir, this is a letter about nothing."


def test_the_quarantine_is_listed_retried_and_discarded() -> None:
    # The server is kept running, so that not every command has to start it.
    with served() as site, installation(TRACKER_ACTOR="Ana") as installed, embedded.running(installed.data):
        site.release("2010-11-28", {FIRST: LETTER, SECOND: telegram(SEIZURE, serial=4322)})
        installed.do("releases", "add", "mirror", site.index, "--pause", "0")
        by_hand = installed.data.parent / "letter.txt"
        by_hand.write_text(LETTER, encoding="utf-8")
        looked = installed.run("releases", "check", "--json")
        assert (looked.returncode, json.loads(looked.stdout)["new"]) == (3, 1), "the others are recorded"
        assert installed.run("ingest", by_hand).returncode == 3

        listed = [json.loads(line) for line in installed.do("quarantine", "list", "--json").splitlines()]
        assert {(each["source"], *each["sources"]) for each in listed} == {
            ("07MEXICO4321.html", "mirror"),
            ("letter.txt",),
        }
        assert "Sources    mirror" in installed.do("quarantine", "show", "07MEXICO4321.html")

        again = installed.run("quarantine", "retry")
        assert (again.returncode, again.stdout) == (3, "0 of 2 were read.\n")
        assert "letter.txt came from no source" in again.stderr
        site.release("2010-11-28", {FIRST: telegram(ARREST), SECOND: telegram(SEIZURE, serial=4322)})
        assert installed.do("quarantine", "retry", "07MEXICO4321.html") == "1 of 1 were read.\n"

        assert installed.do("quarantine", "discard", "letter.txt", "--reason", "a letter") == "1 discarded.\n"
        assert installed.do("quarantine", "list") == "Nothing is in quarantine.\n"
        assert "1 were refused again that somebody has given up" in installed.do("ingest", by_hand)
        assert installed.do("quarantine", "list") == "Nothing is in quarantine.\n", "what was given up stays so"
        assert "discarded by Ana" in installed.do("quarantine", "show", "letter.txt")
        unknown = installed.run("quarantine", "discard", "letter.txt", "--reason", "a letter")
        assert (unknown.returncode, "no such file in quarantine" in unknown.stderr) == (1, True)
