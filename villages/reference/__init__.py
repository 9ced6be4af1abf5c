"""The list of administrative divisions (divisions.csv): the county, its townships and villages, the cities around.

Codes are the official ones cut to their own length, so that a prefix of a code is a place that holds it. An empty
coordinate means that no source of confidence A states one; a coordinate the county has entered is kept.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from villages.models import Division
from yunhe_envhealth.core.reference import Changes, apply, read_csv, retire

DIVISIONS = Path(__file__).with_name("divisions.csv")


@transaction.atomic
def load(*, today: date, path: Path = DIVISIONS) -> list[Changes]:
    """Apply the list; divisions that it no longer names retire today."""
    rows = read_csv(path)
    changes = apply(Division, map(_division, rows), local_fields=("coordinate_note",))
    dropped = Division.objects.exclude(code__in=[row["code"] for row in rows])
    return [replace(changes, retired=retire(dropped, field="retired_on", day=today))]


def _division(row: dict[str, str]) -> dict[str, Any]:
    point = {name: float(row[name]) for name in ("longitude", "latitude") if row[name]}
    return {
        **{name: row[name] for name in ("code", "name", "kind", "coordinate_note", "source", "edition")},
        **point,
        "parent_id": row["parent"] or None,
    }
