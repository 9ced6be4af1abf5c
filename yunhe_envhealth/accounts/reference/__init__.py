"""The units named in the pilot's plan (units.csv, 云政发〔2022〕31号): groups, departments, townships, support bodies.

The plan words them; from then on the county keeps them on its own pages, so that loading again overwrites nothing
an administrator has changed. No person is loaded.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.core.reference import Changes, apply, read_csv, retire

UNITS = Path(__file__).with_name("units.csv")
LOCAL_FIELDS = ("name", "short_name", "parent_id", "area_code", "valid_from", "sort_key")


@transaction.atomic
def load(*, today: date, path: Path = UNITS) -> list[Changes]:
    """Add the units that are missing; those of the same document that the list no longer names retire today."""
    rows = read_csv(path)
    changes = apply(Unit, map(_unit, rows), local_fields=LOCAL_FIELDS, one_by_one=True)
    dropped = Unit.objects.filter(source__in={row["source"] for row in rows}, valid_from__lt=today).exclude(
        code__in=[row["code"] for row in rows]
    )
    return [replace(changes, retired=retire(dropped, field="valid_to", day=today))]


def _unit(row: dict[str, str]) -> dict[str, Any]:
    fields = ("code", "name", "short_name", "kind", "area_code", "sort_key", "source")
    return {
        **{name: row[name] for name in fields},
        "parent_id": Unit.objects.get(code=row["parent"]).pk if row["parent"] else None,
        "valid_from": date.fromisoformat(row["valid_from"]),
    }
