"""Delimited text → Sheet. UTF-8 (with or without mark) or GB18030; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io

import pandas as pd

from monitoring.intake.limits import LIMITS, Limits
from monitoring.intake.refusals import FileRefused
from monitoring.intake.sheets import Sheet, check_width, sheet_of

_DELIMITERS = (",", ";", "\t")
_CONTROL = bytes(set(range(32)) - set(b"\t\r\n"))
_TEXT_MARK = "\ufffftext"  # first line of every column: keeps pandas from taking a column for numbers
_SAVE_AGAIN = "请在 Excel 中另存为“CSV UTF-8（逗号分隔）”或 .xlsx。"


def read_csv(data: bytes, *, limits: Limits = LIMITS) -> Sheet:
    """Read delimited text. Rows shorter than the header are filled with empty cells; longer ones are named in
    `Sheet.overlong`. Raises FileRefused.
    """
    content = utf8(data)
    delimiter, header = _header(content, limits)
    if not any(name.strip() for name in header):
        raise FileRefused("文件是空的，或第一行不是表头。", "第一行请写列名。")
    check_width(len(header), limits)
    overlong: dict[int, str] = {}
    try:
        cells = _parse(content, delimiter, len(header), limits)
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        content, overlong = _trimmed(content, delimiter, len(header), limits)
        cells = _parse(content, delimiter, len(header), limits)
    return sheet_of(header, cells, limits, overlong=overlong)


def utf8(data: bytes) -> bytes:
    """The text of `data` as UTF-8 without mark. Raises FileRefused for UTF-16, binary content, other encodings."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("文件是 UTF-16 编码，平台只收 UTF-8 和 GB18030。", _SAVE_AGAIN)
    if len(data.translate(None, _CONTROL)) != len(data):
        raise FileRefused("文件不是文本，不能按 CSV 读取。", _SAVE_AGAIN)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("gb18030").encode()
    except UnicodeError as error:
        raise FileRefused("文件的文字编码不能识别，平台只收 UTF-8 和 GB18030。", _SAVE_AGAIN) from error


def _header(content: bytes, limits: Limits) -> tuple[str, list[str]]:
    """The delimiter that splits the first record into most cells, and those cells."""
    begin = content[: limits.columns * limits.cell_chars].decode("utf-8", "ignore")
    best: tuple[str, list[str]] = (",", [])
    for delimiter in _DELIMITERS:
        try:
            record = next(csv.reader(io.StringIO(begin, newline=""), delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        if len(record) > len(best[1]):
            best = (delimiter, record)
    return best


def _parse(content: bytes, delimiter: str, width: int, limits: Limits) -> pd.DataFrame:
    """All records below the header as categoricals of text, indexed by the row of the sheet."""
    mark = delimiter.join([_TEXT_MARK] * width)
    cells = pd.read_csv(
        io.BytesIO(b"%s\n%s" % (mark.encode(), content)),
        sep=delimiter,
        header=None,
        names=list(range(width)),
        index_col=False,
        dtype="category",
        na_filter=False,
        skip_blank_lines=False,
        low_memory=False,
        nrows=limits.rows + 3,
    )
    return cells.iloc[2:]  # the mark stood in row 0, the header in row 1


def _trimmed(content: bytes, delimiter: str, width: int, limits: Limits) -> tuple[bytes, dict[int, str]]:
    """The content with every record cut to `width` cells, and what was cut by row unless it was blank."""
    cut: dict[int, str] = {}
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=delimiter, lineterminator="\n")
    row = 0
    try:
        for row, record in enumerate(
            csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter, strict=True), 1
        ):
            if row > limits.rows + 2:
                break
            if any(cell.strip() for cell in record[width:]):
                cut[row] = delimiter.join(record[width:])
            writer.writerow(record[:width])
    except csv.Error as error:
        raise FileRefused(
            f"第 {row + 1} 行不能读取：引号不成对，或单元格过长。", "请改正这一行的引号。"
        ) from error
    return kept.getvalue().encode(), cut
