"""What the list of security events can be filtered by."""

from datetime import date

import django_filters as filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet

from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.core.periods import day_period

DAYS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]


class SecurityEventFilter(filters.FilterSet):
    """Days are Beijing days, both included."""

    kind = filters.ChoiceFilter(label="类别", choices=SecurityEvent.Kind.choices)
    actor = filters.CharFilter(label="账号", lookup_expr="iexact")
    target = filters.CharFilter(label="对象", lookup_expr="icontains")
    since = filters.DateFilter(label="从（含）", method="from_day", validators=DAYS)
    until = filters.DateFilter(label="到（含）", method="to_day", validators=DAYS)
    request_id = filters.CharFilter(label="请求编号", lookup_expr="exact")

    class Meta:
        model = SecurityEvent
        fields: list[str] = []

    def from_day(self, rows: QuerySet[SecurityEvent], name: str, day: date) -> QuerySet[SecurityEvent]:
        return rows.filter(at__gte=day_period(day).start)

    def to_day(self, rows: QuerySet[SecurityEvent], name: str, day: date) -> QuerySet[SecurityEvent]:
        return rows.filter(at__lt=day_period(day).end)
