"""What an uploaded file is, told by its content and never by its name; what an office file's zip may cost.

Taken are PDF, PNG, JPEG, Word (.docx) and Excel (.xlsx) without macros. A zip is unpacked once in pieces and its true
size counted, because the packed size says nothing about the cost; document types (entity expansion) are refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 200  # plain XML packs about tenfold; beyond this the zip is made to burst
MOST_PARTS = 2_000
TAKEN_WORDS = "PDF、Word（.docx）、Excel（.xlsx）、PNG、JPG"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken: its media type, its ending, and its name for people."""

    media_type: str
    ending: str
    title: str


PDF = FileKind("application/pdf", ".pdf", "PDF")
PNG = FileKind("image/png", ".png", "PNG 图片")
JPEG = FileKind("image/jpeg", ".jpg", "JPG 图片")
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = FileKind(f"{_OFFICE}wordprocessingml.document", ".docx", "Word 文档")
XLSX = FileKind(f"{_OFFICE}spreadsheetml.sheet", ".xlsx", "Excel 工作簿")
_MAGIC = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX))


class FileNotTaken(Exception):
    """The file is not kept. `message` says what is wrong, `advice` what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


def kind_of(data: bytes) -> FileKind:
    """Return the kind of a file. Raises FileNotTaken for an empty, too large, unknown or dangerous one."""
    if not data:
        raise FileNotTaken("文件是空的。", "请重新选择。")
    if len(data) > LARGEST:
        raise FileNotTaken(f"文件超过 {LARGEST // MEGABYTE} MB。", "请压缩图片或分成几份后再传。")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    raise FileNotTaken("这种文件不收。", f"可以上传：{TAKEN_WORDS}。")


def _office_kind(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = _named_kind(archive.infolist())
            _unpack(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OverflowError,
    ) as error:
        raise FileNotTaken("文件已损坏，不能打开。", "请打开原文件另存后再传。") from error
    return kind


def _named_kind(entries: list[zipfile.ZipInfo]) -> FileKind:
    """Return the kind that the directory of the zip tells, having looked for what no office file needs."""
    names = [entry.filename for entry in entries]
    if len(names) > MOST_PARTS or len(set(names)) != len(names):
        raise FileNotTaken("文件里的部件太多或重名。", "请打开原文件另存后再传。")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileNotTaken("文件有密码。", "请去掉密码后再传。")
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for name in names):
        raise FileNotTaken("文件里有宏或程序。", "请另存为不带宏的 .docx 或 .xlsx 后再传。")
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or (unpacked > MEGABYTE and unpacked > MOST_RATIO * max(packed, 1)):
        raise _too_large()
    if "[Content_Types].xml" in names:
        for part, kind in _PARTS:
            if part in names:
                return kind
    raise FileNotTaken("压缩包不收。", f"请把里面的文件分别上传。可以上传：{TAKEN_WORDS}。")


def _unpack(archive: zipfile.ZipFile) -> None:
    """Unpack every part once, in pieces; the sizes that the directory claims are not believed."""
    total = 0
    for entry in archive.infolist():
        is_text = entry.filename.lower().endswith((".xml", ".rels"))
        tail = b""
        with archive.open(entry) as part:
            while piece := part.read(MEGABYTE):
                total += len(piece)
                if total > MOST_UNPACKED:
                    raise _too_large()
                window = tail + piece
                if is_text and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
                    raise FileNotTaken("文件里有文档类型声明，平台不收。", "请打开原文件另存后再传。")
                tail = piece[-16:]


def _too_large() -> FileNotTaken:
    return FileNotTaken(f"文件解压后太大（最多 {MOST_UNPACKED // MEGABYTE} MB）。", "请删去大图片后再传。")
