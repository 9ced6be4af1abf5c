"""`run` with real servers and processes: it comes up, it recovers, and it leaves nothing behind.

Set-up takes seconds, so the tests that change nothing share one running platform.
"""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from door.running import static_fingerprint
from tests.door.doorstep import Door, wait_for

pytestmark = pytest.mark.door


def page(door: Door) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{door.port}/", timeout=20) as answer:
        return answer.read().decode()


def page_or_nothing(door: Door) -> str:
    try:
        return page(door)
    except OSError:
        return ""


def secrets_of(door: Door) -> dict[str, str]:
    return {each.name: each.read_text().strip() for each in (door.var / "secrets").iterdir()}


def kill(*pids: int) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def stop(process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> int:
    process.send_signal(number)
    return process.wait(60)


@pytest.fixture(scope="module")
def shared(make_door: Callable[[], Door]) -> Iterator[Door]:
    """One platform that stays up for the whole module."""
    door = make_door()
    door.run()
    yield door
    door.end()


@contextmanager
def ended_at_last(door: Door) -> Iterator[Door]:
    try:
        yield door
    finally:
        door.end()


def test_it_prints_numbered_steps_the_address_and_the_demonstration_accounts(shared: Door) -> None:
    wait_for(lambda: "示范账户表" in shared.said(), what="the table of accounts")
    assert re.findall(r"^\[(\d)/9\] .+ … \d+\.\d 秒$", shared.said(), re.M) == list("123456789")
    assert f"http://127.0.0.1:{shared.port}/" in shared.said()
    assert page(shared) == "notes: 0"


def test_a_second_door_on_the_same_data_folder_is_refused_in_one_sentence(shared: Door) -> None:
    second = shared.call("run", "--port", str(shared.port))
    assert second.returncode == 1
    owner = shared.started[0].pid
    assert second.stderr.startswith(f"错误：数据文件夹 {shared.var} 正被另一个进程（进程号 {owner}）使用")
    assert second.stderr.count("\n") == 1


def test_a_command_beside_it_has_the_same_servers_and_variables(shared: Door) -> None:
    wanted = shared.environment_of(shared.child("gunicorn"))
    names = ("DATABASE_URL", "REDIS_URL", "ENVHEALTH_DEMO", "ENVHEALTH_LOOPBACK", "SECRET_KEY")
    code = f"import os; print([os.environ[name] for name in {names}])"
    done = shared.call("manage", "shell", "--no-imports", "-c", code)
    assert done.stdout.strip() == str([wanted[name] for name in names])


def test_secrets_are_private_and_stand_in_no_command_line(shared: Door) -> None:
    files = [*(shared.var / "secrets").iterdir(), shared.var / "servers.json"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
    assert len(secrets_of(shared)) == 6
    commands = " ".join(shared.processes().values())
    assert [name for name, value in secrets_of(shared).items() if value in commands] == []


def test_two_copies_with_their_own_data_folders_run_side_by_side(shared: Door) -> None:
    with ended_at_last(shared.neighbour()) as other:
        other.run()
        assert other.call("manage", "note", "only here").stdout == "1\n"
        assert (page(shared), page(other)) == ("notes: 0", "notes: 1")


@pytest.mark.parametrize("part", ["gunicorn", " worker ", " beat ", "valkey-server", "bin/postgres"])
def test_a_part_that_dies_is_started_again_and_said_so(shared: Door, part: str) -> None:
    before, told = shared.child(part), shared.said().count("重新启动")
    kill(before)
    wait_for(lambda: shared.said().count("重新启动") > told, what="the restart is announced")
    wait_for(lambda: shared.find_child(part) not in (None, before), what=f"{part} runs again")
    wait_for(lambda: page_or_nothing(shared) == "notes: 0", what="the page is served again")


def test_a_wider_address_refuses_demonstration_accounts_and_sigterm_leaves_no_process(door: Door) -> None:
    process = door.run("--host", "0.0.0.0")  # noqa: S104 - that is what is tested
    wait_for(lambda: "示范账户一律拒绝登录" in door.said(), what="the warning")
    environment = door.environment_of(door.child("gunicorn"))
    assert (environment["ENVHEALTH_DEMO"], environment["ENVHEALTH_LOOPBACK"]) == ("1", "0")
    assert "*" not in environment["ALLOWED_HOSTS"]
    assert (
        len(door.processes()) >= 10
    )  # door, guard, postgres, valkey, web, worker, beat and their own children
    assert stop(process, signal.SIGTERM) == 0
    assert door.processes() == {}
    assert "已停止，没有遗留进程" in door.said()


def test_without_demonstration_data_it_names_the_first_administrator_and_ctrl_c_ends_it(door: Door) -> None:
    process = door.run("--no-demo")
    wait_for(lambda: "manage create_administrator" in door.said(), what="the advice")
    assert "示范" not in door.said()
    assert stop(process, signal.SIGINT) == 0
    assert door.processes() == {}


def test_a_sigterm_during_set_up_leaves_no_process_behind(door: Door) -> None:
    process = door.begin()
    wait_for(lambda: "[5/9]" in door.said(), what="the migration step")
    assert stop(process, signal.SIGTERM) == 128 + signal.SIGTERM
    assert door.processes() == {}


def test_a_committed_row_survives_every_way_of_dying(door: Door) -> None:
    process = door.run()
    first = secrets_of(door)
    assert door.call("manage", "note", "kept").stdout == "1\n"

    kill(process.pid)  # the door alone: its guard ends the children while the next start waits
    process.wait()
    process = door.run()
    assert page(door) == "notes: 1"

    leftover = door.child("bin/postgres")  # everything but the database, which stays as an orphan
    kill(*(pid for pid, command in door.processes().items() if "postgres" not in command))
    process.wait()
    process = door.run()
    assert page(door) == "notes: 1"
    assert leftover not in door.processes()

    kill(door.child("guard.py"), process.pid, *door.processes())  # everything at once
    process.wait()
    door.run()
    assert page(door) == "notes: 1"
    assert secrets_of(door) == first


def test_killing_the_door_alone_ends_every_child(door: Door) -> None:
    process = door.run("--no-demo")
    kill(process.pid)
    process.wait()
    wait_for(lambda: door.processes() == {}, what="every child has ended", seconds=30)


def test_a_set_up_command_that_fails_ends_the_start_with_one_sentence_and_its_reason(door: Door) -> None:
    command = door.root / "yunhe_envhealth/management/commands/load_reference.py"
    command.write_text(command.read_text().replace("CREATE TABLE IF NOT EXISTS", "CREATE TABEL"))
    done = door.call("run", "--port", str(door.port))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("错误：命令 load_reference 失败，平台没有启动。详细记录：")
    assert "TABEL" in done.stderr
    assert door.processes() == {}


def test_static_files_are_collected_again_only_when_one_changed(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("django==5.2\n")
    sheet = tmp_path / "portal/static/css/sheet.css"
    sheet.parent.mkdir(parents=True)
    (tmp_path / "portal/__init__.py").touch()
    sheet.write_text("p {}")
    before = static_fingerprint(tmp_path)
    (tmp_path / "var/static").mkdir(parents=True)
    (tmp_path / "var/static/collected.css").touch()
    assert static_fingerprint(tmp_path) == before
    sheet.write_text("p { color: black }")
    assert static_fingerprint(tmp_path) != before
