"""Names, sizes, migrations and the environment: the conventions of the house that a program can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("yunhe_envhealth", "indicators", "monitoring", "risk_sources", "taskforce", "villages")
EVERYWHERE = (*PACKAGES, "door", "benchmarks", "tests")
NAMES_THAT_SAY_NOTHING = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)($|_)")
MOST_LINES = 400
# The settings module must be named before there are settings; nothing else may touch the environment.
STARTERS = {"manage.py", "yunhe_envhealth/celery.py", "yunhe_envhealth/wsgi.py", "yunhe_envhealth/asgi.py"}


def sources(*folders: str) -> list[Path]:
    """Return the Python files under these folders; migrations are written by Django."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found
    return [path for path in found if "migrations" not in path.parts]


def test_a_module_is_named_for_what_it_knows() -> None:
    names = {part for path in sources(*EVERYWHERE) for part in path.relative_to(ROOT).with_suffix("").parts}

    assert [name for name in sorted(names) if NAMES_THAT_SAY_NOTHING.search(name)] == []


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8").count("\n")
        for path in sources(*EVERYWHERE)
    }

    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_every_module_says_what_it_is_for() -> None:
    """Empty packages, lists of addresses and Django's app configurations say it by their name."""
    silent = []
    for path in sources(*PACKAGES):
        tree = ast.parse(path.read_text("utf-8"))
        if tree.body and path.name not in ("urls.py", "apps.py") and ast.get_docstring(tree) is None:
            silent.append(path.relative_to(ROOT).as_posix())

    assert silent == []


def test_only_settings_read_the_environment() -> None:
    reading = set()
    for path in [*sources(*PACKAGES), ROOT / "manage.py"]:
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("yunhe_envhealth/settings/"):
            continue
        uses = [use for use in environment_uses(ast.parse(path.read_text("utf-8"))) if use]
        if name in STARTERS:
            uses = [use for use in uses if use != "os.environ.setdefault('DJANGO_SETTINGS_MODULE'"]
        reading |= {(name, use) for use in uses}

    assert reading == set()


def environment_uses(tree: ast.Module) -> list[str]:
    """Return each use of the environment, a call with its first argument."""
    calls = {
        id(node.func.value): f"{ast.unparse(node.func)}({ast.unparse(node.args[0])}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
    }
    return [
        calls.get(id(node), ast.unparse(node))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in ("os.environ", "os.getenv", "os.environb", "environ.Env")
    ]


def test_the_search_for_environment_reads_finds_them() -> None:
    tree = ast.parse("import os\nos.environ['A']\nos.getenv('B')\nos.environ.setdefault('C', 'd')\n")

    assert environment_uses(tree) == ["os.environ", "os.getenv", "os.environ.setdefault('C'"]


def test_no_migration_is_missing() -> None:
    """In a process of its own: models that other test modules define must not count."""
    command = [sys.executable, str(ROOT / "manage.py"), "makemigrations", "--check", "--dry-run"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
