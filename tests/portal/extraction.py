"""The texts that public pages hand to gettext, found in templates and modules without running them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from monitoring.science.aqhi import LISHUI_CANDIDATE

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ["templates/public.html", "templates/components/*.html", "templates/portal/*.html"]
MODULES = ["yunhe_envhealth/portal/**/*.py", "yunhe_envhealth/core/templatetags/envhealth.py"]
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
TRANSLATE = re.compile(r"{%\s*trans(?:late)?\s+\"([^\"]+)\"")
FILTERED = re.compile(r"_\(\"([^\"]+)\"\)")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b(.*?)%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.S)
VARIABLE = re.compile(r"{{\s*(\w+)[^}]*}}")

Message = tuple[str, str]  # context, msgid


def messages() -> set[Message]:
    """Return every (context, msgid) that public templates and the portal's modules translate."""
    found: set[Message] = set()
    for pattern in TEMPLATES:
        for path in ROOT.glob(pattern):
            found.update(("", text) for text in template_texts(path.read_text(encoding="utf-8")))
    found.update(
        ("", note) for note in LISHUI_CANDIDATE.notes_zh
    )  # the method page translates them as they are
    for pattern in MODULES:
        for path in ROOT.glob(pattern):
            found.update(module_texts(path.read_text(encoding="utf-8")))
    return found


def template_texts(source: str) -> Iterator[str]:
    yield from TRANSLATE.findall(source)
    yield from FILTERED.findall(source)
    for _options, body in BLOCK.findall(source):
        singular = re.split(r"{%\s*plural\s*%}", body)[0]
        yield VARIABLE.sub(r"%(\1)s", singular.replace("%", "%%"))


def module_texts(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in CALLS:
            continue
        texts = [
            arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        if not texts:
            continue
        if str(getattr(node.func, "id", "")).startswith("pgettext"):
            yield texts[0], texts[1]
        else:
            yield "", texts[0]
