"""What the door says: numbered progress while it works, and one clear sentence when it cannot."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

Note = Callable[[str], None]
NOTE_EVERY_SECONDS = 10.0  # between two progress lines where the output is not a terminal


class Refusal(Exception):
    """The door cannot go on. Its text is one Chinese sentence that says what is wrong and what to do."""

    def __init__(self, sentence: str, *, detail: str = "", status: int = 1) -> None:
        super().__init__(sentence)
        self.detail = detail
        self.status = status


def refusal_for(error: OSError) -> Refusal | None:
    """Return the sentence for the operating system's refusals that a user can cure, else None."""
    place = f"（{error.filename}）" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Refusal(
            f"磁盘空间不足{place}：请清理磁盘，或用 ENVHEALTH_VAR 指定另一块磁盘上的数据文件夹，然后重试。"
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return Refusal(f"没有写入权限{place}：请换用有权限的用户，或用 ENVHEALTH_VAR 指定可写的数据文件夹。")
    return None


class Steps:
    """Numbered progress lines such as `[3/8] 启动数据库 … 0.9 秒`."""

    def __init__(self, total: int, stream: TextIO = sys.stderr) -> None:
        self.total = total
        self.number = 0
        self.stream = stream
        self._noted = 0.0

    @contextmanager
    def step(self, title: str) -> Iterator[Note]:
        """Announce a step, give its body a `note(text)` for progress, and print how long it took."""
        self.number += 1
        head = f"[{self.number}/{self.total}] {title} … "
        started = self._noted = time.monotonic()
        self._write(head)
        terminal = self.stream.isatty()

        def note(text: str) -> None:
            elapsed = time.monotonic() - started
            if terminal:
                self._write(f"\r\033[K{head}{text}（{elapsed:.0f} 秒）")
            elif time.monotonic() - self._noted >= NOTE_EVERY_SECONDS:
                self._noted = time.monotonic()
                self._write(f"{text}（{elapsed:.0f} 秒）… ")

        try:
            yield note
        except BaseException:
            self._write("未完成\n")
            raise
        restart = f"\r\033[K{head}" if terminal else ""
        self._write(f"{restart}{time.monotonic() - started:.1f} 秒\n")

    def say(self, text: str) -> None:
        """Print one line of its own."""
        self._write(text + "\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
