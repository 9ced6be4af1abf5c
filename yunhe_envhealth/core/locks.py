"""Advisory locks of PostgreSQL, held to the end of the transaction. One class a purpose, one key a thing."""

from collections.abc import Iterable
from typing import Any

STORE = 7201  # writing measurements of a station
COMPUTE = 7202  # writing indices of a station
DEMO = 7203  # laying out or advancing the demonstration
DUTIES = 7204  # generating report duties
REMINDERS = 7205  # planning reminders
SUPERVISION = 7209  # numbering supervision notices of a year


def try_hold(cursor: Any, purpose: int, key: int) -> bool:
    """Take the lock if nobody holds it; return whether it was taken."""
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [purpose, key])
    return bool(cursor.fetchone()[0])


def hold(cursor: Any, purpose: int, keys: Iterable[int]) -> None:
    """Wait for the locks, in ascending order so that two holders never wait for each other."""
    for key in sorted(set(keys)):
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [purpose, key])
