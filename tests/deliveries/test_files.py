"""Delivered files are kept once, whole, and never under a name that the sender chose."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from yunhe_envhealth.deliveries import files


def test_a_content_is_kept_once_under_its_fingerprint(media: Path) -> None:
    sha256 = files.fingerprint(b"one")
    assert files.keep(b"one", sha256) == files.keep(b"one", sha256) == f"deliveries/{sha256[:2]}/{sha256}"
    assert [path.name for path in media.rglob("*") if path.is_file()] == [sha256]
    assert files.read(files.keep(b"one", sha256), sha256) == b"one"


def test_a_full_disk_leaves_no_half_file_and_says_so(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(files.FileNotKept, match="No space left"):
        files.keep(b"one", files.fingerprint(b"one"))
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_a_file_that_was_tampered_with_is_not_read(media: Path) -> None:
    sha256 = files.fingerprint(b"one")
    stored_as = files.keep(b"one", sha256)
    (media / stored_as).write_bytes(b"two")
    with pytest.raises(files.FileNotKept, match="指纹不一致"):
        files.read(stored_as, sha256)


def test_a_half_kept_file_is_replaced_by_the_whole_one(media: Path) -> None:
    sha256 = files.fingerprint(b"whole")
    (media / files.keep(b"whole", sha256)).write_bytes(b"wh")
    assert files.read(files.keep(b"whole", sha256), sha256) == b"whole"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\数据\\小时值.csv", "小时值.csv"),
        ("a\r\nb\u202e.csv", "ab.csv"),
        ("", "未命名"),
        ("长" * 300 + ".csv", "长" * 196 + ".csv"),
    ],
)
def test_a_name_is_only_a_name(given: str, shown: str) -> None:
    assert files.plain_name(given) == shown


def test_the_ending_follows_the_content() -> None:
    assert files.ending(b"PK\x03\x04rest") == ".xlsx"
    assert files.ending(b"a,b\n") == ".csv"
