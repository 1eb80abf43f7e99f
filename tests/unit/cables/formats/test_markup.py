from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tracker.cables.formats.markup import Tag, attribute, is_markup, tags, unescaped
from tracker.cables.formats.preformatted import preformatted
from tracker.cables.formats.words import text_of, words_of
from tracker.errors import NoCableError


def names(markup: str) -> list[str]:
    return [("/" if tag.closing else "") + tag.name for tag in tags(markup) if tag.name]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>a</p>", ["p", "/p"]),
        ("<P CLASS=x>a<BR/></P>", ["p", "br", "/p"]),
        ("<a title='5 > 3' href=\"a>b\">x</a>", ["a", "/a"]),
        ("<a title=don't>x</a>", ["a", "/a"]),
        ("<h:table><o:p></o:p>", ["table", "p", "/p"]),
        ("<!-- <p> --><b>", ["b"]),
        ("<!-- <p>", ["p"]),
        ("<!DOCTYPE html><?xml version='1.0'?><b>", ["b"]),
        ("<script>if (a<b) '<p>'</script><b>", ["b"]),
        ("<script src='x'/><b>", ["b"]),
        ("<style>p { }", []),
        ("5 < 6, <john@example.org>, <http://example.org>, a<b and c>d", ["b"]),
        ("<p<b>", ["b"]),
        ("<>", []),
    ],
)
def test_tags(markup: str, expected: list[str]) -> None:
    assert names(markup) == expected


def test_attributes() -> None:
    (tag,) = tags("<a data-href=no HREF = '/x?a=1&amp;b=2' class=cable title=\"it's\" empty=''>")
    assert attribute(tag, "href") == "/x?a=1&b=2"
    assert attribute(tag, "class") == "cable"
    assert attribute(tag, "title") == "it's"
    assert attribute(tag, "empty") == ""
    assert attribute(tag, "id") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a &amp; b &lt;c&gt; &quot;d&quot; &#65;&#x42; &eacute;&nbsp;", 'a & b <c> "d" AB é\xa0'),
        ("AT&T R&D; Q&A &unknown; & &;", "AT&T R&D; Q&A &unknown; & &;"),
        ("a&ampb &notit; &copy", "a&ampb &notit; &copy"),
        ("one&#x000A;two&#10three&#146;s", "one\ntwo\nthree’s"),
        ("&#xD800;&#0;", "\ufffd\ufffd"),
    ],
)
def test_entities(text: str, expected: str) -> None:
    assert unescaped(text) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("  a\n   b &amp; c\n", "  a\n   b & c\n"),
        ("<a id='par1' href='#par1'>¶</a>1. (C)", "¶1. (C)"),
        ("a<br>b<br/>\nc<BR />&#x000A;d", "a\nb\nc\nd"),
        ("the <acronym title='a > b'>UN</acronym> and <a class=\"term\" href='/x'>NATO</a>", "the UN and NATO"),
        ("5 &lt; 6 &gt; 4 < 5", "5 < 6 > 4 < 5"),
        ("a &amp;amp; b&amp;#x000A;c &amp;lt;br&amp;gt;d", "a & b\nc \nd"),
        ("one#x000A;two", "one\ntwo"),
        ("see <john@example.org>", "see <john@example.org>"),
        ("a<!-- <b>not</b> -->b<script>c</script>", "ab"),
    ],
)
def test_words_of_a_preformatted_part(markup: str, expected: str) -> None:
    assert words_of(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One\n two.</p>\n<p>Three</p>", "One\ntwo.\n\nThree"),
        ("<div>a<br>b<br />\nc</div><div>d</div>", "a\nb\nc\nd"),
        ("<br>a<br><br>b", "a\n\nb"),
        ("<tr><td>\n a </td><td>b</td></tr>\n<tr><th>c</th><td>\n<a>d</a>\n</td></tr>", "a\tb\nc\td"),
        ("<ul><li>a<li>b</ul>c", "a\nb\n\nc"),
        ("a <b> b </b> c", "a b c"),
        ("x<pre>a\n  b</pre>y", "x\n\na\n  b\n\ny"),
        ("<pre>a<pre>b</pre>c</pre>", "a\n\nb\n\nc"),
        ("a&nbsp;b&#x000A;c", "a\xa0b\nc"),
        ("<title>a</title><script>b</script><noscript>c</noscript><select><option>d</select>e", "a\n\ne"),
        ("<textarea>a\n b</textarea>", "a\n b"),
        ("line one\n\n\nline two", "line one\n\nline two"),
    ],
)
def test_text_of_a_page(markup: str, expected: str) -> None:
    assert text_of(markup).strip("\n") == expected


@pytest.mark.parametrize(
    ("markup", "parts", "cut_off"),
    [
        ("<pre>a</pre> <PRE class=x>b</PRE>", ["a", "b"], False),
        ("<pre>a</pre><pre>b", ["a", "b"], True),
        ("<pre>a</pre><pre>b <a hr", ["a", "b "], True),
        ("<pre>a &#x00", ["a "], True),
        ("<pre>a<pre>b</pre>c</pre>d", ["a", "b", "c"], False),
        ("<pre>a<pre>b</pre> and furniture", ["a", "b"], False),
        ("<!-- <pre>a</pre> --><pre>b</pre>", ["b"], False),
        ("<h:pre>a</h:pre><prefix>b</prefix>", ["a"], False),
        ("no part", [], False),
    ],
)
def test_preformatted_parts(markup: str, parts: list[str], *, cut_off: bool) -> None:
    found, first, cut = preformatted(markup, 0)
    assert (found, cut) == (parts, cut_off)
    assert markup[first : first + 1] == ("<" if parts else "")


def test_pages_with_more_than_any_page_has_are_refused() -> None:
    with pytest.raises(NoCableError, match="preformatted parts"):
        preformatted("<pre>" * 1_100, 0)
    with pytest.raises(NoCableError, match="tags"):
        list(tags("<b>" * 400_001))


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("<html>", True),
        ("\n <?xml version='1.0'?>", True),
        ("<!doctype html>", True),
        ("<pre>a", True),
        ("<h:table>", True),
        ("words, then <a href='x'>one</a>", True),
        ("<strictly speaking>", False),
        ("see <http://example.org> and 5 </6", False),
        ("1. (C) rain", False),
    ],
)
def test_markup_is_told_from_text(text: str, *, markup: bool) -> None:
    assert is_markup(text) is markup


MARKUP = st.lists(
    st.sampled_from(
        (
            "<b>",
            "</b>",
            "<a href='x'>",
            "</a>",
            "rain",
            " ",
            "\n",
            "&amp;",
            "&#x000A;",
            "&lt;",
            "é",
            "¶",
            "1. (C) ",
            "5 > 4",
            '"',
            "'",
        )
    ),
    max_size=30,
).map("".join)


@given(MARKUP)
def test_the_words_of_a_part_are_those_that_a_parser_of_markup_finds(markup: str) -> None:
    (element,) = html.document_fromstring(f"<html><body><pre>x{markup}x</pre></body></html>").iter("pre")
    expected = "".join(str(words) for words in element.itertext())
    # What is still an entity when it has been resolved was encoded twice, and that our reader resolves too.
    if "&" not in expected:
        assert words_of(f"x{markup}x") == expected


def test_a_tag_is_a_tuple_of_what_it_says() -> None:
    assert list(tags("a<b c>")) == [Tag(1, 6, "b", False, " c")]
