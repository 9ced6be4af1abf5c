"""Pages by which a report is written: open the draft, edit it, submit it, correct it, merge, ask for material, answer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from taskforce.choices import VersionState
from taskforce.forms.attachments import AttachmentForm
from taskforce.forms.reports import ContributionForm, DraftForm, NothingForm, ReasonForm, ReplyForm, SeenForm
from taskforce.models import Attachment, Post
from taskforce.selectors.reports import duties_to_merge
from taskforce.services import reports
from taskforce.views.attachments import keep
from taskforce.views.reports.paper import by_chapter, figure_lines, paper
from taskforce.views.reports.scoped import DRAFT, OnComment, OnDuty, OnVersion, duty_url
from yunhe_envhealth.accounts.permissions import today


class StartDraft(OnDuty):
    capability = DRAFT
    form_class = NothingForm
    title = "起草报告"
    button = "起草"
    consequence = "平台按三个部分起草，并填入本期的实时数据；随后可以修改。"

    def refuse(self) -> None:
        reports.demand_start(self.duty, self.actor, today())

    def write(self, cleaned: dict[str, Any]) -> str:
        draft = reports.start_draft(duty=self.duty, by=self.actor, now=timezone.now())
        return reverse("taskforce:report_edit", args=[draft.pk])


class Merge(OnDuty):
    capability = DRAFT
    form_class = NothingForm
    template_name = "taskforce/report_merge.html"
    title = "汇总各组报告"
    button = "汇总"
    consequence = "用各组已接受的报告写成草稿，附报送情况表。已有的草稿文字会被替换，旧文字在历史里。"
    done = "已汇总成草稿，请核对后提交。"

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.merge(duty=self.duty, by=self.actor, now=timezone.now())
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = duties_to_merge(self.duty, today())
        return {
            **super().get_context_data(**kwargs),
            "reported": reports.who_reported(parts),
            "may_merge": reports.any_accepted(parts),
        }


class Amend(OnDuty):
    capability = DRAFT
    form_class = ReasonForm
    title = "更正报告"
    button = "起草更正稿"
    consequence = "更正稿另成一稿，同样要审核；接受以前，原报告照旧有效。"

    def write(self, cleaned: dict[str, Any]) -> str:
        draft = reports.amend(duty=self.duty, by=self.actor, now=timezone.now(), **cleaned)
        return reverse("taskforce:report_edit", args=[draft.pk])


class AskContribution(OnDuty):
    capability = DRAFT
    form_class = ContributionForm
    title = "请其他单位补材料"
    button = "派发"
    consequence = "派发成任务，进入对方的收件箱；同一岗位一份报告只派发一次。"
    done = "已派发。"

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": self.duty.due_on}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "posts": self.others()}

    def others(self) -> QuerySet[Post]:
        """Return the posts of other units that may be asked today."""
        return reports.asked_posts(self.duty, today()).order_by("unit__sort_key", "sort_key")

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.ask_contribution(duty=self.duty, by=self.actor, now=timezone.now(), **cleaned)
        return self.back()


class EditDraft(OnVersion):
    """The editor: a box a section, the platform's figures beside it. Works without JavaScript."""

    capability = DRAFT
    form_class = DraftForm
    template_name = "taskforce/report_edit.html"
    done = "已保存。"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.version.state != VersionState.DRAFT:
            return redirect("taskforce:report_version", pk=self.version.pk)
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        return f"{self.version.duty.title}：第 {self.version.number} 稿"

    @cached_property
    def figures(self) -> dict[str, dict[str, Any]]:
        return reports.shown_figures(self.version, timezone.now())

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.version.updated_at.isoformat()}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "sections": self.version.sections, "figures": self.figures}

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.save_draft(
            version=self.version,
            texts=self.form.texts(),
            typed=self.form.typed(),
            seen=cleaned["seen"],
            by=self.actor,
            now=timezone.now(),
        )
        return self.request.path if "stay" in self.request.POST else self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form: Any = context["form"]
        moved = form.is_bound and form.data.get("seen") != self.version.updated_at.isoformat()
        before = self.version.duty.versions.filter(number__lt=self.version.number).order_by("-number").first()
        changed = reports.changed_since(before.figures, self.figures) if before else {}
        return {
            **context,
            "version": self.version,
            "seen": self.version.updated_at.isoformat(),
            "sections": [
                {
                    "field": form[f"text_{section['key']}"],
                    "table": section.get("table"),
                    "latest": section["text"] if moved else None,
                }
                for section in self.version.sections
            ],
            "chapters": self._chapters(form, changed),
            "figure_count": len(self.figures),
            "before": before,
        }

    def _chapters(self, form: Any, changed: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
        lines = []
        for key, line in figure_lines(self.figures, changed).items():
            value, reason = form[f"value_{key}"], form[f"reason_{key}"]
            refused = bool(value.errors or reason.errors)
            lines.append({**line, "value_field": value, "reason_field": reason, "is_refused": refused})
        return by_chapter(lines, [section["text"] for section in self.version.sections])


class Submit(OnVersion):
    capability = DRAFT
    form_class = SeenForm
    template_name = "taskforce/report_submit.html"
    button = "提交"
    done = "已提交，等待审核。"

    def get_title(self) -> str:
        return f"提交第 {self.version.number} 稿"

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.version.updated_at.isoformat()}

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.submit(version=self.version, by=self.actor, now=timezone.now(), seen=cleaned["seen"])
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = reports.shown_figures(self.version, timezone.now())
        checks = reports.checks(self.version, figures, today())
        return {
            **super().get_context_data(**kwargs),
            "paper": paper(self.version, figures),
            "checks": checks,
            "stops": [check for check in checks if check.stops and not check.is_met],
            "edit_url": reverse("taskforce:report_edit", args=[self.version.pk]),
        }


class Reply(OnComment):
    capability = DRAFT
    form_class = ReplyForm
    title = "答复意见"
    button = "答复"
    done = "已答复。"

    def get_consequence(self) -> str:
        return f"意见：{self.comment.text}"

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.comment.reply}

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.reply(comment=self.comment, by=self.actor, now=timezone.now(), **cleaned)
        return f"{duty_url(self.comment.version.duty_id)}#comment-{self.comment.pk}"


class Attach(OnDuty):
    capability = DRAFT
    form_class = AttachmentForm
    title = button = "添加附件"
    consequence = "附件只在工作台内可看。报告接受以后不能再添加。"
    done = "已添加附件。"

    def write(self, cleaned: dict[str, Any]) -> str:
        keep(cleaned["file"], owner_kind=Attachment.OwnerKind.REPORT, owner_id=self.duty.pk, by=self.actor)
        return f"{self.back()}?tab=files"
