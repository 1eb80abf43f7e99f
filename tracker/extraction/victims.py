"""How many something happened to: the figure, the single person, or the persons named before or after a trigger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extraction.enumerations import enumerated
from tracker.extraction.headcounts import grammar_of, headcount, is_age, sufferers
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import ORDINALS, Figure
from tracker.extraction.passages import Passage
from tracker.extraction.people import PersonMention
from tracker.extraction.sentences import Stretch
from tracker.extraction.tolls import Toll
from tracker.extraction.zones import is_passive

_ONE_INSIDE = re.compile(
    r"^lost an?\b|\bthe life of|^(?:body|corpse|cadaver|torso|skull|skeleton|head (?!of\b))\b|\ba (?:[\w-]+ )?body",
    re.IGNORECASE,
)
_TWO_BEFORE = re.compile(
    (
        r"\b(?:an?|his|her|the)\s[^,.;]{3,45}\sand\s(?:an?|his|her|another|"
        r"the)\s[^,.;]{3,40}\s(?:were|are|have been)\s+(?:[\w-]+\s+){0,2}$"
    ),
    re.IGNORECASE,
)
_REMAINS = re.compile(r"\b(?:remains|body|corpse|head|torso|cadaver)$", re.IGNORECASE)
_OF_ONE = re.compile(r"\s+of\s+(?:an?|one)\s+(?!(?:number|group|dozen|couple|series|family)\b)\w", re.IGNORECASE)
_TOLL = re.compile(r"(?:.*\btoll|(?:put|plac|rais)\w* the .+)$", re.IGNORECASE)
_LEVEL = re.compile(r"[^.;]{0,90}?\b" + any_of("victims", "levels") + r"\s+(?:\w+\s+)?", re.IGNORECASE)
_NOUN = any_of("victims", "people")
_COUNTED = re.compile(
    r"^(?:\s+(?:of\s+(?:the|its|their|his)\s+)?(?:[\w'.-]+\s+){0,6}?"
    + _NOUN
    + r"\b)|^\s+of\s+(?:the|those|them)\b|^\s+(?:others?|more)\b|^\s*(?:,|\.|;|$|dead|were|was|wounded|injured|"
    r"suffered|sustained|"
    r"received|remain(?:s|ed)?|lost|died|perished|in|on)",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    (
        r"^\s*(?:-|st\b|nd\b|th\b)?(?:kilometers?|miles|meters|blocks|days?|weeks?|months?|years?|"
        r"hours?|minutes|times|rounds|tons?|kilos?|kilograms|vehicles|cars|percent|states\b|cities|"
        r"municipalities|separate|houses?|shots?|weapons|rifles|grenades|bullets|attacks|incidents|"
        r"hectares|fields|raids|locations|points|dollars|pesos|"
        r"of mexico|or more (?:tons|kilos)|airports|firearms|rockets|(?:\w+ )?(?:pistols?|rifles|"
        r"vests|homes|communities|offices|properties|caliber|trucks|members of the house))\b"
    ),
    re.IGNORECASE,
)
_SINGLE_BEFORE = re.compile(
    r"(?:^|[\s(\"'])(?:[Aa]n?|the|one|another|his|her|its|their|chief|he|she|who|"
    r"[A-Z][a-z]+)\b[^.;]*\b(?:was|is|has been|had been|being)\s+(?:[\w-]+\s+){0,2}$"
)
_SINGLE_AFTER = re.compile(
    (
        r"^\s*(?:and\s+\w+\s+)?(?:an?|the|one|another|his|her|him|its|a second|a third|"
        r"a fourth)\b\s*(?:[\w'.-]+\s+){0,7}?(?:"
    )
    + any_of("victims", "singular")
    + r")\b",
    re.IGNORECASE,
)
_AND_ONE = re.compile(
    r"^\s+(?:[\w'-]+\s+){1,4}and\s+(?:an?|his|her|their|one|another)\s+(?:[\w'-]+\s+){0,2}(?:"
    + any_of("victims", "singular")
    + r"|marine)\b",
    re.IGNORECASE,
)
_ONE_OF_ANY_SORT = re.compile(
    r"^\s*(?:an?|one)\s+(?!(?:\w+\s+)?(?:number|group|dozen|series|string|total|few|couple|handful|family|"
    r"score)\b)\w+",
    re.IGNORECASE,
)
_HIM = re.compile(r"^\s+(?:him|her|the driver|a third|a second|a fourth)\b", re.IGNORECASE)
_ALSO = re.compile(r"(?:^|[.;:(]\s*)Also\s+(?:\w+ly\s+)?$")
_INVERTED = re.compile(
    r"\s+(?:in|by|during|at|on|with|alongside)\b[^,;.]{0,60}?\s(?:were|was)\b|\s+(?:were|was)\b", re.IGNORECASE
)
_SUBJECT_FIRST = re.compile(
    r"(?:lost|losing) their|fell into|died\b|(?:received|suffered|sustained) |hostage|captive|kidnap(?:ping)? victim",
    re.IGNORECASE,
)
_AND_MORE = re.compile(
    r"^(?:\s*(?:\([^)]*\)|\"[^\"]*\"|,[^,;.]{0,80},))?,?\s*(?:and|along with|together with|with|as well as|plus)\s+"
    r"(?:about |another |at least |his |her |their )?$"
)
_AND_NAMED = re.compile(
    r"^\s+[\w\s'-]{2,40}?\s(?:and|along with|together with|as well as)\s+(?:[\w.'-]+\s+){0,5}$", re.IGNORECASE
)
_ONE_BEFORE = re.compile(
    r"\b(?:an?|the|one|his|her)\s+(?:[\w-]+\s+){0,3}(?:"
    + any_of("victims", "singular")
    + r")\s+and\s+(?:(?:his|her|their|another)\s+)?$",
    re.IGNORECASE,
)
_OF_THESE = re.compile(r"\b(?:including|among them|of whom|of them)\s+(?:at least )?$", re.IGNORECASE)
_STREET_NUMBER = re.compile(
    r"(?:\b(?:route|highway|line|bus|section|zone|unit|street|avenue|avenida|calle|boulevard|blvd\.?|no\.|number|at|km)\s+|#|\b[A-Z][a-zà-ÿ]+\s+)$"
)
_STREET_AFTER = re.compile(
    r"^\s+(?:[A-Z][\w.'-]*\s+){1,4}(?i:street|avenue|boulevard|road|drive|lane|avenida|calle|colonia)\b"
)
_NO_NOUN = re.compile(r"^\s*(?:,|\.|;|$|in\b|on\b)")
_INJURIES = re.compile(r"(?:wounds|injuries|burns)$", re.IGNORECASE)
_STAND_BY = re.compile(
    r"^\s+(?:[\w'-]+\s+){1,4}(?:on (?:duty|patrol|the payroll|the force)|work(?:s|ing)? (?:in|for)|serving)\b",
    re.IGNORECASE,
)
_COUNTED_AFTER = re.compile(r"^[^.;,:]{0,25}$")
_COUNTED_BEFORE = re.compile(r"^(?:(?!\b(?:or|and|where|with)\b)[^.;,:]){0,60}$")
_BOTH = 2
_CLOSE = 60
_SIGHT = 20
_MOST_AT_ONCE = 100
_TITLED = re.compile(
    r"\s*(?:(?!(?:two|three|four|five|six|several|many|some|all|both|most)\b)(?:[A-Za-z][\w'/-]*|\d+th)\s+){0,5}?"
    r"(?:" + any_of("victims", "singular") + r"|commander|lieutenant|operative|boss|chief)\s+[\"“'`(](?-i:[A-Z])",
    re.IGNORECASE,
)
"""One who is told by his office and nickname ("captured FARC commander 'Silver'")."""
_ELSEWHERE = re.compile(r"[.;:(]|\b(?:in|on|at|by)\s")
_IN_A_PLACE = re.compile(r"^\s+(?:in|near|at)\s+(?:[A-Z][\w'-]+,?\s+){1,5}$")
"""Between the word and whom it befell ("detained in Tepic 14 people")."""
_THEN_OF = re.compile(r"^(?:\s+(?:in|near|at|on|outside)\s+(?:the\s+)?(?:[A-Z0-9][\w'-]*,?\s*){1,5})+of\s+$")
"""Between a noun and whom it counts ("the murder on May 4 of ten students")."""
_AND_SO_MANY = re.compile(
    r"[\"'”)]*,?\s+(?:and|along with|as well as|together with)\s+(?:(?:his|her|their|another)\s+)?$"
)
_IN_HOSPITAL_TOO = re.compile(
    r"(?:\s+[\w'’-]+){0,5}?\s+(?:at the scene|on the spot|there|instantly|immediately|at once|outright|inside|on site)"
    r"(?:,|,? (?:and|while))\s+(?P<who>(?:[\w-]+\s+){1,4}?)(?:(?:died|succumbed|later|shortly|afterwards?)\s+)*"
    r"(?:in|at|on (?:the|his|her|their) way to|en route to) (?:the |an? )?(?:[\w'’]+ ){0,2}"
    r"(?:hospitals?|clinic|ambulance)\b",
    re.IGNORECASE,
)
"""After those who died: "on the spot and two officers in the hospital"."""
_AND_A_THIRD = re.compile(
    r"(?:\s+\w+ly)?,? and an? (?P<ordinal>" + any_of("language", "ordinals") + r")(?: \w+ly)?"
    r"(?=\s*(?:[,.;)]|$)| (?:in|on|at|when|during|by|after)\b)",
    re.IGNORECASE,
)
"""After whom an act befell: "slightly wounded and a third seriously"."""
_BROKEN = re.compile(
    r"\bof (?:the|those|them)\b|\b(?:died|dead|perished|killed|shot|wounded|injured|hurt)\b", re.IGNORECASE
)
_LIST = re.compile(r"^[^.;:]{0,60}?(?:,\s*(?:and\s+)?|\s+and\s+|\s+plus\s+)$")


def toll(passage: Passage, trigger: Stretch, zone: Stretch) -> Toll:
    """How many the trigger's verb or noun counts in its zone, with those who died of it in a hospital."""
    found = _toll(passage, trigger, zone)
    one_more = _AND_A_THIRD.match(passage.text, trigger.end)
    if one_more is not None and found.value == ORDINALS[one_more.group("ordinal").lower()] - 1:
        return replace(found, value=found.value + 1)
    later = _IN_HOSPITAL_TOO.match(passage.text, trigger.end, zone.end)
    if later is None or found.value is None:
        return found
    figures = passage.figures(Stretch(*later.span("who")))
    more = figures[0].whole if figures else 1 if _ONE_OF_ANY_SORT.match(later.group("who")) else None
    return replace(found, value=found.value + (more or 0))


def _toll(passage: Passage, trigger: Stretch, zone: Stretch) -> Toll:
    words = passage.words(trigger)
    of_one = _REMAINS.search(words) and _OF_ONE.match(passage.text, trigger.end, zone.end)
    if of_one or _ONE_INSIDE.search(words):
        return Toll(1, None, trigger, told=True)
    stated = _running(passage, trigger, zone) or _inside(passage, trigger)
    if stated is not None:
        return stated
    inverted = _INVERTED.match(passage.text, trigger.end, zone.end)
    begins = words[0].isupper() or _ALSO.search(passage.text, max(0, trigger.start - _SIGHT), trigger.start)
    if inverted and begins:
        behind = Stretch(trigger.start, inverted.end())
        return enumerated(passage, behind, zone) or _with_names(passage, _after(passage, behind, zone), zone)
    counted = headcount(passage, trigger)
    listed = enumerated(passage, trigger, zone)
    if listed is not None and listed.value and (counted is None or not _covers(counted.value or 0, listed.value)):
        return listed
    if counted is not None and counted.told:
        return counted
    return _with_names(passage, _by_place(passage, trigger, zone), zone)


def _covers(counted: int, listed: int) -> bool:
    """Whether the parser counts all of a list, and not its sum together with its parts."""
    return counted >= listed and counted != _BOTH * listed


def _running(passage: Passage, trigger: Stretch, zone: Stretch) -> Toll | None:
    """The number at which a toll stands ("the death toll of the attack rose to 16", "put the dead at five")."""
    if not _TOLL.match(passage.words(trigger)):
        return None
    for figure in passage.figures(Stretch(trigger.end, zone.end)):
        if figure.whole is not None and _LEVEL.fullmatch(passage.text, trigger.end, figure.where.start):
            return Toll(figure.whole, figure.op, figure.where, told=True)
    return None


def _by_place(passage: Passage, trigger: Stretch, zone: Stretch) -> Toll:
    if _SUBJECT_FIRST.match(passage.words(trigger)):
        return _before(passage, trigger, zone)
    if is_passive(passage.text, trigger):
        return _before(passage, trigger, zone)
    found = _after(passage, trigger, zone)
    if not found.told and passage.words(trigger).lower().endswith(("ed", "dead")):
        earlier = _before(passage, trigger, zone)
        return earlier if earlier.told and earlier.value else found
    return found


def _with_names(passage: Passage, counted: Toll, zone: Stretch) -> Toll:
    """The toll with the persons named in one list with its figure ("Luis Paz along with three others")."""
    if not counted.told or counted.value is None or not passage.figures(counted.where):
        return counted
    named = passage.people_in(zone)
    before = [person for person in named if person.where.end <= counted.where.start]
    if before and _AND_MORE.search(passage.text[before[-1].where.end : counted.where.start]):
        return replace(counted, value=counted.value + len(_run(passage, before, from_end=True)))
    after = [person for person in named if person.where.start >= counted.where.end]
    if after and _AND_NAMED.match(passage.text[counted.where.end : after[0].where.start]):
        return replace(counted, value=counted.value + len(_run(passage, after, from_end=False)))
    if _ONE_BEFORE.search(passage.text[max(zone.start, counted.where.start - 70) : counted.where.start]):
        return replace(counted, value=counted.value + 1)
    return counted


def _inside(passage: Passage, trigger: Stretch) -> Toll | None:
    """The toll that the trigger itself holds ("the bodies of twelve men were found")."""
    if _INJURIES.search(passage.words(trigger)):
        # "With three gunshot wounds" counts no people.
        return None
    usable = [figure for figure in passage.figures(trigger) if figure.value is not None]
    return _sum(passage, usable, from_end=False) if usable else None


def _usable(passage: Passage, figure: Figure) -> bool:
    after = passage.text[figure.where.end : figure.where.end + 70]
    before = passage.text[max(0, figure.where.start - 25) : figure.where.start]
    if (
        _STREET_AFTER.match(after)
        or _STAND_BY.match(after)
        or (_NO_NOUN.match(after) and _STREET_NUMBER.search(before))
    ):
        return False
    return not (_NOT_COUNTED.match(after) or is_age(passage, figure)) and bool(_COUNTED.match(after))


def is_of_people(passage: Passage, figure: Figure) -> bool:
    """Whether what the figure counts is not goods, time or money: after "the killing of" any other noun will do."""
    return not _NOT_COUNTED.match(passage.text[figure.where.end : figure.where.end + 70])


def _before(passage: Passage, trigger: Stretch, zone: Stretch) -> Toll:
    part = Stretch(zone.start, trigger.start)
    usable = [
        figure
        for figure in passage.figures(part)
        if _usable(passage, figure)
        and not _OF_THESE.search(passage.text[max(0, figure.where.start - 20) : figure.where.start])
    ]
    if usable:
        return _sum(passage, usable, from_end=True)
    named = passage.people_in(part)
    before = passage.words(part)
    if named and trigger.start - named[-1].where.end < 130:
        run = _run(passage, named, from_end=True)
        return Toll(len(run), None, Stretch(run[0].where.start, run[-1].where.end), told=True)
    if _TWO_BEFORE.search(before):
        return Toll(2, None, part, told=True)
    were = re.search(r"\b(?:were|are|have been)\s+(?:[\w-]+\s+){0,2}$", before)
    if _SINGLE_BEFORE.search(before) and not were and not _befell_several(passage, trigger):
        return Toll(1, None, part, told=True)
    return Toll(None, None, part, told=False)


def _befell_several(passage: Passage, trigger: Stretch) -> bool:
    """Whether grammar says that it befell more than one ("the victims had been kidnapped")."""
    clause = grammar_of(passage, trigger).at(trigger)
    whom = sufferers(clause) if clause is not None else ()
    return bool(whom) and all(phrase.is_plural for phrase in whom)


def _after(passage: Passage, trigger: Stretch, zone: Stretch) -> Toll:
    part = Stretch(trigger.end, zone.end)
    after = passage.words(part)
    takes_object = passage.words(trigger).lower().endswith(" of")
    usable = [
        figure
        for figure in passage.figures(part)
        if _usable(passage, figure)
        or (takes_object and figure.where.start - trigger.end < 3 and is_of_people(passage, figure))
    ]
    between = passage.text[trigger.end : usable[0].where.start] if usable else ""
    if (
        usable
        and len(between) < _CLOSE
        and (_THEN_OF.match(between) or not _ELSEWHERE.search(_IN_A_PLACE.sub("", between)))
    ):
        return _sum(passage, usable, from_end=False)
    named = passage.people_in(part)
    if (
        named
        and named[0].where.start - trigger.end < 110
        and ";" not in passage.text[trigger.end : named[0].where.start]
    ):
        run = _run(passage, named, from_end=False)
        where = Stretch(run[0].where.start, run[-1].where.end)
        more = [
            figure
            for figure in usable
            if figure.where.start >= where.end and _AND_SO_MANY.fullmatch(passage.text, where.end, figure.where.start)
        ]
        return Toll(len(run) + (more[0].whole or 0 if more else 0), None, where, told=True)
    titled = _TITLED.match(after)
    of_one = titled or (takes_object and _ONE_OF_ANY_SORT.match(after))
    if of_one or _SINGLE_AFTER.match(after) or _HIM.match(after):
        return Toll(1, None, Stretch(trigger.end, min(zone.end, trigger.end + 40)), told=True)
    return Toll(None, None, trigger, told=False)


def is_believable(passage: Passage, counted: Toll, triggers: Sequence[Stretch]) -> bool:
    """Whether a figure of over a hundred stands right by a word that tells the act, as a toll of that size would."""
    if counted.value is None or counted.value <= _MOST_AT_ONCE:
        return True
    return any(
        _COUNTED_AFTER.match(passage.text[trigger.end : counted.where.start])
        if trigger.end <= counted.where.start
        else _COUNTED_BEFORE.match(passage.text[counted.where.end : trigger.start])
        for trigger in triggers
    )


def _run(passage: Passage, named: list[PersonMention], *, from_end: bool) -> list[PersonMention]:
    """The persons of one list, from the one nearest to the trigger on."""
    ordered = named[::-1] if from_end else named
    run = [ordered[0]]
    for person in ordered[1:]:
        first, second = (person, run[-1]) if from_end else (run[-1], person)
        if not _LIST.match(passage.text[first.where.end : second.where.start]):
            break
        run.append(person)
    return run[::-1] if from_end else run


def _sum(passage: Passage, usable: list[Figure], *, from_end: bool) -> Toll:
    """The figures of one list added up ("4 officers and 3 employees"); a vague one makes the sum unknown."""
    ordered = usable[::-1] if from_end else usable
    run = [ordered[0]]
    for figure in ordered[1:]:
        first, second = (figure, run[-1]) if from_end else (run[-1], figure)
        between = passage.text[first.where.end : second.where.start]
        if (
            not _LIST.match(between)
            or _BROKEN.search(between)
            or "," in between.rstrip(", ").removesuffix("and").rstrip(", ")
        ):
            break
        run.append(figure)
    values = [figure.whole for figure in run]
    where = Stretch(min(figure.where.start for figure in run), max(figure.where.end for figure in run))
    if any(value is None for value in values):
        known = [value for value in values if value is not None]
        return Toll(known[0] if len(known) == 1 and len(values) == 1 else None, None, where, told=bool(known))
    told = [figure.whole or 0 for figure in sorted(run, key=lambda figure: figure.where.start)]
    if len(told) > _BOTH and told[0] == sum(told[1:]):
        # "Twelve officers, eleven men and one woman"
        return Toll(told[0], run[0].op, where, told=True)
    last = max(run, key=lambda figure: figure.where.start)
    single = _AND_ONE.match(passage.text[last.where.end : last.where.end + 80]) is not None
    return Toll(sum(value or 0 for value in values) + single, run[0].op, where, told=True)
