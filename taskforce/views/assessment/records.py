"""The years, one year with its ranking and workings, one unit's scores, the ranking as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from taskforce.choices import AssessmentState
from taskforce.filters.assessment import AssessmentFilter
from taskforce.models import Assessment, AssessmentScore, Attachment
from taskforce.selectors import assessment as selectors
from taskforce.selectors.acting import acting_units
from taskforce.selectors.attachments import attachments_by_owner
from taskforce.services.assessment.judging import to_review
from taskforce.tables.assessment import AssessmentTable
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core import gate
from yunhe_envhealth.core.exports import csv_response, xlsx_response
from yunhe_envhealth.core.pages import ListPage, RecordPage

VIEW, CLAIM, EDIT, EXPORT = "assessment.view", "assessment.claim", "assessment.edit", "data.export"
STEPS = (
    (AssessmentState.DRAFT, "拟定指标"),
    (AssessmentState.SELF, "单位自评"),
    (AssessmentState.REVIEW, "办公室审核"),
    (AssessmentState.PUBLISHED, "内部公布"),
)


class AssessmentList(ListPage):
    """Years of the whole county: no area narrows them; scores are narrowed on the record."""

    capability = VIEW
    scoped = True
    filterset_class = AssessmentFilter
    table_class = AssessmentTable
    title = "考核"
    note = "指标和分值是平台默认(非标准)，由专班办公室按年拟定；结果只在平台内部公布。"

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.assessments()

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, EDIT):
            return []
        return [{"label": "拟定年度考核", "url": reverse("taskforce:assessment_new"), "primary": True}]


class AssessmentPage(RecordPage):
    capability = VIEW
    scoped = True
    template_name = "taskforce/assessment.html"
    tabs = {
        "ranking": ("得分和排名", "taskforce/assessment_ranking.html"),
        "indicators": ("指标", "taskforce/assessment_indicators.html"),
    }
    object: Any

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.assessments().select_related("published_by")

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [("考核", reverse("taskforce:assessments"))]

    def get_state(self) -> dict[str, str]:
        year = self.object
        words = year.get_state_display() + ("（示范）" if year.is_demo else "")
        return {"words": words, "tone": "is-ok" if year.state == AssessmentState.PUBLISHED else ""}

    def get_facts(self) -> list[dict[str, Any]]:
        year = self.object
        return [
            {"label": "年度", "value": year.year},
            {"label": "自评截止", "value": year.self_due_on.isoformat() if year.self_due_on else None},
            {"label": "单位", "value": f"{year.units_count} 个"},
            {"label": "公布人", "value": year.published_by},
            {"label": "文号", "value": year.document or None},
            {"label": "性质", "value": "平台默认(非标准)"},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        year, key = self.object, {"pk": self.object.pk}
        if not can(self.request.user, EDIT):
            return []
        ways = {
            AssessmentState.DRAFT: [("改指标", "assessment_indicators"), ("修改", "assessment_edit")],
            AssessmentState.SELF: [("重新计算", "assessment_recompute"), ("修改", "assessment_edit")],
            AssessmentState.REVIEW: [("重新计算", "assessment_recompute")],
        }.get(AssessmentState(year.state), [])
        return [{"label": label, "url": reverse(f"taskforce:{name}", kwargs=key)} for label, name in ways]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        year: Assessment = self.object
        user: Any = self.request.user
        if tab == "indicators":
            return {"indicators": selectors.indicators(year)}
        rows = selectors.ranking(year, user, today())
        all_seen = selectors.sees_all_scores(year, user)
        may_review = can(user, EDIT) and year.state == AssessmentState.REVIEW
        return {
            "rows": rows,
            "headings": list(selectors.indicators(year)),
            "all_seen": all_seen,
            "may_review": may_review,
            "own_units": selectors.own_unit_ids(user, today()) if may_review else set(),
            "may_export": can(user, EXPORT) and bool(rows),
        }

    def get_history_objects(self) -> list[Any]:
        return [self.object, *self.object.indicators.all()]

    def _context(self, tabs: dict[str, tuple[str, str]], asked: str) -> dict[str, Any]:
        return {**super()._context(tabs, asked), "steps": self._steps(), "next": self._next()}

    def _steps(self) -> list[dict[str, str]]:
        at = [state for state, _ in STEPS].index(self.object.state)
        if self.object.state == AssessmentState.PUBLISHED:
            at += 1
        return [
            {"label": label, "note": "", "state": "done" if n < at else "current" if n == at else "waiting"}
            for n, (_, label) in enumerate(STEPS)
        ]

    def _next(self) -> dict[str, Any] | None:
        year, user = self.object, self.request.user
        edits = can(user, EDIT)
        if year.state == AssessmentState.PUBLISHED:
            return None
        title, sentence, action, name = {
            AssessmentState.DRAFT: (
                "交各单位自评",
                "核对指标和分值后交各单位。",
                "交各单位自评",
                "assessment_start",
            ),
            AssessmentState.SELF: (
                "单位自评",
                "各单位填自评分和说明。",
                "结束自评，转入审核",
                "assessment_review_start",
            ),
            AssessmentState.REVIEW: (
                "逐单位核定后公布",
                f"还有 {to_review(year)} 项要核定。",
                "公布",
                "assessment_publish",
            ),
        }[AssessmentState(year.state)]
        others = []
        if year.state == AssessmentState.SELF and can(user, CLAIM):
            assessed = acting_units(user, CLAIM, today()).filter(
                pk__in=selectors.visible_scores(year, user, today()).values("unit")
            )
            others = [
                {
                    "label": f"自评：{unit}",
                    "url": reverse("taskforce:assessment_claim", args=[year.pk, unit.pk]),
                }
                for unit in assessed
            ]
        return {
            "title": title,
            "sentence": sentence,
            "action": action,
            "due": year.self_due_on if year.state == AssessmentState.SELF else None,
            "url": reverse(f"taskforce:{name}", kwargs={"pk": year.pk}) if edits else "",
            "who": "您可以办。" if edits else "由专班办公室办理。",
            "others": others,
        }


class UnitScores(RecordPage):
    """One unit's scores with their workings. Before publication a unit sees its own only."""

    capability = VIEW
    scoped = True
    has_history = True
    tabs = {"scores": ("得分", "taskforce/assessment_unit.html")}
    object: Any

    def get_object(self) -> Any:
        year = get_object_or_404(Assessment, pk=self.kwargs["pk"])
        rows = selectors.visible_scores(year, self.request.user, today()).filter(unit=self.kwargs["unit"])
        self.scores = list(
            rows.select_related("self_by", "office_by", "indicator__assessment").order_by(
                "indicator__order", "indicator__code"
            )
        )
        if not self.scores:
            raise Http404("没有这个单位的得分")
        self.unit = self.scores[0].unit
        return year

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        url = reverse("taskforce:assessment", kwargs={"pk": self.object.pk})
        return [("考核", reverse("taskforce:assessments")), (str(self.object), url)]

    def get_title(self) -> str:
        return f"{self.unit}：{self.object}"

    def get_actions(self) -> list[dict[str, Any]]:
        if not selectors.may_claim(self.object, self.unit, self.request.user, today()):
            return []
        url = reverse("taskforce:assessment_claim", args=[self.object.pk, self.unit.pk])
        return [{"label": "自评", "url": url, "primary": True}]

    def get_history_objects(self) -> list[Any]:
        return list(self.scores)

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        found = selectors.total((row.indicator.weight, selectors.counted(row)) for row in self.scores)
        files = attachments_by_owner(Attachment.OwnerKind.SCORE, [row.pk for row in self.scores])
        lines = [
            {
                "row": row,
                "counted": selectors.counted(row),
                "how": selectors.how_counted(row),
                "files": files[row.pk],
                "attach_url": self._attach_url(row),
            }
            for row in self.scores
        ]
        return {"lines": lines, "total": found}

    def _attach_url(self, row: AssessmentScore) -> str:
        if not selectors.may_add_evidence(row, self.request.user, today()):
            return ""
        return reverse("taskforce:assessment_attach", args=[self.object.pk, row.unit_id, row.pk])


class RankingFile(View):
    """The ranking with every score and its workings, as Excel or CSV; the security log keeps that it was taken."""

    capability = EXPORT

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        if form not in ("csv", "xlsx"):
            raise Http404("没有这一种文件")
        year = get_object_or_404(Assessment, pk=pk)
        if not can(request.user, VIEW):
            raise Http404("没有这项考核")
        indicators = list(selectors.indicators(year))
        rows = selectors.ranking(year, request.user, today())
        gate.record(request, "export", request.path, rows=len(rows), format=form)
        header = ["名次", "单位", "折算百分", "得分", "可评分值"]
        for indicator in indicators:
            header += [f"{indicator.title}（{indicator.weight}）", f"{indicator.title}：过程"]
        write = csv_response if form == "csv" else xlsx_response
        standing = "平台默认(非标准)" + ("，示范" if year.is_demo else "")
        return write(_lines(rows, standing), [*header, "性质"], f"{year.title}排名")


def _lines(rows: list[selectors.Standing], standing: str) -> Iterator[list[Any]]:
    for row in rows:
        line: list[Any] = [row.rank, row.unit.name, row.total.percent, row.total.points, row.total.out_of]
        for score in row.scores:
            line += [selectors.counted(score), selectors.how_counted(score)]
        yield [*line, standing]
