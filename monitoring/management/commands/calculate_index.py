"""`manage calculate_index`: JSON lines {"scheme", "inputs"} in, one JSON answer a line out. Uses no database."""

import io
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from monitoring.science.calculator import answer_line


class Command(BaseCommand):
    """Answers every line that is not blank, in order; a line that cannot be answered says why under "withheld"."""

    help = "逐行读取 JSON(scheme、inputs),逐行输出计算结果。"
    requires_system_checks: list[str] = []
    stealth_options = ("stdin",)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read standard input to its end; every answer is flushed, so that the command can be talked to."""
        source = options.get("stdin") or _standard_input()
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        for line in source:
            if line.strip():
                self.stdout.write(json.dumps(answer_line(line), ensure_ascii=False))
                self.stdout.flush()


def _standard_input() -> io.TextIOBase:
    """Standard input as UTF-8 whatever the locale; broken bytes become a line that is refused."""
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace", newline="\n")
