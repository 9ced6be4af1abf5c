from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write("示范账户表")
