"""Invented telegrams in the forms that sites and saving programs give them: the forms are theirs, the prose ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from tests.unit.cables.invented import BODY, HEADER

ARTICLE = "http://example.org/news/a-quiet-harbour?page=1&part=2"
ID, CREATED, RELEASED, LEVEL, ORIGIN = FACTS = (
    "07MEXICO412",
    "2007-02-14 16:04",
    "2011-02-10 12:12",
    "CONFIDENTIAL",
    "Embassy Mexico",
)
LABELS = ("Reference ID", "Created", "Released", "Classification", "Origin")


@dataclass(frozen=True)
class Telegram:
    """What a form is made of."""

    header: str = HEADER
    body: str = BODY

    @property
    def text(self) -> str:
        """Header and body with the blank line between them."""
        return f"{self.header}\n{self.body}"


def table(open_tag: str = "<table class='cable'>", *, facts: tuple[str, ...] = FACTS, after: str = "") -> str:
    """The site's table: labels in a row, then facts with links."""
    heads = "".join(f"<th>{label}</th>\n" for label in LABELS[: len(facts)])
    cells = "".join(f"<td>\n<a href='/x/{number}.html'>{fact}</a>\n</td>\n" for number, fact in enumerate(facts))
    return f"{open_tag}\n<tr>\n{heads}</tr>\n<tr>\n{cells}</tr>\n{after}</table>"


ARTICLES_ROW = (
    f"<tr>\n<td colspan='5'>\nAppears in these articles:<br />\n"
    f"<a href='http://{escape(ARTICLE)}'>{escape(ARTICLE)}</a><br />\n</td>\n</tr>\n"
)
HEADING = f"<h3>Viewing cable {ID}, A QUIET HARBOUR, A LOUD NIGHT</h3>\n"
HELP = "<p>Every cable has <b>three</b> parts &amp; a hash containing the reference ID e.g. <b>#07MEXICO412</b>.</p>\n"


def site(content: str, *, heading: str = HEADING) -> str:
    """A whole page of the site around the content."""
    return (
        "<?xml version='1.0' encoding='utf-8' ?>\n<!DOCTYPE html>\n<html lang='en' xmlns='http://www.w3.org/1999/xhtml'>\n"
        "<head>\n<title>Cable Viewer</title>\n</head>\n<body>\n<div class='pane'><a href='/reldate/2010-11-28_0.html' "
        f"onclick=\"return swap('a > b');\">2010/11/28</a></div>\n{heading}{HELP}{content}\n</div>\n"
        "<script src='/static/js/cables.js'></script>\n</body>\n</html>\n"
    )


def marked(body: str) -> str:
    """A body as the site marks it up: its paragraphs anchored, its tags linked, a word of its glossary explained."""
    lines = []
    for line in escape(body, quote=False).split("\n"):
        number = line.partition(".")[0]
        anchor = f"<a id='par{number}' href='#par{number}'>¶</a>" if number.isdigit() else ""
        lines.append(anchor + line)
    return (
        "\n".join(lines)
        .replace("PGOV", "<a href='/tag/PGOV_0.html'>PGOV</a>")
        .replace("sugar", "<acronym title='A sweet &amp; white > thing'>sugar</acronym>")
    )


def broken(text: str) -> str:
    """Line breaks as the site writes them."""
    return text.replace("\n", "&#x000A;")


def pres(*parts: str) -> str:
    """Preformatted parts."""
    return "\n".join(f"<code><pre>{part}</pre></code>" for part in parts)


def _two(telegram: Telegram) -> tuple[str, str]:
    return broken(escape(telegram.header, quote=False)), broken(marked(telegram.body))


def _halves(telegram: Telegram) -> tuple[str, str]:
    first, _, second = telegram.body.partition("\n\n2. ")
    return first, f"2. {second}"


def _own(telegram: Telegram) -> str:
    return site(f"{table(after=ARTICLES_ROW)}\n{pres(*_two(telegram))}")


def _upper(telegram: Telegram) -> str:
    page = site(f"{table()}\n{pres(*_two(telegram))}")
    for tag in ("table", "tr", "td", "th", "pre", "code", "a", "div", "body", "html"):
        page = page.replace(f"<{tag}", f"<{tag.upper()}").replace(f"</{tag}>", f"</{tag.upper()}>")
    return page.replace("class='cable'", 'CLASS = "cable"')


def _vertical(telegram: Telegram) -> str:
    rows = "".join(f"<tr><td>{label}:</td><td>{fact}</td></tr>" for label, fact in zip(LABELS, FACTS, strict=True))
    return site(f'<table border=0 class="wide cable">{rows}</table>{pres(*_two(telegram))}')


def _wayback(telegram: Telegram) -> str:
    banner = (
        "<!-- BEGIN WAYBACK TOOLBAR INSERT -->\n<script>if (1 < 2) document.write('<pre>rain</pre>');</script>\n"
        "<div id='wm-ipp'><table style='x'><tr><td>14 captures</td></tr></table></div>\n"
        "<!-- <pre>R 010000Z JAN 99</pre> -->\n"
    )
    page = _own(telegram).replace("<body>", f"<body>\n{banner}").replace("href='/", "href='/web/2011/http://x.example/")
    return page + "<!-- FILE ARCHIVED ON 01:02:03 Jan 01, 2011 -->\n"


def _namespaced(telegram: Telegram) -> str:
    page = site(f"{table()}\n{pres(*_two(telegram))}")
    for tag in ("table", "tr", "td", "th", "pre"):
        page = page.replace(f"<{tag}", f"<h:{tag}").replace(f"</{tag}>", f"</h:{tag}>")
    return page


def _twice(telegram: Telegram) -> str:
    return site(f"{table()}\n{pres(*(escape(part) for part in _two(telegram)))}")


def _printed_breaks(telegram: Telegram) -> str:
    parts = (escape(part, quote=False).replace("\n", "&lt;br /&gt;\n") for part in (telegram.header, telegram.body))
    return site(f"{table()}\n{pres(*parts)}")


def _divided(telegram: Telegram) -> str:
    parts = (escape(part).replace("\n", "<br />\n") for part in (telegram.header, telegram.body))
    return site(table() + "".join(f"<div class='part'>{part}</div>\n" for part in parts) + "<p>Share this page:</p>")


HTML_FORMS: dict[str, Callable[[Telegram], str]] = {
    "as the site prints it": _own,
    "one preformatted part": lambda told: site(table() + pres("&#x000A;".join(_two(told)))),
    "an empty header": lambda told: site(table() + pres("", "&#x000A;".join(_two(told)))),
    "three parts": lambda told: site(table() + pres(_two(told)[0], *(broken(marked(half)) for half in _halves(told)))),
    "a part in a part": lambda told: site(f"{table()}<pre>{_two(told)[0]}<pre>{_two(told)[1]}</pre></pre>"),
    "plain line ends": lambda told: site(f"{table()}{pres(escape(told.header), marked(told.body))}"),
    "decimal line ends": lambda told: _own(told).replace("&#x000A;", "&#10;"),
    "line ends of two characters": lambda told: _own(told).replace("&#x000A;", "&#13;&#10;"),
    "breaks and line ends": lambda told: _own(told).replace("&#x000A;", "<br>&#x000A;"),
    "breaks alone": lambda told: _own(told).replace("&#x000A;", "<BR/>"),
    "capitals": _upper,
    "a table of labels and facts": _vertical,
    "a table of another class": lambda told: site(f"{table('<table class=grid>')}{pres(*_two(told))}"),
    "a class among others": lambda told: _own(told).replace("class='cable'", 'id=x class="big cable"'),
    "an archived page": _wayback,
    "namespaces": _namespaced,
    "entities encoded twice": _twice,
    "breaks as text": _printed_breaks,
    "no preformatted part": _divided,
}
"""The forms of the release site's page, and of its mirrors', all with the table's facts."""


def _saved(facts: str, telegram: str, *, articles: bool = False) -> str:
    listed = f"\nAppears in these articles:\n\n<{ARTICLE}>\n" if articles else ""
    before = f"courage is contagious\n\nViewing cable {ID}, A QUIET HARBOUR\n\nEvery cable has three parts.\n\n"
    return f"{before}{facts}\n{listed}\n{telegram}"


def _columns(separator: str) -> str:
    return f"{separator.join(LABELS)}\n{separator.join(FACTS)}\n"


def _markdown(telegram: Telegram) -> str:
    cells = " | ".join(f"[{fact}](/x/1.html)" for fact in FACTS)
    body = "".join(
        f"[¶](#par){line}" if line[:2] in {"1.", "2."} else line for line in telegram.text.splitlines(keepends=True)
    )
    body = (
        body.replace("PGOV SNAR MX", "[PGOV](/tag/1.html) [SNAR](#) [MX](#)")
        .replace("1. (", "1\\. (")
        .replace("-- ", "\\-- ")
    )
    return _saved(f"| {' | '.join(LABELS)} |\n| --- | --- | --- | --- | --- |\n| {cells} |\n", body)


def _lynx(telegram: Telegram) -> str:
    facts = "   " + " ".join(f"[{number}]{fact}" for number, fact in enumerate(FACTS, start=7))
    body = telegram.text.replace("PGOV SNAR MX", "[12]PGOV [13]SNAR [14]MX").replace("\n2. ", "\n[15]¶2. ")
    return (
        _saved(f"   {' '.join(LABELS)}\n{facts}\n", body)
        + "\nReferences\n\n   Visible links\n   1. http://x.example/a\n   2. http://x.example/b\n"
    )


def _html2text(telegram: Telegram) -> str:
    cells = " |  ".join(f"[ {fact} ](/x/1.html)" for fact in FACTS)
    code = "".join(f"    {line}" for line in telegram.text.splitlines(keepends=True))
    return _saved(f"{' | '.join(LABELS)}  \n---|---|---|---|---  \n{cells}  \n", f"    \n    \n{code}")


SAVED_FORMS: dict[str, Callable[[Telegram], str]] = {
    "tabs": lambda told: _saved(_columns("\t"), told.text, articles=True),
    "spaces": lambda told: _saved(_columns("   "), told.text),
    "one space": lambda told: _saved(_columns(" "), told.text),
    "bars": lambda told: _saved(_columns(" | "), told.text),
    "Markdown": _markdown,
    "Markdown by html2text": _html2text,
    "fenced Markdown": lambda told: _saved(_columns(" | "), f"```\n{told.text}```\n"),
    "lynx": _lynx,
    "labels with facts": lambda told: _saved(
        "".join(f"{a}: {b}\n" for a, b in zip(LABELS, FACTS, strict=True)), told.text
    ),
    "bold labels with facts": lambda told: _saved(
        "".join(f"- **{a}:** {b}\n" for a, b in zip(LABELS, FACTS, strict=True)), told.text, articles=True
    ),
    "labels before facts": lambda told: _saved(
        "".join(f"{a}\n{b}\n" for a, b in zip(LABELS, FACTS, strict=True)), told.text
    ),
    "a cell a line": lambda told: _saved("\n".join((*LABELS, *FACTS, "")), told.text, articles=True),
    "a cell a line, blank lines between": lambda told: _saved("\n\n".join((*LABELS, *FACTS, "")), told.text),
    "a line of facts alone": lambda told: _saved("\t".join(FACTS) + "\n", told.text),
    "quoted": lambda told: "".join(f"> {line}" for line in _saved(_columns("\t"), told.text).splitlines(keepends=True)),
    "indented": lambda told: "".join(
        f"    {line}" for line in _saved(_columns("\t"), told.text).splitlines(keepends=True)
    ),
    "spaces that do not break": lambda told: _saved(_columns("\t"), told.text).replace(" ", "\xa0"),
    "line ends of two characters": lambda told: _saved(_columns("\t"), told.text).replace("\n", "\r\n"),
    "a mark of byte order": lambda told: "\ufeff" + _saved(_columns("\t"), told.text),
}
"""The forms of the same page saved as text, all with the table's facts."""
