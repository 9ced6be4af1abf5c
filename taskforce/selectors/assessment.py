"""Reads of the assessment and of supervision: scores as they count, the ranking with its workings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from taskforce.choices import SUPERVISION_OPEN, AssessmentState, PostKind, SubjectKind, SupervisionState
from taskforce.models import (
    Assessment,
    AssessmentIndicator,
    AssessmentScore,
    Holding,
    Notice,
    SupervisionNotice,
)
from taskforce.science.scoring import Total, ranks, total
from taskforce.selectors.acting import acting_unit_ids, holds, same_person_ids
from taskforce.selectors.posts import in_force, posts
from yunhe_envhealth.accounts.models import Membership, Role, Unit, User
from yunhe_envhealth.accounts.permissions import UNIT_BOUND, can, roles_of, scope
from yunhe_envhealth.core.models import Stamped

VIEW, CLAIM, EDIT = "assessment.view", "assessment.claim", "assessment.edit"
ASSESSED_POSTS = (PostKind.HEAD, PostKind.DEPUTY, PostKind.MEMBER, PostKind.LIAISON)
ASSESSED_UNITS = (Unit.Kind.DEPARTMENT, Unit.Kind.TOWNSHIP)


def assessments() -> QuerySet[Assessment]:
    """Return all years with `indicators_count` and `units_count`."""
    return Assessment.objects.annotate(
        indicators_count=Count("indicators", distinct=True),
        units_count=Count("indicators__scores__unit", distinct=True),
    )


def member_units(day: date, *, is_demo: bool = False) -> QuerySet[Unit]:
    """Return the departments and townships that have a post in the leading group or the task force on a day.

    示范 posts name units for a 示范 year only, and no others do.
    """
    named = posts(day).filter(kind__in=ASSESSED_POSTS, is_demo=is_demo).values("unit")
    return Unit.objects.filter(pk__in=named, kind__in=ASSESSED_UNITS)


def sees_all_scores(assessment: Assessment, user: Any) -> bool:
    """Return whether the person sees every unit's scores: all staff once published, before that not the units.

    A program sees what is published, whatever roles the user of its token holds.
    """
    if assessment.state == AssessmentState.PUBLISHED:
        return True
    return not _is_token(user) and bool(roles_of(user) - UNIT_BOUND - {Role.API_CLIENT})


def visible_scores(assessment: Assessment, user: Any, day: date) -> QuerySet[AssessmentScore]:
    """Return the scores that the person may see: before publication a unit sees its own."""
    rows = AssessmentScore.objects.filter(indicator__assessment=assessment).select_related(
        "unit", "indicator"
    )
    if sees_all_scores(assessment, user):
        return rows
    if _is_token(user):
        return rows.none()
    return rows.filter(unit__in=acting_unit_ids(user, CLAIM, day))


def _is_token(user: Any) -> bool:
    return getattr(user, "token", None) is not None


def sees_score(score: AssessmentScore, user: Any, day: date) -> bool:
    """Return whether the person may see this score, and with it the files that prove it."""
    return visible_scores(score.indicator.assessment, user, day).filter(pk=score.pk).exists()


def claims_are_over(assessment: Assessment, day: date) -> bool:
    """Return whether the day up to which the units score themselves is past; they may on that day."""
    return assessment.self_due_on is not None and day > assessment.self_due_on


def may_claim(assessment: Assessment, unit: Unit, user: Any, day: date) -> bool:
    """Return whether the person may score in the unit's name now."""
    in_time = assessment.state == AssessmentState.SELF and not claims_are_over(assessment, day)
    return in_time and can(user, CLAIM) and unit.pk in acting_unit_ids(user, CLAIM, day)


def own_unit_ids(user: User, day: date) -> set[int]:
    """Return the units that the person belongs to with any account: by a role there, or by a post held on the day."""
    person = same_person_ids(user)
    roles = Membership.objects.on(day).filter(user__in=person).values_list("unit_id", flat=True)
    held = Holding.objects.filter(in_force(day), person__user__in=person)
    return {*roles, *held.values_list("post__unit_id", flat=True)}


def newest_change(rows: Iterable[Stamped]) -> datetime | None:
    """Return when the newest of the rows was written: what a page was made from, as its form gives it back."""
    return max((row.updated_at for row in rows), default=None)


def unclaimed_units(assessment: Assessment) -> tuple[int, int]:
    """Return (units without any score of their own, units in all)."""
    scores = AssessmentScore.objects.filter(indicator__assessment=assessment)
    units = scores.values("unit").distinct().count()
    return units - scores.filter(self_score__isnull=False).values("unit").distinct().count(), units


def may_add_evidence(score: AssessmentScore, user: Any, day: date) -> bool:
    """Return whether the person may add files: the unit while it scores itself, the office while it reviews."""
    assessment = score.indicator.assessment
    if assessment.state == AssessmentState.REVIEW:
        return holds(user, EDIT)
    in_time = assessment.state == AssessmentState.SELF and not claims_are_over(assessment, day)
    return in_time and score.unit_id in acting_unit_ids(user, CLAIM, day)


def counted(score: AssessmentScore) -> Decimal | None:
    """Return the score that counts: what the office set, else what the platform computed; a claim alone does not."""
    return score.office_score if score.office_score is not None else score.computed


def how_counted(score: AssessmentScore) -> str:
    """Return in words where the counted score comes from, or why there is none."""
    if score.office_score is not None:
        return f"办公室核定。{score.office_reason}".strip()
    if score.computed is not None:
        return str(score.workings.get("formula", ""))
    return f"{score.workings.get('withheld', '还没有核定')}；不计入总分"


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's place: its scores in the order of the indicators, its total, its rank.

    The rank is None where nothing could be judged, and for whoever sees only some of the units.
    """

    unit: Unit
    scores: list[AssessmentScore]
    total: Total
    rank: int | None

    @property
    def cells(self) -> list[Decimal | None]:
        """Return the counted score of each indicator."""
        return [counted(score) for score in self.scores]


def ranking(assessment: Assessment, user: Any, day: date) -> list[Standing]:
    """Return the units that the person may see, the best first; equal ones share a rank. Two reads in all.

    Before publication a unit sees its own scores and no rank: among itself alone it would be the first.
    """
    scores = visible_scores(assessment, user, day)
    by_unit: dict[Unit, list[AssessmentScore]] = {}
    for score in scores.order_by("unit__sort_key", "unit__code", "indicator__order", "indicator__code"):
        by_unit.setdefault(score.unit, []).append(score)
    totals = {
        unit: total((row.indicator.weight, counted(row)) for row in rows) for unit, rows in by_unit.items()
    }
    all_seen = sees_all_scores(assessment, user)
    places = ranks({unit: found.percent for unit, found in totals.items()}) if all_seen else {}
    rows = [Standing(unit, found, totals[unit], places.get(unit)) for unit, found in by_unit.items()]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))


def indicators(assessment: Assessment) -> QuerySet[AssessmentIndicator]:
    return assessment.indicators.order_by("order", "code")


def scores_of(assessment: Assessment, unit: Unit) -> QuerySet[AssessmentScore]:
    """Return a unit's scores in the order of the indicators."""
    rows = AssessmentScore.objects.filter(indicator__assessment=assessment, unit=unit)
    return rows.select_related("indicator", "self_by", "office_by").order_by(
        "indicator__order", "indicator__code"
    )


def supervisions(day: date) -> QuerySet[SupervisionNotice]:
    """Return all notices with `late`: the unit still owes an answer and its day is past."""
    owed = When(Q(state__in=SUPERVISION_OPEN) & Q(due_on__lt=day), then=Value(True))
    return SupervisionNotice.objects.select_related("post__unit").annotate(
        late=Case(owed, default=Value(False))
    )


def replies_to_judge(user: Any) -> QuerySet[SupervisionNotice]:
    """Return the answered notices that wait for this person's verdict: never one that the person answered."""
    rows = scope(SupervisionNotice.objects.select_related("post__unit"), user, EDIT)
    accounts = same_person_ids(user)
    answered = rows.filter(state=SupervisionState.REPLIED).exclude(replied_by__in=accounts)
    return answered.exclude(events__replied_by__in=accounts).order_by("due_on", "pk")


def reminders_of(notice: SupervisionNotice) -> QuerySet[Notice]:
    """Return who was reminded of a notice, when, how far up: its escalation."""
    rows = Notice.objects.filter(subject_kind=SubjectKind.SUPERVISION, subject_id=notice.pk)
    return rows.select_related("post", "person").order_by("-planned_for", "-pk")


def may_reply(notice: SupervisionNotice, user: Any, day: date) -> bool:
    return notice.state in SUPERVISION_OPEN and notice.post.unit_id in acting_unit_ids(user, CLAIM, day)
