"""Demonstration accounts: one a role and two of the office, only marked ones, secrets kept for their owner alone."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import resolve, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories.accounts import make_unit, make_user
from yunhe_envhealth.accounts import services
from yunhe_envhealth.accounts.models import ApiToken, Membership, Role, User
from yunhe_envhealth.accounts.permissions import CAPABILITIES, SECOND_FACTOR_ROLES, capability_for, roles_of
from yunhe_envhealth.accounts.services.demo import NotDemonstration

pytestmark = pytest.mark.django_db
START = datetime(2026, 7, 7, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def printed(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_each_role_has_one_marked_account_and_the_office_two() -> None:
    accounts = services.ensure_demo_accounts([make_unit()])

    users = User.objects.all()
    assert {role for user in users for role in roles_of(user)} == set(Role)
    assert len(accounts) == len(Role) + 1 == users.count()
    office = [user.full_name for user in users.order_by("username") if Role.OFFICE in roles_of(user)]
    assert office == [f"示范{Role.OFFICE.label}", f"示范{Role.OFFICE.label}乙"]
    assert all(user.is_demo and user.full_name.startswith("示范") for user in users)
    assert {user.username for user in users if user.has_usable_password()} == {
        account.username for account in accounts if account.role != Role.API_CLIENT.label
    }


def test_roles_with_the_duty_have_an_authenticator() -> None:
    services.ensure_demo_accounts()

    holders = {membership.role for membership in Membership.objects.filter(user__totpdevice__confirmed=True)}
    assert holders == set(SECOND_FACTOR_ROLES)


def test_a_second_run_changes_nothing() -> None:
    first = services.ensure_demo_accounts()
    passwords = list(User.objects.order_by("pk").values("pk", "password", "updated_at"))

    second = services.ensure_demo_accounts()

    assert first == second
    assert passwords == list(User.objects.order_by("pk").values("pk", "password", "updated_at"))
    assert (TOTPDevice.objects.count(), ApiToken.objects.count()) == (4, 1)


def test_the_file_of_secrets_is_for_its_owner_alone(var: Path) -> None:
    services.ensure_demo_accounts()

    path = var / "secrets" / "demo_accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert set(json.loads(path.read_text(encoding="utf-8"))) == set(
        User.objects.values_list("username", flat=True)
    )


def test_lost_secrets_are_replaced_by_new_ones(var: Path) -> None:
    old = services.ensure_demo_accounts()
    (var / "secrets" / "demo_accounts.json").unlink()

    new = services.ensure_demo_accounts()

    assert all(before.password != after.password for before, after in zip(old, new, strict=True))
    user = User.objects.get(username="demo-officer")
    assert user.check_password(next(a.password for a in new if a.username == "demo-officer"))


def test_a_real_account_of_that_name_is_never_taken_over() -> None:
    make_user("office", username="demo-office")

    with pytest.raises(NotDemonstration, match="真实用户"):
        services.ensure_demo_accounts()

    assert User.objects.count() == 1


def test_a_demonstration_account_goes_all_the_way_in() -> None:
    password = {a.username: a.password for a in services.ensure_demo_accounts()}["demo-office"]
    client = Client()
    client.post(reverse("accounts:login"), {"username": "demo-office", "password": password})

    client.post(reverse("accounts:second_factor"), {"code": printed("demo_code", "demo-office").strip()})

    assert client.get(reverse("accounts:units")).status_code == 200


def test_codes_follow_one_another_without_waiting(time_machine: Any) -> None:
    time_machine.move_to(START, tick=False)
    services.ensure_demo_accounts()
    user = User.objects.get(username="demo-office")

    first, left = services.demo_code(username="demo-office")
    services.verify_code(user=user, code=first)
    second, later = services.demo_code(username="demo-office")
    services.verify_code(user=user, code=second)

    assert (left, later) == (30, 60)
    assert first != second


def test_a_code_tells_how_long_it_holds(time_machine: Any) -> None:
    services.ensure_demo_accounts()
    time_machine.move_to(START + timedelta(seconds=13), tick=False)

    assert services.demo_code(username="demo-admin")[1] == 17


@pytest.mark.parametrize("username", ["real", "nobody", "demo-leader"])
def test_a_code_is_never_printed_for_a_real_account(username: str) -> None:
    services.ensure_demo_accounts()
    TOTPDevice.objects.create(user=make_user("office", username="real"), name="真实", confirmed=True)

    with pytest.raises(CommandError, match="不是带动态口令的示范账号"):
        printed("demo_code", username)


def test_the_table_tells_role_account_password_and_where_to_start() -> None:
    accounts = services.ensure_demo_accounts()

    table = printed("demo_accounts")

    assert all(a.role in table and a.username in table and a.password in table for a in accounts)
    assert all(a.start in table for a in accounts)
    assert "python3 envhealth.py manage demo_code" in table


def test_each_account_starts_at_a_page_that_exists_and_opens_to_it() -> None:
    for account in services.ensure_demo_accounts():
        route = resolve(account.start)
        capability = capability_for(route.func, "GET")
        roles = roles_of(User.objects.get(username=account.username))
        assert capability == "public" or roles <= CAPABILITIES[str(capability)].roles, account.start


def test_without_demonstration_accounts_nothing_is_printed() -> None:
    make_user("office")

    assert printed("demo_accounts") == ""


def test_a_disabled_demonstration_account_leaves_the_table() -> None:
    services.ensure_demo_accounts()
    services.disable_user(user=User.objects.get(username="demo-leader"), reason="试", by=None)

    assert "demo-leader" not in printed("demo_accounts")


def test_the_demonstration_token_works_on_the_loopback_only() -> None:
    token = {a.username: a.password for a in services.ensure_demo_accounts()}["demo-api"]
    from django.test import RequestFactory
    from rest_framework.exceptions import AuthenticationFailed

    from yunhe_envhealth.accounts.authentication import TokenAuthentication

    def ask(address: str) -> Any:
        request = RequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}", REMOTE_ADDR=address)
        return TokenAuthentication().authenticate(request)  # type: ignore[arg-type]

    assert ask("127.0.0.1") is not None
    with pytest.raises(AuthenticationFailed):
        ask("192.0.2.1")
