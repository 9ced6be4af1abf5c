"""The matrix: items of the plan by unit, with the items nobody leads and those that two units lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from taskforce.choices import Share
from taskforce.models import Assignment, PlanItem
from taskforce.selectors.posts import in_force
from yunhe_envhealth.accounts.models import Unit


@dataclass(frozen=True, slots=True)
class Row:
    """One item with each unit's share, in the order of the matrix's units (None: no share)."""

    item: PlanItem
    cells: list[Assignment | None]
    leads: list[Assignment]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of one day."""

    units: list[Unit]
    rows: list[Row]

    @property
    def gaps(self) -> list[PlanItem]:
        """The items that no unit leads."""
        return [row.item for row in self.rows if not row.leads]

    @property
    def double_leads(self) -> list[Row]:
        """The items that more than one unit leads."""
        return [row for row in self.rows if len(row.leads) > 1]


def items(day: date) -> QuerySet[PlanItem]:
    """Return the items in force on a day with their assignments of that day (`standing_assignments`)."""
    standing = Assignment.objects.filter(in_force(day)).select_related("unit")
    return PlanItem.objects.filter(in_force(day)).prefetch_related(
        Prefetch("assignments", queryset=standing, to_attr="standing_assignments")
    )


def matrix(day: date, *, group: str = "") -> Matrix:
    """Return the whole matrix, or that of one group of items, in two reads."""
    found = items(day).filter(group=group) if group else items(day)
    charged = [(item, list(getattr(item, "standing_assignments"))) for item in found]  # noqa: B009
    units = {one.unit_id: one.unit for _, assigned in charged for one in assigned}
    ordered = sorted(units.values(), key=lambda unit: (unit.sort_key, unit.code))
    rows = []
    for item, assigned in charged:
        by_unit = {one.unit_id: one for one in assigned}
        leads = [one for one in assigned if one.share == Share.LEAD]
        rows.append(Row(item, [by_unit.get(unit.pk) for unit in ordered], leads))
    return Matrix(ordered, rows)


def of_unit(unit: Unit, day: date) -> list[Assignment]:
    """Return what one unit is charged with on a day, what it leads first."""
    rows = Assignment.objects.filter(in_force(day), unit=unit).filter(item__in=items(day))
    order = {Share.LEAD: 0, Share.JOINT: 1, Share.SUPPORT: 2}
    return sorted(rows.select_related("item"), key=lambda row: (order[Share(row.share)], row.item.sort_key))
