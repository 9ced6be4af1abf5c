"""Messages about events (assigned, returned, invited …) and the hand on the outbox: resend, mark as read."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from taskforce.choices import Audience, Channel, NoticeState
from taskforce.models import Notice, Post
from taskforce.selectors.recipients import Recipient, Roster, Unreached, channels_of
from yunhe_envhealth.accounts.models import Role
from yunhe_envhealth.accounts.permissions import roles_of
from yunhe_envhealth.audit.services import record
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.periods import beijing_day
from yunhe_envhealth.core.queue import send_on_commit

SENDING_TASK = "taskforce.tasks.send_notices"
LONGEST_KEY = 200
RESENDABLE = frozenset({NoticeState.FAILED, NoticeState.GIVEN_UP})


@transaction.atomic
def tell(
    *,
    key: str,
    subject_kind: str,
    subject_id: int,
    post: Post | None = None,
    user: Any = None,
    title: str,
    body: str,
    url: str,
    why: str,
    now: datetime,
    is_demo: bool = False,
) -> list[Notice]:
    """Tell a post's holder, or a user, of an event by every channel they have; return the rows of this key.

    A key that was told is not told again. A vacant post, or a holder without an account, passes the message to the
    unit's head, else the office, and leaves a row that says so. Messages leave once the transaction is committed.
    """
    words: dict[str, Any] = {
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "planned_for": beijing_day(now),
        "title": title[:160],
        "body": body,
        "url": url[:200],
        "created_at": now,
        "is_demo": is_demo,
    }
    rows = _rows(key, words, why, post, user, now)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.channel != Channel.INBOX for row in rows):
        send_on_commit(SENDING_TASK)
    return list(Notice.objects.filter(key__in=[row.key for row in rows]).order_by("pk"))


def _rows(
    key: str, words: dict[str, Any], why: str, post: Post | None, user: Any, now: datetime
) -> list[Notice]:
    if user is not None:
        if not user.is_active:
            return [_unreached(key, words, why, Unreached(None, None, "收件人的平台账号已停用"))]
        return _to(None, user, key, words, why, now)
    if post is None:
        raise ValueError("tell needs a post or a user")
    reached, missed = _resolve(post, words["planned_for"])
    rows = []
    if missed is not None:
        rows.append(_unreached(key, words, why, missed))
    if reached is not None:
        instead = f"{why}；{reached.instead}" if reached.instead else why
        rows += _to(reached, reached.user, key, words, instead, now)
    return rows


def _unreached(key: str, words: dict[str, Any], why: str, missed: Unreached) -> Notice:
    """Return the row that says who was not reached."""
    return Notice(
        key=bounded(f"{key}:unreachable"),
        audience=Audience.HOLDER,
        channel=Channel.INBOX,
        post=missed.post,
        person=missed.person,
        why=why[:200],
        problem=missed.problem,
        state=NoticeState.UNREACHABLE,
        **words,
    )


def _resolve(post: Post, day: date) -> tuple[Recipient | None, Unreached | None]:
    return Roster(day).resolve(Audience.HOLDER, post)


def _to(
    reached: Recipient | None, user: Any, key: str, words: dict[str, Any], why: str, now: datetime
) -> list[Notice]:
    return [
        Notice(
            key=bounded(f"{key}:{channel}"),
            audience=Audience.HOLDER,
            post=reached.post if reached else None,
            person=reached.person if reached else None,
            user=user,
            channel=channel,
            why=why[:200],
            **words,
            **first_state(channel, now),
        )
        for channel in channels_of(user, is_demo=words["is_demo"])
    ]


def first_state(channel: str, now: datetime) -> dict[str, Any]:
    """Return the state of a new message: in the inbox the row is the delivery, elsewhere it waits for the sender."""
    if channel == Channel.INBOX:
        return {"state": NoticeState.SENT, "sent_at": now}
    return {"state": NoticeState.PENDING, "next_attempt_at": now}


def bounded(key: str) -> str:
    """Return the key, its tail as a digest when it is longer than the column."""
    if len(key) <= LONGEST_KEY:
        return key
    return key[:130] + ":" + hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def resend(*, notice: Notice, by: Any, now: datetime) -> Notice:
    """Put a failed message back into the queue; the office may. Raises Conflict when it is not a failed one."""
    if Role.OFFICE not in roles_of(by):
        raise NotAllowed("只有专班办公室能重发消息。")
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    if locked.state not in RESENDABLE:
        raise Conflict(f"这条消息现在是“{locked.get_state_display()}”，不用重发。", advice="请刷新页面再看。")
    locked.state, locked.attempts, locked.next_attempt_at = NoticeState.PENDING, 0, now
    locked.save(update_fields=["state", "attempts", "next_attempt_at"])
    record(kind="resend", actor=by.get_username(), target=f"notice {locked.pk}", key=locked.key)
    send_on_commit(SENDING_TASK)
    return locked


@transaction.atomic
def resend_given_up(*, by: Any, now: datetime) -> int:
    """Put every message that was given up back into the queue; the office may. Return how many."""
    if Role.OFFICE not in roles_of(by):
        raise NotAllowed("只有专班办公室能重发消息。")
    given_up = Notice.objects.filter(state=NoticeState.GIVEN_UP)
    number = given_up.update(state=NoticeState.PENDING, attempts=0, next_attempt_at=now)
    record(kind="resend", actor=by.get_username(), target="notices given up", number=number)
    if number:
        send_on_commit(SENDING_TASK)
    return number


def mark_read(*, user: Any, now: datetime, notice_id: int | None = None) -> int:
    """Mark one, or all, of the user's own inbox messages as read; return how many were unread."""
    mine: QuerySet[Notice] = Notice.objects.filter(user=user, channel=Channel.INBOX, read_at__isnull=True)
    if notice_id is not None:
        mine = mine.filter(pk=notice_id)
    return mine.update(read_at=now)
