"""Reports and minutes as files: one Document becomes a .docx on an editable template, or a PDF."""

from taskforce.services.documents.document import Document, Section, Table
from taskforce.services.documents.pdf import pdf
from taskforce.services.documents.word import docx

__all__ = ["Document", "Section", "Table", "docx", "pdf"]
