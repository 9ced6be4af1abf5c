"""Uploaded templates are opened only in a process of their own: without our secrets, with bounds of time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from taskforce.intake.word_process import REFUSED
from yunhe_envhealth.core.errors import EnvHealthError

ROOT = Path(__file__).parents[3]
SECONDS = 30


class TemplateNotTaken(EnvHealthError):
    """The template cannot be used; the message says why, the advice how to mend it."""

    status = 422
    title = "模板没有收下"
    advice = "请从随平台提供的模板改起。"


def try_template(template: bytes) -> None:
    """Look at a template and fill it with a sample. Raises TemplateNotTaken."""
    _run("look", template, {})


def fill_apart(template: bytes, data: dict[str, Any]) -> bytes:
    """Return an uploaded template filled with a document's data. Raises TemplateNotTaken."""
    return _run("fill", template, data)


def _run(verb: str, template: bytes, data: dict[str, Any]) -> bytes:
    """Run taskforce.intake.word_process and return what it made."""
    try:
        run = subprocess.run(  # noqa: S603 - our own interpreter and module; what is foreign goes in as bytes
            [sys.executable, "-m", "taskforce.intake.word_process", verb],
            input=json.dumps(data).encode() + b"\n" + template,
            capture_output=True,
            cwd=ROOT,
            env={"LC_ALL": "C.UTF-8"},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TemplateNotTaken("按这个模板生成文件用时太长，已停下。") from error
    if run.returncode == 0:
        return run.stdout
    if run.returncode == REFUSED:
        refusal = json.loads(run.stderr)
        raise TemplateNotTaken(refusal["message"], advice=refusal["advice"])
    if run.returncode < 0:
        raise TemplateNotTaken("按这个模板生成文件用时太长或占用太多，已停下。")
    raise TemplateNotTaken("按这个模板生成不了文件，模板里可能有残缺的内容。")
