"""Front-end libraries: fetched by npm against a lock with integrity hashes; only served files stay."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

from door.house import House
from door.packages import ensure_installed, refuse_download, set_up_lock
from door.processes import Household, run_logged
from door.speech import Note, Refusal

SERVED = Path("yunhe_envhealth/static/vendor")
FOR_TESTS = Path("tests/.vendor")
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": SERVED / "bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": SERVED / "bootstrap.bundle.min.js",
    "htmx.org/dist/htmx.min.js": SERVED / "htmx.min.js",
    "@alpinejs/csp/dist/cdn.min.js": SERVED / "alpine-csp.min.js",
    "echarts/dist/echarts.min.js": SERVED / "echarts.min.js",
    "axe-core/axe.min.js": FOR_TESTS / "axe.min.js",
}
# A manifest storage would look for the map file, which is not shipped.
SOURCE_MAP = re.compile(rb"(?://# sourceMappingURL=[^\n]*|/\*# sourceMappingURL=.*?\*/)\s*")
NODE_REQUIREMENTS = "door/node.txt"


def ensure_assets(house: House, household: Household, note: Note) -> None:
    """Fetch the libraries unless the files of this very lock are in place."""
    stamp = house.root / SERVED / ".lock.sha256"
    wanted = hashlib.sha256(
        (house.root / "package-lock.json").read_bytes() + repr(FILES).encode()
    ).hexdigest()
    if _current(house, stamp, wanted):
        return
    npm = shutil.which("npm")
    if npm is None:
        note("没有 npm，先安装自带 npm 的软件包")
        ensure_installed(house, household, [NODE_REQUIREMENTS], note)
        npm = str(house.venv / "bin" / "npm")
    with set_up_lock(house):
        if not _current(house, stamp, wanted):
            _fetch(house, household, npm)
            stamp.write_text(wanted + "\n", "ascii")


def _current(house: House, stamp: Path, wanted: str) -> bool:
    present = all((house.root / target).is_file() for target in FILES.values())
    return present and stamp.is_file() and stamp.read_text("ascii").strip() == wanted


def _fetch(house: House, household: Household, npm: str) -> None:
    folder = household.temporary_folder("envhealth-npm-")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(house.root / name, folder)
    environment = dict(os.environ)
    environment["PATH"] = f"{Path(npm).parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
    log = house.logs / "setup.log"
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    status, written = run_logged(household, "npm", command, log=log, environment=environment, cwd=folder)
    if status:
        raise refuse_download("下载前端文件", log, written)
    for source, target in FILES.items():
        _copy(folder / "node_modules" / source, house.root / target)


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise Refusal(f"前端软件包里没有 {source.name}：package-lock.json 与 door/assets.py 不一致。")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}")
    draft.write_bytes(SOURCE_MAP.sub(b"", source.read_bytes()))
    draft.replace(target)
