"""Seal personal fields with the newest key: `manage.py reseal`, after a new key was put first."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from taskforce.services.organisation import reseal


class Command(BaseCommand):
    help = "用最新的密钥重新加密电话、电子邮箱；可重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"重新加密 {reseal()} 人的个人信息。")
