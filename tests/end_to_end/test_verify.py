"""`tracker verify` as its users run it: it tells that the log holds, or what was done to it first."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

import pytest

from tests.database.invented import ARREST, ATTACK, SEIZURE, telegram
from tests.database.tampering import tampering
from tests.end_to_end.command import Installation, free_port, installation
from tracker import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.types import JsonObject


@pytest.fixture(scope="module")
def installed() -> Iterator[Installation]:
    """A log of two cables, published."""
    with installation(NO_PROXY="127.0.0.1", no_proxy="127.0.0.1") as made:
        assert made.do("verify") == "Holds      the log is empty\n"
        inbox = made.data.parent / "inbox"
        inbox.mkdir()
        (inbox / "1.txt").write_text(telegram(ARREST, SEIZURE))
        (inbox / "2.txt").write_text(telegram(ATTACK, serial=4322))
        made.do("ingest", inbox)
        made.do("publish")
        with embedded.running(made.data):
            yield made


@pytest.fixture
def feed(installed: Installation) -> Path:
    """A feed of everything, as somebody kept it."""
    kept = installed.data.parent / "kept.atom"
    kept.write_bytes((installed.public / "feeds" / "all.atom").read_bytes())
    return kept


def told(installed: Installation, *options: str) -> tuple[int, JsonObject]:
    """The exit status, and what is told as JSON."""
    done = installed.run("verify", "--json", *options)
    return done.returncode, cast("JsonObject", json.loads(done.stdout))


def newest_shown(feed: Path) -> int:
    found = re.search(r'<log:newest [^>]*position="([0-9]+)"', feed.read_text())
    assert found
    return int(found[1])


def test_a_log_that_holds_is_told_with_the_line_to_note_down(installed: Installation) -> None:
    log = installed.log()
    position, hash_ = log["position"], log["hash"]
    out = installed.do("verify")
    assert f"Holds      {position} events, up to position {position}\n" in out
    assert re.search(r"^Documents  2 with [0-9]+ parts$", out, re.MULTILINE)
    assert f"Note down  --anchor {position}:{hash_}\n" in out
    assert "No anchor was given." in out
    anchored = installed.do("verify", "--anchor", f"{position}:{hash_}", "--anchor", f"{position}:{str(hash_)[:16]}...")
    assert f"Anchor     {position} holds (given)\n" in anchored
    assert f"Anchor     {position} holds (given), the first 16 digits compared\n" in anchored
    assert "No anchor" not in anchored
    later = installed.do("verify", "--from", "3")
    assert "Begun      after position 2, whose stored hash was trusted" in later


def test_a_log_is_held_against_feeds_from_files_and_from_the_server(installed: Installation, feed: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/feeds/all.atom"
    with installed.started("serve", "--port", str(port)) as process:
        process.answer(address)
        assert "Serving" in process.output
        status, found = told(installed, "--against", address, "--against", str(feed))
    position = newest_shown(feed)
    assert (status, found["holds"], found["fault"]) == (0, True, None)
    anchors = cast("list[JsonObject]", found["anchors"])
    assert [(each["position"], each["source"]) for each in anchors] == [(position, address), (position, str(feed))]
    assert found["anchor"] == f"{found['position']}:{found['hash']}"
    assert (found["documents"], found["erasures"], found["unknown"]) == (2, [], [])


def test_every_entry_that_somebody_kept_is_accounted_for(installed: Installation, feed: Path, tmp_path: Path) -> None:
    copies = [feed]
    for form in ("rss", "json"):
        copies.append(tmp_path / f"kept.{form}")
        copies[-1].write_bytes((installed.public / "feeds" / f"all.{form}").read_bytes())
    for copy in copies:
        status, found = told(installed, "--against", str(copy))
        entries = cast("list[JsonObject]", found["entries"])
        assert (status, found["accounted"]) == (0, True)
        assert {each["became"] for each in entries} == {"stands"}
        assert [each["titles"] for each in entries if each["titles"]] == []
        assert len(entries) == feed.read_text().count("<entry>") > 1
    assert "as published" in installed.do("verify", "--against", str(feed))
    altered = tmp_path / "altered.atom"
    altered.write_text(re.sub("(<entry>.*?<title>)", r"\g<1>Not ", feed.read_text(), count=1, flags=re.DOTALL))
    told_otherwise = installed.do("verify", "--against", str(altered))
    assert re.search("Otherwise .*: “Not (.*)” there, “\\1” by the log", told_otherwise)


@pytest.mark.parametrize(
    ("form", "pattern", "put", "became"),
    [
        ("atom", "(development/).{8}", r"\g<1>00000000", "missing"),
        ("atom", "(<published>)20..", r"\g<1>2001", "redated"),
        ("atom", "(<entry>.*?<updated>)20..", r"\g<1>2099", "changed without saying so"),
        ("atom", "(<entry>.*?<id>tag:)[^,]*", r"\g<1>other.example", "another tracker's"),
        ("json", '("items".*?"hash": ")[0-9a-f]{16}', r"\g<1>0123456789abcdef", "of another event"),
    ],
)
def test_an_entry_that_is_not_what_it_was_is_named(
    installed: Installation, tmp_path: Path, form: str, pattern: str, put: str, became: str
) -> None:
    kept = (installed.public / "feeds" / f"all.{form}").read_text()
    altered = tmp_path / f"altered.{form}"
    altered.write_text(re.sub(pattern, put, kept, count=1, flags=re.DOTALL))
    assert altered.read_text() != kept
    status, found = told(installed, "--against", str(altered))
    entries = cast("list[JsonObject]", found["entries"])
    assert (status, found["accounted"], found["holds"]) == (1, False, True)
    [lost] = [each for each in entries if each["became"] != "stands"]
    assert lost["became"] == became
    assert str(lost["id"]) in installed.run("verify", "--against", str(altered)).stderr


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (("--anchor", f"7:{'a' * 15}"), 2, "16 to 64 hexadecimal digits"),
        (("--from", "9", "--anchor", f"3:{'a' * 16}"), 2, "before --from 9"),
        (("--against", "/no/such/feed.atom"), 1, "/no/such/feed.atom cannot be read"),
    ],
)
def test_wrong_usage_is_told_as_such(
    installed: Installation, options: tuple[str, ...], status: int, words: str
) -> None:
    done = installed.run("verify", *options)
    assert (done.returncode, done.stdout) == (status, "")
    assert words in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr


def test_what_was_done_to_the_log_is_told_in_one_message(installed: Installation) -> None:
    with installation() as made:
        made.do("ingest", installed.data.parent / "inbox")
        made.do("publish")
        feed = made.public / "feeds" / "all.atom"
        with embedded.running(made.data):
            with tampering(made.url()) as tamperer:
                tamperer.do("UPDATE log.events SET actor = 'somebody else' WHERE position = 2")
                tamperer.rehash(2)
            assert told(made)[0] == 0
            message = refusal(made, "--against", str(feed))
            assert f"position {newest_shown(feed)} (" in message
            assert f"by the anchor ({feed}) it was" in message
            assert "the log was rewritten at or before this position" in message

            with tampering(made.url()) as tamperer:
                event = tamperer.row(1)
                tamperer.do("UPDATE log.events SET actor = 'somebody else' WHERE position = 1")
            message = refusal(made)
            assert message.startswith("tracker: The log is not as it was recorded: position 1 (cable/07MEXICO")
            assert all(words in message for words in (event["type"], str(event["event_id"]), "content altered"))
            status, found = told(made, "--against", str(feed))
    fault = cast("JsonObject", found["fault"])
    assert (status, found["holds"], found["position"], found["anchor"]) == (1, False, 0, None)
    assert (fault["kind"], fault["position"], fault["event_id"]) == ("content-altered", 1, str(event["event_id"]))


def refusal(installed: Installation, *options: str) -> str:
    """The one message by which a log is refused."""
    done = installed.run("verify", *options)
    assert (done.returncode, done.stdout) == (1, "")
    [message] = done.stderr.splitlines()
    return message
