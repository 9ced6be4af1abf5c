"""What a task's services refuse, and the words they need."""

from __future__ import annotations

from yunhe_envhealth.core.errors import EnvHealthError

LONGEST_TEXT = 5_000


class TaskRefused(EnvHealthError):
    """The task cannot be written as asked; the message says why."""

    status = 422
    title = "任务不合要求"


def needed(text: str, what: str, most: int = LONGEST_TEXT) -> str:
    """Return the text without margins. Raises TaskRefused when it is empty or too long."""
    text = text.strip()
    if not text:
        raise TaskRefused(f"请填写{what}。")
    return within(text, what, most)


def within(text: str, what: str, most: int = LONGEST_TEXT) -> str:
    text = text.strip()
    if len(text) > most:
        raise TaskRefused(f"{what}最多 {most:,} 字，现在有 {len(text):,} 字。")
    if "\x00" in text:
        raise TaskRefused(f"{what}里有不能保存的字符。")
    return text
