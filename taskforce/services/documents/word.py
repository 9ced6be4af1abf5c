"""A document as .docx, on the template that came with the platform or on one that the county uploaded."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from taskforce.intake.word_filling import fill
from taskforce.selectors.templates import template_in_use
from taskforce.services.documents.apart import fill_apart
from taskforce.services.documents.document import Document
from yunhe_envhealth.deliveries import files

SHIPPED = Path(__file__).parents[2] / "reference" / "templates" / "document.docx"


def docx(document: Document, code: str = "") -> bytes:
    """Return the document as .docx, on the county's own template of a code where there is one.

    The same document on the same template gives the same bytes. Raises TemplateNotTaken, FileNotKept.
    """
    template = template_in_use(code) if code else None
    if template is None or not template.stored_as:
        return fill(shipped(), document.as_data())
    return fill_apart(files.read(template.stored_as, template.sha256), document.as_data())


@lru_cache(maxsize=1)
def shipped() -> bytes:
    """Return the template that came with the platform."""
    return SHIPPED.read_bytes()
