"""Supervision: issued with a deadline, answered by the unit, closed by another person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from taskforce.choices import PostKind, SupervisionState
from taskforce.models import Notice, Person, SupervisionNotice
from taskforce.selectors.assessment import replies_to_judge
from taskforce.selectors.posts import OFFICE
from taskforce.services import supervision
from taskforce.services.organisation import link_account
from taskforce.services.supervision import SupervisionRefused
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_tasks import NOW, hold, make_post
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db


def issued(by: User, **fields: object) -> SupervisionNotice:
    given = {"title": "水样迟报", "text": "请说明原因并补报。", "working_days": 5, "post": make_post()}
    return supervision.issue(by=by, now=NOW, is_demo=True, **(given | fields))  # type: ignore[arg-type]


def test_notices_are_numbered_within_the_year_and_due_in_working_days() -> None:
    office = make_user("office")

    first, second = issued(office), issued(office)

    assert [first.number, second.number] == ["示范-DB-2026-001", "示范-DB-2026-002"]
    assert first.due_on == date(2026, 7, 14)


def test_the_same_open_matter_is_issued_once() -> None:
    office, post = make_user("office"), make_post()
    issued(office, post=post)

    with pytest.raises(Conflict, match="DB-2026-001"):
        issued(office, post=post)

    assert SupervisionNotice.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [{"title": " "}, {"working_days": 0}, {"working_days": 999}, {"text": "字\x00"}, {"text": "长" * 5_001}],
)
def test_what_cannot_stand_is_refused_in_words(fields: dict[str, object]) -> None:
    with pytest.raises(SupervisionRefused):
        issued(make_user("office"), **fields)


def test_the_unit_answers_and_another_person_closes() -> None:
    office, unit = make_user("office"), make_unit()
    notice = issued(office, post=make_post(unit=unit))
    officer = make_user("unit_officer", unit=unit)

    with pytest.raises(NotAllowed):
        supervision.reply(notice_id=notice.pk, text="不是我家的", by=make_user("unit_officer"), now=NOW)
    with pytest.raises(Conflict):
        supervision.close(notice_id=notice.pk, verdict="属实", by=office, now=NOW)
    supervision.reply(notice_id=notice.pk, text="已补报。", by=officer, now=NOW)
    with pytest.raises(Conflict):
        supervision.reply(notice_id=notice.pk, text="已补报。", by=officer, now=NOW)
    with pytest.raises(NotAllowed):
        supervision.close(notice_id=notice.pk, verdict="属实", by=officer, now=NOW)
    closed = supervision.close(notice_id=notice.pk, verdict="属实", by=office, now=NOW)

    assert (closed.state, closed.replied_by, closed.closed_by) == (SupervisionState.CLOSED, officer, office)


def test_whoever_answered_before_it_was_returned_does_not_close_it() -> None:
    unit = make_unit()
    office, colleague = make_user("office"), make_user("office", unit=unit)
    officer = make_user("unit_officer", unit=unit)
    notice = issued(office, post=make_post(unit=unit))
    supervision.reply(notice_id=notice.pk, text="第一次回复", by=colleague, now=NOW)
    supervision.send_back(notice_id=notice.pk, verdict="没有说明原因", by=office, now=NOW)
    supervision.reply(notice_id=notice.pk, text="第二次回复", by=officer, now=NOW)

    with pytest.raises(NotAllowed, match="您回复的"):
        supervision.close(notice_id=notice.pk, verdict="属实", by=colleague, now=NOW)


def test_the_holder_of_the_post_is_told_of_issue_and_return() -> None:
    office, unit = make_user("office"), make_unit()
    officer = make_user("unit_officer", unit=unit)
    post = make_post(unit=unit)
    hold(post, officer)
    notice = issued(office, post=post)
    supervision.reply(notice_id=notice.pk, text="已补报。", by=officer, now=NOW)
    supervision.send_back(notice_id=notice.pk, verdict="没有说明原因", by=office, now=NOW)

    told = Notice.objects.filter(user=officer, subject_kind="supervision", channel="inbox")
    assert {row.title for row in told} == {"督办：水样迟报", "督办回复退回：水样迟报"}


def test_whoever_issued_a_notice_is_told_of_the_reply_once() -> None:
    office, unit = make_user("office"), make_unit()
    hold(make_post(kind="director", body=make_unit(code=OFFICE)), make_user("office"))
    notice = issued(office, post=make_post(unit=unit))

    supervision.reply(notice_id=notice.pk, text="已补报。", by=make_user("unit_officer", unit=unit), now=NOW)

    told = Notice.objects.filter(user=office, channel="inbox", title=f"督办已回复：{notice.title}")
    assert [row.why for row in told] == ["您发出的督办单"]


def test_the_issuer_who_holds_the_office_s_post_hears_of_the_reply_once() -> None:
    office, unit = make_user("office"), make_unit()
    hold(make_post(kind="director", body=make_unit(code=OFFICE)), office)
    notice = issued(office, post=make_post(unit=unit))

    supervision.reply(notice_id=notice.pk, text="已补报。", by=make_user("unit_officer", unit=unit), now=NOW)

    assert Notice.objects.filter(user=office, channel="inbox", title__startswith="督办已回复").count() == 1


def test_a_demonstration_takes_no_real_number_and_tells_no_real_director() -> None:
    office, unit = make_user("office"), make_unit()
    body = make_unit(kind=Unit.Kind.GROUP)
    post = make_post(unit=unit, body=body, is_demo=True)
    director = make_user("office")
    hold(make_post(body=body, kind=PostKind.DIRECTOR, is_demo=True), director)
    real = make_user("office")
    real_office = make_unit(code=OFFICE, kind=Unit.Kind.GROUP)
    hold(make_post(body=real_office, kind=PostKind.DIRECTOR), real)

    notice = supervision.issue(title="示范督办", text="示范", post=post, working_days=5, by=office, now=NOW)
    supervision.reply(notice_id=notice.pk, text="示范回复", by=make_user("unit_officer", unit=unit), now=NOW)
    earnest = supervision.issue(
        title="督办", text="请说明。", post=make_post(), working_days=5, by=office, now=NOW
    )

    assert (notice.number, notice.is_demo) == ("示范-DB-2026-001", True)
    assert (earnest.number, earnest.is_demo) == ("DB-2026-001", False)
    office.is_demo = True
    played = supervision.issue(
        title="再督", text="示范", post=make_post(), working_days=5, by=office, now=NOW
    )
    assert (played.number, played.is_demo) == ("示范-DB-2026-002", True)
    assert Notice.objects.filter(user=director, title__startswith="督办已回复").exists()
    assert not Notice.objects.filter(user=real, title__startswith="督办已回复").exists()


def answered(office: User, by: User) -> SupervisionNotice:
    notice = issued(office, post=make_post(unit=by.memberships.get().unit))
    return supervision.reply(notice_id=notice.pk, text="甲回复", by=by, now=NOW)


def test_an_answer_that_came_after_the_page_was_made_is_not_judged() -> None:
    office, officer = make_user("office"), make_user("unit_officer")
    notice = answered(office, officer)
    seen = notice.updated_at
    supervision.send_back(notice_id=notice.pk, verdict="没有说明原因", by=office, now=NOW, seen=seen)
    again = supervision.reply(notice_id=notice.pk, text="乙回复", by=officer, now=NOW)

    for judge, words in ((supervision.close, "没有办结"), (supervision.send_back, "没有退回")):
        with pytest.raises(Conflict, match=f"又有变动，{words}"):
            judge(notice_id=notice.pk, verdict="属实", by=office, now=NOW, seen=seen)
    closed = supervision.close(notice_id=notice.pk, verdict="属实", by=office, now=NOW, seen=again.updated_at)
    assert (closed.state, closed.reply) == (SupervisionState.CLOSED, "乙回复")


@pytest.mark.parametrize("since", ["still", "when it was answered", "before"])
def test_nobody_closes_a_notice_to_a_post_that_they_hold(since: str) -> None:
    office, officer = make_user("office"), make_user("unit_officer")
    notice, day = answered(office, officer), NOW.date()
    until = {"still": None, "when it was answered": day + timedelta(days=1), "before": day}[since]
    hold(notice.post, office, until=until)
    later = NOW + timedelta(days=2)

    if since == "before":
        assert (
            supervision.close(notice_id=notice.pk, verdict="属实", by=office, now=later).closed_by == office
        )
    else:
        with pytest.raises(NotAllowed, match=r"您担任的岗位.*另一人核定"):
            supervision.close(notice_id=notice.pk, verdict="属实", by=office, now=later)


def test_nobody_judges_with_a_second_account_what_they_answered_with_the_first() -> None:
    office, officer, again = make_user("office"), make_user("unit_officer"), make_user("office")
    notice = answered(office, officer)
    hold(make_post(), officer)
    link_account(person=Person.objects.get(user=officer), user=again, reason="换账号", by=office)

    with pytest.raises(NotAllowed, match="您回复的"):
        supervision.close(notice_id=notice.pk, verdict="属实", by=again, now=NOW)
    for user in (office, again):  # signed in with both factors
        user.is_verified = lambda: True  # type: ignore[attr-defined]
    assert not replies_to_judge(again)
    assert replies_to_judge(office).get() == notice
