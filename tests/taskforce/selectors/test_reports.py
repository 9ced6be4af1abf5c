"""Late is computed to the second, rates by unit and period, in one query each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from taskforce.choices import Anchor, DutyState
from taskforce.models import ReportDuty
from taskforce.selectors.public_reports import public_report, public_reports
from taskforce.selectors.reports import Rate, period_codes, rates, with_punctuality
from taskforce.services import figures, reports
from tests.factories.office import Office, make_office, make_post, make_rule
from tests.factories.reports import hand_in, make_duty
from yunhe_envhealth.core.periods import BEIJING

pytestmark = pytest.mark.django_db
DUE = date(2026, 7, 14)
LAST_SECOND = datetime(2026, 7, 14, 23, 59, 59, tzinfo=BEIJING)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(figures, "_PROVIDERS", {})
    monkeypatch.setattr(figures, "CHAPTERS", {})
    return make_office(steps=False)


def punctuality(duty: ReportDuty, day: date) -> str:
    rows: Any = with_punctuality(ReportDuty.objects.filter(pk=duty.pk), day)
    return str(rows.get().punctuality)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (LAST_SECOND, "on_time"),
        (LAST_SECOND + timedelta(microseconds=999_999), "on_time"),
        (LAST_SECOND + timedelta(seconds=1), "late"),
        (datetime(2026, 7, 14, 15, 59, 59, tzinfo=UTC), "on_time"),
        (datetime(2026, 7, 14, 16, 0, tzinfo=UTC), "late"),
    ],
)
def test_a_report_is_late_from_the_second_after_the_due_day_in_beijing(
    office: Office, moment: datetime, expected: str
) -> None:
    duty = make_duty(office, due_on=DUE, state=DutyState.SUBMITTED, first_submitted_at=moment)

    assert punctuality(duty, DUE + timedelta(days=30)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(DUE, "not_due"), (DUE + timedelta(days=1), "overdue"), (date(2026, 1, 1), "not_due")],
)
def test_a_report_that_is_missing_is_overdue_once_the_due_day_is_over(
    office: Office, day: date, expected: str
) -> None:
    assert punctuality(make_duty(office, due_on=DUE), day) == expected


def test_a_waived_report_is_neither_late_nor_expected(office: Office) -> None:
    duty = make_duty(office, due_on=DUE, state=DutyState.WAIVED)

    assert punctuality(duty, DUE + timedelta(days=9)) == "waived"
    (rate,) = rates(by="unit", day=DUE + timedelta(days=9))
    assert (rate.waived, rate.received_share, *_counts(rate)) == (1, None, 0, 0, 0, 0, 0, 0)


def test_the_time_of_the_first_submission_counts_not_of_the_corrected_one(office: Office) -> None:
    duty = make_duty(office, due_on=DUE)
    version = hand_in(duty, office.officer, LAST_SECOND)
    draft = reports.send_back(
        version=version, by=office.director, now=LAST_SECOND + timedelta(days=1), text="请改。"
    )
    reports.submit(version=draft, by=office.officer, now=LAST_SECOND + timedelta(days=3))

    assert punctuality(duty, DUE + timedelta(days=5)) == "on_time"


def fill(office: Office) -> tuple[str, str]:
    """Make one unit with on time, late and accepted, one with overdue and not due; return their codes."""
    other = make_post(sort_key="z")
    rule = make_rule(posts=[office.officer_post, other])
    first = {"rule": rule, "body": office.unit, "owner_post": office.officer_post}
    second = {"rule": rule, "body": other.unit, "owner_post": other}
    late = LAST_SECOND + timedelta(days=2)
    make_duty(office, **first, first_submitted_at=LAST_SECOND, state=DutyState.ACCEPTED)
    make_duty(
        office,
        **first,
        period_code="2025H2",
        period_end=date(2025, 12, 31),
        first_submitted_at=late,
        state="submitted",
    )
    make_duty(office, **second)
    make_duty(office, **second, period_code="2026H2", period_end=date(2026, 12, 31), due_on=date(2027, 1, 15))
    return office.unit.code, other.unit.code


def test_rates_count_what_is_expected_received_on_time_and_accepted(office: Office) -> None:
    here, there = fill(office)

    found = {rate.key: rate for rate in rates(by="unit", day=date(2026, 7, 20))}

    assert {key: _counts(rate) for key, rate in found.items()} == {
        here: (2, 2, 1, 1, 0, 1),
        there: (2, 0, 0, 0, 1, 0),
    }
    assert (found[here].on_time_share, found[there].on_time_share) == (0.5, 0.0)
    assert [rate.key for rate in rates(by="period", day=date(2026, 7, 20))] == ["2026H2", "2026H1", "2025H2"]
    assert period_codes() == ["2026H2", "2026H1", "2025H2"]


def test_rates_narrow_to_a_period_and_a_unit(office: Office) -> None:
    here, there = fill(office)
    day = date(2026, 7, 20)

    assert [_counts(rate) for rate in rates(by="unit", day=day, period_code="2026H1", unit=there)] == [
        (1, 0, 0, 0, 1, 0)
    ]
    assert [rate.key for rate in rates(by="period", day=day, unit=here)] == ["2026H1", "2025H2"]


def test_nothing_fallen_due_makes_no_rate(office: Office) -> None:
    make_duty(office, due_on=DUE)

    (rate,) = rates(by="unit", day=DUE)

    assert (rate.received_share, rate.on_time_share) == (None, None)


def test_demonstration_duties_are_counted_apart(office: Office) -> None:
    make_duty(office, is_demo=True)

    assert rates(by="unit", day=DUE) == []
    assert len(rates(by="unit", day=DUE, is_demo=True)) == 1


@pytest.mark.parametrize("by", ["unit", "body", "period"])
def test_rates_take_one_query(office: Office, by: str, django_assert_num_queries: Any) -> None:
    fill(office)

    with django_assert_num_queries(1):
        rates(by=by, day=DUE)


def _counts(rate: Rate) -> tuple[int, ...]:
    return (rate.expected, rate.received, rate.on_time, rate.late, rate.overdue, rate.accepted)


def test_the_public_reads_the_newest_released_version_and_no_other(office: Office, now: datetime) -> None:
    duty = make_duty(
        office, rule=make_rule(posts=[office.officer_post], anchor=Anchor.YEAR), period_code="2026"
    )
    first = reports.accept(version=hand_in(duty, office.officer, now), by=office.director, now=now)
    assert public_reports() == []

    reports.release(version=first, by=office.director, now=now)
    draft = reports.amend(duty=duty, reason="数字有误", by=office.officer, now=now)
    draft = reports.save_draft(
        version=draft, texts={"work": "改正后的工作。"}, seen=draft.updated_at, by=office.officer, now=now
    )
    second = reports.accept(
        version=reports.submit(version=draft, by=office.officer, now=now), by=office.director, now=now
    )
    assert [report.pk for report in public_reports()] == [first.pk]

    reports.release(version=second, by=office.director, now=now)
    (shown,) = public_reports()
    assert (shown.pk, shown.is_amended, shown.sections[0].paragraphs) == (second.pk, True, ["改正后的工作。"])
    assert shown.title.startswith("2026年")

    reports.withdraw(version=second, reason="待核", by=office.director, now=now)
    assert (public_reports(), public_report(second.pk)) == ([], None)
