"""The names of persons that a text prints: without ranks and nicknames, in pieces where a nickname stands inside.

A speaker, an office-holder named in passing, or the chief of a group that others belong to is marked as such: nothing
has happened to them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tracker.extraction.epithets import aliases_of
from tracker.extraction.gazetteer import Hit
from tracker.extraction.lexicon import any_of, common_words, words
from tracker.extraction.sentences import Stretch


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person's name in its pieces; `aside` where the person is a speaker or only somebody's chief, kin or office."""

    where: Stretch
    pieces: tuple[Stretch, ...]
    aside: bool


_NAME_PART = r"(?:(?:Le|Mc|Mac|De|Di|La|Van)?[A-Z][a-zà-ÿ'’]+(?:-[A-Z][a-zà-ÿ]+)*|[A-Z]\.(?=\s[A-Z]))"
_PARTICLE = r"(?:de la|de los|de las|del|de|la|y|e|van|von|bin)"
# With a stop or comma before the closing marks it ends the name or the sentence.
_NICKNAME = (
    r"(?:[\"“`'‘]{1,2}[^\"”'’`“]{1,27}[^.,\"”'’`“][\"”'’`]{1,2}"
    r"|\((?:aka|a\.k\.a\.|alias)?\s?[\"“`'‘][^)]{2,40}\))"
)
_RUN = re.compile(rf"{_NAME_PART}(?:\s(?:{_NICKNAME}\s)?(?:{_PARTICLE}\s)?{_NAME_PART})+")
_WORD = re.compile(r"\S+")
_TRIMMED = re.compile(
    "(?:" + any_of("people", "ranks", "not_names") + "|" + any_of("headcounts", "callings") + r")(?:'s)?$",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(r"\b" + any_of("people", "institutions") + r"\b", re.IGNORECASE)
_IN_QUOTES = re.compile(rf"\s({_NICKNAME})(?=\s)")
_SITE = re.compile(
    r"(?:El|La|Zona|Boulevard|Bulevar|Calzada|Glorieta|Casino|Quinta|Ejido|Unidad|Circuito|Privada|Periferico|Torre|"
    r"Mercado|Estadio|Autopista|Carretera|Delegacion|Fe|Anexo|Arroyo|Jardines|Costa|Barrio|Fraccionamiento|Bosques|Hacienda|Paseo|Parque|Nissan|Ford|Chevrolet|Calle|Avenida|Santa|Santo|San|Villa|Rancho|Ciudad|Cerro|Puerto|Rio|Cabo|Lomas|Valle|Colonia|Plaza|"
    r"Hotel|Motel|Bar|Cantina|Discoteca|Club|Las|Los)\s"
)
_IS_A_SITE = re.compile(r"\s+(?:" + any_of("people", "sites") + r")\b")
_SITE_BEFORE = re.compile(r"\b" + any_of("places", "quarters_before") + r"\s+$", re.IGNORECASE)
_SAYS_AFTER = re.compile(
    (
        r"^(?:,[^,;.]{2,60},)?\s*(?:\([A-Z]+\)\s*)?(?:also |had |has |later |then |subsequently |"
        r"publicly |openly |himself )*"
    )
    + any_of("people", "saying")
    + r"\b",
    re.IGNORECASE,
)
_WHOSE_MEN = re.compile(
    r"\b(?:linked to|tied to|working for|worked for|works? for|worked closely with|loyal to|belonging to|answering to|"
    r"allied with|close to)\s+(?:[a-z-]+\s+){0,3}(?:[A-Z][a-z.]+\s+){0,3}$"
)
"""Whose men somebody's are, is told of him whatever befell them ("killed four men tied to ...")."""
_SPOKE = re.compile(
    r",?\s+(?:has |had |also |later )?(?:said|told|announced|reported|stated|added|explained|confirmed)\b"
)
_NEW_SUBJECT = re.compile(r",\s+(?:(?:the|then|former|[A-Z][\w.'-]*)\s+){0,6}$")
_ROLE = r"\s+(?:[a-z-]+\s+){0,3}(?:[A-Z][a-z.]+\s+){0,3}$"
# Nothing happens to these, whatever befell the one whose kin, aide or report it is.
_SURELY_ASIDE_BEFORE = re.compile(r"\b(?i:" + any_of("people", "kin_of") + r")" + _ROLE)
_ASIDE_BEFORE = re.compile(
    r"(?:led by|headed by|controlled by|run by|ties to|members? of|"
    r"leader of the|the capture of|"
    r"replace[sd]?|succeed(?:s|ed)?|replacement of|successor to|meeting with|interview with|"
    r"visit of|visited|told|informed|under)" + _ROLE
)
_OF_ANOTHER = re.compile(r"\b([\w-]+)\s+(?:of|to|for)\s+(?:" + any_of("people", "whose") + r"\s+){0,4}$", re.IGNORECASE)
_OF_HIS = re.compile(r"^['’]s?\s+(?:[a-z-]+\s+){0,3}" + any_of("people", "his_own") + r"\b")
_OFFICE = re.compile(
    r"\b(?:President|Governor|Attorney General|(?:Defense|Interior|Public Security|Public Safety|"
    r"Security) (?:Secretary|Minister)|Secretary|Minister|Ambassador|Consul General|spokesman|"
    r"Poloff|PolCouns|expert|analyst)\s+(?:[A-Z][a-z]+\s+)?$"
)
_ACTED_ON = re.compile(
    (
        r"(?:arrest|capture|detention|murder|killing|assassination|execution|kidnapping|abduction|"
        r"death|slaying|apprehension|attack|attempt)s?\s+(?:of|against|on)\s+(?:[^.;]{0,60}\s)?$"
        r"|(?:arrest|captur|detain|kill|murder|assassinat|execut|kidnapp?|abduct|apprehend|nabb)(?:ed|"
        r"ing)\s+(?:[^.;]{0,60}\s)?$"
    ),
    re.IGNORECASE,
)
_ACTED_ON_AFTER = re.compile(
    (
        r"^(?:,[^;.]{2,120},|\s+\([^)]*\)|,? (?:aka|a\.k\.a\.|alias|"
        r"known as) [^,;]{2,40},?)?\s+(?:was|were|is|had been|has been|have been)\s+(?:\w+\s+){0,2}"
        r"(?:arrest|captur|detain|kill|murder|assassinat|execut|kidnap|abduct|apprehend|gunned|shot|"
        r"wounded|injured|ambush|attack|in custody|taken|decapitat|found dead)"
    ),
    re.IGNORECASE,
)


def people(text: str, hits: Sequence[Hit]) -> tuple[PersonMention, ...]:
    """The persons that the text names, in order."""
    found = []
    for run in _RUN.finditer(text):
        if run.start() and text[run.start() - 1] in "\"“`'‘" and not _RUN.match(text, run.start() - 1):
            # A nickname alone.
            continue
        where = _trimmed(text, Stretch(run.start(), run.end()))
        if where is None or _is_known(text, where, hits):
            continue
        if _IS_A_SITE.match(text[where.end : where.end + 20]) or _SITE.match(text, where.start):
            continue
        if _SITE_BEFORE.search(text, max(0, where.start - 25), where.start):
            continue
        pieces = _pieces(text, where)
        if _is_of_common_words(text[where.start : where.end]):
            continue
        if sum(len(text[piece.start : piece.end].split()) for piece in pieces) < 2:
            continue
        found.append(PersonMention(where, pieces, _is_aside(text, where)))
    aliases = [alias for mention in found for alias in aliases_of(text, mention.pieces)]
    # "Alias El Pelon" names nobody else.
    return tuple(mention for mention in found if not any(mention.pieces[0].overlaps(alias) for alias in aliases))


def _is_of_common_words(printed: str) -> bool:
    """Whether half of the words are common ones: a heading or a title, and nobody's name."""
    parts = [part for part in re.findall(r"[^\W\d_]{2,}", printed) if part[0].isupper()]
    known = sum(part.lower() in common_words() for part in parts)
    return known * 2 >= len(parts) or bool(re.match(r"[A-Z]\.\s\S+$", printed))


def _trimmed(text: str, run: Stretch) -> Stretch | None:
    """The run without ranks and sentence words in front; None where what is left is no name."""
    tokens = [
        Stretch(run.start + word.start(), run.start + word.end()) for word in _WORD.finditer(text[run.start : run.end])
    ]
    first = 0
    for index, token in enumerate(tokens):
        word = text[token.start : token.end]
        if _is_trimmed(word) or _INSTITUTION.fullmatch(word.removesuffix("'s")):
            first = index + 1
        elif word[0].isupper() and index - first >= 1:
            break
    kept = tokens[first:]
    while kept and not text[kept[0].start].isupper():
        kept = kept[1:]
    for index, token in enumerate(kept):
        if text[token.start : token.end].endswith(("'s", "’s")):
            kept = [*kept[:index], Stretch(token.start, token.end - 2)]
            break
    while kept and (_is_trimmed(text[kept[-1].start : kept[-1].end]) or not text[kept[-1].start].isupper()):
        kept = kept[:-1]
    if len(kept) < 2 or _INSTITUTION.search(_IN_QUOTES.sub(" ", text[kept[0].start : kept[-1].end])):
        return None
    return Stretch(kept[0].start, kept[-1].end)


@lru_cache(maxsize=4096)
def _is_trimmed(word: str) -> bool:
    """Whether a word beside a name is a rank or begins a sentence, and is no part of it."""
    return _TRIMMED.match(word) is not None


def _is_known(text: str, where: Stretch, hits: Sequence[Hit]) -> bool:
    """Whether the name is a place's, a group's or an operation's, or begins with one."""
    for hit in hits:
        if not where.overlaps(hit.where):
            continue
        printed = text[hit.where.start : hit.where.end]
        # "The Beltran Leyvas'" is the family's name.
        of_all = text[hit.where.end : where.end] in ("s", "s'", "s’", "'", "’")
        covers = hit.where.start <= where.start and (hit.where.end >= where.end or of_all)
        if hit.known.places and printed.lower() in words("people", "first_names"):
            continue
        if (hit.known.group and (" " not in printed or hit.where.end > where.end or covers)) or hit.known.country:
            return True
        if hit.known.operation or (
            hit.known.places
            and hit.where.start <= where.start
            and not (hit.known.uncertain or hit.known.locative_only)
            and len(printed) > 4
        ):
            return True
        if hit.where.start <= where.start and hit.where.end >= where.end:
            return bool(hit.known.places)
    return False


def _pieces(text: str, where: Stretch) -> tuple[Stretch, ...]:
    pieces = []
    at = where.start
    for nickname in _IN_QUOTES.finditer(text, where.start, where.end):
        pieces.append(Stretch(at, nickname.start()))
        at = nickname.end() + 1
    pieces.append(Stretch(at, where.end))
    return tuple(piece for piece in pieces if piece.end > piece.start)


def _is_of_another(before: str) -> bool:
    """Whether the words before a name tell of somebody who is only his ("the operator of", "an adviser to General")."""
    of = _OF_ANOTHER.search(before)
    return of is not None and of.group(1).lower() in _callings()


@cache
def _callings() -> frozenset[str]:
    return frozenset(form for word in words("headcounts", "callings") for form in (word, f"{word}s"))


def _speaks_at_the_end(before: str, after: str) -> bool:
    """Whether a name behind a comma is that of who tells it all ("was arrested on June 9, Governor Ruiz told us")."""
    return _SPOKE.match(after) is not None and _NEW_SUBJECT.search(before) is not None


def _is_aside(text: str, where: Stretch) -> bool:
    before, after = text[max(0, where.start - 100) : where.start], text[where.end : where.end + 140]
    if _OF_HIS.match(after) or _is_of_another(before):
        return True
    if _ACTED_ON_AFTER.match(after):
        return False
    if _SURELY_ASIDE_BEFORE.search(before) or _WHOSE_MEN.search(before) or _speaks_at_the_end(before, after):
        return True
    if _SAYS_AFTER.match(after) or _ASIDE_BEFORE.search(before) is not None:
        return not _ACTED_ON.search(before[-45:])
    if _OFFICE.search(before):
        return not _ACTED_ON.search(before)
    return False
