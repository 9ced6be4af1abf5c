"""Figures of a report: asked in a fixed order, withheld with a reason, never broken by whoever fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from taskforce.models import Project, Result
from taskforce.services import figures, tasks
from taskforce.services.figures import Figure, Span, collect, register
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_tasks import make_post, make_task
from yunhe_envhealth.core.periods import BEIJING

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 7, 9, 12, tzinfo=BEIJING)
FIRST_HALF = {"period_start": date(2026, 1, 1), "period_end": date(2026, 6, 30), "area_code": "331125"}


@pytest.fixture(autouse=True)
def own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers is gone after it."""
    monkeypatch.setattr(figures, "_PROVIDERS", dict(figures._PROVIDERS))


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BEIJING)


def values(**asked: Any) -> dict[str, str | None]:
    return {key: figure.value for key, figure in collect(**(FIRST_HALF | {"now": NOW} | asked)).items()}


def test_a_chapter_that_no_app_fills_says_so() -> None:
    found = collect(**FIRST_HALF, now=NOW)

    for code in ("indicators", "risk_sources", "inspections", "villages", "campaigns"):
        assert (found[code].value, found[code].withheld) == (None, "平台还没有这一模块")


def test_chapters_come_in_their_order_whoever_registered_first() -> None:
    def one(key: str) -> Any:
        return lambda span: [Figure(key, "示范", "1")]

    register("campaigns", "宣传活动", one("c"))
    register("indicators", "指标进展", one("i"))
    register("extra", "其他", one("x"))
    seen = list(dict.fromkeys(figure.chapter for figure in collect(**FIRST_HALF, now=NOW).values()))

    assert seen == [*figures.CHAPTERS, "extra"]


def test_a_provider_that_fails_withholds_its_figures_and_no_others(caplog: pytest.LogCaptureFixture) -> None:
    def broken(span: Span) -> Iterator[Figure]:
        yield Figure("villages.mean", "示范", "1")
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM villages_division")

    register("villages", "村庄评分", broken, keys={"villages.mean": "村庄平均分"})
    found = collect(**FIRST_HALF, now=NOW)

    assert found["villages.mean"].value is None
    assert "出错" in found["villages.mean"].withheld
    assert found["tasks.opened"].value == "0"
    assert "villages" in caplog.text


def test_a_figure_has_a_value_or_a_reason() -> None:
    with pytest.raises(ValueError, match="a value or a reason"):
        Figure("a", "甲", None)
    with pytest.raises(ValueError, match="a value or a reason"):
        Figure("a", "甲", "1", withheld="缺")


def test_a_figure_is_kept_as_plain_json() -> None:
    kept = collect(**FIRST_HALF, now=NOW)["tasks.opened"].as_json()

    assert kept["value"] == "0"
    assert kept["as_of"] == NOW.isoformat()
    assert kept["chapter"] == "tasks"
    assert set(kept) == {
        "key", "title", "value", "unit", "withheld", "source", "url", "as_of", "edition", "chapter",
    }  # fmt: skip


def test_tasks_are_counted_by_when_they_were_opened_and_handed_in() -> None:
    unit = make_unit()
    post, officer, office = make_post(unit=unit), make_user("unit_officer", unit=unit), make_user("office")
    made = {"owner_post": post, "is_demo": False}

    def handed_in(opened: datetime, done: datetime, due_on: date) -> None:
        task = make_task(now=opened, due_on=due_on, **made)
        tasks.accept(task=task, by=officer, now=opened)
        tasks.finish(task=task, outcome="办完。", by=officer, now=done)

    handed_in(at(3, 2), at(3, 9, 23), date(2026, 3, 9))  # on its last day, in time
    handed_in(at(3, 2), at(3, 10, 0), date(2026, 3, 9))  # a moment later, late
    handed_in(at(6, 1), at(7, 1), date(2026, 7, 3))  # handed in after the period
    make_task(now=at(5, 6), due_on=date(2026, 6, 30), **made)  # left over
    make_task(now=at(5, 6), due_on=date(2026, 7, 1), **made)  # due after the period
    withdrawn = make_task(now=at(5, 6), due_on=date(2026, 6, 1), **made)
    tasks.cancel(task=withdrawn, reason="不办了", by=office, now=at(5, 7))
    make_task(now=at(5, 6), due_on=date(2026, 5, 8), owner_post=post, is_demo=True)

    found = values()
    assert {key: found[key] for key in found if key.startswith("tasks.")} == {
        "tasks.opened": "5",
        "tasks.done": "2",
        "tasks.on_time_share": "50.0",
        "tasks.overdue": "1",
        "tasks.decisions_open": "0",
    }
    assert values(is_demo=True)["tasks.opened"] == "1"
    assert values(area_code="331126")["tasks.opened"] == "0"


def test_a_share_of_nothing_is_withheld_and_not_nought() -> None:
    figure = collect(**FIRST_HALF, now=NOW)["tasks.on_time_share"]

    assert (figure.value, figure.withheld) == (None, "期内没有办结的任务")


def test_results_and_projects_are_summed_over_what_was_stated() -> None:
    unit = make_unit()
    for day, public in ((date(2026, 1, 1), True), (date(2026, 6, 30), False), (date(2026, 7, 1), True)):
        Result.objects.create(
            kind="paper",
            title="示范",
            unit=unit,
            dated=day,
            is_public=public,
            released_at=NOW if public else None,
        )
    for number, (stage, investment) in enumerate(
        (("building", "120.50"), ("idea", None), ("stopped", "999"))
    ):
        Project.objects.create(
            kind="wellness", title=f"示范{number}", unit=unit, stage=stage, as_of=date(2026, 6, 30),
            investment_wan=Decimal(investment) if investment else None,
        )  # fmt: skip

    found = collect(**FIRST_HALF, now=NOW)
    assert [found[key].value for key in ("results.recorded", "results.public", "results.projects")] == [
        "2",
        "1",
        "2",
    ]
    assert (found["results.investment"].value, found["results.investment"].edition) == (
        "120.50",
        "2 个项目中 1 个填写",
    )
    assert (found["results.spent"].value, found["results.spent"].withheld) == (None, "没有项目填写这一项")


def test_the_figures_cost_the_same_few_queries_however_many_tasks_there_are(
    django_assert_max_num_queries: Any,
) -> None:
    post = make_post()
    for number in range(30):
        make_task(owner_post=post, now=at(3, 2) + timedelta(days=number), is_demo=False)

    with django_assert_max_num_queries(30):
        collect(**FIRST_HALF, now=NOW)


def test_own_figures_say_that_they_are_the_whole_countys() -> None:
    found = collect(**FIRST_HALF, now=NOW)
    own = [figure.title for key, figure in found.items() if key.startswith(("tasks.", "results."))]

    assert own
    assert [title for title in own if "全县" not in title] == []
