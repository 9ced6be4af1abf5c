"""The plan's items and the units charged with them.

Where the text names a unit for the matter, the assignment is official and quotes the words. Where it is inferred, it
stands as a default with its basis. An item for which no unit is named has no lead, and two units named for one matter
stay two: the matrix shows both, nothing is patched.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from taskforce.models import Assignment, PlanItem
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.core.reference import Changes, apply, read_csv

HERE = Path(__file__).parent
SINCE = date(2022, 12, 26)  # the day of the plan, for lists that name no day of their own
ASSIGNMENT_LOCAL = ("item_id", "unit_id", "share", "basis", "document", "standing", "valid_from")


@transaction.atomic
def load(*, today: date) -> list[Changes]:
    """Apply items as worded; assignments that the county changed or ended stay as they are."""
    items = apply(PlanItem, map(_item, read_csv(HERE / "plan_items.csv")), local_fields=("valid_from",))
    units = dict(Unit.objects.values_list("code", "pk"))
    item_ids = dict(PlanItem.objects.values_list("code", "pk"))
    rows = [_assignment(row, units, item_ids) for row in read_csv(HERE / "assignments.csv")]
    return [items, apply(Assignment, rows, local_fields=ASSIGNMENT_LOCAL)]


def _since(row: dict[str, str]) -> date:
    return date.fromisoformat(row["edition"]) if row["edition"] else SINCE


def _item(row: dict[str, str]) -> dict[str, Any]:
    fields = ("code", "group", "number", "title", "wording", "clause", "source", "sort_key")
    return {**{name: row[name] for name in fields}, "valid_from": _since(row)}


def _assignment(row: dict[str, str], units: dict[str, int], items: dict[str, int]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("code", "share", "basis", "document", "standing")},
        "item_id": items[row["item"]],
        "unit_id": units[row["unit"]],
        "valid_from": _since(row),
    }
