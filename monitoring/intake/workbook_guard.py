"""What a workbook's zip may cost, looked at before any parser opens it.

The packed size says nothing about the cost: 230 kB can unpack to gigabytes, and two cells in opposite corners make a
sheet reader allot the whole rectangle between them. So each part is unpacked once in small pieces, its true size
counted, its cell addresses bounded, and document types (the door of entity expansion) refused.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from monitoring.intake.limits import MEGABYTE, Limits
from monitoring.intake.refusals import FileRefused

_OPEN_AGAIN = "请用 Excel 打开后另存为新的 .xlsx 文件。"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([^"'0-9]{0,64})([0-9]{0,64})([^"']{0,64})""")
_LONG_ADDRESS = re.compile(rb"""\sr\s*=\s*["'][^"']{65}""")
_WIDE_ENCODINGS = (b"\xff\xfe<", b"\xfe\xff\x00<", b"<\x00", b"\x00<")
_OVERLAP = 256  # an address or a declaration may lie across two pieces
_PIECE = MEGABYTE
_REFERENCE = re.compile(rb"""\st\s*=\s*["']s["']""")
_LONGEST_SHARED = 8_000  # bytes: four a character of the longest cell text that is taken
_COPIED_BYTES = 200 * MEGABYTE


@dataclass
class _Rectangle:
    """The farthest row and column named so far in one part; counted from where its sheet data begins."""

    begun: bool = False
    row: int = 1
    column: int = 1


@dataclass
class _SharedText:
    """The longest shared string and how many cells refer to one: a parser copies the text into each of them."""

    longest: int = 0
    references: int = 0

    def count(self, name: str, piece: bytes) -> None:
        if name.lower().endswith("sharedstrings.xml"):
            self.longest = max(self.longest, *map(len, piece.split(b"</si>")))
        self.references += len(_REFERENCE.findall(piece))

    def check(self) -> None:
        if self.longest > _LONGEST_SHARED and self.longest * self.references > _COPIED_BYTES:
            raise FileRefused(
                "工作簿里有很长的文字被许多单元格引用，展开后太大。", "请把长文字移出数据表后再上传。"
            )


def check_workbook(data: bytes, limits: Limits) -> None:
    """Raise FileRefused unless the zip `data` is within `limits` and its parts are plain XML without document type."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise FileRefused("工作簿已损坏，不能打开。", _OPEN_AGAIN) from error
    _check_directory(entries, limits)
    unpacked = 0
    shared = _SharedText()
    for entry in entries:
        rectangle = _Rectangle()
        size = 0
        tail = b""
        for piece in _pieces(data, entry):
            if not size and piece.startswith(_WIDE_ENCODINGS):
                raise FileRefused("工作簿的部件不是 UTF-8 编码。", _OPEN_AGAIN)
            size += len(piece)
            if unpacked + size > limits.unpacked_bytes or size > entry.file_size:
                raise _too_large(limits)
            _scan(tail + piece, rectangle, limits)
            shared.count(entry.filename, piece)
            tail = piece[-_OVERLAP:]
        unpacked += size
    shared.check()


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.zip_entries:
        raise FileRefused(
            f"工作簿里有 {len(entries):,} 个部件，最多 {limits.zip_entries:,} 个。", _OPEN_AGAIN
        )
    if len({entry.filename for entry in entries}) != len(entries):
        raise FileRefused("工作簿里有重名的部件。", _OPEN_AGAIN)
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("工作簿有密码，不能读取。", "请去掉密码后重新上传。")
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes or (unpacked > MEGABYTE and unpacked > limits.ratio * max(packed, 1)):
        raise _too_large(limits)


def _pieces(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked content of one part in pieces, whatever size its directory entry claims."""
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise FileRefused("工作簿已损坏，不能打开。", _OPEN_AGAIN)
    _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    begin = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    packed = data[begin : begin + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (packed[at : at + _PIECE] for at in range(0, len(packed), _PIECE))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise FileRefused("工作簿的压缩方式不能识别。", _OPEN_AGAIN)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not inflater.eof:
            yield inflater.decompress(packed, _PIECE)
            packed = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error as error:
        raise FileRefused("工作簿已损坏，不能打开。", _OPEN_AGAIN) from error


def _scan(piece: bytes, rectangle: _Rectangle, limits: Limits) -> None:
    """Refuse document types and cell addresses that span too large a rectangle."""
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise FileRefused("工作簿里有文档类型声明，平台不读取这样的文件。", _OPEN_AGAIN)
    rectangle.begun = rectangle.begun or b"sheetData" in piece
    found = _ADDRESS.findall(piece) if rectangle.begun else []
    if not found:
        return
    letters, digits, rests = (set(group) for group in zip(*found, strict=True))
    malformed = rests != {b""} or max(map(len, letters)) > 3 or max(map(len, digits)) > 7
    if malformed or _LONG_ADDRESS.search(piece):
        raise FileRefused("工作簿里有不合规的单元格地址。", _OPEN_AGAIN)
    rectangle.row = max(rectangle.row, *(int(text or b"0") for text in digits))
    rectangle.column = max(rectangle.column, *(_column_number(text) for text in letters))
    if rectangle.row * rectangle.column > limits.cells or rectangle.column > limits.columns:
        raise FileRefused(
            f"工作表的范围是 {rectangle.row:,} 行 {rectangle.column:,} 列，最多 {limits.columns} 列、"
            f"{limits.cells:,} 个单元格。",
            "请删去数据以外的行和列（包括只有格式的空单元格）后再上传。",
        )


def _column_number(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27; anything else counts as beyond every bound."""
    number = 0
    for letter in letters.upper():
        if not 65 <= letter <= 90:
            return 1_000_000
        number = number * 26 + letter - 64
    return number


def _too_large(limits: Limits) -> FileRefused:
    return FileRefused(
        f"工作簿解压后太大：最多 {limits.unpacked_bytes // MEGABYTE} MB，且不超过文件大小的 {limits.ratio} 倍。",
        "请删去图片和多余的工作表，或改存为 CSV。",
    )
