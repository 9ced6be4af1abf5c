"""How near a due day is, counted in working days of 2026."""

from __future__ import annotations

from datetime import date

import pytest

from taskforce.science.due import nearness
from taskforce.science.workdays import Workdays


@pytest.mark.parametrize(
    ("due", "day", "words", "tone"),
    [
        (date(2026, 7, 7), date(2026, 7, 7), "今天到期", "is-warn"),
        (date(2026, 7, 10), date(2026, 7, 7), "还有 3 个工作日", "is-warn"),
        (date(2026, 7, 13), date(2026, 7, 7), "还有 4 个工作日", ""),
        (
            date(2026, 7, 12),
            date(2026, 7, 10),
            "到期前没有工作日",
            "is-warn",
        ),  # due on a Sunday, seen on Friday
        (date(2026, 7, 6), date(2026, 7, 7), "逾期 1 个工作日", "is-bad"),
        (date(2026, 7, 10), date(2026, 7, 11), "已逾期", "is-bad"),  # no working day has passed since
        (date(2026, 2, 13), date(2026, 2, 24), "逾期 2 个工作日", "is-bad"),  # across Spring Festival
        (date(2028, 1, 1), date(2026, 7, 7), "还有一年以上", ""),
        (date(2024, 1, 1), date(2026, 7, 7), "逾期一年以上", "is-bad"),
    ],
)
def test_nearness_counts_working_days(due: date, day: date, words: str, tone: str) -> None:
    near = nearness(due, day, Workdays())

    assert (near.words, near.tone) == (words, tone)
