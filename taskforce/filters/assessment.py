"""What the list of yearly assessments can be narrowed by."""

from __future__ import annotations

import django_filters as filters

from taskforce.choices import AssessmentState
from taskforce.models import Assessment


class AssessmentFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label="状态", choices=AssessmentState.choices)

    class Meta:
        model = Assessment
        fields: list[str] = []
