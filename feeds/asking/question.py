"""A question: what the parameters of an address ask for, checked, and the one address that stands for it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from feeds import wording
from feeds.formats import Format
from feeds.topics import Family, Topic, kind_of, kind_slug
from tracker import registers
from tracker.decision_events import ReviewStatus
from tracker.errors import TrackerError
from tracker.reports import Kind

FIELDS = ("cartel", "kind", "operation", "person", "q", "review", "state")
"""What can be asked by, in the order that addresses have them in."""
_FAMILIES = {"cartel": "cartels", "operation": "operations", "state": "states"}
_SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_STATE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_LONGEST = 200
_MOST = 10


class QuestionError(TrackerError):
    """This question cannot be answered."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked for: any of the values of a field, and something of every field that has values.

    `cartel`, `operation` and `person` are slugs, `state` codes (MX-TAM), `kind` slugs of kinds of events (arrest), `q`
    words to be found in the paragraphs that tell it, as `tracker search` takes them; `review` whether people checked it
    (machine, confirmed, corrected).
    """

    cartel: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    operation: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    q: str = ""
    review: tuple[str, ...] = ()
    state: tuple[str, ...] = ()

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The parameters that ask for it, in their order."""
        return [
            (name, value) for name in FIELDS for value in ([self.q] if name == "q" else getattr(self, name)) if value
        ]

    @property
    def query(self) -> str:
        """The query part of its address: the same for every way of asking the same."""
        return urlencode(self.parameters, quote_via=quote)

    @property
    def kinds(self) -> list[str]:
        """The kinds of events as the views call them."""
        return [kind_of(slug) for slug in self.kind]


def question(parameters: Iterable[tuple[str, str]]) -> Question:
    """What the parameters of an address ask for, in whatever order they stand.

    Raises QuestionError, in words for who asked, where one is unknown, has no such value, or nothing is asked for.
    """
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        if name not in FIELDS:
            raise QuestionError(f"there is no parameter {name[:_LONGEST]!r}; there are {', '.join(FIELDS)}")
        if len(value) > _LONGEST:
            raise QuestionError(f"the value of {name} has more than {_LONGEST} characters")
        if value.strip():
            given.setdefault(name, []).append(unicodedata.normalize("NFC", wording.plain(value)))
    if not given:
        raise QuestionError(f"nothing is asked for: give at least one of {', '.join(FIELDS)}; /feeds lists all feeds")
    if len(given.get("q", ())) > 1:
        raise QuestionError("give q once, with all its words")
    if any(len(values) > _MOST for values in given.values()):
        raise QuestionError(f"more than {_MOST} values of one parameter")
    return Question(
        q=" ".join(given.get("q", [""])[0].split()),
        **{
            name: tuple(sorted({_value(name, value) for value in given.get(name, ())}))
            for name in FIELDS
            if name != "q"
        },
    )


def _value(name: str, value: str) -> str:
    if name == "state":
        code = value.upper()
        if not _STATE.fullmatch(code):
            raise QuestionError(f"{value!r} is no code of a state, such as MX-TAM")
        return code
    if name == "review":
        status = value.lower()
        if status not in map(str, ReviewStatus):
            raise QuestionError(f"{value!r} is no review status; there are {', '.join(ReviewStatus)}")
        return status
    slug = value.lower().replace("_", "-")
    if not _SLUG.fullmatch(slug):
        raise QuestionError(f"{value!r} is no {name}; its short name in the addresses of this site is meant")
    if name == "kind" and slug not in map(kind_slug, Kind):
        raise QuestionError(f"{value!r} is no kind; there are {', '.join(map(kind_slug, Kind))}")
    return slug


def check(asked: Question, known: Mapping[str, Collection[str]]) -> None:
    """See that there are such groups, operations, states and people; those known and quiet are.

    `known` has, by field, the values that the views know of those asked for. Raises QuestionError (404).
    """
    registered: Mapping[str, Collection[str]] = {
        "cartel": registers.cartels(),
        "operation": registers.operations(),
        "state": registers.states(),
        "person": (),
    }
    for name, there in registered.items():
        for value in getattr(asked, name):
            if value not in there and value not in known.get(name, ()):
                raise QuestionError(f"there is no {name} {value!r}; /{_FAMILIES.get(name, 'people')} lists them", 404)


@dataclass(frozen=True, slots=True)
class QuestionTopic(Topic):
    """The feed of a question. Its `slug` is the question's query."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"search?{self.slug}")

    @property
    def page(self) -> str:
        """The search page with the same question."""
        return f"/search?{self.slug}"

    def address(self, form: Format, archive: str = "") -> str:
        """The one address of the question's feed; it has no archives."""
        assert not archive
        return f"/feeds/search.{form}?{self.slug}"


def topic(asked: Question, names: Mapping[tuple[str, str], str]) -> QuestionTopic:
    """The topic of a question; `names` has the names of groups and the like by field and value."""
    told = [*_named(asked, names), *([f"“{asked.q}”"] if asked.q else [])]
    return QuestionTopic(
        Family.ALL,
        asked.query,
        ", ".join(told),
        f"What the cables newly tell that answers a search: {', '.join(told)}.",
    )


def _named(asked: Question, names: Mapping[tuple[str, str], str]) -> Sequence[str]:
    return [
        " or ".join(names.get((name, value)) or _told(name, value) for value in getattr(asked, name))
        for name in FIELDS
        if name != "q" and getattr(asked, name)
    ]


def _told(name: str, value: str) -> str:
    return wording.words("review_label", value).lower() if name == "review" else value
