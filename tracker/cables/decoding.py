"""From the bytes of a file to text, whatever they were written in. No byte is dropped, and none is read in two ways.

UTF-8 is tried first; where bytes are none of it, they alone are read as Windows-1252, so that a file of both loses
nothing. A file that begins with the mark of another encoding, or declares one in its markup, is read in that.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from tracker.cables.model import Guess
from tracker.errors import NoCableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL_CHARACTERS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_SAMPLE = 8_192
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{3,24})", re.IGNORECASE)
_HEAD = 2_048
_WESTERN = frozenset(("utf-8", "iso8859-1", "iso8859-15", "cp1252", "ascii"))
_WRITTEN_HERE = (range(0x1E00, 0x2C00), range(0xFB00, 0x10000), range(0x1F000, 0x1FB00))
"""The characters beyond two bytes that a file of mixed encodings can mean: letters, signs, emoji; no other scripts."""
_REPLACEMENT = "\ufffd"
_MOST_LOST = 1_000
MAXIMUM_BYTES = 32_000_000
"""The largest file that is decoded as one page or telegram."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and what had to be guessed to get it."""

    text: str
    guesses: tuple[Guess, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a file. Soft hyphens and characters without width are kept: spans count them.

    Characters that cannot be read become U+FFFD, and a guess says how many. Raises NoCableError for an empty file or
    one too large, for binary data, and where more than a thousand characters, or one of twenty, cannot be read.
    """
    if not data or data.isspace():
        raise NoCableError("the file is empty")
    if len(data) > MAXIMUM_BYTES:
        raise NoCableError(f"a file of {len(data)} bytes is larger than any page of a cable")
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", None))
    encoding = encoding or _unmarked_utf_16(data)
    if encoding and encoding != "utf-8":
        text = data[len(mark) :].decode(encoding, errors="replace")
    else:
        if _is_binary(data):
            raise NoCableError("binary data")
        text = _text(data[len(mark) :])
    if not text or text.isspace():
        raise NoCableError("the file is empty")
    lost = text.count(_REPLACEMENT) if _REPLACEMENT in text else 0
    if not lost:
        return Decoded(text)
    if lost > min(_MOST_LOST, len(text) // 20):
        raise NoCableError(f"{lost} of {len(text)} characters cannot be read")
    return Decoded(text, (Guess("document", f"{lost} characters could not be read; U+FFFD stands for each"),))


def decode_piece(data: bytes) -> str:
    """The text of a piece of a stream that was cut at a line's end: UTF-8, and Windows-1252 where it is none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _mixed(data)


def _is_binary(beginning: bytes) -> bool:
    """Whether the beginning of a file has more control characters than any text of one byte a letter."""
    sample = beginning[:_SAMPLE]
    return len(sample) - len(sample.translate(None, _CONTROL_CHARACTERS)) > len(sample) // 200


def _unmarked_utf_16(data: bytes) -> str | None:
    """UTF-16 without its mark, told by the zero bytes of its Latin letters."""
    sample = data[:1_000]
    if len(sample) < 8 or sample.count(0) * 5 < len(sample) * 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = _declared(data)
        return data.decode(declared, errors="replace") if declared else _mixed(data)


def _declared(data: bytes) -> str | None:
    """The encoding that markup declares, if it is one of bytes (as all are that were ever declared) and not Western."""
    match = _DECLARED.search(data, 0, _HEAD) if b"<" in data[:_HEAD] else None
    if not match:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
        b"a".decode(name)  # not every codec decodes bytes to text
    except (LookupError, ValueError):
        return None
    return None if name in _WESTERN or name.startswith("utf") else name


def _mixed(data: bytes) -> str:
    """What is UTF-8 as such, each other byte as Windows-1252; the five that this leaves undefined become U+FFFD.

    In a file that is not all UTF-8, "é »" with a space that does not break is French, not a Chinese character.
    """
    return data.decode("utf-8", errors="surrogateescape").translate(_Western())


class _Western(dict[int, int | str]):
    """Characters of mixed encodings as what they mean. Bytes that are no UTF-8 come as surrogates, as no others do."""

    def __missing__(self, code: int) -> int | str:
        if code < 0x800 or any(code in written for written in _WRITTEN_HERE):
            self[code] = code
        else:
            self[code] = chr(code).encode("utf-8", errors="surrogateescape").decode("windows-1252", errors="replace")
        return self[code]
