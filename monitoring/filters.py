"""What the lists of stations, measurements and indices can be narrowed by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from monitoring.choices import Averaging, StationKind
from monitoring.models import IndexKind, Parameter, Station
from monitoring.selectors import stations
from monitoring.selectors.records import all_kinds, parameters_in_use
from yunhe_envhealth.accounts.permissions import scope
from yunhe_envhealth.core.periods import DAY, day_start

LONGEST_DAYS = 366
USUAL_DAYS = 7
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)
LEVELS = [(number, f"{number} 级") for number in range(1, 7)]


def date_filter(label: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=label,
        method="unchanged",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        error_messages={"invalid": "请按 2026-11-22 的样子写日期。"},
    )


def stations_to_read(request: HttpRequest | None) -> QuerySet[Station]:
    """Return the stations whose data the reader may see."""
    rows = stations().order_by("name", "code")
    return rows.none() if request is None else scope(rows, request.user, "measurements.view")


class StationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称、编码", method="by_words")
    kind = django_filters.ChoiceFilter(label="类别", choices=StationKind.choices)
    unit = django_filters.CharFilter(label="责任单位", field_name="owner_unit__name", lookup_expr="contains")
    division = django_filters.CharFilter(
        label="乡镇（街道）", field_name="division__name", lookup_expr="contains"
    )
    use = django_filters.ChoiceFilter(
        label="使用", choices=[("active", "在用"), ("retired", "已停用")], method="by_use"
    )
    public = django_filters.ChoiceFilter(
        label="公开",
        field_name="is_public",
        choices=[("true", "公开"), ("false", "不公开")],
        method="by_public",
    )

    class Meta:
        model = Station
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Station], name: str, value: str) -> QuerySet[Station]:
        words = Q(name__icontains=value) | Q(code__icontains=value) | Q(codes__code__icontains=value)
        return rows.filter(pk__in=Station.objects.filter(words).values("pk"))

    def by_use(self, rows: QuerySet[Station], name: str, value: str) -> QuerySet[Station]:
        return rows.filter(active_to__isnull=value == "active")

    def by_public(self, rows: QuerySet[Station], name: str, value: str) -> QuerySet[Station]:
        return rows.filter(is_public=value == "true")


class SpanForm(forms.Form):
    """Dates that make one span, not too long: the cost of a list follows the days asked for."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since: Any = given.get("since")
        until: Any = given.get("until")
        if "since" in self.errors or "until" in self.errors or (since is None and until is None):
            return given
        if since is None:
            since = until - timedelta(days=USUAL_DAYS - 1)
        elif until is None:
            until = min(since + timedelta(days=LONGEST_DAYS - 1), LAST_DAY)
        if since > until:
            self.add_error("until", "结束日期要不早于开始日期。")
        elif (until - since).days >= LONGEST_DAYS:
            self.add_error("until", f"一次最多看 {LONGEST_DAYS} 天，请缩短，或分几次看。")
        return given | {"since": since, "until": until}


class SpanFilter(django_filters.FilterSet):
    """Narrows to the Beijing days from `since` to `until`, both included."""

    since = date_filter("从（日期）")
    until = date_filter("到（日期）")

    def unchanged(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        since, until = self.form.cleaned_data.get("since"), self.form.cleaned_data.get("until")
        if since is None or until is None:
            return rows
        return rows.filter(start__gte=day_start(since), start__lt=day_start(until) + DAY)


class MeasurementFilter(SpanFilter):
    station = django_filters.ModelChoiceFilter(label="监测点", queryset=stations_to_read)
    parameter = django_filters.ModelChoiceFilter(label="因子", queryset=lambda request: parameters_in_use())
    period = django_filters.ChoiceFilter(label="平均时间", choices=Averaging.choices)

    class Meta:
        model = Parameter
        form = SpanForm
        fields: list[str] = []


class IndexFilter(SpanFilter):
    kind = django_filters.ModelChoiceFilter(label="指数", queryset=lambda request: all_kinds())
    station = django_filters.ModelChoiceFilter(label="监测点", queryset=stations_to_read)
    level = django_filters.ChoiceFilter(label="级别", choices=LEVELS)
    withheld = django_filters.ChoiceFilter(
        label="发布", choices=[("no", "有数值"), ("yes", "不发布")], method="by_withheld"
    )

    class Meta:
        model = IndexKind
        form = SpanForm
        fields: list[str] = []

    def by_withheld(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.exclude(withheld="") if value == "yes" else rows.filter(withheld="")
