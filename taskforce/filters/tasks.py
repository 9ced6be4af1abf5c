"""What lists of tasks and of workday changes can be narrowed by; pages and API share them."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet

from taskforce.choices import TaskSource, TaskState
from taskforce.models import Task, WorkdayChange
from taskforce.selectors.tasks import is_late, of_person, of_units, to_verify
from yunhe_envhealth.accounts.permissions import today

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)


def day_filter(label: str, field: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=label,
        field_name=field,
        lookup_expr=lookup,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        error_messages={"invalid": "请按 2026-11-22 的样子写日期。"},
    )


class TaskFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="任务、要求、来源", method="by_words")
    of = django_filters.ChoiceFilter(
        label="谁的",
        choices=[("me", "我的岗位"), ("unit", "本单位"), ("verify", "待我核验或批复")],
        method="by_whose",
    )
    state = django_filters.ChoiceFilter(label="状态", choices=TaskState.choices)
    late = django_filters.ChoiceFilter(
        label="逾期", choices=[("yes", "逾期未办结"), ("no", "没有逾期")], method="by_late"
    )
    source = django_filters.ChoiceFilter(label="来源", field_name="source_kind", choices=TaskSource.choices)
    unit = django_filters.CharFilter(label="责任单位", method="by_unit")
    post = django_filters.CharFilter(label="责任岗位", field_name="owner_post__title", lookup_expr="contains")
    due_from = day_filter("期限从", "due_on", "gte")
    due_to = day_filter("期限到", "due_on", "lte")

    class Meta:
        model = Task
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return rows.filter(
            Q(title__icontains=value) | Q(detail__icontains=value) | Q(source_words__icontains=value)
        )

    def by_whose(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        user: Any = self.request.user
        if value == "verify":
            return rows.filter(pk__in=to_verify(user, today()).values("pk"))
        return rows.filter(of_person(user, today()) if value == "me" else of_units(user))

    def by_late(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        late = is_late(today())
        return rows.filter(late if value == "yes" else ~late)

    def by_unit(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return rows.filter(
            Q(owner_post__unit__name__contains=value) | Q(owner_post__unit__short_name__contains=value)
        )


class WorkdayFilter(django_filters.FilterSet):
    since = day_filter("从", "day", "gte")
    until = day_filter("到", "day", "lte")
    works = django_filters.ChoiceFilter(
        label="上班或放假", choices=[("yes", "上班"), ("no", "放假")], method="by_works"
    )

    class Meta:
        model = WorkdayChange
        fields: list[str] = []

    def by_works(self, rows: QuerySet[WorkdayChange], name: str, value: str) -> QuerySet[WorkdayChange]:
        return rows.filter(is_workday=value == "yes")
