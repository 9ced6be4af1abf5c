"""Scores given by people: the unit's own claim, the office's review by another person, publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q

from taskforce.choices import AssessmentState
from taskforce.models import Assessment, AssessmentIndicator, AssessmentScore
from taskforce.selectors.acting import acting_unit_ids, same_person_ids
from taskforce.selectors.assessment import claims_are_over, own_unit_ids, scores_of
from taskforce.services.assessment.refusals import (
    CLAIM,
    AssessmentRefused,
    locked_assessment,
    move,
    refuse_others,
    refuse_stale,
    refuse_state,
    within,
)
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.periods import beijing_day

CLAIMING = frozenset({AssessmentState.SELF})
REVIEWING = frozenset({AssessmentState.REVIEW})
ENTERED = AssessmentIndicator.Method.ENTERED
Score = AssessmentScore


@dataclass(frozen=True, slots=True)
class Given:
    """A score with its reason; score None: none is given."""

    score: Decimal | None
    reason: str = ""


@transaction.atomic
def claim(
    *,
    assessment_id: int,
    unit: Unit,
    rows: Mapping[int, Given],
    by: User,
    now: datetime,
    seen: datetime | None = None,
) -> list[Score]:
    """Keep a unit's own scores {indicator id: Given}, until the deadline; a score needs words to stand on.

    `seen` is the newest change of the unit's scores on the page worked from. Raises Conflict when one changed since,
    NotAllowed for another unit's name or after the deadline.
    """
    assessment = locked_assessment(assessment_id)
    demand_claim(assessment, unit, by, beijing_day(now))
    scores = _scores(assessment, unit, rows, seen)
    with because(by=by, reason="单位自评"):
        return [_claimed(score, rows[score.indicator_id], by) for score in scores]


@transaction.atomic
def start_review(*, assessment_id: int, by: User) -> Assessment:
    """End the units' own scoring; the office reviews."""
    refuse_others(by)
    assessment = locked_assessment(assessment_id)
    move(assessment, "open_review")
    with because(by=by, reason="转入办公室审核"):
        assessment.save(update_fields=["state", "updated_at"])
    return assessment


@transaction.atomic
def review(
    *,
    assessment_id: int,
    unit: Unit,
    rows: Mapping[int, Given],
    by: User,
    now: datetime,
    seen: datetime | None = None,
) -> list[Score]:
    """Set the office's scores {indicator id: Given}; None takes one back, so that the computed score counts.

    A score other than the computed or the claimed one needs a reason. Whoever belongs to the unit or claimed a score
    for it may not set it. `seen` as for `claim`.
    """
    assessment = locked_assessment(assessment_id)
    demand_review(assessment, unit, by, beijing_day(now))
    scores = _scores(assessment, unit, rows, seen)
    person = same_person_ids(by)
    with because(by=by, reason="核定考核得分"):
        return [_reviewed(score, rows[score.indicator_id], by, person) for score in scores]


def demand_review(assessment: Assessment, unit: Unit, by: User, day: date) -> None:
    """Raise what keeps `by` from setting the office's scores of the unit on a day."""
    refuse_others(by)
    refuse_state(assessment, REVIEWING, "核定")
    if unit.pk in own_unit_ids(by, day):
        raise NotAllowed(f"“{unit}”是您任职的单位，要由办公室的另一人核定。", advice="没有改动任何内容。")


def demand_claim(assessment: Assessment, unit: Unit, by: User, day: date) -> None:
    """Raise what keeps `by` from scoring in the unit's name on a day."""
    if unit.pk not in acting_unit_ids(by, CLAIM, day):
        raise NotAllowed(f"您不能替“{unit}”自评。", advice="只能填自己任职的单位。")
    refuse_state(assessment, CLAIMING, "自评")
    if claims_are_over(assessment, day):
        raise NotAllowed(
            f"自评已于 {assessment.self_due_on} 截止。", advice="确需补填的，请与专班办公室联系。"
        )


@transaction.atomic
def publish(*, assessment_id: int, document: str, by: User, now: datetime) -> Assessment:
    """Publish the year inside the platform; from now on nothing of it changes.

    Raises AssessmentRefused while a score that only people can give, or a claim that differs, waits for review.
    """
    refuse_others(by)
    assessment = locked_assessment(assessment_id)
    move(assessment, "publish")
    waiting = to_review(assessment)
    if waiting:
        raise AssessmentRefused(f"还有 {waiting} 项没有核定，不能公布。", advice="请在审核页逐项核定。")
    assessment.published_at, assessment.published_by = now, by
    assessment.document = within(document, "文号", 80)
    with because(by=by, reason="公布考核结果", document=assessment.document):
        assessment.save()
    return assessment


def to_review(assessment: Assessment) -> int:
    """Return how many scores wait for the office: entered ones, and claims that differ from what was computed."""
    open_rows = Score.objects.filter(indicator__assessment=assessment, office_score__isnull=True)
    differs = Q(self_score__isnull=False) & (Q(computed__isnull=True) | ~Q(self_score=F("computed")))
    return open_rows.filter(Q(indicator__method=ENTERED) | differs).count()


def _scores(
    assessment: Assessment, unit: Unit, rows: Mapping[int, Given], seen: datetime | None
) -> list[Score]:
    every = list(scores_of(assessment, unit))
    refuse_stale(every, seen)
    scores = [score for score in every if score.indicator_id in rows]
    if len(scores) != len(rows):
        raise Conflict(f"“{unit}”或有的指标不在这次考核里。", advice="请刷新页面。")
    return scores


def _claimed(score: Score, given: Given, by: User) -> Score:
    reason = within(given.reason, "自评说明", 1_000)
    _refuse_score(score, given)
    if given.score is not None and given.score != score.computed and not reason:
        raise AssessmentRefused(f"“{score.indicator}”：请写自评说明。")
    if given.score is None and reason:
        raise AssessmentRefused(f"“{score.indicator}”：写了说明，请填自评分。")
    if (score.self_score, score.self_reason) != (given.score, reason):
        score.self_score, score.self_reason = given.score, reason
        score.self_by = by if given.score is not None else None
        score.save()
    return score


def _reviewed(score: Score, given: Given, by: User, person: frozenset[int]) -> Score:
    reason = within(given.reason, "核定理由", 1_000)
    if (score.office_score, score.office_reason) == (given.score, reason):
        return score
    if score.self_by_id in person or score.events.filter(self_by__in=person).exists():  # type: ignore[attr-defined]
        raise NotAllowed("这一项是您自评的，要由办公室的另一人核定。", advice="没有改动任何内容。")
    _refuse_score(score, given)
    stated = [value for value in (score.computed, score.self_score) if value is not None]
    differs = not stated or any(value != given.score for value in stated)
    if given.score is not None and differs and not reason:
        raise AssessmentRefused(f"“{score.indicator}”：核定分与平台计算或自评不同，请写明理由。")
    if given.score is None and reason:
        raise AssessmentRefused(f"“{score.indicator}”：写了理由，请填核定分。")
    score.office_score, score.office_reason = given.score, reason
    score.office_by = by if given.score is not None else None
    score.save()
    return score


def _refuse_score(score: Score, given: Given) -> None:
    weight = score.indicator.weight
    if given.score is None:
        return
    if not given.score.is_finite() or not 0 <= given.score <= weight:
        raise AssessmentRefused(f"“{score.indicator}”：得分在 0 和 {weight} 之间。")
    if given.score != round(given.score, 1):
        raise AssessmentRefused(f"“{score.indicator}”：得分最多一位小数。")
