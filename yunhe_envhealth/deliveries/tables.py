"""What the list of deliveries shows."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.html import format_html

from yunhe_envhealth.core.periods import BEIJING
from yunhe_envhealth.deliveries.models import Delivery
from yunhe_envhealth.deliveries.wording import TONES

NAME = {"td": {"class": "eh-name"}}
TIGHT = {"td": {"class": "eh-nb"}}
NUMBER = {"th": {"class": "eh-num"}, "td": {"class": "eh-num"}}


class DeliveryTable(tables.Table):
    filename = tables.Column(
        verbose_name="文件", linkify=("deliveries:record", {"pk": tables.A("pk")}), attrs=NAME
    )
    state = tables.Column(verbose_name="状态", attrs=TIGHT)
    rows = tables.Column(verbose_name="全部行", attrs=NUMBER)
    accepted = tables.Column(verbose_name="新增", attrs=NUMBER)
    changed = tables.Column(verbose_name="变更", attrs=NUMBER)
    unchanged = tables.Column(verbose_name="不变", attrs=NUMBER)
    rejected = tables.Column(verbose_name="拒收", attrs=NUMBER)
    channel = tables.Column(verbose_name="渠道", attrs=TIGHT)
    unit = tables.Column(verbose_name="单位", accessor="unit__name", default="—")
    by = tables.Column(verbose_name="经办人", accessor="by__full_name", default="—", attrs=TIGHT)
    created_at = tables.Column(verbose_name="收到", attrs=TIGHT)

    caption = "数据交接"
    empty_title = "没有符合条件的交接"
    empty_why = "可以放宽或清除筛选条件。"

    class Meta:
        model = Delivery
        fields = (
            "filename", "state", "rows", "accepted", "changed", "unchanged", "rejected", "channel", "unit", "by",
            "created_at",
        )  # fmt: skip

    def render_state(self, record: Delivery) -> str:
        return format_html(
            '<span class="eh-tag {}">{}</span>', TONES.get(record.state, ""), record.get_state_display()
        )

    def value_state(self, record: Delivery) -> str:
        return record.get_state_display()

    def render_created_at(self, record: Delivery) -> str:
        return f"{record.created_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"

    def value_created_at(self, record: Delivery) -> object:
        return record.created_at
