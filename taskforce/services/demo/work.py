"""Demonstration tasks, one in each state, and a supervision notice."""

from __future__ import annotations

from datetime import date, datetime

from taskforce.choices import TaskSource
from taskforce.models import Task
from taskforce.selectors import workdays
from taskforce.services import supervision, tasks
from taskforce.services.demo.people import Cast
from yunhe_envhealth.core.periods import DAY, beijing_day

DETAIL = "示范任务，内容是虚构的，用来试用签收、办结、核验、退回、延期。"


def lay(cast: Cast, *, now: datetime) -> bool:
    """Lay the tasks and the notice; False when they are there already."""
    if Task.objects.filter(is_demo=True, source_key__startswith="demo:").exists():
        return False
    _in_hand(cast, now)
    _handed_in(cast, now)
    supervision.issue(
        title="示范：补报示范材料",
        text="示范督办，内容是虚构的：请说明示范材料没有按时报送的原因。",
        post=cast.posts["demo-officer"],
        working_days=5,
        by=cast.office,
        now=now - 2 * DAY,
        is_demo=True,
    )
    return True


def _in_hand(cast: Cast, now: datetime) -> None:
    """Open, accepted, overdue, of the township, and one whose extension waits for an answer."""
    day = beijing_day(now)
    _open(cast, "open", "示范：核对示范监测点清单", now - 1 * DAY, _workday(day, 5))
    accepted = _open(cast, "accepted", "示范：整理示范环境健康宣传材料", now - 6 * DAY, _workday(day, 3))
    tasks.accept(task=accepted, by=cast.officer, now=now - 5 * DAY)
    overdue = _open(cast, "overdue", "示范：报送示范风险源排查表", now - 20 * DAY, _workday(day, -2))
    tasks.accept(task=overdue, by=cast.officer, now=now - 19 * DAY)
    tasks.comment(task=overdue, text="示范留言：还缺两家示范单位的回复。", by=cast.officer, now=now - 4 * DAY)
    _open(cast, "town", "示范：核对示范村饮水点", now - 2 * DAY, _workday(day, 8), post="demo-town-officer")
    later = _open(cast, "extension", "示范：起草示范体验地评定说明", now - 9 * DAY, _workday(day, 2))
    tasks.accept(task=later, by=cast.officer, now=now - 8 * DAY)
    tasks.ask_extension(
        task=later,
        due_on=_workday(day, 12),
        reason="示范理由：示范评审会改期。",
        by=cast.officer,
        now=now - 1 * DAY,
    )


def _handed_in(cast: Cast, now: datetime) -> None:
    """Done, returned, verified, closed."""
    day = beijing_day(now)
    for key, title in (
        ("done", "示范：汇总示范村评分"),
        ("returned", "示范：更新示范应急联系卡"),
        ("verified", "示范：检查示范企业台账"),
        ("closed", "示范：布置示范宣传栏"),
    ):
        task = _open(cast, key, title, now - 15 * DAY, _workday(day, 4))
        tasks.accept(task=task, by=cast.officer, now=now - 14 * DAY)
        tasks.finish(task=task, outcome="示范结果：已按要求办完。", by=cast.officer, now=now - 5 * DAY)
        if key == "returned":
            tasks.send_back(
                task=task, reason="示范理由：缺一页，请补上。", by=cast.reviewer, now=now - 4 * DAY
            )
        if key in ("verified", "closed"):
            tasks.verify(task=task, by=cast.office, now=now - 3 * DAY)
        if key == "closed":
            tasks.close(task=task, by=cast.office, now=now - 2 * DAY)


def _open(
    cast: Cast, key: str, title: str, at: datetime, due_on: date, *, post: str = "demo-officer"
) -> Task:
    return tasks.open_task(
        title=title,
        source_kind=TaskSource.OTHER,
        source_key=f"demo:{key}",
        source_words="示范",
        detail=DETAIL,
        owner_post=cast.posts[post],
        due_on=due_on,
        by=cast.office,
        now=at,
        is_demo=True,
    )


def _workday(day: date, count: int) -> date:
    """Return the working day so many working days from today; before it when negative."""
    return workdays().shift(day, count)
