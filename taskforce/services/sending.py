"""Empty the outbox: claim a row, send it outside any transaction, note what became of it, take the next."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Q

from taskforce.choices import NoticeState
from taskforce.models import Notice
from taskforce.science.reminders import is_open, waiting_time
from taskforce.selectors.calendar import workdays
from taskforce.selectors.outbox import out_of_date
from taskforce.selectors.reminder_plan import open_hours
from taskforce.services.channels import SENDERS, DeliveryFailed
from yunhe_envhealth.core.periods import beijing_day

logger = logging.getLogger(__name__)

MOST_IN_ONE_RUN = 2000
LONGEST_RUN = timedelta(minutes=10)  # well within the soft limit of a task; the next minute's run goes on
FEWEST_ATTEMPTS = 8  # also when it waited long before the first
TRIED_FOR = 3  # working days after the day on which it was written
ABANDONED_AFTER = timedelta(minutes=10)  # far longer than the slowest single call takes


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run did, in messages."""

    sent: int = 0
    failed: int = 0


def send_pending(*, clock: Callable[[], datetime]) -> Sent:
    """Send what waits and is due to be tried; several workers may do so at once, each row goes to one of them.

    Reminders leave in the hours of working days only; what tells of an event leaves at once. A row that a killed
    worker left behind is taken up again after ten minutes, under the same Message-ID or idempotency key. The clock is
    read anew for every row, so that a slow server ages no claim and delays no closing hour.
    """
    until = clock() + LONGEST_RUN
    _take_back(clock())
    sent = failed = 0
    while sent + failed < MOST_IN_ONE_RUN and clock() < until:
        notice = _claim(clock())
        if notice is None:
            break
        if notice.state == NoticeState.SKIPPED:
            continue
        if _send(notice, clock):
            sent += 1
        else:
            failed += 1
    return Sent(sent, failed)


def _take_back(now: datetime) -> None:
    left = Notice.objects.filter(state=NoticeState.SENDING, claimed_at__lte=now - ABANDONED_AFTER)
    left.update(state=NoticeState.PENDING, next_attempt_at=now, problem="发送时中断，重新发送")


@transaction.atomic
def _claim(now: datetime) -> Notice | None:
    """Return the next message, claimed; or skipped, with the reason, when what it says no longer holds."""
    waiting = Notice.objects.filter(
        state__in=[NoticeState.PENDING, NoticeState.FAILED],
        channel__in=list(SENDERS),
        next_attempt_at__lte=now,
    )
    if not is_open(now, workdays(), open_hours()):
        waiting = waiting.filter(Q(offset__isnull=True))
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("next_attempt_at", "pk")
    number = rows.values_list("pk", flat=True).first()
    if number is None:
        return None
    notice = Notice.objects.select_related("user", "post", "person").get(pk=number)
    if why := out_of_date(notice, beijing_day(now)):
        notice.state, notice.problem, notice.next_attempt_at = NoticeState.SKIPPED, why, None
    else:
        notice.state, notice.claimed_at, notice.attempts = NoticeState.SENDING, now, notice.attempts + 1
    notice.save(update_fields=["state", "problem", "next_attempt_at", "claimed_at", "attempts"])
    return notice


def _send(notice: Notice, clock: Callable[[], datetime]) -> bool:
    """Send one claimed message; write down the outcome unless another worker has taken the row back meanwhile."""
    mine = Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING, attempts=notice.attempts)
    try:
        SENDERS[notice.channel](notice)
    except DeliveryFailed as error:
        mine.update(**_after_failure(notice, error.message, clock()))
        return False
    except SoftTimeLimitExceeded:  # the worker ends; the row is taken up again after ten minutes
        raise
    except Exception as error:  # whatever a message holds, the others must still go out
        logger.exception("message %s could not be sent", notice.pk)
        mine.update(**_after_failure(notice, f"平台出错：{type(error).__name__}", clock()))
        return False
    mine.update(state=NoticeState.SENT, sent_at=clock(), problem="", next_attempt_at=None)
    return True


def _after_failure(notice: Notice, problem: str, now: datetime) -> dict[str, object]:
    """Return what becomes of a message that failed: tried again, hourly at last, given up after working days."""
    last = workdays().shift(beijing_day(notice.created_at), TRIED_FOR)
    if notice.attempts >= FEWEST_ATTEMPTS and beijing_day(now) > last:
        return {"state": NoticeState.GIVEN_UP, "problem": problem[:300], "next_attempt_at": None}
    again = now + waiting_time(notice.attempts)
    return {"state": NoticeState.FAILED, "problem": problem[:300], "next_attempt_at": again}
