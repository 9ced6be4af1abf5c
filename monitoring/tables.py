"""What the lists of stations, measurements and indices show. `value_…` is what an export holds, typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from monitoring.choices import Averaging, badge_kind, level_word, reason_in_words
from monitoring.models import IndexValue, Measurement, Station
from monitoring.science.reasons import item_names
from monitoring.selectors.demo import original_of
from yunhe_envhealth.core.periods import BEIJING, DAY, HOUR

NUMBER = {"th": {"class": "eh-num"}, "td": {"class": "eh-num"}}
TIGHT = {"td": {"class": "eh-nb"}}
NAME = {"td": {"class": "eh-name"}}
MOMENT_NAME = {"td": {"class": "eh-name eh-nb"}}
KEY_FORMAT = "%Y%m%dT%H%M%SZ"


def moment_key(moment: datetime) -> str:
    """Return an instant as it stands in an address: 20260706T010000Z."""
    return moment.astimezone(UTC).strftime(KEY_FORMAT)


def measurement_url(record: Any) -> str:
    """Return the address of a measurement's page; `record.parameter` must be loaded. (tables2 passes `record`.)"""
    key = moment_key(record.start)
    return reverse(
        "monitoring:measurement", args=[record.station_id, record.parameter.code, record.period, key]
    )


def index_url(record: IndexValue) -> str:
    """Return the address of an index value's page; `record.kind` must be loaded. (tables2 passes `record`.)"""
    return reverse(
        "monitoring:index_value", args=[record.station_id, record.kind.code, moment_key(record.start)]
    )


def digits(value: float | None) -> str:
    """Return a stored number with the digits it has, without an exponent; a dash for None."""
    if value is None:
        return "—"
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return text or "0"


def in_beijing(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def length_of(period: str) -> timedelta:
    """Return how long a period of averaging is; an instant has no length."""
    lengths = {Averaging.HOUR: HOUR, Averaging.EIGHT_HOURS: 8 * HOUR, Averaging.DAY: DAY}
    return lengths.get(Averaging(period), timedelta(0))


def span_words(start: datetime, period: str) -> str:
    """Return a period as people name it: a day by its date, hours from–to in Beijing time."""
    begin = start.astimezone(BEIJING)
    if period == Averaging.DAY:
        return f"{begin:%Y-%m-%d}"
    end = begin + length_of(period)
    if end == begin:
        return f"{begin:%Y-%m-%d %H:%M}"
    return f"{begin:%Y-%m-%d %H:%M}–{'24:00' if end.hour == 0 and end.date() != begin.date() else f'{end:%H:%M}'}"


def badge(row: IndexValue) -> SafeString:
    """Return the level's badge, or the dashed one that stands for no judgement."""
    word = level_word(row.edition.code, row.level) or "不发布"
    return _badge(badge_kind(row.kind.code), row.level, word)


@lru_cache(maxsize=256)
def _badge(kind: str, grade: int | None, word: str) -> SafeString:
    return render_to_string("components/level_badge.html", {"kind": kind, "grade": grade, "word": word})


class StationTable(tables.Table):
    name = tables.Column("名称", linkify=("monitoring:station", {"pk": tables.A("pk")}), attrs=NAME)
    code = tables.Column("编码", attrs=TIGHT)
    kind = tables.Column("类别", attrs=TIGHT)
    division = tables.Column("乡镇（街道）", accessor="division__name", attrs=TIGHT)
    owner_unit = tables.Column("责任单位", accessor="owner_unit__name")
    active_from = tables.DateColumn(verbose_name="启用日期", format="Y-m-d", attrs=TIGHT)
    active_to = tables.DateColumn(verbose_name="停用日期", format="Y-m-d", attrs=TIGHT)
    is_public = tables.Column("公开", attrs=TIGHT)

    caption = "监测点"
    empty_why = "没有符合条件的监测点，可以放宽或清除筛选条件。"

    class Meta:
        model = Station
        fields = ("name", "code", "kind", "division", "owner_unit", "active_from", "active_to", "is_public")
        order_by = ("code",)
        row_attrs = {"class": lambda record: "is-retired" if record.active_to else ""}

    def render_name(self, record: Station) -> SafeString | str:
        return (
            format_html('{} <span class="eh-tag is-demo">示范</span>', record.name)
            if record.is_demo
            else record.name
        )

    def value_name(self, record: Station) -> str:
        return f"{record.name}（示范）" if record.is_demo else record.name

    def render_is_public(self, value: bool) -> str:
        return "公开" if value else "不公开"


class ReplayedTable(tables.Table):
    """A table of values; while a demonstration is laid, a column tells its rows' recorded time (end of the period)."""

    original_time = tables.Column("原始时间", empty_values=(), orderable=False, attrs=TIGHT)

    def __init__(self, *args: Any, shift: timedelta | None, **kwargs: Any) -> None:
        self.shift = shift
        super().__init__(*args, exclude=() if shift is not None else ("original_time",), **kwargs)

    def render_original_time(self, record: Any) -> str:
        original = self.value_original_time(record)
        return in_beijing(original) if original else "—"

    def value_original_time(self, record: Any) -> datetime | None:
        if self.shift is None or not record.station.is_demo:
            return None
        return original_of(record.start + length_of(self.period_of(record)), shift=self.shift)

    def period_of(self, record: Any) -> str:
        """Return the averaging period of a row."""
        raise NotImplementedError


class MeasurementTable(ReplayedTable):
    start = tables.Column("时间（北京）", linkify=measurement_url, attrs=MOMENT_NAME)
    station = tables.Column("监测点", order_by="station__name", attrs=TIGHT)
    parameter = tables.Column("因子", order_by="parameter__sort_order", attrs=TIGHT)
    period = tables.Column("平均时间", orderable=False, attrs=TIGHT)
    value = tables.Column("数值", attrs=NUMBER)
    unit = tables.Column("单位", accessor="parameter__unit", orderable=False, attrs=TIGHT)
    flag = tables.Column("标记", orderable=False)
    delivery = tables.Column("交接", accessor="delivery_id", orderable=False, attrs=TIGHT)

    caption = "监测数据"
    empty_why = "这段时间没有数据，可以换日期或放宽条件。"

    class Meta:
        model = Measurement
        fields = (
            "start",
            "station",
            "parameter",
            "period",
            "value",
            "unit",
            "flag",
            "delivery",
            "original_time",
        )
        order_by = ("-start",)

    def period_of(self, record: Measurement) -> str:
        return record.period

    def render_start(self, record: Measurement) -> str:
        return span_words(record.start, record.period)

    def value_start(self, record: Measurement) -> datetime:
        return record.start

    def render_value(self, value: float) -> str:
        return digits(value)

    def value_value(self, value: float) -> float:
        return value

    def render_delivery(self, value: int) -> str:
        return f"第 {value} 号"

    def value_delivery(self, value: int) -> int:
        return value


class IndexTable(ReplayedTable):
    start = tables.Column("时间（北京）", linkify=index_url, attrs=MOMENT_NAME)
    station = tables.Column("监测点", order_by="station__name", attrs=TIGHT)
    kind = tables.Column("指数", order_by="kind__sort_order", attrs=TIGHT)
    value = tables.Column("数值", attrs=NUMBER, empty_values=())
    level = tables.Column("级别", attrs=TIGHT, empty_values=())
    primary = tables.Column("首要污染物", orderable=False, empty_values=())
    withheld = tables.Column("不发布的原因", orderable=False)
    complete = tables.Column("完整", orderable=False, attrs=TIGHT)
    edition = tables.Column("地位", orderable=False, attrs=TIGHT)

    caption = "指数"
    empty_why = "这段时间没有算过指数，可以换日期或放宽条件。"

    class Meta:
        model = IndexValue
        fields = (
            "start", "station", "kind", "value", "level", "primary", "withheld", "complete", "edition", "original_time",
        )  # fmt: skip
        order_by = ("-start",)

    def period_of(self, record: IndexValue) -> str:
        return record.kind.period

    def render_start(self, record: IndexValue) -> str:
        return span_words(record.start, record.kind.period)

    def value_start(self, record: IndexValue) -> datetime:
        return record.start

    def render_value(self, record: IndexValue) -> str:
        return record.display or "—"

    def value_value(self, record: IndexValue) -> float | None:
        return record.value

    def render_level(self, record: IndexValue) -> SafeString:
        return badge(record)

    def value_level(self, record: IndexValue) -> str:
        return level_word(record.edition.code, record.level)

    def render_primary(self, record: IndexValue) -> str:
        return item_names(tuple(record.primary)) or "—"

    def render_withheld(self, record: IndexValue) -> str:
        return reason_in_words(record.withheld, record.workings.get("missing", ()))

    def render_complete(self, value: bool) -> str:
        return "完整" if value else "有缺"

    def render_edition(self, record: IndexValue) -> str:
        return record.edition.get_status_display()

    def value_edition(self, record: IndexValue) -> str:
        return f"{record.edition.name}（{record.edition.get_status_display()}）"
