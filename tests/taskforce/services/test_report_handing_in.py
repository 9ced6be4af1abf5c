"""What keeps a report from being handed in: its day and its unwritten sections."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from taskforce.choices import Anchor, DutyState
from taskforce.models import ReportDuty
from taskforce.services import figures, reports
from tests.factories.office import Office, make_office, make_rule
from tests.factories.reports import make_duty, write_draft
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
    assert early.words == "报告期已结束"
    assert ReportDuty.objects.get().first_submitted_at is None

    reports.submit(version=draft, by=office.officer, now=first)
    assert ReportDuty.objects.get().state == DutyState.SUBMITTED
    assert all(check.is_met for check in reports.checks(draft, {}, first.date()) if check.stops)
