"""A sheet of text: what the CSV and the Excel reader both yield, and its bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from monitoring.intake.categories import take, without_unused
from monitoring.intake.limits import Limits
from monitoring.intake.readings import Finding
from monitoring.intake.refusals import FileRefused


@dataclass(frozen=True)
class Sheet:
    """`header`: trimmed headings. `cells`: one categorical column of text per heading, labelled 0, 1, …; its index
    is the row as the sheet shows it (header = 1). `overlong`: row → text of the cells beyond the header.
    """

    header: tuple[str, ...]
    cells: pd.DataFrame
    overlong: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[Finding, ...] = ()


def sheet_of(
    header: Sequence[str],
    cells: pd.DataFrame,
    limits: Limits,
    *,
    overlong: Mapping[int, str] | None = None,
    notes: tuple[Finding, ...] = (),
) -> Sheet:
    """The sheet without its wholly empty rows. Raises FileRefused when it is empty or out of bounds."""
    check_width(len(header), limits)
    if len(cells) > limits.rows or cells.size > limits.cells:
        raise FileRefused(
            f"表格太大：最多 {limits.rows:,} 行、{limits.cells:,} 个单元格。", "请按站点或年份拆成几个文件。"
        )
    cells = _without_empty_rows(cells)
    if not len(cells):
        raise FileRefused(
            "文件只有表头，没有数据。" if any(header) else "文件是空的。", "请核对后重新选择文件。"
        )
    for position in cells.columns:
        _check_length(cells[position], limits)
    return Sheet(tuple(name.strip() for name in header), cells, overlong or {}, notes)


def check_width(columns: int, limits: Limits) -> None:
    """Raise FileRefused when the header is wider than allowed."""
    if columns > limits.columns:
        raise FileRefused(f"表格有 {columns} 列，最多 {limits.columns} 列。", "请删去不需要的列。")


def _without_empty_rows(cells: pd.DataFrame) -> pd.DataFrame:
    """The rows with at least one filled cell; each column's categories are the texts that occur in them."""
    filled = np.zeros(len(cells), dtype=bool)
    for position in cells.columns:
        texts = cells[position].cat.categories.tolist()
        has_text = np.fromiter((bool(text.strip()) for text in texts), bool, len(texts))
        filled |= take(has_text, cells[position].cat.codes)
    kept = cells if filled.all() else cells[filled]
    columns = {position: without_unused(kept[position].array) for position in kept.columns}
    return pd.DataFrame(columns, index=kept.index, copy=False)


def _check_length(column: pd.Series, limits: Limits) -> None:
    for code, text in enumerate(column.cat.categories.tolist()):
        if len(text) > limits.cell_chars:
            row = column.index[column.cat.codes.to_numpy() == code][0]
            raise FileRefused(
                f"第 {row} 行有一个单元格超过 {limits.cell_chars:,} 个字。",
                "请检查引号是否成对，或删去多余的文字。",
            )
