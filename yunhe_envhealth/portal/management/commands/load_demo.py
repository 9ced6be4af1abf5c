"""Lay out the demonstration: stations with replayed hours, accounts, indices, the joint office. May be run at any time."""

from __future__ import annotations

from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from monitoring.services import demo, due
from taskforce.services import demo as joint_office
from yunhe_envhealth.accounts.services import ensure_demo_accounts


class Command(BaseCommand):
    help = "载入示范数据：三个示范站（丽水市区真实小时值的回放）、示范账号、算好的指数、专班的示范工作；可重复运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="没有开启示范（ENVHEALTH_DEMO）时也载入")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or options["force"]):
            raise CommandError(
                "这里没有开启示范数据。要载入，请设 ENVHEALTH_DEMO=1，或加 --force；正式环境请不要载入。"
            )
        now = timezone.now()
        with pghistory.context(actor="load_demo", reason="载入示范数据"):
            try:
                readings = demo.ensure(now=now)
            except demo.DemoRefused as error:
                raise CommandError(error.message) from error
            ensure_demo_accounts()
            joint_office.ensure(now=now)
            written = due.compute_all_due(now=now)
        self.stdout.write(
            f"示范数据：新增 {readings} 个小时值，新算 {written.new} 个指数，变更 {written.changed} 个"
        )
