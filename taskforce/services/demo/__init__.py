"""The joint office's demonstration (示范): invented posts, tasks, reports, a meeting, results, all marked.

It stands in units, a body and posts of its own, held by the demonstration accounts: nothing invented is attached to a
real person or unit, and what a demonstration post owes reaches demonstration posts only (selectors.recipients). It is
made by the ordinary services. Each part is laid once; running it again changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from taskforce.services.demo import library, meeting, reporting, work
from taskforce.services.demo.people import Cast, ensure_cast
from yunhe_envhealth.core.locks import DEMO, hold

PARTS = (work.lay, reporting.lay, reporting.lay_merging, meeting.lay, library.lay)


@transaction.atomic
def ensure(*, now: datetime) -> int:
    """Lay what is missing of the demonstration; return how many parts were laid now.

    Without the demonstration accounts (accounts.services.ensure_demo_accounts) there is nobody to act: 0.
    """
    with connection.cursor() as cursor:
        hold(cursor, DEMO, [2])
    cast: Cast | None = ensure_cast(now=now)
    if cast is None:
        return 0
    return sum(lay(cast, now=now) for lay in PARTS)
