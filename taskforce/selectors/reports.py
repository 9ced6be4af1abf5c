"""Reporting duties and their versions as pages read them; late and the rates are computed here, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import TruncDate

from taskforce.choices import DutyState, TaskSource
from taskforce.models import ReportComment, ReportDuty, ReportVersion, Task

EDGE_ZONE = ZoneInfo("Asia/Shanghai")
# "On time": by the end of the Beijing day on which it was due. "Overdue": that day is over and nothing came.
ON_TIME, LATE, OVERDUE, NOT_DUE, WAIVED = "on_time", "late", "overdue", "not_due", "waived"
WAIVED_NOW = Q(state=DutyState.WAIVED)
PUNCTUALITY = {
    ON_TIME: "按期",
    LATE: "逾期提交",
    OVERDUE: "逾期未报",
    NOT_DUE: "未到期",
    WAIVED: "本期免报",
}


def with_punctuality(rows: QuerySet[ReportDuty], day: date) -> QuerySet[ReportDuty]:
    """Annotate `punctuality` (one of PUNCTUALITY) and `submitted_on`, the Beijing day of the first submission."""
    return rows.annotate(submitted_on=TruncDate("first_submitted_at", tzinfo=EDGE_ZONE)).annotate(
        punctuality=Case(
            When(state=DutyState.WAIVED, then=Value(WAIVED)),
            When(submitted_on__gt=F("due_on"), then=Value(LATE)),
            When(submitted_on__isnull=False, then=Value(ON_TIME)),
            When(due_on__lt=day, then=Value(OVERDUE)),
            default=Value(NOT_DUE),
        )
    )


def report_duties(day: date) -> QuerySet[ReportDuty]:
    """Return the duties with what a list shows; `newest_number` is the latest version's."""
    newest = ReportVersion.objects.filter(duty=OuterRef("pk")).order_by("-number")
    rows = ReportDuty.objects.select_related("rule", "body", "owner_post__unit", "owner_post__body")
    return with_punctuality(rows, day).annotate(newest_number=Subquery(newest.values("number")[:1]))


def duty_for_page(day: date) -> QuerySet[ReportDuty]:
    """Return the duties with all that a record shows, versions newest first with their comments."""
    comments = ReportComment.objects.select_related("by", "replied_by")
    versions = (
        ReportVersion.objects.select_related("submitted_by", "decided_by")
        .prefetch_related(Prefetch("comments", comments))
        .order_by("-number")
    )
    return report_duties(day).select_related("reviewer_post").prefetch_related(Prefetch("versions", versions))


def versions() -> QuerySet[ReportVersion]:
    return ReportVersion.objects.select_related(
        "duty__rule", "duty__body", "duty__owner_post__unit", "submitted_by", "decided_by"
    )


def duties_to_merge(duty: ReportDuty, day: date) -> list[ReportDuty]:
    """Return the duties that a merged report gathers, in the order of the bodies."""
    if duty.rule.merges_id is None:
        return []
    rows = duty_for_page(day).filter(
        rule_id=duty.rule.merges_id, period_code=duty.period_code, is_demo=duty.is_demo
    )
    return list(rows.order_by("body__sort_key", "body__code"))


def contribution_key(duty_id: int, post_id: int) -> str:
    """Return the key under which a report's request for material is opened once a post."""
    return f"report-duty:{duty_id}:{post_id}"


def contributions(duty: ReportDuty) -> QuerySet[Task]:
    """Return the tasks by which material for the report was asked for."""
    return Task.objects.filter(
        source_kind=TaskSource.REPORT, source_key__startswith=f"report-duty:{duty.pk}:"
    ).select_related("owner_post__unit")


def period_codes() -> list[str]:
    """Return the periods that have duties, the latest first."""
    ends = ReportDuty.objects.order_by("-period_end", "-period_code").values_list("period_code", flat=True)
    return list(dict.fromkeys(ends.distinct()))


@dataclass(frozen=True, slots=True)
class Rate:
    """Counts of one unit or one period. Shares are None where nothing has fallen due: no rate out of nothing."""

    key: str
    label: str
    expected: int
    received: int
    on_time: int
    late: int
    overdue: int
    accepted: int
    waived: int = 0

    @property
    def received_share(self) -> float | None:
        """Return received ÷ those that have come in or are overdue; None while there are none of either."""
        decided = self.received + self.overdue
        return self.received / decided if decided else None

    @property
    def on_time_share(self) -> float | None:
        """Return on time ÷ those whose lateness is decided (received, or overdue)."""
        decided = self.received + self.overdue
        return self.on_time / decided if decided else None


GROUPS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "unit": ("owner_post__unit__code", "owner_post__unit__name", ("owner_post__unit__sort_key",)),
    "body": ("body__code", "body__name", ("body__sort_key",)),
    "period": ("period_code", "period_code", ("-period_end",)),
}


def rates(
    *,
    by: str,
    day: date,
    rows: QuerySet[ReportDuty] | None = None,
    period_code: str | None = None,
    unit: str | None = None,
    is_demo: bool | None = False,
) -> Sequence[Rate]:
    """Return expected, received, on time, accepted by `by` (unit, body or period), in one query.

    `rows` are the duties the reader may see; waived ones are not expected and counted apart,
    and so are 示范 rows, unless `is_demo` is None: then both count. `unit` is a code.
    """
    found = ReportDuty.objects.all() if rows is None else rows
    if is_demo is not None:
        found = found.filter(is_demo=is_demo)
    if period_code:
        found = found.filter(period_code=period_code)
    if unit:
        found = found.filter(owner_post__unit__code=unit)
    key, label, order = GROUPS[by]
    extra = ("period_end",) if by == "period" else (order[0],)
    # One look at the submission's day a row: the four counts of PUNCTUALITY follow from these.
    counted = (
        found.annotate(submitted_on=TruncDate("first_submitted_at", tzinfo=EDGE_ZONE))
        .order_by()
        .values(key, label, *extra)
        .annotate(
            expected=Count("pk", filter=~WAIVED_NOW),
            waived=Count("pk", filter=WAIVED_NOW),
            received=Count("first_submitted_at", filter=~WAIVED_NOW),
            late=Count("pk", filter=Q(submitted_on__gt=F("due_on")) & ~WAIVED_NOW),
            overdue=Count("pk", filter=Q(first_submitted_at__isnull=True, due_on__lt=day) & ~WAIVED_NOW),
            accepted=Count("pk", filter=Q(state=DutyState.ACCEPTED)),
        )
        .order_by(*order, key)
    )
    return [_rate(row, key, label) for row in counted]


def _rate(row: dict[str, Any], key: str, label: str) -> Rate:
    return Rate(
        key=row[key],
        label=row[label],
        expected=row["expected"],
        received=row["received"],
        on_time=row["received"] - row["late"],
        late=row["late"],
        overdue=row["overdue"],
        accepted=row["accepted"],
        waived=row["waived"],
    )
