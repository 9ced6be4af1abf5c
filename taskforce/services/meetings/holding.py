"""Who came, what was said: the meeting is held, its minutes are written and fixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from taskforce.choices import MeetingState
from taskforce.models import Meeting
from taskforce.services.meetings.decisions import HELD, follow_up_ahead, open_follow_up
from taskforce.services.meetings.refusals import (
    LONGEST_TEXT,
    MeetingRefused,
    locked_meeting,
    move,
    needed,
    refuse_others,
    refuse_stale,
    refuse_state,
    within,
)
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.periods import beijing_day

CALLED_OR_HELD = frozenset({MeetingState.INVITED, MeetingState.HELD})


@dataclass(frozen=True, slots=True)
class Present:
    """Whether a post was represented, by whom in its holder's stead; attended None: not recorded yet."""

    attended: bool | None
    stand_in: str = ""
    note: str = ""


@transaction.atomic
def record_attendance(
    *, meeting_id: int, rows: Mapping[int, Present], by: User, now: datetime, seen: datetime | None = None
) -> Meeting:
    """Record who came, {attendance id: Present}, from the meeting's day until the minutes are fixed.

    A stand-in came, so the post counts as represented. Raises MeetingRefused before the day and for a stand-in of
    somebody absent, Conflict when somebody wrote one of the rows after `seen`, the latest `updated_at` of the page's.
    """
    refuse_others(by)
    meeting = locked_meeting(meeting_id)
    refuse_state(meeting, CALLED_OR_HELD, "登记参会")
    if beijing_day(meeting.starts_at) > beijing_day(now):
        raise MeetingRefused(f"会议 {beijing_day(meeting.starts_at)} 才开，到那天才能登记到会。")
    found = {row.pk: row for row in meeting.attendance.select_for_update(of=("self",)).select_related("post")}
    if set(rows) - set(found):
        raise Conflict("有的岗位不在参会名单上，没有登记。", advice="请刷新页面。")
    with because(by=by, reason="登记参会"):
        for pk, given in rows.items():
            row = found[pk]
            stand_in, note = within(given.stand_in, "代会人", 40), within(given.note, "说明", 120)
            if stand_in and given.attended is not True:
                raise MeetingRefused(f"“{row.post}”写了代会人，请选“到会”。")
            if (row.attended, row.stand_in, row.note) != (given.attended, stand_in, note):
                refuse_stale(row, seen, "到会情况")
                row.attended, row.stand_in, row.note = given.attended, stand_in, note
                row.save(update_fields=["attended", "stand_in", "note", "updated_at"])
    return meeting


@transaction.atomic
def hold(*, meeting_id: int, by: User, now: datetime) -> Meeting:
    """State that the meeting took place. Raises MeetingRefused before its day."""
    refuse_others(by)
    meeting = locked_meeting(meeting_id)
    if beijing_day(meeting.starts_at) > beijing_day(now):
        raise MeetingRefused("还没到开会的日子；改期请先修改会议时间。")
    move(meeting, "hold")
    with because(by=by, reason="会议召开"):
        meeting.save(update_fields=["state", "updated_at"])
        open_follow_up(meeting=meeting)
    return meeting


@transaction.atomic
def write_minutes(*, meeting_id: int, text: str, by: User, seen: datetime | None = None) -> Meeting:
    """Keep the draft of the minutes. `seen` is the `updated_at` of the page that was edited.

    Raises Conflict when somebody changed the meeting since: the form keeps what was typed.
    """
    refuse_others(by)
    meeting = locked_meeting(meeting_id)
    refuse_state(meeting, HELD, "写纪要")
    text = needed(text, "纪要", LONGEST_TEXT)
    if text == meeting.minutes:
        return meeting
    refuse_stale(meeting, seen, "纪要")
    meeting.minutes = text
    with because(by=by, reason="写纪要"):
        meeting.save(update_fields=["minutes", "updated_at"])
    return meeting


@transaction.atomic
def fix_minutes(*, meeting_id: int, by: User, now: datetime) -> Meeting:
    """Fix the minutes: from now on nothing of them changes, a correction is a line of its own.

    Raises MeetingRefused while the text is missing or attendance is not recorded for every post.
    """
    refuse_others(by)
    meeting = locked_meeting(meeting_id)
    move(meeting, "fix")
    if not meeting.minutes:
        raise MeetingRefused("还没有写纪要，不能定稿。")
    open_rows = meeting.attendance.filter(Q(attended__isnull=True)).count()
    if open_rows:
        raise MeetingRefused(f"还有 {open_rows} 个岗位没有登记是否到会，不能定稿。")
    meeting.minuted_at, meeting.minuted_by = now, by
    with because(by=by, reason="纪要定稿"):
        meeting.save(update_fields=["state", "minuted_at", "minuted_by", "updated_at"])
        follow_up_ahead(meeting)
    return meeting
