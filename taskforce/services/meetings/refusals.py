"""What the services of meetings refuse, and the locked row they work on."""

from __future__ import annotations

from datetime import datetime

from taskforce.choices import MEETING_ACTIONS, MeetingState
from taskforce.models import AgendaItem, Attendance, Meeting
from taskforce.selectors.acting import holds
from taskforce.services import wording
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed
from yunhe_envhealth.core.locks import locked_row

EDIT, PROPOSE = "meetings.edit", "meetings.propose"
ACTION_WORDS = {"invite": "通知", "hold": "登记召开", "fix": "定稿", "cancel": "取消"}
LONGEST_TEXT = 20_000


class MeetingRefused(EnvHealthError):
    """The meeting cannot be written as asked; the message says why."""

    status = 422
    title = "会议事项不合要求"


def needed(text: str, what: str, most: int) -> str:
    """Return the text without margins. Raises MeetingRefused when it is empty or too long."""
    return wording.needed(text, what, most, MeetingRefused)


def within(text: str, what: str, most: int) -> str:
    """Return the text without margins. Raises MeetingRefused when it is too long or cannot be stored."""
    return wording.within(text, what, most, MeetingRefused)


def refuse_others(by: User) -> None:
    """Raise NotAllowed unless `by` runs meetings."""
    if not holds(by, EDIT):
        raise NotAllowed("会议由专班办公室筹备和记录。", advice="没有改动任何内容。")


def locked_meeting(meeting_id: int) -> Meeting:
    """Return the meeting, locked until the transaction ends."""
    return locked_row(Meeting.objects.select_related("series__body"), meeting_id)


def refuse_state(meeting: Meeting, states: frozenset[str], what: str) -> None:
    if meeting.state not in states:
        raise Conflict(
            f"会议现在是“{MeetingState(meeting.state).label}”，不能{what}。",
            advice="没有改动任何内容，请看会议的现状。",
        )


def refuse_stale(row: Meeting | AgendaItem | Attendance, seen: datetime | None, what: str) -> None:
    """Raise Conflict when the row was written after the page that was edited; `seen` None: there was no page."""
    if seen is not None and row.updated_at > seen:
        raise Conflict(
            f"{what}在您填写时被别人改过，没有保存。", advice="请另开一页核对最新内容，再把您的修改并进去。"
        )


def move(meeting: Meeting, action: str) -> None:
    """Take the meeting to the state that the action leads to; the caller saves it."""
    states, after = MEETING_ACTIONS[action]
    refuse_state(meeting, states, ACTION_WORDS[action])
    meeting.state = after
