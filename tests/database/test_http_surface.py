"""Whatever is asked of the server: it has an answer that its description tells, never fails, and repeats no markup."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from starlette.routing import Route

from feeds.asking.question import FIELDS
from feeds.asking.routes import Answers
from feeds.description import description
from feeds.monitoring import monitored, nothing_here
from tests.database.test_questions_over_http import client

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.unit.feeds.test_server import Client
    from tracker.database import Database
    from tracker.types import JsonObject

DESCRIBED = json.loads(description())
PARAMETERS = DESCRIBED["components"]["parameters"]
MARKUP = "\"'><script>alert(1)</script>"
_AROUND_THE_SITE = {"/metrics", "/health/live", "/health/ready"}
_EXAMPLES = 40

words = st.text(max_size=30) | st.sampled_from([MARKUP, "gulf", "arrest", "MX-TAM", "-1", "%00", "../..", "{form}", ""])


@pytest.fixture(scope="module")
def asked(sampled: Database, tmp_path_factory: pytest.TempPathFactory) -> Client:
    return client(sampled, tmp_path_factory.mktemp("public"))


def valid(schema: JsonObject) -> st.SearchStrategy[str]:
    """Values that a parameter's schema allows."""
    match schema:
        case {"enum": [*values]}:
            return st.sampled_from([str(value) for value in values])
        case {"pattern": str(pattern)}:
            return st.from_regex(pattern.removesuffix("$") + r"\Z", alphabet=st.characters(codec="ascii"))
        case {"type": "integer"}:
            return st.integers(0, 2**63 - 1).map(str)
        case {"items": dict(items)}:
            return valid(items)
    return st.text(max_size=30)


def values(name: str) -> st.SearchStrategy[str]:
    """Values for a parameter of the description, and others."""
    return valid(PARAMETERS[name]["schema"]) | words


@st.composite
def described(draw: st.DrawFn) -> tuple[str, str]:
    """A path of the description, and an address of it."""
    path = draw(st.sampled_from([each for each in DESCRIBED["paths"] if each not in _AROUND_THE_SITE]))
    address = path
    for name in re.findall(r"{(\w+)}", path):
        address = address.replace(f"{{{name}}}", quote(draw(values(name)), safe=""))
    named = [ref(each) for each in DESCRIBED["paths"][path]["get"].get("parameters", ())]
    names = st.sampled_from([*(name for name in named if PARAMETERS[name]["in"] == "query"), "other"])
    query = draw(st.lists(names.flatmap(lambda name: st.tuples(st.just(name), values_or_words(name))), max_size=4))
    return path, f"{address}?{urlencode(query)}" if query else address


def values_or_words(name: str) -> st.SearchStrategy[str]:
    return values(name) if name in PARAMETERS else words


def ref(told: dict[str, str]) -> str:
    return told["$ref"].rpartition("/")[2]


def test_all_that_the_server_answers_is_described(database: Database, tmp_path: Path) -> None:
    around = monitored(nothing_here(), dict)
    routes = [*Answers(database.engine("reader"), tmp_path, 60).routes, *around.routes]
    paths = {re.sub(r"\.(?:atom|rss|json)$", ".{form}", each.path) for each in routes if isinstance(each, Route)}
    assert paths <= set(DESCRIBED["paths"])
    assert paths >= _AROUND_THE_SITE
    asks = {ref(each) for each in DESCRIBED["paths"]["/search"]["get"]["parameters"]}
    assert asks == set(FIELDS)


def test_the_description_names_nothing_that_it_does_not_have() -> None:
    for path, operation in DESCRIBED["paths"].items():
        named = [ref(each) for each in operation["get"].get("parameters", ())]
        assert {name for name in named if PARAMETERS[name]["in"] == "path"} == set(re.findall(r"{(\w+)}", path))
        assert {ref(each) for each in operation["get"]["responses"].values()} <= set(
            DESCRIBED["components"]["responses"]
        )
    for path in ("/", "/cartels", "/operations", "/people", "/kinds", "/states", "/feeds/all.atom", "/trust"):
        assert path.replace("atom", "{form}") in DESCRIBED["paths"]


def test_the_description_is_served(asked: Client) -> None:
    answer = asked.get("/openapi.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json() == DESCRIBED


@settings(max_examples=_EXAMPLES, deadline=None)
@given(asking=described())
def test_what_is_described_is_answered_as_described(asked: Client, asking: tuple[str, str]) -> None:
    path, address = asking
    answer = asked.get(address)
    is_harmless(answer)
    # A value may make another path of it, for which there is at the most nothing.
    assert str(answer.status_code) in {*DESCRIBED["paths"][path]["get"]["responses"], "404"}, (address, answer.text)


@settings(max_examples=_EXAMPLES, deadline=None)
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]),
    pieces=st.lists(words, max_size=4),
    query=st.text(max_size=60) | st.just(quote(MARKUP)) | st.just("q=" + "a" * 3_000),
    headers=st.dictionaries(
        st.sampled_from(["If-None-Match", "If-Modified-Since", "Accept-Encoding", "Host", "Range"]),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30),
        max_size=2,
    ),
)
def test_whatever_is_asked_has_an_answer(
    asked: Client, method: str, pieces: list[str], query: str, headers: dict[str, str]
) -> None:
    address = "/" + "/".join(map(partial(quote, safe=""), pieces))
    for start in ("", "/search", "/feeds/search.json", "/developments.jsonl"):
        is_harmless(asked.request(method, f"{start or address}?{quote(query, safe='=&')}", headers))


def is_harmless(answer: httpx.Response) -> None:
    """Whether an answer is no failure of the server's, and none that a browser takes for more than it is."""
    # Where much else is done, who asks may have to come again.
    assert answer.status_code < 500 or (answer.status_code == 503 and "Retry-After" in answer.headers), answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    kind = answer.headers.get("Content-Type", "text/plain")
    if kind.startswith(("application/atom", "application/rss")) and answer.content:
        etree.fromstring(answer.content)
    if not kind.startswith(("text/plain", "application/json", "application/feed+json", "application/jsonl")):
        assert MARKUP not in answer.text
        assert "<script" not in answer.text
