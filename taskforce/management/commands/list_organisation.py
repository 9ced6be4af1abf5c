"""Print the organisation as JSON: `manage.py list_organisation [--on DATE]`."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taskforce.selectors.organisation import as_data, organisation
from yunhe_envhealth.accounts.permissions import today


class Command(BaseCommand):
    help = "以 JSON 列出专班组织：机构、岗位、现任、单位、职责和联络员。不含电话等个人信息。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", default="", help="哪一天的组织，如 2026-07-01；不填为今天")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            day = date.fromisoformat(options["on"]) if options["on"] else today()
        except ValueError:
            raise CommandError(f"“{options['on']}”不是日期，请写成 2026-07-01。") from None
        self.stdout.write(json.dumps(as_data(organisation(day)), ensure_ascii=False, indent=2))
