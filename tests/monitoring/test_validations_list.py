"""docs/validations.md names every rule, in order, with the module that holds it and a test that exists."""

import re
from pathlib import Path

from monitoring.intake.checks import RULES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "validations.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(\w+)` \|.*\| `(\w+\.py)` \| `(\w+)` \|$", PAGE, flags=re.MULTILINE)


def test_every_rule_is_listed_in_the_order_in_which_it_runs() -> None:
    assert [name for name, _, _ in ROWS] == [rule.__name__ for rule in RULES]


def test_every_rule_is_listed_with_the_module_that_holds_it() -> None:
    modules = {rule.__name__: f"{rule.__module__.rpartition('.')[2]}.py" for rule in RULES}

    assert {name: module for name, module, _ in ROWS} == modules


def test_every_test_that_the_page_names_exists() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", PAGE))

    assert len(named) > 15
    assert {name for name in named if f"def {name}(" not in sources} == set()
