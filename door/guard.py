"""The guard: a process that ends the door's children when the door itself dies without a word.

The door keeps the write end of this process's standard input open and tells it, one line each,
`child PID SIGNAL GROUP` (GROUP is 1 when the child leads a process group of its own), `gone PID`
and `folder PATH`. When the door is killed the pipe closes: the guard then asks each child to end, newest
first, kills what stays, and removes the folders. It also holds the data folder's lock, so that the next
start waits until all is ended.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from contextlib import suppress

PATIENCE_SECONDS = 5.0


def ended(pid: int) -> bool:
    """Return whether a process has ended; one that its new parent has not yet collected has."""
    try:
        with open(f"/proc/{pid}/stat") as stream:
            return stream.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        pass
    try:
        os.kill(pid, 0)  # where there is no /proc
    except ProcessLookupError:
        return True
    return False


def end(pid: int, number: int, *, group: bool) -> None:
    """Ask a child to end by its own signal; after PATIENCE_SECONDS kill it, and what is left of its group."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not ended(pid):
        time.sleep(0.05)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL) if group else os.kill(pid, signal.SIGKILL)


def main() -> None:
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    children: dict[int, tuple[int, bool]] = {}
    folders: list[str] = []
    for line in sys.stdin:
        verb, _, rest = line.rstrip("\n").partition(" ")
        if verb == "child":
            pid, stop, group = rest.split()
            children[int(pid)] = (int(stop), group == "1")
        elif verb == "gone":
            children.pop(int(rest), None)
        elif verb == "folder":
            folders.append(rest)
    for newest, (stop_signal, leads_group) in reversed(children.items()):
        end(newest, stop_signal, group=leads_group)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
