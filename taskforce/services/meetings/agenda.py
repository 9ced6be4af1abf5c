"""The agenda: collected from units until its deadline, put in order and withdrawn before the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from taskforce.choices import MEETING_AHEAD
from taskforce.models import AgendaItem, Meeting
from taskforce.selectors.acting import acting_unit_ids, holds
from taskforce.services.meetings.refusals import (
    EDIT,
    PROPOSE,
    MeetingRefused,
    locked_meeting,
    needed,
    refuse_others,
    refuse_stale,
    refuse_state,
    within,
)
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.periods import beijing_day

MOST_ORDER = 999


@transaction.atomic
def propose_agenda_item(
    *, meeting_id: int, unit: Unit, title: str, by: User, now: datetime, detail: str = ""
) -> AgendaItem:
    """Put a matter on the agenda in a unit's name, until the deadline; the office may still add after it.

    Raises NotAllowed for another unit's name or after the deadline, Conflict when the unit put the same matter before.
    """
    _refuse_name(unit, by, now)
    meeting = locked_meeting(meeting_id)
    refuse_state(meeting, MEETING_AHEAD, "提议题")
    if meeting.is_entered_later and not holds(by, EDIT):
        raise NotAllowed("这次会议已经开过，由专班办公室补录，不再收议题。")
    late = meeting.agenda_until is not None and beijing_day(now) > meeting.agenda_until
    if late and not holds(by, EDIT):
        raise NotAllowed(
            f"议题已于 {meeting.agenda_until} 截止，没有收下。", advice="确需上会的，请与专班办公室联系。"
        )
    title = needed(title, "议题", 120)
    if meeting.agenda.filter(unit=unit, title=title, is_withdrawn=False).exists():
        raise Conflict(f"“{unit}”已经提过这个议题，没有再记一次。")
    item = AgendaItem(
        meeting=meeting, unit=unit, title=title, detail=within(detail, "说明", 2_000), proposed_by=by
    )
    with because(by=by, reason="提议题"):
        item.save()
    return item


@transaction.atomic
def withdraw_agenda_item(*, item_id: int, reason: str, by: User, now: datetime) -> AgendaItem:
    """Take a matter off the agenda before the meeting: its unit or the office. The line stays, marked."""
    found = AgendaItem.objects.select_related("unit").get(pk=item_id)
    if not holds(by, EDIT):
        _refuse_name(found.unit, by, now)
    meeting = locked_meeting(found.meeting_id)
    refuse_state(meeting, MEETING_AHEAD, "撤回议题")
    item = AgendaItem.objects.select_for_update().get(pk=item_id)
    reason = needed(reason, "撤回的理由", 200)
    if item.is_withdrawn:
        raise Conflict("这个议题已经撤回。")
    item.is_withdrawn = True
    with because(by=by, reason=reason):
        item.save(update_fields=["is_withdrawn", "updated_at"])
    return item


@transaction.atomic
def order_agenda(
    *, meeting_id: int, orders: Mapping[int, int], by: User, seen: datetime | None = None
) -> Meeting:
    """Put the items in order: {item id: place}. Items that are not named keep theirs.

    Raises Conflict when somebody wrote one of the items after `seen`, the latest `updated_at` of the page's.
    """
    refuse_others(by)
    meeting = locked_meeting(meeting_id)
    refuse_state(meeting, MEETING_AHEAD, "排议题")
    items = {item.pk: item for item in meeting.agenda.select_for_update()}
    if set(orders) - set(items):
        raise Conflict("有的议题不在这次会议里，没有改动次序。", advice="请刷新页面。")
    if any(not 0 <= place <= MOST_ORDER for place in orders.values()):
        raise MeetingRefused(f"次序是 0 至 {MOST_ORDER} 的整数。")
    with because(by=by, reason="排定议题次序"):
        for pk, place in orders.items():
            if items[pk].order != place:
                refuse_stale(items[pk], seen, "议题次序")
                items[pk].order = place
                items[pk].save(update_fields=["order", "updated_at"])
    return meeting


def _refuse_name(unit: Unit, by: User, now: datetime) -> None:
    if holds(by, EDIT):
        return
    if unit.pk not in acting_unit_ids(by, PROPOSE, beijing_day(now)):
        raise NotAllowed(f"您不能代“{unit}”提出或撤回议题。", advice="只能用自己任职的单位名义。")
