"""Ask another unit for material to a report: a task, raised by the report, that the other unit's post owes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from taskforce.choices import DutyState, PostKind, TaskSource
from taskforce.models import Post, ReportDuty, Task
from taskforce.science.report_text import clean
from taskforce.selectors import workdays
from taskforce.selectors.posts import posts
from taskforce.selectors.reports import contribution_key
from taskforce.services.reports.rights import ReportRefused, demand_draft, lock
from taskforce.services.tasks import open_task
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.periods import beijing_day

LONGEST_WORDS = 500
ASKED = (PostKind.LIAISON, PostKind.OFFICER)


def asked_posts(duty: ReportDuty, day: date) -> QuerySet[Post]:
    """Return the posts that may be asked: liaisons and officers of the other units."""
    others = posts(day).filter(kind__in=ASKED, is_demo=duty.owner_post.is_demo)
    return others.exclude(unit=duty.owner_post.unit).exclude(unit__kind=Unit.Kind.GROUP)


@transaction.atomic
def ask_contribution(
    *, duty: ReportDuty, post: Post, words: str, due_on: date, by: User, now: datetime
) -> Task:
    """Ask `post` for what `words` say, due on a working day. The same post is asked once for a report.

    Raises ReportRefused unless the post is one of `asked_posts`: nobody charges the heads in this way.
    """
    duty = lock(duty)
    demand_draft(duty, by, beijing_day(now))
    words = clean(words)
    if not words or len(words) > LONGEST_WORDS:
        raise ReportRefused(f"请写明需要什么材料，最多 {LONGEST_WORDS} 字，没有派发。")
    if duty.state not in (DutyState.DRAFTED, DutyState.RETURNED):
        raise Conflict("报告不在起草或修改中，不能再请补材料，没有派发。")
    day = beijing_day(now)
    if not asked_posts(duty, day).filter(pk=post.pk).exists():
        raise ReportRefused(f"“{post}”不是其他单位的联络员或经办岗，不能请它补材料，没有派发。")
    _refuse_day(due_on, day)
    return open_task(
        title=f"为{duty}补材料"[:120],
        source_kind=TaskSource.REPORT,
        source_key=contribution_key(duty.pk, post.pk),
        owner_post=post,
        due_on=due_on,
        detail=words,
        source_words=str(duty)[:120],
        by=by,
        now=now,
        is_demo=duty.is_demo,
    )


def _refuse_day(due_on: date, day: date) -> None:
    if due_on < day:
        raise ReportRefused("期限已经过去，请填今天或以后的工作日，没有派发。")
    calendar = workdays()
    if not calendar.is_workday(due_on):
        raise ReportRefused(
            f"{due_on} 不是工作日，没有派发。", advice=f"可以改为 {calendar.on_or_after(due_on)}。"
        )
