"""Runs Django commands one after another in one process: importing the platform costs more than most of them.

Started by `door.set_up` with the virtual environment's Python, so that here, and only here, Django is imported.
Reads one JSON list of words a line; answers each with one line, ANSWER and what the command printed as JSON.
A command that fails ends the process with its traceback.
"""

from __future__ import annotations

import io
import json
import os
import sys

ANSWER = "::answer "


def main() -> None:
    sys.path.insert(0, os.getcwd())
    from django import setup
    from django.core.management import call_command

    setup()
    for line in sys.stdin:
        printed = io.StringIO()
        call_command(*json.loads(line), stdout=printed)
        print(ANSWER + json.dumps(printed.getvalue()), flush=True)


if __name__ == "__main__":
    main()
