"""How an explanation is shown: in the terminal with colours where it has them, and as a page of HTML."""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from jinja2 import Environment, Template
from rich.console import Console
from rich.text import Text

from tracker.extraction.explanation import explain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.cables.model import Cable
    from tracker.extraction.explanation import ExplainedParagraph, Explanation, Match

COLOURS = {
    "trigger": "bold red",
    "date": "blue",
    "place": "green",
    "group": "magenta",
    "operation": "bold magenta",
    "person": "cyan",
    "figure": "yellow",
    "goods": "bold yellow",
    "force": "bright_blue",
    "hedge": "italic",
}


def explained(cable: Cable, _source: str) -> Explanation:
    """The explanation of a cable of a source."""
    return explain(cable)


def _visible(words: str) -> str:
    """The words with a sign in place of every character that would command a terminal rather than be read, as many."""
    return "".join(each if each.isprintable() or each == "\n" else "\N{REPLACEMENT CHARACTER}" for each in words)


def show(explanation: Explanation, console: Console) -> None:
    """Print an explanation: each paragraph with what matched in it, then the events with their fields."""
    console.rule(Text(_visible(f"{explanation.reference_id}  {explanation.subject}")), align="left")
    if not explanation.in_scope:
        console.print("Not read: the cable does not speak of organised crime (scope.toml).")
    for paragraph in explanation.paragraphs:
        _show_paragraph(paragraph, console)
    for event in explanation.events:
        title = f"Event {event.number}: {event.kind}" + ("" if event.coded else " (beyond the codebook)")
        console.print(Text(f"\n{title}, paragraphs {', '.join(event.paragraphs)}", style="bold"))
        console.print(Text(_visible(f'  "{event.quote}"')))
        for field in event.fields:
            rule = f"  <{field.rule}>" if field.rule else ""
            words = f'  from "{field.words}"' if field.words else ""
            console.print(Text(_visible(f"  {field.name}: {field.value}{words}{rule}  [{field.paragraph}]")))
    if explanation.in_scope and not explanation.events:
        console.print(Text("\nNo events.", style="bold"))


def _show_paragraph(paragraph: ExplainedParagraph, console: Console) -> None:
    text = Text(f"\n{_visible(paragraph.label)}. ")
    shown = _visible(paragraph.text)
    body = Text(shown)
    for match in paragraph.matches:
        body.stylize(COLOURS[match.kind], match.where.start, match.where.end)
    console.print(text + body)
    for match in paragraph.matches:
        words = shown[match.where.start : match.where.end]
        used = f"  event {', '.join(map(str, match.events))}" if match.events else ""
        line = Text(f'   {match.kind}: "{words}" = {match.meaning}  ({match.file}){used}')
        line.stylize(COLOURS[match.kind], 3, 3 + len(match.kind))
        console.print(line)


def page(explanations: Sequence[Explanation]) -> str:
    """A page of HTML that explains cables; the words are escaped, and nothing is loaded from elsewhere."""
    html: str = _template().render(explanations=explanations, pieces=pieces, kinds=list(COLOURS))
    return html


def pieces(paragraph: ExplainedParagraph) -> Iterator[tuple[str, tuple[Match, ...]]]:
    """The paragraph's text in pieces, each with the matches that it lies in."""
    edges = {0, len(paragraph.text)}
    for match in paragraph.matches:
        edges |= {match.where.start, match.where.end}
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        inside = tuple(match for match in paragraph.matches if match.where.start <= start and end <= match.where.end)
        yield paragraph.text[start:end], inside


@cache
def _template() -> Template:
    source = resources.files("tracker.cli").joinpath("explain.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
