"""What the door cannot do it says in one Chinese sentence with the cure, and ends with a status that is not 0."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from door import packages
from door.house import House
from door.processes import Household
from door.servers import _refuse_database
from door.speech import Refusal, refusal_for
from tests.door.doorstep import Door

Usage = namedtuple("Usage", "total used free")


def test_a_port_in_use_is_refused_before_any_work(door: Door) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", door.port))
        taken.listen()
        done = door.call("run", "--port", str(door.port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"错误：端口 {door.port} 已被占用：")
    assert f"--port {door.port + 1}" in done.stderr
    assert done.stdout == ""


def test_an_address_that_is_not_this_machine_s_is_refused(door: Door) -> None:
    done = door.call("run", "--host", "192.0.2.1")
    assert done.returncode == 1
    assert "192.0.2.1" in done.stderr


def test_an_unknown_command_is_refused_with_the_usage(door: Door) -> None:
    done = door.call("rnu")
    assert done.returncode == 2
    assert "没有命令“rnu”" in done.stderr
    assert "python3 envhealth.py run" in done.stderr


def test_too_little_disk_is_refused_before_the_environment_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(10**10, 0, 10**9))
    with pytest.raises(Refusal, match=r"只剩 1[.]0 GB，至少需要 1[.]5 GB"):
        packages.ensure_venv(House(tmp_path, tmp_path / "var"), Household())


def test_a_python_without_venv_names_the_debian_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(Refusal, match="apt install python3-venv"):
        packages.ensure_venv(House(tmp_path, tmp_path / "var"), Household())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EDQUOT, "磁盘空间不足"),
        (errno.EROFS, "没有写入权限"),
        (errno.EACCES, "没有写入权限"),
    ],
)
def test_the_system_s_refusals_become_sentences_that_name_the_place(number: int, words: str) -> None:
    refusal = refusal_for(OSError(number, "refused", "/srv/envhealth"))
    assert refusal is not None
    assert words in str(refusal)
    assert "/srv/envhealth" in str(refusal)


def test_an_unforeseen_fault_is_not_dressed_up_as_a_refusal() -> None:
    assert refusal_for(OSError(errno.EIO, "input/output error")) is None


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("NewConnectionError: Failed to establish a new connection: [Errno 111]", "请检查网络"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "校验值不一致"),
        ("npm error code EINTEGRITY", "校验值不一致"),
        ("OSError: [Errno 28] No space left on device", "磁盘空间不足"),
    ],
)
def test_a_failed_download_says_why_by_its_log(tmp_path: Path, written: str, words: str) -> None:
    log = tmp_path / "setup.log"
    refusal = packages.refuse_download("安装 Python 软件包", log, written)
    assert words in str(refusal)
    assert str(log) in str(refusal)


def test_a_database_of_another_major_version_is_named(tmp_path: Path) -> None:
    text = "FATAL:  database files are incompatible with server"
    assert "另一个 PostgreSQL 大版本" in str(_refuse_database(text, tmp_path / "postgres.log"))


def test_a_checkout_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(Refusal, match=r"程序文件夹 .* 不可写"):
        packages.ensure_venv(House(tmp_path, tmp_path / "var"), Household())


@pytest.mark.door
def test_no_network_for_packages_is_one_sentence(door: Door) -> None:
    (door.root / ".venv").unlink()
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "PIP_FIND_LINKS": str(door.root),
    }
    done = door.call("run", "--port", str(door.port), PIP_CONFIG_FILE="/dev/null", **nowhere)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("错误：安装 Python 软件包失败：连不上软件源；请检查网络")
    assert str(door.var / "logs" / "setup.log") in last


def test_an_older_python_is_told_so_by_the_first_lines(door: Door) -> None:
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (default)';"
        "runpy.run_path('envhealth.py', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", pretend], cwd=door.root, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "错误：需要 Python 3.11 或更高版本，当前是 3.9.2。请安装新版 Python 后重试。\n"
