"""Rows as CSV or Excel that a spreadsheet opens as they are meant: text stays text, numbers stay numbers.

A text that begins like a formula (= + - @, tab, CR, LF, or their full-width forms) is run by a spreadsheet when the
file is opened (CWE-1236). It is neutralised by the type of the cell: text is guarded, a number is not touched, so
that a negative reading stays a number.
"""

from __future__ import annotations

import csv
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from yunhe_envhealth.core.periods import BEIJING

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
GUARD = "'"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_LENGTH = 32_767  # the longest text that a cell of an Excel sheet holds
EXACT_INTEGER = 10**15  # Excel keeps 15 digits; a longer number (a code) is written as text
# What XML cannot hold; a carriage return or a lone surrogate would not come back as it went either.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LINES_A_CHUNK = 500

Row = Sequence[Any]
R = TypeVar("R", bound=HttpResponseBase)


def safe_cell(value: Any) -> str | int | float | Decimal:
    """Return what may stand in a CSV cell: numbers as they are, everything else as text that is no formula.

    None and not-a-number are empty. Times are Beijing time. A text that starts like a formula, also after blanks,
    gets an apostrophe in front, which spreadsheets read as "this is text".
    """
    plain = plain_value(value)
    if isinstance(plain, datetime):
        return plain.strftime("%Y-%m-%d %H:%M")
    if isinstance(plain, date):
        return plain.isoformat()
    if not isinstance(plain, str):
        return "" if plain is None else plain
    return GUARD + plain if starts_formula(plain) else plain


def starts_formula(text: str) -> bool:
    """Return whether a spreadsheet could take the text for a formula."""
    return text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)


def plain_value(value: Any) -> str | int | float | Decimal | datetime | date | None:
    """Return the value as one of the types that a cell knows; times as naive Beijing time."""
    if value is None or isinstance(value, bool):
        return {None: None, True: "是", False: "否"}[value]
    if isinstance(value, int):
        return value if abs(value) < EXACT_INTEGER else str(value)
    if isinstance(value, float | Decimal):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, date):
        return value
    return UNPRINTABLE.sub("�", str(value))


def csv_lines(rows: Iterable[Row], header: Row) -> Iterator[str]:
    """Yield the file in chunks, the byte order mark first, so that Excel reads it as UTF-8."""
    writer = csv.writer(_Echo())
    chunk = ["\ufeff", writer.writerow([safe_cell(cell) for cell in header])]
    for row in rows:
        chunk.append(writer.writerow([_decimal_text(safe_cell(cell)) for cell in row]))
        if len(chunk) >= LINES_A_CHUNK:
            yield "".join(chunk)
            chunk = []
    yield "".join(chunk)


def csv_response(rows: Iterable[Row], header: Row, filename: str) -> StreamingHttpResponse:
    """Stream the rows as UTF-8 with BOM; `filename` without its ending."""
    response = StreamingHttpResponse(csv_lines(rows, header), content_type="text/csv; charset=utf-8")
    return _as_download(response, f"{filename}.csv")


def xlsx_response(
    rows: Iterable[Row], header: Row, filename: str, *, notes: Sequence[Row] = ()
) -> FileResponse:
    """Answer the rows as an Excel workbook; `notes` (label, words) fill a second sheet 说明."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, title) for title in header])
    for row in rows:
        sheet.append([_light_cell(sheet, cell) for cell in row])
    if notes:
        about = book.create_sheet("说明")
        for note in notes:
            about.append([sheet_cell(about, cell) for cell in note])
    # An anonymous file that FileResponse closes when the answer is sent.
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return _as_download(FileResponse(file, content_type=XLSX_TYPE), f"{filename}.xlsx")


def sheet_cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    """Return what a write-only sheet may be given: numbers and times typed, text never a formula, whatever it says.

    Text that starts like a formula keeps its characters; its cell is of type text and carries the quote prefix, so
    that it stays text also after somebody edits the cell.
    """
    plain = plain_value(value)
    if not isinstance(plain, str):
        return plain
    text = plain.replace("\r\n", "\n").replace("\r", "\n")[:CELL_LENGTH]
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if starts_formula(plain):
        cell.quotePrefix = True
    return cell


def _light_cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    """Return the same as `sheet_cell`, as a bare text where that is safe: a cell object a text doubles the time."""
    if (
        isinstance(value, str) and not starts_formula(value) and not value.startswith("#")
    ):  # "#N/A" is an error value
        return UNPRINTABLE.sub("�", value).replace("\r\n", "\n").replace("\r", "\n")[:CELL_LENGTH]
    return sheet_cell(sheet, value)


def _bold(sheet: WriteOnlyWorksheet, title: Any) -> Any:
    cell = sheet_cell(sheet, str(title))
    cell.font = Font(bold=True)
    return cell


def _decimal_text(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


def _as_download(response: R, filename: str) -> R:
    response["Content-Disposition"] = content_disposition_header(True, filename)
    response["Cache-Control"] = "no-store"
    return response


class _Echo:
    """A file whose `write` hands back the line: csv.writer then returns it."""

    def write(self, line: str) -> str:
        return line
