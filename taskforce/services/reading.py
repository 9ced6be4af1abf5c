"""Mark messages of one's own inbox as read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from taskforce.selectors.tasks import notices_of
from yunhe_envhealth.accounts.models import User


def mark_read(*, by: User, now: datetime, notice_ids: Collection[int] | None = None) -> int:
    """Mark the person's own messages, all or those named, as read; return how many were not yet."""
    unread = notices_of(by).filter(read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=notice_ids)
    return unread.order_by().update(read_at=now)
