"""Reminders are planned into the outbox: each once, whatever the clock, the schedule or a stop did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from taskforce.choices import NoticeState
from taskforce.models import Notice, ReminderMark
from taskforce.science.reminders import PlannedReminder, is_open, newest, plan
from taskforce.selectors.calendar import workdays
from taskforce.selectors.deadlines import open_deadlines
from taskforce.selectors.reminder_plan import (
    PlannedNotice,
    lay_out,
    mark,
    open_hours,
    steps,
)
from taskforce.services.notices import SENDING_TASK, first_state
from yunhe_envhealth.core import locks
from yunhe_envhealth.core.periods import DAY, beijing_day
from yunhe_envhealth.core.queue import send_on_commit

MISSED = "停机期间错过，由后一次代替"
PORTION = 1000


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows one run wrote."""

    to_send: int = 0
    skipped: int = 0
    unreachable: int = 0


@transaction.atomic
def remind(*, now: datetime) -> Written:
    """Write the reminders of the days since the last run into the outbox and have them sent.

    Outside the hours of a working day nothing happens. After a stop only the latest reminder of a matter to an
    audience is sent, to whoever holds the post now; the earlier ones are kept as skipped. What was written is not
    written again, so a clock that was set ahead and put right repeats nothing and silences nothing; two runs at once
    write what one would.
    """
    calendar, day = workdays(), beijing_day(now)
    if not is_open(now, calendar, open_hours()):
        return Written()
    with connection.cursor() as cursor:
        if not locks.try_hold(cursor, locks.REMINDERS, 1):
            return Written()
    through = mark()
    from_day = min(through + DAY, day) if through else day
    rows = _rows(plan(open_deadlines(day), steps(), calendar, from_day, day), now)
    Notice.objects.bulk_create(rows, batch_size=PORTION, ignore_conflicts=True)
    _move_mark(day)
    if any(row.state == NoticeState.PENDING for row in rows):
        send_on_commit(SENDING_TASK)
    return _count(rows)


def _rows(planned: list[PlannedReminder], now: datetime) -> list[Notice]:
    current = newest(planned)
    found = lay_out(planned, sent_on=beijing_day(now))
    return [_row(message, now, skipped=message.planned not in current) for message in found]


def _row(message: PlannedNotice, now: datetime, *, skipped: bool) -> Notice:
    one = message.planned
    return Notice(
        key=message.key,
        subject_kind=one.deadline.kind,
        subject_id=one.deadline.id,
        due_on=one.deadline.due_on,
        offset=one.offset,
        audience=one.audience,
        post=message.post,
        person=message.person,
        user=message.user,
        channel=message.channel,
        planned_for=one.day,
        title=message.title,
        body=f"{one.deadline.title}\n责任岗位：{one.deadline.post}\n期限：{one.deadline.due_words}",
        url=one.deadline.url[:200],
        why=message.why[:200],
        created_at=now,
        is_demo=one.deadline.is_demo,
        **_state(message, now, skipped=skipped),
    )


def _state(message: PlannedNotice, now: datetime, *, skipped: bool) -> dict[str, Any]:
    if skipped:
        return {"state": NoticeState.SKIPPED, "problem": MISSED}
    if not message.is_reached:
        return {"state": NoticeState.UNREACHABLE, "problem": message.problem}
    return first_state(message.channel, now)


def _move_mark(day: date) -> None:
    ReminderMark.objects.update_or_create(pk=1, defaults={"through": day})


@transaction.atomic
def look_again() -> None:
    """Have the latest working day planned again, after a change of the calendar moved steps to before the mark."""
    locked = ReminderMark.objects.select_for_update().filter(pk=1).first()
    if locked is not None:
        locked.through = workdays().on_or_before(locked.through) - DAY
        locked.save(update_fields=["through"])


def _count(rows: Iterable[Notice]) -> Written:
    states = [row.state for row in rows]
    skipped, unreachable = states.count(NoticeState.SKIPPED), states.count(NoticeState.UNREACHABLE)
    return Written(len(states) - skipped - unreachable, skipped, unreachable)
