"""The token of a person's calendar feed: made and renewed by its owner, shown once, stored as a digest, revocable."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from taskforce.models import CalendarToken
from yunhe_envhealth.accounts.authentication import digest_of
from yunhe_envhealth.audit.services import because, record


@transaction.atomic
def make_token(*, user: Any, now: datetime) -> str:
    """Make (or renew) the user's own token and return its plain text, which is stored nowhere; the old one ends."""
    secret = secrets.token_urlsafe(32)
    with because(by=user, reason="生成日历订阅地址"):
        CalendarToken.objects.update_or_create(
            user=user,
            defaults={
                "digest": digest_of(f"calendar:{secret}"),
                "made_at": now,
                "revoked_at": None,
                "last_used_at": None,
            },
        )
    record(kind="token", actor=user.get_username(), target=f"{user.username} calendar", action="issued")
    return secret


@transaction.atomic
def revoke_token(*, user: Any, now: datetime) -> None:
    """End the user's own token; doing so again changes nothing."""
    with because(by=user, reason="停用日历订阅地址"):
        ended = CalendarToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=now)
    if ended:
        record(kind="token", actor=user.get_username(), target=f"{user.username} calendar", action="revoked")


def note_reading(*, user: Any, now: datetime) -> None:
    """Note when the calendar was last read."""
    CalendarToken.objects.filter(user=user).update(last_used_at=now)
