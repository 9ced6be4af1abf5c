"""Pages of the auditor."""

from typing import Any

from django.db.models import QuerySet

from yunhe_envhealth.audit.filters import SecurityEventFilter
from yunhe_envhealth.audit.selectors import security_events
from yunhe_envhealth.audit.tables import SecurityEventTable
from yunhe_envhealth.core.pages import ListPage


class SecurityEvents(ListPage):
    capability = "audit.view"
    filterset_class = SecurityEventFilter
    table_class = SecurityEventTable
    title = "安全事件"
    search = "actor"
    search_words = "账号"
    note = "只增不改：数据库拒绝修改、删除和清空这张表。时间是北京时间。"
    count_cap = 10_000

    def get_queryset(self) -> QuerySet[Any]:
        return security_events()
