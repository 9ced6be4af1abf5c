"""A report as the page prints it: paragraphs of words and figures, each figure with its source and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from taskforce.models import ReportVersion
from taskforce.science.report_text import Piece, in_print, keys_in, paragraphs, pieces
from taskforce.services.figures import chapters
from taskforce.services.reports import provenance

Figures = Mapping[str, Mapping[str, Any]]
Changed = Mapping[str, tuple[str, str]]


def paper(version: ReportVersion, figures: Figures, changed: Changed | None = None) -> list[dict[str, Any]]:
    """Return the sections: title, paragraphs (runs of words, a figure with `key`, `url`, `is_changed`), table."""
    changed = changed or {}
    return [
        {
            "key": section["key"],
            "title": section["title"],
            "table": section.get("table"),
            "paragraphs": [
                [
                    {
                        "words": piece.words,
                        "key": piece.key,
                        "is_changed": piece.key in changed,
                        "is_typed": bool(figures.get(piece.key, {}).get("kept")),
                    }
                    for piece in pieces(line, figures)
                ]
                for line in paragraphs(section["text"])
            ],
        }
        for section in version.sections
    ]


def printed_lines(text: str, figures: Figures) -> list[tuple[Piece, ...]]:
    """Return the lines of a text as they print: a figure that changed makes its line another one."""
    return [tuple(pieces(line, figures)) for line in paragraphs(text)]


def by_chapter(lines: Iterable[dict[str, Any]], texts: Iterable[str]) -> list[dict[str, Any]]:
    """Return the lines of the editor's list of figures (`figure_lines`, each with its chapter) in their chapters.

    A chapter tells how many figures it has, how many of them the texts name and how many changed; it is open where
    something asks for the writer: a changed figure, a typed one, a refused entry.
    """
    named = set(keys_in(*texts))
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        found.setdefault(line["chapter"], []).append({**line, "is_named": line["key"] in named})
    titles = chapters()
    return [
        {
            "title": titles.get(code) or "其他",
            "figures": rows,
            "named": sum(row["is_named"] for row in rows),
            "changed": sum(bool(row["new"]) for row in rows),
            "is_open": any(row["new"] or row["is_typed"] or row["is_refused"] for row in rows),
        }
        for code, rows in found.items()
    ]


def figure_lines(figures: Figures, changed: Changed) -> dict[str, dict[str, Any]]:
    """Return {key: what the list of figures prints of it}."""
    return {
        key: {
            "key": key,
            "chapter": figure.get("chapter") or "",
            "name": f"{{{{{key}}}}}",
            "title": figure["title"],
            "words": in_print(figure),
            "is_missing": figure.get("value") in (None, ""),
            "source": figure.get("source") or "",
            "url": figure.get("url") or "",
            "as_of": str(figure.get("as_of") or "")[:10],
            "note": provenance(figure),
            "is_typed": bool(figure.get("kept")),
            "old": changed[key][0] if key in changed else None,
            "new": changed[key][1] if key in changed else None,
        }
        for key, figure in figures.items()
    }
