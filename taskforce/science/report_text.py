"""Text of a report: plain words in which {{key}} names a figure. No Django, no clock.

A figure is a mapping with title, value (as printed, None when there is none), unit, withheld (why there is none).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KEY = re.compile(r"\{\{\s*([A-Za-z0-9_.:-]{1,80})\s*\}\}")
# What XML, and so .docx, cannot hold; tabs and line ends stay.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of plain words (`key` is empty) or one named figure as it prints."""

    words: str
    key: str = ""


def clean(text: str) -> str:
    """Return the text with one kind of line end and nothing that a document cannot hold."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def keys_in(*texts: str) -> list[str]:
    """Return the figures that the texts name, each once, in the order of first mention."""
    return list(dict.fromkeys(key for text in texts for key in KEY.findall(text)))


def in_print(figure: Mapping[str, Any] | None) -> str:
    """Return a figure as it prints: value and unit, or the reason why there is none. Never zero for nothing."""
    if figure is None:
        return "（没有这项数据）"
    value = figure.get("value")
    if value is None or value == "":
        return f"（暂无数据：{figure.get('withheld') or '没有记录'}）"
    unit = str(figure.get("unit") or "")
    return f"{value} {unit}" if unit.isascii() and unit and unit != "%" else f"{value}{unit}"


def pieces(text: str, figures: Mapping[str, Mapping[str, Any]]) -> Iterator[Piece]:
    """Yield the runs of a text in order, every named figure in its place."""
    at = 0
    for match in KEY.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()])
        yield Piece(in_print(figures.get(match[1])), match[1])
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])


def printed(text: str, figures: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text with each figure in the place of its name."""
    return "".join(piece.words for piece in pieces(text, figures))


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def fingerprint(sections: Sequence[Mapping[str, Any]], figures: Mapping[str, Any]) -> str:
    """Return the sha256 of a report's content: its sections and its figures, whatever the order of their fields."""
    content = json.dumps([list(sections), figures], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()
