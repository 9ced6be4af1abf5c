"""Users: names that cannot be taken twice, passwords, disabling."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import make_user
from yunhe_envhealth.accounts import services
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.services.passwords import PasswordRefused
from yunhe_envhealth.accounts.services.users import UserRefused
from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.core.errors import Conflict

pytestmark = pytest.mark.django_db
GOOD = "Xiaoshan-bridge-77"


@pytest.mark.parametrize("twin", ["zhang.san", "ZHANG.SAN", " Zhang.San ", "ｚｈａｎｇ．ｓａｎ"])
def test_a_name_is_taken_in_every_spelling(twin: str) -> None:
    services.create_user(username="Zhang.San", full_name="示范甲", by=None)

    with pytest.raises(UserRefused, match="已经有人用"):
        services.create_user(username=twin, full_name="示范乙", by=None)

    assert User.objects.count() == 1


@pytest.mark.parametrize("name", ["", "a", "a b", "甲\n乙", "x" * 65, "name<script>"])
def test_a_name_of_other_characters_is_refused(name: str) -> None:
    with pytest.raises(UserRefused, match="2 至 64 个"):
        services.create_user(username=name, full_name="示范甲", by=None)


def test_a_user_without_password_cannot_sign_in() -> None:
    user = services.create_user(username="client", full_name="示范接口", by=None)

    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Short-1a", "12"),
        ("onlylowercaseletters", "三种"),
        ("Yunhe-Huanjing-2026", "本地常见词"),
        ("云和环境健康A2026年b", "本地常见词"),
        ("Zhangsan-2026", "账号"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, why: str) -> None:
    with pytest.raises(PasswordRefused, match=why):
        services.create_user(username="zhangsan", full_name="示范甲", password=password, by=None)

    assert not User.objects.exists()


@pytest.mark.parametrize("password", [GOOD, "Aa1-" + "p" * 200, "梯田上有三十二层云Aa1海"])
def test_long_and_mixed_passwords_are_accepted(password: str) -> None:
    user = services.create_user(username="zhangsan", full_name="示范甲", password=password, by=None)

    assert user.check_password(password)


def test_disabling_is_recorded_with_actor_and_reason() -> None:
    actor, user = make_user("administrator"), make_user("office")

    services.disable_user(user=user, reason="调离", by=actor)

    user.refresh_from_db()
    event = SecurityEvent.objects.get(kind="role", target=user.username)
    assert not user.is_active
    assert (event.actor, event.detail["action"], event.detail["reason"]) == (
        actor.username,
        "disabled",
        "调离",
    )


def test_disabling_twice_writes_once() -> None:
    actor, user = make_user("administrator"), make_user("office")
    services.disable_user(user=user, reason="调离", by=actor)
    services.disable_user(user=user, reason="调离", by=actor)

    assert SecurityEvent.objects.filter(target=user.username).count() == 1


def test_nobody_disables_himself() -> None:
    actor = make_user("administrator")

    with pytest.raises(Conflict, match="自己"):
        services.disable_user(user=actor, reason="试", by=actor)


def test_the_last_administrator_stays() -> None:
    last = make_user("administrator")

    with pytest.raises(Conflict, match="至少要有一名"):
        services.disable_user(user=last, reason="试", by=None)

    make_user("administrator")
    assert not services.disable_user(user=last, reason="交接", by=None).is_active


def test_idle_accounts_are_disabled_and_used_ones_stay() -> None:
    start = timezone.now()
    idle, used = make_user("office"), make_user("office")
    administrator = make_user("administrator")
    User.objects.filter(pk=used.pk).update(last_seen_at=start + timedelta(days=10))

    assert services.disable_idle_users(now=start + timedelta(days=181)) == [idle.username]
    assert services.disable_idle_users(now=start + timedelta(days=181)) == []

    used.refresh_from_db()
    administrator.refresh_from_db()
    assert used.is_active
    assert administrator.is_active  # the last one


def test_a_reset_password_is_random_good_and_temporary() -> None:
    actor, user = make_user("administrator"), make_user("office")

    first = services.reset_password(user=user, reason="忘记", by=actor)
    second = services.reset_password(user=user, reason="忘记", by=actor)

    user.refresh_from_db()
    assert first != second
    assert user.check_password(second)
    assert user.must_change_password
    event = SecurityEvent.objects.filter(kind="password").first()
    assert event is not None
    assert second not in str(event.detail)
