"""After acceptance and beside the way: corrections, excused periods, release to the public, material asked of others."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from taskforce.choices import Anchor, DutyState, PostKind, TaskSource, VersionState
from taskforce.models import ReportDuty, Task
from taskforce.services import figures, reports
from tests.factories.accounts import make_user
from tests.factories.office import Office, make_office, make_person, make_post, make_rule
from tests.factories.reports import TEXTS, hand_in, make_duty, write_draft
from tests.taskforce.services.walking import at_once
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(figures, "_PROVIDERS", {})
    monkeypatch.setattr(figures, "CHAPTERS", {})
    return make_office()


@pytest.fixture
def duty(office: Office) -> ReportDuty:
    return make_duty(office)


@pytest.fixture
def reviewer(office: Office) -> User:
    return office.director


def test_a_correction_stands_beside_the_accepted_report_until_it_is_accepted(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    first = reports.accept(version=hand_in(duty, office.officer, now), by=reviewer, now=now)
    draft = reports.amend(duty=duty, reason="数字有误", by=office.officer, now=now)
    duty.refresh_from_db()
    assert (draft.kind, draft.number, duty.state) == ("amendment", 2, DutyState.ACCEPTED)

    returned = reports.submit(version=draft, by=office.officer, now=now)
    draft = reports.send_back(version=returned, by=reviewer, now=now, text="理由不清。")
    first.refresh_from_db()
    duty.refresh_from_db()
    assert (draft.kind, draft.reason, first.state) == ("amendment", "数字有误", VersionState.ACCEPTED)
    assert duty.state == DutyState.ACCEPTED

    accepted = reports.accept(
        version=reports.submit(version=draft, by=office.officer, now=now), by=reviewer, now=now
    )
    duty.refresh_from_db()
    assert (accepted.number, accepted.state, duty.accepted_at) == (3, VersionState.ACCEPTED, now)
    assert duty.first_submitted_at == now


def test_a_correction_needs_an_accepted_report_a_reason_and_stands_alone(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now)
    with pytest.raises(Conflict):
        reports.amend(duty=duty, reason="数字有误", by=office.officer, now=now)
    reports.accept(version=version, by=reviewer, now=now)
    with pytest.raises(EnvHealthError, match="理由"):
        reports.amend(duty=duty, reason="", by=office.officer, now=now)
    reports.amend(duty=duty, reason="数字有误", by=office.officer, now=now)
    with pytest.raises(Conflict):
        reports.amend(duty=duty, reason="再改", by=office.officer, now=now)


def test_a_body_is_excused_with_a_reason_before_it_submits_only(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    with pytest.raises(EnvHealthError, match="理由"):
        reports.waive(duty=duty, reason=" ", by=reviewer, now=now)
    reports.waive(duty=duty, reason="本期新设，免报", by=reviewer, now=now)

    duty.refresh_from_db()
    assert (duty.state, duty.waived_reason) == (DutyState.WAIVED, "本期新设，免报")
    with pytest.raises(Conflict):
        reports.start_draft(duty=duty, by=office.officer, now=now)


def test_an_overdue_report_is_not_excused(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    write_draft(duty, office.officer, now)
    with pytest.raises(NotAllowed, match="逾期") as refused:
        reports.waive(duty=duty, reason="免报", by=reviewer, now=now + timedelta(days=8))
    assert refused.value.advice == "请由报送单位补报。"  # a colleague may not either

    duty.refresh_from_db()
    assert duty.state == DutyState.DRAFTED


def test_whoever_owes_or_wrote_a_report_does_not_excuse_it(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    offices = make_duty(
        office, period_code="2026H2", body=office.bodies["task-force-office"], owner_post=office.director_post
    )
    moved = make_user("unit_officer", unit=office.unit)
    write_draft(duty, moved, now)
    moved.memberships.all().delete()
    moved.memberships.create(role="office", unit=office.director_post.unit, valid_from=date(2020, 1, 1))

    for own, by in ((offices, reviewer), (duty, User.objects.get(pk=moved.pk))):
        with pytest.raises(NotAllowed, match="自己"):
            reports.waive(duty=own, reason="免报", by=by, now=now)

    assert not ReportDuty.objects.filter(state=DutyState.WAIVED).exists()
    reports.waive(duty=duty, reason="免报", by=reviewer, now=now)


def test_only_the_newest_accepted_yearly_report_is_released(
    office: Office, reviewer: User, now: datetime
) -> None:
    half = make_duty(office)
    yearly = make_duty(
        office,
        rule=make_rule(posts=[office.officer_post], anchor=Anchor.YEAR),
        period_code="2026",
    )
    accepted = [
        reports.accept(version=hand_in(duty, office.officer, now), by=reviewer, now=now)
        for duty in (half, yearly)
    ]
    with pytest.raises(EnvHealthError, match="年度报告"):
        reports.release(version=accepted[0], by=reviewer, now=now)
    with pytest.raises(NotAllowed):
        reports.release(version=accepted[1], by=office.officer, now=now)

    released = reports.release(version=accepted[1], by=reviewer, now=now)
    assert (released.is_released, released.released_at) == (True, now)
    assert reports.release(version=accepted[1], by=reviewer, now=now + HOUR).released_at == now
    assert not reports.withdraw(version=accepted[1], reason="数字待核", by=reviewer, now=now).is_released


def test_nobody_releases_what_they_wrote_nor_a_correction_of_it_with_no_account(
    office: Office, reviewer: User, now: datetime
) -> None:
    author, again = make_user("unit_officer", unit=office.unit), make_user("office")
    person = make_person(author)
    for user in (None, again):
        person.user = user
        person.save()
    yearly = make_duty(office, rule=make_rule(posts=[office.officer_post], anchor=Anchor.YEAR))
    first = hand_in(yearly, author, now)
    for decide in (reports.accept, reports.send_back):
        with pytest.raises(NotAllowed, match="自己审核"):
            decide(version=first, by=again, now=now)
    reports.accept(version=first, by=reviewer, now=now)
    both = User.objects.get(pk=author.pk)
    both.memberships.create(role="office", unit=office.director_post.unit, valid_from=date(2020, 1, 1))

    for by in (both, again):
        with pytest.raises(NotAllowed, match="自己公开"):
            reports.release(version=first, by=by, now=now)
    corrected = reports.amend(duty=yearly, reason="数字有误", by=office.officer, now=now)
    corrected = reports.submit(version=corrected, by=office.officer, now=now)
    corrected = reports.accept(version=corrected, by=reviewer, now=now)
    with pytest.raises(NotAllowed, match="自己公开"):
        reports.release(version=corrected, by=both, now=now)

    assert reports.release(version=corrected, by=reviewer, now=now).is_released


def test_the_same_remark_is_written_once_however_often_it_is_sent(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now)
    given = {"version": version, "text": "请补充。", "now": now}
    reports.comment(by=reviewer, **given)
    with pytest.raises(Conflict, match="已经写过"):
        reports.comment(by=reviewer, **given)
    reports.comment(by=reviewer, anchor="problems", **given)
    reports.comment(by=make_user("office"), **given)

    reports.send_back(by=reviewer, **given)

    assert version.comments.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_write_one_remark(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now)

    told = at_once(*[lambda: reports.comment(version=version, text="请补充。", by=reviewer, now=now)] * 2)

    assert sorted(told) == ["Conflict", "done"]
    assert version.comments.count() == 1


def test_material_is_asked_of_another_unit_by_one_task_a_post(
    office: Office, duty: ReportDuty, now: datetime
) -> None:
    post = make_post()
    write_draft(duty, office.officer, now)

    for _ in range(2):
        task = reports.ask_contribution(
            duty=duty,
            post=post,
            words="请提供“两山”转化材料。",
            due_on=duty.due_on,
            by=office.officer,
            now=now,
        )

    assert Task.objects.count() == 1
    assert (task.source_kind, task.owner_post, task.due_on) == (TaskSource.REPORT, post, duty.due_on)


@pytest.mark.parametrize("due_on", [date(2026, 7, 6), date(2026, 7, 11), date(2100, 1, 4)])
def test_material_is_due_on_a_working_day_to_come(
    office: Office, duty: ReportDuty, now: datetime, due_on: date
) -> None:
    write_draft(duty, office.officer, now)
    with pytest.raises(EnvHealthError):
        reports.ask_contribution(
            duty=duty, post=make_post(), words="材料", due_on=due_on, by=office.officer, now=now
        )
    assert not Task.objects.exists()


def test_material_is_asked_of_liaisons_and_officers_of_other_units_only(
    office: Office, duty: ReportDuty, now: datetime
) -> None:
    write_draft(duty, office.officer, now)
    member = make_post(PostKind.MEMBER, body=office.bodies["leading-group"])
    ended = make_post(PostKind.LIAISON, valid_to=date(2026, 1, 1))
    for post in (
        office.officer_post,
        office.chief_post,
        office.director_post,
        office.head_post,
        member,
        ended,
    ):
        with pytest.raises(EnvHealthError, match="联络员或经办岗"):
            reports.ask_contribution(
                duty=duty, post=post, words="材料", due_on=duty.due_on, by=office.officer, now=now
            )
    assert not Task.objects.exists()


@pytest.mark.parametrize("hidden", ["请联系 13800001234", "wang@example.org", "330781199001011234"])
def test_a_report_with_a_personal_number_is_not_released(
    office: Office, reviewer: User, now: datetime, hidden: str
) -> None:
    duty = make_duty(
        office, rule=make_rule(posts=[office.officer_post], anchor=Anchor.YEAR), period_code="2026"
    )
    version = hand_in(duty, office.officer, now, TEXTS | {"problems": f"示范问题，{hidden}。"})
    reports.accept(version=version, by=reviewer, now=now)

    with pytest.raises(EnvHealthError, match="没有公开"):
        reports.release(version=version, by=reviewer, now=now)

    version.refresh_from_db()
    assert not version.is_released


def test_an_answer_to_a_remark_stands_once_the_report_is_accepted(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now)
    remark = reports.comment(version=version, text="请补充。", by=reviewer, now=now)
    reports.reply(comment=remark, text="已补充。", by=office.officer, now=now)
    reports.accept(version=version, by=reviewer, now=now)

    with pytest.raises(Conflict, match="已接受"):
        reports.reply(comment=remark, text="改口。", by=office.officer, now=now)

    remark.refresh_from_db()
    assert remark.reply == "已补充。"
