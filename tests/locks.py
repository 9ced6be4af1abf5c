"""Who waits for a lock, asked of PostgreSQL: tests that let two sessions meet wait for this instead of for a time."""

from __future__ import annotations

from django.db import connection


def somebody_waits() -> bool:
    """Return whether another session waits for a lock that this thread's session holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])
