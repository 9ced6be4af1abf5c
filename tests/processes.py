"""The platform as it runs: real web server, Celery worker and beat on the test's own database and broker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection

from tests.door.doorstep import free_port, wait_for

ROOT = Path(__file__).resolve().parents[1]
LOCAL_SETTINGS = "yunhe_envhealth.settings.local"
NOT_INHERITED = {"ENVHEALTH_DEMO", "ENVHEALTH_EAGER", "DJANGO_ALLOW_ASYNC_UNSAFE", "DJANGO_SETTINGS_MODULE"}


@dataclass
class Running:
    """One started process with its children and what it said."""

    process: subprocess.Popen[bytes]
    log: Path
    address: str = ""

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def children(self) -> list[psutil.Process]:
        """Return the living processes below this one; of a worker, its pool."""
        try:
            return list(psutil.Process(self.process.pid).children(recursive=True))
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> None:
        """End the process and all its children at once, as a power cut would (kill -9)."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> None:
        """Ask the process to end; end what is left after ten seconds."""
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        self.kill()


@dataclass
class Platform:
    """Starts the platform's processes; secrets, data folder and database are those of the test."""

    logs: Path
    started: list[Running] = field(default_factory=list)

    def worker(self, *, concurrency: int = 2, **extra: str) -> Running:
        """Start a Celery worker and wait until it takes tasks; `extra` are settings of its own."""
        name = f"test-{len(self.started)}@localhost"
        words = ["celery", "-A", "yunhe_envhealth", "worker", "--concurrency", str(concurrency)]
        words += ["--loglevel", "INFO", "--without-gossip", "--without-mingle", "--hostname", name]
        running = self._start("worker", words, **extra)
        self._await(running, f"{name} ready.")
        return running

    def beat(self, **extra: str) -> Running:
        """Start the timetable and wait until it ticks."""
        state = str(self.logs / f"beat-{len(self.started)}")
        words = ["celery", "-A", "yunhe_envhealth", "beat", "--loglevel", "INFO", "--schedule", state]
        running = self._start("beat", [*words, "--pidfile="], **extra)
        self._await(running, "beat: Starting...")
        return running

    def web(self, **extra: str) -> Running:
        """Start the web server and wait until it takes requests."""
        address = f"127.0.0.1:{free_port()}"
        words = ["gunicorn", "yunhe_envhealth.wsgi", "--bind", address, "--worker-class", "gthread"]
        words += ["--workers", "1", "--threads", "4", "--timeout", "60"]
        running = self._start("web", words, **extra)
        running.address = f"http://{address}"
        self._await(running, "Booting worker with pid")
        return running

    def end(self) -> None:
        for running in reversed(self.started):
            running.stop()

    def _start(self, name: str, words: list[str], **extra: str) -> Running:
        log = self.logs / f"{name}-{len(self.started)}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=ROOT,
                env=environment(**extra),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        running = Running(process, log)
        self.started.append(running)
        return running

    def _await(self, running: Running, sign: str) -> None:
        wait_for(
            lambda: sign in running.said() or running.process.poll() is not None,
            what=f"“{sign}” in {running.log}",
        )
        assert running.process.poll() is None, running.said()


def environment(**extra: str) -> dict[str, str]:
    """Return what `envhealth.py run` would give a process, on the test's database, broker and data folder."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return (
        inherited
        | {
            "DJANGO_SETTINGS_MODULE": LOCAL_SETTINGS,
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "SECRET_KEY": settings.SECRET_KEY,
            "ENVHEALTH_TOKEN_PEPPER": settings.TOKEN_PEPPER,
            "ENVHEALTH_FIELD_KEYS": ",".join(settings.FIELD_KEYS),
            "ENVHEALTH_VAR": str(settings.VAR_DIR),
            "ENVHEALTH_LOOPBACK": "true",
            "PYTHONUNBUFFERED": "1",
        }
        | extra
    )


def collect_static() -> None:
    """Collect the static files into the test's data folder."""
    words = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    subprocess.run(words, cwd=ROOT, env=environment(), check=True, timeout=120)


def database_url() -> str:
    """Return the address of the test's own database."""
    given = connection.settings_dict
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**given)
