"""What keeps a report from being handed in: its day and its unwritten sections."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from taskforce.choices import Anchor, DutyState
from taskforce.models import Holding, ReportDuty
from taskforce.services import figures, reports
from taskforce.services.figures import Figure
from tests.factories.office import Office, make_office, make_rule
from tests.factories.reports import TEXTS, make_duty, write_draft
from yunhe_envhealth.core.errors import EnvHealthError
from yunhe_envhealth.core.periods import BEIJING

pytestmark = pytest.mark.django_db
OWN_END = {"period_code": "2026", "period_end": date(2026, 12, 31), "due_on": date(2026, 12, 31)}


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(figures, "_PROVIDERS", {})
    monkeypatch.setattr(figures, "CHAPTERS", {})
    return make_office()


def at(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=BEIJING)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("anchor", "fields", "too_early", "first"),
    [
        (Anchor.HALF_YEAR, {}, at(2026, 6, 30, 23, 59, 59), at(2026, 7, 1)),
        (Anchor.YEAR, OWN_END, at(2026, 11, 30, 23, 59, 59), at(2026, 12, 1)),
        (Anchor.YEAR, OWN_END | {"due_on": date(2027, 1, 22)}, at(2026, 12, 31, 23), at(2027, 1, 1)),
        (
            Anchor.FIRST_QUARTER,
            {"period_end": date(2026, 3, 31), "due_on": date(2026, 3, 31)},
            at(2025, 12, 31, 23),
            at(2026, 1, 1),
        ),
    ],
)
def test_a_report_is_handed_in_when_its_period_is_over_or_due_within_it(
    office: Office, anchor: str, fields: dict[str, object], too_early: datetime, first: datetime
) -> None:
    duty = make_duty(office, rule=make_rule(posts=[office.officer_post], anchor=anchor), **fields)
    draft = write_draft(duty, office.officer, too_early)

    with pytest.raises(EnvHealthError, match="不能提交") as refused:
        reports.submit(version=draft, by=office.officer, now=too_early)
    assert f"{first:%Y-%m-%d} 起可以提交" in refused.value.advice
    (early,) = [
        check for check in reports.checks(draft, {}, too_early.date()) if check.stops and not check.is_met
    ]
    assert early.words == f"已到可以提交的日子（{first:%Y-%m-%d} 起）"
    assert ReportDuty.objects.get().first_submitted_at is None

    reports.submit(version=draft, by=office.officer, now=first)
    assert ReportDuty.objects.get().state == DutyState.SUBMITTED
    assert all(check.is_met for check in reports.checks(draft, {}, first.date()) if check.stops)


@pytest.mark.parametrize("prompt", ["（请写明存在的问题和原因。）", "（请写明下一步举措、"])
def test_a_prompt_that_still_stands_keeps_a_report_back_by_its_sections_name(
    office: Office, now: datetime, prompt: str
) -> None:
    duty = make_duty(office)
    draft = write_draft(duty, office.officer, now, TEXTS | {"problems": f"{prompt}\n示范问题。"})

    with pytest.raises(EnvHealthError, match="二、存在问题还留着"):
        reports.submit(version=draft, by=office.officer, now=now)

    (stop,) = [check for check in reports.checks(draft, {}, now.date()) if check.stops and not check.is_met]
    assert stop.sections == (("problems", "二、存在问题"),)


def test_a_draft_does_not_open_with_chapters_that_the_platform_has_no_module_for(
    office: Office, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "CHAPTERS", {"villages": "村庄评分"})
    figures.register(
        "sample", "示范", lambda span: [Figure("sample.none", "素养水平", None, withheld="还没有调查")]
    )

    draft = reports.start_draft(duty=make_duty(office), by=office.officer, now=now)

    assert draft.sections[0]["text"] == "素养水平{{sample.none}}。"
    assert all("村庄评分" not in section["text"] for section in draft.sections)


def test_a_report_without_a_reviewer_is_handed_in_also_while_the_office_has_no_director(
    office: Office,
) -> None:
    duty = make_duty(office, reviewer_post=None)
    Holding.objects.filter(post=office.director_post).delete()
    office.director_post.delete()
    draft = write_draft(duty, office.officer, at(2026, 7, 1))

    reports.submit(version=draft, by=office.officer, now=at(2026, 7, 1))

    assert ReportDuty.objects.get().state == DutyState.SUBMITTED
