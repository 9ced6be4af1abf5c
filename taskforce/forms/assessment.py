"""Forms of the yearly assessment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from taskforce.forms.fields import day_field, reason_field
from taskforce.forms.rows import Column, Row, RowsForm
from taskforce.models import AssessmentIndicator, AssessmentScore

MORE_INDICATORS = 2


class YearForm(forms.Form):
    year = forms.IntegerField(label="年度", min_value=2022, max_value=2099)
    title = forms.CharField(label="名称", max_length=80, required=False, help_text="留空时按年度取名。")
    self_due_on = day_field("自评截止")


def seen_field() -> forms.CharField:
    """Carry the newest change of what the page shows, so that a colleague's work is not written over unseen."""
    return forms.CharField(required=False, widget=forms.HiddenInput)


class YearChangeForm(forms.Form):
    seen = seen_field()
    title = forms.CharField(label="名称", max_length=80)
    self_due_on = day_field("自评截止")
    reason = reason_field()


class PublishForm(forms.Form):
    document = forms.CharField(label="文号", max_length=80, required=False)


def score_field(**options: Any) -> forms.Field:
    return forms.DecimalField(
        max_digits=5,
        decimal_places=1,
        min_value=0,
        widget=forms.NumberInput(attrs={"class": "eh-num", "step": "0.1"}),
        **options,
    )


def words_field(most: int) -> Any:
    def make(**options: Any) -> forms.Field:
        return forms.CharField(max_length=most, widget=forms.Textarea(attrs={"rows": 2}), **options)

    return make


class IndicatorsForm(RowsForm):
    """The whole set of a year: a row an indicator, a few empty ones; a row without a name is dropped."""

    row_heading = "编码"
    seen = seen_field()
    reason = reason_field()

    def __init__(self, *args: Any, indicators: Iterable[AssessmentIndicator], **kwargs: Any) -> None:
        present = list(indicators)
        rows = [
            Row(
                row.code,
                row.code,
                {
                    "title": row.title,
                    "weight": row.weight,
                    "method": row.method,
                    "rule": row.rule,
                    "order": row.order,
                },
            )
            for row in present
        ]
        codes = {row.code for row in present}
        spare = (f"own-{number}" for number in range(1, 100))
        free = [code for code in spare if code not in codes][:MORE_INDICATORS]
        rows += [Row(code, f"新增（{code}）", {"order": 900}) for code in free]
        columns = [
            Column("title", "指标", lambda **options: forms.CharField(max_length=80, **options)),
            Column("weight", "分值", score_field),
            Column("method", "计分方式", self._method),
            Column("rule", "评分办法", words_field(300)),
            Column("order", "次序", lambda **o: forms.IntegerField(min_value=0, max_value=999, **o)),
        ]
        super().__init__(*args, columns=columns, rows=rows, **kwargs)

    @staticmethod
    def _method(**options: Any) -> forms.Field:
        return forms.ChoiceField(
            choices=AssessmentIndicator.Method.choices, initial=AssessmentIndicator.Method.ENTERED, **options
        )

    def lines(self) -> list[tuple[str, dict[str, Any]]]:
        """Return (code, cells) of the rows that have a name."""
        given = [(row.key, self.values_of(row)) for row in self.rows]
        return [(code, cells) for code, cells in given if cells["title"]]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for row in self.rows:
            named = given.get(self.name_of("title", row.key))
            for column, words in (("weight", "请填分值。"), ("order", "请填次序。")):
                name = self.name_of(column, row.key)
                if named and name not in self.errors and given.get(name) is None:
                    self.add_error(name, words)
        return given


class ScoresForm(RowsForm):
    """A unit's scores, claimed or reviewed: a row an indicator, with what the platform computed beside it."""

    row_heading = "指标"
    seen = seen_field()

    def __init__(self, *args: Any, scores: Iterable[AssessmentScore], kind: str, **kwargs: Any) -> None:
        columns = [
            Column("score", "自评分" if kind == "self" else "核定分", score_field),
            Column("reason", "说明" if kind == "self" else "理由", words_field(1_000)),
        ]
        rows = [
            Row(
                str(score.indicator_id),
                score.indicator.title,
                {"score": getattr(score, f"{kind}_score"), "reason": getattr(score, f"{kind}_reason")},
                _beside(score, kind),
            )
            for score in scores
        ]
        super().__init__(*args, columns=columns, rows=rows, **kwargs)


def _beside(score: AssessmentScore, kind: str) -> str:
    """Return what stands under the indicator's name: its weight, the computed score, for the office the claim too."""
    words = [f"分值 {score.indicator.weight}"]
    if score.indicator.method == AssessmentIndicator.Method.COMPUTED:
        formula = score.workings.get("formula")
        words.append(
            f"平台计算 {formula}" if formula else f"平台没有算：{score.workings.get('withheld', '')}"
        )
    if kind == "office":
        claimed = (
            f"自评 {score.self_score}（{score.self_reason}）" if score.self_score is not None else "没有自评"
        )
        words.append(claimed)
    return "；".join(words)
