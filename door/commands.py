"""`test` and `bench` on throw-away servers, and `manage`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from door.assets import ensure_assets
from door.house import LOCAL_SETTINGS, House, Lock, Users, read_addresses, write_addresses
from door.packages import DATA_SPACE_BYTES, ensure_installed, ensure_venv, require_space
from door.processes import Household, Stopped, run_foreground
from door.running import REQUIREMENTS
from door.servers import start_kept, start_throw_away
from door.speech import Steps

DEVELOPMENT = (*REQUIREMENTS, "requirements-dev.txt")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_DATABASE = {"calculate_index", "check", "help", "version", "makemessages", "compilemessages", "findstatic"}


def set_up_tools(house: House, household: Household, steps: Steps, *, assets: bool = True) -> None:
    """Bring the environment with its development packages, and the front-end files, up to date."""
    with steps.step("准备 Python 环境"):
        ensure_venv(house, household)
    with steps.step("安装软件包") as note:
        ensure_installed(house, household, DEVELOPMENT, note)
    if assets:
        with steps.step("准备前端文件") as note:
            ensure_assets(house, household, note)


def find_chromium(environment: Mapping[str, str]) -> str:
    """Return the Chromium for browser tests: ENVHEALTH_CHROMIUM, else one on the PATH, else an empty text."""
    named = environment.get("ENVHEALTH_CHROMIUM")
    if named:
        return named
    return next((found for name in BROWSERS if (found := shutil.which(name))), "")


def test(house: House, arguments: Sequence[str]) -> int:
    """Run pytest with these arguments against throw-away servers; return its exit status.

    The whole suite runs in two processes side by side; a choice of tests runs in one, which starts sooner and lets a
    debugger talk.
    """
    in_one = any(each == "--pdb" or (house.root / each.partition("::")[0]).exists() for each in arguments)
    side_by_side = [] if in_one else ["-n", "2", "--dist", "worksteal"]
    words = ["pytest", "-p", "no:valkey", *side_by_side, *arguments]
    return _with_throw_away(house, words, settings="yunhe_envhealth.settings.test", durable=False)


def bench(house: House, arguments: Sequence[str]) -> int:
    """Run the benches with these arguments against throw-away servers with production's disk settings."""
    return _with_throw_away(house, ["benchmarks", *arguments], settings=LOCAL_SETTINGS, durable=True)


def _with_throw_away(house: House, words: Sequence[str], *, settings: str, durable: bool) -> int:
    household = Household()
    steps = Steps(4)
    try:
        folder = household.temporary_folder("envhealth-")
        require_space(folder, DATA_SPACE_BYTES)
        # The servers' account must pass through to its own 0700 folder; nobody else may list this one.
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        temporary = replace(house, var=folder)
        temporary.prepare()
        set_up_tools(temporary, household, steps)
        with steps.step("启动临时数据库和消息队列"):
            servers = start_throw_away(temporary, household, durable=durable)
        environment = temporary.environment(settings, **servers.urls())
        environment["ENVHEALTH_TEST_VAR"] = str(folder)
        environment["ENVHEALTH_CHROMIUM"] = find_chromium(os.environ)
        if settings == LOCAL_SETTINGS:
            environment["SECRET_KEY"] = temporary.secret("secret_key")
        command: list[str | Path] = [house.python, "-m", *words]
        return run_foreground(household, words[0], command, env=environment, cwd=house.root)
    except Stopped as stopped:
        return 128 + stopped.number
    finally:
        household.end_all()


def manage(house: House, arguments: Sequence[str]) -> int:
    """Run a Django command with the platform's environment; start the embedded servers when none run.

    Nothing of the door goes to standard output, and the command keeps this terminal.
    """
    house.prepare()
    household = Household()
    try:
        ensure_venv(house, household)
        ensure_installed(house, household, REQUIREMENTS, lambda _text: None)
    except Stopped as stopped:
        return 128 + stopped.number
    finally:
        household.end_all()
    settings = os.environ.get("DJANGO_SETTINGS_MODULE") or LOCAL_SETTINGS
    name = next((each for each in arguments if not each.startswith("-")), "help")
    given = bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))
    if settings != LOCAL_SETTINGS or given or name in NO_DATABASE:
        return _become(house, arguments, house.environment(settings))
    return _manage_with_servers(house, arguments)


def _manage_with_servers(house: House, arguments: Sequence[str]) -> int:
    users = Users(house)
    users.join()
    running = read_addresses(house)
    lock = Lock(house)
    if running and not lock.try_take() and lock.holder() is not None:
        return _become(house, arguments, house.environment(LOCAL_SETTINGS, **running))
    lock.take()
    household = Household(held_files=(lock.descriptor,))
    try:
        print("启动数据库和消息队列 …", file=sys.stderr, flush=True)
        servers = start_kept(house, household)
        write_addresses(house, servers.urls())
        environment = house.environment(LOCAL_SETTINGS, **servers.urls())
        # In the caller's folder: the files a command names are the caller's.
        command: list[str | Path] = [house.python, house.root / "manage.py", *arguments]
        status = run_foreground(household, "manage", command, env=environment, cwd=Path.cwd())
        users.wait_until_alone()
        return status
    except Stopped as stopped:
        return 128 + stopped.number
    finally:
        house.addresses.unlink(missing_ok=True)
        household.end_all()


def _become(house: House, arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Turn this process into the Django command: same streams, same signals, no process in between."""
    program = [str(house.python), str(house.root / "manage.py"), *arguments]
    os.execve(house.python, program, dict(environment))  # noqa: S606
