#!/usr/bin/env python3
"""The front door of the platform. It needs Python 3.11 with venv, and nothing else.

    python3 envhealth.py run [--host 127.0.0.1] [--port 8000] [--no-demo]    set up and run everything
    python3 envhealth.py test [pytest arguments]       set up and run the tests on throw-away servers
    python3 envhealth.py check                         linters, types, imports, migrations, deployment
    python3 envhealth.py manage COMMAND [arguments]    any Django command with the platform's environment
    python3 envhealth.py bench [arguments]             ratio benches on throw-away servers
    python3 envhealth.py assets                        fetch the front-end files
    python3 envhealth.py lock [--upgrade]              compile the hashed lock files

ENVHEALTH_VAR names another data folder than var/, so that two copies can run side by side.
All settings stand in docs/operations.md; what happens behind this door, in door/.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one file that older Pythons still read
    sys.exit(
        f"错误：需要 Python 3.11 或更高版本，当前是 {sys.version.split()[0]}。请安装新版 Python 后重试。"
    )

import os
from pathlib import Path

from door import assets, checking, commands, locking, packages, running
from door.house import House
from door.processes import SIGNALS, Household, Stopped
from door.speech import Refusal, Steps, refusal_for

USAGE = __doc__ or ""


def fetch_assets(house: House) -> int:
    """Fetch the front-end files (the virtual environment is needed only where no npm is installed)."""
    house.prepare()
    household = Household()
    steps = Steps(2)
    try:
        with steps.step("准备 Python 环境"):
            packages.ensure_venv(house, household)
        with steps.step("准备前端文件") as note:
            assets.ensure_assets(house, household, note)
    finally:
        household.end_all()
    return 0


def dispatch(house: House, command: str, arguments: list[str]) -> int:
    """Run one command of the door; return its exit status."""
    if command == "run":
        return running.run(house, arguments)
    if command == "test":
        return commands.test(house, arguments)
    if command == "bench":
        return commands.bench(house, arguments)
    if command == "manage":
        return commands.manage(house, arguments)
    if command == "check":
        return checking.check(house)
    if command == "assets":
        return fetch_assets(house)
    if command == "lock":
        return locking.lock(house, arguments)
    print(USAGE, file=sys.stderr)
    raise Refusal(f"没有命令“{command}”。", status=2)


def main(words: list[str]) -> int:
    """Run the door for these words; every refusal becomes one sentence and a status that is not 0."""
    if not words or words[0] in ("-h", "--help", "help"):
        print(USAGE)
        return 0 if words else 2
    SIGNALS.listen()
    house = House.at(Path(__file__).resolve().parent, os.environ)
    try:
        return dispatch(house, words[0], words[1:])
    except Refusal as refusal:
        return _refuse(refusal)
    except Stopped as stopped:
        return 128 + stopped.number
    except OSError as error:
        known = refusal_for(error)
        if known is None:
            raise
        return _refuse(known)


def _refuse(refusal: Refusal) -> int:
    if refusal.detail:
        print(refusal.detail, file=sys.stderr)
    print(f"错误：{refusal}", file=sys.stderr, flush=True)
    return refusal.status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
