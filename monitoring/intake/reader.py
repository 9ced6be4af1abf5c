"""The door for files: bytes → Readings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import PurePath

from monitoring.intake.csv_reader import read_csv
from monitoring.intake.excel_reader import OLE_MAGIC, ZIP_MAGIC, read_excel
from monitoring.intake.layouts import choose
from monitoring.intake.limits import LIMITS, MEGABYTE, Limits
from monitoring.intake.readings import Readings
from monitoring.intake.refusals import FileRefused
from monitoring.intake.shaping import to_readings
from monitoring.intake.units import AIR_UNITS

Progress = Callable[[int, int], None]
_STEPS = 3
_TEXT, _WORKBOOK = frozenset({".csv", ".txt", ".tsv"}), frozenset({".xlsx", ".xls"})


def read(
    data: bytes,
    *,
    filename: str,
    layout: str | None,
    now: datetime,
    limits: Limits = LIMITS,
    units: Mapping[str, str] = AIR_UNITS,
    progress: Progress | None = None,
) -> Readings:
    """Read a delivered file. `layout`: a name of layouts.LAYOUTS, or None to tell it by the header. `now`: aware;
    later times become defects. `units`: parameter → the platform's unit (air pollutants known). `progress(done,
    total)` is called as the steps of reading are done, `total` being constant.

    Raises FileRefused when the file as a whole cannot be taken, and nothing else.
    """
    report = progress or _unreported
    report(0, _STEPS)
    _check_file(data, filename, limits)
    workbook = data.startswith((ZIP_MAGIC, OLE_MAGIC))
    sheet = (read_excel if workbook else read_csv)(data, limits=limits)
    report(1, _STEPS)
    chosen = choose(sheet.header, layout)
    report(2, _STEPS)
    readings = to_readings(sheet, chosen, now=now, units=units)
    report(_STEPS, _STEPS)
    return readings


def _check_file(data: bytes, filename: str, limits: Limits) -> None:
    """Raise FileRefused when size or kind are wrong, or name and content contradict each other."""
    ending = PurePath(filename).suffix.casefold()
    if ending not in _TEXT | _WORKBOOK:
        raise FileRefused(f"不收“{ending or '没有扩展名'}”文件。", "请上传 .csv、.xlsx 或 .xls 文件。")
    if not data:
        raise FileRefused("文件是空的。", "请核对后重新选择文件。")
    if len(data) > limits.file_bytes:
        raise FileRefused(
            f"文件有 {len(data) / MEGABYTE:.1f} MB，最多 {limits.file_bytes // MEGABYTE} MB。",
            "请拆成几个文件。",
        )
    workbook = data.startswith((ZIP_MAGIC, OLE_MAGIC))
    if workbook != (ending in _WORKBOOK):
        raise FileRefused(f"文件名是“{ending}”，内容却不是。", "请在 Excel 中用“另存为”选择正确的类型。")


def _unreported(done: int, total: int) -> None:
    """No one asked for progress."""
