"""What saving a page or a telegram as text, Markdown or mail put around its words, taken away again."""

from __future__ import annotations

import re

from tracker.cables.formats.words import resolved

_QUOTED = re.compile(r"^[ \t]{0,3}>{1,4} ?", re.MULTILINE)
_FLUSH = re.compile(r"^[^ \t\n]", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]{0,3}(?:`{3,}|~{3,})[a-z]{0,10}[ \t]*\n?", re.MULTILINE)
_ADDRESS = r"\((?:#|https?:|/|\.{1,2}/|mailto:|javascript:|[\w%./-]{1,200}\.html?)[^()\n]{0,300}\)"
_LINK = re.compile(rf"\[[ ]?([^\[\]]{{1,200}}?)[ ]?\]{_ADDRESS}")
_NUMBERED_LINK = re.compile(r"\[\d{1,4}\](?=\S)")
_LINK_LIST = re.compile(r"^[ \t]*References[ \t]*\n\s{0,20}(?:Visible links:?\s{1,20})?1\. \S", re.MULTILINE)
_ESCAPE = re.compile(r"\\([\\$*_`\[\]<>(){}#|~+.!'\"^@&=-])|\\(?=\n)")
_BOLD = re.compile(r"(?<!\*)\*\*(?=[^\s*])([^*\n]{1,300})(?<=[^\s*])\*\*(?!\*)")
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_ESCAPED = re.compile(r"\\[.\[\]*_#>$-]")


def unwrapped(text: str) -> str:
    """The text without the quote marks that stand before all its lines, or the spaces that all are indented by."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.count("\n") + 1
    if text.count("\n>") * 5 >= lines * 3:
        text = _QUOTED.sub("", text)
    return dedented(text)


def dedented(text: str) -> str:
    """The text without the spaces that all its lines begin with."""
    if _FLUSH.search(text):
        return text
    # Only the tabs that indent: those between cells tell cells apart.
    lines = _INDENTATION.sub(lambda match: match.group().expandtabs(4), text).split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)


def without_links(text: str) -> str:
    """The text with the words of its links alone, in Markdown ("[PGOV](#)") and as numbered by lynx ("[12]PGOV")."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    numbered = _LINK_LIST.search(text)
    if numbered:
        text = _NUMBERED_LINK.sub("", text[: numbered.start()])
    return text


def without_markdown(telegram: str) -> str:
    """A telegram out of a text of Markdown, its escapes, fences, bold print, headings and tags resolved."""
    telegram = _FENCE.sub("", telegram)
    if _ESCAPED.search(telegram) or "**" in telegram:
        telegram = _HEADING.sub("", _BOLD.sub(r"\1", telegram))
        telegram = _ESCAPE.sub(lambda match: match[1] or "", telegram)
    return dedented(resolved(telegram))
