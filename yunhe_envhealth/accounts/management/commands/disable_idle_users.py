"""Disable accounts that nobody used for 180 days: `manage.py disable_idle_users` (bar R1)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yunhe_envhealth.accounts.services import disable_idle_users


class Command(BaseCommand):
    help = "停用连续 180 天没有使用的账号。"

    def handle(self, *args: Any, **options: Any) -> None:
        names = disable_idle_users(now=timezone.now())
        self.stdout.write(f"停用 {len(names)} 个：{'、'.join(names)}" if names else "没有要停用的账号。")
