"""What an uploaded file is, told by its content and never by its name; what an office file's zip may cost.

Taken are PDF, PNG, JPEG, Word (.docx) and Excel (.xlsx) without macros. A zip is unpacked once in pieces and its true
size counted, because the packed size says nothing about the cost; document types (entity expansion) are refused.
Macros, programs, embedded objects and relations that load something from elsewhere are refused as in templates
(word_package), and so are fields that start a program (DDE); a plain hyperlink may stay. Of a PDF only actions that
stand open in it are seen: nobody opens it here, it is handed out as a download.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from taskforce.intake.refusals import TemplateRefused
from taskforce.intake.word_package import (
    ACTIVE_PART,
    ACTIVE_RELATION,
    BROKEN_ZIP,
    MAIN_PART,
    MAIN_TYPE,
    leads_out,
    tree_of,
)

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
_PARTS = ((MAIN_PART, DOCX), ("xl/workbook.xml", XLSX))
_MAIN_TYPES = {
    f"/{MAIN_PART}": MAIN_TYPE,
    "/xl/workbook.xml": f"{_OFFICE}spreadsheetml.sheet.main+xml",
}
_TYPES = "[Content_Types].xml"
_PRINTER = "printersettings/"  # Excel keeps the printer's own bytes as .bin; nothing runs them
_RUNS = (b"MZ", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # a Windows program; an OLE object
_MOST_TELLING = 2 * MEGABYTE
_MOST_TEXT = 64 * MEGABYTE  # of one part of a Word document; a thousand pages are about ten
_PDF_ACTION = re.compile(rb"/S\s*/(JavaScript|Launch)\b")
_FIELD_CODE = re.compile(rb"<(?:\w+:)?instrText[^>]*>([^<]*)<|\binstr=[\"']([^\"']*)")
_STARTS_A_PROGRAM = re.compile(rb"DDE(AUTO|\s|&)", re.IGNORECASE)
_NOT_UTF_8 = (
    b"\xff\xfe",
    b"\xfe\xff",
    b"<\0",
    b"\0<",
)  # no office program writes it; it hides what is looked for


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
            if kind is PDF and _PDF_ACTION.search(data):
                raise _active()
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _office_kind(data)
    raise FileNotTaken("这种文件不收。", f"可以上传：{TAKEN_WORDS}。")


def _office_kind(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind = _named_kind(archive.infolist())
            telling = _unpack(archive)
    except BROKEN_ZIP as error:
        raise FileNotTaken("文件已损坏，不能打开。", "请打开原文件另存后再传。") from error
    try:
        for name, content in telling.items():
            _check_telling(name, content)
    except TemplateRefused as refusal:
        raise FileNotTaken(refusal.message, refusal.advice) from refusal
    return kind


def _named_kind(entries: list[zipfile.ZipInfo]) -> FileKind:
    """Return the kind that the directory of the zip tells, having looked for what no office file needs."""
    names = [entry.filename for entry in entries]
    if len(names) > MOST_PARTS or len(set(names)) != len(names):
        raise FileNotTaken("文件里的部件太多或重名。", "请打开原文件另存后再传。")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileNotTaken("文件有密码。", "请去掉密码后再传。")
    if _TYPES in names and any(_is_active(name.lower()) for name in names):
        raise _active()
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or (unpacked > MEGABYTE and unpacked > MOST_RATIO * max(packed, 1)):
        raise _too_large()
    if _TYPES in names:
        for part, kind in _PARTS:
            if part in names:
                return kind
    raise FileNotTaken("压缩包不收。", f"请把里面的文件分别上传。可以上传：{TAKEN_WORDS}。")


def _is_active(name: str) -> bool:
    return ACTIVE_PART.search(name) is not None and _PRINTER not in name


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Unpack every part once, in pieces; the sizes that the directory claims are not believed.

    Return the parts that tell what the others are: the content types and the relations.
    """
    left = MOST_UNPACKED
    telling: dict[str, bytes] = {}
    for entry in archive.infolist():
        name = entry.filename.lower()
        tells, may_hold_fields = entry.filename == _TYPES or name.endswith(".rels"), name.startswith("word/")
        is_text = name.endswith((".xml", ".rels"))
        size, kept = _content(
            archive, entry, left, is_text=is_text, keep=tells or (is_text and may_hold_fields)
        )
        left -= size
        if tells:
            telling[entry.filename] = kept
        elif _STARTS_A_PROGRAM.search(b"".join(one or other for one, other in _FIELD_CODE.findall(kept))):
            raise _active()  # a field's code may be cut into several runs
    return telling


def _content(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, *, is_text: bool, keep: bool
) -> tuple[int, bytes]:
    """Return the size of a part, `left` at the most, and its bytes where they are to be kept."""
    size, tail, kept = 0, b"", bytearray()
    with archive.open(entry) as part:
        while piece := part.read(MEGABYTE):
            if not size and piece.startswith((*_RUNS, *_NOT_UTF_8) if is_text else _RUNS):
                raise _active()
            size += len(piece)
            kept += piece if keep else b""
            if size > left or len(kept) > _MOST_TEXT:
                raise _too_large()
            window = tail + piece
            if is_text and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
                raise FileNotTaken("文件里有文档类型声明，平台不收。", "请打开原文件另存后再传。")
            tail = piece[-16:]
    return size, bytes(kept)


def _check_telling(name: str, content: bytes) -> None:
    """Raise unless the content types and the relations are those of a file without anything active."""
    if len(content) > _MOST_TELLING:
        raise _too_large()
    for item in tree_of(name, content):
        kind = item.get("ContentType", "")
        main = _MAIN_TYPES.get(item.get("PartName", ""), kind)
        relation = item.get("Type", "")
        if kind != main or _is_active(kind.lower()) or ACTIVE_RELATION.search(relation):
            raise _active()
        if leads_out(item) and not relation.endswith("/hyperlink"):
            raise FileNotTaken(
                f"文件引用了文件以外的内容（{item.get('Target', '')[:80]}）。",
                "请断开外部模板、链接的图片和工作簿，或另存为 PDF 后再传。",
            )


def _active() -> FileNotTaken:
    return FileNotTaken("文件里有宏、程序或嵌入的对象。", "请删去后另存为不带宏的文件，或另存为 PDF 后再传。")


def _too_large() -> FileNotTaken:
    return FileNotTaken(f"文件解压后太大（最多 {MOST_UNPACKED // MEGABYTE} MB）。", "请删去大图片后再传。")
