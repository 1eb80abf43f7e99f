from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cables import decoding
from tracker.cables.decoding import decode, decode_piece
from tracker.cables.settling import decoded_once, settled
from tracker.errors import NoCableError

PROSE = "Señor Peña’s café — 5 € — naïve Łódź\n"


@pytest.mark.parametrize(
    "data",
    [
        PROSE.encode(),
        codecs.BOM_UTF8 + PROSE.encode(),
        PROSE.encode("utf-16"),
        codecs.BOM_UTF16_BE + PROSE.encode("utf-16-be"),
        PROSE.encode("utf-16-le"),
        PROSE.encode("utf-16-be"),
        PROSE.encode("utf-32"),
        codecs.BOM_UTF32_BE + PROSE.encode("utf-32-be"),
    ],
    ids=[
        "utf-8",
        "utf-8-mark",
        "utf-16",
        "utf-16-be",
        "utf-16-le-unmarked",
        "utf-16-be-unmarked",
        "utf-32",
        "utf-32-be",
    ],
)
def test_every_unicode_encoding_is_known(data: bytes) -> None:
    assert decode(data).text == PROSE
    assert decode(data).guesses == ()


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1251", "<meta charset='windows-1251'>Правда"),
        ("koi8-r", '<?xml version="1.0" encoding="koi8-r"?>Правда'),
        ("iso8859-2", "<meta http-equiv=Content-Type content='text/html; charset = iso-8859-2'>Łódź"),
        ("windows-1252", "<meta charset=iso-8859-1>“café”"),
        ("windows-1252", "<meta charset=utf-8>“café”"),
        ("windows-1252", "<meta charset=no-such-thing>“café”"),
        ("windows-1252", "<meta charset=hex>“café”"),
        ("windows-1252", "charset=koi8-r, said the café"),
    ],
)
def test_what_is_no_utf_8_is_read_as_its_markup_declares_or_as_windows_1252(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


@given(st.lists(st.tuples(st.sampled_from(("utf-8", "windows-1252")), st.text("abc éñ’€“\n", max_size=9)), max_size=9))
def test_both_in_one_file_lose_nothing(pieces: list[tuple[str, str]]) -> None:
    # A letter before each piece, so that no byte of one looks like the end of a character of the one before.
    data = b"\xe9" + b"".join(b"a" + text.encode(encoding) for encoding, text in pieces)
    expected = "é" + "".join("a" + text for _, text in pieces)
    assert decode_piece(data) == decode(data).text == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    assert isinstance(decode_piece(data), str)
    try:
        text = decode(data).text
    except NoCableError:
        return
    assert text.strip()
    text.encode()  # no surrogate is left


def test_characters_that_are_lost_are_counted() -> None:
    decoded = decode(b"The town says little. " * 9 + b"\x81 and \x8d")
    (guess,) = decoded.guesses
    assert decoded.text.count("\ufffd") == 2
    assert (guess.field, guess.reason.split()[0]) == ("document", "2")
    with pytest.raises(NoCableError, match="cannot be read"):
        decode(b"little" + b"\x81" * 9)
    with pytest.raises(NoCableError, match="cannot be read"):
        decode(b"The town says little. " * 9_000 + b"\x81" * 1_001)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (codecs.BOM_UTF16_LE, "empty"),
        (codecs.BOM_UTF8 + b"\n", "empty"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 9, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "binary"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NoCableError, match=reason):
        decode(data)


def test_a_file_that_is_too_large_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAXIMUM_BYTES", 3)
    assert decode(b"abc").text == "abc"
    with pytest.raises(NoCableError, match="4 bytes"):
        decode(b"abcd")


def test_control_characters_make_a_file_binary_only_where_they_are_many() -> None:
    with pytest.raises(NoCableError, match="binary"):
        decode(b"rain\x00" * 9)
    assert decode(b"The town says little. " * 90 + b"\x02\x03\x00").text.endswith("\x02\x03\x00")
    assert decode(b"page one\x0cpage two\x1a\t\r\n\x1b[1m").text.startswith("page one\x0c")


def test_characters_are_settled_one_for_one() -> None:
    printed = "a\x00b\x92s\xa0d\x0ce\u2028f\x1ag\ud83d\x7f\u202f\x85"
    assert settled(printed) == "a b’s d\ne\nf g\ufffd  …"
    assert len(settled(printed)) == len(printed)
    for kept in ("line\r\nline\tcell", "soft\xadhyphen zero\u200bwidth \ufeffmark", "señor ¶1. 5 €"):
        assert settled(kept) == kept


def encoded_twice(text: str, taken_for: str = "windows-1252") -> str:
    return text.encode().decode(taken_for)


@pytest.mark.parametrize("text", ["Señor Peña", "naïve – “café” €", "Łódź", "¶1. (C) Sí", "Правда", "😀 à"])
@pytest.mark.parametrize("taken_for", ["windows-1252", "latin-1"])
def test_what_was_encoded_twice_is_decoded_twice(text: str, taken_for: str) -> None:
    try:
        printed = encoded_twice(text, taken_for)
    except UnicodeDecodeError:  # Windows-1252 leaves five bytes undefined: nobody can have taken them for it
        printed = encoded_twice(text, "latin-1")
    assert decoded_once(printed) == text


@pytest.mark.parametrize(
    "text",
    ["SÃO PAULO", "São Paulo", "Ãé", "Señor encoded PeÃ±a", "Â", "Ângela ©", "Ä ß Å", "10 £ and Ã", "plain", "â\u20ac"],
)
def test_what_may_be_meant_is_left(text: str) -> None:
    assert decoded_once(text) == text


@given(st.text("aé’ñ£Ãâ€ Â©¶1.\n", max_size=40))
def test_nothing_is_decoded_that_would_not_encode_to_the_same(text: str) -> None:
    once = decoded_once(text)
    assert once == text or all(character in text or ord(character) > 0x7F for character in once)
    assert decoded_once(once.encode("ascii", "ignore").decode()) == once.encode("ascii", "ignore").decode()
