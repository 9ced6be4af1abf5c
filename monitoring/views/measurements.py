"""Measurements: the list of a span of days, and the trail of one value."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse, reverse_lazy

from monitoring.choices import badge_kind, level_word
from monitoring.filters import LONGEST_DAYS, USUAL_DAYS, MeasurementFilter, stations_to_read
from monitoring.models import IndexValue, Measurement
from monitoring.selectors import superseded
from monitoring.selectors.demo import replay_shift
from monitoring.selectors.records import all_measurements, computed_from, keyed, measurement
from monitoring.tables import MeasurementTable, digits, in_beijing, index_url, span_words
from monitoring.views.scoped import NOT_FOUND, delivery_links, moment_or_404, station_or_404
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.core.pages import ListPage, RecordPage

COUNT_CAP = 10_000
CRUMBS = (("监测", ""),)
SPAN_NOTE = f"没有选日期时列最近 {USUAL_DAYS} 天；一次最多 {LONGEST_DAYS} 天。时间是北京时间。"


class SpanList(ListPage):
    """A list of a time series: without dates the last seven days, counted to 10,000 rows and no further."""

    crumbs = CRUMBS
    count_cap = COUNT_CAP
    scoped = True  # by the stations that the reader may see
    note = SPAN_NOTE

    def get_filter_data(self) -> Any:
        data = self.request.GET.copy()
        if not data.get("since") and not data.get("until"):
            data["until"] = today().isoformat()
            data["since"] = (today() - timedelta(days=USUAL_DAYS - 1)).isoformat()
        return data

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"shift": replay_shift()}

    def station_ids(self) -> list[int]:
        return list(stations_to_read(self.request).order_by().values_list("pk", flat=True))


class MeasurementList(SpanList):
    capability = "measurements.view"
    filterset_class = MeasurementFilter
    table_class = MeasurementTable
    title = "监测数据"

    def get_queryset(self) -> QuerySet[Measurement]:
        return keyed(all_measurements(), self.station_ids()).order_by("-start")


class MeasurementPage(RecordPage):
    """One value: with which delivery it came, what it replaced, which indices stand on it."""

    capability = "measurements.view"
    crumbs = (*CRUMBS, ("监测数据", reverse_lazy("monitoring:measurements")))
    tabs = {"trail": ("来龙去脉", "monitoring/measurement_trail.html")}
    has_history = False

    def get_object(self) -> Any:
        station = station_or_404(self.request, self.kwargs["station"], self._capability)
        start = moment_or_404(self.kwargs["start"])
        row = measurement(station, self.kwargs["parameter"], self.kwargs["period"], start)
        if row is None:
            raise Http404(NOT_FOUND)
        return row

    def get_title(self) -> str:
        row: Any = self.object
        return f"{row.station} {row.parameter} {span_words(row.start, row.period)}"

    def get_facts(self) -> list[dict[str, Any]]:
        row: Any = self.object
        return [
            {"label": "数值", "value": f"{digits(row.value)} {row.parameter.unit}"},
            {"label": "标记", "value": row.flag or None},
            {"label": "平均时间", "value": row.get_period_display()},
            {
                "label": "因子",
                "value": f"{row.parameter.name}（{row.parameter.factor_code or row.parameter.code}）",
            },
            {
                "label": "监测点",
                "value": row.station,
                "url": reverse("monitoring:station", args=[row.station_id]),
            },
        ]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        row: Any = self.object
        replaced = list(superseded(row.station_id, row.parameter_id, row.start, row.period))
        links = delivery_links(
            self.request.user,
            [row.delivery, *(old.delivery for old in replaced), *(old.replaced_by for old in replaced)],
        )
        return {
            "row": row,
            "value": digits(row.value),
            "delivery": links[row.delivery_id],
            "received": in_beijing(row.delivery.committed_at or row.delivery.created_at),
            "replaced": [
                {
                    "value": digits(old.value),
                    "flag": old.flag,
                    "at": in_beijing(old.replaced_at),
                    "delivery": links[old.delivery_id],
                    "replaced_by": links[old.replaced_by_id],
                }
                for old in replaced
            ],
            "indices": [index_line(value) for value in computed_from(row.station, row.start)],
        }


def index_line(value: IndexValue) -> dict[str, Any]:
    """Return an index value as a line of a table prints it."""
    return {
        "name": value.kind.name,
        "time": span_words(value.start, value.kind.period),
        "value": value.display or "—",
        "kind": badge_kind(value.kind.code),
        "grade": value.level,
        "word": level_word(value.edition.code, value.level) or "不发布",
        "url": index_url(value),
    }
