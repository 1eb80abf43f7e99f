"""Who does what to whom: the clauses of a sentence with their subjects, objects, agents and adjuncts.

Verbs, nouns of action ("the murder of") and predicative adjectives ("was found dead") are all clauses, so that a rule
asks the same of each. Arguments that English leaves out are filled in: the subject of the second of two joined verbs,
of a participle ("killing two"), of a relative clause. All stretches count characters of the passage's cleaned text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain

from tracker.extraction import syntax
from tracker.extraction.calendars import MONTH_NAMES
from tracker.extraction.sentences import Stretch
from tracker.extraction.syntax import Word, tree


class Standing(StrEnum):
    """What a clause's predicate is; a modifier ("the murdered man", "two wounded soldiers") tells no act itself."""

    VERB = "verb"
    NOUN = "noun"
    ADJECTIVE = "adjective"
    MODIFIER = "modifier"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun with what belongs to it, without the other members of its list, relative clauses and appositions.

    `core` ends with the head ("at least 17 people"), `where` goes on ("at least 17 people from Tepic"). `of` are the
    phrases that follow with "of" ("three of his guards"), `appositions` those that say the same again ("Paz, a judge").
    """

    where: Stretch
    core: Stretch
    head: Stretch
    noun: str
    tag: str
    of: tuple[Phrase, ...] = ()
    appositions: tuple[Phrase, ...] = ()

    @property
    def is_plural(self) -> bool:
        """Whether the head is a plural noun or pronoun."""
        return self.tag in ("NNS", "NNPS") or self.noun in _PLURAL_PRONOUNS

    @property
    def is_name(self) -> bool:
        """Whether the head is a proper name."""
        return self.tag in ("NNP", "NNPS")

    @property
    def is_pronoun(self) -> bool:
        """Whether the head is a pronoun."""
        return self.tag in ("PRP", "PRP$", "WP", "WDT", "DT", "EX")


@dataclass(frozen=True, slots=True)
class Adjunct:
    """A phrase with its preposition in lower case ("in", "during", "by")."""

    preposition: str
    phrase: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A predicate with its arguments; `parts` are the stretches of its own words, without those of other clauses.

    `passive` says that the subject is whom it befalls. `governor` is the number of the clause above it, `link` how it
    hangs on that: root, conj, relcl, acl, advcl, xcomp, ccomp or the noun's own relation. Only verbs
    have parts. `modal` is the auxiliary of what is not told as done ("would", "may").
    """

    number: int
    predicate: Stretch
    word: str
    standing: Standing
    passive: bool
    negated: bool
    modal: str | None
    subjects: tuple[Phrase, ...]
    objects: tuple[Phrase, ...]
    agents: tuple[Phrase, ...]
    adjuncts: tuple[Adjunct, ...]
    governor: int | None
    link: str
    parts: tuple[Stretch, ...]
    extent: Stretch
    phrase: Phrase | None = None


class Grammar:
    """The clauses of one sentence, in the order of their predicates, and all its noun phrases.

    Each is read when it is first asked for: of a dozen clauses most rules ask for the one that holds their word.
    """

    def __init__(self, words: Sequence[Word], start: int) -> None:
        self._reader = _Reader(words, start)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses."""
        return tuple(map(self._reader.clause, self._reader.predicates))

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """All phrases that stand for somebody or something, in order."""
        return self._reader.phrases()

    def overlapping(self, where: Stretch) -> list[Clause]:
        """The clauses whose predicates stand in the stretch."""
        reader = self._reader
        return [reader.clause(number) for number in reader.predicates if reader.where(number).overlaps(where)]

    def linked(self, links: Collection[str]) -> list[Clause]:
        """The clauses that hang on another in one of these ways."""
        reader = self._reader
        return [reader.clause(number) for number in reader.predicates if reader.link(number) in links]

    def at(self, where: Stretch) -> Clause | None:
        """The clause whose predicate stands in the stretch, a verb before a noun before the rest; None without one."""
        order = list(Standing)
        return min(self.overlapping(where), key=lambda clause: order.index(clause.standing), default=None)

    def of(self, position: int) -> Clause | None:
        """The clause that a character is part of."""
        reader = self._reader
        held = (number for number in reader.predicates if any(part.holds(position) for part in reader.parts[number]))
        return next(map(reader.clause, held), None)

    def above(self, clause: Clause) -> Iterator[Clause]:
        """The clauses that a clause hangs on, the nearest first."""
        seen = {clause.number}
        while clause.governor is not None and clause.governor not in seen:
            clause = self._reader.clause(clause.governor)
            seen.add(clause.number)
            yield clause


_PLURAL_PRONOUNS = frozenset({"they", "them", "those", "these", "both", "all", "others", "we", "us"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_OBJECTS = frozenset({"dobj", "dative"})
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD"})
_HEADS = _SUBJECTS | _OBJECTS | {"attr", "pobj", "conj", "appos", "ROOT", "npadvmod"}
_MONTHS = frozenset(name.capitalize() for name in MONTH_NAMES)
_TIMES = frozenset({"week", "month", "year", "weekend", "night", "morning", "evening"})
_COMMON = frozenset({"NN", "NNS"})
_FROM = frozenset({"from", "in", "at", "near"})
_WHO = frozenset({"who", "whom", "which", "that"})
_SHARES_SUBJECT = frozenset({"xcomp", "advcl", "conj"})
_APART = frozenset({"conj", "cc", "relcl", "acl", "appos", "advcl", "punct", "preconj", "parataxis", "ccomp"})
_PART_OF = frozenset({"including", "among"})
_NO_PREDICATE = frozenset({"amod", "compound", "poss", "nmod"})


def grammar(text: str, sentence: Stretch) -> Grammar:
    """The clauses of one sentence of the text."""
    return _grammar(text[sentence.start : sentence.end], sentence.start)


def expect(text: str, sentences: Iterable[Stretch]) -> None:
    """Say of which sentences of the text the clauses will be asked: read together, they are read faster."""
    syntax.expect(text[sentence.start : sentence.end] for sentence in sentences)


def forget() -> None:
    """Forget all sentences, as each cable begins: a cable's clauses must not depend on the cables before it."""
    syntax.forget()
    _grammar.cache_clear()


@lru_cache(maxsize=512)
def _grammar(words: str, start: int) -> Grammar:
    return Grammar(tree(words), start)


class _Reader:
    """Reads the clauses of one tree; lives for one sentence."""

    def __init__(self, words: Sequence[Word], start: int) -> None:
        self._words = words
        self._stretches = [Stretch(start + word.where.start, start + word.where.end) for word in words]
        self._below: dict[int, tuple[int, ...]] = {}
        self._phrases: dict[int, Phrase] = {}
        self._clauses: dict[int, Clause] = {}
        standings = {word.number: self._standing(word) for word in words}
        self.predicates = {number: standing for number, standing in standings.items() if standing is not None}
        """The standing of each predicate by the number of its word, in order."""

    def clause(self, number: int) -> Clause:
        """The clause of a predicate."""
        found = self._clauses.get(number)
        if found is None:
            found = self._clauses[number] = self._clause(self._words[number])
        return found

    def where(self, number: int) -> Stretch:
        """Where a word stands."""
        return self._stretches[number]

    def link(self, number: int) -> str:
        """How a word hangs on its head."""
        word = self._words[number]
        return word.relation if word.head != number else "root"

    def phrases(self) -> tuple[Phrase, ...]:
        """All phrases that stand for somebody or something, in order."""
        heads = (word for word in self._words if word.tag in _NOUN_TAGS and word.relation in _HEADS)
        return tuple(self._phrase(word) for word in heads)

    def _standing(self, word: Word) -> Standing | None:
        if word.tag.startswith("VB") and word.relation not in ("aux", "auxpass"):
            if word.relation in _NO_PREDICATE or self._is_noun_like(word):
                return Standing.MODIFIER
            return Standing.VERB
        if word.tag in ("NN", "NNS", "NNP", "VBG") and word.relation not in ("compound",):
            return Standing.NOUN
        if word.tag == "JJ":
            behind = word.relation == "amod" and word.head < word.number
            said_of = behind or word.relation in ("acomp", "oprd", "ccomp", "xcomp", "advcl")
            return Standing.ADJECTIVE if said_of else Standing.MODIFIER
        return None

    def _is_noun_like(self, word: Word) -> bool:
        """Whether a participle is used as a noun ("six of the wounded", "the murdered")."""
        kinds = {self._words[child].relation for child in word.children}
        return word.relation in ("pobj", "dobj", "nsubj", "nsubjpass") and "det" in kinds and not kinds & _SUBJECTS

    def _children(self, word: Word, *relations: str) -> list[Word]:
        words = self._words
        return [one for child in word.children if (one := words[child]).relation in relations]

    @cached_property
    def parts(self) -> dict[int, tuple[Stretch, ...]]:
        """The runs of words of each verb's clause; a noun or an adjective is part of the clause that it stands in."""
        verbs = {number for number, standing in self.predicates.items() if standing is Standing.VERB}
        owner: list[int | None] = []
        for word in self._words:
            at, steps = word, 0
            while at.number not in verbs and at.head != at.number and steps < len(self._words):
                at, steps = self._words[at.head], steps + 1
            owner.append(at.number if at.number in verbs else None)
        found: dict[int, list[Stretch]] = {number: [] for number in self.predicates}
        previous: int | None = None
        for word, number in zip(self._words, owner, strict=True):
            where = self._where(word)
            if number is not None:
                runs = found[number]
                if runs and previous == number:
                    runs[-1] = Stretch(runs[-1].start, where.end)
                else:
                    runs.append(where)
            previous = number
        return {number: tuple(runs) for number, runs in found.items()}

    def _where(self, word: Word) -> Stretch:
        return self._stretches[word.number]

    def _clause(self, word: Word) -> Clause:
        standing = self.predicates[word.number]
        noun = standing is Standing.NOUN
        auxiliaries = self._children(self._auxiliary_head(word), "aux")
        return Clause(
            number=word.number,
            predicate=self._where(word),
            word=word.text.lower(),
            standing=standing,
            passive=not noun and self._is_passive(word),
            negated=bool(self._children(word, "neg")),
            modal=next((one.text.lower() for one in auxiliaries if one.tag == "MD"), None),
            subjects=() if noun else self._subjects(word),
            objects=self._noun_objects(word) if noun else self._objects(word),
            agents=self._agents(word),
            adjuncts=self._adjuncts(word),
            governor=self._governor(word),
            link=self.link(word.number),
            parts=self.parts[word.number],
            extent=self._extent(word),
            phrase=self._phrase(word) if noun else None,
        )

    def _extent(self, word: Word) -> Stretch:
        below = self._subtree(word.number)
        return Stretch(self._stretches[min(below)].start, self._stretches[max(below)].end)

    def _auxiliary_head(self, word: Word) -> Word:
        """The verb whose auxiliaries count: of "may be killed and wounded" the first."""
        while word.relation == "conj" and not self._children(word, "aux", "auxpass", *_SUBJECTS):
            word = self._words[word.head]
        return word

    def _governor(self, word: Word) -> int | None:
        at = word
        while at.head != at.number:
            at = self._words[at.head]
            if at.number in self.predicates:
                return at.number
        return None

    def _is_passive(self, word: Word) -> bool:
        if self._children(word, "auxpass") or self._children(word, "nsubjpass", "csubjpass"):
            return True
        if word.tag not in ("VBN", "VBD") or self._children(word, "dobj"):
            return False
        if word.tag == "VBN" and not self._children(word, "aux"):
            if word.relation in ("acl", "xcomp", "oprd", "advcl", "ROOT", "ccomp", "dep"):
                return not self._children(word, "nsubj") or word.relation in ("xcomp", "ccomp", "oprd")
            if word.relation == "conj":
                head = self._words[word.head]
                # "three soldiers were killed and two wounded": the second has a subject, but no auxiliary of its own.
                return self._is_passive(head) if head.tag.startswith("VB") else True
        return (
            word.relation == "conj"
            and not self._children(word, "aux", *_SUBJECTS)
            and self._words[word.head].tag == "VBN"
            and self._is_passive(self._words[word.head])
        )

    def _subjects(self, word: Word) -> tuple[Phrase, ...]:
        own = self._children(word, *_SUBJECTS)
        if own:
            return self._resolved(own, word)
        head = self._words[word.head]
        if word.relation in ("acl", "relcl"):
            return self._listed(head)
        if word.relation in ("oprd", "acomp", "xcomp", "ccomp") and head.tag.startswith("VB"):
            objects = () if self._is_passive(head) else self._objects(head)
            return objects or self._subjects(head)
        if word.relation in _SHARES_SUBJECT and head.number != word.number and head.tag.startswith("VB"):
            return self._subjects(head)
        return ()

    def _objects(self, word: Word) -> tuple[Phrase, ...]:
        own = self._children(word, *_OBJECTS)
        if own:
            # "Killed the widow, her two sons and a guest": the parser joins the rest of the list to the verb.
            joined = [one for one in self._children(word, "conj") if one.tag in _COMMON and one.number > own[-1].number]
            return self._resolved([*own, *joined], word)
        if word.relation == "relcl" and not self._is_passive(word) and self._subject_is_its_own(word):
            return self._listed(self._words[word.head])
        # "shot and killed three men": the object stands by the last of the joined verbs.
        last = [one for one in self._children(word, "conj") if self._words[one.number].tag == word.tag]
        if last and not self._is_passive(word) and not self._children(last[0], *_SUBJECTS):
            between = [one for one in self._words[word.number + 1 : last[0].number] if one.relation not in ("cc",)]
            return self._objects(last[0]) if not between else ()
        return ()

    def _subject_is_its_own(self, word: Word) -> bool:
        """Whether a relative clause has a subject, so that its noun is what the verb acts on ("men they killed")."""
        subjects = self._children(word, *_SUBJECTS)
        placed = any(self._words[inner].tag in ("WDT", "WP") for one in word.children for inner in self._subtree(one))
        return bool(subjects) and not placed

    def _subtree(self, number: int) -> tuple[int, ...]:
        """The numbers of a word and of all that hangs on it."""
        found = self._below.get(number)
        if found is None:
            below = (self._subtree(child) for child in self._words[number].children)
            found = self._below[number] = (number, *chain.from_iterable(below))
        return found

    def _resolved(self, own: Sequence[Word], word: Word) -> tuple[Phrase, ...]:
        """The phrases of the words and their lists; "who" and "which" are what the relative clause says more of."""
        found: list[Phrase] = []
        for one in own:
            if one.text.lower() in _WHO and word.relation == "relcl":
                found.extend(self._listed(self._antecedent(self._words[word.head], one.text.lower())))
            elif one.text.lower() in _WHO and word.relation == "conj":
                found.extend(self._listed(self._words[self._words[word.head].head]))
            else:
                found.extend(self._listed(one))
        return tuple(found)

    def _antecedent(self, noun: Word, relative: str) -> Word:
        """Of whom "who" tells: not of the town in "a rancher from Mission, Texas, who"."""
        place = noun
        while place.relation == "appos" and place.tag == "NNP":
            place = self._words[place.head]
        preposition = self._words[place.head]
        above = self._words[preposition.head]
        from_place = place.relation == "pobj" and place.tag == "NNP" and preposition.text.lower() in _FROM
        return above if relative == "who" and from_place and above.tag in ("NN", "NNS") else noun

    def _listed(self, word: Word) -> tuple[Phrase, ...]:
        """The phrase of a word and those joined to it."""
        found = [self._phrase(word)]
        for joined in self._children(word, "conj"):
            if not joined.tag.startswith("VB"):
                found.extend(self._listed(joined))
        return tuple(found)

    def _phrase(self, word: Word) -> Phrase:
        found = self._phrases.get(word.number)
        if found is None:
            found = self._phrases[word.number] = self._phrase_of(word)
        return found

    def _phrase_of(self, word: Word) -> Phrase:
        kept = {word.number}
        for child in word.children:
            one = self._words[child]
            if one.relation in _APART or (one.relation == "prep" and one.text.lower() in _PART_OF):
                continue
            kept.update(self._subtree(child))
        first, last = word.number, word.number
        while first - 1 in kept:
            first -= 1
        while last + 1 in kept:
            last += 1
        begin = self._where(self._words[first]).start
        return Phrase(
            where=Stretch(begin, self._where(self._words[last]).end),
            core=Stretch(begin, self._where(word).end),
            head=self._where(word),
            noun=word.text.lower(),
            tag=word.tag,
            of=tuple(
                phrase
                for one in self._children(word, "prep")
                if one.text.lower() == "of"
                for target in self._children(one, "pobj")
                for phrase in self._listed(target)
            ),
            appositions=tuple(phrase for one in self._children(word, "appos") for phrase in self._listed(one)),
        )

    def _noun_objects(self, word: Word) -> tuple[Phrase, ...]:
        """Of whom or whose a noun of action is ("the murder of Paz", "Paz's murder", "the murder in Tepic of Paz")."""
        between = [
            target
            for one in self._children(word, "prep", "npadvmod")
            for target in ([one] if one.relation == "npadvmod" else self._children(one, "pobj"))
            if target.text.isdigit()
            or target.text.lower() in _TIMES
            or target.text in _MONTHS
            or (target.tag == "NNP" and one.text.lower() in _FROM)
        ]
        return (
            *(
                phrase
                for above in (word, *between)
                for one in self._children(above, "prep")
                if one.text.lower() == "of"
                for target in self._children(one, "pobj")
                for phrase in self._listed(target)
            ),
            *(phrase for one in self._children(word, "poss") for phrase in self._listed(one)),
        )

    def _agents(self, word: Word) -> tuple[Phrase, ...]:
        by = [one for one in self._children(word, "agent", "prep") if one.text.lower() == "by"]
        return tuple(phrase for one in by for target in self._children(one, "pobj") for phrase in self._listed(target))

    def _adjuncts(self, word: Word) -> tuple[Adjunct, ...]:
        """The phrases with prepositions, also those that the parser hangs on another of them ("by men in Tepic")."""
        found: list[Adjunct] = []
        for one in self._prepositions(word):
            for target in self._children(one, "pobj"):
                found.extend(Adjunct(one.text.lower(), phrase) for phrase in self._listed(target))
        return tuple(sorted(found, key=lambda adjunct: adjunct.phrase.where))

    def _prepositions(self, word: Word) -> Iterator[Word]:
        for one in self._children(word, "prep", "agent", "pobj", "dobj", "pcomp"):
            if one.relation in ("prep", "agent") and not (
                one.text.lower() == "of" and word.relation in ("pobj", "dobj")
            ):
                yield one
            if not one.tag.startswith("VB") or one.relation == "prep":
                yield from self._prepositions(one)
