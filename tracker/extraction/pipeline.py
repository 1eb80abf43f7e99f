"""From a cable to its reports: scope, sentences, the rules of each kind, merging.

Deterministic: one cable, one tuple of reports, in the order of the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.cables.model import Cable
from tracker.extraction import grammar
from tracker.extraction.afterwards import dated_afterwards
from tracker.extraction.antecedents import with_antecedents
from tracker.extraction.arrests import arrests
from tracker.extraction.attacks import attacks
from tracker.extraction.attribution import attributed
from tracker.extraction.beginnings import SentenceView
from tracker.extraction.companions import like_companions, without_heralds
from tracker.extraction.crops import with_crops
from tracker.extraction.deployment_clauses import may_tell
from tracker.extraction.drafts import Draft
from tracker.extraction.episodes import episodes
from tracker.extraction.eradication import eradications, without_crops
from tracker.extraction.finds import with_finds
from tracker.extraction.finishing import report
from tracker.extraction.frames import is_told_by_clause, reframed
from tracker.extraction.harms import harms
from tracker.extraction.hedges import is_denied_after
from tracker.extraction.homes import country_of, home_of
from tracker.extraction.homicide_figures import TOPIC
from tracker.extraction.homicide_lists import listed
from tracker.extraction.homicide_statistic import Statistic, after_table, spoken_of
from tracker.extraction.homicides import homicides
from tracker.extraction.kidnapping_figures import kidnapping_figures
from tracker.extraction.merging import merged
from tracker.extraction.operations import operations
from tracker.extraction.passages import Passage, passages
from tracker.extraction.posts import post_of
from tracker.extraction.progress import run_from_start
from tracker.extraction.results import with_operations
from tracker.extraction.retellings import with_retellings
from tracker.extraction.scene import lists_of_places, staged
from tracker.extraction.scope import in_scope, is_tagged, may_be_mexican, speaks_of_it, tells_of_a_campaign
from tracker.extraction.seizures import seizures
from tracker.extraction.sentences import Stretch
from tracker.extraction.series import told_apart
from tracker.extraction.summaries import with_summaries
from tracker.extraction.tables import Ground, tables
from tracker.extraction.takings import with_takings
from tracker.extraction.triggers import triggers
from tracker.extraction.zones import Trigger, zones
from tracker.reports import DateInterval, Kind, Place, Report

_SUBJECT_LENGTH = 400
_LONG_DAYS = 250
_NEIGHBOURS = 1
_OF_PEOPLE = frozenset({"attack", "arrest"})


def extract(cable: Cable) -> tuple[Report, ...]:
    """The reports of a cable in the order of their main quotes; none where it does not speak of organised crime."""
    if not in_scope(cable):
        return ()
    grammar.forget()
    marked, home, nationwide = read_passages(cable)
    ground = Ground(home, nationwide, of_killings=bool(TOPIC.search(cable.subject or "")))
    whole = is_tagged(cable) or speaks_of_it(cable.subject or "")
    campaigns = may_be_mexican(cable)
    near = [
        not passage.paragraph.ordinal or whole or _near_scope(marked, position, campaigns=campaigns)
        for position, passage in enumerate(marked)
    ]
    _expect([passage for passage, is_near in zip(marked, near, strict=True) if is_near])
    drafts: list[Draft] = []
    statistic: Statistic | None = None
    for passage, is_near in zip(marked, near, strict=True):
        spoken = statistic is not None and statistic.reaches(passage, 0)
        headed = bool(TOPIC.search(passage.paragraph.heading or ""))
        table = tables(cable.document, passage, replace(ground, of_killings=ground.of_killings or spoken or headed))
        drafts.extend(table.drafts)
        if not is_near:
            continue
        told: list[Draft] = []
        for index, sentence in enumerate(passage.sentences):
            if any(sentence.overlaps(part) for part in table.covered):
                statistic = after_table(statistic, table.drafts, index)
                continue
            found_triggers = _triggers(passage, index)
            uncut = [*(mention.where for mention in passage.dates_in(sentence)), *lists_of_places(passage, sentence)]
            view = SentenceView(
                passage=passage,
                index=index,
                zones=zones(passage.text, sentence, found_triggers, whole=uncut),
                home=home,
                nationwide=nationwide,
                statistic=statistic,
            )
            found_here = _of_sentence(view)
            told.extend(found_here)
            statistic = spoken_of(statistic, found_here, index)
        drafts.extend(episodes(told))
    told_alone = like_companions(attributed(dated_afterwards(with_antecedents(_bodies_first(drafts), marked))))
    found = [draft for draft in merged(run_from_start(told_alone)) if draft.anchored]
    found = with_summaries(without_heralds(with_retellings(found)))
    found = with_operations([_ended_today(_nationwide(draft, nationwide)) for draft in found])
    return tuple(sorted((report(draft) for draft in found), key=lambda one: (one.quote, one.kind)))


def _expect(read: Sequence[Passage]) -> None:
    """Tell of which sentences the rules will ask the clauses."""
    for passage in read:
        asked = (sentence for index, sentence in enumerate(passage.sentences) if _is_told_by_clauses(passage, index))
        grammar.expect(passage.text, asked)


def _is_told_by_clauses(passage: Passage, index: int) -> bool:
    """Whether the words of a sentence tell already that the rules will ask its clauses."""
    found = triggers(passage.text, passage.sentences[index])
    of_people = any(trigger.family in _OF_PEOPLE or is_told_by_clause(passage, trigger) for trigger in found)
    return of_people or may_tell(passage, index)


def read_passages(cable: Cable) -> tuple[tuple[Passage, ...], Place | None, Place | None]:
    """The cable's paragraphs with all that the rules look for marked, its one home if it has one, and its country."""
    today = cable.created.date() if cable.created else date.max
    post = post_of(cable.reference_id)
    marked = passages(cable.paragraphs, today, post)
    home = home_of(marked, post)
    nationwide = country_of(cable, marked, post)
    return tuple(staged(marked, post, home)), home, nationwide


def _triggers(passage: Passage, index: int) -> tuple[Trigger, ...]:
    """The words of a sentence that tell of events, and the people, crops and goods that tell of one by themselves."""
    found = reframed(passage, triggers(passage.text, passage.sentences[index]))
    for more in (with_takings, with_crops, with_finds):
        found = more(passage, index, found)
    return found


def with_reports(cable: Cable, _source: str) -> tuple[Cable, tuple[Report, ...]]:
    """The cable with its reports."""
    return cable, extract(cable)


def _ended_today(draft: Draft) -> Draft:
    """The draft; a total over a period that is still running ends on the cable's own day."""
    today, told = draft.passage.today, draft.date
    if told is None or not draft.aggregate or not told.start <= today < told.end:
        return draft
    return replace(draft, date=DateInterval(told.start, today))


def _nationwide(draft: Draft, country: Place | None) -> Draft:
    """The draft; a total over a long period that names no place counts the whole country."""
    long = draft.date is not None and (draft.date.end - draft.date.start).days > _LONG_DAYS
    if country is None or not draft.aggregate or not long or draft.own_place or draft.operation:
        return draft
    return replace(draft, places=(country,))


def _bodies_first(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those of the subject line, which sums up what the body tells."""
    return [draft for draft in drafts if draft.passage.paragraph.ordinal or len(draft.passage.text) > _SUBJECT_LENGTH]


def _of_sentence(view: SentenceView) -> list[Draft]:
    following = view.passage.sentences[view.index + 1 : view.index + 2]
    if view.zones and following and is_denied_after(view.passage.words(following[0])):
        return []
    lists = listed(view)
    kidnapped, of_kidnappings = kidnapping_figures(view)
    counts, claimed = homicides(view)
    inside = [draft.zone for draft in lists]
    counts = [_without_listed(draft, lists, view.nationwide) for draft in counts]
    counts = [draft for draft in counts if not any(_reads(draft, zone) for zone in inside)]
    if not view.zones:
        return [*operations(view), *counts, *lists, *kidnapped]
    acts = [
        *operations(view),
        *arrests(view),
        *without_crops([*seizures(view), *eradications(view)]),
        *attacks(view, [*claimed, *inside, *of_kidnappings]),
    ]
    acts = [*acts, *([] if any(draft.kind is Kind.ATTACK for draft in acts) else harms(view))]
    acts = [draft for draft in told_apart(view, acts) if not _is_counted(draft, [*counts, *lists])]
    return [*acts, *counts, *lists, *kidnapped]


def _without_listed(count: Draft, lists: Sequence[Draft], country: Place | None) -> Draft:
    """The count without the places that have figures of their own in a list; the whole country where none is left."""
    listed_places = {place for draft in lists for place in draft.places}
    kept = tuple(place for place in count.places if place not in listed_places)
    whole = (country,) if country is not None and len(listed_places) > 1 else count.places
    return replace(count, places=kept or whole)


def _is_counted(draft: Draft, counts: Sequence[Draft]) -> bool:
    """Whether an attack's dead are those of a published figure in the same sentence, or of several together."""
    if draft.kind is not Kind.ATTACK or draft.killed is None:
        return False
    figures = [reading.where for count in counts for reading in count.readings if reading.field == "count"]
    if any(where.overlaps(one.where) for one in draft.readings if one.field == "killed" for where in figures):
        return True
    counted = [count.count for count in counts if count.date == draft.date and count.count is not None]
    return draft.killed in counted or (len(counted) > 1 and draft.killed == sum(counted))


def _reads(draft: Draft, zone: Stretch) -> bool:
    return any(reading.field == "count" and reading.where.overlaps(zone) for reading in draft.readings)


def _near_scope(marked: Sequence[Passage], position: int, *, campaigns: bool) -> bool:
    """Whether the passage speaks of organised crime or, where campaigns count, one beside it or it of a campaign."""
    if campaigns and tells_of_a_campaign(marked[position].text):
        return True
    reach = _NEIGHBOURS if campaigns else 0
    return any(speaks_of_it(passage.text) for passage in marked[max(0, position - reach) : position + reach + 1])
