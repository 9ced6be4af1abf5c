"""What every reader yields: readings as columns, and what was wrong with the cells they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pandas as pd

COLUMNS = ("row", "column", "station", "parameter", "period", "start", "value", "flag")
DEFECT_COLUMNS = ("row", "column", "rule", "problem", "value", "whole_row")
PUBLISHED_COLUMNS = ("row", "station", "start", "aqi", "level", "primary")
PERIODS = ("hour", "8h", "day", "instant")
FLAGS = ("", "N", "F", "M", "S", "D", "C", "T", "B")
ABSENT = frozenset({"", "-", "—", "--", "——", "*", "-;", "nan", "na"})
_TEXTS = ("column", "station", "parameter", "period", "flag")

FIELD_PROBLEMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unknown": ("接口没有这个字段。", "请删去；可用的字段见接口文档。"),
        "missing": ("缺少这个字段。", "请补上；没有数值时 value 写 null。"),
        "type": ("字段的类型不对。", "value 是数字或 null，其余字段是文字。"),
        "not_object": ("这一条不是对象。", "每条数据请写成 {…}。"),
    }
)

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on the delivered data. `row` as the sheet shows it (header = 1; 0 = the file as a whole),
    `column` the heading, `rule` the code in checks.RULES, `message` what and where, `advice` what to do,
    `value` the cell's text.
    """

    row: int
    column: str
    rule: str
    severity: Severity
    message: str
    advice: str
    value: str


@dataclass(frozen=True)
class Readings:
    """One delivery's readings, before any rule was applied.

    `frame` has COLUMNS: row int64; column, station, parameter, period, flag categoricals of text; start
    datetime64[us, UTC] (NaT when the time could not be read); value float64 (NaN = absent or unreadable).
    `rows_total` counts the sheet's rows that hold anything. `defects` has DEFECT_COLUMNS: what the reader could not
    read, by rule and problem code; `whole_row` says that all readings of the row fall with it. `published` has
    PUBLISHED_COLUMNS: the source's own index, kept for comparison and never used as a measurement.
    `headings` tells which heading held station, parameter, period, start, flag. `notes` concern the whole file.
    """

    frame: pd.DataFrame
    rows_total: int
    defects: pd.DataFrame
    published: pd.DataFrame | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Finding, ...] = ()
    layout: str = ""

    def heading(self, role: str) -> str:
        """The source's heading of `role`, or the role itself when the source has none."""
        return self.headings.get(role, role)


def readings_frame(columns: Mapping[str, Any]) -> pd.DataFrame:
    """A frame of COLUMNS from equally long columns; texts become categoricals, `start` must be aware or UTC naive."""
    frame = pd.DataFrame({name: columns[name] for name in COLUMNS}, copy=False)
    for name in _TEXTS:
        if not isinstance(frame[name].dtype, pd.CategoricalDtype):
            frame[name] = pd.Categorical(frame[name])
    frame["row"] = frame["row"].astype(np.int64)
    frame["start"] = pd.to_datetime(frame["start"], utc=True).dt.as_unit("us")
    frame["value"] = frame["value"].astype(np.float64)
    return frame


def defects_frame(parts: Sequence[pd.DataFrame] = ()) -> pd.DataFrame:
    """The defects of a delivery, in row order; empty when there are none."""
    found = [part for part in parts if len(part)]
    if not found:
        return pd.DataFrame({name: [] for name in DEFECT_COLUMNS})
    return pd.concat(found, ignore_index=True).sort_values("row", kind="stable", ignore_index=True)


def is_absent(text: str) -> bool:
    """Whether a cell's text is one of the marks by which sources say "not published"."""
    return text.strip().casefold() in ABSENT
