"""What the list of report duties shows. `value_…` is what an export holds."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from taskforce.choices import DutyState, Standing
from taskforce.models import ReportDuty
from taskforce.science.period_words import period_words
from taskforce.selectors.reports import LATE, OVERDUE, PUNCTUALITY
from yunhe_envhealth.core.periods import BEIJING

TIGHT = {"td": {"class": "eh-nb"}}
NAME = {"td": {"class": "eh-name"}}
KEY = {"td": {"class": "eh-nb eh-key"}}  # what decides: stands first where a row is shown as a card
TONES = {
    DutyState.RETURNED: "is-warn",
    DutyState.SUBMITTED: "is-warn",
    DutyState.ACCEPTED: "is-ok",
    DutyState.WAIVED: "",
}


def tag(words: str, tone: str = "") -> SafeString:
    return format_html('<span class="eh-tag {}">{}</span>', tone, words)


def state_tag(state: str) -> dict[str, str]:
    """Return words and tone of a duty's state, as the title of its page shows them."""
    return {"words": DutyState(state).label, "tone": TONES.get(DutyState(state), "")}


class DutyTable(tables.Table):
    rule = tables.Column(
        "报送事项",
        accessor="rule__title",
        linkify=("taskforce:duty", {"pk": tables.A("pk")}),
        attrs=NAME,
    )
    body = tables.Column("报送机构", accessor="body__name", order_by=("body__sort_key", "body__code"))
    unit = tables.Column("单位", accessor="owner_post__unit__name", order_by=("owner_post__unit__sort_key",))
    period_code = tables.Column("报告期", order_by=("period_end", "period_code"), attrs=TIGHT)
    due_on = tables.DateColumn(verbose_name="截止", format="Y-m-d", attrs=KEY)
    due_note = tables.Column("期限性质", orderable=False, empty_values=())
    state = tables.Column("状态", attrs=KEY)
    newest_number = tables.Column("稿次", attrs=TIGHT)
    first_submitted_at = tables.Column("首次提交", attrs=TIGHT)
    punctuality = tables.Column("是否按期", attrs=TIGHT)

    caption = "报送事项"
    empty_why = "没有符合条件的报送事项。报送事项由报送规则按期生成，不手工登记。"

    class Meta:
        model = ReportDuty
        fields = (
            "rule", "body", "unit", "period_code", "due_on", "due_note", "state", "newest_number", "first_submitted_at",
            "punctuality",
        )  # fmt: skip
        order_by = ("-period_code",)

    def render_rule(self, record: ReportDuty) -> SafeString | str:
        words = record.title  # with its period: rows of one rule can be told apart by the link alone
        return format_html("{} {}", words, tag("示范", "is-demo")) if record.is_demo else words

    def value_rule(self, record: ReportDuty, value: str) -> str:
        return f"{value}（示范）" if record.is_demo else value

    def render_period_code(self, value: str) -> str:
        return period_words(value)

    def render_due_note(self, record: ReportDuty) -> str:
        return record.due_note or Standing.OFFICIAL.label

    def render_state(self, record: ReportDuty) -> SafeString:
        return tag(words=record.get_state_display(), tone=TONES.get(DutyState(record.state), ""))

    def value_state(self, record: ReportDuty) -> str:
        return record.get_state_display()

    def render_newest_number(self, value: int) -> str:
        return f"第 {value} 稿"

    def value_newest_number(self, value: int) -> int:
        return value

    def render_first_submitted_at(self, value: Any) -> str:
        return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"

    def value_first_submitted_at(self, value: Any) -> Any:
        return value

    def render_punctuality(self, value: str) -> SafeString | str:
        words = PUNCTUALITY[value]
        return tag(words, "is-bad") if value in (LATE, OVERDUE) else words

    def value_punctuality(self, value: str) -> str:
        return PUNCTUALITY[value]
