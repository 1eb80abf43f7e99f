"""`tracker verify`: whether the log is what was recorded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from feeds.accounting import Account, Became, accounts, faults
from feeds.kept import Kept, read_kept
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import progress, say, say_json
from tracker.database import opened
from tracker.errors import BrokenLogError
from tracker.events import FeedAuthorityRecorded
from tracker.log.anchors import Anchor, AnchorError, anchor
from tracker.log.log import Log
from tracker.log.verification import Verification, last_position, verify
from tracker.types import Position, Stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.database import Database
    from tracker.log.faults import Fault
    from tracker.log.told_erasures import ToldErasure
    from tracker.types import JsonObject

_ALL_DIGITS = 64
_NAMED = 20
"""How many entries that are not accounted for a message names."""
_WORDS = {Became.STANDS: "as published", Became.AMENDED: "amended openly", Became.RETRACTED: "retracted openly"}


def verify_log(
    begin: Annotated[
        int,
        typer.Option(
            "--from", help="Begin here, trusting the stored hash of the event before.", min=1, metavar="POSITION"
        ),
    ] = 1,
    anchors: Annotated[
        list[str] | None,
        typer.Option(
            "--anchor",
            help="What the hash of an event was: all of it, or its first 16 digits or more. May be repeated.",
            metavar="POSITION:HASH",
        ),
    ] = None,
    feeds: Annotated[
        list[str] | None,
        typer.Option(
            "--against",
            help="A feed or archive that we published (Atom, RSS, JSON), as file or http(s) address: it tells what the "
            "hash of the newest event that it shows was, and each of its entries is accounted for. May be repeated.",
            metavar="FEED",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Tell whether the log is what was recorded.

    Computes all digests and hashes anew, from the stored events and words. Exit status: 0 where all
    of it holds; 1 where not, and the first altered, missing, inserted or reordered event is named.

    That a log holds together does not show that nobody with the rights of a superuser rewrote all of
    it, hashes included. An anchor shows that, up to its position: the line that this command prints
    when all holds, kept elsewhere, or a feed that somebody kept. Every entry of such a feed must
    still be there, of the same event and time, or be amended, retracted, withheld or erased openly.

    Example: tracker verify --against https://tracker.example/feeds/all.atom
    """
    settings = settings_of(of_sample=of_sample)
    after = Position(begin - 1)
    kept = [read_kept(feed) for feed in feeds or []]
    known = [*map(_given, anchors or []), *(each.newest for each in kept)]
    early = [each for each in known if each.position < after]
    if early:
        raise typer.BadParameter(f"the anchor {early[0]} ({early[0].source}) is before --from {begin}")
    with opened(settings) as database:
        engine = database.engine("writer")
        with progress("verify", max(0, last_position(engine) - after)) as advance:
            found = verify(engine, after=after, anchors=known, progress=advance)
        became = [] if found.fault else _became(database, kept)
    if as_json:
        say_json(_json(found, became))
    if found.fault:
        raise BrokenLogError(str(found.fault))
    if not as_json:
        _tell(found)
        _tell_became(kept, became)
    if lost := faults(became):
        raise BrokenLogError(
            f"{len(lost)} entries that were published are not accounted for: "
            + "; ".join(f"{each.entry_id} ({each.place}) is {each.became}" for each in lost[:_NAMED])
        )


def _became(database: Database, kept: Sequence[Kept]) -> list[Account]:
    """What has become of each entry of the feeds that were kept."""
    if not kept:
        return []
    settled = Log(database.engine("writer")).read_stream(Stream("publisher"))
    first = settled[0].event if settled else None
    authority = f"{first.authority},{first.date.isoformat()}" if isinstance(first, FeedAuthorityRecorded) else ""
    with database.engine("publisher").connect() as connection:
        return [account for each in kept for account in accounts(connection, each, authority)]


def _tell_became(kept: Sequence[Kept], became: Sequence[Account]) -> None:
    for each in kept:
        counted = Counter(account.became for account in became if account.place == each.place)
        told = ", ".join(f"{counted[kind]} {_WORDS.get(kind, kind.value)}" for kind in Became if counted[kind])
        say(f"Published  {each.place}: {told or 'no entries'}")
    told_otherwise = [(account.entry_id, *account.titles) for account in became if account.titles]
    for entry_id, kept_title, now in told_otherwise[:_NAMED]:
        say(f"Otherwise  {entry_id}: “{kept_title}” there, “{now}” by the log")
    if told_otherwise:
        say(
            f"{len(told_otherwise)} entries have another title there than by the log, which is as it was: somebody "
            "changed that copy or the published file, or this version has other words for the same."
        )


def _given(text: str) -> Anchor:
    try:
        return anchor(text)
    except AnchorError as error:
        raise typer.BadParameter(str(error)) from None


def _tell(found: Verification) -> None:
    if not found.position:
        say("Holds      the log is empty")
        return
    say(f"Holds      {found.events} events, up to position {found.position}")
    if found.after:
        say(f"Begun      after position {found.after}, whose stored hash was trusted; nothing before it was checked")
    say(f"Documents  {found.documents} with {found.parts} parts")
    for each in found.erasures:
        say(
            f"Erased     {each.what}: by {each.actor} on {each.recorded_at:%Y-%m-%d %H:%M} UTC, {each.reason!r} "
            f"(position {each.position}, {each.stream})"
        )
    for (event_type, version), events in sorted(found.unknown.items()):
        say(f"Unknown    {events} events of type {event_type}, version {version}: a newer tracker wrote them")
    if found.unbound:
        say(f"Unchecked  {found.unbound} documents that no other event records")
    for each_anchor in found.matched:
        digits = (
            "" if len(each_anchor.digits) == _ALL_DIGITS else f", the first {len(each_anchor.digits)} digits compared"
        )
        say(f"Anchor     {each_anchor.position} holds ({each_anchor.source}){digits}")
    say(f"Note down  --anchor {found.position}:{found.hash.hex()}")
    bound = max((each.position for each in found.matched), default=0)
    if not bound:
        say(
            "No anchor was given. That the log holds together does not show that nobody with the rights of a superuser "
            "rewrote all of it: note down the line above where they cannot change it, and give it the next time."
        )
    elif bound < found.position:
        say(f"What comes after position {bound} holds together, but no anchor shows that it was not rewritten.")


def _json(found: Verification, became: Sequence[Account]) -> JsonObject:
    return {
        "holds": found.fault is None,
        "after": found.after,
        "position": found.position,
        "hash": found.hash.hex(),
        "anchor": None if found.fault or not found.position else f"{found.position}:{found.hash.hex()}",
        "events": found.events,
        "documents": found.documents,
        "parts": found.parts,
        "erasures": [_erasure_json(each) for each in found.erasures],
        "unknown": [
            {"type": event_type, "schema_version": version, "events": events}
            for (event_type, version), events in sorted(found.unknown.items())
        ],
        "unbound": found.unbound,
        "anchors": [{"position": each.position, "hash": each.digits, "source": each.source} for each in found.matched],
        "entries": [
            {"source": each.place, "id": each.entry_id, "became": each.became.value, "titles": list(each.titles or ())}
            for each in became
        ],
        "accounted": None if found.fault else not faults(became),
        "fault": _fault_json(found.fault) if found.fault else None,
    }


def _erasure_json(erasure: ToldErasure) -> JsonObject:
    return {
        "position": erasure.position,
        "recorded_at": erasure.recorded_at.isoformat(),
        "actor": erasure.actor,
        "stream": erasure.stream,
        "reason": erasure.reason,
        "event_id": erasure.event_id,
        "type": erasure.event_type,
        "document_id": erasure.document_id,
        "parts": list(erasure.parts),
        "characters": erasure.characters,
    }


def _fault_json(fault: Fault) -> JsonObject:
    return {
        "kind": fault.kind.value,
        "detail": fault.detail,
        "position": fault.position,
        "stream": fault.stream,
        "version": fault.version,
        "type": fault.event_type,
        "event_id": fault.event_id,
        "document_id": fault.document_id,
        "part": fault.part,
    }
