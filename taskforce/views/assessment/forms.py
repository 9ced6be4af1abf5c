"""The forms of an assessment: draft, hand out, claim, review, publish; each makes one service call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from taskforce.forms import assessment as forms
from taskforce.forms.attachments import AttachmentForm
from taskforce.forms.fields import seen_at
from taskforce.forms.meetings import NothingForm
from taskforce.models import Assessment, AssessmentIndicator, AssessmentScore, Attachment
from taskforce.selectors import assessment as selectors
from taskforce.services import assessment as services
from taskforce.views.assessment.records import CLAIM, EDIT
from taskforce.views.attachments import keep
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.core.pages import ServiceForm


def seen_of(rows: Iterable[Any]) -> str:
    """Return what the form carries of the rows' newest change."""
    newest = selectors.newest_change(rows)
    return newest.isoformat() if newest else ""


class YearNew(ServiceForm):
    capability = EDIT
    form_class = forms.YearForm
    title = "拟定年度考核"
    button = "建立"
    consequence = "照抄上一年度的指标；没有上一年度时用平台默认(非标准)的一套。"
    done = "已建立，请核对指标和分值。"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("考核", reverse("taskforce:assessments"))]

    def get_initial(self) -> dict[str, Any]:
        return {"year": today().year}

    def write(self, cleaned: dict[str, Any]) -> str:
        year = services.create_assessment(by=self.actor, now=timezone.now(), **cleaned)
        return reverse("taskforce:assessment", kwargs={"pk": year.pk}) + "?tab=indicators"


class OnYear(ServiceForm):
    """A form about one year."""

    capability: str | dict[str, str] = EDIT
    form_class: Any = NothingForm

    @cached_property
    def year(self) -> Assessment:
        return get_object_or_404(Assessment, pk=self.kwargs["pk"])

    def back(self) -> str:
        return reverse("taskforce:assessment", kwargs={"pk": self.year.pk})

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("考核", reverse("taskforce:assessments")), (str(self.year), self.back())]

    def form_valid(self, form: Any) -> Any:
        self.form = form
        return super().form_valid(form)

    def write(self, cleaned: dict[str, Any]) -> str:
        self.call(cleaned)
        return self.back()

    def call(self, cleaned: dict[str, Any]) -> None:
        """Make the one service call."""
        raise NotImplementedError


class YearEdit(OnYear):
    form_class = forms.YearChangeForm
    title = "修改年度考核"
    done = "已保存。"

    def get_initial(self) -> dict[str, Any]:
        shown = {"title": self.year.title, "self_due_on": self.year.self_due_on}
        return {**shown, "seen": seen_of([self.year])}

    def call(self, cleaned: dict[str, Any]) -> None:
        given = {**cleaned, "seen": seen_at(cleaned["seen"])}
        services.change_assessment(assessment_id=self.year.pk, by=self.actor, **given)


class Indicators(OnYear):
    form_class = forms.IndicatorsForm
    template_name = "taskforce/row_form.html"
    title = "改指标"
    consequence = "分值之和要是 100。清空名称就是删去这一项。平台能算的只有：任务完成率、按期办结率、报送及时率、一次通过率。"
    done = "指标已保存。"

    @cached_property
    def present(self) -> list[AssessmentIndicator]:
        return list(selectors.indicators(self.year))

    def get_initial(self) -> dict[str, Any]:
        return {"seen": seen_of(self.present)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "indicators": self.present}

    def call(self, cleaned: dict[str, Any]) -> None:
        lines = [services.IndicatorLine(code=code, **cells) for code, cells in self.form.lines()]
        services.set_indicators(
            assessment_id=self.year.pk,
            lines=lines,
            reason=cleaned["reason"],
            by=self.actor,
            seen=seen_at(cleaned["seen"]),
        )


class Start(OnYear):
    title = "交各单位自评"
    button = "交各单位"
    consequence = "指标从此不能再改；平台先算能算的分，各成员单位收到通知。"
    done = "已交各单位自评。"

    def call(self, cleaned: dict[str, Any]) -> None:
        services.start_claims(assessment_id=self.year.pk, by=self.actor, now=timezone.now())


class Recompute(OnYear):
    title = "重新计算"
    button = "重新计算"
    consequence = "按今天的数据重新算平台能算的分；自评和核定不变。"
    done = "已重新计算。"

    def call(self, cleaned: dict[str, Any]) -> None:
        services.recompute(assessment_id=self.year.pk, by=self.actor, now=timezone.now())


class StartReview(OnYear):
    title = "结束自评，转入审核"
    button = "转入审核"
    done = "已转入审核。"

    def get_consequence(self) -> str:
        without, units = selectors.unclaimed_units(self.year)
        due = f"自评截止 {self.year.self_due_on}" if self.year.self_due_on else "没有定自评截止"
        if self.year.self_due_on and not selectors.claims_are_over(self.year, today()):
            due += "，还没有到"
        left = f"{units} 个单位中还有 {without} 个没有自评" if without else f"{units} 个单位都已自评"
        return f"{left}；{due}。转入审核以后，各单位不能再改自评。"

    def call(self, cleaned: dict[str, Any]) -> None:
        services.start_review(assessment_id=self.year.pk, by=self.actor)


class Publish(OnYear):
    form_class = forms.PublishForm
    title = "公布考核结果"
    button = "公布"
    danger = True
    consequence = "在平台内部公布给全体工作人员；公布以后不能再改。"
    done = "已公布。"

    def call(self, cleaned: dict[str, Any]) -> None:
        services.publish(assessment_id=self.year.pk, by=self.actor, now=timezone.now(), **cleaned)


class OnUnit(OnYear):
    """A form about one unit's scores in a year; `kind` is whose score it is."""

    form_class = forms.ScoresForm
    template_name = "taskforce/row_form.html"
    kind = ""

    @cached_property
    def unit(self) -> Unit:
        visible = selectors.visible_scores(self.year, self.actor, today())
        return get_object_or_404(Unit.objects.filter(pk__in=visible.values("unit")), pk=self.kwargs["unit"])

    def get_title(self) -> str:
        return f"{self.title}：{self.unit}"

    @cached_property
    def scores(self) -> list[AssessmentScore]:
        return list(selectors.scores_of(self.year, self.unit))

    def get_initial(self) -> dict[str, Any]:
        return {"seen": seen_of(self.scores)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scores": self.scores, "kind": self.kind}

    def given(self) -> dict[str, Any]:
        """Return what both services take: whose scores, the rows, the page's age, who and when."""
        cells = {int(row.key): self.form.values_of(row) for row in self.form.rows}
        return {
            "assessment_id": self.year.pk,
            "unit": self.unit,
            "rows": {key: services.Given(row["score"], row["reason"]) for key, row in cells.items()},
            "seen": seen_at(self.form.cleaned_data["seen"]),
            "by": self.actor,
            "now": timezone.now(),
        }


class Claim(OnUnit):
    capability = CLAIM
    kind = "self"
    title = "单位自评"
    consequence = "自评分与平台计算不同、或平台没有算的，要写说明。空着的不算自评。"
    done = "自评已保存，截止以前可以再改。"

    def refuse(self) -> None:
        services.demand_claim(self.year, self.unit, self.actor, today())

    def call(self, cleaned: dict[str, Any]) -> None:
        services.claim(**self.given())


class Review(OnUnit):
    kind = "office"
    title = "核定得分"
    consequence = "空着时按平台计算的分计入；平台没有算、又没有核定的，这一项连同分值都不计入总分。与平台计算或自评不同的，要写理由。"
    done = "已核定。"

    def refuse(self) -> None:
        services.demand_review(self.year, self.unit, self.actor, today())

    def call(self, cleaned: dict[str, Any]) -> None:
        services.review(**self.given())


class Evidence(OnYear):
    """Files that prove a unit's score: the unit adds them while it scores itself, the office while it reviews."""

    capability = CLAIM
    form_class = AttachmentForm
    title = "添加佐证"
    button = "添加"
    consequence = "看得到这项得分的人都能下载；公布以后不能再添加。"
    done = "佐证已保存。"

    @cached_property
    def score(self) -> AssessmentScore:
        visible = selectors.visible_scores(self.year, self.actor, today())
        return get_object_or_404(visible.filter(unit=self.kwargs["unit"]), pk=self.kwargs["score"])

    def get_title(self) -> str:
        return f"{self.title}：{self.score}"

    def back(self) -> str:
        return reverse("taskforce:assessment_unit", args=[self.year.pk, self.kwargs["unit"]])

    def call(self, cleaned: dict[str, Any]) -> None:
        keep(cleaned["file"], owner_kind=Attachment.OwnerKind.SCORE, owner_id=self.score.pk, by=self.actor)
