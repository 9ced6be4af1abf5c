"""What a rule is given and what it answers, and the few ways in which rules find rows and word findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from monitoring.intake.categories import take
from monitoring.intake.readings import FLAGS, PERIODS, Finding, Readings, Severity

Array = np.ndarray[Any, Any]
Wording = Callable[[str], tuple[str, str]]
_SHOWN = 40


@dataclass(frozen=True)
class CheckContext:
    """What the platform knows when the readings arrive.

    `stations`: source code or name → station id. `bounds`: parameter → (lowest, highest) possible value in the
    platform's unit; a parameter without bounds is not bounded, and one whose lowest is below 0 may be negative.
    `now`: aware. `active`: station id → Beijing days [first day, first day no longer), None = open.
    """

    stations: Mapping[str, int]
    bounds: Mapping[str, tuple[float, float]]
    now: datetime
    known_parameters: frozenset[str]
    active: Mapping[int, tuple[date | None, date | None]] = field(default_factory=dict)
    known_periods: frozenset[str] = frozenset(PERIODS)
    known_flags: frozenset[str] = frozenset(FLAGS)


class Verdict(NamedTuple):
    """`rejected` and `ignored`: boolean per reading. Ignored readings are repetitions, no errors."""

    findings: list[Finding]
    rejected: Array
    ignored: Array


Rule = Callable[[Readings, CheckContext, Array], Verdict]


def no_readings(readings: Readings) -> Array:
    """A mask that marks nothing."""
    return np.zeros(len(readings.frame), dtype=bool)


def passed(readings: Readings) -> Verdict:
    """The verdict of a rule that found nothing."""
    return Verdict([], no_readings(readings), no_readings(readings))


def rejecting(readings: Readings, findings: list[Finding], rejected: Array) -> Verdict:
    """The verdict of a rule that rejects."""
    return Verdict(findings, rejected, no_readings(readings))


def per_text(readings: Readings, name: str, judge: Callable[[str], Any], dtype: Any = bool) -> Array:
    """`judge` of each distinct text of a column, spread to the readings."""
    column = readings.frame[name].cat
    return take(np.array([judge(text) for text in column.categories.tolist()], dtype=dtype), column.codes)


def station_ids(readings: Readings, context: CheckContext) -> Array:
    """The platform's station id of each reading, -1 where the station is unknown."""
    return per_text(readings, "station", lambda text: context.stations.get(text, -1), np.int64)


def start_seconds(readings: Readings) -> Array:
    """Seconds since 1970 UTC; a very low number where the time is not known."""
    moments: Array = readings.frame["start"].array.asi8
    return moments // 1_000_000


def present(readings: Readings) -> Array:
    """The readings that carry a number."""
    there: Array = ~np.isnan(readings.frame["value"].to_numpy())
    return there


def first_of_rows(readings: Readings, mask: Array) -> Array:
    """Positions of the marked readings, one for each row."""
    positions = np.flatnonzero(mask)
    _, first = np.unique(readings.frame["row"].to_numpy()[positions], return_index=True)
    return positions[first]


def counter(readings: Readings) -> str:
    """The word for a row: 行 of a sheet, 条 of an API body."""
    return "条" if readings.layout == "batch" else "行"


def place(readings: Readings, row: int, column: str) -> str:
    """Where a cell stands, in words: 第 12 行“Hour”列; in an API body 第 12 条“start”字段."""
    where = f"第 {row} {counter(readings)}"
    return f"{where}“{column}”{'字段' if readings.layout == 'batch' else '列'}" if column else where


def shown(text: str) -> str:
    """A cell's text as a message shows it: plain when it is a plain word, else quoted, shortened, on one line."""
    if not text.strip():
        return "空的"
    line = " ".join(text.split())
    line = line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
    return f" {line}" if line.isascii() and line.isalnum() else f"“{line}”"


def number_text(value: float) -> str:
    """A number as people write it: no trailing .0."""
    return str(int(value)) if value == int(value) else repr(value)


def findings_at(
    readings: Readings, positions: Array, *, rule: str, role: str, texts: Mapping[int, str], wording: Wording
) -> list[Finding]:
    """Errors at the readings in `positions`; the column is that of `role`, or the reading's own when the source has
    none. `texts`: position → what the cell says; `wording`: that text → (what is wrong, what to do).
    """
    rows = readings.frame["row"].to_numpy()
    columns = readings.frame["column"]
    findings = []
    for position in positions.tolist():
        column = readings.headings.get(role) or str(columns.iat[position])
        row, text = int(rows[position]), texts[position]
        what, advice = wording(text)
        message = f"{place(readings, row, column)}是{shown(text)}。{what}"
        findings.append(Finding(row, column, rule, "error", message, advice, text))
    return findings


def texts_at(readings: Readings, name: str, positions: Array) -> dict[int, str]:
    """Position → text of one column of the frame."""
    chosen = readings.frame[name].iloc[positions].astype(object)
    return dict(zip(positions.tolist(), chosen.tolist(), strict=True))


def unknown_text(
    readings: Readings, name: str, known: Callable[[str], bool], *, rule: str, wording: Wording
) -> Verdict:
    """Reject the readings whose text in column `name` is not known, with one finding for each row."""
    unknown = per_text(readings, name, lambda text: not known(text))
    if not unknown.any():
        return passed(readings)
    positions = first_of_rows(readings, unknown)
    texts = texts_at(readings, name, positions)
    found = findings_at(readings, positions, rule=rule, role=name, texts=texts, wording=wording)
    return rejecting(readings, found, unknown)


def from_defects(readings: Readings, rule: str, problems: Mapping[str, tuple[str, str]]) -> Verdict:
    """The verdict on what the reader could not read, worded by problem code."""
    defects = readings.defects
    defects = defects[defects["rule"] == rule]
    if not len(defects):
        return passed(readings)
    findings = []
    cells = zip(*(defects[name] for name in ("row", "column", "problem", "value")), strict=True)
    for row, column, problem, text in cells:
        what, advice = problems[problem]
        message = f"{place(readings, int(row), column)}是{shown(text)}。{what}"
        findings.append(Finding(int(row), column, rule, "error", message, advice, text))
    return rejecting(readings, findings, defective(readings, defects))


def defective(readings: Readings, defects: pd.DataFrame) -> Array:
    """The readings on which `defects` fall: all of the row, or the one of the cell."""
    frame = readings.frame
    whole = defects["whole_row"].to_numpy(dtype=bool)
    rows = defects["row"].to_numpy(dtype=np.int64)
    row_of = frame["row"].to_numpy()
    marked = np.isin(row_of, rows[whole])
    candidates = np.flatnonzero(np.isin(row_of, rows[~whole]))
    if len(candidates):
        cells = set(zip(rows[~whole].tolist(), defects["column"][~whole].tolist(), strict=True))
        columns = frame["column"].iloc[candidates].astype(object).tolist()
        marked[candidates] = [
            pair in cells for pair in zip(row_of[candidates].tolist(), columns, strict=True)
        ]
    return marked


def remark(readings: Readings, row: int, rule: str, severity: Severity, text: str, advice: str) -> Finding:
    """A finding about a row rather than a cell."""
    return Finding(row, "", rule, severity, f"{place(readings, row, '')}：{text}", advice, "")
