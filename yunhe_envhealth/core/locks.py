"""Locks held to the end of the transaction: advisory ones, one class a purpose, one key a thing; and single rows."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

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


def locked_row(rows: QuerySet[Row], pk: Any) -> Row:
    """Lock a row by itself, then return it as it stands now, with what `rows` joins to it.

    Locked and joined in one statement, a row whose foreign key another session changed meanwhile would not be found:
    after the wait PostgreSQL holds the new key against the row that was joined by the old one.
    """
    list(rows.model._base_manager.select_for_update().filter(pk=pk).values_list("pk"))
    return rows.get(pk=pk)
