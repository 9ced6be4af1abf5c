"""Results and projects: a unit enters its own, somebody else releases, what is public does not change."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from taskforce.models import Project, Result
from taskforce.selectors.public_results import public_projects, public_results
from taskforce.services.results import ResultRefused, change, enter, release, withdraw
from tests.factories.accounts import make_unit
from tests.factories.office import make_person
from tests.taskforce.services.walking import at_once
from yunhe_envhealth.audit.selectors import timeline
from yunhe_envhealth.core.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_unit(name="示范单位")


@pytest.fixture
def officer(make_user, unit):
    return make_user(role="unit_officer", unit=unit)


@pytest.fixture
def office(make_user):
    user = make_user(role="office")
    user.is_verified = lambda: True
    return user


@pytest.fixture(params=[Result, Project])
def model(request):
    return request.param


@pytest.fixture
def values(unit, model):
    if model is Result:
        return {"kind": "practice", "title": "示范成果", "unit": unit, "dated": date(2026, 5, 1)}
    return {
        "kind": "wellness", "title": "示范项目", "unit": unit, "stage": "building", "as_of": date(2026, 6, 30),
        "investment_wan": 1200, "spent_wan": 300,
    }  # fmt: skip


@pytest.fixture
def entered(model, officer, values, now):
    return enter(model, by=officer, values=values, now=now)


def public(model):
    return list(public_results() if model is Result else public_projects())


def test_what_is_entered_is_not_public(model, entered, officer):
    assert (entered.is_public, entered.entered_by) == (False, officer)
    assert public(model) == []


def test_the_office_releases_and_withdraws_with_a_reason(model, entered, office, now):
    release(model, record_id=entered.pk, by=office, now=now)
    assert public(model) == [entered]
    with pytest.raises(Conflict):
        release(model, record_id=entered.pk, by=office, now=now)

    with pytest.raises(ResultRefused, match="理由"):
        withdraw(model, record_id=entered.pk, by=office, reason=" ")
    withdraw(model, record_id=entered.pk, by=office, reason="示范：数字要核")

    assert public(model) == []
    assert timeline(entered)[0].reason == "示范：数字要核"
    with pytest.raises(Conflict):
        withdraw(model, record_id=entered.pk, by=office, reason="再撤")


def test_whoever_entered_or_changed_it_does_not_release_it(model, entered, office, values, now):
    change(model, now=now, record_id=entered.pk, by=office, values={"summary": "办公室改过"}, reason="示范")
    with pytest.raises(NotAllowed, match="不能自己公开"):
        release(model, record_id=entered.pk, by=office, now=now)


def test_who_once_changed_it_does_not_release_it_after_another_changed_it(
    model, entered, office, officer, now
):
    for changer in (office, officer):
        change(
            model, now=now, record_id=entered.pk, by=changer, values={"summary": str(changer)}, reason="示范"
        )

    with pytest.raises(NotAllowed, match="不能自己公开"):
        release(model, record_id=entered.pk, by=office, now=now)


def test_the_database_too_refuses_one_pair_of_eyes(model, entered, officer, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=entered.pk).update(released_by=officer, released_at=now, is_public=True)


def test_an_officer_does_not_release(model, entered, make_user, now, unit):
    for role in ("unit_officer", "unit_reviewer", "leadership"):
        with pytest.raises(NotAllowed):
            release(model, record_id=entered.pk, by=make_user(role=role, unit=unit), now=now)


def test_a_public_record_is_withdrawn_before_it_is_changed(model, entered, office, officer, now):
    release(model, record_id=entered.pk, by=office, now=now)
    with pytest.raises(Conflict, match="不能直接改"):
        change(model, now=now, record_id=entered.pk, by=officer, values={"title": "改"}, reason="示范")


@pytest.mark.parametrize("text", ["联系人 13800138000", "写信到 a@example.com", "证号 11010519491231002X"])
def test_numbers_of_persons_are_not_released(model, entered, office, officer, now, text):
    change(model, now=now, record_id=entered.pk, by=officer, values={"summary": text}, reason="示范")
    with pytest.raises(ResultRefused, match="不能公开"):
        release(model, record_id=entered.pk, by=office, now=now)


def test_another_units_record_is_not_ones_own(model, entered, make_user, values, now):
    stranger = make_user(role="unit_officer")
    with pytest.raises(NotAllowed):
        change(model, now=now, record_id=entered.pk, by=stranger, values={"title": "改"}, reason="示范")
    with pytest.raises(NotAllowed):
        enter(model, by=stranger, values=values, now=now)
    assert model.objects.count() == 1


def test_two_who_change_at_once_are_told(model, entered, officer, now):
    seen = entered.updated_at
    change(
        model, now=now, record_id=entered.pk, by=officer, values={"title": "先改"}, reason="示范", seen=seen
    )
    with pytest.raises(Conflict, match="被别人改过"):
        change(
            model,
            now=now,
            record_id=entered.pk,
            by=officer,
            values={"title": "后改"},
            reason="示范",
            seen=seen,
        )


def test_a_change_needs_a_reason_and_known_fields(model, entered, officer, now):
    with pytest.raises(ResultRefused, match="理由"):
        change(model, now=now, record_id=entered.pk, by=officer, values={}, reason="")
    with pytest.raises(ResultRefused, match="is_public"):
        change(model, now=now, record_id=entered.pk, by=officer, values={"is_public": True}, reason="示范")


@pytest.mark.parametrize(
    "wrong", [{"investment_wan": -1}, {"investment_wan": 10, "spent_wan": 11}, {"stage": "nowhere"}]
)
def test_amounts_and_stages_that_cannot_be_are_refused(officer, unit, now, wrong):
    given = {"kind": "wellness", "title": "示范", "unit": unit, "stage": "idea", "as_of": date(2026, 6, 30)}
    with pytest.raises(ResultRefused):
        enter(Project, by=officer, values=given | wrong, now=now)
    assert not Project.objects.exists()


def test_the_same_person_with_another_account_does_not_release_it(model, entered, officer, office, now):
    person = make_person(officer)
    person.user = None
    person.save()
    person.user = office
    person.save()

    with pytest.raises(NotAllowed, match="不能自己公开"):
        release(model, record_id=entered.pk, by=office, now=now)


def test_what_a_person_entered_already_is_not_entered_again(
    model, entered, officer, make_user, unit, values, now
):
    with pytest.raises(Conflict, match="已经登记过"):
        enter(model, by=officer, values=values, now=now)
    enter(model, by=officer, values=values | {"title": "另一项"}, now=now)
    enter(model, by=make_user(role="unit_officer", unit=unit), values=values, now=now)

    assert model.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_enter_one_record(model, officer, values, now):
    told = at_once(*[lambda: enter(model, by=officer, values=values, now=now)] * 2)

    assert sorted(told) == ["Conflict", "done"]
    assert model.objects.count() == 1


def test_a_day_yet_to_come_is_refused(model, officer, values, now):
    name = "dated" if model is Result else "as_of"
    with pytest.raises(ResultRefused, match="不能晚于今天"):
        enter(model, by=officer, values=values | {name: date(2026, 7, 8)}, now=now)
    made = enter(model, by=officer, values=values | {name: date(2026, 7, 7)}, now=now)

    with pytest.raises(ResultRefused, match="不能晚于今天"):
        change(model, record_id=made.pk, by=officer, values={name: date(2027, 1, 1)}, reason="示范", now=now)
