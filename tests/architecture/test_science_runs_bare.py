"""Science and intake are plain Python: they import and work where Django was never set up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
APPS = ("indicators", "monitoring", "risk_sources", "taskforce", "villages")
PLATFORM = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "SECRET_KEY")
IMPORT_ALL = """
import json, sys
from importlib import import_module

for name in json.loads(sys.argv[1]):
    import_module(name)
"""
TELL = """
frameworks = ("django", "rest_framework", "celery")
loaded = sorted(name for name in sys.modules if name.partition(".")[0] in frameworks)
print(json.dumps({"loaded": loaded, "answer": answer}))
"""
COMPUTE = """
from monitoring.science.calculator import calculate

answer = calculate("cn_hj633_2012_hourly", {"pm2_5": 35, "o3_1h": 48})["aqi"]
"""
READ = """
from datetime import UTC, datetime
from pathlib import Path

from monitoring.intake.checks import RULES
from monitoring.intake.reader import read

data = Path("tests/samples/readings/lishui_air_hourly.csv").read_bytes()
answer = read(data, filename="air.csv", layout=None, now=datetime(2026, 7, 7, tzinfo=UTC)).rows_total
"""


def bare_modules() -> list[str]:
    """Name every module of every science and intake room."""
    rooms = [ROOT / app / room for app in APPS for room in ("science", "intake")]
    files = [path for room in rooms for path in sorted(room.rglob("*.py"))]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    return [name.removesuffix(".__init__") for name in names]


def run_bare(work: str) -> dict[str, Any]:
    """Import every bare module in a fresh Python without settings, then do `work`, which sets `answer`."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL + work + TELL, json.dumps(bare_modules())],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in PLATFORM},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_there_are_science_and_intake_modules_to_look_at() -> None:
    assert {"monitoring.science.aqi.index", "monitoring.science.aqhi", "monitoring.intake.reader"} <= set(
        bare_modules()
    )


def test_an_index_is_computed_without_django() -> None:
    assert run_bare(COMPUTE) == {"loaded": [], "answer": 50}


def test_a_file_is_read_without_django() -> None:
    assert run_bare(READ) == {"loaded": [], "answer": 471}
