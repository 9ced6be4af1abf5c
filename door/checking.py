"""`check`: linters, types, import contracts, migrations, deployment. Each says how much it examined."""

from __future__ import annotations

import re
import secrets
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from door.commands import set_up_tools
from door.house import House
from door.processes import Household, Stopped
from door.speech import Steps

PRODUCTION = "yunhe_envhealth.settings.production"
TEST = "yunhe_envhealth.settings.test"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
COUNT_CHECKS = (
    "import django; django.setup();"
    "from django.core.checks.registry import registry;"
    "print(len(registry.get_checks(include_deployment_checks=True)))"
)


@dataclass(frozen=True)
class Check:
    """One check: its command, its settings, and how to read from its output how much it examined."""

    name: str
    command: tuple[str, ...]
    unit: str
    examined: Callable[[House, str], int]
    settings: str = TEST


def _counted(pattern: str) -> Callable[[House, str], int]:
    """Return a reader that sums the numbers which the pattern finds in the output."""
    return lambda _house, output: sum(int(found.replace(",", "")) for found in re.findall(pattern, output))


def _files_for_ruff(house: House, _output: str) -> int:
    command: list[str | Path] = [house.python, "-m", "ruff", "check", "--show-files", "."]
    return len(subprocess.run(command, cwd=house.root, capture_output=True, text=True).stdout.splitlines())


def _migrations(house: House, _output: str) -> int:
    return len([*house.root.glob("*/migrations/0*.py"), *house.root.glob("*/*/migrations/0*.py")])


def _registered_checks(house: House, _output: str) -> int:
    environment = _sample_environment(house, PRODUCTION)
    command: list[str | Path] = [house.python, "-c", COUNT_CHECKS]
    found = subprocess.run(command, cwd=house.root, env=environment, capture_output=True, text=True)
    return int(found.stdout) if found.returncode == 0 else 0


CHECKS = (
    Check("ruff check", ("-m", "ruff", "check", "."), "个文件", _files_for_ruff),
    Check("ruff format", ("-m", "ruff", "format", "--check", "."), "个文件", _counted(r"([\d,]+) files? ")),
    Check("mypy", ("-m", "mypy"), "个文件", _counted(r"([\d,]+) source files?")),
    Check(
        "lint-imports",
        ("-c", LINT_IMPORTS),
        "个文件",
        _counted(r"Analyzed ([\d,]+) files?"),
    ),
    Check("缺少的迁移", ("manage.py", "makemigrations", "--check", "--dry-run"), "个迁移文件", _migrations),
    Check(
        "部署检查",
        ("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        "项检查",
        _registered_checks,
        PRODUCTION,
    ),
)


def _sample_environment(house: House, settings: str) -> dict[str, str]:
    """Return production-like sample values: the checks read settings and connect to nothing."""
    return house.environment(
        settings,
        SECRET_KEY=secrets.token_urlsafe(64),
        ENVHEALTH_TOKEN_PEPPER=secrets.token_urlsafe(48),
        ENVHEALTH_FIELD_KEYS=secrets.token_urlsafe(48),
        ALLOWED_HOSTS="envhealth.example.gov.cn",
        DATABASE_URL="postgres://envhealth:sample@127.0.0.1:1/envhealth",
        REDIS_URL="redis://127.0.0.1:1/0",
    )


def judge(status: int, examined: int) -> bool:
    """A check is good when its command succeeded and it examined something."""
    return status == 0 and examined > 0


def run_check(house: House, check: Check) -> bool:
    """Run one check, print its line, and on failure what it wrote; return whether it is good."""
    started = time.monotonic()
    command: list[str | Path] = [house.python, *check.command]
    done = subprocess.run(
        command,
        cwd=house.root,
        env=_sample_environment(house, check.settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    examined = check.examined(house, done.stdout)
    good = judge(done.returncode, examined)
    mark = "通过" if good else "未通过"
    print(
        f"{mark}  {check.name}：查了 {examined} {check.unit}，{time.monotonic() - started:.1f} 秒", flush=True
    )
    if not good:
        print(done.stdout.rstrip(), flush=True)
    return good


def check(house: House) -> int:
    """Run every check, also after one failed; return 0 when all are good."""
    house.prepare()
    household = Household()
    try:
        set_up_tools(house, household, Steps(2), assets=False)
    except Stopped as stopped:
        return 128 + stopped.number
    finally:
        household.end_all()
    failed = [each.name for each in CHECKS if not run_check(house, each)]
    print(f"未通过：{'、'.join(failed)}" if failed else f"{len(CHECKS)} 项全部通过", flush=True)
    return 1 if failed else 0
