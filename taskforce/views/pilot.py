"""Pages of the pilot's life: the steps with documents and due days, the check-list, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from taskforce.choices import PILOT_MOVES, PILOT_PASSED, Standing
from taskforce.forms.attachments import AttachmentForm
from taskforce.forms.fields import seen_at
from taskforce.forms.pilot import ApprovalForm, CorrectStepForm, DossierForm, StepForm
from taskforce.models import Attachment, DossierItem, Pilot, PilotStep
from taskforce.science.pilot import GUIDE
from taskforce.selectors.attachments import attachments_by_owner
from taskforce.selectors.pilot import (
    Line,
    dossier,
    missing,
    pilots,
    step_lines,
    yearly_duties,
)
from taskforce.services.pilot import CAPABILITY, correct_step, record_step, set_approval, tick_item
from taskforce.views.attachments import keep
from yunhe_envhealth.accounts.permissions import can, requires, today
from yunhe_envhealth.core.pages import RecordPage, ServiceForm

STEPPER = {"done": "done", "late": "failed", "due": "current", "waiting": "waiting"}
MAIN = ("apply", "recommend", "approve", "start", "yearly", "evaluate")
LIST_TITLE = "试点周期"


@requires("taskforce.view")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the county's pilot."""
    first = pilots().first()
    if first is None:
        raise Http404("还没有登记试点；运行 load_reference 后载入。")
    return redirect("taskforce:pilot", pk=first.pk)


class PilotRecord(RecordPage):
    capability = "taskforce.view"
    template_name = "taskforce/pilot.html"
    tabs = {
        "overview": ("概况", "taskforce/pilot_overview.html"),
        "dossier": ("申报材料", "taskforce/pilot_dossier.html"),
    }
    object: Any

    def get_queryset(self) -> QuerySet[Pilot]:
        return pilots()

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [(LIST_TITLE, "")]

    def get_state(self) -> dict[str, str]:
        return {"words": self.object.get_state_display(), "tone": "is-ok"}

    def get_facts(self) -> list[dict[str, Any]]:
        one = self.object
        return [
            {"label": "级别", "value": one.level or None},
            {"label": "批复日期", "value": one.approved_on.isoformat() if one.approved_on else "未录入"},
            {"label": "批复文号", "value": one.approval_document or None},
            {"label": "依据", "value": f"《{GUIDE}》"},
            {"label": "出处", "value": one.source or None},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, CAPABILITY):
            return []
        key = [self.object.pk]
        words = "更正批复" if self.object.approved_on else "登记批复"
        return [
            {"label": words, "url": reverse("taskforce:pilot_approval", args=key)},
            {"label": "登记步骤", "url": reverse("taskforce:pilot_step_new", args=key), "primary": True},
        ]

    def get_history_objects(self) -> list[Any]:
        return [self.object, *self.object.steps.all(), *self.object.dossier.all()]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        may_edit = can(self.request.user, CAPABILITY)
        if tab == "dossier":
            return {"items": [_item(item, may_edit) for item in dossier(self.object)]}
        lines = step_lines(self.object, today())
        files = attachments_by_owner(
            Attachment.OwnerKind.PILOT, [line.row.pk for line in lines if line.row is not None]
        )
        return {
            "missing": missing(self.object, today()),
            "stepper": _stepper(lines),
            "lines": [_line(line, files, may_edit) for line in lines],
            "duties": [{"duty": duty, "title": duty.title} for duty in yearly_duties()],
        }


def _stepper(lines: list[Line]) -> list[dict[str, str]]:
    """Return the main way as components/state_stepper.html prints it: one entry a kind, its latest."""
    latest = {line.step.kind: line for line in lines}
    return [
        {"label": latest[kind].step.title, "note": latest[kind].words, "state": STEPPER[latest[kind].state]}
        for kind in MAIN
    ]


def _line(line: Line, files: Mapping[int, list[Attachment]], may_edit: bool) -> dict[str, Any]:
    row = line.row
    done = row is not None and row.done_on is not None
    correctable = done and may_edit and line.step.kind != PilotStep.Kind.APPROVE
    return {
        "line": line,
        "files": files[row.pk] if row else [],
        "edit_url": reverse("taskforce:pilot_step", args=[row.pk]) if row and correctable else "",
        "file_url": reverse("taskforce:pilot_step_file", args=[row.pk]) if row and done and may_edit else "",
    }


def _item(item: DossierItem, may_edit: bool) -> dict[str, Any]:
    return {
        "item": item,
        "is_candidate": item.standing != Standing.OFFICIAL,
        "url": reverse("taskforce:pilot_dossier", args=[item.pk]) if may_edit else "",
    }


class PilotForm(ServiceForm):
    """A form about the pilot or a part of it."""

    capability = CAPABILITY

    @cached_property
    def pilot(self) -> Pilot:
        return get_object_or_404(Pilot, pk=self.kwargs["pk"])

    def page(self) -> str:
        return reverse("taskforce:pilot", args=[self.pilot.pk])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(str(self.pilot), self.page())]


class StepNew(PilotForm):
    form_class = StepForm
    title = "登记步骤"
    button = "登记"
    consequence = "只列现在可以登记的步骤；状态之前的步骤是补录，不改变状态。批复另用“登记批复”。"
    done = "已登记。"

    def get_form_kwargs(self) -> dict[str, Any]:
        state = self.pilot.state
        kinds = [
            kind
            for kind, (states, _) in PILOT_MOVES.items()
            if kind != PilotStep.Kind.APPROVE and (state in states or state in PILOT_PASSED.get(kind, ()))
        ]
        return {**super().get_form_kwargs(), "kinds": kinds}

    def write(self, cleaned: dict[str, Any]) -> str:
        record_step(pilot_id=self.pilot.pk, by=self.actor, day=today(), **cleaned)
        return self.page()


class Approval(PilotForm):
    form_class = ApprovalForm
    title = "登记批复"
    consequence = "平台从批复之日推算启动（3 个月内）和三年评估的期限。更正已登记的批复要写明理由。"
    done = "已登记批复，期限已推算。"

    def get_initial(self) -> dict[str, Any]:
        return {"approved_on": self.pilot.approved_on, "document": self.pilot.approval_document}

    def write(self, cleaned: dict[str, Any]) -> str:
        set_approval(pilot_id=self.pilot.pk, by=self.actor, day=today(), **cleaned)
        return self.page()


class PartForm(PilotForm):
    """A form about a step that was taken."""

    @cached_property
    def step(self) -> PilotStep:
        rows = PilotStep.objects.filter(done_on__isnull=False).select_related("pilot")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def pilot(self) -> Pilot:
        return self.step.pilot

    def get_title(self) -> str:
        return f"{self.title}：{self.step}"


class StepCorrect(PartForm):
    form_class = CorrectStepForm
    title = "更正"
    done = "已更正，原来的内容留在历史里。"

    def get_initial(self) -> dict[str, Any]:
        values = {"done_on": self.step.done_on, "document": self.step.document, "note": self.step.note}
        return {**values, "seen": self.step.updated_at.isoformat()}

    def write(self, cleaned: dict[str, Any]) -> str:
        given = {**cleaned, "seen": seen_at(cleaned["seen"])}
        correct_step(step_id=self.step.pk, by=self.actor, day=today(), **given)
        return self.page()


class StepFile(PartForm):
    form_class = AttachmentForm
    title = "上传文件"
    button = "上传"
    done = "已上传。"

    def write(self, cleaned: dict[str, Any]) -> str:
        keep(cleaned["file"], owner_kind=Attachment.OwnerKind.PILOT, owner_id=self.step.pk, by=self.actor)
        return self.page()


class DossierTick(PilotForm):
    form_class = DossierForm
    title = "核对申报材料"
    done = "已保存。"

    @cached_property
    def item(self) -> DossierItem:
        return get_object_or_404(DossierItem.objects.select_related("pilot"), pk=self.kwargs["pk"])

    @cached_property
    def pilot(self) -> Pilot:
        return self.item.pilot

    def get_consequence(self) -> str:
        return f"{self.item.section}：{self.item.title}（{self.item.clause}）"

    def get_initial(self) -> dict[str, Any]:
        values = {"is_present": self.item.is_present, "note": self.item.note}
        return {**values, "seen": self.item.updated_at.isoformat()}

    def write(self, cleaned: dict[str, Any]) -> str:
        given = {**cleaned, "seen": seen_at(cleaned["seen"])}
        tick_item(item_id=self.item.pk, by=self.actor, **given)
        return f"{self.page()}?tab=dossier"
