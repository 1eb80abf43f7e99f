"""How many people an act befell, read off the clause that tells it rather than off the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tracker.extraction.grammar import Clause, Grammar, Phrase, Standing, grammar
from tracker.extraction.lexicon import any_of, words
from tracker.extraction.numbers import Figure
from tracker.extraction.passages import Passage
from tracker.extraction.quantities import goods_in
from tracker.extraction.sentences import Stretch
from tracker.extraction.tolls import Toll

_NUMBER_REACH = 30
_AGE = re.compile(r"\bage[ds]?(?: between| of)? (?:\w+(?:,| and| to|-) )*$", re.IGNORECASE)
_COMPANY = re.compile(
    r"(?:(?:along|together) with|\bas well as|\balongside|\bas (?:did|was|were|had))\s+$", re.IGNORECASE
)
_AND_ALSO = re.compile(r"(?: \([^)]{2,60}\),?|, [^;.:]{3,90},\"?) (?:and|along with|as well as|together with) ")
_SAID_OF_IT = re.compile(r", (?:an?|the) [^,;.:]{3,60}, ")
_HIS = re.compile(r"(?:his|her|their)\b", re.IGNORECASE)
_WITH = re.compile(r"[^;.:]{0,80}\bwith ")
_ONE_OF = re.compile(r"(?:one of|(?:an?|the)\b)", re.IGNORECASE)
_NEXT_IS_LAST = re.compile(r"(?:-in-law)?,? and ")
_ALONG = re.compile(r"(?:,[^,;.]{0,60})?,? (?:(?:along|together) with|as well as) ", re.IGNORECASE)
_ONE_MORE = re.compile(r"(?:an?|one|another|his|her)\b", re.IGNORECASE)
_OF_THOSE = re.compile(r"\b[\w-]+ of (?:them|whom|these|those)\b", re.IGNORECASE)
_AMONG = re.compile(r"\b(?:among (?:them|whom|those)|including)\s+$", re.IGNORECASE)
_PERHAPS = re.compile(
    r"(?:[,(-]|\bor|\band) (?:perhaps|possibly|maybe|or even|according to [^,;.]{3,30},)"
    r"(?: (?:as many as|up to|even|or|more than))*[^,;.]*$",
    re.IGNORECASE,
)
_SO_MANY_WERE = re.compile(r" (?:others? |more )?(?:was|were|have been|had been) (?:\w+ly )?", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:an?|one|another)\b", re.IGNORECASE)
_JOINED = re.compile(r",? and |, |,? as well as |,? plus ")
_NEXT = re.compile(r"(?:, [^,]{3,40},)? ")
_BESIDE = re.compile(r"^[^,;:.]{0,60}\bwith\s+$", re.IGNORECASE)
_OWN = re.compile(
    r"(?:his|her|their|an?|another|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\b", re.IGNORECASE
)
_PEOPLE = re.compile(any_of("victims", "people", "singular"), re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:m[ae]n|agents|officers|police|policemen|soldiers|marines|gunmen|people|victims|prisoners)\b"
)
_JUST_BEFORE = 100
_NO = re.compile(r"(?:no(?! (?:fewer|less) than)|not (?:a|one|any))\b", re.IGNORECASE)
_UPON = frozenset({"upon", "across"})
_RESULTS = frozenset({"in", "to", "with"})
_VAGUE = re.compile(r"(?:several|many|numerous|some|various|multiple|countless|few|a number of|a few)\b", re.IGNORECASE)


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(words("headcounts", name))


def grammar_of(passage: Passage, where: Stretch) -> Grammar:
    """The clauses of the sentence that holds the stretch."""
    return grammar(passage.text, passage.sentence_at(where.start) or where)


def headcount(passage: Passage, trigger: Stretch) -> Toll | None:
    """How many the act at the trigger befell; None where its clause does not say whom."""
    for clause in sorted(_at(passage, trigger), key=lambda one: _RANK[one.standing]):
        counted = (
            _itself(passage, clause)
            or _before_it(passage, clause)
            or count(passage, _run_on(passage, clause))
            or _them(passage, clause)
        )
        if counted is not None:
            return _with_company(passage, clause, counted)
    return None


def _them(passage: Passage, clause: Clause) -> Toll | None:
    """Those whom a clause before it in the sentence names ("stopped four men and killed them")."""
    if not any(phrase.noun in _set("they") for phrase in sufferers(clause)):
        return None
    earlier = [
        one for one in grammar_of(passage, clause.predicate).clauses if one.predicate.end <= clause.predicate.start
    ]
    for other in reversed(earlier):
        if len(other.objects) > 1 and all(_is_people(passage, phrase) for phrase in other.objects):
            return count(passage, other.objects)
        for phrase in (*other.objects, *other.subjects):
            if phrase.is_plural and _is_people(passage, phrase) and phrase.noun not in _set("they"):
                return count(passage, [phrase])
    return None


def _itself(passage: Passage, clause: Clause) -> Toll | None:
    """The number that stands right before the word ("left three dead", "resulted in twelve deaths")."""
    start = max(0, clause.predicate.start - _NUMBER_REACH)
    for figure in passage.figures(Stretch(start, clause.predicate.start)):
        if is_age(passage, figure):
            continue
        between = passage.text[figure.where.end : clause.predicate.start]
        if (between.strip() == "" or _SO_MANY_WERE.fullmatch(between)) and figure.whole is not None:
            return Toll(figure.whole, figure.op, figure.where, told=True)
    return None


def is_age(passage: Passage, figure: Figure) -> bool:
    """Whether the figure says how old somebody is ("two students aged 19 and 20")."""
    return _AGE.search(passage.text, max(0, figure.where.start - _NUMBER_REACH), figure.where.start) is not None


def _run_on(passage: Passage, clause: Clause) -> tuple[Phrase, ...]:
    """Whom the act befell, with the rest of a list that the parser cut off ("killed a man, his son and a cook")."""
    phrases = list(sufferers(clause))
    acts = (Standing.VERB, Standing.NOUN)
    if not phrases or not clause.objects or clause.passive or clause.standing not in acts:
        return tuple(phrases)
    found = grammar_of(passage, clause.predicate)
    verbs = [one for one in found.clauses if one.standing is Standing.VERB]
    doing = {one.head for other in verbs if other.link != "relcl" for one in other.subjects}
    described = {one.head for other in verbs if other.link == "relcl" for one in other.subjects}
    for phrase in found.phrases:
        joined = _follows(passage, phrases[-1], phrase) and not _says_more(passage, phrases[-1], phrase)
        if phrase.head in described and joined:
            # "Two marines and a taxi driver who was caught in it" goes on, "the driver, a man who ..." does not.
            last = passage.text[phrases[-1].core.end : phrase.core.start].endswith("and ")
            joined = last or bool(passage.figures(phrase.core))
        if (
            joined
            and phrase.head not in doing
            and _OWN.match(passage.words(phrase.core))
            and _is_people(passage, phrase)
        ):
            phrases.append(phrase)
    return tuple(phrases)


def _before_it(passage: Passage, clause: Clause) -> Toll | None:
    """The people of the list that ends right before the word ("with five gunmen and one soldier dead")."""
    if clause.word not in _set("states") or clause.objects or (clause.passive and clause.subjects):
        return None
    phrases = [one for one in grammar_of(passage, clause.predicate).phrases if one.core.end <= clause.predicate.start]
    run: list[Phrase] = []
    at = clause.predicate.start
    for phrase in reversed(phrases):
        if (_JOINED if run else _NEXT).fullmatch(passage.text[phrase.core.end : at]):
            run.append(phrase)
            at = phrase.core.start
    return count(passage, run) if run and are_people(passage, run) else None


def _with_company(passage: Passage, clause: Clause, counted: Toll) -> Toll:
    """The toll with those that shared the fate ("was shot along with two friends", "died, as did two guards")."""
    for phrase in grammar_of(passage, clause.predicate).phrases:
        if phrase.core.overlaps(counted.where) or not _shares_fate(passage, clause, counted, phrase=phrase):
            continue
        company = count(passage, _run_from(passage, phrase))
        if company is not None and company.value and counted.value:
            where = Stretch(min(counted.where.start, company.where.start), max(counted.where.end, company.where.end))
            return Toll(counted.value + company.value, counted.op or company.op, where, told=True)
    return counted


def _shares_fate(passage: Passage, clause: Clause, counted: Toll, *, phrase: Phrase) -> bool:
    """Whether the people of the phrase are said to share the fate, behind the verb or between subject and verb."""
    if not are_people(passage, [phrase]):
        return False
    if phrase.core.start > clause.predicate.end:
        between = passage.text[clause.predicate.end : phrase.core.start]
        beside = clause.passive and _BESIDE.search(between) and _OWN.match(passage.words(phrase.core))
        company = _COMPANY.search(between[-_NUMBER_REACH:]) and ";" not in between
        return bool(company or beside or _are_followers(passage, counted, phrase))
    between = passage.text[counted.where.end : phrase.core.start] if counted.where.end < phrase.core.start else ""
    said_of_subject = any(subject.where.overlaps(counted.where) for subject in clause.subjects)
    return bool(said_of_subject and _ALONG.fullmatch(between))


def _are_followers(passage: Passage, counted: Toll, phrase: Phrase) -> bool:
    """Whether the people are those that one is found with ("captured Paz in Tepic with two of his bodyguards")."""
    nouns = {phrase.noun, *(one.noun for one in phrase.of)}
    with_them = _WITH.fullmatch(passage.text, counted.where.end, max(counted.where.end, phrase.core.start))
    return (
        with_them is not None and bool(nouns & _set("followers")) and _OWN.match(passage.words(phrase.core)) is not None
    )


def _run_from(passage: Passage, first: Phrase) -> list[Phrase]:
    """The phrase and those joined to it ("along with his brother and four guards")."""
    run = [first]
    for phrase in grammar_of(passage, first.core).phrases:
        if _follows(passage, run[-1], phrase) and _is_people(passage, phrase):
            run.append(phrase)
    return run


def _says_more(passage: Passage, name: Phrase, phrase: Phrase) -> bool:
    """Whether the phrase only tells who the one named before it is ("Paz, one of the most wanted traffickers")."""
    parted = passage.text[name.core.end : phrase.core.start] == ", "
    return name.is_name and parted and _ONE_OF.match(passage.text, phrase.core.start) is not None


def _follows(passage: Passage, one: Phrase, other: Phrase) -> bool:
    """Whether the second phrase is joined to the first or to what that is of ("four of his guards and a cook")."""
    ends = {one.core.end, one.where.end}
    listed = any(
        end <= other.core.start and _JOINED.fullmatch(passage.text, end, other.core.start) is not None for end in ends
    )
    if listed or not one.is_name or other.core.start < one.core.end:
        return listed
    words = passage.words(other.core)
    if _AND_ALSO.fullmatch(passage.text, one.core.end, other.core.start):
        return _OWN.match(words) is not None
    return bool(_HIS.match(words) and _SAID_OF_IT.fullmatch(passage.text, one.core.end, other.core.start))


_RANK = {Standing.VERB: 0, Standing.ADJECTIVE: 1, Standing.NOUN: 2, Standing.MODIFIER: 3}


def _at(passage: Passage, trigger: Stretch) -> Iterator[Clause]:
    for clause in grammar_of(passage, trigger).overlapping(trigger):
        if clause.standing is not Standing.MODIFIER:
            yield clause


def sufferers(clause: Clause) -> tuple[Phrase, ...]:
    """Whom an act befell: a verb's object, the subject of a passive or of a verb without one, of whom a noun is."""
    if clause.word in _set("causes") and not clause.passive and not _is_hurt(clause):
        return clause.objects or tuple(one.phrase for one in clause.adjuncts if one.preposition in _RESULTS)
    if clause.word in _set("comes"):
        return tuple(one.phrase for one in clause.adjuncts if one.preposition in _UPON)
    if clause.word in _set("intransitive") or _loses_life(clause) or _is_hurt(clause):
        return clause.subjects
    if clause.standing is Standing.NOUN or (clause.objects and not clause.passive):
        return clause.objects
    return clause.subjects


def _loses_life(clause: Clause) -> bool:
    """Whether the act is told as the loss of one's own life ("a driver and a passenger lost their lives")."""
    return clause.word in _set("loses") and any(phrase.noun in _set("lives") for phrase in clause.objects)


def _is_hurt(clause: Clause) -> bool:
    """Whether the act is told as what one came by ("two guards suffered wounds")."""
    return clause.word in _set("suffers") and any(phrase.noun in _set("wounds") for phrase in clause.objects)


def are_people(passage: Passage, phrases: Sequence[Phrase]) -> bool:
    """Whether one of the phrases surely means a person or people, by its noun or a name in it."""
    return any(_is_people(passage, phrase) for phrase in phrases)


def _is_people(passage: Passage, phrase: Phrase) -> bool:
    if phrase.noun in _set("crowds"):
        return True
    if phrase.noun in _set("wrappers") or phrase.noun in _set("times"):
        return are_people(passage, phrase.of or phrase.appositions)
    if phrase.is_name:
        return is_calling(phrase.noun) or bool(passage.people_in(phrase.where))
    if phrase.tag == "CD" and not phrase.of and not phrase.is_name:
        return _is_of_those_before(passage, phrase)
    if phrase.is_pronoun or phrase.tag == "CD":
        return phrase.noun in _set("people") or (phrase.tag == "CD" and are_people(passage, phrase.of))
    return is_calling(phrase.noun) or any(passage.people_in(one.where) for one in phrase.appositions)


def _is_of_those_before(passage: Passage, phrase: Phrase) -> bool:
    """Whether a bare number counts people: some of them are told apart, or people were spoken of right before."""
    if _OF_THOSE.match(passage.text, phrase.core.end + 2):
        return True
    near = passage.text[max(0, phrase.core.start - _JUST_BEFORE) : phrase.core.start]
    return _SEVERAL.search(near) is not None and not goods_in(
        passage, Stretch(phrase.core.start - len(near), phrase.core.start)
    )


def is_calling(noun: str) -> bool:
    """Whether the word is what people are called, in the singular or the plural."""
    singular = noun.removesuffix("men") + "man" if noun.endswith("men") else noun.removesuffix("s")
    return noun in _set("callings") or singular in _set("callings") or _PEOPLE.fullmatch(noun) is not None


def count(passage: Passage, phrases: Sequence[Phrase]) -> Toll | None:
    """The people that the phrases mean, added up; None where one cannot tell from any of them."""
    listed = [one for phrase in phrases for one in (phrase, *_further(passage, phrase))]
    fates = [phrase for phrase in listed if phrase.noun not in _set("other_fates")]
    listed = fates or listed
    told = [
        phrase
        for number, phrase in enumerate(listed)
        if not _is_alternative(passage, phrase)
        and not _is_goods(passage, phrase)
        and not (number and (_is_of_those(passage, phrase) or _is_called(passage, listed[number - 1], phrase)))
    ]
    counted = [found for found in (_of(passage, phrase) for phrase in told) if found is not None]
    if not counted:
        return None
    known = [toll.value for toll in counted if toll.value is not None]
    where = Stretch(min(toll.where.start for toll in counted), max(toll.where.end for toll in counted))
    op = next((toll.op for toll in counted if toll.op), None)
    return Toll(sum(known) if known else None, op, where, told=bool(known))


def _is_alternative(passage: Passage, phrase: Phrase) -> bool:
    """Whether a phrase only gives another figure for those counted before ("four, perhaps as many as six")."""
    start = max(0, phrase.core.start - _NUMBER_REACH)
    return _PERHAPS.search(passage.text, start, phrase.core.end) is not None and phrase.core.start > 0


def _is_of_those(passage: Passage, phrase: Phrase) -> bool:
    """Whether a phrase counts only some of those before it ("27 officials, ten of them mayors")."""
    if _AMONG.search(passage.text, max(0, phrase.core.start - _NUMBER_REACH), phrase.core.start):
        return True
    return _OF_THOSE.search(passage.text, phrase.core.start, phrase.core.end + _NUMBER_REACH) is not None


def _is_called(passage: Passage, calling: Phrase, name: Phrase) -> bool:
    """Whether the phrase is the name of the one whose calling stands right before it ("the officer Juan Paz")."""
    return name.is_name and not calling.is_name and passage.text[calling.core.end : name.core.start] == " "


def _is_goods(passage: Passage, phrase: Phrase) -> bool:
    """Whether a phrase that no calling marks as people's names goods or money ("detained two men and five trucks")."""
    return bool(goods_in(passage, phrase.core)) and not _is_people(passage, phrase)


def _further(passage: Passage, phrase: Phrase) -> tuple[Phrase, ...]:
    """The rest of "a guard, a doctor and a cook", where the parser takes the doctor for what the guard was."""
    rest = phrase.appositions
    if rest and not phrase.is_name and _is_bare_fellow(passage, phrase, rest[0]):
        return rest
    if rest and rest[0].is_name and not phrase.is_name and not phrase.is_plural:
        # "The activist Juan Paz and his brother"
        return tuple(one for one in rest[1:] if _HIS.match(passage.words(one.core)))
    if len(rest) < 2 or phrase.is_plural:
        return ()
    if phrase.is_name:
        # "Paz, his driver and a guard" are three; "Paz, a judge and a lawyer" may be one.
        own = _HIS.match(passage.words(rest[0].core)) and all(_OWN.match(passage.words(one.core)) for one in rest)
        return rest if own else ()
    return rest if all(_ONE_MORE.match(passage.words(one.core)) for one in (phrase, *rest)) else ()


def _is_bare_fellow(passage: Passage, phrase: Phrase, other: Phrase) -> bool:
    """Whether the second of "the sister, brother-in-law and two nephews" is taken for what the first was."""
    text = passage.text
    joined = text[phrase.core.end : other.core.start] == ", " and bool(_NEXT_IS_LAST.match(text, other.core.end))
    return joined and " " not in passage.words(other.core) and is_calling(other.noun)


def _of(passage: Passage, phrase: Phrase) -> Toll | None:
    counted = _without_kin(passage, phrase)
    office = bool(phrase.of) and (phrase.of[0].noun in _set("things") or not _is_people(passage, phrase.of[0]))
    kin = phrase.of[1:] if office else ()
    further = count(passage, [one for one in kin if _is_people(passage, one)]) if kin else None
    if counted is None or counted.value is None or further is None or further.value is None:
        return counted
    # "The owner of a bakery and his son": the parser takes the son for the bakery's fellow.
    return Toll(counted.value + further.value, counted.op, Stretch(counted.where.start, further.where.end), told=True)


def _without_kin(passage: Passage, phrase: Phrase) -> Toll | None:
    readings = (_nobody, _paired, _figured, _wrapped, _named, _alone, _single)
    return next((toll for reading in readings if (toll := reading(passage, phrase)) is not None), None)


def _toll(value: int | None, phrase: Phrase) -> Toll:
    return Toll(value, None, phrase.core, told=value is not None)


def _nobody(passage: Passage, phrase: Phrase) -> Toll | None:
    none = _NO.match(passage.words(phrase.core)) or phrase.noun in _set("nobody")
    return _toll(0, phrase) if none else None


def _figured(passage: Passage, phrase: Phrase) -> Toll | None:
    if _VAGUE.match(passage.words(phrase.core)):
        return None
    figure = next(iter(reversed(passage.figures(phrase.core))), None)
    return Toll(figure.whole, figure.op, figure.where, told=figure.whole is not None) if figure else None


def _paired(passage: Passage, phrase: Phrase) -> Toll | None:
    first = passage.words(phrase.core).split()[0].lower()
    return _toll(2, phrase) if phrase.noun in _set("pairs") or first == "both" else None


def _wrapped(passage: Passage, phrase: Phrase) -> Toll | None:
    """Those whose the bodies or lives are; those that an apposition names where the parser took a time for the noun."""
    if phrase.noun in _set("times"):
        return count(passage, phrase.appositions)
    if phrase.noun in _set("wrappers"):
        return count(passage, phrase.of) or (_toll(1, phrase) if phrase.noun in _set("ones") else None)
    return None


def _named(passage: Passage, phrase: Phrase) -> Toll | None:
    if phrase.is_name:
        named = passage.people_in(phrase.where)
        again = [person for person in passage.people if phrase.noun in passage.words(person.where).lower().split()]
        return _toll(len(named) or 1, phrase) if named or again else None
    people = [person for one in phrase.appositions for person in passage.people_in(one.where)]
    return _toll(len(people), phrase) if phrase.is_plural and len(people) > 1 else None


def _alone(_passage: Passage, phrase: Phrase) -> Toll | None:
    pronoun = phrase.is_pronoun or phrase.tag in ("PRP$", "CD")
    return _toll(1, phrase) if pronoun and phrase.noun in _set("alone") else None


def _single(passage: Passage, phrase: Phrase) -> Toll | None:
    """One person, of whatever calling, where the noun is singular and no thing, time or crowd."""
    # The parser takes "a Mexican" for a name.
    national = phrase.is_name and not phrase.is_plural and _ARTICLE.match(passage.words(phrase.core))
    common = national or (phrase.tag in ("NN", "JJ") and not phrase.is_plural)
    known = phrase.noun in _set("things") | _set("times") | _set("wrappers")
    return _toll(1, phrase) if common and not known and is_calling(phrase.noun) else None
