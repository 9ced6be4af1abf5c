"""A sub-group's half-year: the duty is generated, its officer reminded, the report drafted, returned, accepted, merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import docx
import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from taskforce.models import ReportDuty, ReportVersion
from taskforce.science.report_text import fingerprint
from taskforce.selectors import workdays
from taskforce.services import duties, reminders
from tests.browsing import Visitor
from tests.factories.accounts import make_user
from tests.factories.office import Office, make_office, make_post, make_rule
from tests.processes import Platform
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.periods import BEIJING, beijing_day

pytestmark = [pytest.mark.browser]
DESK = {"width": 1366, "height": 900}
HALF_A_YEAR = timedelta(days=184)  # no half-year is longer: within it one has ended, whatever today is
LONGER_THAN_HALF_A_YEAR = 150  # working days: that half-year's report is not overdue yet
WORK = "示范小组完成检查 12 家次。任务新开 {{tasks.opened}}。"


@dataclass
class Scene:
    office: Office
    other: User
    half: ReportDuty
    whole: ReportDuty


@pytest.fixture
def scene(platform: Platform) -> Scene:
    """A rule for two groups and the office's rule that merges them, and the duties that come of them."""
    office, day = make_office(), beijing_day(timezone.now())
    silent = make_post()
    shared = {
        "since": day - HALF_A_YEAR,
        "open_days_before": 0,
        "due_working_days": LONGER_THAN_HALF_A_YEAR,
        "reviewer_post": office.director_post,
    }
    rule = make_rule(posts=[office.officer_post, silent], title="工作总结", **shared)
    merging = make_rule(posts=[office.director_post], title="工作总结汇总", merges=rule, **shared)
    with transaction.atomic():
        duties.generate(day=day)
    first = ReportDuty.objects.filter(rule=rule, body=office.unit).order_by("period_end")[0]
    whole = ReportDuty.objects.get(rule=merging, period_code=first.period_code)
    return Scene(office, make_user("office"), first, whole)


def remind_before(duty: ReportDuty) -> None:
    """Run the reminders on the morning seven working days before the duty is due."""
    calendar = workdays()
    day: date = calendar.shift(calendar.on_or_before(duty.due_on), -7)
    with transaction.atomic():
        reminders.remind(now=datetime.combine(day, time(10), BEIJING))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def test_a_half_years_report_from_its_duty_to_the_merged_document(
    platform: Platform, scene: Scene, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    web = platform.web().address
    officer, director = visitor(viewport=DESK), visitor(viewport=DESK)
    officer.sign_in_as(scene.office.officer, web)
    director.sign_in_as(scene.office.director, web)
    address = f"{web}/office/taskforce/reports/{scene.half.pk}/"
    found: list[str] = []

    # The officer is reminded, opens the duty and drafts: the text is filled, the officer edits and submits it.
    remind_before(scene.half)
    page = officer.open(f"{web}/office/taskforce/inbox/")
    expect(page.get_by_role("main")).to_contain_text("工作总结")
    officer.open(address)
    found += officer.look("duty")
    follow(page, "起草")
    press(page, "起草")
    page.get_by_label("一、工作开展情况").fill(WORK)
    page.get_by_label("二、存在问题").fill("示范问题。")
    page.get_by_label("三、下一步举措").fill("示范举措。")
    found += officer.look("editor")
    press(page, "保存并看样稿")
    expect(page.locator(".eh-paper")).to_contain_text("示范小组完成检查 12 家次。")
    found += officer.look("draft")
    follow(page, "提交第 1 稿")
    found += officer.look("before-submission")
    press(page, "提交")
    expect(page.locator(".eh-tag").first).to_contain_text("已提交")

    # The office remarks on it and returns it.
    desk = director.open(address)
    follow(desk, "写意见")
    desk.get_by_label("意见").fill("请补充样本数。")
    found += director.look("remark")
    press(desk, "写入")
    follow(desk, "退回修改")
    press(desk, "退回")
    expect(desk.locator(".eh-tag").first).to_contain_text("退回修改")

    # The officer answers, corrects and submits again.
    officer.open(address)
    page.get_by_label("答复").fill("已补充。")
    found += officer.look("returned")
    press(page, "答复")
    follow(page, "修改")
    page.get_by_label("二、存在问题").fill("示范问题：样本数 300。")
    press(page, "保存并看样稿")
    follow(page, "与第 1 稿比较")
    expect(page.locator("ins").first).to_have_text("示范问题：样本数 300。")
    found += officer.look("compared")
    officer.open(address)
    follow(page, "提交第 2 稿")
    press(page, "提交")

    # Accepted and locked; the office merges what is there and names who has not reported.
    director.open(address)
    follow(desk, "接受")
    press(desk, "接受并锁定")
    expect(desk.locator(".eh-tag").first).to_contain_text("已接受，锁定")
    found += director.look("accepted")
    director.open(f"{web}/office/taskforce/reports/{scene.whole.pk}/")
    follow(desk, "汇总各组报告")
    press(desk, "汇总")
    expect(desk.locator(".eh-paper")).to_contain_text("未报送")
    found += director.look("merged")
    with desk.expect_download() as download:
        desk.get_by_role("link", name="看 .docx").click()
    path = tmp_path / "merged.docx"
    download.value.save_as(path)

    compare_with_database(path, scene)
    assert found == []
    assert officer.faults + director.faults == []


def compare_with_database(path: Path, scene: Scene) -> None:
    """Assert that the document says what the database holds: who reported, when, which figure, which version."""
    accepted = ReportVersion.objects.get(duty=scene.half, state="accepted")
    half = ReportDuty.objects.get(pk=scene.half.pk)
    document = docx.Document(str(path))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]

    figure = accepted.figures["tasks.opened"]
    assert f"任务新开 {figure['value']}{figure['unit']}。" in text
    assert "示范问题：样本数 300。" in text
    assert half.first_submitted_at is not None
    first_time = f"{half.first_submitted_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    rows = {row[0]: row for row in cells if len(row) == 6}
    assert rows[str(half.body)][2:] == ["已接受，锁定", first_time, "按期", "第 2 稿"]
    missing = ReportDuty.objects.exclude(pk=half.pk).get(rule=half.rule, period_code=half.period_code)
    assert rows[str(missing.body)][3] == "未提交"
    assert [row[2] for row in cells if len(row) == 3 and row[0] == str(half.body)] == [
        fingerprint(accepted.sections, accepted.figures)
    ]
    assert half.first_submitted_at - timezone.now() < timedelta(0)
