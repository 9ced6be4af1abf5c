"""`run`: set everything up, start web, worker and beat, watch them, and end them all."""

from __future__ import annotations

import argparse
import errno
import hashlib
import http.client
import ipaddress
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from door.assets import ensure_assets
from door.house import LOCAL_SETTINGS, House, Lock, write_addresses
from door.packages import ensure_installed, ensure_venv
from door.processes import SIGNALS, Child, Household, Stopped, StopPlan, last_lines, wait_until
from door.servers import Servers, start_kept
from door.set_up import Commands
from door.speech import Refusal, Steps

REQUIREMENTS = ("requirements.txt", "requirements-embedded.txt")
SHARED_VARIABLES = (
    "ENVHEALTH_DEMO",
    "ENVHEALTH_LOOPBACK",
    "ALLOWED_HOSTS",
)  # `manage` beside it sees the same
WEB_SECONDS = 60.0
WATCH_SECONDS = 0.5
RESTARTS = 5  # of one part within RESTART_WINDOW_SECONDS; more means that it cannot live
RESTART_WINDOW_SECONDS = 300.0
WEB_STOP: StopPlan = ((signal.SIGTERM, 20.0),)
WORKER_STOP: StopPlan = ((signal.SIGTERM, 20.0), (signal.SIGQUIT, 5.0))  # warm, then cold: late acks requeue
BEAT_STOP: StopPlan = ((signal.SIGTERM, 5.0),)
# Who asked for what and was answered how; no query and no referrer, where a calendar's token would stand.
ACCESS_LINE = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s "%(a)s"'


@dataclass(frozen=True)
class Offer:
    """What the caller asked for: where to listen, and whether to load demonstration data."""

    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = True

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the platform."""
        if self.host == "localhost":
            return True
        with suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return False

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        host = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(self.host, self.host)  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    def allowed_hosts(self) -> str:
        """ALLOWED_HOSTS for this address: the loopback names and, when bound wider, this machine's own."""
        names = {"127.0.0.1", "localhost", "[::1]"}
        if not self.loopback:
            names |= {self.host, socket.gethostname(), socket.getfqdn()}
            with suppress(OSError):
                names |= {str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None)}
        return ",".join(sorted(names))


def parse(arguments: Sequence[str]) -> Offer:
    """Return the offer for the arguments of `run`."""
    parser = argparse.ArgumentParser(
        prog="envhealth.py run", description="建立环境并启动平台（网站、后台任务、定时任务）。"
    )
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认只限本机 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="监听端口，默认 8000")
    parser.add_argument("--no-demo", action="store_true", help="不载入示范数据和示范账户")
    given = parser.parse_args(arguments)
    if not 0 < given.port < 65536:
        raise Refusal("端口应是 1 到 65535 之间的整数。", status=2)
    return Offer(given.host, given.port, not given.no_demo)


def require_free_port(offer: Offer) -> None:
    """Refuse when the address cannot be bound, before any long work."""
    family = socket.AF_INET6 if ":" in offer.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((offer.host, offer.port))
        except OSError as error:
            raise _refuse_address(offer, error) from error


def _refuse_address(offer: Offer, error: OSError) -> Refusal:
    if error.errno == errno.EADDRINUSE:
        other = offer.port + 1 if offer.port < 65535 else 8000
        return Refusal(
            f"端口 {offer.port} 已被占用：请先停止占用它的程序，或换一个端口，"
            f"例如 python3 envhealth.py run --port {other}。"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return Refusal(f"没有权限使用端口 {offer.port}：请换用 1024 以上的端口，例如 --port 8000。")
    return Refusal(f"本机不能在 {offer.host} 上监听：请检查 --host 的地址。")


@dataclass
class Part:
    """One of the watched processes: how to start it (again), and when it was started again."""

    title: str
    start: Callable[[], Child]
    child: Child
    restarts: list[float] = field(default_factory=list)


class Platform:
    """The running platform: set-up steps, the watched parts, and their end."""

    def __init__(self, house: House, household: Household, offer: Offer) -> None:
        self.house = house
        self.household = household
        self.offer = offer
        self.steps = Steps(9 if offer.demo else 8, sys.stdout)
        self.environment: dict[str, str] = {}
        self.commands = Commands(house, household, self.environment)
        self.servers = Servers(None, None)
        self.parts: list[Part] = []

    def set_up(self) -> None:
        """Bring packages, files, servers and data up to date."""
        with self.steps.step("准备 Python 环境"):
            ensure_venv(self.house, self.household)
        with self.steps.step("安装软件包") as note:
            ensure_installed(self.house, self.household, REQUIREMENTS, note)
        with self.steps.step("准备前端文件") as note:
            ensure_assets(self.house, self.household, note)
        with self.steps.step("启动数据库和消息队列"):
            self.servers = start_kept(self.house, self.household)
            self.environment.update(self._django_environment())
            shared = {name: self.environment[name] for name in SHARED_VARIABLES}
            write_addresses(self.house, self.servers.urls() | shared)
        with self.steps.step("更新数据库结构"):
            self.commands.call("migrate", "--noinput")
        with self.steps.step("载入参考数据"):
            self.commands.call("load_reference")
        if self.offer.demo:
            with self.steps.step("载入示范数据"):
                self.commands.call("load_demo")
        with self.steps.step("汇集静态文件"):
            self._collect_static()

    def _django_environment(self) -> dict[str, str]:
        settings = os.environ.get("DJANGO_SETTINGS_MODULE") or LOCAL_SETTINGS
        environment = self.house.environment(settings, **self.servers.urls())
        environment["ENVHEALTH_DEMO"] = str(int(self.offer.demo))
        environment["ENVHEALTH_LOOPBACK"] = str(int(self.offer.loopback))
        environment.setdefault("ALLOWED_HOSTS", self.offer.allowed_hosts())
        return environment

    def _collect_static(self) -> None:
        stamp = self.house.var / "static.sha256"
        wanted = static_fingerprint(self.house.root)
        if stamp.is_file() and stamp.read_text("ascii") == wanted and (self.house.var / "static").is_dir():
            return
        self.commands.call("collectstatic", "--noinput")
        stamp.write_text(wanted, "ascii")

    def start_parts(self) -> None:
        """Start web, worker and beat, and wait until the web server answers."""
        with self.steps.step("启动网站和后台任务"):
            for title, start in (("网站", self._web), ("后台任务", self._worker), ("定时任务", self._beat)):
                self.parts.append(Part(title, start, start()))
            wait_until(
                self._answers, self.parts[0].child, seconds=WEB_SECONDS, sentence="网站没有启动", every=0.2
            )
        for title, server in (("数据库", self.servers.postgres), ("消息队列", self.servers.valkey)):
            if server and server.child:
                self.parts.append(Part(title, server.start, server.child))

    def _start(self, name: str, plan: StopPlan, *words: str) -> Child:
        command: list[str | Path] = [self.house.python, "-m", *words]
        log = self.house.logs / f"{name}.log"
        return self.household.start(
            name, command, log=log, stop_plan=plan, env=self.environment, cwd=self.house.root
        )

    def _web(self) -> Child:
        host = f"[{self.offer.host}]" if ":" in self.offer.host else self.offer.host
        words = ["gunicorn", "yunhe_envhealth.wsgi", "--bind", f"{host}:{self.offer.port}"]
        words += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60"]
        words.append("--preload")  # imported once, not by each worker
        access = self.house.logs / "access.log"
        access.touch(mode=0o600)
        access.chmod(0o600)
        words += [
            "--graceful-timeout",
            "15",
            "--access-logfile",
            str(access),
            "--access-logformat",
            ACCESS_LINE,
        ]
        return self._start("web", WEB_STOP, *words)

    def _worker(self) -> Child:
        words = ["celery", "-A", "yunhe_envhealth", "worker", "--concurrency", "2", "--loglevel", "INFO"]
        words += ["--without-gossip", "--without-mingle", "--hostname", f"envhealth-{os.getpid()}@%h"]
        return self._start("worker", WORKER_STOP, *words)

    def _beat(self) -> Child:
        schedule = str(self.house.var / "beat-schedule")
        words = [
            "celery",
            "-A",
            "yunhe_envhealth",
            "beat",
            "-s",
            schedule,
            "--pidfile",
            "",
            "--loglevel",
            "INFO",
        ]
        return self._start("beat", BEAT_STOP, *words)

    def _answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.offer.host, self.offer.host)  # noqa: S104
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(host, self.offer.port, timeout=30)
            connection.request("GET", "/", headers={"Host": f"127.0.0.1:{self.offer.port}"})
            status = connection.getresponse().status
            connection.close()
            if status >= 500:
                self.steps.say(f"注意：首页返回错误 {status}，详细记录：{self.house.logs / 'web.log'}")
            return True
        return False

    def greet(self) -> None:
        """Print the address and who may log in."""
        self.steps.say(f"\n平台已启动：{self.offer.address}    （按 Ctrl-C 停止）")
        if self.offer.demo:
            self.steps.say(self.commands.call("demo_accounts").rstrip())
            if not self.offer.loopback:
                self.steps.say("监听地址不限于本机：示范账户一律拒绝登录。")
        else:
            self.steps.say("建立第一个管理员（会询问口令）：python3 envhealth.py manage create_administrator")
        self.commands.close()

    def watch(self) -> None:
        """Keep the parts alive until a signal; a part that cannot live ends the platform."""
        while True:
            time.sleep(WATCH_SECONDS)
            for part in self.parts:
                if part.child.status is not None:
                    self._revive(part)

    def _revive(self, part: Part) -> None:
        now = time.monotonic()
        part.restarts = [each for each in part.restarts if now - each < RESTART_WINDOW_SECONDS]
        log = part.child.log
        if len(part.restarts) >= RESTARTS:
            raise Refusal(
                f"{part.title}反复退出，平台停止。详细记录：{log}", detail=last_lines(log) if log else ""
            )
        status = part.child.status
        self.household.forget(part.child)
        time.sleep(min(len(part.restarts), 5))
        part.restarts.append(now)
        self.steps.say(f"{part.title}意外退出（状态 {status}），重新启动。详细记录：{log}")
        part.child = part.start()

    def stop(self) -> None:
        """End beat, worker and web together, then the servers."""
        servers = {id(each.child) for each in (self.servers.postgres, self.servers.valkey) if each}
        applications = [child for child in reversed(self.household.children) if id(child) not in servers]
        if self.parts:
            self.steps.say("\n正在停止 …")
        with SIGNALS.held():
            self.household.end(applications)
            self.household.end_all()
        self.house.addresses.unlink(missing_ok=True)
        if self.parts:
            self.steps.say("已停止，没有遗留进程。")


def static_fingerprint(root: Path) -> str:
    """Return a fingerprint of what collectstatic copies: own files by date and size, packages by lock."""
    digest = hashlib.sha256((root / "requirements.txt").read_bytes())
    packages = [each.parent for each in root.glob("*/__init__.py")]
    for path in sorted(path for package in packages for path in package.rglob("static/**/*")):
        if path.is_file():
            found = path.stat()
            digest.update(f"{path.relative_to(root)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def run(house: House, arguments: Sequence[str]) -> int:
    """Set up and run the platform until a signal; return the exit status."""
    offer = parse(arguments)
    house.prepare()
    lock = Lock(house)
    lock.take()
    require_free_port(offer)
    household = Household(held_files=(lock.descriptor,))
    platform = Platform(house, household, offer)
    try:
        platform.set_up()
        platform.start_parts()
        platform.greet()
        platform.watch()
    except Stopped as stopped:
        return 0 if platform.parts else 128 + stopped.number
    finally:
        platform.stop()
    return 0
