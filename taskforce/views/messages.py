"""Pages of the outbox: every message with how far it went, sent again when it failed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from taskforce.choices import NoticeState
from taskforce.filters.outbox import NoticeFilter
from taskforce.models import Notice
from taskforce.selectors import outbox
from taskforce.selectors.reminder_plan import mark
from taskforce.services import notices
from taskforce.tables.outbox import NoticeTable, minute
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core.pages import ListPage, RecordPage, ServiceForm

SENDING_NOTE = "站内消息写下即送达；电子邮件和政务消息由后台发送，失败的自动重发，三个工作日仍不成即停发。"
TONES = {
    NoticeState.SENT: "is-ok",
    NoticeState.FAILED: "is-warn",
    NoticeState.GIVEN_UP: "is-bad",
    NoticeState.UNREACHABLE: "is-bad",
}


class MessageList(ListPage):
    capability = "reminders.view"
    filterset_class = NoticeFilter
    table_class = NoticeTable
    title = "消息"
    search = "q"
    search_words = "标题、收件人"
    count_cap = 100_000
    scoped = True
    personal = True

    @property
    def note(self) -> str:  # type: ignore[override]
        through = mark()
        if through is None or through <= today():
            return SENDING_NOTE
        return f"提醒已计划至 {through}，晚于今天：服务器的时钟曾经走快，请核对时间。{SENDING_NOTE}"

    def get_queryset(self) -> QuerySet[Any]:
        return outbox.messages(self.request.user, "reminders.view")

    def get_views(self) -> list[dict[str, Any]]:
        asked, here = self.request.GET.urlencode(), reverse("taskforce:messages")
        views = [("全部", "")] + [
            (state.label, f"state={state.value}")
            for state in (NoticeState.UNREACHABLE, NoticeState.FAILED, NoticeState.GIVEN_UP)
        ]
        return [
            {"label": label, "url": f"{here}?{query}" if query else here, "active": asked == query}
            for label, query in views
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        actions = [{"label": "预看提醒", "url": reverse("taskforce:reminders_preview")}]
        if can(self.request.user, "workdays.edit"):
            actions.append({"label": "重发全部已停发", "url": reverse("taskforce:messages_resend")})
        return actions


class MessageRecord(RecordPage):
    capability = "reminders.view"
    tabs = {"overview": ("概况", "taskforce/message_overview.html")}
    has_history = False  # the row tells its own story: written, tried, sent, read
    scoped = True
    personal = True
    object: Any

    def get_queryset(self) -> QuerySet[Any]:
        return outbox.messages(self.request.user, "reminders.view")

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [("消息", reverse("taskforce:messages"))]

    def get_state(self) -> dict[str, str]:
        state = NoticeState(self.object.state)
        return {"words": str(state.label), "tone": TONES.get(state, "")}

    def get_facts(self) -> list[dict[str, Any]]:
        notice = self.object
        return [
            {"label": "收件人", "value": notice.person or notice.user},
            {"label": "岗位", "value": notice.post},
            {"label": "渠道", "value": notice.get_channel_display()},
            {"label": "对象", "value": notice.get_audience_display()},
            {"label": "期限", "value": notice.due_on.isoformat() if notice.due_on else None},
            {"label": "应发日期", "value": notice.planned_for.isoformat()},
            {"label": "写入时间", "value": minute(notice.created_at)},
            {"label": "已试次数", "value": notice.attempts or None},
            {"label": "下次发送", "value": minute(notice.next_attempt_at)},
            {"label": "送达时间", "value": minute(notice.sent_at)},
            {"label": "已读时间", "value": minute(notice.read_at)},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        if self.object.state not in notices.RESENDABLE or not can(self.request.user, "workdays.edit"):
            return []
        url = reverse("taskforce:message_resend", kwargs={"pk": self.object.pk})
        return [{"label": "重发", "url": url, "primary": True}]


class MessageResend(ServiceForm):
    capability = "workdays.edit"
    form_class = forms.Form
    title = "重发消息"
    button = "重发"
    consequence = "消息重新进入发送队列；编号不变，对方能认出重复的一份。"
    done = "已安排重发。"

    @cached_property
    def about(self) -> Notice:
        return get_object_or_404(outbox.messages(self.request.user, "workdays.edit"), pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        record = reverse("taskforce:message", kwargs={"pk": self.about.pk})
        return [("消息", reverse("taskforce:messages")), (str(self.about), record)]

    def write(self, cleaned: dict[str, Any]) -> str:
        notices.resend(notice=self.about, by=self.actor, now=timezone.now())
        return self.get_cancel_url()


class MessagesResend(ServiceForm):
    capability = "workdays.edit"
    form_class = forms.Form
    title = "重发全部已停发的消息"
    button = "全部重发"
    consequence = "所有“多次失败，已停发”的消息重新进入发送队列；发送前再核对，已不用提醒的不发。"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("消息", reverse("taskforce:messages"))]

    def write(self, cleaned: dict[str, Any]) -> str:
        number = notices.resend_given_up(by=self.actor, now=timezone.now())
        self.done = f"已安排重发 {number} 条。"
        return self.get_cancel_url()
