"""A document as .docx, on the template that came with the platform or one that the county uploaded."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from taskforce.intake.word_filling import fill
from taskforce.services.documents.document import Document

SHIPPED = Path(__file__).parents[2] / "reference" / "templates" / "document.docx"


def docx(document: Document) -> bytes:
    """Return the document as .docx. The same document gives the same bytes."""
    return fill(shipped(), document.as_data())


@lru_cache(maxsize=1)
def shipped() -> bytes:
    """Return the template that came with the platform."""
    return SHIPPED.read_bytes()
