"""What a PDF of ours says, read from the file itself: its fonts' own tables tell which glyph is which sign.

Made for what typst writes (objects not packed into streams, two-byte glyph numbers, a ToUnicode table a font).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\s?endobj", re.DOTALL)
_STREAM = re.compile(rb"^(<<.*?>>)\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\n")
_FONT_OR_STRING = re.compile(rb"/(f\d+) [\d.]+ Tf|[(]|<([0-9A-Fa-f]+)>", re.DOTALL)
_MARK = re.compile(rb"/\w+<<.*?>>\s*BDC", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(data: bytes) -> str:
    """Return the text of every page in the order of the file, without spaces."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    return "".join(_page(page, objects) for page in pages)


def embedded_fonts(data: bytes) -> set[str]:
    """Return the names of the fonts whose outlines lie in the file."""
    return {
        name.decode() for name in re.findall(rb"/FontName/[A-Z]{6}\+([\w-]+)[^>]*?/FontFile3 \d+ 0 R", data)
    }


def page_count(data: bytes) -> int:
    return len(re.findall(rb"/Type/Page/", data))


def _page(page: bytes, objects: dict[int, bytes]) -> str:
    resources = objects[_reference(rb"Resources", page)]
    fonts = {
        name.decode(): _signs(objects[_reference(rb"ToUnicode", objects[int(number)])])
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    content = _inflated(objects[_reference(rb"Contents", page)])
    signs: dict[int, str] = {}
    text = []
    for font, glyphs in _strings(_MARK.sub(b"", content)):
        signs = fonts[font] if font else signs
        pairs = zip(glyphs[::2], glyphs[1::2], strict=True)
        text.append("".join(signs.get(high << 8 | low, "\ufffd") for high, low in pairs))
    return "".join(text).replace(" ", "")


def _strings(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each change of font, and each string that is shown, in the order of the page."""
    place = 0
    while found := _FONT_OR_STRING.search(content, place):
        font, digits = found.groups()
        place = found.end()
        if font:
            yield font.decode(), b""
        elif digits:
            yield "", bytes.fromhex(digits.decode())
        else:
            end = _end(content, place)
            yield "", _unescaped(content[place:end])
            place = end + 1


def _end(content: bytes, place: int) -> int:
    """Return where a literal string ends: its brackets may stand in pairs, an escaped one does not count."""
    depth = 1
    while depth:
        sign = content[place : place + 1]
        depth += (sign == b"(") - (sign == b")")
        place += 2 if sign == b"\\" else 1
    return place - 1


def _reference(name: bytes, body: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found is not None, f"the object names no {name!r}"
    return int(found.group(1))


def _inflated(body: bytes) -> bytes:
    found = _STREAM.match(body)
    assert found is not None
    return zlib.decompress(found.group(2))


def _signs(body: bytes) -> dict[int, str]:
    """Return {glyph: sign} of a ToUnicode table that lists glyph by glyph."""
    table = _inflated(body)
    assert b"beginbfrange" not in table
    part = table[table.index(b"beginbfchar") :]
    return {
        int(glyph, 16): bytes.fromhex(sign.decode()).decode("utf-16-be")
        for glyph, sign in _CHAR.findall(part)
    }


def _unescaped(literal: bytes) -> bytes:
    return re.sub(
        rb"\\([0-7]{1,3}|.)",
        lambda found: (
            bytes([int(found.group(1), 8)])
            if found.group(1)[:1].isdigit()
            else _ESCAPES.get(found.group(1), found.group(1))
        ),
        literal,
        flags=re.DOTALL,
    )
