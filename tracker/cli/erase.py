"""`tracker log erase`: make words, or what is recorded of a report, unreadable for good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.project import project
from tracker.cables.identifiers import parse_reference_id
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import say, say_json
from tracker.cli.taking_effect import KEPT, Effect, as_json_of, take_effect
from tracker.database import opened
from tracker.erasing import erase_event, erase_words
from tracker.erasure import EventPlan, Named, Place, WordsPlan
from tracker.showing.own_words import noted
from tracker.types import Position, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.database import Database
    from tracker.types import JsonObject, JsonValue

app = typer.Typer(
    help="Make words, a note, or what is recorded of a report, unreadable for good.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Reason = Annotated[
    str, typer.Option("--reason", help="Why, for everybody who reads the log; without what is erased.", metavar="TEXT")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what was done as one JSON object.")]


@app.command("words")
def words(
    reference_id: Annotated[str, typer.Argument(help="The cable.", metavar="CABLE")],
    reason: Reason,
    characters: Annotated[
        list[str] | None,
        typer.Option("--characters", help="Where in its telegram, as `tracker parse` counts.", metavar="START:END"),
    ] = None,
    subject: Annotated[
        list[str] | None, typer.Option("--subject", help="Where in its subject.", metavar="START:END")
    ] = None,
    document: Annotated[
        int | None,
        typer.Option("--document", help="In which of its texts; the newest unless told.", metavar="N", min=1),
    ] = None,
    yes: Yes = False,
    of_sample: OfSample = False,
    as_json: AsJson = False,
) -> None:
    """Erase words of a cable, in every text of it that has them at the same place.

    Both options may be given several times. The words are never printed: what is told are their
    places. The log keeps that they were erased, when, by whom (TRACKER_ACTOR) and why, and `tracker
    verify` still proves all the rest. A cable that is ingested again does not bring them back.

    What cannot be reached: backups, replicas and exports keep the words until they expire, so does the
    server's write-ahead log, and so do the database's files until VACUUM has run. A report's id is made
    of the words of its quote: who knows all others of a dozen can test a guess of the one erased.

    Example: tracker log erase words 07MEXICO1068 --characters 2144:2160 --reason "names a source"
    """
    spans, titles = _spans("--characters", characters), _spans("--subject", subject)
    if not spans and not titles:
        raise typer.BadParameter("say where the words are: --characters START:END or --subject START:END")
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        plan, positions = erase_words(
            database.engine("eraser"),
            parse_reference_id(reference_id),
            spans,
            titles,
            ordinal=document,
            reason=_reason(reason),
            actor=settings.actor,
            agreed=lambda plan: _agreed(_words_told(plan), "these words", yes=yes),
        )
        effect = take_effect(database, settings, done="erased") if positions else None
    if as_json:
        say_json(_words_as_json(plan, positions) | as_json_of(effect))
    else:
        _finish(positions, effect, "These words are erased already; nothing was recorded.")
    if effect:
        effect.end()


@app.command("event")
def event(
    position: Annotated[int, typer.Argument(help="Its position in the log.", metavar="POSITION", min=1)],
    reason: Reason,
    yes: Yes = False,
    of_sample: OfSample = False,
    as_json: AsJson = False,
) -> None:
    """Erase what is recorded of a report, or a note: the event at a position and all that tell the same.

    Of a report every event that told it goes, and every development that copied it: their entries in
    the feeds become notices without facts, at their places. It is never reported again by a
    re-reading. The text of the cable stays; `tracker log erase words` erases that. Of a note (`tracker
    annotate`), whose position `tracker history` tells, its words and its address go.

    Example: tracker log erase event 4711 --reason "by order of a court"
    """
    settings = settings_of(of_sample=of_sample)
    with opened(settings) as database:
        plan, positions = erase_event(
            database.engine("eraser"),
            database.engine("reader"),
            Position(position),
            reason=_reason(reason),
            actor=settings.actor,
            agreed=lambda plan: _agreed(
                [*_events_told(plan), *_notes_told(database, plan)], "what these events say", yes=yes
            ),
            follow_up=lambda: project(database),
        )
        effect = take_effect(database, settings, done="erased") if positions else None
    if as_json:
        say_json(
            {"subject": plan.subject, "erased": _named(plan.events), "positions": [*positions]} | as_json_of(effect)
        )
    else:
        _finish(positions, effect, f"The event at position {position} is erased already; nothing was recorded.")
    if effect:
        effect.end()


def _spans(option: str, given: Sequence[str] | None) -> list[Span]:
    found = []
    for text in given or ():
        start, colon, end = text.partition(":")
        if not (colon and start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal()):
            raise typer.BadParameter(f"{option} is like 2144:2160, not {text!r}")
        if int(start) >= int(end):
            raise typer.BadParameter(f"{option} must end after it starts, not {text!r}")
        found.append(Span(int(start), int(end)))
    return found


def _reason(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("say why, with --reason")
    return text.strip()


def _agreed(told: Sequence[str], what: str, *, yes: bool) -> bool:
    """Whether to go on: told what will be erased, a person at a terminal says so; elsewhere --yes does."""
    for line in told:
        sys.stderr.write(f"{line}\n")
    if yes:
        return True
    if not sys.stdin.isatty():
        raise typer.BadParameter("nobody is there to ask; add --yes")
    typer.confirm(f"Erase {what} for good?", abort=True, err=True)
    return True


def _words_told(plan: WordsPlan) -> list[str]:
    told = [f"To be erased from {plan.reference_id}: {_at(place, plan)}." for place in plan.places]
    told += [f"The same words stay at: {_at(place, plan)}." for place in plan.elsewhere]
    told += [
        f"The report told by the event at position {each.position} ({each.event_type}) rests on these words and keeps "
        f"its codes; to erase it: tracker log erase event {each.position}."
        for each in plan.reports
    ]
    if plan.in_tags:
        told.append("One of the words is a tag of the cable, which stays: tags are no part of its text.")
    return told


def _at(place: Place, plan: WordsPlan) -> str:
    option = "--subject" if place.in_subject else "--characters"
    older = f" --document {place.document}" if place.document != plan.newest else ""
    return f"{option} {place.span.start}:{place.span.end}{older} ({place.length} characters)"


def _events_told(plan: EventPlan) -> list[str]:
    return [f"To be erased: the {each.event_type} at position {each.position}." for each in plan.events]


def _notes_told(database: Database, plan: EventPlan) -> list[str]:
    return [
        f"The note of {each.told} is on it and stays: it is a person's, not the cable's{each.erasing}."
        for each in noted(database.engine("reader"), plan.subject)
    ]


def _words_as_json(plan: WordsPlan, positions: Sequence[Position]) -> JsonObject:
    def listed(places: Sequence[Place]) -> list[JsonObject]:
        return [
            {
                "document": place.document,
                "in": "subject" if place.in_subject else "telegram",
                "start": place.span.start,
                "end": place.span.end,
            }
            for place in places
        ]

    return {
        "reference_id": plan.reference_id,
        "erased": [*listed(plan.places)],
        "elsewhere": [*listed(plan.elsewhere)],
        "reports": _named(plan.reports),
        "in_tags": plan.in_tags,
        "positions": [*positions],
    }


def _named(events: Sequence[Named]) -> JsonValue:
    return [{"position": each.position, "type": each.event_type} for each in events]


def _finish(positions: Sequence[Position], effect: Effect | None, nothing: str) -> None:
    if effect is None:
        say(nothing)
        return
    listed = ", ".join(str(position) for position in positions)
    say(f"Erased, as the log tells at position {listed}. {effect.sentence}")
    say(KEPT)
