"""The Django commands of the set-up, run one after another in one process."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from door.command_loop import ANSWER
from door.house import House
from door.packages import SPACE_SIGNS
from door.processes import Child, Household, last_lines, open_log
from door.speech import Refusal

LOOP = Path(__file__).with_name("command_loop.py")


class Commands:
    """Calls Django commands; the first call starts the process that runs them all."""

    def __init__(self, house: House, household: Household, environment: Mapping[str, str]) -> None:
        self.house = house
        self.household = household
        self.environment = environment
        self.log = house.logs / "setup.log"
        self._child: Child | None = None
        self._read = 0

    def call(self, *words: str) -> str:
        """Run a command; return what it printed, refuse when it fails."""
        child = self._child or self._start()
        stdin = child.process.stdin
        with suppress(BrokenPipeError):
            if stdin is not None:
                stdin.write(json.dumps(words).encode() + b"\n")
                stdin.flush()
        while child.status is None:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(0.05)
            answer = self._next_answer()
            if answer is not None:
                return answer
        raise self._refusal(words[0])

    def close(self) -> None:
        """Let the process end."""
        if self._child is not None and self._child.process.stdin is not None:
            self._child.process.stdin.close()
            self.household.end([self._child])
            self._child = None

    def _start(self) -> Child:
        with open_log(self.log) as stream:
            self._read = stream.tell()
        self._child = self.household.start(
            "commands",
            [self.house.python, LOOP],
            log=self.log,
            stdin=subprocess.PIPE,
            env=dict(self.environment),
            cwd=self.house.root,
        )
        return self._child

    def _next_answer(self) -> str | None:
        with self.log.open("rb") as stream:
            stream.seek(self._read)
            written = stream.read()
        for line in written.splitlines(keepends=True):
            if not line.endswith(b"\n"):
                return None
            self._read += len(line)
            if line.startswith(ANSWER.encode()):
                return str(json.loads(line[len(ANSWER) :]))
        return None

    def _refusal(self, name: str) -> Refusal:
        detail = last_lines(self.log)
        cause = "磁盘空间不足，" if any(sign in detail for sign in SPACE_SIGNS) else ""
        return Refusal(f"{cause}命令 {name} 失败，平台没有启动。详细记录：{self.log}", detail=detail)
