"""Print the one-time code of a demonstration account: `manage.py demo_code demo-office`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yunhe_envhealth.accounts.services import demo_code
from yunhe_envhealth.core.errors import EnvHealthError


class Command(BaseCommand):
    help = "印出示范账号此刻能用的六位动态码。真实账号的动态码只在本人手机上。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="示范账号")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            code, left = demo_code(username=options["username"])
        except EnvHealthError as error:
            raise CommandError(error.message) from error
        self.stdout.write(code)
        self.stderr.write(f"{left} 秒内有效")
