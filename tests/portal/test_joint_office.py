"""The joint office on the cockpit and the start page: counted by unit, cut with a link, the same few questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taskforce.models import Decision, Meeting, MeetingSeries, ReportDuty, ReportRule, ReportVersion
from taskforce.selectors.panels import (
    UNITS_LISTED,
    decisions_not_done_panel,
    due_and_overdue_by_unit,
    own_work,
)
from taskforce.services import own_figures, supervision, tasks
from taskforce.services.figures import Span
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.taskforce_tasks import hold, make_post, make_task
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.core.periods import BEIJING
from yunhe_envhealth.portal.panels import joint_office as panel

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 7, 9, 12, tzinfo=BEIJING)
DAY = date(2026, 7, 7)  # a Tuesday
EARLIER = NOW - timedelta(days=30)


@pytest.fixture
def leader(make_user: Callable[..., Any]) -> Any:
    return make_user("leadership")


def real_task(unit: Unit, due_on: date, **fields: Any) -> Any:
    post = make_post(unit=unit)
    return make_task(owner_post=post, due_on=due_on, now=EARLIER, **({"is_demo": False} | fields))


def duty(unit: Unit, due_on: date, *, period_code: str = "2026H1", **fields: Any) -> ReportDuty:
    rule, _ = ReportRule.objects.get_or_create(
        code="shifan", defaults={"title": "示范报告", "anchor": "half_year", "valid_from": date(2020, 1, 1)}
    )
    return ReportDuty.objects.create(
        rule=rule, body=unit, owner_post=make_post(unit=unit), period_code=period_code,
        period_start=date(2026, 1, 1), period_end=date(2026, 6, 30), due_on=due_on, **fields,
    )  # fmt: skip


def decision(text: str, *, due_on: date | None = None) -> Decision:
    unit = make_unit()
    series = MeetingSeries.objects.create(
        code=unit.code, title="示范例会", kind="regular", body=unit, valid_from=date(2020, 1, 1)
    )
    meeting = Meeting.objects.create(
        series=series, number=1, title="示范会议", starts_at=EARLIER, state="held"
    )
    if due_on is None:
        return Decision.objects.create(meeting=meeting, kind="decision", text=text)
    task = real_task(unit, due_on)
    return Decision.objects.create(
        meeting=meeting, kind="task", text=text, owner_post=task.owner_post, due_on=due_on, task=task
    )


def test_each_unit_s_tasks_are_counted_by_what_they_wait_for(leader: Any) -> None:
    unit, officer_unit = make_unit(name="示范甲单位"), make_unit(name="示范乙单位")
    real_task(unit, date(2026, 7, 6))  # overdue since yesterday
    real_task(unit, DAY)  # due today: soon, not overdue
    real_task(unit, date(2026, 7, 14))  # the fifth working day: soon
    real_task(unit, date(2026, 7, 15))
    real_task(unit, date(2026, 7, 1), is_demo=True)
    done = real_task(officer_unit, date(2026, 7, 1))
    officer = make_user("unit_officer", unit=officer_unit)
    tasks.accept(task=done, by=officer, now=EARLIER)
    tasks.finish(task=done, outcome="办完。", by=officer, now=EARLIER)

    panel = due_and_overdue_by_unit(leader, DAY)
    found = {load.name: (load.in_hand, load.soon, load.overdue, load.to_verify) for load in panel.units}
    assert found == {"示范甲单位": (4, 2, 1, 0), "示范乙单位": (0, 0, 0, 1)}
    assert panel.soon_until == date(2026, 7, 14)
    assert (panel.in_hand, panel.overdue) == (4, 1)
    assert [load.in_hand for load in due_and_overdue_by_unit(leader, DAY, with_demo=True).units] == [5, 0]


def test_in_a_demonstration_the_numbers_of_the_panels_are_those_of_the_lists_behind_them(
    client_for: Callable[..., Client], points: Any, settings: Any
) -> None:
    settings.DEMO = True
    for is_demo in (False, True):
        unit = make_unit()
        real_task(unit, date(2026, 7, 6), is_demo=is_demo)
        real_task(unit, date(2026, 7, 9), is_demo=is_demo)
        duty(unit, date(2026, 7, 3), is_demo=is_demo)
        Meeting.objects.filter(pk=decision("示范决定").meeting_id).update(is_demo=is_demo)
    client = client_for("leadership")
    html = cockpit(client)
    counts = {
        "逾期 {} 项（含示范）": ("tasks", {"late": "yes"}),
        "逾期未报共 {} 份（含示范）": ("duties", {"punctuality": "overdue"}),
        "未落实 {} 项，逾期 0 项（含示范）": ("decisions", {"standing": "open"}),
    }

    for words, (route, asked) in counts.items():
        listed = client.get(reverse(f"taskforce:{route}"), asked).context["table"].rows
        assert len(listed) == 2, route
        assert words.format(len(listed)) in html
    assert "在办 4 项，逾期 2 项" in html


def test_reports_that_have_not_come_stand_beside_the_tasks(leader: Any) -> None:
    unit = make_unit(name="示范甲单位")
    duty(unit, date(2026, 7, 6))
    duty(unit, date(2026, 7, 14), period_code="2026")
    duty(unit, date(2026, 7, 1), period_code="2025", state="accepted")

    (load,) = due_and_overdue_by_unit(leader, DAY).units
    assert (load.reports_overdue, load.next_report_due) == (1, date(2026, 7, 6))


def test_the_worst_unit_is_found_among_all_units_not_only_those_listed(leader: Any) -> None:
    for number in range(UNITS_LISTED):
        busy = make_unit(name=f"示范忙单位{number}")
        real_task(busy, date(2026, 7, 6))
        real_task(busy, date(2026, 7, 3))
    duty(make_unit(name="示范欠报单位"), date(2026, 7, 6))

    panel = due_and_overdue_by_unit(leader, DAY)

    assert "示范欠报单位" not in {load.name for load in panel.units}
    assert panel.most_reports is not None
    assert panel.most_reports.name == "示范欠报单位"


def test_a_reader_of_one_township_sees_that_township_only(make_user: Callable[..., Any]) -> None:
    here, there = make_unit(area_code="331125001"), make_unit(area_code="331125106")
    real_task(here, date(2026, 7, 6))
    real_task(there, date(2026, 7, 6))
    officer = make_user("township_officer", unit=here, area_code="331125001")

    assert [load.name for load in due_and_overdue_by_unit(officer, DAY).units] == [here.name]


def test_decisions_are_listed_with_the_earliest_date_first_and_counted_whole(leader: Any) -> None:
    for number in range(8):
        decision(f"示范决定{number}", due_on=date(2026, 7, 3) + timedelta(days=number))
    decision("示范决定无期限")

    panel = decisions_not_done_panel(leader, DAY)
    assert [item.text for item in panel.listed] == [f"示范决定{number}" for number in range(6)]
    assert (panel.total, panel.late, panel.more) == (9, 4, 3)


def test_own_work_counts_the_posts_one_holds(make_user: Callable[..., Any]) -> None:
    unit = make_unit()
    user = make_user("unit_officer", unit=unit)
    post = make_post(unit=unit)
    hold(post, user)
    make_task(owner_post=post, due_on=date(2026, 7, 6), now=EARLIER)
    make_task(owner_post=post, due_on=date(2026, 7, 8), now=EARLIER)
    make_task(owner_post=make_post(unit=unit), due_on=date(2026, 7, 8), now=EARLIER)
    duty(unit, date(2026, 7, 14))

    work = own_work(user, DAY)
    assert (work.tasks, work.tasks_overdue, work.reports, work.reports_overdue) == (2, 1, 1, 0)
    assert work.next_report_due == date(2026, 7, 14)


def cockpit(client: Client) -> str:
    response = client.get("/cockpit/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_cockpit_says_who_has_to_act_what_was_reported_and_what_was_decided(
    client_for: Callable[..., Client], points: Any
) -> None:
    unit = make_unit(name="示范甲单位")
    real_task(unit, date(2026, 7, 6))
    duty(unit, date(2026, 7, 3))
    decision("示范决定：修订监测方案", due_on=date(2026, 7, 1))
    html = cockpit(client_for("leadership"))

    assert "2 项任务逾期未办结" in html
    assert "1 份报告逾期未报" in html
    assert "在办 2 项，逾期 2 项" in html
    assert "逾期 1 份" in html
    assert "2026年上半年" in html
    assert "示范决定：修订监测方案" in html
    assert "未落实 1 项，逾期 1 项" in html


def addresses(told: Any) -> set[str]:
    """Return every address that a panel hands to its template."""
    if isinstance(told, list):
        return set().union(*(addresses(one) for one in told))
    if not isinstance(told, dict):
        return set()
    own = {value for key, value in told.items() if key.endswith("url") and value}
    return own.union(*(addresses(value) for value in told.values()))


def test_every_link_of_the_panels_and_of_the_own_figures_leads_to_a_page(
    client_for: Callable[..., Client], leader: Any
) -> None:
    unit = make_unit(name="示范甲单位")
    real_task(unit, date(2026, 7, 6))
    duty(unit, date(2026, 7, 3))
    decision("示范决定：修订监测方案", due_on=date(2026, 7, 1))
    span = Span(date(2026, 1, 1), date(2026, 6, 30), "331125", NOW)
    figures = [*own_figures.task_figures(span), *own_figures.result_figures(span)]
    found = addresses(panel.joint_office(leader, day=DAY)) | {figure.url for figure in figures}
    client = client_for("leadership")

    assert len(found) >= 12
    assert "" not in found
    assert [address for address in sorted(found) if client.get(address).status_code != 200] == []


def test_long_lists_are_cut_and_say_how_many_are_left(client_for: Callable[..., Client], points: Any) -> None:
    for number in range(12):
        unit = make_unit(name=f"示范很长的单位名称云和分局{number}")
        real_task(unit, date(2026, 7, 6))
        duty(unit, date(2026, 7, 3))
    html = cockpit(client_for("leadership"))

    assert "还有 4 个单位" in html
    assert "还有 4 份" in html


def test_an_empty_office_says_so(client_for: Callable[..., Client], points: Any) -> None:
    html = cockpit(client_for("leadership"))

    for words in ("没有未办结的任务和未到的报告", "还没有到期的报告", "没有未落实的会议决定"):
        assert words in html


def test_the_cockpit_asks_the_same_number_of_questions_whatever_there_is(
    client_for: Callable[..., Client], points: Any
) -> None:
    client = client_for("leadership")
    counts = []
    for size in (1, 12):
        for number in range(size):
            unit = make_unit()
            real_task(unit, date(2026, 7, 6))
            duty(unit, date(2026, 7, 3), period_code=f"2026H1-{size}-{number}"[:16])
            decision(f"示范{size}-{number}", due_on=date(2026, 7, 1))
        cockpit(client)
        with CaptureQueriesContext(connection) as queries:
            cockpit(client)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 40


def test_the_start_page_counts_my_tasks_and_reports(make_user: Callable[..., Any], points: Any) -> None:
    unit = make_unit()
    user = make_user("unit_officer", unit=unit)
    post = make_post(unit=unit)
    hold(post, user)
    make_task(owner_post=post, due_on=date(2026, 7, 6), now=EARLIER)
    duty(unit, date(2026, 7, 3))
    html = make_verified_client(user).get("/office/").content.decode()

    assert "我的任务" in html
    assert "逾期 1 项" in html
    assert "待我起草的报告" in html
    assert "逾期 1 份" in html


def test_the_cockpit_the_panel_and_the_list_count_the_same_missing_reports(
    client_for: Callable[..., Client], points: Any
) -> None:
    late, returned = make_unit(name="示范甲单位"), make_unit(name="示范乙单位")
    for period in ("2024", "2025H1"):  # periods that the panel's table no longer lists
        duty(late, date(2026, 7, 3), period_code=period)
    for period in ("2025H2", "2026H1"):
        duty(returned, date(2026, 7, 3), period_code=period, state="returned", first_submitted_at=EARLIER)
    client = client_for("leadership")
    html = cockpit(client)

    assert "2 份报告逾期未报" in html
    assert "逾期未报共 2 份" in html
    assert "退回待改" in html
    listed = client.get(reverse("taskforce:duties"), {"punctuality": "overdue"}).content.decode()
    assert "示范甲单位" in listed
    assert "示范乙单位" not in listed


def test_the_start_page_counts_what_waits_for_the_office_s_judgement(
    make_user: Callable[..., Any], points: Any
) -> None:
    unit, office = make_unit(), make_user("office")
    notice = supervision.issue(
        title="示范督办", text="请说明。", post=make_post(unit=unit), working_days=5, by=office, now=NOW
    )
    supervision.reply(notice_id=notice.pk, text="已改。", by=make_user("unit_officer", unit=unit), now=NOW)
    report = duty(unit, date(2026, 7, 14), state="submitted")
    ReportVersion.objects.create(
        duty=report, number=1, state="submitted", submitted_at=NOW, submitted_by=office
    )
    client = make_verified_client(office)

    start, inbox = (client.get(url).content.decode() for url in ("/office/", reverse("taskforce:inbox")))
    for words in ("待我审核的报告", "待核定的督办回复"):
        assert words in start
        assert words in inbox
    assert start.count("等您核定") == 2
    assert reverse("taskforce:duty", args=[report.pk]) in inbox
    assert reverse("taskforce:supervision", args=[notice.pk]) in inbox
    assert (
        "待我审核的报告"
        not in make_verified_client(make_user("unit_officer")).get("/office/").content.decode()
    )


def test_silent_stations_stand_before_overdue_tasks_when_all_are_silent(
    client_for: Callable[..., Client], fresh: Any, clock: Any
) -> None:
    real_task(make_unit(), date(2026, 7, 6))
    clock.move_to(NOW + timedelta(hours=5))
    html = cockpit(client_for("leadership"))

    assert html.index("5 小时没有数据") < html.index("1 项任务逾期未办结")
