"""Titles: the one sentence that tells the news alone, with what, who, where, when, and which cable says so.

People are named in the titles of arrests only: those whom violence struck stand in the text below, not in a headline.
Of the groups that a cable involves in an event the codebook does not say how: as suspects, members or victims. So a
title names them in brackets beside the kind of event ("Arrest (Los Zetas): 28 people"), never as whose the people or
goods were; of an attack or an operation after what is told of it, as involved or concerned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from feeds import differences, wording
from feeds.rows import Development, DevelopmentKind, Facts
from tracker.reports import DateInterval, Kind, Subtype

_PERSONS_SHOWN = 2
_GOODS_SHOWN = 3
_GROUPS_SHOWN = 3
_LONGEST = 240
_PREFIXED = {
    DevelopmentKind.FIGURE_CHANGED,
    DevelopmentKind.FIGURES_PUBLISHED,
    DevelopmentKind.CORRECTED,
    DevelopmentKind.RETRACTED,
    DevelopmentKind.RESTORED,
}
_COMPARED = {DevelopmentKind.FIGURE_CHANGED, DevelopmentKind.CORRECTED}


@dataclass(frozen=True, slots=True)
class Sentence:
    """The parts of a title; each but the first may be empty. Two are compared to tell what changed."""

    lead: str
    groups: str
    what: str
    who: str
    where: str
    when: str

    def read(self, hedged: bool) -> str:
        """The parts as one sentence."""
        hedge = wording.word("hedge")
        opening = f"{self.lead} ({self.groups})" if self.groups else self.lead
        if self.what:
            opening += f": {hedge}" if hedged else ":"
        elif hedged:
            opening += f", {hedge},"
        told = " ".join(part for part in (opening, self.what, self.who, self.where) if part).rstrip(",")
        return f"{told}, {self.when}" if self.when else told

    def differing(self, later: Sentence) -> list[str]:
        """The parts but `what` that were told differently before: the earlier words, in the order of the sentence."""
        pairs = (
            ("lead", self.lead.lower(), later.lead.lower()),
            ("groups", self.groups, later.groups),
            ("who", self.who, later.who),
            ("where", self.where, later.where),
            ("when", self.when, later.when),
        )
        return [before or wording.words("absent", name) for name, before, after in pairs if before != after]


def title(development: Development) -> str:
    """The title of a development's entry, at most 240 characters, its cable always named at the end."""
    if development.is_notice:
        # Of what it stands for nothing is told, its kind neither.
        return f"{wording.words('development', development.kind)} ({development.reference_id})"
    told = summed_up(development)
    if development.facts_before and development.kind in _COMPARED:
        told = _changed(development.facts_before, development.facts)
    if development.known:
        told = f"{told}, {_known(development)}"
    if development.kind in _PREFIXED:
        told = f"{wording.words('development', development.kind)}: {told}"
    cable = f" ({development.reference_id})"
    return wording.shortened(wording.plain(told), _LONGEST - len(cable)) + cable


def summed_up(development: Development) -> str:
    """What a development tells in one sentence, without the cable and what became of it."""
    if development.regrouped:
        return _regrouped(development)
    return figures(development.figures) if development.figures else event(development.facts)


def _regrouped(development: Development) -> str:
    """What was done to several reports, and which event the first of them tells."""
    count = len(development.regrouped)
    counted = f"{wording.number(count)} {'report' if count == 1 else 'reports'}"
    done = wording.words("regrouped", development.kind).format(counted=counted)
    return f"{done}: {event(development.facts)}"


def _known(development: Development) -> str:
    """Where the same was told before, and the figures that are told otherwise there."""
    first = development.known[0]
    others = wording.joined((each.reference_id for each in development.known), 3)
    earlier = differences.differing(first.facts, development.facts)
    there = f": {wording.joined(earlier)} there" if earlier else ""
    return f"as also reported in {others}{there}"


def _changed(before: Facts, after: Facts) -> str:
    """The event, and of what changed each figure beside the earlier one, else the earlier words."""
    was, now = sentence(before), sentence(after)
    changed = differences.figures(before, after)
    earlier = was.differing(now)
    if changed:
        now = replace(now, what=operation_name(after) if after.kind is Kind.OPERATION else "")
    elif was.what != now.what and was.what:
        earlier = [was.what.rstrip(","), *earlier]
    told = now.read(hedged=not after.certain)
    told += f": {'; '.join(changed)}" if changed else ""
    return f"{told}; earlier {wording.joined(earlier)}" if earlier else told


def event(facts: Facts) -> str:
    """The event alone, without the cable and what became of it: a heading for an incident's page."""
    return wording.plain(sentence(facts).read(hedged=not facts.certain))


def figures(several: Sequence[Facts]) -> str:
    """A table of figures in one sentence: how many, for which places, over which time."""
    leads = dict.fromkeys(_lead(replace(facts, count=None)) for facts in several)
    where = wording.places([place for facts in several for place in facts.places])
    dates = [facts.date for facts in several if facts.date]
    whole = DateInterval(min(date.start for date in dates), max(date.end for date in dates)) if dates else None
    told = Sentence(
        lead=next(iter(leads)) if len(leads) == 1 else wording.words("kind", several[0].kind),
        groups="",
        what=f"{wording.number(len(several))} figures",
        who="",
        where=f"for {where}" if where else "",
        when=wording.period(whole) if whole else "",
    )
    return wording.plain(told.read(hedged=not all(facts.certain for facts in several)))


def sentence(facts: Facts) -> Sentence:
    """The parts of the sentence that tells an event."""
    where = wording.places(facts.places)
    what = _what(facts)
    link = wording.known("groups_after", facts.kind) if facts.cartels else None
    if what and link:
        what += ","  # else the people counted could be read as the group's own
    return Sentence(
        lead=_lead(facts),
        groups="" if link else wording.joined(map(wording.group_name, facts.cartels), _GROUPS_SHOWN),
        what=what,
        who=f"{link} {wording.groups(facts.cartels)}" if link else "",
        where=f"in {where}" if where else "",
        when=wording.period(facts.date) if facts.date else "",
    )


def _lead(facts: Facts) -> str:
    if facts.kind is Kind.OPERATION and facts.status and not facts.aggregate:
        forces = _forces(facts) if not _operation(facts) else ""
        return f"{wording.words('status', facts.status)}{f' by {forces}' if forces else ''}"
    if facts.kind is Kind.ATTACK and facts.subtype:
        return wording.words("subtype_total" if facts.aggregate else "subtype", facts.subtype)
    if facts.kind is Kind.HOMICIDE_COUNT:
        killings = wording.word("one_killing") if _single(facts) else wording.words("kind", facts.kind)
        return f"{killings} of {wording.words('agency', facts.victims)}" if facts.victims else killings
    return wording.words("total" if facts.aggregate else "kind", facts.kind)


def _what(facts: Facts) -> str:
    match facts.kind:
        case Kind.OPERATION:
            return _operation(facts)
        case Kind.ARREST:
            return _arrest(facts)
        case Kind.SEIZURE | Kind.ERADICATION:
            return wording.joined(wording.haul(facts.items), _GOODS_SHOWN + 1)
        case Kind.ATTACK | Kind.HARM:
            return _attack(facts)
        case Kind.HOMICIDE_COUNT:
            if facts.count is None:
                return ""
            counted = wording.figure(facts.count, facts.count_op)
            return counted if facts.victims else f"{counted} {_people(facts.count)}"


def _single(facts: Facts) -> bool:
    return facts.count == 1 and facts.count_op is None


def _people(count: int) -> str:
    return "person" if count == 1 else "people"


def _operation(facts: Facts) -> str:
    name = operation_name(facts)
    people = f"{wording.number(facts.personnel)} people" if facts.personnel is not None else ""
    forces = _forces(facts)
    if people and forces:
        people += f" ({forces})"
    # Forces alone are no name: without either the lead tells them, where it can.
    told = people or (forces if name or not facts.status or facts.aggregate else "")
    return ", ".join(part for part in (name, told) if part)


def _forces(facts: Facts) -> str:
    return wording.joined((wording.words("agency", agency) for agency in facts.agencies), _GOODS_SHOWN)


def operation_name(facts: Facts) -> str:
    """The operation's name as the register has it, else as the cable prints it; empty where there is neither."""
    return wording.operation(facts.operation) or wording.plain(facts.operation_name or "")


def _arrest(facts: Facts) -> str:
    names = [wording.person(name) for name in facts.persons]
    many = len(names) if facts.count is None else facts.count
    if names and many <= len(names) <= _PERSONS_SHOWN:
        return wording.joined(names)
    if facts.count is None and not names:
        return ""
    return f"{wording.figure(many, facts.count_op)} {_people(many)}"


def _attack(facts: Facts) -> str:
    taken = ""
    if facts.subtype is Subtype.KIDNAPPING and facts.count is not None:
        taken = f"{wording.figure(facts.count, facts.count_op)} {_people(facts.count)}"
        if _single(facts) and facts.killed == 1 and not facts.injured:
            return f"{taken}, killed"
    tolls = []
    if facts.subtype is Subtype.KILLING and facts.killed and not facts.injured:
        tolls.append(f"{wording.number(facts.killed)} {_people(facts.killed)}")
    elif facts.killed is not None:
        tolls.append(f"{wording.number(facts.killed) if facts.killed else 'nobody'} killed")
    if facts.injured:
        tolls.append(f"{wording.number(facts.injured)} injured")
    return ", ".join(part for part in (taken, wording.joined(tolls)) if part)
