"""Documents name only files that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
LINKED = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
FILE = re.compile(
    r"[\w.-]+(?:/[\w.-]+)*\.(?:py|md|toml|csv|json|geojson|html|css|js|txt|in|conf|service|example|po|xlsx)"
)
FOLDER = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?")
# What set-up or a running platform makes, and what a maker's own package brings.
MADE_LATER = re.compile(
    r"^(var|\.venv|node_modules|/)|^(servers\.json|demo-accounts\.txt)$|static/vendor|tests/\.vendor"
)
APART = {".git", ".venv", "node_modules", "var", ".mypy_cache", ".ruff_cache", ".pytest_cache", "__pycache__"}


def documents() -> list[Path]:
    own = [ROOT / "README.md"] if (ROOT / "README.md").exists() else []
    return own + sorted((ROOT / "docs").rglob("*.md"))


def files_and_folders() -> set[str]:
    """Return every path of the checkout with every tail of it: a document may name `rooms/file.py` for short."""
    found: set[str] = set()
    for top in ROOT.iterdir():
        if top.name in APART:
            continue
        for path in [top, *(top.rglob("*") if top.is_dir() else [])]:
            parts = path.relative_to(ROOT).parts
            found |= {"/".join(parts[start:]) for start in range(len(parts))}
    return found


def paths_named(text: str) -> list[str]:
    """Return what a document quotes or links that looks like a file, or like a folder with a slash inside."""
    prose = FENCE.sub("", text)
    named = QUOTED.findall(prose) + [link for link in LINKED.findall(prose) if "://" not in link]
    return [
        word
        for word in named
        if (FILE.fullmatch(word) or FOLDER.fullmatch(word)) and not MADE_LATER.search(word)
    ]


def test_the_search_tells_paths_from_other_words() -> None:
    text = "`core/x.py` `a = b` `/office/` `monitoring/science` [d](../adr/0001-x.md) `Q` `GB/T 8170` `var/x.json`"

    assert paths_named(text) == ["core/x.py", "monitoring/science", "../adr/0001-x.md"]


def test_what_is_late_has_one_name() -> None:
    """逾期, as the glossary has it; its twin 超期 stands neither on pages nor in documents."""
    rooms = ("taskforce", "yunhe_envhealth", "templates", "monitoring", "indicators", "docs")
    read = [
        path for room in rooms for path in (ROOT / room).rglob("*") if path.suffix in (".py", ".html", ".md")
    ]

    assert len(read) > 300
    assert [path.relative_to(ROOT).as_posix() for path in read if "超期" in path.read_text("utf-8")] == []


def test_documents_name_only_real_paths() -> None:
    there = files_and_folders()
    read = {document: paths_named(document.read_text("utf-8")) for document in documents()}

    assert sum(map(len, read.values())) > 10, "hardly a path was found: the search looks in the wrong place"
    missing = {
        f"{document.relative_to(ROOT)}: {word}"
        for document, words in read.items()
        for word in words
        if word.rstrip("/") not in there and not (document.parent / word).exists()
    }
    assert missing == set()
