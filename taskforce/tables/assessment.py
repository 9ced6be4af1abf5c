"""What the list of yearly assessments shows."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.safestring import SafeString

from taskforce.models import Assessment
from taskforce.tables.meetings import NAME, NUMBER, TIGHT, demo_name


class AssessmentTable(tables.Table):
    title = tables.Column(
        verbose_name="年度考核", linkify=("taskforce:assessment", {"pk": tables.A("pk")}), attrs=NAME
    )
    year = tables.Column(verbose_name="年度", attrs=NUMBER)
    indicators_count = tables.Column(verbose_name="指标", attrs=NUMBER)
    units_count = tables.Column(verbose_name="单位", attrs=NUMBER)
    self_due_on = tables.DateColumn(verbose_name="自评截止", format="Y-m-d", attrs=TIGHT)
    state = tables.Column(verbose_name="状态", attrs=TIGHT)

    caption = "年度考核"
    empty_why = "还没有拟定过年度考核。"

    class Meta:
        model = Assessment
        fields = ("title", "year", "indicators_count", "units_count", "self_due_on", "state")
        order_by = ("-year",)

    def render_title(self, record: Assessment) -> SafeString | str:
        return demo_name(record.title, record.is_demo)

    def value_title(self, record: Assessment) -> str:
        return f"{record.title}（示范）" if record.is_demo else record.title

    def render_year(self, value: int) -> str:
        return str(value)
