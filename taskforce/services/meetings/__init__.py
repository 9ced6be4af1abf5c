"""Meetings: planned with their follow-up, called, held, minuted; decisions that become tasks."""

from taskforce.services.meetings.agenda import (
    order_agenda,
    propose_agenda_item,
    withdraw_agenda_item,
)
from taskforce.services.meetings.decisions import (
    Line,
    carry_out,
    correct_decision,
    open_follow_up,
    record_decisions,
)
from taskforce.services.meetings.holding import Present, fix_minutes, hold, record_attendance, write_minutes
from taskforce.services.meetings.planning import cancel_meeting, change_meeting, invite, plan_meeting
from taskforce.services.meetings.refusals import MeetingRefused

__all__ = [
    "Line",
    "MeetingRefused",
    "Present",
    "cancel_meeting",
    "carry_out",
    "change_meeting",
    "correct_decision",
    "fix_minutes",
    "hold",
    "invite",
    "open_follow_up",
    "order_agenda",
    "plan_meeting",
    "propose_agenda_item",
    "record_attendance",
    "record_decisions",
    "withdraw_agenda_item",
    "write_minutes",
]
