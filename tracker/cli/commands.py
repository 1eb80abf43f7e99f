"""Which commands there are. A command's module is loaded when it is asked for: most need little of what others need."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    # Typer has its own copy of click, and no public name for these.
    from typer._click.core import Command as Loaded
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter


@dataclass(frozen=True, slots=True)
class Command:
    """A command: where it is (module, and the function or the app of several commands there), and what it does.

    `summary` is the first sentence of what its own help says; a test holds the two together.
    """

    module: str
    name: str
    summary: str

    def load(self, called: str) -> Loaded:
        """The command itself, as it is called."""
        target = getattr(import_module(f"tracker.cli.{self.module}"), self.name)
        if isinstance(target, typer.Typer):
            return typer.main.get_command(target)
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
        alone.command(called)(target)
        return typer.main.get_command(alone)


COMMANDS = {
    "up": Command("up", "up", "Record, publish, serve and schedule: all in one."),
    "demo": Command("demo", "demo", "Run everything on the bundled sample release."),
    "parse": Command("parse", "parse", "Print cables as parsed, one JSON object a line."),
    "extract": Command(
        "extract",
        "extract_events",
        "Print the events that cables report, one JSON object a line, by the codebook.",
    ),
    "masked": Command("masked", "masked", "List what is masked in cables, and why, cable by cable."),
    "compare": Command(
        "compare", "compare_renditions", "Compare two renditions of a cable, or two releases cable by cable."
    ),
    "unmarked": Command(
        "unmarked", "unmarked", "List where names that one cable protects stand open in another, for review."
    ),
    "protect": Command(
        "protect", "protect_words", "Hide words of a cable in every text, view, page, feed and archive, at once."
    ),
    "ingest": Command("ingest", "ingest", "Record releases, and bring the views up to date."),
    "releases": Command(
        "releases", "app", "Where releases come from by themselves, while `tracker up` or `tracker worker` runs."
    ),
    "quarantine": Command(
        "quarantine", "app", "The files that could not be read: which, why, and what is to become of them."
    ),
    "publish": Command("publish", "publish_files", "Write the feeds and pages that changed."),
    "serve": Command("serve", "serve", "Serve what is published."),
    "worker": Command("worker", "worker", "Keep views and published files up to date."),
    "jobs": Command(
        "jobs", "app", "What runs by itself while `tracker up` or `tracker worker` does: when, and what came of it."
    ),
    "status": Command("status", "status", "Tell how things are."),
    "sql": Command("sql", "sql", "Answer a query over the views of schema `read`."),
    "search": Command("search", "search", "Find the paragraphs of cables that have some words."),
    "show": Command(
        "show", "show", "Show all that is known of a report, incident, person, operation, cartel or cable."
    ),
    "history": Command("history", "history", "Show how a report, or what reports tell of, came to stand as it does."),
    "review": Command("review", "review", "Go through the reports that ask to be checked."),
    "decisions": Command(
        "decisions", "app", "What was decided here, for others; and what others decided, to be decided on here."
    ),
    "cite": Command("cite", "cite", "Cite a report, the reports of an incident, or a cable."),
    "confirm": Command("confirm", "confirm", "Say that a report is as its cable has it."),
    "correct": Command("correct", "correct", "Set fields of a report, in your editor ($EDITOR) or as FIELD=VALUE."),
    "add": Command("add", "add", "Add a report that the machine missed, with the words that tell it."),
    "retract": Command(
        "retract",
        "retract",
        "Say that a report is wrong: it counts nowhere, and is shown struck through with the reason.",
    ),
    "withhold": Command(
        "withhold", "withhold", "Show nothing of a report or an incident but that there was something."
    ),
    "restore": Command("restore", "restore", "Undo a decision, whatever it was."),
    "merge": Command("merge", "merge", "Say that incidents, people or operations are one."),
    "separate": Command(
        "separate", "separate", "Say that some reports of an incident, or of a person, are about another."
    ),
    "annotate": Command(
        "annotate", "annotate", "Note what another source says, beside the cable's words and never for them."
    ),
    "rebuild": Command("rebuild", "rebuild", "Make the views anew from the log, all or some."),
    "export": Command(
        "export",
        "export_dataset",
        "Write all views as a dataset: CSV and Parquet, dictionary, codebook, checksums, how to cite it.",
    ),
    "verify": Command("verify", "verify_log", "Tell whether the log is what was recorded."),
    "db": Command("database", "app", "The database's schema and addresses, its backup and restoring."),
    "log": Command("log", "app", "The log itself: keep it as a file, take it in again."),
}
"""The commands by the names that they are called by, in the order in which help lists them."""


class Commands(TyperGroup):
    """The group of all commands, none of which is loaded before it is called."""

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002  # as a group is asked
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> Loaded | None:  # noqa: ARG002  # as a group is asked
        """The command of a name; None where there is none."""
        command = COMMANDS.get(cmd_name)
        return command.load(cmd_name) if command else None

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002  # as a group is asked
        """Write the list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.summary) for name, command in COMMANDS.items()])
