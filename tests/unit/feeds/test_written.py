"""What was published is where written entries and articles are kept: taken out of it, they are as they were made."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds.documents import Document
from feeds.entries import Entry, Threads
from feeds.formats import Format
from feeds.pages import articles, views
from feeds.pages.articles import article
from feeds.pages.home import ARTICLE_LEVEL, NEWEST_SHOWN
from feeds.pages.render import Pages
from feeds.rendering import render, written
from feeds.topics import topics
from feeds.written import taken_out
from tests.unit.feeds.invented import ALL_FACTS, SITE, development, incident
from tests.unit.feeds.test_feed_rules import entries, rows
from tests.unit.feeds.test_formats import document, news

ALL = topics((), (), ())[0]


def documents(listed: Document) -> dict[Format, bytes]:
    return {form: render(listed, form, SITE) for form in Format}


def test_entries_are_taken_out_of_documents_as_they_were_written() -> None:
    listed = [each for each in (*entries(), *document(news()).entries) if isinstance(each, Entry)]
    told = [written(each) for each in listed]
    assert any(each.points for each in told)
    assert any(each.replies for each in told)
    assert taken_out(documents(Document(topic=ALL, entries=listed))) == told
    assert taken_out(documents(Document(topic=ALL, entries=()))) == []


@pytest.mark.parametrize("form", Format)
def test_a_document_of_written_entries_has_the_same_bytes(form: Format) -> None:
    told = taken_out(documents(Document(topic=ALL, entries=entries())))
    assert render(Document(topic=ALL, entries=told), form, SITE) == render(
        Document(topic=ALL, entries=entries()), form, SITE
    )


def test_documents_that_do_not_belong_together_give_nothing() -> None:
    several = documents(Document(topic=ALL, entries=entries()))
    fewer = documents(Document(topic=ALL, entries=entries()[1:]))
    assert taken_out({**several, Format.RSS: fewer[Format.RSS]}) == []


def test_articles_are_taken_out_of_a_page_as_they_were_made() -> None:
    told = rows()[::3][:NEWEST_SHOWN]
    listed = {
        str(row.development_id): article(views.news(row, Threads(told)), SITE.root, ARTICLE_LEVEL) for row in told
    }
    page = Pages(SITE, topics((), (), ()), Threads(told)).home(list(listed.values()), (), {})
    assert dict(articles.taken_out(page.body.decode())) == listed
    assert {each.names_people for each in listed.values()} == {True, False}
    assert all(each.date == datetime(2011, 1, 1, tzinfo=UTC).date() for each in listed.values())


def test_events_are_taken_out_of_the_page_of_a_topic_as_they_were_made() -> None:
    several = [incident(development(n, facts)) for n, facts in enumerate(ALL_FACTS, start=1)]
    listed = {str(row.incident_id): articles.line(row, SITE.root) for row in several}
    page = Pages(SITE, topics((), (), ()), Threads(())).topic(
        topics((), (), ())[-1], [], None, newest_archive="", archived=0, incidents=list(listed.values())
    )
    assert dict(articles.lines_taken_out(page.body.decode())) == listed
    assert {each.names_people for each in listed.values()} == {True, False}
    assert dict(articles.lines_taken_out("")) == {}
