"""Print the demonstration accounts: `manage.py demo_accounts`."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.core.management.base import BaseCommand

from yunhe_envhealth.accounts.services import demo_accounts

HEADER = ("角色", "账号", "密码", "动态口令", "从这里开始")


class Command(BaseCommand):
    help = "列出示范账号：角色、账号、密码、从哪里开始。没有示范账号时什么也不印。"

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = demo_accounts()
        if not accounts:
            return
        rows = [(a.role, a.username, a.password, "要" if a.second_factor else "", a.start) for a in accounts]
        self.stdout.write("示范账号（只在本机地址上能登录）")
        for line in table([HEADER, *rows]):
            self.stdout.write(f"  {line}")
        self.stdout.write("动态口令：python3 envhealth.py manage demo_code 账号")


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Return the rows as lines with aligned columns; a Chinese character counts two."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(row)).rstrip()
        for row in rows
    ]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
