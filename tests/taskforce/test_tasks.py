"""What the timetable runs: nothing is written by a clock that the database's does not confirm."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from taskforce import tasks
from taskforce.services import duties, reminders

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def generate(**_: Any) -> int:
        found.append("duties")
        return 0

    def remind(**_: Any) -> reminders.Written:
        found.append("reminders")
        return reminders.Written()

    monkeypatch.setattr(duties, "generate", generate)
    monkeypatch.setattr(reminders, "remind", remind)
    return found


@pytest.mark.parametrize("wrong_by", [timedelta(minutes=6), timedelta(days=365), -timedelta(minutes=6)])
def test_a_clock_apart_from_the_databases_writes_nothing_and_says_so(
    wrong_by: timedelta, ran: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = timezone.now() + wrong_by
    monkeypatch.setattr("taskforce.tasks.timezone.now", lambda: wrong)

    with caplog.at_level(logging.ERROR, logger="taskforce.tasks"):
        tasks.remind()
        tasks.generate_duties()

    assert ran == []
    assert caplog.text.count("database's clock") == 2


def test_a_clock_that_goes_right_runs_all(ran: list[str]) -> None:
    tasks.remind()
    tasks.generate_duties()

    assert ran == ["duties", "reminders", "duties"]
