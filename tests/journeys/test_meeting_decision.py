"""A decision's way in a browser: agenda, call, meeting, task, outcome, verification by another, the next meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from taskforce.models import Decision, Meeting, MeetingSeries
from tests.browsing import Visitor
from tests.factories.accounts import make_user
from tests.factories.taskforce_tasks import hold, make_post
from tests.processes import Platform
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.core.periods import BEIJING

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICE = "/office/taskforce"


def plan(page: Page, web: str, series: MeetingSeries, days: int) -> Meeting:
    """Plan a meeting so many days ahead by the form; return it."""
    page.goto(f"{web}{OFFICE}/meetings/series/{series.pk}/plan/")
    starts = (timezone.now() + timedelta(days=days)).astimezone(BEIJING)
    page.get_by_label("时间").fill(f"{starts:%Y-%m-%dT%H:%M}")
    page.get_by_label("地点").fill("示范会议室")
    page.get_by_role("button", name="建立").click()
    expect(page.get_by_text("已建立，各单位可以提议题")).to_be_visible()
    return Meeting.objects.latest("pk")


def test_a_meeting_decision_becomes_a_verified_task_that_the_next_meeting_sees(
    platform: Platform, visitor: Callable[..., Visitor]
) -> None:
    web = platform.web().address
    unit = Unit.objects.get(code="agriculture-bureau")
    post = make_post(unit=unit, body=unit, title="示范责任岗")
    officer_user = make_user("unit_officer", unit=unit, full_name="示范经办")
    hold(post, officer_user)
    series = MeetingSeries.objects.get(code="task-force-regular")
    clerk, officer = (visitor(viewport={"width": 1366, "height": 900}) for _ in range(2))
    clerk.sign_in_as(make_user("office", full_name="示范办公室"), web)
    officer.sign_in_as(officer_user, web)
    found: list[str] = []

    # The office plans, the unit proposes, the office calls.
    page = clerk.page
    meeting = plan(page, web, series, 1)
    here = f"{web}{OFFICE}/meetings/{meeting.pk}/"
    found += clerk.look("planned")
    unit_page = officer.open(f"{here}propose/")
    unit_page.get_by_label("议题").fill("水样补采安排")
    found += officer.look("propose")
    unit_page.get_by_role("button", name="提出").click()
    expect(unit_page.get_by_text("水样补采安排")).to_be_visible()
    page.goto(f"{here}invite/")
    found += clerk.look("invite")
    page.get_by_role("button", name="发出").click()
    expect(page.get_by_text("通知已发出")).to_be_visible()
    found += clerk.look("people")

    # Its day has come: held, decided.
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(minutes=5))
    page.goto(f"{here}hold/")
    page.get_by_role("button", name="已召开").click()
    expect(page.get_by_text("已登记召开")).to_be_visible()
    page.goto(f"{here}decide/")
    found += clerk.look("decide")
    page.get_by_label("第 1 行 类别").select_option("task")
    page.get_by_label("第 1 行 内容").fill("两周内补采第三季度水样")
    page.get_by_label("第 1 行 责任岗位").select_option(str(post.pk))
    due = (timezone.now() + timedelta(days=14)).astimezone(BEIJING)
    page.get_by_label("第 1 行 期限").fill(f"{due:%Y-%m-%d}")
    page.get_by_role("button", name="记入").click()
    expect(page.get_by_text("已记入。")).to_be_visible()
    found += clerk.look("decisions")
    task = Decision.objects.get(kind="task").task
    assert task is not None

    # The unit takes it on and hands it in; another person verifies.
    desk = f"{web}{OFFICE}/tasks/{task.pk}/"
    for step, fill in (("accept", ""), ("finish", "已补采，报告已归档。")):
        officer.open(f"{desk}{step}/")
        if fill:
            unit_page.get_by_label("办理结果").fill(fill)
        unit_page.locator("main form button[type=submit]").click()
        unit_page.wait_for_url(desk + "*")
    officer.open(f"{desk}verify/", status=403)
    clerk.open(f"{desk}verify/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(desk + "*")

    # The next meeting sees it done.
    following = plan(page, web, series, 30)
    expect(page.get_by_role("region", name="上次决定落实情况").first).to_contain_text(
        "两周内补采第三季度水样"
    )
    expect(page.get_by_role("region", name="上次决定落实情况").first).to_contain_text("已落实")
    found += clerk.look("follow-up")
    assert clerk.fits({"width": 360, "height": 780})
    assert following.agenda.get().title == "上次决定落实情况"

    assert found == []
    assert clerk.faults + officer.faults == []
