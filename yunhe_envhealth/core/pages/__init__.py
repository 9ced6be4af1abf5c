"""The two pages every app has: a list and a record."""

from yunhe_envhealth.core.pages.lists import ExportNotAllowed, ExportTooLarge, ListPage
from yunhe_envhealth.core.pages.records import RecordPage

__all__ = ["ExportNotAllowed", "ExportTooLarge", "ListPage", "RecordPage"]
