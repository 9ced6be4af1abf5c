"""How near a due day is, in words, counted in working days. No clock in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskforce.science.workdays import Workdays

SOON = 3  # working days: from here on the words are coloured
FAR = 366  # days: beyond, working days are not counted one by one


@dataclass(frozen=True, slots=True)
class Nearness:
    """Words and tone ("", is-warn, is-bad) of a tag."""

    words: str
    tone: str


def nearness(due_on: date, day: date, calendar: Workdays) -> Nearness:
    """Return how near the due day is on `day`. On the due day nothing is late yet."""
    if due_on == day:
        return Nearness("今天到期", "is-warn")
    if abs((due_on - day).days) > FAR:
        years = "一年以上"
        return Nearness(f"逾期{years}", "is-bad") if due_on < day else Nearness(f"还有{years}", "")
    left = calendar.between(day, due_on)
    if due_on < day:
        return Nearness(f"逾期 {-left} 个工作日" if left else "已逾期", "is-bad")
    if left == 0:
        return Nearness("到期前没有工作日", "is-warn")
    return Nearness(f"还有 {left} 个工作日", "is-warn" if left <= SOON else "")
