"""What the lists of messages and reporting rules can be filtered by."""

import django_filters as filters
from django.db.models import Q, QuerySet

from taskforce.choices import Anchor, Audience, Channel, NoticeState, SubjectKind
from taskforce.models import Notice, ReportRule
from yunhe_envhealth.accounts.models import Unit


class NoticeFilter(filters.FilterSet):
    q = filters.CharFilter(label="标题或收件人", method="by_words")
    state = filters.ChoiceFilter(label="状态", choices=NoticeState.choices)
    channel = filters.ChoiceFilter(label="渠道", choices=Channel.choices)
    audience = filters.ChoiceFilter(label="对象", choices=Audience.choices)
    kind = filters.ChoiceFilter(label="事项", choices=SubjectKind.choices, field_name="subject_kind")
    unit = filters.ModelChoiceFilter(label="单位", queryset=Unit.objects.all(), field_name="post__unit")
    planned = filters.DateFromToRangeFilter(label="应发日期", field_name="planned_for")

    class Meta:
        model = Notice
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Notice], name: str, words: str) -> QuerySet[Notice]:
        return rows.filter(
            Q(title__icontains=words) | Q(person__name__icontains=words) | Q(user__full_name__icontains=words)
        )


class RuleFilter(filters.FilterSet):
    q = filters.CharFilter(label="事项或编码", method="by_words")
    anchor = filters.ChoiceFilter(label="周期", choices=Anchor.choices)

    class Meta:
        model = ReportRule
        fields: list[str] = []

    def by_words(self, rows: QuerySet[ReportRule], name: str, words: str) -> QuerySet[ReportRule]:
        return rows.filter(Q(title__icontains=words) | Q(code__icontains=words))
