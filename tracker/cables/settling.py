"""The characters of a telegram as decoded, settled: what circuits, old encodings and converters made of them, undone.

Nothing is dropped: but for characters that were encoded twice, each character stays or becomes one other.
"""

from __future__ import annotations

import re

_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\u2007\u2028\u2029\u202f\ud800-\udfff]")
_ODD_BYTES = bytes((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA1)))
_SPACES = (*range(9), *range(0x0E, 0x20), 0x7F, 0xA0, 0x2007, 0x202F)
_BREAKS = (0x0B, 0x0C, 0x2028, 0x2029)
_SETTLED = {
    # Windows-1252 once taken for Latin-1.
    **{byte: bytes((byte,)).decode("windows-1252", errors="replace") for byte in range(0x80, 0xA0)},
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_BREAKS, "\n"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}

_BYTES = {
    **{chr(byte): byte for byte in range(0x80, 0x100)},
    **{
        bytes((byte,)).decode("windows-1252"): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"
    },
}
_FOLLOWING = "".join(character for character, byte in _BYTES.items() if byte < 0xC0)
_SIGNS = ("Ã", "Â", "â", "Å", "Ä", "Ð", "Ñ", "Î", "Ï", "Ø", "Ù")
_TWICE = re.compile(
    rf"[\xc2-\xdf][{_FOLLOWING}]|[\xe0-\xef][{_FOLLOWING}]{{2}}|[\xf0-\xf4][{_FOLLOWING}]{{3}}|(?P<alone>[\xc0-\xff])"
)


def settled(text: str) -> str:
    """The text with spaces for control characters and for spaces that do not break, and line ends for form feeds.

    Windows-1252 that was taken for Latin-1 becomes what it was. The length does not change.
    """
    return text.translate(_SETTLED) if _has_odd(text) else text


def _has_odd(text: str) -> bool:
    try:
        # The quickest way to ask, and possible of nearly every telegram.
        letters = text.encode("latin-1")
    except UnicodeEncodeError:
        return _ODD.search(text) is not None
    return len(letters.translate(None, _ODD_BYTES)) < len(letters)


def decoded_once(text: str) -> str:
    """The text, with UTF-8 that was taken for Windows-1252 and encoded again ("Ã©") made one character again ("é").

    Only where all accented letters of the text come in such pairs: one that stands alone shows that it was read right.
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    pieces: list[str] = []
    at = 0
    for match in _TWICE.finditer(text):
        character = None if match["alone"] else _once(match.group())
        if character is None:
            return text
        pieces += text[at : match.start()], character
        at = match.end()
    return "".join([*pieces, text[at:]])


def _once(printed: str) -> str | None:
    try:
        return bytes(_BYTES[character] for character in printed).decode("utf-8")
    except UnicodeDecodeError:
        return None
