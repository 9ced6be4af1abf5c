"""Workbook (.xlsx, .xls) → Sheet. The first visible sheet is read; cells become the text a person would type."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
import python_calamine as calamine

from monitoring.intake.limits import LIMITS, Limits
from monitoring.intake.readings import Finding
from monitoring.intake.refusals import FileRefused
from monitoring.intake.sheets import Sheet, check_width, sheet_of
from monitoring.intake.workbook_guard import check_workbook

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_AGAIN = "请用 Excel 打开后另存为新的 .xlsx 文件。"
_LARGEST_WHOLE = 1e15
_HALF_SECOND = timedelta(milliseconds=500)


def read_excel(data: bytes, *, limits: Limits = LIMITS) -> Sheet:
    """Read the first visible sheet of a workbook. Raises FileRefused; a password, damage or a zip bomb too."""
    if data.startswith(ZIP_MAGIC):
        check_workbook(data, limits)
    elif not data.startswith(OLE_MAGIC):
        raise FileRefused("文件不是 Excel 工作簿。", _OPEN_AGAIN)
    try:
        name, others, rows = _open(data)
        rows = _within(rows, limits)
    except FileRefused:
        raise
    except calamine.PasswordError as error:
        raise FileRefused("工作簿有密码，不能读取。", "请去掉密码后重新上传。") from error
    except BaseException as error:
        # A panic of the parser's own language arrives as a BaseException without a public name.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise FileRefused("工作簿不能读取，可能已损坏。", _OPEN_AGAIN) from error
    return _sheet(rows, _other_sheets(name, others), limits)


def _open(data: bytes) -> tuple[str, list[str], list[list[Any]]]:
    """Name of the sheet read, names of the other visible sheets that hold anything, rows from A1 on."""
    workbook = calamine.load_workbook(io.BytesIO(data))
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == calamine.SheetVisibleEnum.Visible
        and sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    if not visible:
        raise FileRefused("工作簿里没有可见的工作表。", _OPEN_AGAIN)
    rows = workbook.get_sheet_by_name(visible[0]).to_python(skip_empty_area=False)
    others = [name for name in visible[1:] if workbook.get_sheet_by_name(name).height]
    return visible[0], others, rows


def _within(rows: list[list[Any]], limits: Limits) -> list[list[Any]]:
    """The same rows. Raises FileRefused when there are none or too many."""
    if not rows or not rows[0]:
        raise FileRefused("工作表是空的。", "请把数据放在第一张可见的工作表。")
    check_width(len(rows[0]), limits)
    if len(rows) - 1 > limits.rows:
        raise FileRefused(f"表格太大：最多 {limits.rows:,} 行。", "请按站点或年份拆成几个文件。")
    return rows


def _sheet(rows: list[list[Any]], notes: tuple[Finding, ...], limits: Limits) -> Sheet:
    header = [cell_text(cell) for cell in rows[0]]
    columns = zip(*rows[1:], strict=True) if len(rows) > 1 else iter([()] * len(header))
    index = pd.RangeIndex(2, len(rows) + 1)
    cells = pd.DataFrame(dict(enumerate(_columns(columns))), index=index)
    return sheet_of(header, cells, limits, notes=notes)


def _columns(columns: Iterator[tuple[Any, ...]]) -> Iterator[pd.Categorical]:
    for column in columns:
        yield pd.Categorical([cell if type(cell) is str else cell_text(cell) for cell in column])


def cell_text(cell: object) -> str:
    """The text of a typed cell: 18.0 → "18", a date and time → "2020-03-26 18:00:00", true → "TRUE"."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() | int():
            whole = abs(cell) < _LARGEST_WHOLE and cell == int(cell)
            return str(int(cell)) if whole else repr(cell)
        case datetime():
            return f"{(cell + _HALF_SECOND).replace(microsecond=0):%Y-%m-%d %H:%M:%S}"
        case date() | time():
            return cell.isoformat()
        case _:
            return "" if cell is None else str(cell)


def _other_sheets(name: str, others: list[str]) -> tuple[Finding, ...]:
    if not others:
        return ()
    listed = "”“".join(others[:5])
    return (
        Finding(
            row=0,
            column="",
            rule="one_sheet",
            severity="warning",
            message=f"只读取了第一张可见的工作表“{name}”，没有读取“{listed}”。",
            advice="其他工作表的数据请另存为单独的文件。",
            value=str(len(others)),
        ),
    )
