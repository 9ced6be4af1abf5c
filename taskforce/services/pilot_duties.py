"""What a corrected approval does to the reports that were counted from it."""

from __future__ import annotations

from django.db import connection

from taskforce.choices import Applies, DutyState
from taskforce.models import Pilot, ReportDuty
from taskforce.science.periods import FROM_APPROVAL, periods
from taskforce.selectors.duties import listed_pilot
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core import locks

CORRECTED = "批复日期更正"


def waive_outdated(pilot: Pilot, reason: str) -> None:
    """Excuse what nobody has begun of the periods that the corrected approval no longer asks for.

    A period that it asks for again, after it was excused by an earlier correction, is expected again. The next
    generating writes the new ones. Runs in the transaction that corrects the approval.
    """
    listed = listed_pilot()
    if listed is None or listed.pk != pilot.pk:
        return
    with connection.cursor() as cursor:
        locks.hold(cursor, locks.DUTIES, [1])
    counted = ReportDuty.objects.filter(
        rule__anchor__in=FROM_APPROVAL, rule__applies=Applies.PILOT, rule__is_demo=pilot.is_demo
    )
    for duty in counted.select_for_update(of=("self",)).select_related("rule").order_by("pk"):
        _set(duty, f"{CORRECTED}：{reason}"[:200], still_asked=_is_asked(duty, pilot))


def _is_asked(duty: ReportDuty, pilot: Pilot) -> bool:
    if pilot.approved_on is None or not duty.rule.months:
        return False
    asked = periods(
        duty.rule.anchor,
        first_end=duty.period_end,
        last_end=duty.period_end,
        months=duty.rule.months,
        approved_on=pilot.approved_on,
    )
    return duty.period_code in {period.code for period in asked}


def _set(duty: ReportDuty, reason: str, *, still_asked: bool) -> None:
    if duty.state == DutyState.EXPECTED and not still_asked:
        duty.state, duty.waived_reason = DutyState.WAIVED, reason
    elif duty.state == DutyState.WAIVED and still_asked and duty.waived_reason.startswith(CORRECTED):
        duty.state, duty.waived_reason = DutyState.EXPECTED, ""
    else:
        return
    with because(by=None, reason=reason):
        duty.save(update_fields=["state", "waived_reason", "updated_at"])
