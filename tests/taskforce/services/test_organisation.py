"""Changes of the organisation: a day, a document, a reason; what was stays and history tells who changed it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from taskforce.choices import PostKind, Share
from taskforce.models import Assessment, Assignment, BodyUnit, Holding, Person, PlanItem, Post, Task, UnitDuty
from taskforce.selectors.organisation import as_data, organisation
from taskforce.selectors.posts import holder
from taskforce.services import assessment
from taskforce.services import organisation as change
from taskforce.services.organisation.rules import ChangeRefused
from tests.factories.accounts import make_unit, make_user
from tests.factories.office import LONG_AGO, hold, make_body, make_open_task, make_person, make_post
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.periods import BEIJING

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
WHY: dict[str, Any] = {"document": "云政干〔2026〕9号", "reason": "人事调整"}


@pytest.fixture
def office() -> User:
    return make_user("office")


def test_a_new_holder_begins_the_day_the_old_one_ends_and_history_keeps_both(office: User) -> None:
    post = make_post()
    old = hold(post, None)

    new = change.change_holder(post=post, on=DAY, name="示范新任", position="示范局长", by=office, **WHY)

    assert new is not None
    old.refresh_from_db()
    assert (old.valid_from, old.valid_to) == (LONG_AGO, DAY)
    before, after = holder(post.pk, DAY - timedelta(days=1)), holder(post.pk, DAY)
    assert (before, after) == (old, new)
    events = Holding.events.rel.related_model.objects.filter(pgh_obj_id=old.pk)  # type: ignore[attr-defined]
    context = events.order_by("-pgh_id").first().pgh_context.metadata
    assert (context["actor"], context["document"], context["reason"]) == (office.username, *WHY.values())


def test_a_change_for_a_day_to_come_leaves_today_as_it_is(office: User) -> None:
    post = make_post()
    old = hold(post, None)
    change.change_holder(post=post, on=date(2030, 1, 1), name="示范新任", by=office, **WHY)
    assert holder(post.pk, DAY) is not None
    assert holder(post.pk, DAY).person == old.person  # type: ignore[union-attr]


@pytest.mark.parametrize("on", [LONG_AGO, LONG_AGO - timedelta(days=1)])
def test_a_day_not_after_the_present_holders_beginning_is_refused(office: User, on: date) -> None:
    post = make_post()
    hold(post, None)
    with pytest.raises(ChangeRefused):
        change.change_holder(post=post, on=on, name="示范新任", by=office, **WHY)
    assert Holding.objects.filter(post=post, valid_to=None).count() == 1


@pytest.mark.parametrize("missing", ["document", "reason"])
def test_no_change_without_document_and_reason(office: User, missing: str) -> None:
    post = make_post()
    with pytest.raises(ChangeRefused, match="请填写"):
        change.change_holder(post=post, on=DAY, name="示范新任", by=office, **(WHY | {missing: " "}))
    assert not Person.objects.filter(name="示范新任").exists()


def test_an_earlier_change_cannot_be_put_before_a_later_one(office: User) -> None:
    post = make_post()
    hold(post, None, until=DAY)
    hold(post, None, since=DAY)
    with pytest.raises(Conflict):
        change.change_holder(post=post, on=date(2025, 1, 1), name="示范新任", by=office, **WHY)


def test_a_post_may_be_left_vacant_but_not_twice(office: User) -> None:
    post = make_post()
    hold(post, None)
    assert change.change_holder(post=post, on=DAY, vacant=True, by=office, **WHY) is None
    assert holder(post.pk, DAY) is None
    with pytest.raises(ChangeRefused):
        change.change_holder(post=post, on=DAY, vacant=True, by=office, **WHY)


@pytest.mark.parametrize("role", ["unit_officer", "unit_reviewer", "leadership", "administrator", "auditor"])
def test_only_the_office_changes_the_organisation(role: str) -> None:
    somebody = make_user(role)
    post, unit, item = make_post(), make_unit(), make_item()
    calls: list[Any] = [
        lambda: change.change_holder(post=post, on=DAY, name="示范", by=somebody, **WHY),
        lambda: change.abolish_post(post=post, on=DAY, by=somebody, **WHY),
        lambda: change.create_post(
            title="示范岗", kind=PostKind.OFFICER, body=unit, unit=unit, on=DAY, by=somebody, **WHY
        ),
        lambda: change.merge_units(
            unit=unit,
            into=make_unit(),
            on=DAY,
            by=somebody,
            now=datetime(2026, 7, 7, 9, tzinfo=BEIJING),
            **WHY,
        ),
        lambda: change.change_assignment(
            item=item, unit=unit, share=Share.LEAD, on=DAY, basis="示范", by=somebody, **WHY
        ),
        lambda: change.link_account(person=make_person(), user=somebody, reason="示范", by=somebody),
        lambda: change.set_contact(
            person=make_person(), phone="13800000000", email="", reason="示范", by=somebody
        ),
        lambda: change.unmask(person=make_person(), reason="示范", by=somebody),
    ]
    for call in calls:
        with pytest.raises(NotAllowed):
            call()


def test_a_post_that_still_owes_something_is_not_abolished(office: User) -> None:
    post = make_post()
    make_open_task(post, due_on=DAY)
    with pytest.raises(Conflict, match="1 件在办任务"):
        change.abolish_post(post=post, on=DAY, by=office, **WHY)


def test_an_abolished_post_and_its_holder_end_on_that_day(office: User) -> None:
    post = make_post()
    held = hold(post, None)
    change.abolish_post(post=post, on=DAY, by=office, **WHY)
    held.refresh_from_db()
    assert Post.objects.get(pk=post.pk).valid_to == held.valid_to == DAY
    with pytest.raises(Conflict):
        change.abolish_post(post=post, on=DAY, by=office, **WHY)
    with pytest.raises(ChangeRefused):
        change.change_holder(post=post, on=DAY, name="示范", by=office, **WHY)


def test_a_new_post_begins_on_its_day_and_is_not_made_twice(office: User) -> None:
    unit = make_unit()
    fields: dict[str, Any] = {
        "title": "示范岗", "kind": PostKind.OFFICER, "body": unit, "unit": unit, "on": DAY, "by": office,
    }  # fmt: skip
    post = change.create_post(**fields, **WHY)
    assert (post.valid_from, post.document) == (DAY, WHY["document"])
    with pytest.raises(Conflict):
        change.create_post(**fields, **WHY)


def make_item() -> PlanItem:
    number = PlanItem.objects.count() + 1
    return PlanItem.objects.create(
        code=f"item-{number}", group="work", title=f"示范任务{number}", wording="示范", valid_from=LONG_AGO
    )


def charge(unit: Any, item: PlanItem, share: str) -> Assignment:
    return Assignment.objects.create(
        code=f"{item.code}-{unit.code}", item=item, unit=unit, share=share, basis="示范", valid_from=LONG_AGO
    )


def test_a_changed_assignment_ends_the_old_and_states_the_new(office: User) -> None:
    item, unit = make_item(), make_unit()
    old = charge(unit, item, Share.SUPPORT)
    same: dict[str, Any] = {"item": item, "unit": unit, "basis": "会议纪要", "by": office} | WHY

    new = change.change_assignment(share=Share.LEAD, on=DAY, **same)

    old.refresh_from_db()
    assert new is not None
    assert (old.valid_to, new.valid_from, new.share, old.share) == (DAY, DAY, Share.LEAD, Share.SUPPORT)
    with pytest.raises(ChangeRefused, match="没有变化"):
        change.change_assignment(share=Share.LEAD, on=date(2026, 8, 1), **same)
    assert change.change_assignment(share="", on=date(2026, 8, 1), **same) is None
    assert not Assignment.objects.filter(item=item, valid_to=None).exists()


def test_a_merged_unit_hands_posts_places_duties_and_tasks_to_the_other(office: User, now: datetime) -> None:
    unit, into = make_unit(name="示范甲局"), make_unit(name="示范乙局")
    body = make_body("leading-group")
    member = make_post(PostKind.MEMBER, unit=unit, body=body)
    other = make_post(PostKind.MEMBER, unit=into, body=body)
    officer = make_post(unit=unit, title="经办岗（示范甲局）")
    for post in (member, other, officer):
        hold(post, None)
    mine = make_open_task(officer, due_on=DAY)
    theirs = make_open_task(member, due_on=DAY)
    led, shared = make_item(), make_item()
    charge(unit, led, Share.LEAD)
    charge(unit, shared, Share.SUPPORT)
    charge(into, shared, Share.LEAD)
    UnitDuty.objects.create(code="示范".encode().hex(), unit=unit, wording="示范职责", valid_from=LONG_AGO)
    BodyUnit.objects.create(code="place", body=body, unit=unit, share=Share.JOINT, valid_from=LONG_AGO)

    change.merge_units(unit=unit, into=into, on=DAY, by=office, now=now, **WHY)

    assert Post.objects.filter(unit=unit, valid_to=DAY).count() == 2
    restated = Post.objects.get(title="经办岗（示范乙局）")
    assert (restated.unit, restated.valid_from) == (into, DAY)
    assert holder(restated.pk, DAY).person == officer.holdings.get().person  # type: ignore[union-attr]
    assert Task.objects.get(pk=mine.pk).owner_post == restated
    assert Task.objects.get(pk=theirs.pk).owner_post == other
    standing = Assignment.objects.filter(valid_to=None).order_by("item")
    assert [(row.item, row.unit, row.share) for row in standing] == [
        (led, into, Share.LEAD),
        (shared, into, Share.LEAD),
    ]
    assert UnitDuty.objects.get(valid_to=None).unit == into
    assert BodyUnit.objects.get(valid_to=None).unit == into
    assert member.holdings.get().valid_to == DAY
    as_it_was = as_data(organisation(DAY - timedelta(days=1)))
    assert {"示范甲局", "示范乙局"} <= {
        post["unit"] for body in as_it_was["bodies"] for post in body["posts"]
    }


def test_a_unit_with_open_tasks_is_not_merged_for_a_day_to_come(office: User, now: datetime) -> None:
    unit = make_unit()
    make_open_task(make_post(unit=unit), due_on=DAY)
    with pytest.raises(Conflict, match="1 件在办任务"):
        change.merge_units(unit=unit, into=make_unit(), on=date(2030, 1, 1), by=office, now=now, **WHY)
    assert not Post.objects.filter(unit=unit).exclude(valid_to=None).exists()


@pytest.mark.parametrize("state", ["self", "review"])
def test_a_unit_that_is_being_assessed_is_not_merged(office: User, now: datetime, state: str) -> None:
    unit, into = make_unit(), make_unit()
    make_post(unit=unit)
    due = date(2026, 12, 1)
    year = assessment.create_assessment(year=2026, title="", self_due_on=due, by=office, now=now)
    assessment.start_claims(assessment_id=year.pk, by=office, now=now, units=[unit])
    Assessment.objects.update(state=state)
    given = {"unit": unit, "into": into, "on": DAY, "by": office, "now": now, **WHY}

    with pytest.raises(Conflict, match="2026 年度考核”里考核") as refused:
        change.merge_units(**given)
    assert "先结束这一年度的考核" in refused.value.advice
    assert not Post.objects.filter(unit=into).exists()

    Assessment.objects.update(state="published")
    change.merge_units(**given)


def test_a_body_is_no_unit_and_a_unit_is_not_merged_into_itself(office: User, now: datetime) -> None:
    unit, body = make_unit(), make_body("task-force")
    for one, into in ((body, unit), (unit, body), (unit, unit)):
        with pytest.raises(ChangeRefused):
            change.merge_units(unit=one, into=into, on=DAY, by=office, now=now, **WHY)


def test_an_account_belongs_to_one_person(office: User) -> None:
    user, first, second = make_user("unit_officer"), make_person(), make_person()
    change.link_account(person=first, user=user, reason="本人账号", by=office)
    with pytest.raises(Conflict, match="已经属于"):
        change.link_account(person=second, user=user, reason="本人账号", by=office)
    change.link_account(person=first, user=None, reason="调离", by=office)
    assert change.link_account(person=second, user=user, reason="本人账号", by=office).user == user
