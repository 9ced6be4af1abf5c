"""The front door in front of a platform in miniature."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.door.doorstep import Door, free_port

CHECKOUT = Path(__file__).resolve().parents[2]
DOOR_FILES = ("envhealth.py", "door", "package.json", "package-lock.json")


def lay_out(folder: Path) -> Door:
    """Copy the front door before the miniature, sharing only what set-up has fetched."""
    root = folder / "checkout"
    shutil.copytree(Path(__file__).with_name("miniature"), root)
    for name in DOOR_FILES:
        copy = shutil.copytree if (CHECKOUT / name).is_dir() else shutil.copy
        copy(CHECKOUT / name, root / name)
    for path in CHECKOUT.glob("requirements*.txt"):
        shutil.copy(path, root)
    (root / ".venv").symlink_to(CHECKOUT / ".venv")
    for place in ("yunhe_envhealth/static/vendor", "tests/.vendor"):
        shutil.copytree(CHECKOUT / place, root / place)
    return Door(root, folder / "var", folder / "output.txt", free_port())


@pytest.fixture(scope="session")
def make_door(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Door]:
    """Return a maker of doors, each with a checkout and a data folder of its own."""
    return lambda: lay_out(tmp_path_factory.mktemp("door"))


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """One door for one test; what it started is ended with it."""
    made = lay_out(tmp_path)
    yield made
    made.end()
