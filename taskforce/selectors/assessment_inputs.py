"""What the computed indicators of an assessment count, unit by unit: two reads, whatever the number of units.

Counted is what fell due within the year and not after the day of counting; 示范 rows count only for a 示范 year. A task
whose day had passed before it was opened (补录) could not be done in time and is left out of the timeliness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from taskforce.choices import DutyState, TaskState
from taskforce.models import ReportDuty, Task
from yunhe_envhealth.core.periods import beijing_day

# Each computed indicator: why it is withheld for a unit where there is nothing to count.
NOTHING_TO_COUNT: Mapping[str, str] = {
    "task-completion": "年度内没有到期的任务",
    "timeliness": "年度内没有派发时还未过期限的到期任务",
    "report-on-time": "年度内没有截止的报送",
    "quality": "年度内没有到期并核验的任务",
}
PROVEN = frozenset({TaskState.VERIFIED, TaskState.CLOSED})
Counts = dict[str, dict[int, tuple[int, int]]]


def counts(*, year: int, day: date, is_demo: bool = False) -> Counts:
    """Return {indicator code: {unit id: (numerator, denominator)}}; a unit without anything to count is left out."""
    first, last = date(year, 1, 1), min(day, date(year, 12, 31))
    tally = _Tally()
    tasks = Task.objects.filter(due_on__range=(first, last), is_demo=is_demo).exclude(
        state=TaskState.CANCELLED
    )
    for unit, state, due_on, done_at, returned, opened_at, first_due_on in tasks.values_list(
        "owner_post__unit", "state", "due_on", "done_at", "times_returned", "opened_at", "first_due_on"
    ):
        proven = state in PROVEN
        tally.add("task-completion", unit, proven)
        if beijing_day(opened_at) <= first_due_on:
            tally.add("timeliness", unit, done_at is not None and beijing_day(done_at) <= due_on)
        if proven:
            tally.add("quality", unit, returned == 0)
    duties = ReportDuty.objects.filter(due_on__range=(first, last), is_demo=is_demo)
    for unit, due_on, submitted_at in duties.exclude(state=DutyState.WAIVED).values_list(
        "owner_post__unit", "due_on", "first_submitted_at"
    ):
        tally.add("report-on-time", unit, submitted_at is not None and beijing_day(submitted_at) <= due_on)
    return {
        code: {unit: (hit, of) for unit, (hit, of) in found.items()} for code, found in tally.found.items()
    }


class _Tally:
    """Counts hits of tries, by indicator and unit."""

    def __init__(self) -> None:
        self.found: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))

    def add(self, code: str, unit: int, hit: bool) -> None:
        pair = self.found[code][unit]
        pair[0] += hit
        pair[1] += 1
