"""Words for codes and numbers: how a date, a place, a group, a figure or a quantity reads in plain English.

The words themselves are in `data/wording.toml`. Nothing here asks the locale, so that the same facts read the same
everywhere.
"""

from __future__ import annotations

import html
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from html.entities import name2codepoint
from importlib import resources

from tracker.registers import cartel_name, operations, state_name
from tracker.reports import Comparison, DateInterval, Item, Place
from tracker.types import JsonObject

_REMOVED_CATEGORIES = {"Cc", "Cf", "Cs"}
_NICKNAME = re.compile(r"""(?<![\w])(?:["`]|'{1,2})([^"`']{2,40})(?:["`]|'{1,2})(?![\w])""")
_NONCHARACTERS = range(0xFDD0, 0xFDF0)
_ANGLES = str.maketrans("<>", "‹›")
_LIKE_AN_ENTITY = re.compile(r"&(#?\w+)")
_ENCODED_TWICE = re.compile("[ÂÃ][\xa0-\xbf]")


@cache
def wording() -> JsonObject:
    """The whole word list."""
    text = resources.files("feeds").joinpath("data", "wording.toml").read_text(encoding="utf-8")
    words: JsonObject = tomllib.loads(text)
    return words


def word(key: str) -> str:
    """A word that stands alone in the list. Raises KeyError for one that is not there."""
    found = wording()[key]
    if not isinstance(found, str):
        raise KeyError(key)
    return found


def known(table: str, code: str) -> str | None:
    """The word for a code, or None where the list has none."""
    rows = wording()[table]
    found = rows.get(code) if isinstance(rows, dict) else None
    return found if isinstance(found, str) else None


def words(table: str, code: str) -> str:
    """The words for a code; an unknown one is read as its slug, with spaces."""
    return known(table, code) or plain(code.replace("-", " ").replace("_", " "))


def plain(text: str) -> str:
    """The text as a feed can carry it: without control and formatting characters, each run of white space one space."""
    if not text.isprintable():
        # Asked of each sort of character, not of each character: this is done to whole cables.
        text = text.translate({ord(each): None for each in set(text) if not _carried(each)})
    elif "  " not in text and text.strip(" ") == text:
        # Of white space, only the space is printable.
        return text
    return " ".join(text.split())


def _carried(character: str) -> bool:
    if character.isspace():
        return True
    # Neither XML nor HTML has the places of Unicode that never are a character: the last two of each plane, and these.
    never = ord(character) & 0xFFFE == 0xFFFE or ord(character) in _NONCHARACTERS
    return not never and unicodedata.category(character) not in _REMOVED_CATEGORIES


def sound(text: str) -> str:
    """The text without signs of a wrong encoding: a letter that was encoded twice is itself, a lost one is "?"."""
    text = text.replace("\ufffd", "?")
    while _ENCODED_TWICE.search(text):
        text = _ENCODED_TWICE.sub(lambda found: found[0].encode("latin-1").decode(), text)
    return text


def unmarked(text: str) -> str:
    """The text as a title carries it: nothing in it reads as markup, to readers that take titles for HTML either."""
    if not {"&", "<", ">"} & set(text):
        return sound(text)
    while (read := html.unescape(text)) != text:
        text = read
    return _LIKE_AN_ENTITY.sub(_parted, sound(plain(text)).translate(_ANGLES))


def _parted(found: re.Match[str]) -> str:
    name = found[1]
    return f"& {name}" if name in name2codepoint or not name.isalpha() else found[0]


def shortened(text: str, characters: int) -> str:
    """The text, or so many characters of it with an ellipsis."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def joined(parts: Iterable[str], limit: int | None = None) -> str:
    """The parts as a list in words: "a, b and c"; beyond the limit "a, b and 3 more"."""
    listed = list(parts)
    if limit is not None and len(listed) > limit:
        listed = [*listed[: limit - 1], f"{len(listed) - limit + 1} more"]
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"


def number(value: int | Decimal) -> str:
    """A number with thousands separated, and no more decimals than it needs."""
    return f"{value:,}" if isinstance(value, int) else f"{value.normalize():,f}"


def figure(value: int | Decimal | str, comparison: Comparison | None) -> str:
    """A number with what the text says of its exactness: "over 50"."""
    shown = value if isinstance(value, str) else number(value)
    return f"{words('comparison', comparison)} {shown}" if comparison else shown


def day(value: date | datetime) -> str:
    """A day: "6 Feb 2007"."""
    return f"{value.day} {_month(value)} {value.year}"


def _month(value: date) -> str:
    months = wording()["months"]
    if not isinstance(months, list):
        raise KeyError("months")
    return str(months[value.month - 1])


def period(interval: DateInterval) -> str:
    """An interval in the shortest words that tell it exactly: "2007", "Feb 2007", "11 to 20 Jan 2008"."""
    start, end = interval.start, interval.end
    after = end + timedelta(days=1) if end < date.max else end
    if start.day == 1 and after.day == 1:
        if start.month == 1 and after.month == 1:
            return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
        return _range(f"{_month(start)}", f"{_month(end)}", start.year, end.year)
    if (start.year, start.month) == (end.year, end.month):
        return day(start) if start == end else f"{start.day} to {day(end)}"
    return _range(f"{start.day} {_month(start)}", f"{end.day} {_month(end)}", start.year, end.year)


def _range(start: str, end: str, first_year: int, last_year: int) -> str:
    if first_year != last_year:
        return f"{start} {first_year} to {end} {last_year}"
    return f"{end} {last_year}" if start == end else f"{start} to {end} {last_year}"


def place(value: Place) -> str:
    """A place in full: "Monterrey, Nuevo Leon", or the state alone."""
    state = state_name(value.state)
    return f"{plain(value.city)}, {state}" if value.city else state


def places(values: Sequence[Place], limit: int = 3) -> str:
    """Places in a title: cities, with their state where they share one; states where no city is told."""
    names = dict.fromkeys(plain(value.city) if value.city else state_name(value.state) for value in values)
    states = {value.state for value in values}
    shared = state_name(next(iter(states))) if len(states) == 1 else ""
    listed = joined(names, limit)
    return f"{listed}, {shared}" if shared and shared not in names else listed


def person(name: str) -> str:
    """A person's name as printed, a nickname in it between plain quotation marks: "Juan Modelo “el Canoso”"."""
    return _NICKNAME.sub(lambda found: f"“{found[1].strip(' .,')}”", plain(name))


def group_name(slug: str) -> str:
    """A group's name alone: "Gulf Cartel"."""
    return plain(cartel_name(slug))


def group(slug: str) -> str:
    """A group inside a sentence, with its article: "the Gulf Cartel", "Los Zetas"."""
    return articled(cartel_name(slug))


def articled(name: str) -> str:
    """A name inside a sentence, with the article where its last word asks for one."""
    endings = wording()["article_endings"]
    asks = isinstance(endings, list) and name.split()[-1:] and name.rsplit(maxsplit=1)[-1] in endings
    return f"the {name}" if asks else name


def groups(slugs: Iterable[str], limit: int = 3) -> str:
    """Groups inside a sentence."""
    return joined((group(slug) for slug in slugs), limit)


def haul(items: Sequence[Item]) -> list[str]:
    """All goods of a report.

    Of a drug told in pieces, with laboratories beside it, it is open which of the two the number counts.
    """
    told: list[str] = []
    rest = list(items)
    while rest:
        item = rest.pop(0)
        if rest and item.quantity is not None and _counts_either(item, rest[0]):
            beside = words("plural", rest.pop(0).what)
            told.append(f"{words('plural', item.what)} and {beside} ({figure(item.quantity, item.op)} counted)")
        else:
            told.append(goods(item))
    return told


def _counts_either(item: Item, following: Item) -> bool:
    drug = item.unit == "units" and _counted("pieces", item.what, Decimal(2)) == "units"
    return drug and following.what == "laboratory" and following.quantity is None


def goods(item: Item) -> str:
    """One kind of goods: "2.2 t of cocaine", "127 firearms", "US$4,000", "cash"."""
    if item.quantity is None:
        return words("plural", item.what)
    sign = known("money", item.unit) if item.unit else None
    if sign:
        return figure(f"{sign}{number(item.quantity)}", item.op)
    counted = figure(item.quantity, item.op)
    unit = _counted("unit", item.unit, item.quantity) if item.unit else None
    unit = unit or _counted("pieces", item.what, item.quantity)
    if unit:
        return f"{counted} {unit} of {words('plural', item.what)}"
    return f"{counted} {words('singular' if item.quantity == 1 else 'plural', item.what)}"


def amount(item: Item) -> str:
    """The number of a kind of goods alone: "2.2 t", "127", "US$4,000"; empty where none is told."""
    if item.quantity is None:
        return ""
    sign = known("money", item.unit) if item.unit else None
    counted = figure(f"{sign or ''}{number(item.quantity)}", item.op)
    unit = _counted("unit", item.unit, item.quantity) if item.unit else None
    return f"{counted} {unit}" if unit else counted


def _counted(table: str, code: str, quantity: Decimal) -> str | None:
    rows = wording()[table]
    pair = rows.get(code) if isinstance(rows, dict) else None
    return str(pair[0 if quantity == 1 else 1]) if isinstance(pair, list) else None


def reason(recorded: str | None) -> str:
    """A recorded reason as the end of a sentence that begins with what was done: "the text of the cable changed."."""
    told = plain(recorded or "")
    if not told:
        return ""
    return known("reason", told) or (told if told.endswith((".", "!", "?", "…")) else f"{told}.")


def operation(slug: str | None) -> str:
    """The name of an operation that the register knows, else empty."""
    registered = operations().get(slug) if slug else None
    return registered.name if registered else ""
