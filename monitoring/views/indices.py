"""Indices: the list, how a value came about, the editions, and computing anew."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views import View

from monitoring.choices import badge_kind, level_word
from monitoring.filters import IndexFilter
from monitoring.forms import RecomputeForm
from monitoring.models import IndexValue
from monitoring.science.plausibility import VALID_FLAGS
from monitoring.science.reasons import item_name
from monitoring.selectors.records import (
    all_index_values,
    all_kinds,
    index_kinds_with_editions,
    index_value,
    keyed_indices,
)
from monitoring.selectors.workings import Hour, Workings, workings_of
from monitoring.services.stations import RecomputeRefused, recompute_indices
from monitoring.tables import IndexTable, digits, in_beijing, measurement_url, span_words
from monitoring.views.measurements import CRUMBS, SpanList
from monitoring.views.scoped import NOT_FOUND, actor, delivery_links, moment_or_404, station_or_404
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core.pages import RecordPage

STATUS_TONES = {"official": "is-ok", "candidate": "is-warn", "default": "is-warn"}


class IndexList(SpanList):
    capability = "indices.view"
    filterset_class = IndexFilter
    table_class = IndexTable
    title = "指数"

    def get_queryset(self) -> QuerySet[IndexValue]:
        return keyed_indices(all_index_values(), self.station_ids()).order_by("-start")

    def get_views(self) -> list[dict[str, Any]]:
        """Return one saved view for each index that is computed, with the other conditions kept."""
        chosen = self.request.GET.get("kind", "")
        views = [{"label": "全部", "url": self._with_kind(""), "active": not chosen}]
        for kind in all_kinds():
            if kind.enabled:
                key = str(kind.pk)
                views.append({"label": kind.name, "url": self._with_kind(key), "active": chosen == key})
        return views

    def _with_kind(self, key: str) -> str:
        query = self.request.GET.copy()
        for name in ("page", "kind", "export"):
            query.pop(name, None)
        if key:
            query["kind"] = key
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def get_actions(self) -> list[dict[str, Any]]:
        actions = [{"label": "版本和参数", "url": reverse("monitoring:editions")}]
        if can(self.request.user, "indices.recompute"):
            actions.append({"label": "重算", "url": reverse("monitoring:recompute")})
        return actions


class IndexPage(RecordPage):
    """这个数怎么来的: value, edition, inputs hour by hour, means, contributions, or why there is none."""

    capability = "indices.view"
    crumbs = (*CRUMBS, ("指数", reverse_lazy("monitoring:indices")))
    tabs = {"workings": ("这个数怎么来的", "monitoring/index_workings.html")}
    has_history = False

    def get_object(self) -> Any:
        station = station_or_404(self.request, self.kwargs["station"], self._capability)
        row = index_value(station, self.kwargs["kind"], moment_or_404(self.kwargs["start"]))
        if row is None:
            raise Http404(NOT_FOUND)
        return row

    def get_title(self) -> str:
        row: Any = self.object
        return f"{row.station} {row.kind.name} {span_words(row.start, row.kind.period)}"

    def get_state(self) -> dict[str, str] | None:
        row: Any = self.object
        return {"words": "不发布", "tone": "is-warn"} if row.withheld else None

    def get_facts(self) -> list[dict[str, Any]]:
        row: Any = self.object
        return [
            {
                "label": "监测点",
                "value": row.station,
                "url": reverse("monitoring:station", args=[row.station_id]),
            },
            {"label": "时段（北京）", "value": span_words(row.start, row.kind.period)},
            {
                "label": "版本",
                "value": row.edition,
                "url": reverse("monitoring:edition", args=[row.edition.code]),
            },
            {"label": "地位", "value": row.edition.get_status_display()},
            {"label": "出处", "value": row.edition.source},
            {"label": "完整", "value": "完整" if row.complete else "有缺"},
            {"label": "颜色", "value": row.colour or None},
            {"label": "计算时间", "value": in_beijing(row.computed_at)},
        ]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        row: Any = self.object
        workings = workings_of(row)
        links = delivery_links(self.request.user, list(workings.deliveries))
        return {
            "row": row,
            "workings": workings,
            "is_health": badge_kind(row.kind.code) == "aqhi",
            "badge": {
                "kind": badge_kind(row.kind.code),
                "grade": row.level,
                "word": level_word(row.edition.code, row.level) or "不发布",
            },
            "tone": STATUS_TONES[row.edition.status],
            "items": item_lines(workings),
            "hours": [hour_line(hour) for hour in workings.hours],
            "deliveries": list(links.values()),
        }


def item_lines(workings: Workings) -> list[dict[str, Any]]:
    return [
        {
            "name": item.name,
            "unit": item.unit,
            "mean": digits(item.mean),
            "hours": "—" if item.hours is None else item.hours,
            "part": digits(item.part),
            "share": f"{item.share}%" if item.share is not None else "—",
            "is_primary": item.is_primary,
            "missing": item.missing,
        }
        for item in workings.items
    ]


def hour_line(hour: Hour) -> dict[str, Any]:
    return {
        "time": in_beijing(hour.start),
        "cells": [
            {
                "value": digits(row.value),
                "url": measurement_url(row),
                "unused": "" if row.flag in VALID_FLAGS else f"标记 {row.flag}，没有用于计算",
            }
            if row is not None
            else None
            for row in hour.values
        ],
    }


class EditionList(View):
    """Which indices are known, computed and public, and the dated editions of each."""

    capability = "indices.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        editions: dict[int, list[Any]] = {}
        for edition in index_kinds_with_editions():
            editions.setdefault(edition.kind_id, []).append(edition)
        kinds = [{"kind": kind, "editions": editions.get(kind.pk, [])} for kind in all_kinds()]
        context = {
            "kinds": kinds,
            "title": "指数的版本和参数",
            "crumbs": IndexPage.crumbs,
            "tones": STATUS_TONES,
        }
        return render(request, "monitoring/editions.html", context)


class EditionPage(View):
    """One edition with the numbers it computes by."""

    capability = "indices.view"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        edition = get_object_or_404(index_kinds_with_editions(), code=code)
        context = {
            "edition": edition,
            "title": edition.name,
            "crumbs": [*IndexPage.crumbs, ("版本和参数", reverse("monitoring:editions"))],
            "tone": STATUS_TONES[edition.status],
            "facts": [
                {"label": "编码", "value": edition.code, "mono": True},
                {"label": "指数", "value": edition.kind},
                {"label": "地位", "value": edition.get_status_display()},
                {"label": "适用起", "value": edition.effective_from.isoformat()},
                {
                    "label": "适用止",
                    "value": edition.effective_to.isoformat() if edition.effective_to else "仍适用",
                },
                {"label": "出处", "value": edition.source},
                {"label": "说明", "value": edition.note or None},
            ],
            "tables": parameter_tables(edition.parameters),
        }
        return render(request, "monitoring/edition.html", context)


# The names under which an edition's numbers are printed; what is not named here is not for readers.
PARAMETER_WORDS = {
    "pollutants": "污染物",
    "required": "必需的污染物",
    "window_hours": "平均几小时",
    "minimum_hours": "至少几个有效小时",
    "betas": "系数 β（每 µg/m³ 或 ppb）",
    "cuts": "分段上限（指数 1 到 10）",
    "divisors": "每 ppb 合多少 µg/m³",
    "total_places": "合计保留几位小数",
    "interpolated": "段内线性内插",
    "breakpoints": "分级浓度限值（对应分指数 0、50、100、150、200、300、400、500；CO 为 mg/m³，其余 µg/m³）",
    "lowest_aqi": "AQI 的最小值",
    "publishes_above": "缺项时，大于多少才发布",
    "rounds_concentrations": "先修约浓度",
}


def parameter_tables(parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an edition's numbers as captioned tables of (name, figures)."""
    plain: list[tuple[str, str]] = []
    tables: list[dict[str, Any]] = []
    for name, words in PARAMETER_WORDS.items():
        value = parameters.get(name)
        if value in (None, {}, []):
            continue
        if isinstance(value, dict):
            rows = [(item_name(key), _figures(value[key])) for key in sorted(value)]
            tables.append({"title": words, "rows": rows})
        else:
            plain.append((words, _figures(value)))
    return [{"title": "规则", "rows": plain}, *tables] if plain else tables


def _figures(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        value = value.get("concentrations", list(value.values()))
    return "　".join(item_name(str(part)) for part in value) if isinstance(value, list) else str(value)


class Recompute(View):
    """Have indices computed anew; the work is done by the workers within minutes."""

    capability = "indices.recompute"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = RecomputeForm(user=actor(request), initial={"since": today(), "until": today()})
        return self._page(request, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RecomputeForm(request.POST, user=actor(request))
        if form.is_valid():
            given = form.cleaned_data
            try:
                count = recompute_indices(
                    by=actor(request),
                    stations=given["stations"],
                    first=given["since"],
                    last=given["until"],
                    reason=given["reason"],
                )
            except RecomputeRefused as error:
                form.add_error(None, f"{error.message}{error.advice}")
            else:
                messages.success(
                    request,
                    f"已安排重算 {count} 个监测点 {given['since']} 至 {given['until']} 的指数，几分钟内完成。",
                )
                return redirect("monitoring:indices")
        return self._page(request, form, status=422)

    def _page(self, request: HttpRequest, form: RecomputeForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": "重算指数",
            "crumbs": IndexPage.crumbs,
            "back": reverse("monitoring:indices"),
        }
        return render(request, "monitoring/recompute.html", context, status=status)
