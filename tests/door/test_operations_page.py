"""docs/operations.md names every setting that is read, and every file it points to exists."""

from __future__ import annotations

import re
from pathlib import Path

from yunhe_envhealth.schedule import TIMETABLE

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/operations.md").read_text("utf-8")
READS = re.compile(r"""(?:env\.\w+|required|environ(?:\.get|\.setdefault)?)[\[(]\s*"([A-Z][A-Z0-9_]+)\"""")
NOT_SETTINGS = {"PYTEST_XDIST_WORKER", "PATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONUNBUFFERED", "PYTHONUTF8"}


def test_every_variable_that_is_read_stands_in_the_table() -> None:
    sources = [*ROOT.glob("yunhe_envhealth/settings/*.py"), *ROOT.glob("door/*.py"), ROOT / "envhealth.py"]
    read = {name for source in sources for name in READS.findall(source.read_text("utf-8"))} - NOT_SETTINGS
    assert len(read) >= 15
    assert sorted(name for name in read if f"`{name}`" not in PAGE) == []


def test_every_file_it_links_to_exists() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", PAGE) + re.findall(
        r"`((?:tests|yunhe_envhealth)/[\w/]+\.py)`", PAGE
    )
    assert len(links) >= 8
    assert [
        link for link in links if not (ROOT / "docs" / link).exists() and not (ROOT / link).exists()
    ] == []


def test_the_timetable_is_as_long_as_the_schedule() -> None:
    section = PAGE.split("## The timetable")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(TIMETABLE)
