"""The record page: title, state, facts and tabs 概况 关联 附件 历史, the same in every app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from yunhe_envhealth.core import gate

HISTORY_CAPABILITY = "history.view"


class RecordPage(View):
    """One record: title, state, facts, tabs 概况 关联 附件 历史; the open tab lives in the address (?tab=).

    `tabs` maps the key in the address to (label, template); the first is open without a key. A subclass gives the
    context of each tab in `get_tab_context`. The tab 历史 is added for those who may see history.
    """

    capability: str | dict[str, str]
    queryset: QuerySet[Any]
    template_name = "core/record.html"
    crumbs: Sequence[tuple[str, Any]] = ()
    tabs: dict[str, tuple[str, str]]
    has_history = True
    scoped = False
    personal = False  # the record is about a person: each reading is kept in the security log
    object: Model

    def get_queryset(self) -> QuerySet[Any]:
        return self.queryset.all()

    def get_object(self) -> Any:
        """Return the record; outside the reader's scope it does not exist."""
        rows = self.get_queryset()
        if not self.scoped:
            rows = gate.scope(rows, self.request.user, self._capability)
        return get_object_or_404(rows, **self.kwargs)

    def get_title(self) -> str:
        return str(self.object)

    def get_state(self) -> dict[str, str] | None:
        """Return words and tone ("", is-ok, is-warn, is-bad) of the tag beside the title."""
        return None

    def get_facts(self) -> list[dict[str, Any]]:
        return []

    def get_actions(self) -> list[dict[str, Any]]:
        return []

    def get_history_objects(self) -> Sequence[Model]:
        """Return the records whose history this page tells; more than one where parts have their own tables."""
        return [self.object]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        tabs = dict(self.tabs)
        if self.has_history and gate.can(request.user, HISTORY_CAPABILITY):
            tabs["history"] = ("历史", "core/history.html")
        asked = request.GET.get("tab", "") or next(iter(tabs))
        if asked not in tabs:
            raise Http404("没有这一页")
        if self.personal:
            gate.record(request, "personal_read", self.get_title(), path=request.path, tab=asked)
        return render(request, self.template_name, self._context(tabs, asked))

    @property
    def _capability(self) -> str:
        return self.capability if isinstance(self.capability, str) else self.capability["GET"]

    def _context(self, tabs: dict[str, tuple[str, str]], asked: str) -> dict[str, Any]:
        first = next(iter(tabs))
        items = [
            {
                "label": label,
                "url": self.request.path if key == first else f"?tab={key}",
                "active": key == asked,
            }
            for key, (label, _) in tabs.items()
        ]
        extra = (
            {"entries": gate.timeline(*self.get_history_objects())}
            if asked == "history"
            else self.get_tab_context(asked)
        )
        return {
            "title": self.get_title(),
            "state": self.get_state(),
            "crumbs": self.crumbs,
            "object": self.object,
            "facts": self.get_facts(),
            "actions": self.get_actions(),
            "tabs": items,
            "tab_template": tabs[asked][1],
            **extra,
        }
