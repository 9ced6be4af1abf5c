"""`check` fails when a command fails and also when it examined nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from door import checking
from door.house import House


@pytest.mark.parametrize(("status", "examined", "good"), [(0, 3, True), (1, 3, False), (0, 0, False)])
def test_a_check_that_examined_nothing_is_red(status: int, examined: int, good: bool) -> None:
    assert checking.judge(status, examined) is good


def test_every_check_runs_also_after_one_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []

    def first_fails(_house: House, each: checking.Check) -> bool:
        asked.append(each.name)
        return len(asked) > 1

    monkeypatch.setattr(checking, "set_up_tools", lambda *_args, **_options: None)
    monkeypatch.setattr(checking, "run_check", first_fails)
    assert checking.check(House(tmp_path, tmp_path / "var")) == 1
    assert asked == [each.name for each in checking.CHECKS]


def test_the_numbers_are_read_from_what_the_tools_print() -> None:
    printed = {
        "ruff format": ("1 file would be reformatted, 1,120 files already formatted", 1121),
        "mypy": ("Success: no issues found in 97 source files", 97),
        "lint-imports": ("Analyzed 131 files, 322 dependencies.", 131),
    }
    for each in checking.CHECKS:
        if each.name in printed:
            text, number = printed[each.name]
            assert each.examined(House(Path(), Path()), text) == number
