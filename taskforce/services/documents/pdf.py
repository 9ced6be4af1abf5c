"""PDF of a document: set by typst with the fonts that the platform brings along, embedded in the file.

The text is passed as data, never as source, and the compiler sees its template folder and nothing else. The same
document gives the same bytes: no clock, no system font enters.
"""

from __future__ import annotations

import json
from pathlib import Path

import pylopdf_fonts_zh_cn as fonts
import typst

from taskforce.services.documents.document import Document

TEMPLATE = Path(__file__).parents[2] / "reference" / "templates" / "document.typ"


def pdf(document: Document) -> bytes:
    """Return the document as PDF, A4, page numbers at the foot, Chinese fonts embedded."""
    data = json.dumps(document.as_data(), ensure_ascii=False)
    compiled: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(fonts.serif_path().parent)],
        ignore_system_fonts=True,
        sys_inputs={"document": data},
        format="pdf",
    )
    return compiled
