"""What a document says, whatever file it becomes. Its text is text: no template code, no markup, no XML."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\v": "\n", "\f": "\n", "\r": "\n", "\t": " "})


@dataclass(frozen=True, slots=True)
class Table:
    """A table: as many cells in each row as there are `columns`. `numeric` names the columns set to the right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    numeric: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("each row of a table has one cell a column")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its number as written (一、 for level 1, （一） for level 2), its paragraphs, its table after them.

    A paragraph with line ends becomes as many paragraphs.
    """

    title: str
    paragraphs: Sequence[str] = ()
    table: Table | None = None
    level: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A titled document. `meta` are (label, words) lines under the title: 文号, 报送单位, 报告期.

    `mark` stands above the title where the document must not be taken for a final one: 示范, 草稿.
    """

    title: str
    subtitle: str = ""
    meta: Sequence[tuple[str, str]] = ()
    sections: Sequence[Section] = ()
    mark: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return the document as plain JSON data, free of signs that no file may hold."""
        return {
            "title": one_line(self.title),
            "subtitle": one_line(self.subtitle),
            "mark": one_line(self.mark),
            "meta": [{"label": one_line(label), "words": one_line(words)} for label, words in self.meta],
            "sections": [_section(section) for section in self.sections],
        }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": one_line(section.title),
        "level": section.level,
        "paragraphs": [line for text in section.paragraphs for line in lines(text)],
        "table": _table(section.table) if section.table and section.table.columns else None,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": one_line(table.caption),
        "columns": [
            {"words": one_line(words), "numeric": place in table.numeric}
            for place, words in enumerate(table.columns)
        ],
        "rows": [
            [{"words": one_line(words), "numeric": place in table.numeric} for place, words in enumerate(row)]
            for row in table.rows
        ],
    }


def lines(text: str) -> list[str]:
    """Return the text's lines that are not empty, without control signs."""
    cleaned = (_clean(line).strip() for line in text.translate(_LINE_ENDS).split("\n"))
    return [line for line in cleaned if line]


def one_line(text: str) -> str:
    return " ".join(lines(text))


def _clean(text: str) -> str:
    """Return the text without control signs, lone surrogates and the code points that XML does not know."""
    return "".join(
        sign
        for sign in text
        if unicodedata.category(sign) not in {"Cc", "Cs"} and ord(sign) & 0xFFFE != 0xFFFE
    )
