"""A report as the page prints it: paragraphs of words and figures, each figure with its source and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from taskforce.models import ReportVersion
from taskforce.science.report_text import in_print, paragraphs, pieces
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


def figure_lines(figures: Figures, changed: Changed) -> dict[str, dict[str, Any]]:
    """Return {key: what the list of figures prints of it}."""
    return {
        key: {
            "key": key,
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
