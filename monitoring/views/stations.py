"""Stations: the list and the record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from monitoring.choices import badge_kind, level_word, reason_in_words
from monitoring.filters import StationFilter
from monitoring.models import Station
from monitoring.selectors import LatestIndex, arrivals, kinds, latest_indices, stations
from monitoring.selectors.records import code_records, corrections_of, deliveries_of, newest_measurements
from monitoring.tables import (
    StationTable,
    digits,
    in_beijing,
    index_url,
    length_of,
    measurement_url,
    span_words,
)
from monitoring.views.scoped import delivery_links
from yunhe_envhealth.accounts.permissions import can, scope, today
from yunhe_envhealth.core.pages import ListPage, RecordPage
from yunhe_envhealth.core.periods import floor_hour, in_words

EDIT = "stations.edit"
HOURS_SHOWN = 48
HOURS_A_ROW = 24
CRUMBS = (("监测", ""), ("监测点", reverse_lazy("monitoring:stations")))


class StationList(ListPage):
    capability = "stations.view"
    filterset_class = StationFilter
    table_class = StationTable
    title = "监测点"
    crumbs = CRUMBS[:1]
    search = "q"
    search_words = "名称、编码、来源编码"

    def get_queryset(self) -> QuerySet[Station]:
        return stations().order_by("code")

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, EDIT):
            return []
        return [{"label": "登记监测点", "url": reverse("monitoring:station_new"), "primary": True}]


class StationPage(RecordPage):
    capability = "stations.view"
    crumbs = CRUMBS
    tabs = {
        "overview": ("概况", "monitoring/station_overview.html"),
        "related": ("关联", "monitoring/station_related.html"),
    }

    def get_queryset(self) -> QuerySet[Station]:
        return stations().prefetch_related("codes")

    def get_state(self) -> dict[str, str]:
        station: Any = self.object
        if station.active_to is not None and station.active_to <= today():
            return {"words": f"{station.active_to} 起停用", "tone": "is-warn"}
        words = "在用，公开" if station.is_public else "在用，不公开"
        return {"words": f"{words}（示范）" if station.is_demo else words, "tone": "is-ok"}

    def get_facts(self) -> list[dict[str, Any]]:
        station: Any = self.object
        place = None
        if station.longitude is not None:
            place = f"{digits(station.longitude)}，{digits(station.latitude)}（{station.datum}）"
        codes = "、".join(code.code for code in station.codes.all())
        return [
            {"label": "编码", "value": station.code, "mono": True},
            {"label": "类别", "value": station.get_kind_display()},
            {"label": "责任单位", "value": station.owner_unit},
            {"label": "乡镇（街道）", "value": station.division},
            {"label": "坐标", "value": place},
            {"label": "位置说明", "value": station.position_note or None},
            {"label": "启用日期", "value": station.active_from.isoformat()},
            {"label": "停用日期", "value": station.active_to.isoformat() if station.active_to else None},
            {"label": "来源编码", "value": codes or None},
            {"label": "出处", "value": station.source or None},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        pk, user = self.object.pk, self.request.user
        if not scope(Station.objects.filter(pk=pk), user, EDIT).exists():
            return []
        actions = [{"label": "修改", "url": reverse("monitoring:station_edit", args=[pk]), "primary": True}]
        if self.object.active_to is None:  # type: ignore[attr-defined]
            actions.insert(0, {"label": "停用", "url": reverse("monitoring:station_retire", args=[pk])})
        return actions

    def get_history_objects(self) -> list[Any]:
        station: Any = self.object
        return [station, *code_records(station)]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        station: Any = self.object
        return self._related(station) if tab == "related" else self._overview(station)

    def _overview(self, station: Station) -> dict[str, Any]:
        now = timezone.now()
        end = floor_hour(now)
        newest = newest_measurements(station, now=now)
        received = arrivals([station], end=end, hours=HOURS_SHOWN)[0]
        return {
            "cards": [index_card(latest) for latest in latest_indices([station], list(kinds()), now=now)],
            "values": [
                {
                    "name": row.parameter,
                    "value": digits(row.value),
                    "unit": row.parameter.unit,
                    "time": span_words(row.start, row.period),
                    "period": row.get_period_display(),
                    "flag": row.flag,
                    "age": in_words(max(now - row.start - length_of(row.period), timedelta(0))),
                    "url": measurement_url(row),
                }
                for row in newest
            ],
            "hours": hour_rows(received.received, received.expected),
            "hours_received": received.hours_received,
            "hours_expected": HOURS_SHOWN,
            "hours_end": end,
        }

    def _related(self, station: Station) -> dict[str, Any]:
        deliveries = list(
            scope(deliveries_of(station, now=timezone.now()), self.request.user, "deliveries.view")
        )
        corrections = list(corrections_of(station))
        links = delivery_links(self.request.user, [row.replaced_by for row in corrections])
        return {
            "deliveries": deliveries,
            "corrections": [
                {
                    "time": span_words(row.start, row.period),
                    "name": row.parameter,
                    "value": digits(row.value),
                    "unit": row.parameter.unit,
                    "at": in_beijing(row.replaced_at),
                    "delivery": links[row.replaced_by_id],
                    "url": measurement_url(row),
                }
                for row in corrections
            ],
        }


def index_card(latest: LatestIndex) -> dict[str, Any]:
    """Return what components/number_card.html prints for a station's latest index, whatever its state."""
    card: dict[str, Any] = {"label": latest.kind.name, "kind": badge_kind(latest.kind.code), "state": ""}
    row = latest.shown or latest.newest
    if latest.newest is None or row is None:
        return card | {"state": "withheld", "reason": "近 30 天没有算过：没有收到可用的数据。"}
    row.kind = latest.kind
    card["url"] = index_url(row)
    if latest.state == "withheld":
        reason = reason_in_words(latest.newest.withheld, latest.newest.workings.get("missing", ()))
        return card | {"state": "withheld", "reason": reason}
    edition = latest.edition.code if latest.edition else ""
    card |= {
        "value": row.display or "—",
        "grade": row.level,
        "word": level_word(edition, row.level) or "不发布",
        "as_of": f"截至 {in_beijing(latest.as_of)}" if latest.as_of else "",
        "completeness": "" if row.complete else "有缺项",
    }
    if latest.state == "stale" and latest.age is not None:
        card |= {"state": "stale", "reason": f"{in_words(latest.age)}前的数，之后没有新数据"}
    return card


def hour_rows(received: tuple[int, ...], expected: int) -> list[dict[str, Any]]:
    """Return the hours as components/hours.html draws them, a day a row, the newest last."""
    rows = []
    for begin in range(0, len(received), HOURS_A_ROW):
        part = received[begin : begin + HOURS_A_ROW]
        there = sum(count > 0 for count in part)
        name = "近 24 小时" if begin + HOURS_A_ROW >= len(received) else "再前 24 小时"
        cells = ["got" if count >= expected else "part" if count else "miss" for count in part]
        rows.append(
            {
                "name": name,
                "cells": cells,
                "words": f"{there}/{len(part)}",
                "label": f"{name}收到 {there} 小时，缺 {len(part) - there} 小时，其中 {cells.count('part')} 小时不全",
            }
        )
    return rows
