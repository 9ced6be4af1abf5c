"""What a demonstration account makes, or what hangs on a 示范 row, bears the mark; the real figures do not count it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from taskforce.choices import DecisionKind
from taskforce.models import Project, Result
from taskforce.selectors.public_results import public_projects, public_results
from taskforce.services import meetings, own_figures
from taskforce.services.demonstration import is_demo
from taskforce.services.figures import Span
from taskforce.services.meetings import Line
from taskforce.services.results import enter, release
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_meetings import (
    MEETING_AT,
    day_of,
    make_held_meeting,
    make_meeting,
    make_series,
)
from tests.factories.taskforce_tasks import NOW, make_post
from yunhe_envhealth.accounts.models import User

pytestmark = pytest.mark.django_db
AFTER = MEETING_AT + timedelta(hours=3)


def make_demo(role: str, **fields: Any) -> User:
    user = make_user(role, **fields)
    User.objects.filter(pk=user.pk).update(is_demo=True)
    return User.objects.get(pk=user.pk)


def counted(*, demo: bool) -> dict[str, str | None]:
    span = Span(date(2026, 1, 1), date(2026, 12, 31), "331125", AFTER + timedelta(days=1), demo)
    found = [*own_figures.task_figures(span), *own_figures.result_figures(span)]
    return {figure.key: figure.value for figure in found}


def test_the_rule_asks_who_makes_it_and_what_it_hangs_on() -> None:
    real, demo = make_user("office"), make_demo("office")

    assert is_demo(demo)
    assert is_demo(real, None, make_series(is_demo=True))
    assert not is_demo(real, None, make_series(is_demo=False), make_post())


def test_results_and_projects_of_a_demonstration_account_are_told_as_such_in_public() -> None:
    unit = make_unit()
    officer, real = make_demo("unit_officer", unit=unit), make_user("unit_officer", unit=unit)
    result = {"kind": "practice", "title": "成果甲", "unit": unit, "dated": date(2026, 5, 1)}
    project = {
        "kind": "wellness",
        "title": "项目甲",
        "unit": unit,
        "stage": "building",
        "as_of": date(2026, 6, 30),
    }
    before = counted(demo=False)

    for model, values in ((Result, result), (Project, project)):
        made = enter(model, by=officer, values=values, now=NOW)  # type: ignore[type-var]
        release(model, record_id=made.pk, by=make_user("office"), now=NOW)  # type: ignore[type-var]

    assert [row.is_demo for row in (*public_results(), *public_projects())] == [True, True]
    assert counted(demo=False) == before
    assert (counted(demo=True)["results.public"], counted(demo=True)["results.projects"]) == ("1", "1")
    assert not enter(Result, by=real, values=result | {"title": "成果乙"}, now=NOW).is_demo


def test_a_meeting_of_a_demonstration_account_and_what_it_decides_stay_out_of_the_real_figures() -> None:
    demo, real, series = make_demo("office"), make_user("office"), make_series(is_demo=False)
    before = counted(demo=False)
    lines = [
        Line(DecisionKind.DECISION, "建立会商制度"),
        Line(DecisionKind.TASK, "补齐水样", make_post(), day_of(AFTER, 9)),
    ]

    meeting = make_held_meeting(by=demo, series=series)
    made = meetings.record_decisions(meeting_id=meeting.pk, lines=lines, by=demo, now=AFTER)
    following = make_meeting(
        by=real, series=series, starts_at=AFTER + timedelta(days=9), now=AFTER + timedelta(hours=1)
    )

    assert meeting.is_demo
    assert made[1].task is not None
    assert made[1].task.is_demo
    assert counted(demo=False) == before
    assert (counted(demo=True)["tasks.opened"], counted(demo=True)["tasks.decisions_open"]) == ("1", "2")
    assert (following.is_demo, following.title) == (False, f"{series.title}（第 1 次）")
    assert not following.agenda.exists()  # a real meeting does not follow up an invented one


def test_a_task_decided_for_a_demonstration_post_or_by_a_demonstration_account_is_one() -> None:
    real, series = make_user("office"), make_series(is_demo=False)
    meeting = make_held_meeting(by=real, series=series)
    invented, kept = make_post(is_demo=True), make_post(is_demo=False)

    def task_of(post: Any, by: User, text: str) -> Any:
        line = Line(DecisionKind.TASK, text, post, day_of(AFTER, 9))
        return meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=by, now=AFTER)[0].task

    assert not meeting.is_demo
    assert task_of(invented, real, "甲").is_demo
    assert not task_of(kept, real, "乙").is_demo
    assert task_of(kept, make_demo("office"), "丙").is_demo
