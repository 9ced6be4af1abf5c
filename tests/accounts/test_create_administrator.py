"""The first administrator is made by a command that asks for the password."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from tests.factories.accounts import make_unit
from yunhe_envhealth.accounts.models import Membership, Unit, User
from yunhe_envhealth.audit.models import SecurityEvent

pytestmark = pytest.mark.django_db
GOOD = "Xiaoshan-bridge-77"


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Passwords typed at the prompt, in order."""
    typed: list[str] = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: typed.pop(0))
    monkeypatch.setattr("builtins.input", lambda prompt: {"账号：": "Guanli", "姓名：": "示范管理员"}[prompt])
    return typed


def test_it_asks_and_makes_the_unit_when_there_is_none(answers: list[str]) -> None:
    answers += [GOOD, GOOD]

    call_command("create_administrator", stdout=io.StringIO())

    membership = Membership.objects.get()
    assert (membership.user.username, membership.role) == ("guanli", "administrator")
    assert membership.unit.name == "系统管理"
    assert membership.user.check_password(GOOD)
    assert SecurityEvent.objects.filter(kind="role", detail__role="系统管理员").exists()


def test_it_takes_the_password_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = make_unit()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))

    call_command("create_administrator", "--username", "guanli", "--name", "示范管理员", stdout=io.StringIO())

    assert Membership.objects.get().unit == unit
    assert User.objects.get().full_name == "示范管理员"


@pytest.mark.parametrize("typed", [[GOOD, GOOD + "x"], ["weak", "weak"]])
def test_a_bad_password_makes_nothing(answers: list[str], typed: list[str]) -> None:
    answers += typed

    with pytest.raises(CommandError):
        call_command("create_administrator", stdout=io.StringIO())

    assert not User.objects.exists()
    assert not Unit.objects.exists()


def test_a_taken_name_is_said(answers: list[str]) -> None:
    answers += [GOOD] * 4
    call_command("create_administrator", stdout=io.StringIO())

    with pytest.raises(CommandError, match="已经有人用"):
        call_command("create_administrator", stdout=io.StringIO())

    assert User.objects.count() == 1


def test_a_fresh_install_has_no_account() -> None:
    assert not User.objects.exists()
