"""Report duties come from their rules: generated, never typed."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from taskforce.models import ReportDuty
from taskforce.selectors import duties as selectors
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core import locks

PORTION = 1000


@transaction.atomic
def generate(*, day: date) -> int:
    """Write every duty that the rules ask for by `day` and that is missing; return how many were written.

    Running it twice, or twice at once, writes nothing a second time; an existing duty is never changed.
    """
    with connection.cursor() as cursor:
        locks.hold(cursor, locks.DUTIES, [1])
    missing = selectors.missing(day)
    before = ReportDuty.objects.count()
    with because(by=None, reason="按报送规则生成"):
        ReportDuty.objects.bulk_create(missing, batch_size=PORTION, ignore_conflicts=True)
    return ReportDuty.objects.count() - before
