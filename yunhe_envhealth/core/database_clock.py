"""The database's clock, against which a process checks its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection


def apart(now: datetime) -> timedelta:
    """Return how far `now` is ahead of the database's clock; negative when it is behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    return now - there
