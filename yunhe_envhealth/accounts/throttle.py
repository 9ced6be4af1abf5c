"""What stands before the password hash: one attempt at a time for a name and address, and a cap for an address.

django-axes counts failures for a name and address. Two things it leaves open are closed here: attempts in parallel
that all read the same count, and one address that tries many names.
"""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.db.models import Max, Sum

LOGIN = 7301  # purpose of the advisory lock
FAILURES_OF_ADDRESS = 60  # within the cool-off, over all names


def only_one(username: str, address: str | None) -> bool:
    """Take the lock of a name and address to the end of the transaction; False when another attempt holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOGIN, lock_key(username, address)])
        return bool(cursor.fetchone()[0])


def lock_key(username: str, address: str | None) -> int:
    """Return a signed 32-bit number for a name and address, as advisory locks take it."""
    return zlib.crc32(f"{username}\n{address}".encode()) - 2**31


def too_many_from(address: str | None, *, now: datetime) -> bool:
    """Return whether an address has failed so often, whatever the names, that it must wait."""
    recent = AccessAttempt.objects.filter(ip_address=address, attempt_time__gt=now - cool_off())
    return int(recent.aggregate(n=Sum("failures_since_start"))["n"] or 0) >= FAILURES_OF_ADDRESS


def locked_until(address: str | None, *, now: datetime, username: str | None = None) -> datetime:
    """Return when the next attempt of the address (with that name, if given) is accepted."""
    attempts = AccessAttempt.objects.filter(ip_address=address)
    if username is not None:
        attempts = attempts.filter(username=username)
    last = attempts.aggregate(at=Max("attempt_time"))["at"]
    return (last or now) + cool_off()


def cool_off() -> timedelta:
    return timedelta(hours=settings.AXES_COOLOFF_TIME)
