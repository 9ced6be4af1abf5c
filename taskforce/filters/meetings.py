"""What the lists of meetings and decisions can be narrowed by."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from taskforce.choices import DecisionKind, DecisionStanding, MeetingKind, MeetingState
from taskforce.models import Decision, Meeting, MeetingSeries
from yunhe_envhealth.accounts.models import Unit


def owner_units(request: HttpRequest | None) -> QuerySet[Unit]:
    """Return the units that meetings have charged with something."""
    owners = Decision.objects.exclude(owner_post=None).values("owner_post__unit")
    return Unit.objects.filter(pk__in=owners)


class SeriesFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label="类别", choices=MeetingKind.choices)

    class Meta:
        model = MeetingSeries
        fields: list[str] = []


class MeetingFilter(filters.FilterSet):
    q = filters.CharFilter(label="名称、地点", method="by_words")
    series = filters.ModelChoiceFilter(label="会议制度", queryset=MeetingSeries.objects.all())
    state = filters.ChoiceFilter(label="状态", choices=MeetingState.choices)

    class Meta:
        model = Meeting
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Meeting], name: str, words: str) -> QuerySet[Meeting]:
        return rows.filter(Q(title__icontains=words) | Q(place__icontains=words))


class DecisionFilter(filters.FilterSet):
    q = filters.CharFilter(label="内容", field_name="text", lookup_expr="icontains")
    standing = filters.ChoiceFilter(label="落实", choices=DecisionStanding.choices)
    kind = filters.ChoiceFilter(label="类别", choices=DecisionKind.choices)
    unit = filters.ModelChoiceFilter(label="责任单位", field_name="owner_post__unit", queryset=owner_units)
    series = filters.ModelChoiceFilter(
        label="会议制度", field_name="meeting__series", queryset=MeetingSeries.objects.all()
    )

    class Meta:
        model = Decision
        fields: list[str] = []
