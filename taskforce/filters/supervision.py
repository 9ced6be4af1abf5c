"""What the list of supervision notices can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from taskforce.choices import SupervisionState
from taskforce.models import SupervisionNotice
from yunhe_envhealth.accounts.models import Unit


def supervised_units(request: HttpRequest | None) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=SupervisionNotice.objects.values("post__unit"))


class SupervisionFilter(filters.FilterSet):
    q = filters.CharFilter(label="编号、事项", method="by_words")
    state = filters.ChoiceFilter(label="状态", choices=SupervisionState.choices)
    late = filters.ChoiceFilter(label="逾期", choices=(("yes", "逾期未回复"),), method="by_late")
    unit = filters.ModelChoiceFilter(label="责任单位", field_name="post__unit", queryset=supervised_units)

    class Meta:
        model = SupervisionNotice
        fields: list[str] = []

    def by_words(
        self, rows: QuerySet[SupervisionNotice], name: str, words: str
    ) -> QuerySet[SupervisionNotice]:
        return rows.filter(Q(number__icontains=words) | Q(title__icontains=words))

    def by_late(self, rows: QuerySet[Any], name: str, answer: str) -> QuerySet[Any]:
        return rows.filter(late=True)
