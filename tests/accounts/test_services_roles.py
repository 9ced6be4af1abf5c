"""Roles: dates, separation of duties, the last administrator."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.factories.accounts import make_unit, make_user
from yunhe_envhealth.accounts import services
from yunhe_envhealth.accounts.models import Membership, Role
from yunhe_envhealth.accounts.permissions import roles_of, today
from yunhe_envhealth.accounts.services.roles import RoleRefused
from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.core.errors import Conflict

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START = date(2026, 1, 1)


@pytest.mark.parametrize(("held", "wanted"), [("administrator", "auditor"), ("auditor", "administrator")])
def test_administrator_and_auditor_are_never_one_person(held: str, wanted: str) -> None:
    user = make_user(held)

    with pytest.raises(RoleRefused, match="不能是同一个人"):
        services.give_role(user=user, role=wanted, unit=make_unit(), valid_from=START, by=None)

    assert Membership.objects.filter(user=user).count() == 1


def test_the_database_too_keeps_administrator_and_auditor_apart() -> None:
    user, unit = make_user("administrator"), make_unit()
    past = Membership.objects.create(
        user=user, role="auditor", unit=unit, valid_from=date(2019, 1, 1), valid_to=date(2020, 1, 1)
    )

    with (
        pytest.raises(IntegrityError, match="membership_administrator_and_auditor_apart"),
        transaction.atomic(),
    ):
        Membership.objects.create(user=user, role="auditor", unit=unit, valid_from=today())

    assert Membership.objects.filter(user=user, role="auditor").get() == past


def test_an_administrator_becomes_auditor_only_after_the_role_has_ended() -> None:
    make_user("administrator")
    user = make_user("administrator")
    membership = user.memberships.get()
    services.end_role(membership=membership, on=today(), reason="轮岗", by=None)

    with pytest.raises(RoleRefused):
        services.give_role(user=user, role="auditor", unit=make_unit(), valid_from=today() - DAY, by=None)
    services.give_role(user=user, role="auditor", unit=make_unit(), valid_from=today(), by=None)

    assert roles_of(user) == {Role.AUDITOR}


def test_an_api_client_holds_no_staff_role() -> None:
    client, officer, unit = make_user("api_client"), make_user("unit_officer"), make_unit()

    with pytest.raises(RoleRefused, match="单独的账号"):
        services.give_role(user=client, role="office", unit=unit, valid_from=START, by=None)
    with pytest.raises(RoleRefused, match="单独的账号"):
        services.give_role(user=officer, role="api_client", unit=unit, valid_from=START, by=None)


def test_the_same_role_is_not_given_twice_for_the_same_days() -> None:
    user, unit = make_user(), make_unit()
    services.give_role(user=user, role="inspector", unit=unit, valid_from=START, by=None)

    with pytest.raises(RoleRefused, match="同样的任职"):
        services.give_role(user=user, role="inspector", unit=unit, valid_from=START + DAY, by=None)


@pytest.mark.parametrize("area", ["", "3", "云和", "33112５", "3311251061234", "33%"])
def test_an_area_is_two_to_twelve_digits(area: str) -> None:
    with pytest.raises(RoleRefused, match="区划范围"):
        services.give_role(
            user=make_user(), role="inspector", unit=make_unit(), valid_from=START, area_code=area, by=None
        )


def test_a_role_ends_on_its_day_and_not_before() -> None:
    membership = make_user("inspector").memberships.get()

    services.end_role(membership=membership, on=today() + DAY, reason="调离", by=None)

    assert roles_of(membership.user) == {Role.INSPECTOR}
    assert not Membership.objects.on(today() + DAY).filter(pk=membership.pk).exists()


def test_an_ended_role_is_not_ended_again() -> None:
    membership = make_user("inspector").memberships.get()
    services.end_role(membership=membership, on=today(), reason="调离", by=None)

    with pytest.raises(Conflict, match="已经结束"):
        services.end_role(membership=membership, on=today(), reason="调离", by=None)


def test_the_last_administrator_role_does_not_end() -> None:
    membership = make_user("administrator").memberships.get()

    with pytest.raises(Conflict, match="至少要有一名"):
        services.end_role(membership=membership, on=today(), reason="试", by=None)

    make_user("administrator")
    services.end_role(membership=membership, on=today(), reason="交接", by=None)


def test_a_retired_unit_takes_no_new_role() -> None:
    unit = make_unit(valid_to=START)

    with pytest.raises(RoleRefused, match="停用"):
        services.give_role(user=make_user(), role="inspector", unit=unit, valid_from=START, by=None)


def test_a_role_change_leaves_event_and_history_with_the_reason() -> None:
    actor, user = make_user("administrator"), make_user()

    membership = services.give_role(
        user=user, role="inspector", unit=make_unit(), valid_from=START, by=actor, reason="任职文件三号"
    )

    event = SecurityEvent.objects.get(kind="role", target=user.username)
    history = membership.events.get()
    assert (event.actor, event.detail["role"]) == (actor.username, "检查人员")
    assert history.pgh_context.metadata == {"actor": actor.username, "reason": "任职文件三号"}
