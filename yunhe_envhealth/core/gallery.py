"""The gallery of parts: every component in every state on one page, for looking at and for axe.

Served in DEBUG and in tests only. All values are made up for the drawing and marked 示范.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

SHELLS = ("public", "office", "cockpit")
NOW = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai; fixed, so that two pictures can be compared
HOURS = 168
GAPS = ((22, 27), (70, 79), (118, 145))  # first and last hour without a value
AQHI_BANDS = [
    {"from": 0, "to": 3, "name": "一级", "words": "0–3", "level": 1},
    {"from": 3, "to": 6, "name": "二级", "words": "3–6", "level": 2},
    {"from": 6, "to": 9, "name": "三级", "words": "6–9", "level": 3},
    {"from": 9, "to": None, "name": "四级", "words": "9+", "level": 4},
]
LAND = (
    "M148 8L154 21L177 24L186 42L200 54L197 60L185 60L175 74L176 84L186 92L196 98L189 114L176 121L178 132L155 143"
    "L135 165L114 179L104 188L80 189L90 215L86 227L72 229L50 237L35 244L28 233L16 211L6 194L13 186L25 196L23 179"
    "L43 163L36 149L34 131L20 110L27 102L36 74L23 53L38 41L50 48L48 38L75 30L104 35L107 9L126 6L148 8z"
)


class StationForm(forms.Form):
    """A form with each kind of field; the gallery shows it once empty-handed and once refused."""

    name = forms.CharField(label="名称", help_text="与采样点位批复一致", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), ("air", "环境空气"), ("water", "地表水")])
    longitude = forms.DecimalField(label="经度", help_text="CGCS2000，四位小数", min_value=118, max_value=121)
    height = forms.DecimalField(label="采样高度", required=False, min_value=0)
    public = forms.BooleanField(label="向公众公开", required=False)
    period = forms.ChoiceField(
        label="频次", choices=[("h", "每小时"), ("d", "每天")], widget=forms.RadioSelect
    )
    document = forms.FileField(label="批复文件", required=False, help_text="PDF，不超过 20 MB")
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, span in {"name": 8, "kind": 4, "longitude": 4, "height": 4, "public": 4}.items():
            self.fields[name].widget.attrs["data-span"] = str(span)
        self.fields["longitude"].widget.attrs["data-unit"] = "度"
        self.fields["height"].widget.attrs["data-unit"] = "米"


class FilterForm(forms.Form):
    """What a FilterSet gives to filter_form.html."""

    q = forms.CharField(label="查找", required=False)
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部"), ("air", "环境空气"), ("water", "地表水")]
    )
    township = forms.ChoiceField(
        label="乡镇（街道）", required=False, choices=[("", "全部"), ("shitang", "石塘镇")]
    )


class LevelColumn(tables.Column):
    """A grade as its badge."""

    def render(self, value: int) -> SafeString:
        word = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}.get(value, "不发布")
        return render_to_string("components/level_badge.html", {"kind": "aqhi", "grade": value, "word": word})


class StationTable(tables.Table):
    """A list as the office shows it."""

    name = tables.Column("监测点", attrs={"td": {"class": "eh-name"}}, linkify=lambda value: "#")
    unit = tables.Column("责任单位")
    township = tables.Column("乡镇（街道）", attrs={"td": {"class": "eh-nb"}})
    aqhi = tables.Column("AQHI", attrs={"th": {"class": "eh-num"}, "td": {"class": "eh-num"}})
    level = LevelColumn("等级", orderable=False)
    at = tables.Column("截至", attrs={"th": {"class": "eh-num"}, "td": {"class": "eh-num"}})

    class Meta:
        template_name = "components/table.html"
        default = "—"
        row_attrs = {"class": lambda record: record.get("row", "")}

    caption = "各监测点最近一小时"
    note = "AQHI 按候选参数计算"


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every part; `?shell=public|office|cockpit` chooses what stands around them."""
    if not (settings.DEBUG or getattr(settings, "TESTING", False)):
        raise Http404
    shell = request.GET.get("shell", "public")
    shell = shell if shell in SHELLS else "public"
    return render(request, "components/gallery.html", {**parts(request), "shell": f"{shell}.html"})


def parts(request: HttpRequest) -> dict[str, Any]:
    """Return what the gallery's template prints; no database."""
    typed = {"r-name": "", "r-kind": "air", "r-longitude": "28.12", "r-height": "3", "r-period": "x"}
    refused = StationForm(typed, prefix="r")
    return {
        "demo": SimpleNamespace(
            sentence="本页所有数值为示范，不是实测。",
            sentence_en="All values on this page are samples.",
            original_time="2020-04-08 03:00",
        ),
        "nav": navigation(),
        "bands": AQHI_BANDS,
        "chart": chart("line"),
        "bars": chart("bar"),
        "rows": [[f"07-06 {hour:02}:00", "—" if hour < 2 else f"{curve(hour):.1f}"] for hour in range(10)],
        "heads": ["时间", "AQHI"],
        "land": [LAND],
        "points": points(),
        "contributions": contributions(),
        "arrivals": arrivals(),
        "problems": problems(),
        "form": StationForm(),
        "refused": refused,
        "filter": FilterForm(request.GET or None),
        "table": station_table(request, 45),
        "empty_table": station_table(request, 0),
        "steps": steps(),
        "facts": facts(),
        "entries": entries(),
        "sums": sums(),
        "preview": preview(),
        "tabs": [
            {"label": "概况", "url": "#", "active": False, "count": None},
            {"label": "历史", "url": "#", "active": True, "count": 14},
        ],
    }


def navigation() -> list[dict[str, Any]]:
    children = [
        {"label": "监测点", "url": "#", "active": True},
        {"label": "监测数据", "url": "#"},
        {"label": "空气指数", "url": "#"},
    ]
    return [
        {"label": "收件箱", "url": "#", "count": 7, "urgent": True},
        {"label": "监测", "url": "#", "active": True, "count": 2, "children": children, "group": True},
        {"label": "数据交接", "url": "#", "group": True},
        {"label": "审计记录", "url": "#"},
    ]


def curve(hour: int) -> float:
    """Return a drawn value for an hour: a day's wave with a slow drift."""
    return 1.8 + 0.9 * math.sin(hour / 3.8) + 0.8 * math.sin(hour / 31)


def chart(kind: str) -> dict[str, Any]:
    first = NOW - timedelta(hours=HOURS - 1)
    missing = {hour for start, end in GAPS for hour in range(start, end)}
    if kind == "bar":
        days = [
            [(first + timedelta(days=day)).isoformat(), round(14 + 5 * curve(day * 7))] for day in range(7)
        ]
        return {
            "unit": "微克/立方米",
            "kind": "bar",
            "series": [{"name": "PM2.5 日均", "points": days}],
            "limits": [{"value": 35, "name": "二级限值"}],
        }
    values = [
        [(first + timedelta(hours=hour)).isoformat(), None if hour in missing else round(curve(hour), 1)]
        for hour in range(HOURS)
    ]
    gaps = [
        {
            "from": (first + timedelta(hours=start - 1)).isoformat(),
            "to": (first + timedelta(hours=end)).isoformat(),
            "label": f"缺 {end - start} 小时",
        }
        for start, end in GAPS
    ]
    return {
        "unit": "",
        "kind": "line",
        "series": [{"name": "AQHI", "points": values, "end": f"现在 {values[-1][1]}"}],
        "bands": AQHI_BANDS,
        "limits": [],
        "gaps": gaps,
    }


def points() -> list[dict[str, Any]]:
    places = [("示范一站", 118, 119, 1), ("示范二站", 164, 59, 3), ("示范三站", 95, 169, None)]
    return [
        {"name": n, "x": x, "y": y, "label_y": y + 25, "kind": "aqhi", "grade": g} for n, x, y, g in places
    ]


def contributions() -> list[dict[str, Any]]:
    unit = "微克/立方米"
    return [
        {"name": "O₃", "share": 37, "width": 100, "value": "55", "unit": unit},
        {"name": "NO₂", "share": 35, "width": 95, "value": "24", "unit": unit},
        {"name": "PM2.5", "share": 28, "width": 76, "value": "21", "unit": unit},
        {"name": "SO₂", "missing": "缺测：近 3 小时只有 1 小时有效", "unit": ""},
    ]


def arrivals() -> list[dict[str, Any]]:
    return [
        {
            "name": "示范一站",
            "cells": ["got"] * 24,
            "words": "24/24",
            "label": "示范一站近 24 小时到了 24 小时",
        },
        {
            "name": "安溪示范点",
            "cells": ["got"] * 10 + ["miss"] * 9 + ["susp"] * 2 + ["part"] * 2 + ["wait"],
            "words": "14/24",
            "label": "安溪示范点近 24 小时到了 14 小时，缺 9 小时",
        },
    ]


def problems() -> list[dict[str, Any]]:
    return [
        {
            "state": "far",
            "gravity": "严重",
            "title": "示范二站 14 小时无数据",
            "url": "#",
            "who": "云和分局监测站",
            "detail": "7-05 19:00 起",
        },
        {
            "state": "behind",
            "gravity": "注意",
            "title": "上次导入有 7 行拒收",
            "url": "#",
            "who": "云和分局",
            "detail": "示范_空气小时值.csv",
        },
        {
            "state": "unknown",
            "gravity": "不能判断",
            "title": "AQHI 不发布",
            "url": "",
            "who": "监测站",
            "detail": "缺臭氧",
        },
    ]


def station_table(request: HttpRequest, count: int) -> StationTable:
    units = ["丽水市生态环境局云和分局", "石塘镇人民政府"]
    data = [
        {
            "name": f"示范{number + 1}站（{'浮云街道办事处楼顶空气自动监测点' if number % 5 == 0 else '空气'}）",
            "unit": units[number % 2],
            "township": "石塘镇",
            "aqhi": None if number == 3 else f"{1 + number / 6:.1f}",
            "level": 9 if number == 3 else 1 + number // 18,
            "at": "2026-07-06 09:00",
            "row": "is-broken" if number == 3 else "is-picked" if number == 5 else "",
        }
        for number in range(count)
    ]
    table = StationTable(data, request=request, order_by=request.GET.get("sort", "at"))
    table.paginate(page=1, per_page=10)
    if not count:
        table.caption = "筛选后没有行"
    return table


def steps() -> list[dict[str, Any]]:
    return [
        {"label": "选文件", "note": "示范_空气小时值_06月.csv", "state": "done"},
        {"label": "核对", "note": "212 行全部检查完", "state": "current"},
        {"label": "确认", "note": "全部写入，或一行也不写", "state": "waiting"},
        {"label": "完成", "note": "", "state": "waiting"},
    ]


def facts() -> list[dict[str, Any]]:
    return [
        {"label": "大小", "value": "184 kB"},
        {"label": "指纹", "value": "9f3c…a1d7", "mono": True},
        {"label": "交接单位", "value": "丽水市生态环境局云和分局", "url": "#"},
        {"label": "以前收过", "value": None},
    ]


def entries() -> list[dict[str, Any]]:
    changes = [
        {"field": "活动日期", "old": "2025-09-10", "new": "2026-07-02"},
        {"field": "说明", "old": None, "new": "补录"},
    ]
    return [
        {
            "time": NOW,
            "what": "改正监测点",
            "who": "云和分局 · 监测岗",
            "is_state": True,
            "reason": "导入时写错",
            "changes": changes,
        },
        {"time": NOW - timedelta(days=3), "what": "由数据交接建立", "who": "系统", "is_state": False},
    ]


def sums() -> list[dict[str, Any]]:
    words = [
        ("全部行", 212, False),
        ("＋ 新增", 18, False),
        ("△ 变更", 46, False),
        ("＝ 不变", 141, False),
        ("✕ 拒收", 7, True),
    ]
    return [{"label": w, "count": c, "url": "#", "active": w == "全部行", "bad": bad} for w, c, bad in words]


def preview() -> list[dict[str, Any]]:
    change = {"field": "PM2.5", "old": "12.4", "new": "1,240", "note": "是前一小时的 100 倍，请确认单位"}
    return [
        {"row": 12, "name": "示范一站 08:00", "result": "new", "word": "新增", "reason": "6 个项目"},
        {"row": 13, "name": "示范一站 09:00", "result": "changed", "word": "变更 1 项", "changes": [change]},
        {"row": 14, "name": "示范二站 08:00", "result": "same", "word": "不变"},
        {
            "row": 15,
            "name": "示范九站 08:00",
            "result": "rejected",
            "word": "拒收",
            "column": "站点（B 列）",
            "reason": "没有这个监测点。",
            "cure": "先登记监测点，或改正站点编码。",
        },
    ]
