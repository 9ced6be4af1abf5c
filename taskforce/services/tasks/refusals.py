"""What a task's services refuse, and the words they need."""

from __future__ import annotations

from datetime import date

from taskforce.selectors import workdays
from taskforce.services import wording
from yunhe_envhealth.core.errors import EnvHealthError

LONGEST_TEXT = 5_000


class TaskRefused(EnvHealthError):
    """The task cannot be written as asked; the message says why."""

    status = 422
    title = "任务不合要求"


def needed(text: str, what: str, most: int = LONGEST_TEXT) -> str:
    """Return the text without margins. Raises TaskRefused when it is empty or too long."""
    return wording.needed(text, what, most, TaskRefused)


def within(text: str, what: str, most: int = LONGEST_TEXT) -> str:
    """Return the text without margins. Raises TaskRefused when it is too long."""
    return wording.within(text, what, most, TaskRefused)


def refuse_rest_day(due_on: date) -> None:
    """Raise TaskRefused when the day that somebody sets or wishes is not a working day."""
    calendar = workdays()
    if not calendar.is_workday(due_on):
        raise TaskRefused(
            f"{due_on} 不是工作日。", advice=f"可以改为下一个工作日 {calendar.on_or_after(due_on)}。"
        )
