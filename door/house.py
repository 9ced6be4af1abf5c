"""The paths, lock, secrets and environment of one data folder."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from door.speech import Refusal

LOCAL_SETTINGS = "yunhe_envhealth.settings.local"
# What is made once for a data folder: variable → name of the file in secrets/.
SECRETS = {
    "SECRET_KEY": "secret_key",
    "ENVHEALTH_TOKEN_PEPPER": "token_pepper",
    "ENVHEALTH_FIELD_KEYS": "field_keys",
}
LOCK_WAIT_SECONDS = 45.0  # longer than the guard of a killed door needs to end its children


@dataclass(frozen=True)
class House:
    """One checkout and one data folder."""

    root: Path
    var: Path

    @classmethod
    def at(cls, root: Path, environment: Mapping[str, str]) -> House:
        """Return the house of this checkout; `ENVHEALTH_VAR` names another data folder."""
        return cls(root, Path(environment.get("ENVHEALTH_VAR") or root / "var").expanduser().resolve())

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def logs(self) -> Path:
        return self.var / "logs"

    @property
    def addresses(self) -> Path:
        """File (mode 0600) by which `manage` finds the running servers and the platform's own variables."""
        return self.var / "servers.json"

    def prepare(self) -> None:
        """Make the data folder. Others may pass through it (the database's user must) but not list it."""
        self.var.mkdir(parents=True, exist_ok=True)
        self.var.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for name in ("logs", "media", "secrets"):
            (self.var / name).mkdir(exist_ok=True)
            (self.var / name).chmod(0o700)

    def secret(self, name: str) -> str:
        """Return the secret of this data folder, made once and kept with mode 0600."""
        path = self.var / "secrets" / name
        with suppress(FileNotFoundError):
            return path.read_text("ascii").strip()
        value = secrets.token_urlsafe(48)
        write_private(path, value + "\n")
        return value

    def environment(self, settings: str, **values: str) -> dict[str, str]:
        """Return the environment of every Django process: the caller's own, the venv, this data folder."""
        environment = dict(os.environ)
        environment.pop("PYTHONHOME", None)
        environment["PATH"] = f"{self.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        environment["VIRTUAL_ENV"] = str(self.venv)
        environment["DJANGO_SETTINGS_MODULE"] = settings
        environment["ENVHEALTH_VAR"] = str(self.var)
        environment["PYTHONUNBUFFERED"] = "1"
        environment["PYTHONUTF8"] = "1"
        environment.setdefault("OPENBLAS_NUM_THREADS", "1")
        if settings == LOCAL_SETTINGS:
            for variable, name in SECRETS.items():
                environment[variable] = os.environ.get(variable) or self.secret(name)
        environment.update(values)
        return environment


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


class Lock:
    """The data folder's lock: one door at a time keeps servers in it. The kernel frees it at death."""

    def __init__(self, house: House) -> None:
        self.path = house.var / "door.lock"
        self.descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)

    def try_take(self) -> bool:
        """Take the lock and write this process's number into it; False when another holds it."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, str(os.getpid()).encode(), 0)
        return True

    def holder(self) -> int | None:
        """Process number of the door that holds the lock, or None when that door has died."""
        text = os.pread(self.descriptor, 20, 0).decode("ascii", "replace")
        if not text.isdigit():
            return None
        try:
            os.kill(int(text), 0)
        except ProcessLookupError:
            return None
        except PermissionError:
            return int(text)
        return int(text)

    def take(self) -> None:
        """Take the lock, waiting while the guard of a killed door tidies up; refuse when a door lives."""
        deadline = time.monotonic() + LOCK_WAIT_SECONDS
        announced = False
        while not self.try_take():
            holder = self.holder()
            if holder is not None or time.monotonic() > deadline:
                raise Refusal(
                    f"数据文件夹 {self.path.parent} 正被另一个进程（进程号 {holder or '不明'}）使用："
                    "请先停止它，或用环境变量 ENVHEALTH_VAR 指定另一个数据文件夹。"
                )
            if not announced:
                print("上一次运行被强行终止，正在等它的数据库收尾 …", file=sys.stderr, flush=True)
                announced = True
            time.sleep(0.2)


class Users:
    """Who uses the embedded servers now, so that a short command does not stop them under another one."""

    def __init__(self, house: House) -> None:
        self.descriptor = os.open(house.var / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)

    def join(self) -> None:
        """Count as a user until this process ends, also across exec."""
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)
        os.set_inheritable(self.descriptor, True)

    def wait_until_alone(self) -> None:
        """Wait until no other process uses the servers."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("另一条命令还在使用这个数据库，等它结束后再停止 …", file=sys.stderr, flush=True)
            fcntl.flock(self.descriptor, fcntl.LOCK_EX)


def read_addresses(house: House) -> dict[str, str]:
    """Return the addresses of the running embedded servers, or nothing."""
    with suppress(OSError, ValueError):
        found = json.loads(house.addresses.read_text("utf-8"))
        return {str(name): str(value) for name, value in found.items()}
    return {}


def write_addresses(house: House, urls: Mapping[str, str]) -> None:
    """Let other commands on this data folder find the running embedded servers."""
    write_private(house.addresses, json.dumps(dict(urls)) + "\n")
