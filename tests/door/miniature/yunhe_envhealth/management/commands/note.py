"""Writes a committed row, or prints how many there are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", nargs="?")

    def handle(self, *_args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            if options["text"]:
                cursor.execute("INSERT INTO notes VALUES (%s)", [options["text"]])
            cursor.execute("SELECT count(*) FROM notes")
            self.stdout.write(str(cursor.fetchone()[0]))
