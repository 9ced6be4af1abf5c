"""A copy of the front door in front of a platform in miniature, with real servers and real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

OWN_VARIABLES = (
    "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "ALLOWED_HOSTS",
    "ENVHEALTH_TOKEN_PEPPER", "ENVHEALTH_FIELD_KEYS", "ENVHEALTH_DEMO", "ENVHEALTH_LOOPBACK", "ENVHEALTH_EAGER", "PYTHONPATH",
)  # fmt: skip
DEADLINE_SECONDS = 90.0


def wait_for(condition: Callable[[], bool], *, what: str, seconds: float = DEADLINE_SECONDS) -> None:
    """Poll until a condition holds; fail, naming it, at the deadline."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds} s: {what}")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Door:
    """A checkout whose front door can be used, and one data folder."""

    root: Path
    var: Path
    output: Path
    port: int
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self, **extra: str) -> dict[str, str]:
        found = {name: value for name, value in os.environ.items() if name not in OWN_VARIABLES}
        return found | {"ENVHEALTH_VAR": str(self.var)} | extra

    def call(self, *words: str, text: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the door to its end."""
        return subprocess.run(
            [sys.executable, "envhealth.py", *words],
            cwd=self.root,
            env=self.environment(**extra),
            input=text,
            capture_output=True,
            text=True,
            timeout=DEADLINE_SECONDS,
        )

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """Start `run`."""
        with self.output.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "envhealth.py", "run", "--port", str(self.port), *words],
                cwd=self.root,
                env=self.environment(),
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def run(self, *words: str) -> subprocess.Popen[bytes]:
        """Start `run` and wait until it says that the platform is up."""
        process = self.begin(*words)

        def settled() -> bool:
            return "平台已启动" in self.said() or process.poll() is not None

        wait_for(settled, what="the platform is up")
        assert process.poll() is None, self.said()
        return process

    def said(self) -> str:
        return self.output.read_text("utf-8")

    def processes(self) -> dict[int, str]:
        """Every living process that carries this data folder in its environment or works inside it."""
        found = {}
        mark = f"ENVHEALTH_VAR={self.var}".encode()
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            with suppress(OSError):
                inside = (folder / "cwd").resolve().is_relative_to(self.var)
                if inside or mark in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        return found

    def find_child(self, words: str) -> int | None:
        """Process number of the door's own child whose command line holds these words, if there is one."""
        parents = {str(process.pid) for process in self.started}
        for pid, command in self.processes().items():
            with suppress(OSError):
                if words in command and Path(f"/proc/{pid}/stat").read_text().split()[3] in parents:
                    return pid
        return None

    def child(self, words: str) -> int:
        """The same, for one that must be there."""
        pid = self.find_child(words)
        assert pid is not None, f"no child process runs {words}: {self.processes()}"
        return pid

    def environment_of(self, pid: int) -> dict[str, str]:
        entries = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
        return dict(entry.split("=", 1) for entry in entries if "=" in entry)

    def neighbour(self) -> Door:
        """The same checkout with another data folder."""
        return Door(self.root, self.var.with_name("var2"), self.output.with_name("output2.txt"), free_port())

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(60)
