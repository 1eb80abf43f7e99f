"""`tracker protect`: have words of a cable hidden everywhere, at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cables.identifiers import parse_reference_id
from tracker.cables.masks import mask_of
from tracker.cli.deciding import undoing
from tracker.cli.installation import OfSample, settings_of
from tracker.cli.output import problem, say, say_json
from tracker.cli.taking_effect import KEPT, Effect, as_json_of, take_effect
from tracker.database import Database, opened
from tracker.erasing import erase_event, erase_words
from tracker.errors import SettingsError
from tracker.log.log import Log
from tracker.protecting import HEAD, Plan, Protected, Wish, plan, protect
from tracker.showing.own_words import Written, having
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.settings import Settings
    from tracker.types import JsonObject


def protect_words(
    reference_id: Annotated[str, typer.Argument(help="The cable.", metavar="CABLE")],
    paragraph: Annotated[
        str,
        typer.Argument(help=f"The paragraph's label or number; `{HEAD}` is what stands outside paragraphs."),
    ],
    words: Annotated[
        str,
        typer.Argument(help="The words, whatever their case; - reads them from standard input, out of the history."),
    ],
    *,
    reason: Annotated[
        str, typer.Option("--reason", help="Why, for everybody who reads the log; without the words.", metavar="TEXT")
    ],
    only_here: Annotated[
        bool, typer.Option("--only-here", help="Leave what tells the same elsewhere in the cable.")
    ] = False,
    erase: Annotated[
        bool, typer.Option("--erase", help="Erase the words for good, which nothing undoes, instead of sealing them.")
    ] = False,
    notes: Annotated[
        bool, typer.Option("--notes", help="Erase for good, too, what people noted (tracker annotate) in these words.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be hidden, and do nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as one JSON object.")] = False,
    of_sample: OfSample = False,
) -> None:
    """Hide words of a cable in every text, view, page, feed and archive, at once.

    Where they stood is [protected N] from then on; a name is hidden wherever the cable tells it, by
    surname too, and reports that name it are read again without it. The words are kept for the owner
    of the database alone (nowhere, with TRACKER_KEEP_PROTECTED_WORDS=no), and the decision can be
    undone with `tracker restore`. Older texts of the cable lose them for good. No re-reading and no
    other rendition brings them back. Backups, replicas and exports that were made before keep them.

    Example: tracker protect 07MEXICO1068 3 - --reason "could be identified" < name.txt
    """
    settings = settings_of(of_sample=of_sample)
    wish = Wish(
        reference_id=parse_reference_id(reference_id),
        paragraph=paragraph.strip().rstrip("."),
        words=" ".join((sys.stdin.read() if words == "-" else words).split()),
        reason=_told(reason, "--reason"),
        only_here=only_here,
        keep=settings.keep_protected_words and not erase,
    )
    _told(wish.words, "WORDS")
    with opened(settings) as database:
        written = having(database.engine("reader"), wish.words)
        going = [each for each in written if notes and each.is_note]
        for each in written:
            becomes = "is erased" if each in going else f"is no cable's, and stays{each.erasing}"
            problem(f"the reason or note of {each.told} has these words; it {becomes}")
        if dry_run:
            made, done, effect = plan(Log(database.engine("writer")), wish), None, None
            _show(made, erase=erase)
        elif erase:
            made, done, effect = _erase(database, settings, wish, going, yes=yes or words == "-")
        else:
            made, done, effect = _protect(database, settings, wish, going, yes=yes or words == "-")
    if as_json:
        say_json(_json(made, done, effect) | {"written_by_people": [each.position for each in written]})
    elif done and effect:
        listed = ", ".join(str(position) for position in done.positions)
        say(f"{'Erased' if erase else 'Hidden'}, as the log tells at position {listed}. {effect.sentence}")
        if done.decision_id:
            say(f"To undo it: {undoing(str(done.decision_id), settings)}")
        say(KEPT)
    if effect:
        effect.end()


def _told(text: str, what: str) -> str:
    if not text.strip():
        raise typer.BadParameter(f"{what} is empty")
    return text.strip()


def _protect(
    database: Database, settings: Settings, wish: Wish, notes: Sequence[Written], *, yes: bool
) -> tuple[Plan, Protected | None, Effect | None]:
    made, done = protect(
        database.engine("writer"),
        database.engine("eraser"),
        wish,
        actor=_actor(settings),
        agreed=lambda made: _agreed(made, yes=yes, erase=False),
    )
    if done is None:
        return made, None, None
    _erase_notes(database, settings, wish, notes)
    return made, done, take_effect(database, settings, done="hidden")


def _erase_notes(database: Database, settings: Settings, wish: Wish, notes: Sequence[Written]) -> None:
    """Erase what people noted in the words."""
    for each in notes:
        erase_event(
            database.engine("eraser"),
            database.engine("reader"),
            Position(each.position),
            reason=wish.reason,
            actor=_actor(settings),
        )


def _erase(
    database: Database, settings: Settings, wish: Wish, notes: Sequence[Written], *, yes: bool
) -> tuple[Plan, Protected | None, Effect | None]:
    made = plan(Log(database.engine("writer")), wish)
    _agreed(made, yes=yes, erase=True)
    spans = [span for span, _ in made.result.replaced]
    ordinal = made.told.document.ordinal if made.told.document else None
    _, positions = erase_words(
        database.engine("eraser"),
        wish.reference_id,
        spans,
        ordinal=ordinal,
        reason=wish.reason,
        actor=_actor(settings),
    )
    _erase_notes(database, settings, wish, notes)
    return made, Protected(None, tuple(positions)), take_effect(database, settings, done="erased")


def _actor(settings: Settings) -> str:
    """Who decides: a decision is somebody's."""
    if settings.actor == "tracker":
        raise SettingsError("a decision is somebody's: set TRACKER_ACTOR to a name, your own or a chosen one")
    return settings.actor


def _agreed(made: Plan, *, yes: bool, erase: bool) -> bool:
    """Whether to go on: told what will be hidden, a person at a terminal says so; elsewhere --yes does."""
    _show(made, erase=erase)
    if yes:
        return True
    if not sys.stdin.isatty():
        raise typer.BadParameter("nobody is there to ask; add --yes")
    typer.confirm("Erase these words for good?" if erase else "Hide these words?", abort=True, err=True)
    return True


def _show(made: Plan, *, erase: bool) -> None:
    """Tell what is hidden, by its places and as it then reads; never the words."""
    for paragraph, places in made.masks.items():
        where = "outside paragraphs" if paragraph == HEAD else f"in paragraph {paragraph}"
        verb = "To be erased from" if erase else "To be hidden in"
        sys.stderr.write(f"{verb} {made.wish.reference_id}: {places} place{'s' * (places != 1)} {where}.\n")
    for number, line in zip(made.numbers, made.lines, strict=True):
        sys.stderr.write(f"  {mask_of(number)}: {line}\n")
    for paragraph, places in made.standing.items():
        sys.stderr.write(f"The same words stay {places} times in {paragraph}.\n")


def _json(made: Plan, done: Protected | None, effect: Effect | None) -> JsonObject:
    positions: list[Position] = [*done.positions] if done else []
    return {
        "reference_id": made.wish.reference_id,
        "decision_id": str(done.decision_id) if done and done.decision_id else None,
        "masks": [*made.numbers],
        "places": {**made.masks},
        "standing": {**made.standing},
        "reads": [*made.lines],
        "positions": [*positions],
        **as_json_of(effect),
    }
