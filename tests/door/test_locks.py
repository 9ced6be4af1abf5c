"""Lock files carry hashes for every package and no address."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from door.assets import FILES, SOURCE_MAP
from door.locking import COMPILED

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", COMPILED)
def test_every_pinned_package_has_a_hash_and_no_address_is_named(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text("utf-8")
    pins = re.split(r"^(?=[\w.\[\]-]+==)", text, flags=re.M)[1:]
    assert pins
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in text
    assert "--index" not in text


def test_every_front_end_package_has_an_integrity_hash_and_names_no_host() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    entries = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(entries) >= 5
    assert [
        name for name, entry in entries.items() if not entry.get("integrity", "").startswith("sha512-")
    ] == []
    assert [name for name, entry in entries.items() if "resolved" in entry] == []


def test_the_front_end_files_are_named_by_the_locked_packages() -> None:
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    named = wanted["dependencies"] | wanted["devDependencies"]
    assert [source for source in FILES if not any(source.startswith(f"{name}/") for name in named)] == []
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in named.values())


@pytest.mark.parametrize(
    "text",
    [b"let a=1;\n//# sourceMappingURL=a.js.map\n", b"p{color:red}\n/*# sourceMappingURL=a.css.map */\n"],
)
def test_the_name_of_a_source_map_is_taken_out(text: bytes) -> None:
    assert b"sourceMappingURL" not in SOURCE_MAP.sub(b"", text)
    assert SOURCE_MAP.sub(b"", text).startswith(text.split(b"\n")[0])
