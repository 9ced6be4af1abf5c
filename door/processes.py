"""Child processes that never outlive the door."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from door.speech import Refusal

GUARD = Path(__file__).with_name("guard.py")
LOG_BYTES = 10 * 1024 * 1024
StopPlan = tuple[
    tuple[int, float], ...
]  # (signal, seconds to wait), gentlest first; SIGKILL comes after the last
GENTLE: StopPlan = ((signal.SIGTERM, 10.0),)


class Stopped(BaseException):
    """A signal asked the door to stop. Not an Exception: no handler of errors may swallow it."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


class Signals:
    """Turns the first SIGINT, SIGTERM or SIGHUP into `Stopped`; stopping itself is not interrupted.

    While held (a child is being started and written down) the signal waits.
    """

    NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self._depth = 0
        self._waiting: int | None = None

    def listen(self) -> None:
        """From now on raise `Stopped` in the main thread."""
        for each in self.NUMBERS:
            signal.signal(each, self._receive)

    def ignore(self, *numbers: int) -> None:
        """From now on ignore these, or all."""
        for each in numbers or self.NUMBERS:
            signal.signal(each, signal.SIG_IGN)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let a signal wait until the end of the block."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
        if self._depth == 0 and self._waiting is not None:
            number, self._waiting = self._waiting, None
            self.ignore()
            raise Stopped(number)

    def _receive(self, number: int, _frame: object) -> None:
        if self._depth:
            self._waiting = number
            return
        self.ignore()
        raise Stopped(number)


SIGNALS = Signals()


@dataclass
class Child:
    """A running process, how it is asked to end, and where it writes."""

    name: str
    process: subprocess.Popen[bytes]
    stop_plan: StopPlan = GENTLE
    group: bool = True
    log: Path | None = None

    @property
    def status(self) -> int | None:
        """Exit status, or None while it runs."""
        return self.process.poll()


@dataclass
class Household:
    """Every child of this door; `end_all` ends them newest first, the guard if the door is killed."""

    held_files: tuple[int, ...] = ()  # descriptors that stay open until the guard has ended
    children: list[Child] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    _guard: subprocess.Popen[bytes] | None = None

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path | None = None,
        stop_plan: StopPlan = GENTLE,
        foreground: bool = False,
        **options: Any,
    ) -> Child:
        """Start a child in its own process group (one in the foreground shares the terminal)."""
        words = [str(word) for word in command]
        options["start_new_session"] = not foreground
        with ExitStack() as stack:
            stack.enter_context(SIGNALS.held())
            self._ensure_guard()
            if log is not None:
                options.setdefault("stdin", subprocess.DEVNULL)
                options.update(stdout=stack.enter_context(open_log(log)), stderr=subprocess.STDOUT)
            child = Child(name, subprocess.Popen(words, **options), stop_plan, not foreground, log)
            self.children.append(child)
            self._tell(f"child {child.process.pid} {stop_plan[0][0]} {int(child.group)}")
        return child

    def temporary_folder(self, prefix: str) -> Path:
        """Return a new folder that is removed at the end, also when the door is killed."""
        with SIGNALS.held():
            self._ensure_guard()
            folder = Path(tempfile.mkdtemp(prefix=prefix))
            self.folders.append(folder)
            self._tell(f"folder {folder}")
        return folder

    def end(self, children: Sequence[Child]) -> None:
        """Ask all of these to end at once, wait for each by its plan, kill what stays."""
        for child in children:
            _signal(child, child.stop_plan[0][0])
        for child in children:
            for turn, (number, seconds) in enumerate(child.stop_plan):
                if turn:
                    _signal(child, number)
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(seconds)
                    break
            self.forget(child)

    def forget(self, child: Child) -> None:
        """Take a child that has ended (or must end now) off the list, with whatever is left of its group."""
        with suppress(ProcessLookupError, PermissionError):
            if child.group:
                os.killpg(child.process.pid, signal.SIGKILL)
        if child.process.poll() is None:
            child.process.kill()
        child.process.wait()
        self.children.remove(child)
        self._tell(f"gone {child.process.pid}")

    def end_all(self) -> None:
        """End every child, newest first, remove the temporary folders and let the guard go."""
        with SIGNALS.held():
            while self.children:
                self.end([self.children[-1]])
            while self.folders:
                shutil.rmtree(self.folders.pop(), ignore_errors=True)
            if self._guard is not None and self._guard.stdin is not None:
                self._guard.stdin.close()
                self._guard.wait()
                self._guard = None

    def _ensure_guard(self) -> None:
        if self._guard is None:
            self._guard = subprocess.Popen(
                [sys.executable, "-I", "-S", str(GUARD)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                pass_fds=self.held_files,
                start_new_session=True,
                cwd="/",
            )

    def _tell(self, line: str) -> None:
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.write(line.encode() + b"\n")
            self._guard.stdin.flush()


def _signal(child: Child, number: int) -> None:
    if child.process.poll() is None:
        with suppress(ProcessLookupError):
            child.process.send_signal(number)


def open_log(path: Path) -> Any:
    """Open a log for appending (mode 0600); one larger than LOG_BYTES is first set aside as `.1`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(path.suffix + ".1"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def last_lines(path: Path, count: int = 8) -> str:
    """Return the last lines of a log, for the detail under a refusal."""
    with suppress(OSError):
        return "\n".join(path.read_text("utf-8", "replace").splitlines()[-count:])
    return ""


def run_logged(
    household: Household,
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str],
    cwd: Path,
    tick: Callable[[str], None] = lambda _text: None,
) -> tuple[int, str]:
    """Run a command to its end; return its exit status and what it wrote to the log.

    `tick` is called a few times a second with the output so far, for progress.
    """
    with open_log(log) as stream:
        start = stream.tell()
    child = household.start(name, command, log=log, env=dict(environment), cwd=cwd)

    def written() -> str:
        with log.open("rb") as stream:
            stream.seek(start)
            return stream.read().decode("utf-8", "replace")

    while child.status is None:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(0.25)
        tick(written())
    status = child.process.returncode
    household.forget(child)
    return status, written()


def run_foreground(household: Household, name: str, command: Sequence[str | Path], **options: Any) -> int:
    """Run a command on this terminal with its streams untouched; return its exit status as a shell would."""
    child = household.start(name, command, foreground=True, stop_plan=((signal.SIGINT, 20.0),), **options)
    SIGNALS.ignore(signal.SIGINT)  # the terminal sends Ctrl-C to the command too, and the command decides
    status = child.process.wait()
    household.forget(child)
    return status if status >= 0 else 128 - status


def wait_until(
    ready: Callable[[], bool], child: Child, *, seconds: float, sentence: str, every: float = 0.05
) -> None:
    """Wait until `ready()`; refuse, with the end of the log, when the child ends or time is up."""
    deadline = time.monotonic() + seconds
    while not ready():
        if child.status is not None or time.monotonic() > deadline:
            detail = last_lines(child.log) if child.log else ""
            place = f"详细记录：{child.log}" if child.log else ""
            raise Refusal(f"{sentence}。{place}", detail=detail)
        time.sleep(every)
