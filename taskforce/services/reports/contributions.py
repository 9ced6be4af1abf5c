"""Ask another unit for material to a report: a task, raised by the report, that the other unit's post owes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from taskforce.choices import DutyState, TaskSource
from taskforce.models import Post, ReportDuty, Task
from taskforce.science.period_words import period_words
from taskforce.science.report_text import clean
from taskforce.selectors.reports import contribution_key
from taskforce.services.reports.rights import ReportRefused, demand_draft, lock
from taskforce.services.tasks import open_task
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict

LONGEST_WORDS = 500


@transaction.atomic
def ask_contribution(
    *, duty: ReportDuty, post: Post, words: str, due_on: date, by: User, now: datetime
) -> Task:
    """Ask `post` for what `words` say, due on a day. The same post is asked once for a report."""
    duty = lock(duty)
    demand_draft(duty, by)
    words = clean(words)
    if not words or len(words) > LONGEST_WORDS:
        raise ReportRefused(f"请写明需要什么材料，最多 {LONGEST_WORDS} 字，没有派发。")
    if duty.state not in (DutyState.DRAFTED, DutyState.RETURNED):
        raise Conflict("报告不在起草或修改中，不能再请补材料，没有派发。")
    return open_task(
        title=f"为{period_words(duty.period_code)}{duty.rule.title}（{duty.body}）补材料"[:120],
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
