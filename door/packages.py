"""The virtual environment and its hashed requirements."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from door.house import House
from door.processes import Household, last_lines, run_logged
from door.speech import Note, Refusal

FIRST_SPACE_BYTES = 1_500_000_000  # venv with the development packages and one database cluster
DATA_SPACE_BYTES = 200_000_000  # a fresh cluster and its first journal segments
NETWORK_SIGNS = (
    "Failed to establish a new connection", "Temporary failure in name resolution", "Max retries exceeded",
    "Name or service not known", "Connection refused", "ConnectTimeout", "Read timed out", "ENOTFOUND",
    "No matching distribution found", "Could not find a version", "Network is unreachable", "ECONNREFUSED",
    "ETIMEDOUT", "EAI_AGAIN", "network request failed",
)  # fmt: skip
HASH_SIGNS = ("DO NOT MATCH THE HASHES", "EINTEGRITY")
SPACE_SIGNS = ("No space left on device", "ENOSPC")


def require_space(folder: Path, needed: int) -> None:
    """Refuse when the disk of a folder (or of its nearest parent) has less than `needed` bytes free."""
    place = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise Refusal(
            f"磁盘空间不足：{place} 所在磁盘只剩 {free / 1e9:.1f} GB，"
            f"至少需要 {needed / 1e9:.1f} GB，请清理后重试。"
        )


def refuse_download(what: str, log: Path, written: str) -> Refusal:
    """Return the sentence for a failed download, by what its log says."""
    place = f"详细记录：{log}"
    if any(sign in written for sign in SPACE_SIGNS):
        sentence = f"{what}时磁盘空间不足：请清理磁盘后重试。{place}"
    elif any(sign in written for sign in HASH_SIGNS):
        sentence = f"{what}失败：下载的文件与锁定的校验值不一致，已拒绝安装；请检查软件源。{place}"
    elif any(sign in written for sign in NETWORK_SIGNS):
        sentence = f"{what}失败：连不上软件源；请检查网络，或设置可用的 pip / npm 源后重试。{place}"
    else:
        sentence = f"{what}失败。{place}"
    return Refusal(sentence, detail=last_lines(log))


@contextmanager
def set_up_lock(house: House) -> Iterator[None]:
    """Let one door at a time change the virtual environment and the fetched files."""
    if not os.access(house.root, os.W_OK):
        raise Refusal(
            f"程序文件夹 {house.root} 不可写：请换用有权限的用户，或把程序复制到可写的文件夹再运行。"
        )
    descriptor = os.open(house.root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def ensure_venv(house: House, household: Household) -> None:
    """Make the virtual environment unless a working one of this Python version exists."""
    if _venv_works(house):
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise Refusal(
            "缺少 Python 的 venv 模块：请安装 Debian 软件包 python3-venv（apt install python3-venv）后重试。"
        )
    require_space(house.root, FIRST_SPACE_BYTES)
    with set_up_lock(house):
        if _venv_works(house):
            return
        log = house.logs / "setup.log"
        command: list[str | Path] = [sys.executable, "-m", "venv", "--clear", house.venv]
        status, written = run_logged(
            household, "venv", command, log=log, environment=dict(os.environ), cwd=house.root
        )
        if status:
            raise refuse_download("建立 Python 虚拟环境", log, written)


def _venv_works(house: House) -> bool:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    with suppress(OSError):
        wanted = re.search(r"^version\s*=\s*(\d+\.\d+)", (house.venv / "pyvenv.cfg").read_text(), re.M)
        pip = house.venv / "lib" / f"python{version}" / "site-packages" / "pip"
        return bool(wanted and wanted[1] == version and house.python.exists() and pip.exists())
    return False


def ensure_installed(house: House, household: Household, files: Sequence[str], note: Note) -> None:
    """Install hashed requirements files whose sha256 differs from the stamp in the virtual environment."""
    stamp = house.venv / ".installed.json"
    if not _outdated(house, stamp, files):
        return
    with set_up_lock(house):
        outdated = _outdated(house, stamp, files)
        if not outdated:
            return
        require_space(house.root, DATA_SPACE_BYTES)
        texts = [(house.root / name).read_text("utf-8") for name in outdated]
        total = sum(len(re.findall(r"^[\w.\[\]-]+==", text, re.M)) for text in texts)
        command: list[str | Path] = [house.python, "-m", "pip", "install", "--require-hashes", "--no-input"]
        command += ["--disable-pip-version-check", "--progress-bar", "off"]
        for name in outdated:
            command += ["-r", name]
        log = house.logs / "setup.log"

        def tick(written: str) -> None:
            done = len(re.findall(r"^(?:Collecting|Requirement already satisfied)", written, re.M))
            word = "正在安装" if "Installing collected packages" in written else "正在下载"
            note(f"{word} {min(done, total)}/{total} 个软件包")

        status, written = run_logged(
            household, "pip", command, log=log, environment=dict(os.environ), cwd=house.root, tick=tick
        )
        if status:
            raise refuse_download("安装 Python 软件包", log, written)
        _remember(house, stamp, outdated)


def _digest(house: House, name: str) -> str:
    return hashlib.sha256((house.root / name).read_bytes()).hexdigest()


def _installed(stamp: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        return dict(json.loads(stamp.read_text("utf-8")))
    return {}


def _outdated(house: House, stamp: Path, files: Sequence[str]) -> list[str]:
    installed = _installed(stamp)
    return [name for name in files if installed.get(name) != _digest(house, name)]


def _remember(house: House, stamp: Path, files: Sequence[str]) -> None:
    installed = _installed(stamp) | {name: _digest(house, name) for name in files}
    draft = stamp.with_suffix(".draft")
    draft.write_text(json.dumps(installed, indent=1, sort_keys=True), "utf-8")
    draft.replace(stamp)


def site_packages(house: House) -> Path:
    """Return the virtual environment's folder of installed packages."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return house.venv / "lib" / version / "site-packages"


def pip_setting(house: House, name: str) -> str:
    """Return one of pip's settings (its own files and PIP_… variables), or an empty text."""
    for scope in (":env:", "global"):
        found = subprocess.run(
            [house.python, "-m", "pip", "config", "get", f"{scope}.{name}"], capture_output=True, text=True
        )
        if found.returncode == 0:
            return found.stdout.strip()
    return ""
