"""Operations: campaigns and deployments of the security forces, launched, reinforced, planned or ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker import registers
from tracker.extraction import calendars
from tracker.extraction.bearings import Bearing
from tracker.extraction.beginnings import SentenceView, begin, operation_name
from tracker.extraction.checkpoints import checkpoints
from tracker.extraction.courses import courses
from tracker.extraction.deployment_clauses import is_for_a_raid
from tracker.extraction.deployments import LATELY_DAYS, deployments
from tracker.extraction.drafts import Draft, Reading
from tracker.extraction.hedges import is_planned, is_unasserted
from tracker.extraction.lexicon import any_of
from tracker.extraction.numbers import Figure
from tracker.extraction.presences import presences
from tracker.extraction.sentences import Stretch
from tracker.extraction.sought import Sought
from tracker.extraction.spoken_operations import spoken_of
from tracker.extraction.zones import Trigger, Zone
from tracker.reports import DateInterval, Kind, Place, Status

_FAMILY = "operation"
_FORCES = re.compile(r"\b" + any_of("forces", "forces") + r"\b", re.IGNORECASE)
_CAMPAIGN = re.compile(r"\b" + any_of("forces", "campaigns") + r"\b", re.IGNORECASE)
_PERSONNEL = re.compile(
    r"^(?:\s*-strong(?:\s+(?:unit|force|contingent|detachment|battalion|team|group)\s+of)?)?\s+(?:of (?:those|"
    r"the|these)\s+)?(?:(?!of\b|in\b|from\b)[\w'-]+\s+){0,4}?" + any_of("forces", "forces") + r"\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    (
        r"\b(?:additional|more(?! than)|further|extra|another|reinforce\w*|augment\w*|bolster\w*|"
        r"increas\w+|expand\w*|expansion|ramp\w*)\b"
    ),
    re.IGNORECASE,
)
_NO_CAMPAIGN = Sought(
    (
        r"\b(?:since (?:the|its|this|that) (?:operation|campaign|offensive|deployment) (?:began|started|was launched)|"
        r"began operating in|operations? director|started (?:to|as)|sent (?:a|the|another|"
        r"several)? ?(?:\w+ )?(?:message|signal|letter|tremors|shock)s?|"
        + any_of("operations", "no_campaigns")
        + r")\b"
    ),
    re.IGNORECASE,
)
_RETOLD = re.compile(r"\b(?:the|those|these|that)\s+(?:\w+\s+)?(?:troops|forces|soldiers|officers)\s+$", re.IGNORECASE)
_OF_THE_POST = re.compile(
    r"\b(?:embassy|consulate|post|poloffs?|ambassador|usg|department|ngo|church|company|firm)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_SURELY_FORCES = re.compile(
    r"\b(?:troops|soldiers|marines|federal police|army|navy|military|federal (?:forces|agents)|paratroopers|"
    r"security forces|task force|SEDENA|SEMAR|"
    r"(?:counter-?\s?narcotics|anti-?drug|anti-?crime|anti-?cartel|security) (?:operation|offensive|campaign|sweep)s?|"
    r"(?-i:[A-Z]\w+ Force))\b",
    re.IGNORECASE,
)
_NATIONWIDE = re.compile(
    r"\b(?:nationwide|nationally|(?:across|throughout|around) (?:the country|Mexico)|in (?:several|many|\w+) "
    r"states)\b",
    re.IGNORECASE,
)
_BEGINNING = re.compile(
    r"(?:launch|initiat|kicked off|beg[aiu]n|start|commenc|g[eo]t|went into effect|came into effect|mounted|unleashed|"
    r"unveiled|inaugurated|was born)",
    re.IGNORECASE,
)
_BEGINS_TO = re.compile(
    r"\s+(?:to\b|(?!during)[a-z]+ing\b|(?:an?|the|its|their)?\s*(?:\w+ )?"
    r"(?:reinforce|expan|increas|surge|second|new phase))",
    re.IGNORECASE,
)
_A_PATROL = re.compile(
    r"\s+(?:an?|the|their|routine)\s+(?:[\w-]+\s+){0,2}?(?:patrol|search|raid|inspection|arrest|check)\b", re.IGNORECASE
)
"""What soldiers do on any day ("conducting a patrol"), after a word that may tell of a campaign."""
_COMES_DOWN = re.compile(
    r"descend|land(?:ed|ing)|came ashore|swoop|storm|enter|surround|mov(?:ed|ing) (?:in|on)", re.IGNORECASE
)
_AGAINST = re.compile(r"\b" + any_of("operations", "against") + r"\b[^.;]*$", re.IGNORECASE)
_NEAR_GROUP = 80
_ENDS = re.compile(
    r"ended|concluded|ceased|completed|suspended|c[ao]mes? to an? \w+|wound down|wound up|expired|ran out|finished|"
    r"terminated|closed|halted|cancell?ed|(?:was|were) \w+(?: \w+)?",
    re.IGNORECASE,
)
"""What may be said of a battle or a meeting too."""
_RELIEF = Sought(r"\b" + any_of("operations", "relief") + r"\b", re.IGNORECASE)
_LEAST_FORCE = 50
_NEXT_NOUN = 25
_COMES = re.compile(r"^(?:arriv|flew|moved|rolled|descended|patrolling|take up)", re.IGNORECASE)
_JUDGED = Sought(
    (
        r"\b(?:arrived? (?:at the scene|on the scene)|sent (?:to (?:jail|prison|"
        r"(?:the|a) (?:hospital|morgue|prison|jail|scene|prosecutor\w*))|for)|"
        r"began (?:to|an?|his|her|their|its)? ?(?:firing|investigation|shooting|to fire))"
    ),
    re.IGNORECASE,
)


def operations(view: SentenceView) -> list[Draft]:
    """The operations that a sentence tells: forces moved, by its grammar, and campaigns, by their words."""
    told = [_planned_where_to_come(draft) for draft in _told(view)]
    return [_where_its_name_says(view, _against_its_groups(view, draft)) for draft in told]


def _planned_where_to_come(draft: Draft) -> Draft:
    """The operation as planned, where its day is still to come ("was told to expect 800 marines by mid-March")."""
    to_come = draft.date is not None and draft.date.start > draft.passage.today
    return replace(draft, status=Status.PLANNED) if to_come and draft.status is not Status.ENDED else draft


def _where_its_name_says(view: SentenceView, draft: Draft) -> Draft:
    """The operation where its name says that it is, if the sentence tells no place ("Joint Operation Chihuahua")."""
    if draft.own_place or draft.operation is not None or draft.operation_name is None:
        return draft
    start = view.passage.text.find(draft.operation_name.text, view.stretch.start, view.stretch.end)
    name = Stretch(start, start + len(draft.operation_name.text))
    hits = [hit.known for hit in view.passage.hits if start >= 0 and name.holds(hit.where.start)]
    codes = [known.places[0].state for known in hits if known.places]
    # The words of a register's operation can be part of another's name: of its states those that the name itself names.
    of_others = {state for known in hits if known.operation for state in registers.operations()[known.operation].states}
    codes.extend(sorted(state for state in of_others if _is_named(state, draft.operation_name.text)))
    states = tuple(Place(code) for code in dict.fromkeys(codes) if code.startswith("MX-"))
    return replace(draft, places=states) if states else draft


def _is_named(state: str, name: str) -> bool:
    known = registers.states()[state]
    return any(each.casefold() in name.casefold() for each in (known.name, *known.aliases))


def _against_its_groups(view: SentenceView, draft: Draft) -> Draft:
    """The operation with those groups alone against whom it is ("to Reynosa in May, but the Zetas came back")."""
    if not draft.cartels:
        return draft
    text = view.passage.text
    against = {
        mention.slug
        for mention in view.passage.groups_in(view.stretch)
        if _AGAINST.search(text, max(view.stretch.start, mention.where.start - _NEAR_GROUP), mention.where.start)
    }
    kept = tuple(slug for slug in draft.cartels if slug in against)
    readings = tuple(
        reading
        for reading in draft.readings
        if reading.field != "cartels"
        or any(mention.where == reading.where and mention.slug in kept for mention in view.passage.groups)
    )
    return replace(draft, cartels=kept, readings=readings)


def _told(view: SentenceView) -> list[Draft]:
    text, sentence = view.passage.text, view.stretch
    if any(expression.search(text, *sentence) for expression in (_NO_CAMPAIGN, _JUDGED, _RELIEF)):
        return []
    if both := courses(view):
        return both
    moved = [draft for draft in deployments(view) if not _is_a_raid(view, draft)]
    told = [draft for draft in _campaigns(view) if not (is_for_a_raid(view, draft.zone) or _is_a_raid(view, draft))]
    campaigns = [draft for draft in told if not any(_is_told_by(draft, other) for other in moved)]
    if not moved and not campaigns:
        return presences(view) or checkpoints(view) or spoken_of(view)
    return [*(_named_by(draft, told) for draft in moved), *campaigns]


def _is_a_raid(view: SentenceView, moved: Draft) -> bool:
    """Whether forces only came down upon somebody on one day ("descended on ten towns and arrested the mayors")."""
    core = next((reading.where for reading in moved.readings if reading.field == "status"), moved.zone)
    if moved.operation_name is not None or moved.date is None or moved.date.days > 1:
        return False
    if not _COMES_DOWN.match(view.passage.text, core.start):
        return False
    return any(
        trigger.family in ("arrest", "seizure") and trigger.where.start > core.start
        for zone in view.zones
        for trigger in zone.triggers
    )


def _is_told_by(campaign: Draft, moved: Draft) -> bool:
    """Whether a campaign read from words is the deployment that the grammar tells."""
    if campaign.personnel is not None and moved.personnel is not None:
        return campaign.zone.overlaps(moved.zone) or campaign.personnel == moved.personnel
    apart = (
        campaign.date is not None
        and moved.date is not None
        and (campaign.date.end < moved.date.start or moved.date.end < campaign.date.start)
    )
    at_odds = apart and campaign.own_date and moved.own_date
    return campaign.zone.overlaps(moved.zone) and not at_odds


def _named_by(moved: Draft, campaigns: Sequence[Draft]) -> Draft:
    """The deployment with the name of the campaign that it is told with."""
    for draft in campaigns:
        if _is_told_by(draft, moved) and draft.operation_name is not None and moved.operation_name is None:
            moved = replace(moved, operation=draft.operation, operation_name=draft.operation_name)
        if _is_told_by(draft, moved) and draft.status is Status.LAUNCHED and moved.status is Status.REINFORCED:
            # An operation that begins has more men sent to it by its beginning.
            moved = replace(moved, status=draft.status if draft.operation_name is not None else moved.status)
    return moved


def _campaigns(view: SentenceView) -> list[Draft]:
    """The campaigns that words tell; two deployments of one sentence only where their places or dates differ."""
    if _NO_CAMPAIGN.search(view.passage.text, *view.stretch) or _JUDGED.search(view.passage.text, *view.stretch):
        return []
    found: list[Draft] = []
    for zone in view.zones:
        triggers = [trigger for trigger in zone.of(_FAMILY) if _stands(view, zone, trigger)]
        if not triggers:
            continue
        draft = _draft(view, zone, triggers)
        if draft is None:
            continue
        if (
            found
            and not _are_two(found[-1], draft)
            and (found[-1].date == draft.date or not draft.own_date)
            and (found[-1].places == draft.places or not draft.own_place or not found[-1].own_place)
        ):
            found[-1] = _together(found[-1], draft)
        else:
            found.append(draft)
    return found


def _are_two(first: Draft, second: Draft) -> bool:
    """Whether one sentence tells of two operations by name ("A ended and B began")."""
    names = [draft.operation_name.text if draft.operation_name else None for draft in (first, second)]
    return None not in names and names[0] != names[1] and first.status is not second.status


def _together(first: Draft, second: Draft) -> Draft:
    return replace(
        first,
        places=second.places if second.own_place and not first.own_place else first.places or second.places,
        personnel=first.personnel if first.personnel is not None else second.personnel,
        date=first.date if first.own_date or not second.own_date else second.date,
        own_date=first.own_date or second.own_date,
        own_place=first.own_place or second.own_place,
    )


def _stands(view: SentenceView, zone: Zone, trigger: Trigger) -> bool:
    words = view.passage.words(zone.where)
    before = view.passage.text[max(zone.where.start, trigger.where.start - 70) : trigger.where.start]
    if trigger.name == "sent" and (
        _RETOLD.search(before) or (_COMES.match(view.passage.words(trigger.where)) and not _FORCES.search(before))
    ):
        return False
    if _A_PATROL.match(view.passage.text, trigger.where.end):
        return False
    unasserted = is_unasserted(view.passage.text, view.stretch, trigger.where.start) and not is_planned(view.words)
    if unasserted:
        return False
    if trigger.name == "sent":
        return bool(_FORCES.search(words)) and not _OF_THE_POST.search(before)
    if trigger.name in ("ended", "reinforced"):
        of_anything = _ENDS.fullmatch(view.passage.words(trigger.where)) is not None
        return (
            (bool(_FORCES.search(words)) and not of_anything)
            or (of_anything and bool(_CAMPAIGN.search(before)))
            or bool(_CAMPAIGN.match(_next_noun(view, trigger)))
            or operation_name(view.passage, zone.where) is not None
        )
    return bool(_CAMPAIGN.search(words)) and bool(
        _FORCES.search(view.words)
        or _named(view, view.stretch)
        or operation_name(view.passage, view.stretch)
        or re.search(r"\b(?:anti-?\s?drug|counter-?\s?narcotics|military|GOM|Calderon|federal)\b", view.words)
    )


def _next_noun(view: SentenceView, trigger: Trigger) -> str:
    """What follows the word that tells it, without an article and the like ("wound up its campaign")."""
    after = view.passage.text[trigger.where.end : view.stretch.end]
    return re.sub(r"^\s+(?:(?:the|its|their|a|an|this|that|all|joint|[\w-]+ed)\s+)*", "", after)


def _named(view: SentenceView, stretch: Stretch) -> str | None:
    for hit in view.passage.hits:
        if hit.known.operation and stretch.holds(hit.where.start):
            return hit.known.operation
    return None


def _draft(view: SentenceView, zone: Zone, triggers: Sequence[Trigger]) -> Draft | None:
    core = triggers[0]
    draft, _ = begin(view, Kind.OPERATION, zone, core=core)
    sent = _personnel(view, zone.where) or (
        _personnel(view, view.stretch) if len(view.zones) == 1 or core.name != "sent" else None
    )
    destinations = tuple(
        dict.fromkeys(
            mention.place
            for mention in view.passage.places_in(zone.where, Bearing.NAMED)
            if mention.place.state not in ("MX", "US")
        )
    )
    if not destinations and any(trigger.name == "ended" for trigger in triggers):
        destinations = _left(view, core)
    slug = _named(view, zone.where) or _named(view, view.stretch)
    places = draft.places if draft.own_place else destinations or draft.places
    if not places and slug:
        places = tuple(Place(state) for state in registers.operations()[slug].states if state.startswith("MX-"))
    if not places and _NATIONWIDE.search(view.words) and view.nationwide:
        places = (view.nationwide,)
    if sent is None and slug is None and draft.operation_name is None and not _SURELY_FORCES.search(view.words):
        return None
    named = slug is not None or draft.operation_name is not None
    if not named and sent is None and not draft.own_date:
        return None
    if not named and sent is not None and (sent.whole or 0) < _LEAST_FORCE:
        return None
    if (
        sent is None
        and slug is None
        and draft.operation_name is None
        and not ((draft.own_place or destinations) and draft.own_date)
    ):
        return None
    readings = list(draft.readings)
    if sent is not None:
        readings.append(Reading("personnel", sent.where, "figure-before-forces"))
    readings.append(Reading("status", core.where, "status-of-trigger"))
    status = _status(view, triggers)
    return replace(
        draft,
        readings=tuple(readings),
        places=places,
        date=_next(view, core, draft.date) if status is Status.PLANNED else draft.date,
        own_place=draft.own_place or bool(destinations),
        status=status,
        personnel=sent.whole if sent else None,
        operation=slug or draft.operation,
        anchored=bool(sent or draft.own_date or draft.own_place or destinations),
    )


def _left(view: SentenceView, core: Trigger) -> tuple[Place, ...]:
    """The places that forces were withdrawn from."""
    return tuple(
        dict.fromkeys(
            mention.place
            for mention in view.passage.places_in(Stretch(core.where.end, view.stretch.end))
            if mention.place.state not in ("MX", "US")
        )
    )


def _next(view: SentenceView, core: Trigger, interval: DateInterval | None) -> DateInterval | None:
    """The date of a plan: one printed without a year after the word that tells it is still to come."""
    if interval is None or (view.passage.today - interval.end).days <= LATELY_DAYS:
        return interval
    for mention in view.passage.dates_in(Stretch(core.where.end, view.stretch.end)):
        yearless = not re.search(r"\d{4}", view.passage.words(mention.where))
        if mention.interval == interval and yearless and mention.rule in ("day", "month", "part", "run-of-days"):
            return DateInterval(calendars.years_later(interval.start, 1), calendars.years_later(interval.end, 1))
        if mention.interval == interval and yearless and mention.rule.startswith("through-"):
            return DateInterval(view.passage.today, calendars.years_later(interval.end, 1))
    return interval


def _status(view: SentenceView, triggers: Sequence[Trigger]) -> Status:
    if is_planned(view.words):
        return Status.PLANNED
    if any(trigger.name == "ended" for trigger in triggers):
        return Status.ENDED
    if any(_begins_it(view, trigger) for trigger in triggers):
        return Status.LAUNCHED
    if any(trigger.name == "reinforced" for trigger in triggers) or _MORE.search(view.words):
        return Status.REINFORCED
    return Status.LAUNCHED


def _begins_it(view: SentenceView, trigger: Trigger) -> bool:
    """Whether the word says that an operation itself began, whatever else the sentence adds ("with 500 more men")."""
    words = view.passage.words(trigger.where)
    around = view.passage.text[max(view.stretch.start, trigger.where.start - 60) : trigger.where.end + 60]
    return (
        trigger.name == "launched"
        and _BEGINNING.match(words) is not None
        and not _BEGINS_TO.match(view.passage.text[trigger.where.end :][:60])
        and re.search(r"\b(?:operations?|operativo|campaign|offensive)\b", around, re.IGNORECASE) is not None
    )


_BEFELL = re.compile(
    r"[^.,;]{0,60}?\b(?:were|was|have been|had been|been)\s+(?:\w+\s+)?"
    r"(?:killed|murdered|executed|gunned down|arrested|detained|kidnapped|wounded|injured|ambushed|fired|dismissed)\b|"
    r"[^.,;]{0,30}?\bunder (?:house )?arrest\b",
    re.IGNORECASE,
)
"""After a number of policemen or troops to whom something happened, and who were not sent."""


def _personnel(view: SentenceView, zone: Stretch) -> Figure | None:
    """The people sent: the figures before forces in one list added up."""
    found = [
        figure
        for figure in view.passage.figures(zone)
        if figure.value is not None
        and _PERSONNEL.match(view.passage.text[figure.where.end : figure.where.end + 80])
        and not _BEFELL.match(view.passage.text, figure.where.end, view.stretch.end)
        # "Arresting 26 Barrio Azteca members"
        and not view.passage.groups_in(Stretch(figure.where.end, figure.where.end + _NEXT_NOUN))
    ]
    found = [figure for figure in found if (figure.whole or 0) > 5]
    if not found:
        return None
    total = found[0]
    for figure in found[1:]:
        between = view.passage.text[total.where.end : figure.where.start]
        if (
            re.fullmatch(
                r",?\s+(?:[\w'-]+\s+){0,6}and\s+(?:(?:an|some|about|another|additional|over|nearly)\s+)*", between
            )
            and total.value is not None
            and figure.value is not None
        ):
            total = Figure(Stretch(total.where.start, figure.where.end), total.value + figure.value, total.op)
        else:
            break
    return total
