"""AQHI of a station's hourly grid as COPY lines. The formatting is one `%` a row: a decade of fifty stations passes here."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from monitoring.science.aqhi import AqhiParameters, AqhiSeries, compute_series
from monitoring.selectors.measurements import HourlyGrid

NO_DATA = "no_data"


def aqhi_lines(
    grid: HourlyGrid,
    parameters: AqhiParameters,
    *,
    columns: slice,
    kind_id: int,
    edition_id: int,
    retrospective: bool,
    now: datetime,
) -> str:
    """Return COPY lines (write.INDEX_COLUMNS) for the hours of `columns`; the hours before them feed the means.

    An hour in which nothing was measured has no index, though the two before it would make a mean: "as of" would
    promise more than is known (平台默认).
    """
    series = compute_series(parameters, {key: grid.values[key] for key in parameters.pollutants})
    starts = _moments(grid, columns)
    template = _template(grid.station_id, kind_id, edition_id, parameters, retrospective, now)
    level_colours = np.array(["", *(level.colour for level in parameters.levels)], dtype=object)
    present = ~np.logical_and.reduce([np.isnan(grid.values[key][columns]) for key in parameters.pollutants])
    levels = np.where(present, series.level[columns], 0)
    withheld = _reasons(series, columns, present)
    values = np.where(present, series.value_tenths[columns], -1)
    primary = np.where(present, series.primary[columns], 0)
    numbers: list[list[object]] = [
        starts,
        np.where(values < 0, "\\N", _decimal(values)).tolist(),
        np.where(present, series.display[columns], "").tolist(),
        np.where(levels == 0, "\\N", levels.astype(str)).tolist(),
        level_colours[levels].tolist(),
        [_NAMES(parameters, int(bits)) for bits in primary.tolist()]
        if primary.any()
        else ["{}"] * len(starts),
        withheld,
        np.where((series.missing[columns] == 0) & (series.short[columns] == 0), "t", "f").tolist(),
        _numbers(series.total[columns], 4),
    ]
    for key in parameters.pollutants:
        numbers.append(_numbers(series.means[key][columns], 4))
        numbers.append(series.hours[key][columns].tolist())
        numbers.append(_numbers(series.contributions[key][columns], 4))
    return "".join(map(template.__mod__, zip(*numbers, strict=True)))


def _template(
    station_id: int,
    kind_id: int,
    edition_id: int,
    parameters: AqhiParameters,
    retrospective: bool,
    now: datetime,
) -> str:
    """Return the %-template of one COPY line; its workings name mean, hours and contribution of each pollutant."""
    parts = ",".join(f'"{key}":{{"mean":%s,"hours":%s,"part":%s}}' for key in parameters.pollutants)
    mark = '"retrospective":true,' if retrospective else ""
    workings = f'{{{mark}"total":%s,"pollutants":{{{parts}}}}}'
    return (
        f"{station_id}\t{kind_id}\t%s\t{edition_id}\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t{workings}"
        f"\t{now.astimezone(UTC).isoformat()}\n"
    )


def _moments(grid: HourlyGrid, columns: slice) -> list[object]:
    first = np.datetime64(grid.start.astimezone(UTC).replace(tzinfo=None), "h")
    hours = first + np.arange(columns.start, columns.stop)
    return [f"{text}:00+00" for text in np.datetime_as_string(hours, unit="m").tolist()] if len(hours) else []


def _decimal(tenths: npt.NDArray[np.int16]) -> npt.NDArray[np.object_]:
    """Return tenths as text: 16 → 1.6."""
    words = np.array([f"{number / 10:g}" for number in range(112)], dtype=object)
    return words[np.maximum(tenths, 0)]


def _numbers(values: npt.NDArray[np.float64], places: int) -> list[object]:
    """Return floats as JSON numbers of at most `places` decimals, null for NaN."""
    rounded = np.round(values, places)
    return ["null" if number != number else number for number in rounded.tolist()]


def _reasons(series: AqhiSeries, columns: slice, present: npt.NDArray[np.bool_]) -> list[object]:
    missing, withheld = series.missing[columns], series.withheld[columns] | ~present
    if not withheld.any():
        return [""] * len(missing)
    named = {int(bits): series.reason(int(bits)) or "" for bits in np.unique(missing[withheld]).tolist()}
    return [
        (named[bits] if here else NO_DATA) if off else ""
        for bits, off, here in zip(missing.tolist(), withheld.tolist(), present.tolist(), strict=True)
    ]


class _PrimaryNames:
    """Return a mask of pollutants as a PostgreSQL array literal, each mask worded once."""

    def __init__(self) -> None:
        self._words: dict[tuple[str, int], str] = {}

    def __call__(self, parameters: AqhiParameters, bits: int) -> str:
        key = (parameters.code, bits)
        if key not in self._words:
            names = [name for place, name in enumerate(parameters.pollutants) if bits >> place & 1]
            self._words[key] = "{" + ",".join(names) + "}"
        return self._words[key]


_NAMES = _PrimaryNames()
