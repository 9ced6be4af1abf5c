"""Official lists kept as CSV beside the code: read, then applied to a table by its key.

The list decides what the source states; `local_fields` are the county's own once the row exists. A row that the
list no longer has retires on a day and is never deleted. Applying the same list again writes nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet


@dataclass(frozen=True, slots=True)
class Changes:
    """What applying one list did, in rows."""

    title: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0

    def __str__(self) -> str:
        return (
            f"{self.title}：新增 {self.new}，变更 {self.changed}，不变 {self.unchanged}，停用 {self.retired}"
        )


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a UTF-8 CSV file as text, cells trimmed. Raises ValueError for a row of another width."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = []
        for row in csv.DictReader(file, strict=True):
            if None in row or None in row.values():
                raise ValueError(f"{path.name}: a row has more or fewer cells than the header: {row}")
            rows.append({column: cell.strip() for column, cell in row.items()})
        return rows


@transaction.atomic
def apply(
    model: type[Model],
    rows: Iterable[Mapping[str, Any]],
    *,
    key: str = "code",
    local_fields: Collection[str] = (),
    one_by_one: bool = False,
) -> Changes:
    """Create the rows that are missing, update those whose list fields differ, leave the rest untouched.

    Each row maps field names (foreign keys by their column, `parent_id`) to values as the database gives them back.
    `one_by_one` writes each row before the next is drawn, for a list whose rows look up rows above them.
    """
    known = {getattr(found, key): found for found in model._default_manager.all()}
    added: list[Model] = []
    changed = unchanged = 0
    for row in rows:
        found = known.get(row[key])
        if found is None:
            added.append(model(**row))
            if one_by_one:
                added[-1].save(force_insert=True)
        elif _update(found, {name: value for name, value in row.items() if name not in local_fields}):
            changed += 1
        else:
            unchanged += 1
    if not one_by_one:
        model._default_manager.bulk_create(added)
    return Changes(str(model._meta.verbose_name), len(added), changed, unchanged)


def retire(queryset: QuerySet[Any], *, field: str, day: date) -> int:
    """Retire, from `day` on, the rows of `queryset` that are still in force; return how many."""
    return queryset.filter(**{f"{field}__isnull": True}).update(**{field: day})


def _update(found: Model, values: Mapping[str, Any]) -> bool:
    differing = {name: value for name, value in values.items() if getattr(found, name) != value}
    for name, value in differing.items():
        setattr(found, name, value)
    if differing:
        found.save()
    return bool(differing)
