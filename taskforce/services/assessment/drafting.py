"""Draft a year's indicators, hand it to the units, compute what the platform has data for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.urls import reverse

from taskforce.choices import AssessmentState, SubjectKind
from taskforce.models import Assessment, AssessmentIndicator, AssessmentScore, Post
from taskforce.science.scoring import Scored, share_score
from taskforce.science.usual_indicators import USUAL_INDICATORS
from taskforce.selectors.assessment import member_units
from taskforce.selectors.assessment_inputs import NOTHING_TO_COUNT, Counts, counts
from taskforce.selectors.posts import posts, unit_heads
from taskforce.services.assessment.refusals import (
    AssessmentRefused,
    locked_assessment,
    move,
    refuse_others,
    refuse_stale,
    refuse_state,
    within,
)
from taskforce.services.notices import tell
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.periods import beijing_day

FULL = Decimal(100)
YEARS = range(2022, 2100)
DRAFTED = frozenset({AssessmentState.DRAFT})
CLAIMABLE = frozenset({AssessmentState.DRAFT, AssessmentState.SELF})
UNPUBLISHED = frozenset({AssessmentState.SELF, AssessmentState.REVIEW})
COMPUTED = AssessmentIndicator.Method.COMPUTED
FIELDS = ("code", "title", "weight", "method", "rule", "order")


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator as it is entered. Only the codes that the platform can count may be computed."""

    code: str
    title: str
    weight: Decimal
    method: str
    rule: str
    order: int


@transaction.atomic
def create_assessment(
    *, year: int, title: str, self_due_on: date, by: User, now: datetime, is_demo: bool = False
) -> Assessment:
    """Draft a year's assessment with the set of the newest year before it, else the platform's default set.

    Raises Conflict when the year stands already.
    """
    refuse_others(by)
    if year not in YEARS:
        raise AssessmentRefused(f"年度是 {YEARS.start} 至 {YEARS.stop - 1}。")
    _refuse_past(self_due_on, beijing_day(now))
    title = within(title, "名称", 80) or f"{year} 年度考核"
    before = Assessment.objects.filter(year__lt=year, is_demo=is_demo).order_by("-year").first()
    assessment = Assessment(year=year, title=title, self_due_on=self_due_on, is_demo=is_demo)
    try:
        with transaction.atomic(), because(by=by, reason="拟定年度考核"):
            assessment.save()
            if before is not None:
                rows = [{name: getattr(row, name) for name in FIELDS} for row in before.indicators.all()]
            else:
                rows = [asdict(usual) for usual in USUAL_INDICATORS]
            AssessmentIndicator.objects.bulk_create(
                AssessmentIndicator(assessment=assessment, **row) for row in rows
            )
    except IntegrityError as error:
        raise Conflict(f"{year} 年度考核已经建立，没有再建。") from error
    return assessment


@transaction.atomic
def change_assessment(
    *,
    assessment_id: int,
    title: str,
    self_due_on: date,
    reason: str,
    by: User,
    seen: datetime | None = None,
) -> Assessment:
    """Change the name or the units' deadline, until the review begins.

    `seen` is the `updated_at` of the page worked from. Raises Conflict when the year changed since.
    """
    refuse_others(by)
    assessment = locked_assessment(assessment_id)
    refuse_state(assessment, CLAIMABLE, "修改")
    refuse_stale([assessment], seen)
    reason = within(reason, "理由", 200)
    title = within(title, "名称", 80)
    if not reason or not title:
        raise AssessmentRefused("请填写名称和理由。")
    assessment.title, assessment.self_due_on = title, self_due_on
    with because(by=by, reason=reason):
        assessment.save(update_fields=["title", "self_due_on", "updated_at"])
    return assessment


@transaction.atomic
def set_indicators(
    *,
    assessment_id: int,
    lines: Sequence[IndicatorLine],
    reason: str,
    by: User,
    seen: datetime | None = None,
) -> Assessment:
    """Make these the indicators of a year in draft; their weights sum to 100. Raises AssessmentRefused otherwise.

    `seen` is the newest change of the indicators on the page worked from. Raises Conflict when one changed since: none
    can go or come unseen, since another's weight makes up for it.
    """
    refuse_others(by)
    assessment = locked_assessment(assessment_id)
    refuse_state(assessment, DRAFTED, "改指标")
    reason = within(reason, "理由", 200)
    if not reason:
        raise AssessmentRefused("请写明修改指标的理由。")
    _refuse_lines(lines)
    present = {row.code: row for row in assessment.indicators.all()}
    refuse_stale(present.values(), seen)
    with because(by=by, reason=reason):
        for code in present.keys() - {line.code for line in lines}:
            present[code].delete()
        for line in lines:
            row = present.get(line.code) or AssessmentIndicator(assessment=assessment, code=line.code)
            if any(getattr(row, name) != getattr(line, name) for name in FIELDS):
                for name in FIELDS:
                    setattr(row, name, getattr(line, name))
                row.save()
    return assessment


@transaction.atomic
def start_claims(
    *, assessment_id: int, by: User, now: datetime, units: Collection[Unit] | None = None
) -> Assessment:
    """Hand the year to the units (default: member units today) for their own scores, computed ones filled in."""
    refuse_others(by)
    assessment = locked_assessment(assessment_id)
    move(assessment, "open_self")
    day = beijing_day(now)
    chosen = list(member_units(day, is_demo=assessment.is_demo)) if units is None else list(units)
    if not chosen:
        raise AssessmentRefused("没有可考核的单位。", advice="请先在组织页登记成员单位的岗位。")
    if assessment.self_due_on is not None:
        _refuse_past(assessment.self_due_on, day)
    rows = list(assessment.indicators.all())
    if sum((row.weight for row in rows), Decimal(0)) != FULL:
        raise AssessmentRefused("各项分值之和不是 100，请先改指标。")
    with because(by=by, reason="交各单位自评"):
        assessment.save(update_fields=["state", "updated_at"])
        scores = [AssessmentScore(indicator=row, unit=unit) for unit in chosen for row in rows]
        _compute(assessment, [score for score in scores if score.indicator.method == COMPUTED], day)
        AssessmentScore.objects.bulk_create(scores)
    _tell_units(assessment, chosen, now)
    return assessment


@transaction.atomic
def recompute(*, assessment_id: int, by: User, now: datetime) -> int:
    """Compute the scores anew from the data of the day, before publication; return how many changed."""
    refuse_others(by)
    assessment = locked_assessment(assessment_id)
    refuse_state(assessment, UNPUBLISHED, "重新计算")
    rows = AssessmentScore.objects.filter(indicator__assessment=assessment, indicator__method=COMPUTED)
    with because(by=by, reason="重新计算考核得分"):
        changed = _compute(assessment, rows.select_related("indicator"), beijing_day(now))
        for row in changed:
            row.save(update_fields=["computed", "workings", "updated_at"])
    return len(changed)


def _compute(assessment: Assessment, rows: Iterable[AssessmentScore], day: date) -> list[AssessmentScore]:
    """Set what the platform computes for the rows from the data of a day; return those that it changed, unsaved."""
    found = counts(year=assessment.year, day=day, is_demo=assessment.is_demo)
    changed = []
    for row in rows:
        scored = _scored(row, found)
        workings = {
            "numerator": scored.numerator,
            "denominator": scored.denominator,
            "formula": scored.formula,
            "withheld": scored.withheld,
            "as_of": day.isoformat(),
        }
        if (row.computed, row.workings) != (scored.value, workings):
            row.computed, row.workings = scored.value, workings
            changed.append(row)
    return changed


def _scored(row: AssessmentScore, found: Counts) -> Scored:
    code = row.indicator.code
    numerator, denominator = found.get(code, {}).get(row.unit_id, (0, 0))
    return share_score(row.indicator.weight, numerator, denominator, nothing=NOTHING_TO_COUNT[code])


def _refuse_past(self_due_on: date, day: date) -> None:
    if self_due_on < day:
        raise AssessmentRefused(f"自评截止 {self_due_on} 已经过去，请改到今天或以后。")


def _refuse_lines(lines: Sequence[IndicatorLine]) -> None:
    codes = [line.code for line in lines]
    if len(set(codes)) != len(codes):
        raise AssessmentRefused("有两项指标用了同一个编码。")
    for place, line in enumerate(lines, 1):
        if not within(line.title, "指标", 80):
            raise AssessmentRefused(f"第 {place} 行：请填写指标。")
        if line.weight <= 0:
            raise AssessmentRefused(f"第 {place} 行：分值要大于 0。")
        if line.method == COMPUTED and line.code not in NOTHING_TO_COUNT:
            raise AssessmentRefused(f"第 {place} 行：“{line.title}”平台没有数据可算，请选“评分，写明理由”。")
    weights = sum((line.weight for line in lines), Decimal(0))
    if weights != FULL:
        raise AssessmentRefused(f"各项分值之和要是 100，现在是 {weights}。")


def _tell_units(assessment: Assessment, units: Iterable[Unit], now: datetime) -> None:
    """Tell the post that answers for each unit, else the first of its posts."""
    day, first = beijing_day(now), dict[int, Post]()
    for post in posts(day).filter(is_demo=assessment.is_demo):
        first.setdefault(post.unit_id, post)
    told = first | unit_heads(day)
    for unit in units:
        if unit.pk in told:
            _tell_unit(assessment, unit, told[unit.pk], now)


def _tell_unit(assessment: Assessment, unit: Unit, post: Post, now: datetime) -> None:
    due = f"，请在 {assessment.self_due_on} 前填报" if assessment.self_due_on else ""
    tell(
        key=f"assessment:{assessment.pk}:claims:unit:{unit.pk}",
        subject_kind=SubjectKind.ASSESSMENT,
        subject_id=assessment.pk,
        post=post,
        title=f"{assessment.title}：请单位自评",
        body=f"平台能算的分已经算好{due}。",
        url=reverse("taskforce:assessment_claim", kwargs={"pk": assessment.pk, "unit": unit.pk}),
        why="您的单位在考核范围内",
        now=now,
        is_demo=assessment.is_demo,
    )
