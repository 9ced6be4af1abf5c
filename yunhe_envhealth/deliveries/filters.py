"""What the list of deliveries can be filtered by."""

import django_filters as filters
from django.forms import DateInput

from yunhe_envhealth.deliveries.models import Delivery


class DeliveryFilter(filters.FilterSet):
    q = filters.CharFilter(label="文件名", field_name="filename", lookup_expr="icontains")
    state = filters.MultipleChoiceFilter(label="状态", choices=Delivery.State.choices)
    channel = filters.ChoiceFilter(label="渠道", choices=Delivery.Channel.choices)
    since = filters.DateFilter(
        label="收到：从", field_name="created_at", lookup_expr="date__gte", widget=DateInput({"type": "date"})
    )
    until = filters.DateFilter(
        label="收到：到", field_name="created_at", lookup_expr="date__lte", widget=DateInput({"type": "date"})
    )

    class Meta:
        model = Delivery
        fields: list[str] = []
