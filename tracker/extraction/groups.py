"""The criminal groups that a text names, by their slugs.

A group that the register does not know is read where the text itself calls it a cartel; its slug is its name in lower
case with hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tracker import registers
from tracker.extraction.gazetteer import Hit
from tracker.extraction.lexicon import any_of, common_words
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought


@dataclass(frozen=True, slots=True)
class GroupMention:
    """A group's slug and where it is named."""

    where: Stretch
    slug: str


_CALLED = Sought(
    r"\b(?:[Tt]he|`|\")\s?((?:[A-Z][a-z]+[ -]){1,3})(?:[Cc]artel|DTO|[Dd]rug [Cc]artel|"
    r"[Dd]rug [Tt]rafficking [Oo]rganization)\b"
)
_FIRST_NAME = re.compile(r"(?i:\b" + any_of("people", "first_names") + r")\s+(?:[\"`'][^\"`']{2,20}[\"`']\s+)?$")
_FAMILY_ONLY = re.compile(r"(?:Beltran|Arellano|Carrillo|Amezcua|Diaz|Valencia|Zambada)(?:[ -][A-Z][a-z]+)?")
_GANGS = ("gang", "clan", "mafia", "syndicate")
_GANG = re.compile(
    r"\b(?:[Tt]he\s|[Aa]\s|[`'\"])?((?:(?:Los|Las|La|El)\s)?(?:[A-Z][a-zà-ÿ]+[ -]){1,3})['\"`]?\s?"
    rf"(?:(?:street|prison|drug|youth|kidnapping|narcotics)\s)?(?:{'|'.join(_GANGS)})\b"
)
_STREET = re.compile(
    r"\b(?:Avenida|Avenue|Calle|Calzada|Paseo|Boulevard|Blvd\.?|Colonia|Fraccionamiento|[Nn]eighborhood|[Ss]treet)"
    r"(?: (?:of|de|los|las|la|del|the))*\s+$"
)
_STREET_AFTER = re.compile(r"\s+(?:Avenue|Street|Boulevard|Stadium|Park|neighborhood|district|colonia)\b")
_HEADS = (
    r"(?:drug )?(?:[Cc]artels|CARTELS|DTO[sS]|[Oo]rganizations|"
    r"[Cc]artel (?:members|operatives|leaders|gunmen|bosses|hit ?men))"
)
_PEOPLE_OF = Sought(
    r"\b(?P<name>Gulf|Sinaloa|Juarez|Tijuana)\s+" + any_of("groups", "people_of") + r"\b",
)
_LISTED = Sought(
    r"\b(?:[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}(?:/|,\s+(?:and\s+|or\s+)?(?:the\s+)?|\s+(?:and|"
    r"or)\s+(?:the\s+)?)){1,5}"
    r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2}\s+" + _HEADS + r"\b"
)
_BESIDE = Sought(
    r"\b(?P<name>Gulf|Sinaloa|Juarez|Tijuana)(?=(?:/| and (?:the )?|-|, )(?:Los )?(?:Zetas?|La Linea|Cartel\b|AFO))"
)
_DENIED_BEFORE = re.compile(
    r"\b" + any_of("groups", "denied_before") + r"\s+(?:(?:the|of|by|to|a|any|from|with|members?|work)\s+){0,4}$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"^(?: (?:cartel|organization|members))?\s+" + any_of("groups", "denied_after") + r"\b", re.IGNORECASE
)
_NAME = re.compile(r"[A-Z][a-z]+(?:[ -](?!and\b|or\b)[A-Z][a-z]+){0,2}")
_NO_NAMES = re.compile(any_of("groups", "no_names") + r"\b", re.IGNORECASE)
_QUOTED = re.compile(r"[`'\"“‘]([A-Z][a-z]+ Unidos|Los [A-Z][a-z]+)\b")


def groups(text: str, hits: Sequence[Hit]) -> tuple[GroupMention, ...]:
    """The groups of a text in the order of their names in it, without those said to have had no part."""
    found = [
        GroupMention(hit.where, hit.known.group)
        for hit in hits
        if hit.known.group and not _is_a_persons_name(text, hit.where)
    ]
    for expression in (_CALLED, *((_GANG,) if any(word in text for word in _GANGS) else ()), _QUOTED):
        for match in expression.finditer(text):
            where = Stretch(match.start(), match.end())
            name = match.group(1).strip(" -")
            if (
                not _NO_NAMES.match(name)
                and name.split()[0].lower() not in common_words()
                and not any(where.overlaps(known.where) for known in found)
            ):
                found.append(GroupMention(where, re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")))
    found.extend(_listed(text, found))
    found = [mention for mention in found if not (_is_denied(text, mention) or _is_a_street(text, mention.where))]
    return tuple(sorted(found, key=lambda mention: mention.where.start))


def _is_a_persons_name(text: str, where: Stretch) -> bool:
    """Whether a family's name stands behind a first name and so means one person, not the family's organisation."""
    before = _FIRST_NAME.search(text, max(0, where.start - 25), where.start)
    return before is not None and _FAMILY_ONLY.fullmatch(text, where.start, where.end) is not None


def _is_a_street(text: str, where: Stretch) -> bool:
    """Whether a street or a quarter bears the name ("Avenida de los Aztecas", "Aztecas Avenue")."""
    before = _STREET.search(text, max(0, where.start - 30), where.start)
    return before is not None or _STREET_AFTER.match(text, where.end) is not None


def _is_denied(text: str, mention: GroupMention) -> bool:
    """Whether the text says that the act was not this group's ("the work of dealers, not the Zetas")."""
    before, after = text[max(0, mention.where.start - 90) : mention.where.start], text[mention.where.end :][:60]
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after))


@cache
def _by_short_name() -> dict[str, str]:
    """The slug of each group whose name is a word before "cartel" or "organization"."""
    found: dict[str, str] = {}
    for cartel in registers.cartels().values():
        for name in (cartel.name, *cartel.aliases, *cartel.phrases):
            short = re.sub(r"\s+(?:[Dd]rug )?(?:[Cc]artel|[Oo]rganization)$", "", name)
            if short != name:
                found.setdefault(short, cartel.slug)
    return found


def _listed(text: str, known: Sequence[GroupMention]) -> list[GroupMention]:
    """The groups of lists with one head ("the Sinaloa and Gulf cartels") and of pairs ("Gulf/Zetas")."""
    found: list[GroupMention] = []
    for match in (*_LISTED.finditer(text), *_BESIDE.finditer(text), *_PEOPLE_OF.finditer(text)):
        end = match.end("name") if "name" in match.re.groupindex else match.end()
        for name in _NAME.finditer(text, match.start(), end):
            slug = _by_short_name().get(name.group())
            where = Stretch(name.start(), name.end())
            if slug and not any(where.overlaps(mention.where) for mention in (*known, *found)):
                found.append(GroupMention(where, slug))
    return found
