"""`manage`: the platform's environment for any Django command, and nothing of the door on standard output."""

from __future__ import annotations

import pytest

from tests.door.doorstep import Door

pytestmark = pytest.mark.door


def test_a_command_without_database_is_pure_and_starts_no_server(door: Door) -> None:
    lines = '{"a": 1}\n{"b": "云和"}\n'
    done = door.call("manage", "calculate_index", text=lines)
    assert (done.returncode, done.stdout, done.stderr) == (0, lines, "")
    assert not (door.var / "postgres").exists()


def test_a_command_with_database_starts_and_stops_the_servers_itself(door: Door) -> None:
    assert door.call("manage", "load_reference").returncode == 0
    done = door.call("manage", "note", "kept")
    assert (done.returncode, done.stdout) == (0, "1\n")
    assert door.processes() == {}
    assert not (door.var / "servers.json").exists()


def test_the_command_s_own_exit_status_is_passed_on(door: Door) -> None:
    done = door.call("manage", "note", "no table yet")
    assert done.returncode == 1
    assert "notes" in done.stderr


def test_an_address_given_by_the_caller_is_used_and_no_server_is_started(door: Door) -> None:
    done = door.call(
        "manage", "note", DATABASE_URL="postgres://nobody@127.0.0.1:1/none", REDIS_URL="redis://127.0.0.1:1/0"
    )
    assert done.returncode == 1
    assert "Connection refused" in done.stderr
    assert not (door.var / "postgres").exists()
