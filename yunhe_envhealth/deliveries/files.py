"""Delivered files: each content kept once, under its sha256, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from pathlib import Path

from django.conf import settings

from yunhe_envhealth.core.errors import EnvHealthError

FOLDER = "deliveries"
NAME_LENGTH = 200


class FileNotKept(EnvHealthError):
    """The server could not keep or find the file; nothing was written."""

    status = 503
    title = "文件没有存下"
    advice = "没有写入任何数据。请稍后再试；再次出现时请通知系统管理员检查磁盘。"


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def plain_name(filename: str) -> str:
    """Return the last part of a file's name without control and format characters, at most 200 characters."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}).strip()
    return shown[-NAME_LENGTH:] or "未命名"


def keep(data: bytes, sha256: str, *, folder: str = FOLDER) -> str:
    """Keep the content once and return its path under MEDIA_ROOT. Raises FileNotKept; a half file never appears."""
    stored_as = f"{folder}/{sha256[:2]}/{sha256}"
    target = Path(settings.MEDIA_ROOT) / stored_as
    try:
        if not target.is_file() or target.stat().st_size != len(data):
            replace_file(target, data)
    except OSError as error:
        raise FileNotKept(f"服务器没有存下文件（{error.strerror}）。") from error
    return stored_as


def read(stored_as: str, sha256: str) -> bytes:
    """Return the kept content. Raises FileNotKept when it is gone or no longer what was delivered."""
    try:
        data = (Path(settings.MEDIA_ROOT) / stored_as).read_bytes()
    except OSError as error:
        raise FileNotKept("服务器上找不到这份文件。", advice="请重新上传，并通知系统管理员。") from error
    if fingerprint(data) != sha256:
        raise FileNotKept("服务器上的文件与登记的指纹不一致。", advice="请重新上传，并通知系统管理员。")
    return data


def marked_path(delivery_id: int) -> Path:
    """Return where the marked spreadsheet of a delivery stands."""
    return Path(settings.MEDIA_ROOT) / FOLDER / "marked" / f"{delivery_id}.xlsx"


def replace_file(target: Path, data: bytes) -> None:
    """Put `data` at `target` in one step that a power cut leaves done or undone."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, settings.FILE_UPLOAD_PERMISSIONS)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def ending(data: bytes) -> str:
    """Return the ending that the content calls for, whatever its sender named it."""
    for magic, name in (
        (b"PK\x03\x04", ".xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        (b"{", ".json"),
    ):
        if data.startswith(magic):
            return name
    return ".csv"
