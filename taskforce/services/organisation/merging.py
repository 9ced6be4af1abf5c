"""One unit taken over by another from a day: posts, places in bodies, duties and assignments are stated anew there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from taskforce.choices import AssessmentState, PostKind, Share, Standing
from taskforce.models import (
    Assessment,
    Assignment,
    BodyUnit,
    Holding,
    Post,
    ReportRule,
    RuleReporter,
    UnitDuty,
)
from taskforce.selectors.posts import in_force
from taskforce.services.organisation.owed import (
    helped_tasks,
    hold,
    open_duties,
    open_supervisions,
    open_tasks,
    owed_by,
)
from taskforce.services.organisation.posts import end_holdings
from taskforce.services.organisation.rules import ChangeRefused, allow, end, grounds, new_code, standing_on
from taskforce.services.tasks import reassign_post
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.periods import beijing_day

RANK = {Share.LEAD: 0, Share.JOINT: 1, Share.SUPPORT: 2}
ONE_A_UNIT = frozenset({PostKind.MEMBER, PostKind.DEPUTY, PostKind.LIAISON})  # a body has one of a unit


@dataclass(frozen=True, slots=True)
class Merger:
    """The change in hand: which unit goes into which, from what day, by which document."""

    unit: Unit
    into: Unit
    on: date
    document: str

    @property
    def words(self) -> str:
        return f"{self.unit}并入，{self.document}"


@transaction.atomic
def merge_units(
    *, unit: Unit, into: Unit, on: date, document: str, reason: str, by: User, now: datetime
) -> Merger:
    """Let `into` take over `unit` from a day. Its accounts and roles stay the administrator's matter.

    Posts that both units have in a body (a member, a liaison) become the one of `into`; the others continue there
    with their holder. Open tasks and reports go along; for a day to come there must be none, since nobody could act
    for a post that is not there yet. Nor may the unit stand in an assessment that is going on: its scores stay its own.
    """
    words = grounds(document, reason)
    allow(by, unit, into)
    for one in Unit.objects.select_for_update().filter(pk__in=[unit.pk, into.pk]).order_by("pk"):
        if one.kind == Unit.Kind.GROUP:
            raise ChangeRefused(f"“{one}”是工作机构，不是单位；并入只用于单位。")
    if unit.pk == into.pk:
        raise ChangeRefused("单位不能并入自己。")
    _refuse_assessed(unit)
    merger = Merger(unit, into, on, words["document"])
    with because(by=by, **words):
        successors = _posts(merger)
        _owed(merger, successors, words["reason"], by, now)
        _body_units(merger, successors)
        _assignments(merger)
        _duties(merger)
    return merger


def _refuse_assessed(unit: Unit) -> None:
    going_on = Assessment.objects.filter(
        state__in=(AssessmentState.SELF, AssessmentState.REVIEW), indicators__scores__unit=unit
    )
    if year := going_on.first():
        raise Conflict(
            f"“{unit}”正在“{year}”里考核，没有并入。",
            advice="请先结束这一年度的考核（公布结果），再登记并入。",
        )


def _posts(merger: Merger) -> dict[int, Post]:
    """Return {id of the post that ends: the post that succeeds it}."""
    if Post.objects.filter(unit=merger.unit, valid_from__gte=merger.on).exists():
        raise Conflict(f"“{merger.unit}”有岗位在并入之日或以后才启用，请先撤销。")
    hold(list(Post.objects.filter(unit=merger.unit).values_list("pk", flat=True)))
    own = list(standing_on(Post.objects.filter(unit=merger.unit), merger.on))
    there = Post.objects.filter(in_force(merger.on), unit=merger.into, kind__in=ONE_A_UNIT)
    counterparts = {(post.body_id, post.kind): post for post in there}
    successors = {}
    for post in own:
        holding = Holding.objects.filter(in_force(merger.on), post=post).first()
        end_holdings(post, merger.on)
        end(post, merger.on)
        found = counterparts.get((post.body_id, post.kind))
        successors[post.pk] = found or _restated_post(merger, post, holding)
    return successors


def _restated_post(merger: Merger, post: Post, holding: Holding | None) -> Post:
    old, new = (unit.short_name or unit.name for unit in (merger.unit, merger.into))
    restated = Post.objects.create(
        code=new_code(post.code, merger.on),
        title=post.title.replace(old, new)[:80],
        kind=post.kind,
        body=merger.into if post.body_id == merger.unit.pk else post.body,
        unit=merger.into,
        document=merger.document,
        source=merger.words[:200],
        standing=Standing.OFFICIAL,
        sort_key=post.sort_key,
        valid_from=merger.on,
        is_demo=post.is_demo,
    )
    if holding is not None:
        Holding.objects.create(
            post=restated,
            person=holding.person,
            position=holding.position,
            document=merger.document,
            note=f"原任“{post}”。{merger.words}"[:200],
            valid_from=merger.on,
        )
    return restated


def _owed(merger: Merger, successors: dict[int, Post], reason: str, by: User, now: datetime) -> None:
    """Move what the posts have in hand, and the reporting rules, to the posts that succeed."""
    counts = {words: rows.count() for words, rows in owed_by(successors).items()}
    if merger.on > beijing_day(now) and any(counts.values()):
        owed = "、".join(words.format(count) for words, count in counts.items() if count)
        raise Conflict(
            f"“{merger.unit}”还有 {owed}。",
            advice="并入日期在今后时请先办结或改派，或者到当天再登记。",
        )
    tasks = open_tasks().filter(owner_post__in=successors)
    for old in Post.objects.filter(pk__in=set(tasks.values_list("owner_post", flat=True))):
        reassign_post(
            from_post=old,
            to_post=successors[old.pk],
            reason=reason,
            by=by,
            now=now,
            document=merger.document,
        )
    _hand_over_helping(successors)
    _hand_over(open_duties(), "owner_post", successors)
    _hand_over(open_duties(), "reviewer_post", successors)
    _hand_over(open_supervisions(), "post", successors)
    _hand_over(ReportRule.objects.filter(in_force(merger.on)), "reviewer_post", successors)
    for reporter in standing_on(RuleReporter.objects.filter(post__in=successors), merger.on):
        end(reporter, merger.on)
        body = merger.into if reporter.body_id == merger.unit.pk else reporter.body
        RuleReporter.objects.create(
            rule=reporter.rule, body=body, post=successors[reporter.post_id], valid_from=merger.on
        )


def _hand_over(rows: QuerySet[Any], field: str, successors: dict[int, Post]) -> None:
    for row in rows.filter(**{f"{field}__in": successors}).select_for_update(of=("self",)).order_by("pk"):
        setattr(row, field, successors[getattr(row, f"{field}_id")])
        row.save(update_fields=[field, "updated_at"])


def _hand_over_helping(successors: dict[int, Post]) -> None:
    """Let the successors help where the posts helped; a task's own post does not help with it."""
    for task in helped_tasks(successors).order_by("pk"):
        helped = [post for post in task.helper_posts.all() if post.pk in successors]
        heirs = {successors[post.pk].pk for post in helped} - {task.owner_post_id}
        task.helper_posts.remove(*helped)
        task.helper_posts.add(*heirs)


def _body_units(merger: Merger, successors: dict[int, Post]) -> None:
    for row in standing_on(BodyUnit.objects.filter(unit=merger.unit), merger.on):
        through = successors.get(row.reports_through_id or 0, row.reports_through)
        _take_over(merger, row, {"body": row.body}, reports_through=through, source=merger.words[:200])


def _assignments(merger: Merger) -> None:
    for row in standing_on(Assignment.objects.filter(unit=merger.unit), merger.on):
        basis = f"{row.basis}（{merger.words}）"[:200]
        _take_over(merger, row, {"item": row.item}, basis=basis, document=merger.document)


def _take_over(merger: Merger, row: Any, place: dict[str, Any], **fields: Any) -> None:
    """End the row and state it for the other unit, unless that unit has as great a share there already."""
    end(row, merger.on)
    model = type(row)
    there = standing_on(model.objects.filter(unit=merger.into, **place), merger.on).first()
    if there is not None:
        if RANK[there.share] <= RANK[row.share]:
            return
        end(there, merger.on)
    room = 120 if model is Assignment else 80
    model.objects.create(
        code=new_code(row.code, merger.on, room),
        unit=merger.into,
        share=row.share,
        standing=row.standing,
        valid_from=merger.on,
        **place,
        **fields,
    )


def _duties(merger: Merger) -> None:
    for duty in standing_on(UnitDuty.objects.filter(unit=merger.unit), merger.on):
        end(duty, merger.on)
        UnitDuty.objects.create(
            code=new_code(duty.code, merger.on),
            unit=merger.into,
            wording=duty.wording,
            clause=duty.clause,
            source=f"{duty.source}；{merger.words}"[:200],
            sort_key=duty.sort_key,
            valid_from=merger.on,
        )
