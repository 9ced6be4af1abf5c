"""`lock`: compile requirements and the front-end lock, with hashes and without any address."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from door.house import House
from door.packages import ensure_installed, ensure_venv, pip_setting, refuse_download
from door.processes import Household, Stopped, run_logged
from door.speech import Refusal, Steps

COMPILED = ("requirements", "requirements-embedded", "requirements-dev", "door/node", "door/uv")
UV_REQUIREMENTS = "door/uv.txt"


def lock(house: House, arguments: list[str]) -> int:
    """Compile every lock file; `--upgrade` takes the newest releases that the .in files allow."""
    house.prepare()
    household = Household()
    steps = Steps(3 + len(COMPILED))
    try:
        with steps.step("准备 Python 环境"):
            ensure_venv(house, household)
        with steps.step("安装锁定工具") as note:
            ensure_installed(house, household, [UV_REQUIREMENTS], note)
        for name in COMPILED:
            with steps.step(f"{name}.in → {name}.txt"):
                _compile(house, household, name, arguments)
        with steps.step("package.json → package-lock.json"):
            _lock_front_end(house, household)
    except Stopped as stopped:
        return 128 + stopped.number
    finally:
        household.end_all()
    return 0


def _compile(house: House, household: Household, name: str, arguments: list[str]) -> None:
    environment = dict(os.environ)
    mirror = pip_setting(house, "index-url")  # uv does not read pip's settings
    if mirror:
        environment.setdefault("UV_DEFAULT_INDEX", mirror)
    command: list[str | Path] = [house.venv / "bin" / "uv", "pip", "compile", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header"]
    command += [*arguments, "-o", f"{name}.txt", f"{name}.in"]
    log = house.logs / "setup.log"
    status, written = run_logged(household, "uv", command, log=log, environment=environment, cwd=house.root)
    if status:
        raise refuse_download(f"编译 {name}.txt ", log, written)


def _lock_front_end(house: House, household: Household) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Refusal("没有 npm：请先安装 Node.js，再重新锁定前端软件包。")
    folder = household.temporary_folder("envhealth-npm-")
    for name in ("package.json", "package-lock.json"):
        if (house.root / name).exists():
            shutil.copy(house.root / name, folder)
    command = [npm, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
    command.append("--omit-lockfile-registry-resolved=true")
    log = house.logs / "setup.log"
    status, written = run_logged(household, "npm", command, log=log, environment=dict(os.environ), cwd=folder)
    if status:
        raise refuse_download("锁定前端软件包", log, written)
    shutil.copy(folder / "package-lock.json", house.root / "package-lock.json")
