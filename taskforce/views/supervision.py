"""Pages of supervision notices: the list, the record with its escalation, the forms."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from taskforce.choices import SupervisionState
from taskforce.filters.supervision import SupervisionFilter
from taskforce.forms.attachments import AttachmentForm
from taskforce.forms.fields import seen_at
from taskforce.forms.supervision import IssueForm, ReplyForm, VerdictForm
from taskforce.models import Attachment, SupervisionNotice
from taskforce.selectors import assessment as selectors
from taskforce.selectors import workdays
from taskforce.selectors.attachments import attachments_of, may_attach, takes_files
from taskforce.services import supervision as services
from taskforce.tables.supervision import SupervisionTable
from taskforce.views.attachments import keep
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import can, scope, today
from yunhe_envhealth.core.errors import NotAllowed
from yunhe_envhealth.core.pages import ListPage, RecordPage, ServiceForm
from yunhe_envhealth.core.periods import BEIJING

VIEW, CLAIM, EDIT = "assessment.view", "assessment.claim", "assessment.edit"


class SupervisionList(ListPage):
    capability = VIEW
    filterset_class = SupervisionFilter
    table_class = SupervisionTable
    title = "督办"
    search = "q"
    search_words = "编号、事项"

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.supervisions(today())

    def get_views(self) -> list[dict[str, Any]]:
        query = self.request.GET
        choices = (("全部", ""), ("待回复", "state=issued"), ("待核", "state=replied"), ("逾期", "late=yes"))
        return [
            {
                "label": words,
                "url": f"?{asked}" if asked else self.request.path,
                "active": query.urlencode() == asked,
            }
            for words, asked in choices
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, EDIT):
            return []
        return [{"label": "发督办单", "url": reverse("taskforce:supervision_new"), "primary": True}]


class SupervisionPage(RecordPage):
    capability = VIEW
    template_name = "taskforce/supervision.html"
    tabs = {
        "overview": ("概况", "taskforce/supervision_overview.html"),
        "files": ("附件", "taskforce/task_files.html"),
    }
    object: Any

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.supervisions(today()).select_related(
            "post__unit", "issued_by", "replied_by", "closed_by"
        )

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [("督办", reverse("taskforce:supervisions"))]

    def get_state(self) -> dict[str, str]:
        notice = self.object
        words = notice.get_state_display()
        if notice.late:
            words += f"，逾期 {workdays().between(notice.due_on, today())} 个工作日"
        tone = "is-bad" if notice.late else "is-ok" if notice.state == SupervisionState.CLOSED else ""
        return {"words": f"{words}（示范）" if notice.is_demo else words, "tone": tone}

    def get_facts(self) -> list[dict[str, Any]]:
        notice = self.object
        return [
            {"label": "编号", "value": notice.number, "mono": True},
            {"label": "责任岗位", "value": notice.post},
            {"label": "责任单位", "value": notice.post.unit},
            {"label": "发出", "value": f"{notice.issued_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"},
            {"label": "发出人", "value": notice.issued_by},
            {"label": "回复截止", "value": notice.due_on.isoformat()},
            *([{"label": "办结人", "value": notice.closed_by}] if notice.closed_by else []),
        ]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        if tab == "overview":
            return {"reminders": selectors.reminders_of(self.object)[:50]}
        kind, key = Attachment.OwnerKind.SUPERVISION, self.object.pk
        url = reverse("taskforce:supervision_attach", kwargs={"pk": key})
        may = takes_files(kind, self.object) and may_attach(kind, key, self.request.user, today())
        return {"files": attachments_of(kind, key), "attach_url": url if may else ""}

    def _context(self, tabs: dict[str, tuple[str, str]], asked: str) -> dict[str, Any]:
        return {**super()._context(tabs, asked), "steps": steps_of(self.object), "next": self._next()}

    def _next(self) -> dict[str, Any] | None:
        notice, user = self.object, cast(User, self.request.user)
        key = {"pk": notice.pk}
        if notice.state in services.SUPERVISION_ACTIONS["reply"][0]:
            may = can(user, CLAIM) and selectors.may_reply(notice, user, today())
            return {
                "title": "回复督办",
                "sentence": "写明办理情况和结果。",
                "due": notice.due_on,
                "who": "您可以办。" if may else f"由“{notice.post.unit}”回复。",
                "url": reverse("taskforce:supervision_reply", kwargs=key) if may else "",
                "action": "回复",
            }
        if notice.state != SupervisionState.REPLIED:
            return None
        refusal = services.judging_refused(notice, user, today()) if can(user, EDIT) else ""
        may = can(user, EDIT) and not refusal
        return {
            "title": "核定回复",
            "sentence": "由专班办公室核定：办结，或退回重新回复。",
            "who": "您可以办。" if may else refusal or "由专班办公室核定。",
            "url": reverse("taskforce:supervision_close", kwargs=key) if may else "",
            "action": "办结",
            "others": [{"label": "退回", "url": reverse("taskforce:supervision_back", kwargs=key)}]
            if may
            else [],
        }


def steps_of(notice: SupervisionNotice) -> list[dict[str, str]]:
    """Return the stepper 发出 → 回复 → 核定."""
    at = {SupervisionState.REPLIED: 2, SupervisionState.CLOSED: 3}.get(SupervisionState(notice.state), 1)
    notes = (
        f"{notice.issued_at.astimezone(BEIJING):%Y-%m-%d}",
        f"{notice.replied_at.astimezone(BEIJING):%Y-%m-%d}" if notice.replied_at and at > 1 else "",
        f"{notice.closed_at.astimezone(BEIJING):%Y-%m-%d}" if notice.closed_at else "",
    )
    labels = ("发出", "单位回复", "办公室核定")
    return [
        {
            "label": label,
            "note": note,
            "state": "done" if place < at else "current" if place == at else "waiting",
        }
        for place, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]


class Issue(ServiceForm):
    capability = EDIT
    form_class = IssueForm
    title = "发督办单"
    button = "发出"
    consequence = "编号自动生成；责任岗位立即收到，并按回复期限提醒、逐级升级。"
    done = "督办单已发出。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "day": today()}

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("督办", reverse("taskforce:supervisions"))]

    def write(self, cleaned: dict[str, Any]) -> str:
        notice = services.issue(by=self.actor, now=timezone.now(), **cleaned)
        return reverse("taskforce:supervision", kwargs={"pk": notice.pk})


class OnNotice(ServiceForm):
    """A form about one notice; outside the reader's scope the notice does not exist."""

    capability: str | dict[str, str] = EDIT
    form_class: Any = VerdictForm

    @cached_property
    def notice(self) -> SupervisionNotice:
        rows = scope(SupervisionNotice.objects.select_related("post__unit"), self.actor, VIEW)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def back(self) -> str:
        return reverse("taskforce:supervision", kwargs={"pk": self.notice.pk})

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("督办", reverse("taskforce:supervisions")), (self.notice.number, self.back())]

    def get_consequence(self) -> str:
        return f"要求：{self.notice.text}" if not self.notice.reply else f"回复：{self.notice.reply}"


class Reply(OnNotice):
    capability = CLAIM
    form_class = ReplyForm
    title = "回复督办"
    button = "回复"
    done = "已回复，由办公室核定。"

    def get_consequence(self) -> str:
        returned = f"退回的理由：{self.notice.verdict}" if self.notice.verdict else ""
        return f"要求：{self.notice.text} {returned}".strip()

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.notice.reply}

    def write(self, cleaned: dict[str, Any]) -> str:
        services.reply(notice_id=self.notice.pk, by=self.actor, now=timezone.now(), **cleaned)
        return self.back()


class Attach(OnNotice):
    capability = CLAIM
    form_class = AttachmentForm
    title = button = "添加附件"
    done = "已添加附件。"

    def get_consequence(self) -> str:
        return ""

    def write(self, cleaned: dict[str, Any]) -> str:
        keep(
            cleaned["file"],
            owner_kind=Attachment.OwnerKind.SUPERVISION,
            owner_id=self.notice.pk,
            by=self.actor,
        )
        return f"{self.back()}?tab=files"


class Judging(OnNotice):
    """A verdict on the answer; the form carries when the notice shown was last written."""

    def refuse(self) -> None:
        if why := services.judging_refused(self.notice, self.actor, today()):
            raise NotAllowed(why)

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.notice.updated_at.isoformat()}

    def given(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {**cleaned, "seen": seen_at(cleaned["seen"])}


class SendBack(Judging):
    title = "退回回复"
    button = "退回"
    danger = True
    done = "已退回。"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.send_back(notice_id=self.notice.pk, by=self.actor, now=timezone.now(), **self.given(cleaned))
        return self.back()


class Close(Judging):
    title = "办结督办"
    button = "办结"
    done = "已办结。"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.close(notice_id=self.notice.pk, by=self.actor, now=timezone.now(), **self.given(cleaned))
        return self.back()
