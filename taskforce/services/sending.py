"""Empty the outbox: claim rows, send outside any transaction, note what became of each."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from taskforce.choices import NoticeState
from taskforce.models import Notice
from taskforce.science.reminders import is_open, waiting_time
from taskforce.selectors.calendar import workdays
from taskforce.selectors.reminder_plan import open_hours
from taskforce.services.channels import SENDERS, DeliveryFailed

logger = logging.getLogger(__name__)

BATCH = 20
MOST_IN_ONE_RUN = 2000
MOST_ATTEMPTS = 8
ABANDONED_AFTER = timedelta(minutes=10)  # longer than a batch of the slowest calls (20 × 10 s) takes


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run did, in messages."""

    sent: int = 0
    failed: int = 0


def send_pending(*, now: datetime) -> Sent:
    """Send what waits and is due to be tried; several workers may do so at once, each row goes to one of them.

    Reminders leave in the hours of working days only; what tells of an event leaves at once. A row that a killed
    worker left behind is taken up again after ten minutes, under the same Message-ID or idempotency key.
    """
    _take_back(now)
    sent = failed = 0
    while sent + failed < MOST_IN_ONE_RUN and (claimed := _claim(now)):
        for notice in claimed:
            if _send(notice, now):
                sent += 1
            else:
                failed += 1
    return Sent(sent, failed)


def _take_back(now: datetime) -> None:
    left = Notice.objects.filter(state=NoticeState.SENDING, claimed_at__lte=now - ABANDONED_AFTER)
    left.update(state=NoticeState.PENDING, next_attempt_at=now, problem="发送时中断，重新发送")


@transaction.atomic
def _claim(now: datetime) -> list[Notice]:
    waiting = Notice.objects.filter(
        state__in=[NoticeState.PENDING, NoticeState.FAILED],
        channel__in=list(SENDERS),
        next_attempt_at__lte=now,
    )
    if not is_open(now, workdays(), open_hours()):
        waiting = waiting.filter(Q(offset__isnull=True))
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("next_attempt_at", "pk")
    numbers = list(rows.values_list("pk", flat=True)[:BATCH])
    Notice.objects.filter(pk__in=numbers).update(
        state=NoticeState.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    return list(Notice.objects.filter(pk__in=numbers).select_related("user").order_by("pk"))


def _send(notice: Notice, now: datetime) -> bool:
    """Send one claimed message; write down the outcome unless another worker has taken the row back meanwhile."""
    mine = Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING, attempts=notice.attempts)
    try:
        SENDERS[notice.channel](notice)
    except DeliveryFailed as error:
        mine.update(**_after_failure(notice.attempts, error.message, now))
        return False
    except Exception as error:  # whatever a message holds, the others must still go out
        logger.exception("message %s could not be sent", notice.pk)
        mine.update(**_after_failure(notice.attempts, f"平台出错：{type(error).__name__}", now))
        return False
    mine.update(state=NoticeState.SENT, sent_at=now, problem="", next_attempt_at=None)
    return True


def _after_failure(attempts: int, problem: str, now: datetime) -> dict[str, object]:
    if attempts >= MOST_ATTEMPTS:
        return {"state": NoticeState.GIVEN_UP, "problem": problem[:300], "next_attempt_at": None}
    again = now + waiting_time(attempts)
    return {"state": NoticeState.FAILED, "problem": problem[:300], "next_attempt_at": again}
