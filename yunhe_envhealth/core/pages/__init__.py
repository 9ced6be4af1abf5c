"""The pages every app has: a list, a record, a form that makes one service call."""

from yunhe_envhealth.core.pages.forms import ServiceForm
from yunhe_envhealth.core.pages.lists import ExportNotAllowed, ExportTooLarge, ListPage
from yunhe_envhealth.core.pages.records import RecordPage

__all__ = ["ExportNotAllowed", "ExportTooLarge", "ListPage", "RecordPage", "ServiceForm"]
