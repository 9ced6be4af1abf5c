"""Needs no database: answers each line with itself."""

import sys
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        for line in sys.stdin:
            self.stdout.write(line, ending="")
