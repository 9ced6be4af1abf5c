"""The working days in force: the announced calendar under the county's own table."""

from __future__ import annotations

from taskforce.models import WorkdayChange
from taskforce.science.workdays import Workdays


def workdays() -> Workdays:
    """Return the calendar, read once; the table holds a few dozen rows."""
    return Workdays(dict(WorkdayChange.objects.values_list("day", "is_workday")))
