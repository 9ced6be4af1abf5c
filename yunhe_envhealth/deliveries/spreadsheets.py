"""The delivered table with its bad cells marked: same rows, reasons as comments, all findings on a second sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from yunhe_envhealth.core.exports import plain_value, sheet_cell
from yunhe_envhealth.deliveries import files
from yunhe_envhealth.deliveries.importers import Remark, importer_of
from yunhe_envhealth.deliveries.models import Delivery, Finding

MOST_FULL_ROWS = 50_000  # beyond, rows without a finding stay empty: the numbers of the rows hold
MOST_COMMENTS = 5_000
COMMENTED_BY = "云和县环境健康管理平台"
_FILLS = {
    "error": PatternFill("solid", fgColor="FFE699"),
    "warning": PatternFill("solid", fgColor="FFF2CC"),
    "info": PatternFill("solid", fgColor="EDEDED"),
}
_GRAVITY = ("info", "warning", "error")
# Digits that Excel keeps as they stand: no leading zero, at most fifteen of them.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,10})(?:\.\d{1,4})?")
_TITLES = ("行", "列", "程度", "单元格内容", "问题", "怎么改")

Marks = Mapping[int, Mapping[int, list[Remark]]]


def write_marked(delivery: Delivery, data: bytes, findings: Sequence[Remark]) -> None:
    """Write the marked spreadsheet of a delivery, or take away an older one when nothing was found."""
    path = files.marked_path(delivery.pk)
    if not findings:
        path.unlink(missing_ok=True)
        return
    header, rows = importer_of(delivery.kind).cells(delivery, data)
    files.replace_file(path, marked_workbook(header, rows, findings))


def marked_workbook(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], findings: Sequence[Remark]
) -> bytes:
    """Return an .xlsx: sheet 1 the delivered rows under their own numbers, sheet 2 every finding."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("原表")
    sheet.freeze_panes = "A2"
    marks = _marks(header, findings)
    left = MOST_COMMENTS
    for number, texts in _full(rows, header, marks):
        cells, left = _marked_row(sheet, texts, marks.get(number, {}), left)
        sheet.append(cells)
    _list_findings(book, findings)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _marks(header: Sequence[str], findings: Sequence[Remark]) -> Marks:
    """Return {row: {column position: findings}}; what names no column of the sheet marks the row's first cell."""
    positions = {title.strip().casefold(): position for position, title in reversed(list(enumerate(header)))}
    marks: dict[int, dict[int, list[Remark]]] = {}
    for finding in findings:
        position = positions.get(finding.column.strip().casefold(), 0)
        marks.setdefault(max(finding.row, 1), {}).setdefault(position, []).append(finding)
    return marks


def _full(
    rows: Iterable[tuple[int, Sequence[str]]], header: Sequence[str], marks: Marks
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield every row from 1 on: the header, the delivered rows, and empty ones where the sheet had none."""
    yield 1, header
    expected = 2
    for count, (number, texts) in enumerate(rows):
        for empty in range(expected, number):
            yield empty, ()
        expected = number + 1
        yield number, texts if count < MOST_FULL_ROWS or number in marks else ()


def _marked_row(
    sheet: WriteOnlyWorksheet, texts: Sequence[str], marks: Mapping[int, list[Remark]], left: int
) -> tuple[list[Any], int]:
    """Return the cells of a row and how many comments may still be written."""
    cells = [_plain(sheet, text) for text in texts]
    for position, remarks in marks.items():
        while len(cells) <= position:
            cells.append(sheet_cell(sheet, ""))
        cell = cells[position]
        cell.fill = _FILLS[max((remark.severity for remark in remarks), key=_GRAVITY.index)]
        if left > 0:
            cell.comment = Comment(_words(remarks), COMMENTED_BY, width=320, height=120)
            left -= 1
    return cells, left


def _plain(sheet: WriteOnlyWorksheet, text: str) -> Any:
    """Return a cell: a plain number stays a number, every other text stays text and never becomes a formula."""
    cell = sheet_cell(sheet, text)
    if _NUMBER.fullmatch(text):
        cell.value = float(text) if "." in text else int(text)
    return cell


def _words(remarks: Sequence[Remark]) -> str:
    return str(plain_value("\n".join(f"{remark.message}{remark.advice}" for remark in remarks)))


def _list_findings(book: Workbook, findings: Sequence[Remark]) -> None:
    sheet = book.create_sheet("检查发现")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEF", (8, 16, 8, 20, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    heads = [sheet_cell(sheet, title) for title in _TITLES]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    labels = dict(Finding.Severity.choices)
    for remark in findings:
        words = (
            remark.row,
            remark.column,
            labels[remark.severity],
            remark.value,
            remark.message,
            remark.advice,
        )
        sheet.append([sheet_cell(sheet, word) for word in words])
