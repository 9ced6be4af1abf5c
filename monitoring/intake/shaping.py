"""A sheet of text under a layout → Readings: each distinct text is read once, the rest is array arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from monitoring.intake.categories import pairs, recoded, renamed, take, tiled
from monitoring.intake.layouts import PARAMETER_NAMES, PERIOD_NAMES, Binding, Layout, bind
from monitoring.intake.quantities import parse_number
from monitoring.intake.readings import PUBLISHED_COLUMNS, Finding, Readings, defects_frame, readings_frame
from monitoring.intake.sheets import Sheet
from monitoring.intake.timestamps import ParsedTimes, parse_dates_hours, parse_times
from monitoring.intake.units import AIR_UNITS, power_of_ten

Array = np.ndarray[Any, Any]
_HOUR_SECONDS = 3600


@dataclass(frozen=True)
class _Starts:
    """Per sheet row: `seconds` since 1970 UTC of the start of the hour its label stands for, `valid`, and what could not be read."""

    seconds: Array
    valid: Array
    defects: tuple[pd.DataFrame, ...]

    def moments(self, lead_hours: Array | int = 0) -> Array:
        """datetime64[us] UTC, NaT where invalid, `lead_hours` before the hour."""
        moments = (
            (self.seconds - np.asarray(lead_hours) * _HOUR_SECONDS)
            .astype("datetime64[s]")
            .astype("datetime64[us]")
        )
        return np.where(self.valid, moments, np.datetime64("NaT", "us"))


def to_readings(
    sheet: Sheet, layout: Layout, *, now: datetime | None, units: Mapping[str, str] = AIR_UNITS
) -> Readings:
    """The readings of `sheet`. `units`: parameter → unit in which the platform keeps it. Raises FileRefused."""
    binding = bind(sheet.header, layout)
    starts = _starts(sheet, layout, binding, now)
    shaped = _wide(sheet, binding, starts) if binding.measured else _tidy(sheet, binding, starts, units)
    return Readings(
        frame=shaped.frame,
        rows_total=len(sheet.cells),
        defects=defects_frame([*_overlong(sheet), *starts.defects, *shaped.defects]),
        published=_published(sheet, binding, starts),
        headings=_headings(sheet, binding),
        notes=sheet.notes + _unused(sheet, binding),
        layout=layout.name,
    )


@dataclass(frozen=True)
class _Shaped:
    frame: pd.DataFrame
    defects: tuple[pd.DataFrame, ...]


def _wide(sheet: Sheet, binding: Binding, starts: _Starts) -> _Shaped:
    """One reading for each row and measured column, in reading order."""
    rows, width = len(sheet.cells), len(binding.measured)
    values = np.empty((rows, width))
    defects = []
    for place, (position, _) in enumerate(binding.measured):
        values[:, place], found = _values(sheet, position)
        defects.append(found)
    station = _station(sheet, binding)
    kinds = [what for _, what in binding.measured]
    lead = np.tile([what.lead_hours for what in kinds], rows)
    repeated = _Starts(np.repeat(starts.seconds, width), np.repeat(starts.valid, width), ())
    frame = readings_frame(
        {
            "row": np.repeat(np.asarray(sheet.cells.index, dtype=np.int64), width),
            "column": tiled([sheet.header[position] for position, _ in binding.measured], rows),
            "station": pd.Categorical.from_codes(np.repeat(station.codes, width), dtype=station.dtype),
            "parameter": tiled([what.parameter for what in kinds], rows),
            "period": tiled([what.period for what in kinds], rows),
            "start": repeated.moments(lead),
            "value": values.ravel(),
            "flag": tiled([""], rows * width),
        }
    )
    return _Shaped(frame, tuple(defects))


def _tidy(sheet: Sheet, binding: Binding, starts: _Starts, units: Mapping[str, str]) -> _Shaped:
    """One reading for each row."""
    roles, rows = binding.roles, len(sheet.cells)
    values, bad_values = _values(sheet, roles["value"])
    parameter = renamed(
        sheet.cells[roles["parameter"]], lambda text: PARAMETER_NAMES.get(text.casefold(), text)
    )
    bad_units = defects_frame()
    if "unit" in roles:
        values, bad_units = _converted(sheet, roles["unit"], parameter, values, units)
    frame = readings_frame(
        {
            "row": np.asarray(sheet.cells.index, dtype=np.int64),
            "column": tiled([sheet.header[roles["value"]]], rows),
            "station": renamed(sheet.cells[roles["station"]], str),
            "parameter": parameter,
            "period": renamed(
                sheet.cells[roles["period"]], lambda text: PERIOD_NAMES.get(text.casefold(), text)
            )
            if "period" in roles
            else tiled(["hour"], rows),
            "start": starts.moments(),
            "value": values,
            "flag": renamed(sheet.cells[roles["flag"]], str.upper) if "flag" in roles else tiled([""], rows),
        }
    )
    return _Shaped(frame, (bad_values, bad_units))


def _starts(sheet: Sheet, layout: Layout, binding: Binding, now: datetime | None) -> _Starts:
    """Read each distinct time once."""
    roles = binding.roles
    if "date" in roles:
        codes, texts = pairs(sheet.cells[roles["date"]], sheet.cells[roles["hour"]])
        parsed = parse_dates_hours(texts, now=now)
        columns = {"date": roles["date"], "hour": roles["hour"]}
    else:
        column = sheet.cells[roles["start"]].cat
        codes = column.codes.to_numpy()
        parsed = parse_times(column.categories.tolist(), require_zone=layout.require_zone, now=now)
        columns = {"date": roles["start"]}
    back = _HOUR_SECONDS if layout.hour_label == "end" else 0
    valid = take(parsed.problems == "", codes)
    return _Starts(take(parsed.seconds, codes) - back, valid, _bad_times(sheet, parsed, codes, columns))


def _bad_times(
    sheet: Sheet, parsed: ParsedTimes, codes: Array, columns: Mapping[str, int]
) -> tuple[pd.DataFrame, ...]:
    """Defects of the time, filed under the column at fault."""
    defects = []
    for part, position in columns.items():
        at_fault = (parsed.problems != "") & (parsed.parts == part)
        if at_fault.any():
            problems = np.where(at_fault, parsed.problems, "")
            found = _defects(sheet, position, "time_valid", problems, codes, whole_row=True)
            found["rule"] = np.where(found["problem"] == "future", "not_future", "time_valid")
            defects.append(found)
    return tuple(defects)


def _values(sheet: Sheet, position: int) -> tuple[Array, pd.DataFrame]:
    """The numbers of one column (NaN = absent or unreadable), and the defects of those that are none."""
    column = sheet.cells[position].cat
    parsed = [parse_number(text) for text in column.categories.tolist()]
    codes = column.codes.to_numpy()
    values = take(np.array([one.value for one in parsed], dtype=np.float64), codes)
    problems = np.array([one.problem for one in parsed], dtype=object)
    return values, _defects(sheet, position, "value_number", problems, codes, whole_row=False)


def _converted(
    sheet: Sheet, position: int, parameter: pd.Categorical, values: Array, units: Mapping[str, str]
) -> tuple[Array, pd.DataFrame]:
    """The values in the platform's units, and the defects of units that cannot be converted."""
    column = sheet.cells[position].cat
    unit_codes, width = column.codes.to_numpy().astype(np.int64), len(parameter.categories)
    pairs, codes = np.unique(unit_codes * width + parameter.codes, return_inverse=True)
    texts = column.categories.tolist()
    answers = [
        power_of_ten(texts[pair // width], units.get(parameter.categories[pair % width])) for pair in pairs
    ]
    powers = np.array([power for power, _ in answers], dtype=np.int64)
    problems = np.array([problem for _, problem in answers], dtype=object)
    if powers.any():
        power = powers[codes]
        # Nine decimals: the product of a shortest decimal and a power of ten, without binary dust.
        scaled = np.round(np.where(power < 0, values / 10.0**-power, values * 10.0**power), 9)
        values = np.where(power == 0, values, scaled)
    return values, _defects(sheet, position, "known_unit", problems, codes, whole_row=True)


def _defects(
    sheet: Sheet, position: int, rule: str, problems: Array, codes: Array, *, whole_row: bool
) -> pd.DataFrame:
    """Defect rows for those rows whose code points at a problem."""
    if not (problems != "").any():
        return defects_frame()
    found = take(problems, codes)
    at = np.flatnonzero(found != "")
    return pd.DataFrame(
        {
            "row": np.asarray(sheet.cells.index, dtype=np.int64)[at],
            "column": sheet.header[position],
            "rule": rule,
            "problem": found[at],
            "value": sheet.cells[position].iloc[at].astype(object).to_numpy(),
            "whole_row": whole_row,
        }
    )


def _overlong(sheet: Sheet) -> list[pd.DataFrame]:
    kept = {row: text for row, text in sheet.overlong.items() if row in sheet.cells.index}
    if not kept:
        return []
    columns = {"row": list(kept), "column": "", "rule": "row_shape", "problem": "overlong"}
    return [pd.DataFrame({**columns, "value": list(kept.values()), "whole_row": True})]


def _station(sheet: Sheet, binding: Binding) -> pd.Categorical:
    """The station's code, or 城市/监测点 when the sheet has no code."""
    if "stationcode" in binding.roles:
        return renamed(sheet.cells[binding.roles["stationcode"]], str)
    codes, texts = pairs(sheet.cells[binding.roles["city"]], sheet.cells[binding.roles["point"]])
    names = ["/".join(part.strip() for part in pair) if any(map(str.strip, pair)) else "" for pair in texts]
    return recoded(codes, names)


def _published(sheet: Sheet, binding: Binding, starts: _Starts) -> pd.DataFrame | None:
    """The source's own index by row, when the layout carries one."""
    if "aqi" not in binding.roles:
        return None
    texts = {
        role: renamed(sheet.cells[binding.roles[role]], str) if role in binding.roles else ""
        for role in ("level", "primary")
    }
    published = pd.DataFrame(
        {
            "row": np.asarray(sheet.cells.index, dtype=np.int64),
            "station": _station(sheet, binding),
            "start": pd.to_datetime(starts.moments(), utc=True),
            "aqi": _values(sheet, binding.roles["aqi"])[0],
            **texts,
        }
    )
    return published[list(PUBLISHED_COLUMNS)]


def _headings(sheet: Sheet, binding: Binding) -> dict[str, str]:
    headings = {role: sheet.header[position] for role, position in binding.roles.items()}
    if "station" not in headings:
        station = ("stationcode",) if "stationcode" in headings else ("city", "point")
        headings["station"] = "/".join(headings[role] for role in station)
    if "date" in headings:
        headings["start"] = headings["date"]
    return headings


def _unused(sheet: Sheet, binding: Binding) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            0,
            sheet.header[position],
            "known_column",
            "info",
            f"没有使用“{sheet.header[position]}”列。",
            "如果这一列是监测数据，请改用平台的列名。",
            "",
        )
        for position in binding.unused
    )
