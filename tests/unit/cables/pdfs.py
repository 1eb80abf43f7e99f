"""PDF files made for tests, by hand: pages of lines at places, in one font, as printers of cables write them."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field

import pypdf

WIDTH, HEIGHT = 612, 792
_FONT_SIZE, _LEADING = 10, 12


@dataclass(slots=True)
class Page:
    """A page: lines from the top left, words at places of their own, words that run upwards, and an image."""

    lines: list[str] = field(default_factory=list)
    placed: list[tuple[int, int, str]] = field(default_factory=list)
    upwards: list[str] = field(default_factory=list)
    image: bool = False

    def content(self, leading: int) -> bytes:
        parts = [b"q 612 0 0 792 0 0 cm /Im1 Do Q"] if self.image else []
        for number, line in enumerate(self.lines):
            parts.append(_shown(line, f"1 0 0 1 72 {HEIGHT - 72 - number * leading}"))
        parts += [_shown(words, f"1 0 0 1 {x} {y}") for x, y, words in self.placed]
        parts += [_shown(words, f"0 1 -1 0 {590 - 12 * n} 100") for n, words in enumerate(self.upwards)]
        return b"\n".join(parts)


def pdf(*pages: Page | list[str], font: str = "Courier", leading: int = _LEADING) -> bytes:
    """A PDF of these pages."""
    made = [page if isinstance(page, Page) else Page(page) for page in pages]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(made), b" ".join(b"%d 0 R" % n for n in _numbers(len(made)))),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>".encode(),
        _stream(
            b"\xff", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        ),
    ]
    for number, page in zip(_numbers(len(made)), made, strict=True):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s >> >>" % (number + 1, b"/XObject << /Im1 4 0 R >>" * page.image)
        )
        objects.append(_stream(page.content(leading)))
    return _file(objects)


def encrypted(data: bytes, password: str) -> bytes:
    """The PDF, which a password opens; an empty one opens it to everybody, and only says what may be done with it."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt(user_password=password, owner_password="somebody", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _numbers(count: int) -> range:
    return range(5, 5 + 2 * count, 2)


def _shown(words: str, place: str) -> bytes:
    text = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
    return b"BT /F1 %d Tf %s Tm (%s) Tj ET" % (_FONT_SIZE, place.encode(), text)


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<< /Filter /FlateDecode /Length %d %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def _file(objects: list[bytes]) -> bytes:
    data = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            len(data),
        )
    )
