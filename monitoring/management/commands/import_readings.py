"""`manage import_readings FILE --layout cnemc-wide|tidy`: import a file of readings, print a JSON report."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from monitoring.intake.layouts import LAYOUTS
from monitoring.services.imports import READINGS, RowsRejected, import_bytes
from yunhe_envhealth.accounts.models import User, normal_username
from yunhe_envhealth.core.errors import EnvHealthError
from yunhe_envhealth.deliveries.importers import Refused
from yunhe_envhealth.deliveries.models import Delivery
from yunhe_envhealth.deliveries.selectors import COUNTY, home_of

REFUSED, REJECTED = 2, 3


class Command(BaseCommand):
    """Only the report goes to standard output. Exit status 0: written, or nothing to change; 2: the file as a whole
    was refused; 3: with --strict, rows have errors and nothing was written.
    """

    help = "导入监测数据文件，并输出 JSON 报告。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="CSV 或 Excel 文件")
        parser.add_argument("--layout", choices=sorted(LAYOUTS), default="", help="版式；不写时按表头识别")
        parser.add_argument("--dry-run", action="store_true", help="只检查和比较，不写入")
        parser.add_argument("--by", default="", help="经办人账号")
        parser.add_argument("--strict", action="store_true", help="有任何错行就一行也不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        by = _user(options["by"])
        unit, area_code = home_of(by, READINGS.capability) if by else (None, COUNTY)
        path = Path(options["file"])
        try:
            report = import_bytes(
                data=_content(path),
                filename=path.name,
                layout=options["layout"],
                channel=Delivery.Channel.COMMAND,
                by=by,
                unit=unit,
                area_code=area_code,
                dry_run=options["dry_run"],
                strict=options["strict"],
            )
        except RowsRejected as error:
            self._print(error.report.as_json())
            sys.exit(REJECTED)
        except EnvHealthError as error:
            self._print({"refused": f"{error.message}{error.advice}"})
            sys.exit(REFUSED)
        self._print(report.as_json())

    def _print(self, report: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))


def _user(username: str) -> User | None:
    if not username:
        return None
    user = User.objects.filter(username=normal_username(username), is_active=True).first()
    if user is None:
        raise CommandError(f"没有“{username}”这个账号，或已停用。")
    return user


def _content(path: Path) -> bytes:
    """Return the file's bytes. Raises Refused when there is none or it is too large to be read."""
    try:
        if path.stat().st_size > settings.DELIVERY_MAX_BYTES:
            most = settings.DELIVERY_MAX_BYTES // (1024 * 1024)
            raise Refused(f"文件超过 {most} MB，没有读取。", advice="请按站点或年份拆成几个文件。")
        return path.read_bytes()
    except OSError as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else "没有权限，或这不是一个文件"
        raise Refused(f"不能读取“{path}”：{why}。", advice="请核对路径和权限。") from error
