"""Pages of reporting rules, who reports under them, and the steps of reminders."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from taskforce.choices import Standing
from taskforce.filters.outbox import RuleFilter
from taskforce.forms import reminders as forms
from taskforce.models import ReportRule, RuleReporter
from taskforce.selectors import duties, outbox
from taskforce.selectors.reminder_plan import steps
from taskforce.services import rules as services
from taskforce.tables.outbox import RuleTable
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core.pages import ListPage, RecordPage, ServiceForm

EDIT = "workdays.edit"


def rules_url() -> str:
    return reverse("taskforce:rules")


class RuleList(ListPage):
    capability = "reports.view"
    queryset = outbox.rules()
    filterset_class = RuleFilter
    table_class = RuleTable
    title = "报送规则"
    search = "q"
    search_words = "事项、编码"
    template_name = "taskforce/rules.html"

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, EDIT):
            return []
        return [{"label": "提醒步骤", "url": reverse("taskforce:reminder_steps")}]

    def get_extra_context(self) -> dict[str, Any]:
        return {"idle": duties.not_generated(today())}


class RuleRecord(RecordPage):
    capability = "reports.view"
    queryset = outbox.rules()
    tabs = {"overview": ("概况", "taskforce/rule_overview.html")}
    object: Any

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [("报送规则", rules_url())]

    def get_state(self) -> dict[str, str]:
        standing = Standing(self.object.standing)
        return {"words": str(standing.label), "tone": "is-ok" if standing == Standing.OFFICIAL else "is-warn"}

    def get_facts(self) -> list[dict[str, Any]]:
        rule = self.object
        days = rule.due_working_days
        return [
            {"label": "编码", "value": rule.code, "mono": True},
            {"label": "周期", "value": rule.get_anchor_display()},
            {"label": "月数", "value": rule.months or None},
            {"label": "适用", "value": rule.get_applies_display()},
            {"label": "到期", "value": f"期末后第 {days} 个工作日" if days else "期末当天"},
            {"label": "提前生成", "value": f"期末前 {rule.open_days_before} 天"},
            {"label": "报送对象", "value": rule.recipient or None},
            {"label": "审核岗位", "value": rule.reviewer_post},
            {"label": "汇总", "value": rule.merges},
            {"label": "条款", "value": rule.clause or None},
            {"label": "出处", "value": rule.source or None},
            {"label": "启用日期", "value": rule.valid_from.isoformat()},
            {"label": "停用日期", "value": rule.valid_to.isoformat() if rule.valid_to else None},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, EDIT):
            return []
        key = {"pk": self.object.pk}
        return [
            {"label": "修改", "url": reverse("taskforce:rule_edit", kwargs=key), "primary": True},
            {"label": "增加报送机构", "url": reverse("taskforce:reporter_new", kwargs=key)},
        ]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        idle = [one.why for one in duties.not_generated(today()) if one.rule.pk == self.object.pk]
        return {
            "reporters": outbox.reporters_of(self.object),
            "idle": idle[0] if idle else "",
            "may_edit": can(self.request.user, EDIT),
        }


class RuleChange(ServiceForm):
    """A form about one rule."""

    capability = EDIT

    @cached_property
    def about(self) -> ReportRule:
        return get_object_or_404(ReportRule, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        record = reverse("taskforce:rule", kwargs={"pk": self.about.pk})
        return [("报送规则", rules_url()), (str(self.about), record)]


class RuleEdit(RuleChange):
    form_class = forms.RuleForm
    title = "修改报送规则"
    consequence = "只影响今后生成的报送事项；已经生成的不变。"
    done = "已保存。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": ReportRule.objects.get(pk=self.about.pk)}

    def write(self, cleaned: dict[str, Any]) -> str:
        services.change_rule(rule=self.about, by=self.actor, **cleaned)
        return self.get_cancel_url()


class ReporterNew(RuleChange):
    form_class = forms.ReporterForm
    title = "增加报送机构"
    button = "增加"
    done = "已增加。"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.add_reporter(rule=self.about, by=self.actor, **cleaned)
        return self.get_cancel_url()


class ReporterRetire(ServiceForm):
    capability = EDIT
    form_class = forms.RetireReporterForm
    title = "停用报送机构"
    button = "停用"
    danger = True
    consequence = "已经生成的报送事项不变。"
    done = "已定停用日期。"

    @cached_property
    def about(self) -> RuleReporter:
        return get_object_or_404(RuleReporter.objects.select_related("rule", "body"), pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        record = reverse("taskforce:rule", kwargs={"pk": self.about.rule_id})
        return [("报送规则", rules_url()), (str(self.about.rule), record)]

    def write(self, cleaned: dict[str, Any]) -> str:
        services.retire_reporter(reporter=self.about, by=self.actor, **cleaned)
        return self.get_cancel_url()


class ReminderSteps(ServiceForm):
    capability = EDIT
    form_class = forms.StepsForm
    title = "提醒步骤"
    consequence = "步骤都落在工作日，只在办公时间发送。平台默认（非标准）：到期前 14、7、3、1 个工作日和当天提醒岗位现任；逾期 1 个工作日加单位负责人，3 个加办公室，7 个加专班组长。"
    done = "已保存。"
    template_name = "core/form.html"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("报送规则", rules_url())]

    def get_form_kwargs(self) -> dict[str, Any]:
        current: dict[str, list[int]] = {}
        for step in steps():
            current.setdefault(step.audience, []).append(step.offset)
        return {**super().get_form_kwargs(), "current": current}

    def form_valid(self, form: Any) -> Any:
        form.cleaned_data["steps"] = form.steps()
        return super().form_valid(form)

    def write(self, cleaned: dict[str, Any]) -> str:
        services.change_steps(steps=cleaned["steps"], by=self.actor, reason=cleaned["reason"])
        return reverse("taskforce:reminder_steps")
