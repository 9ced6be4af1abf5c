"""Write index values and averages: staged by COPY, upserted only where they differ, so that a repeat changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yunhe_envhealth.core.bulk import copy_in

INDEX_KEY = ("station_id", "kind_id", "start")
INDEX_COLUMNS = (
    *INDEX_KEY,
    "edition_id",
    "value",
    "display",
    "level",
    "colour",
    "primary",
    "withheld",
    "complete",
    "workings",
    "computed_at",
)
AVERAGE_KEY = ("station_id", "parameter_id", "statistic", "start")
AVERAGE_COLUMNS = (*AVERAGE_KEY, "value", "valid_count", "withheld")


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were new, how many replaced a different one."""

    new: int
    changed: int

    def __add__(self, other: Written) -> Written:
        return Written(self.new + other.new, self.changed + other.changed)


def write_index_values(
    cursor: Any, text: str, *, station_id: int, kind_id: int, start: datetime, end: datetime
) -> Written:
    """Write COPY text lines in INDEX_COLUMNS order for one station and index within [start, end).

    The caller holds the station's lock. Where the span is empty the lines go straight in.
    """
    cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM monitoring_indexvalue"
        " WHERE station_id = %s AND kind_id = %s AND start >= %s AND start < %s)",
        [station_id, kind_id, start, end],
    )
    if not cursor.fetchone()[0]:
        copy_in(cursor, "monitoring_indexvalue", INDEX_COLUMNS, text)
        return Written(cursor.rowcount, 0)
    return _upsert(cursor, "monitoring_indexvalue", INDEX_COLUMNS, INDEX_KEY, text, ignore=("computed_at",))


def write_averages(cursor: Any, text: str) -> Written:
    """Write COPY text lines in AVERAGE_COLUMNS order."""
    return _upsert(cursor, "monitoring_averagedvalue", AVERAGE_COLUMNS, AVERAGE_KEY, text)


def _upsert(
    cursor: Any,
    table: str,
    columns: tuple[str, ...],
    key: tuple[str, ...],
    text: str,
    ignore: tuple[str, ...] = (),
) -> Written:
    """Insert what is new and update what differs; names are constants of this module."""
    staging = f"staged_{table}"
    cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {staging} (LIKE {table}) ON COMMIT DELETE ROWS")
    cursor.execute(f"DELETE FROM {staging}")  # noqa: S608 - constant name
    copy_in(cursor, staging, columns, text)
    same_key = " AND ".join(f'old."{column}" = new."{column}"' for column in key)
    rest = [column for column in columns if column not in key]
    compared = [column for column in rest if column not in ignore]
    old_row = ", ".join(f'old."{column}"' for column in compared)
    new_row = ", ".join(f'new."{column}"' for column in compared)
    assigned = ", ".join(f'"{column}" = new."{column}"' for column in rest)
    names = ", ".join(f'"{column}"' for column in columns)
    new_names = ", ".join(f'new."{column}"' for column in columns)
    cursor.execute(
        f"UPDATE {table} old SET {assigned} FROM {staging} new"  # noqa: S608 - constant names
        f" WHERE {same_key} AND ({old_row}) IS DISTINCT FROM ({new_row})"
    )
    changed = cursor.rowcount
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {new_names} FROM {staging} new"  # noqa: S608 - constant names
        f" WHERE NOT EXISTS (SELECT 1 FROM {table} old WHERE {same_key})"
    )
    return Written(cursor.rowcount, changed)
