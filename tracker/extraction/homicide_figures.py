"""Which figures of a sentence count killings: by the noun after them, the words before them, or what went before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.extraction.beginnings import SentenceView
from tracker.extraction.homicide_labels import Label, is_a_year, label_of
from tracker.extraction.homicide_periods import changed_to, mention_of
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.passages import Passage
from tracker.extraction.scope import OTHER_CAUSE
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought

_MURDERS = any_of("homicides", "murders")
_KILLED = any_of("homicides", "killed")
_PEOPLE = any_of("homicides", "people")
_DEAD = any_of("homicides", "dead")
_TOLLS = any_of("homicides", "tolls")
_LEVELS = any_of("homicides", "levels")
_QUOTE = r"[\"'”’]?"
_STOP = r"(?!(?:in|by|to|the|were|was|have|had|has|and|or|for|from|that|who|but|as|at|on|with|after)\b)"
_HELD_BACK = r"(?:\s+(?:only|just|already|the|that|another|a|an|some|all of|no fewer than|barely|merely))*\s+[\"'“‘]?$"
_RATE = re.compile(
    (
        r"^\s+(?:in|out of) (?:every )?(?:three|four|five|six|seven|eight|nine|ten|\d{1,3})\b|"
        r"^\s*(?:per|a|an|each|every)\s+(?:day|week|month|year|100,000|hundred)\b(?! (?:earlier|before|ago|prior))|"
        r"^[^.;,]{0,40}\b(?:(?:per|a) (?:day|month|week)\b(?! (?:earlier|before|ago|prior))|daily|per 100,000|percent|"
        r"%)|^\s*-?\d* ?(?:percent|%)"
    ),
    re.IGNORECASE,
)
_RATE_BEFORE = re.compile(
    r"\b(?:average(?: of)?|averag\w+|rate of|rates? (?:at|of)|daily|roughly every|every|per)"
    r"\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_FORECAST = Sought(r"\b" + any_of("homicides", "forecasts") + r"\b[^.;:]{0,45}$", re.IGNORECASE)
_AFTER_FIGURE = re.compile(rf"^{_QUOTE}(?:\s+{_STOP}(?!of\b)[\w'./-]+){{0,4}}?\s+{_MURDERS}\b", re.IGNORECASE)
_DEAD_AFTER = re.compile(rf"^{_QUOTE}(?:\s+{_STOP}(?!of\b)[\w'./-]+){{0,3}}?\s+{_DEAD}\b", re.IGNORECASE)
_PEOPLE_AFTER = re.compile(
    rf"^{_QUOTE}(?:\s+of (?:its|his|her|their|our|the|[A-Z]\w+'s))?"
    rf"(?:\s+{_STOP}(?!of\b)[\w'&/.-]+){{0,6}}?(?P<joined>\s+and(?:\s+{_STOP}[a-z]+){{0,2}}?)?\s+{_PEOPLE}\b",
    re.IGNORECASE,
)
_DIED = re.compile(
    rf"^[^.;:]{{0,70}}?\b(?:(?:were|was|have been|had been|has been|being|be|have|had)\s+(?:\w+\s+){{0,2}}{_KILLED}|"
    rf"died|dead|{_KILLED})\b",
    re.IGNORECASE,
)
_TO_OTHER = re.compile(
    r"\s+to (?:[\w-]+ ){0,2}(?:dismissals?|resignations?|retirement|desertions?|layoffs?|transfers?|jobs?|"
    r"disease|illness)\b"
)
"""After people who were lost otherwise ("lost 200 officers to dismissals")."""
_OF_ITSELF = re.compile(r"\b(?:died|perished|lost|dead)\b", re.IGNORECASE)
_OTHER_VERB = re.compile(
    r"\b(?:arrested|detained|wounded|injured|captured|kidnapped|held|sent|deployed|by|who|after)\b", re.IGNORECASE
)
_KILLS_BEFORE = re.compile(
    r"\b(?:claim(?:ed|ing)?|cost(?:ing)?|taken|took|left|leaving|killed|murdered|killing|executed|murdering|"
    r"lost|losing|loss of|lives of|(?:death|murder|killing|execution|assassination)s of|dead(?: are| were)?)"
    + _HELD_BACK,
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:\s+(?:took place|occurred|happened) in\b|"
    r"\s*(?:$|[.,;:)\]\"'”(]|--|-\s)|\s+(?:in|for|by|during|from|through|as|since|up|between|at|over|last|this|"
    r"those|recorded|registered|counted|reported|tallied|logged|linked|tied|related|attributed|attributable|connected|"
    rf"{_KILLED}|"
    r"and|or|but|so|to|a|an|the|were|was|are|is|had|have|has|such|on|here|there|nationwide|nationally|alone|more|"
    r"fewer|less|until|till|throughout|within|last|year-to-date|yet|already|when|while|according|"
    r"of (?:these|those|them|whom|that|the (?:dead|victims|total|murders|killings|homicides|deaths|year|same)|"
    r"(?:the )?(?:same|this|previous|preceding|prior|year|19\d\d|20\d\d|last|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b))\b)",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(r"(?:more|less|fewer|greater) than the\s+", re.IGNORECASE)
_BARE_DIED = re.compile(
    rf"^\s+(?:were|have been|had been|have|had|died|lost|met|fell)\s+(?:\w+\s+){{0,2}}?(?:{_KILLED}|their lives)\b",
    re.IGNORECASE,
)
_OF_THE = re.compile(
    r"(?:^|[,;:]\s*|\band\s+)of (?:the|those|these)(?: (?:nearly|some|about|over|more than))?\s+$", re.IGNORECASE
)
_DIED_AFTER = re.compile(r"\s+died\b")
_KILLED_AFTER = re.compile(rf"^\s+(?:\w+\s+)?{_KILLED}\b", re.IGNORECASE)
"""After a figure: "of the 1,400 killed this year"."""
_AGAIN = re.compile(r"\b(?:and|plus|then|with)(?: another| a further| an additional)?\s+$", re.IGNORECASE)
_COUNTED = re.compile(r"\b" + any_of("homicides", "counting") + _HELD_BACK, re.IGNORECASE)
_STANDS = re.compile(rf"\b(?:{_TOLLS}|{_MURDERS})\b[^.;]{{0,110}}?\b{_LEVELS}(?:\s+\w+ly)?{_HELD_BACK}", re.IGNORECASE)
_LEVEL = re.compile(rf"\b{_LEVELS}(?<!\bof)(?<!\bat)(?<!\bto)(?<!\bis)(?<!\bwas)(?<!\bhit){_HELD_BACK}", re.IGNORECASE)
_LEVEL_TO = re.compile(r"\b(?:up|down|back|rose|fell|dropped|climbed|jumped|grew|soared|declined|sank) to\s+$")
_APPOSED = re.compile(
    rf"\b(?:{_TOLLS}|{_MURDERS}|higher|lower|same)\b[^.;,:(\d]{{0,45}}[,:(]\s*[\"'“‘]?$", re.IGNORECASE
)
_COMPARED = re.compile(r"\b" + any_of("homicides", "compared") + _HELD_BACK, re.IGNORECASE)
_SURELY_COMPARED = re.compile(
    r"\b(?:compar\w+ (?:to|with)|against|versus|vs\.?|(?:up|down) from|double|twice|triple|than|tops|"
    r"surpass\w*|exceed\w*)" + _HELD_BACK,
    re.IGNORECASE,
)
_OF_ANOTHER_MONTH = re.compile(
    r"\b(?:of|than|against|from|over|below|above|to|with|exceed\w*|surpass\w*|match\w*) (?:last |the previous )?"
    r"(?-i:[A-Z][a-z]+|year|month)['’]s\s+(?:\w+ )?$",
    re.IGNORECASE,
)
"""Before the figure of another month or year ("half of April's 98")."""
_RECORDED = re.compile(r"^\s+(?:\w+\s+)?(?:recorded|registered|reported|counted|tallied|logged)\b", re.IGNORECASE)
_WITH = re.compile(r"\b[A-Z]\w+,?\s+(?:with|followed(?: closely)? (?:by|with)|at)\s+$")
_OTHER_THING = re.compile(r"\b" + any_of("homicides", "other_things") + r"\b", re.IGNORECASE)
_INCIDENT = re.compile(r"\b" + any_of("homicides", "incidents") + r"\b", re.IGNORECASE)
TOPIC = Sought(
    (
        rf"\b(?:{_MURDERS}|(?:homicide|murder|killing|execution) (?:figures?|rates?|numbers|totals?|statistics|tolls?|"
        rf"counts?)|death toll|tolls? among|body count|dead|victims|"
        rf"(?:people|persons|police\w*|officers|agents|soldiers|journalists) (?:\w+ ){{0,2}}"
        rf"(?:killed|murdered|executed|died|slain|assassinated|gunned down))\b"
    ),
    re.IGNORECASE,
)
_KILLING = Sought(TOPIC.pattern + r"|\bthe killing\b", re.IGNORECASE)
_THE_DEAD = (
    r"(?:the (?:[\w']+ ){0,2}(?:victims|dead|murdered|slain|murders|killings|homicides|deaths|executions)|"
    r"[A-Z]\w+'s (?:victims|dead|murders|killings|deaths))"
)
_THESE = (
    r"(?:them|whom|which|(?:these|those)(?=\s*(?:[,.;:)\d]|$|(?:were|was|are|is|in|for|by|died|dead|victims|killed|killings|"
    r"deaths|murders|murdered|homicides|executions|some|about|at|over|only|just|more|nearly|almost|fewer)\b))|"
    rf"that (?:number|total|figure)|the total|{_THE_DEAD})"
)
_SUBSET = re.compile(rf"^\s+(?:of {_THESE})", re.IGNORECASE)
_SUBSET_BEFORE = re.compile(
    rf"(?:\bof {_THESE}\b[^.;\d]{{0,40}}|\bincluding\s+(?:\w+\s+)?|\bof whom\s+|\binclud(?:e|es|ed)\s+(?:\w+\s+)?|"
    rf"\bamong (?:them|the dead)[^.;\d]{{0,30}})$",
    re.IGNORECASE,
)
_WERE_PEOPLE = re.compile(
    rf"\s+(?:were|was)\s+(?:[\w-]+\s+){{0,3}}?(?:{_PEOPLE}|under (?:the age of )?\d+)\b(?!\s+by\b)", re.IGNORECASE
)
_HEAD = re.compile(r"(?:^|[.;:,]\s*|\band\s+)(?:the other\s+)?$", re.IGNORECASE)
"""Where a clause begins that says who some of the dead were ("Twenty-six were police")."""
_IN_PLACE = re.compile(r"\s+(?:were |took place |occurred |happened )?in\s+(?-i:[A-Z])", re.IGNORECASE)
_OF_ALL = re.compile(
    rf"\bof (?:the|these) [^.;]{{0,60}}\b(?:{_MURDERS}|dead|killed|deaths|victims)\b[^.;]{{0,60}},\s+$", re.IGNORECASE
)
"""Of a total that a sentence begins with, a part follows ("Of the 6,290 homicides, 2,206 took place in ...")."""
_OF_THE_DEAD = re.compile(rf"\bof {_THE_DEAD}\b", re.IGNORECASE)
_WHOSE = re.compile(r"\s+(?:[\w-]+\s+){0,4}(?:whose|who|that|found|dumped|left)\b", re.IGNORECASE)
_AND = re.compile(r"(?:\band|,)\s+(?:\w+ly\s+|another\s+|a further\s+|an additional\s+)?$", re.IGNORECASE)
_CLAUSE_BREAK = re.compile(r";|\bwhile\b|\bwhereas\b|[.]\s|,\s+[\w-]+ of (?:them|whom)\b")
_OF_A_REFERENCE = Sought(r"\(\s*ref[^)]*$", re.IGNORECASE)
_SHARE_BEFORE = Sought(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d\d?) (?:in|out of)(?: every)?\s+$", re.IGNORECASE
)
_CHANGE_OF = Sought(
    r"\b(?:increase|rise|jump|surge|decrease|drop|decline|fall|reduction|difference|gain|"
    r"(?:up|down|rose|fell|dropped) by)(?: of)?(?: (?:some|about|over|only|nearly))?\s+$",
    re.IGNORECASE,
)
"""Before by how many a figure changed ("an increase of 91")."""
_CHARGED = Sought(
    r"\b(?:wanted|charg\w+|convict\w+|accus\w+|indict\w+|suspect\w*|tried|sentenc\w+|confess\w+|link\w*|tied|"
    r"implicat\w+|responsible|blam\w+)\b"
    r"[^.;,]{0,30}\b(?:for|with|of|in|to)(?: (?:at least|some|about|over|more than|up to))?\s+$",
    re.IGNORECASE,
)
"""Before the number of killings that somebody is charged with."""
_ASIDE = (_OF_A_REFERENCE, _SHARE_BEFORE, _CHANGE_OF, _CHARGED)
_SHARE_IN_BRACKETS = re.compile(r"^\s*\((?:or )?(?:about |some |roughly )?[\d.]+ ?(?:%|percent)[^)]{0,30}\)")
_IN_ALL = re.compile(r"\b(?:for a (?:combined )?total of|total(?:l)?ing|a total of|in all)\s+$", re.IGNORECASE)
_BROUGHT_TO = re.compile(r"\b(?:bring|brings|bringing|brought) to (?:(?:over|at least|about|some) )?$", re.IGNORECASE)
_NUMBER_OF = re.compile(
    rf"\s+the (?:total |overall |official )?(?:number of (?:[\w-]+ ){{0,3}}(?:{_MURDERS}|{_DEAD}|{_PEOPLE})|{_TOLLS}|"
    rf"{_MURDERS})\b",
    re.IGNORECASE,
)
"""After a figure: "brought to 92 the number of murders this year"."""
_IN_A_LIST = re.compile(r"(?:[:;,(]|\b(?:and|from|to|or|by|with|then))\s*$|^[\s\"'`(*-]*$", re.IGNORECASE)
_OF_A_PERIOD = re.compile(
    r"\s+(?:so far |to date )?(?:in|for|during|over|through|since|throughout|last|this)\b", re.IGNORECASE
)
_TIME_TOOK = re.compile(
    r"[\s\"'(-]*(?:(?:the|this|that|last|these|those)\s+)?(?:[\w-]+\s+){0,3}?"
    + any_of("homicides", "stretches_of_time")
    + r"\b[^;:.]{0,40}?\b(?:left|leaving|cost|claimed|took|taken|brought|saw|produced|ended with|closed with)"
    r"(?:\s+(?:at least|about|some|over|more than|nearly|another|only|a total of))?\s+",
    re.IGNORECASE,
)
"""Before the figure of a sentence whose subject is a time: what a weekend left is a statistic, no incident's toll."""
_HAVE_BEEN = re.compile(rf"\b(?:have|had) (?:been )?(?:\w+ly )?{_KILLED}\b", re.IGNORECASE)
"""After a figure without a period: so many "have been murdered", which is no one act."""
_LEAST_EVER = 30
LABELLED = "figure-of-label"
"""The rule of a figure that a period or a place right before it labels."""
_PERIOD_REACH = 30
_WEEK = 7
_MANY = 100
_LONG_DAYS = 45
_MONTH_DAYS = 27
_LEAST_OF_A_FEW_DAYS = 5
_FEW_DAYS = 3
_ONE_ACT = re.compile(r"\b" + any_of("homicides", "one_act") + r"\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of killings: what was counted follows in `noun`; `rule` is how it was read, `label` what it is of."""

    figure: Figure
    noun: Stretch
    rule: str
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class _Around:
    """A figure with the text of its sentence before and after it."""

    view: SentenceView
    figure: Figure
    before: str
    after: str
    clause: str

    @property
    def goes_on(self) -> bool:
        """Whether the sentence can go on about figures of killings given before it."""
        view = self.view
        return view.statistic is not None and view.statistic.reaches(view.passage, view.index)


def counts(view: SentenceView) -> Iterator[Count]:
    """The figures of killings of a sentence."""
    last: Count | None = None
    for printed in view.passage.figures(view.stretch):
        figure = _without_difference(view, printed)
        if figure.whole is None or is_a_year(view, figure) or is_rate(view.passage, figure):
            continue
        before = Stretch(view.stretch.start, figure.where.start)
        around = _around(view, figure)
        if any(words.search_in(view.passage.text, *before) for words in _ASIDE) or _is_forecast(around, before):
            continue
        found = _read(around, last)
        if found is not None:
            last = found
            yield found


def _without_difference(view: SentenceView, figure: Figure) -> Figure:
    """The figure that another is compared with, as a number of its own ("a third more than the 638 of May")."""
    difference = _DIFFERENCE.match(view.passage.words(figure.where))
    if difference is None:
        return figure
    return Figure(Stretch(figure.where.start + difference.end(), figure.where.end), figure.value)


def _is_forecast(around: _Around, before: Stretch) -> bool:
    """Whether the figure is still to come; one that was recorded ("half the 230 recorded in May") is not."""
    said = _FORECAST.search_in(around.view.passage.text, *before) is not None
    return said and not _RECORDED.match(around.after)


def _around(view: SentenceView, figure: Figure) -> _Around:
    text, stretch = view.passage.text, view.stretch
    before, after = text[stretch.start : figure.where.start], text[figure.where.end : stretch.end]
    after = _SHARE_IN_BRACKETS.sub(lambda share: " " * len(share.group()), after)
    clause = _CLAUSE_BREAK.split(before)[-1] + _CLAUSE_BREAK.split(after)[0]
    return _Around(view, figure, before, after, clause)


def _read(around: _Around, last: Count | None) -> Count | None:
    """What the figure counts by the first rule that fits; None where it counts no killings."""
    end = around.figure.where.end
    for rule, match in (
        ("figure-of-murders", _AFTER_FIGURE.match(around.after)),
        ("people-killed", _people_killed(around)),
    ):
        if match is not None and (rule != "figure-of-murders" or _is_of_more_than_one_incident(around)):
            return Count(around.figure, Stretch(end, end + match.end()), rule)
    dead = _DEAD_AFTER.match(around.after)
    if dead and _is_published(around, least_days=_MONTH_DAYS):
        return Count(around.figure, Stretch(end, end + dead.end()), "figure-of-dead")
    if _subset(around, last):
        return Count(around.figure, _noun_of_subset(around), "subset")
    bare = _bare(around, last)
    if bare is None:
        return _labelled(around, last)
    if bare == "figure-brought-to" and (told := _NUMBER_OF.match(around.after)):
        return Count(around.figure, Stretch(end, end + told.end()), bare)
    # Another period's figure is of the same people.
    return Count(
        around.figure, last.noun if last is not None and bare == "compared-with" else around.figure.where, bare
    )


def _labelled(around: _Around, last: Count | None) -> Count | None:
    """The figure beside a label, where killings are what is counted here."""
    label = label_of(around.view, around.figure, goes_on=last is not None)
    counting = last is not None or around.goes_on
    if label is None or not (counting or (not label.people and _is_topical(around.view))):
        return None
    if _OTHER_THING.search(around.view.words) or _INCIDENT.search(around.view.words):
        return None
    noun = label.where if label.people else last.noun if last is not None else around.figure.where
    return Count(around.figure, noun, "subset" if label.people else LABELLED, label)


def _people_killed(around: _Around) -> re.Match[str] | None:
    """The noun of people after the figure, where the sentence says that they died and that over a period."""
    people = _PEOPLE_AFTER.match(around.after)
    if people is None:
        died = _BARE_DIED.match(around.after) or (
            _KILLED_AFTER.match(around.after) if _OF_THE.search(around.before) else _DIED_AFTER.match(around.after)
        )
        return died if died and _is_published(around) else None
    rest = around.after[people.end() :]
    died = _DIED.match(rest)
    if died and _OF_ITSELF.search(died.group()) and OTHER_CAUSE.search(around.clause):
        return None
    if died and _OTHER_VERB.search(re.sub(rf"\b{_KILLED}\b", "", died.group(), flags=re.IGNORECASE)):
        died = None
    killing = None if _TO_OTHER.match(rest) else _KILLS_BEFORE.search(around.before)
    joined = people.group("joined") is not None
    return people if (died or (killing and not joined)) and _is_published(around) else None


def _is_of_more_than_one_incident(around: _Around) -> bool:
    mention = mention_of(around.view, around.figure)
    return mention is not None or not _INCIDENT.search(around.clause)


def _is_published(around: _Around, *, least_days: int = 2) -> bool:
    """Whether the dead are those of a period, not of one incident."""
    if _TIME_TOOK.fullmatch(around.before):
        return True
    mention = mention_of(around.view, around.figure)
    if mention is None:
        value = around.figure.whole or 0
        counted = (_COUNTED.search(around.before) is not None and value >= _MANY) or (
            _HAVE_BEEN.search(around.after) is not None and value >= _LEAST_EVER
        )
        return counted and not _INCIDENT.search(around.clause)
    if mention.days < least_days or (_INCIDENT.search(around.clause) and mention.days < _LONG_DAYS):
        return False
    if mention.days <= _FEW_DAYS and _ONE_ACT.search(around.view.words):
        return False
    if mention.days >= _LONG_DAYS or mention.running:
        return mention.running or not _INCIDENT.search(around.clause)
    return (around.figure.whole or 0) >= _LEAST_OF_A_FEW_DAYS


def _subset(around: _Around, last: Count | None) -> bool:
    """Whether the figure counts a part of the dead that were counted just before."""
    statistic = around.view.statistic
    counts_them = re.search(rf"\b{_TOLLS}\b", around.before, re.IGNORECASE) is not None
    here = (statistic is not None and statistic.paragraph == around.view.passage.paragraph.ordinal) or counts_them
    if last is None and not (here and around.goes_on) and not _OF_THE_DEAD.search(around.clause):
        return False
    if _OTHER_THING.search(around.after[:40]) or _WHOSE.match(around.after):
        return False
    if _SUBSET.match(around.after) or _SUBSET_BEFORE.search(around.before):
        return True
    if _WERE_PEOPLE.match(around.after) and _HEAD.search(around.before):
        return True
    following = last is not None and last.rule == "subset" and _AND.search(around.before)
    return bool(following and (_PEOPLE_AFTER.match(around.after) or re.match(r"\s+were\b", around.after)))


def _noun_of_subset(around: _Around) -> Stretch:
    """The words that say who the part are: up to the next comma, conjunction or number."""
    end = around.figure.where.end
    length = re.match(r"[^,;.\d]*?(?=\s+and\b|[,;.\d]|$)", around.after)
    return Stretch(end, end + (length.end() if length else 0))


def _bare(around: _Around, last: Count | None) -> str | None:
    """The rule by which a figure without a noun of its own counts killings."""
    if not _BARE.match(around.after) or _OTHER_THING.search(around.clause):
        return None
    own, before = _is_topical(around.view), around.before
    dated = bool(around.view.passage.dates_in(_next(around, 45)))
    recorded = bool(_RECORDED.match(around.after))
    rules = (
        ("figure-before-change", own and changed_to(around.view, around.figure) is not None),
        ("figure-stands-at", own and bool(_STANDS.search(before) or recorded)),
        ("compared-with", last is not None and bool(_SURELY_COMPARED.search(before))),
        ("compared-with", last is not None and dated and bool(_COMPARED.search(before))),
        ("compared-with", own and dated and bool(re.search(r"\b(?:up|down|\w+ed|fell|rose) from\s+$", before))),
        ("compared-with", last is not None and last.rule != "subset" and dated and bool(_AGAIN.search(before))),
        ("compared-with", last is not None and dated and before.endswith("(")),
        ("compared-with", last is not None and _is_of_another_month(around)),
        ("recorded-elsewhere", last is not None and bool(_AND.search(before) and _IN_PLACE.match(around.after))),
        ("recorded-elsewhere", last is not None and bool(_OF_ALL.search(before) and _IN_PLACE.match(around.after))),
        ("figure-in-all", last is not None and bool(_IN_ALL.search(f"{before}{_words(around)} "))),
        ("figure-in-brackets", last is not None and _follows_a_date_in_brackets(around)),
        ("figure-in-apposition", (own or around.goes_on) and bool(_APPOSED.search(before))),
        ("figure-counted", (own or around.goes_on) and bool(_COUNTED.search(before))),
        ("recorded-elsewhere", last is not None and bool(_WITH.search(before))),
        ("figure-again", around.goes_on and bool(_LEVEL_TO.search(before) or recorded)),
        ("figure-recorded", own and recorded and dated),
        ("figure-brought-to", _BROUGHT_TO.search(before) is not None and _NUMBER_OF.match(around.after) is not None),
        ("figure-of-a-period", (own or around.goes_on) and _is_in_a_series(around)),
        ("figure-again", around.goes_on and bool(re.search(rf"\b{_TOLLS}\b", before) and _LEVEL.search(before))),
    )
    return next((rule for rule, fits in rules if fits), None)


def _is_of_another_month(around: _Around) -> bool:
    """Whether a month or year, told right before the figure, owns it."""
    owned = _OF_ANOTHER_MONTH.search(around.before)
    near = Stretch(around.view.stretch.start, around.figure.where.start)
    return owned is not None and any(
        mention.where.end > near.start + owned.start() for mention in around.view.passage.dates_in(near)
    )


def _words(around: _Around) -> str:
    """What the figure's own words say before its number ("a total of")."""
    return re.sub(r"\s*[\d,.]+$", "", around.view.passage.words(around.figure.where))


def _is_in_a_series(around: _Around) -> bool:
    """Whether the figure stands in a list of periods ("117 in March, 52 in April and 136 in May")."""
    if not (_IN_A_LIST.search(around.before) and _OF_A_PERIOD.match(around.after)):
        return False
    return any(mention.days >= _WEEK for mention in around.view.passage.dates_in(_next(around, _PERIOD_REACH)))


def _follows_a_date_in_brackets(around: _Around) -> bool:
    """Whether the figure stands alone in brackets behind a date ("than in all of 2009 (27)")."""
    if not around.before.endswith("(") or not around.after.startswith(")"):
        return False
    end = around.figure.where.start - 1
    return any(end - 1 <= mention.where.end <= end for mention in around.view.passage.dates_in(around.view.stretch))


def _is_topical(view: SentenceView) -> bool:
    """Whether the sentence speaks of killings, or gives a count and a sentence beside it speaks of them."""
    if view.has(TOPIC):
        return True
    beside = view.passage.sentences[max(0, view.index - 1) : view.index + 2]
    counts_something = re.search(rf"\b(?:{_TOLLS})\b", view.words, re.IGNORECASE)
    return bool(counts_something and any(_KILLING.search_in(view.passage.text, *sentence) for sentence in beside))


def _next(around: _Around, length: int) -> Stretch:
    end = around.figure.where.end
    return Stretch(end, min(around.view.stretch.end, end + length))


def is_rate(passage: Passage, figure: Figure) -> bool:
    """Whether the figure is so many a day, of so many, or a share, and no number of its own."""
    after = passage.text[figure.where.end : figure.where.end + 60]
    if re.match(r"\s+times\b", after):
        return True
    after = re.sub(r"\([^)]*\)", "", after)
    return bool(_RATE.match(after)) or bool(
        _RATE_BEFORE.search(passage.text[max(0, figure.where.start - 40) : figure.where.start])
    )
