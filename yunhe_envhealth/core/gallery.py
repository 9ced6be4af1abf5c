"""The gallery of parts: every component in every state on one page, for looking at and for axe.

Served in DEBUG and in tests only. All values are made up for the drawing and marked 示范.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from yunhe_envhealth.core import gallery_samples as samples

SHELLS = ("public", "office", "cockpit")


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
        "nav": samples.navigation(),
        "bands": samples.AQHI_BANDS,
        "chart": samples.chart("line"),
        "bars": samples.chart("bar"),
        "rows": [
            [f"07-06 {hour:02}:00", "—" if hour < 2 else f"{samples.curve(hour):.1f}"] for hour in range(10)
        ],
        "heads": ["时间", "AQHI"],
        "land": [samples.LAND],
        "points": samples.points(),
        "contributions": samples.contributions(),
        "arrivals": samples.arrivals(),
        "problems": samples.problems(),
        "form": StationForm(),
        "refused": refused,
        "filter": FilterForm(request.GET or None, auto_id="filter_%s"),
        "table": station_table(request, 45),
        "empty_table": station_table(request, 0),
        "steps": samples.steps(),
        "facts": samples.facts(),
        "entries": samples.entries(),
        "sums": samples.sums(),
        "preview": samples.preview(),
        "tabs": [
            {"label": "概况", "url": "#", "active": False, "count": None},
            {"label": "历史", "url": "#", "active": True, "count": 14},
        ],
    }


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
    table = StationTable(
        data, prefix="" if count else "none-", request=request, order_by=request.GET.get("sort", "at")
    )
    table.paginate(page=1, per_page=10)
    if not count:
        table.caption = "筛选后没有行"
    return table
