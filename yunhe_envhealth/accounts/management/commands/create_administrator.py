"""Make an administrator: `manage.py create_administrator`."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from yunhe_envhealth.accounts.models import Role, Unit, User
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.accounts.services import create_unit, create_user, give_role
from yunhe_envhealth.core.errors import EnvHealthError


class Command(BaseCommand):
    help = "建立一名系统管理员（询问账号、姓名和密码）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", help="账号；给出后密码从标准输入读一行，不再询问")
        parser.add_argument("--name", help="姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"] or input("账号：").strip()
        name = options["name"] or (username if options["username"] else input("姓名：").strip())
        password = self._from_stdin() if options["username"] and not sys.stdin.isatty() else self._ask()
        try:
            user = make_administrator(username, name, password)
        except EnvHealthError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"已建立系统管理员“{user.username}”。首次登录要登记动态口令（手机验证器）。")

    @staticmethod
    def _from_stdin() -> str:
        return sys.stdin.readline().rstrip("\r\n")

    @staticmethod
    def _ask() -> str:
        password = getpass.getpass("密码（至少 12 位）：")
        if getpass.getpass("再输一遍：") != password:
            raise CommandError("两次输入的密码不同，没有建立账号。")
        return password


@transaction.atomic
def make_administrator(username: str, name: str, password: str) -> User:
    """Create the user and give the role, at the unit 系统管理, which is made when no unit exists."""
    unit = Unit.objects.filter(code="system").first() or Unit.objects.filter(valid_to__isnull=True).first()
    reason = "命令行建立系统管理员"
    if unit is None:
        unit = create_unit(
            code="system", name="系统管理", kind=Unit.Kind.SUPPORT, valid_from=today(), by=None, reason=reason
        )
    user = create_user(username=username, full_name=name, password=password, by=None, reason=reason)
    give_role(user=user, role=Role.ADMINISTRATOR, unit=unit, valid_from=today(), by=None, reason=reason)
    return user
