"""AQHI for long hourly series in one pass of numpy, equal to `compute` on every hour.

Binary floats only decide where they cannot be wrong: an hour whose total lies within `_DOUBT` of a rounding half or
of a band's end, or whose largest terms are as good as equal, is decided by the exact calculation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from monitoring.science.aqhi.index import LARGEST_EXPONENT, compute
from monitoring.science.aqhi.parameters import OVER_TOP, AqhiParameters
from monitoring.science.rounding import exact

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.uint8]

_DOUBT = 1e-6
_TIE = 1e-12
_LARGEST = 1e12
_CHUNK = 1 << 16


@dataclass(frozen=True)
class AqhiSeries:
    """Arrays of the grid's shape. Bit i of `missing`, `short` and `primary` stands for `parameters.pollutants[i]`.

    `value_tenths` is the index × 10 (110 for "10+"), −1 where withheld; `value` the same as a float, NaN where
    withheld. `level` is 0 where withheld. `missing`: no mean; `short`: fewer hours than the window; `hours` counts
    valid hours. `means` in µg/m³ and `contributions` in per cent are NaN where missing. `total` is the figure that
    was banded, NaN where withheld.
    """

    parameters: AqhiParameters
    value_tenths: npt.NDArray[np.int16]
    level: npt.NDArray[np.int8]
    total: Floats
    means: dict[str, Floats]
    contributions: dict[str, Floats]
    hours: dict[str, npt.NDArray[np.int8]]
    missing: Bits
    short: Bits
    primary: Bits

    @property
    def value(self) -> Floats:
        """The index as floats, NaN where withheld, 11 for "10+"."""
        return np.where(self.value_tenths < 0, np.nan, self.value_tenths / 10.0)

    @property
    def display(self) -> npt.NDArray[np.object_]:
        """What people read; an empty text where withheld."""
        places = Decimal("0.1") if self.parameters.interpolated else Decimal(1)
        words = [
            self.parameters.display((Decimal(tenths) / 10).quantize(places))
            for tenths in range(OVER_TOP * 10 + 1)
        ]
        return np.array([*words, ""], dtype=object)[self.value_tenths]

    @property
    def withheld(self) -> npt.NDArray[np.bool_]:
        """True where no index stands."""
        return self.value_tenths < 0

    def pollutants(self, bits: int) -> tuple[str, ...]:
        """The pollutants that a mask of `missing`, `short` or `primary` names."""
        return tuple(key for place, key in enumerate(self.parameters.pollutants) if bits >> place & 1)

    def reason(self, bits: int) -> str | None:
        """The reason code of a `missing` mask, as `AqhiResult.withheld` words it; None when nothing withholds."""
        keys = [key for key in self.pollutants(bits) if key in self.parameters.required]
        return f"missing:{','.join(keys)}" if keys else None


def compute_series(parameters: AqhiParameters, grid: Mapping[str, Floats]) -> AqhiSeries:
    """The AQHI of every hour of a regular hourly grid.

    `grid` holds one array per pollutant, all of one shape (…, hours), µg/m³, NaN for missing; a pollutant left out
    is missing everywhere. Hours before the first are missing. Raises ValueError when shapes differ or none is given.
    """
    shapes = {np.shape(grid[key]) for key in parameters.pollutants if key in grid}
    if len(shapes) != 1:
        raise ValueError("the grid needs at least one of the pollutants, and arrays of one shape")
    shape = shapes.pop()
    hours = shape[-1]
    count = int(np.prod(shape[:-1], dtype=np.int64))
    rows = {
        key: np.ascontiguousarray(grid[key], dtype=np.float64).reshape(count, hours)
        for key in parameters.pollutants
        if key in grid
    }
    series = _empty(parameters, (count, hours))
    step = max(1, _CHUNK // max(hours, 1))
    tables = _tables(parameters)
    for start in range(0, count, step):
        _fill(series, rows, slice(start, min(start + step, count)), tables)
    return _reshaped(series, shape)


class _Tables:
    """A parameter set as arrays: float β per µg/m³, band ends, and per hundredth of the total the value and level."""

    def __init__(self, parameters: AqhiParameters) -> None:
        self.betas = {key: float(beta) for key, beta in parameters.exponents.items()}
        self.cuts = np.array([float(cut) for cut in parameters.cuts])
        if parameters.total_places is None:
            self.scale = 1.0
            totals = [*parameters.cuts, parameters.cuts[-1] + 1]
        else:
            self.scale = 10.0**parameters.total_places
            last = int(parameters.cuts[-1].scaleb(parameters.total_places))
            totals = [Decimal(step).scaleb(-parameters.total_places) for step in range(last + 2)]
        self.tenths = np.array([int(parameters.value(total) * 10) for total in totals], dtype=np.int16)
        self.levels = np.array([parameters.level(total).number for total in totals], dtype=np.int8)


_KNOWN: dict[int, tuple[AqhiParameters, _Tables]] = {}
_MOST_KNOWN = 32


def _tables(parameters: AqhiParameters) -> _Tables:
    """The arrays of a parameter set, made once: thousands of exact steps, for every station and hour alike.

    Kept by identity, with the set itself so that its identity is not given to another one.
    """
    if id(parameters) not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[id(parameters)] = (parameters, _Tables(parameters))
    return _KNOWN[id(parameters)][1]


def _empty(parameters: AqhiParameters, shape: tuple[int, int]) -> AqhiSeries:
    keys = parameters.pollutants
    return AqhiSeries(
        parameters,
        np.empty(shape, np.int16),
        np.empty(shape, np.int8),
        np.empty(shape),
        {key: np.empty(shape) for key in keys},
        {key: np.empty(shape) for key in keys},
        {key: np.zeros(shape, np.int8) for key in keys},
        np.zeros(shape, np.uint8),
        np.zeros(shape, np.uint8),
        np.zeros(shape, np.uint8),
    )


def _reshaped(series: AqhiSeries, shape: tuple[int, ...]) -> AqhiSeries:
    return AqhiSeries(
        series.parameters,
        series.value_tenths.reshape(shape),
        series.level.reshape(shape),
        series.total.reshape(shape),
        {key: array.reshape(shape) for key, array in series.means.items()},
        {key: array.reshape(shape) for key, array in series.contributions.items()},
        {key: array.reshape(shape) for key, array in series.hours.items()},
        series.missing.reshape(shape),
        series.short.reshape(shape),
        series.primary.reshape(shape),
    )


def _fill(series: AqhiSeries, rows: Mapping[str, Floats], part: slice, tables: _Tables) -> None:
    """Compute the rows of `part` in place."""
    parameters = series.parameters
    terms: dict[str, Floats] = {}
    for place, key in enumerate(parameters.pollutants):
        if key in rows:
            _moving_mean(parameters, rows[key][part], series.means[key][part], series.hours[key][part])
        else:
            series.means[key][part] = np.nan
        mean, count = series.means[key][part], series.hours[key][part]
        series.missing[part] |= np.isnan(mean).astype(np.uint8) << place
        series.short[part] |= (count < parameters.window_hours).astype(np.uint8) << place
        terms[key] = mean * tables.betas[key]
        series.contributions[key][part] = _risk(parameters, terms[key])
    total = _total(parameters, {key: array[part] for key, array in series.contributions.items()})
    doubt = _band(series, part, total, tables)
    doubt |= _primary(series, part, terms)
    for row, hour in zip(*np.nonzero(doubt), strict=True):
        _decide(series, rows, part.start + int(row), int(hour))


def _moving_mean(
    parameters: AqhiParameters, values: Floats, mean: Floats, count: npt.NDArray[np.int8]
) -> None:
    """Mean and number of the valid hours among each hour and the ones before it, into `mean` and `count`."""
    valid = (values >= 0) & (values <= _LARGEST)
    numbers = np.where(valid, values, 0.0)
    mean[...] = numbers
    count[...] = valid
    for back in range(1, parameters.window_hours):
        mean[:, back:] += numbers[:, :-back]
        count[:, back:] += valid[:, :-back]
    enough = count >= parameters.minimum_hours
    np.divide(mean, count, out=mean, where=enough)
    mean[~enough] = np.nan


def _risk(parameters: AqhiParameters, exponents: Floats) -> Floats:
    if parameters.form == "concentration":
        return exponents
    risk = np.minimum(exponents, LARGEST_EXPONENT)
    np.exp(risk, out=risk)
    risk -= 1.0
    risk *= 100.0
    return risk


def _total(parameters: AqhiParameters, risks: Mapping[str, Floats]) -> Floats:
    """The sum; NaN where a required pollutant is missing."""
    total = sum(
        (risks[key] for key in parameters.pollutants if key not in parameters.larger_of), np.float64(0)
    )
    if parameters.larger_of:
        greatest = risks[parameters.larger_of[0]]
        for key in parameters.larger_of[1:]:
            greatest = np.fmax(greatest, risks[key])
        total = total + greatest
        for key in set(parameters.required) & set(parameters.larger_of):
            total = np.where(np.isnan(risks[key]), np.nan, total)
    return np.asarray(total, dtype=np.float64)


def _band(series: AqhiSeries, part: slice, total: Floats, tables: _Tables) -> npt.NDArray[np.bool_]:
    """Write value, level and total; True where the floats leave doubt."""
    parameters = series.parameters
    withheld = np.isnan(total)
    safe = np.where(withheld, 0.0, total)
    if parameters.total_places is None:
        place = np.searchsorted(tables.cuts, safe, side="left")
        nearest = tables.cuts[np.minimum(place, len(tables.cuts) - 1)]
        below = tables.cuts[np.maximum(place - 1, 0)]
        close = np.minimum(np.abs(safe - nearest), np.abs(safe - below)) < _DOUBT
        doubt = close if parameters.form == "excess_risk" else np.zeros(safe.shape, np.bool_)
        series.total[part] = total
    else:
        scaled = np.minimum(safe * tables.scale, 1e15)
        rounded = np.rint(scaled)
        doubt = np.abs(np.abs(scaled - rounded) - 0.5) < _DOUBT
        place = np.minimum(rounded, len(tables.tenths) - 1).astype(np.intp)
        series.total[part] = np.where(withheld, np.nan, rounded / tables.scale)
    series.value_tenths[part] = np.where(withheld, -1, tables.tenths[place])
    series.level[part] = np.where(withheld, 0, tables.levels[place])
    return doubt & ~withheld


def _primary(series: AqhiSeries, part: slice, terms: Mapping[str, Floats]) -> npt.NDArray[np.bool_]:
    """Write the bits of the largest term; True where more than one could be it."""
    parameters = series.parameters
    level = series.level[part]
    if parameters.primary_from_level is None:
        return np.zeros(level.shape, np.bool_)
    named = level >= parameters.primary_from_level
    edge = np.maximum.reduce([terms[key] for key in parameters.pollutants]) * (1 - _TIE)
    rivals = np.zeros(level.shape, np.int8)
    bits = np.zeros(level.shape, np.uint8)
    for place, key in enumerate(parameters.pollutants):
        chosen = (terms[key] >= edge) & named
        bits |= chosen.astype(np.uint8) << place
        rivals += chosen
    series.primary[part] = bits
    return rivals > 1


def _decide(series: AqhiSeries, rows: Mapping[str, Floats], row: int, hour: int) -> None:
    """One doubtful hour by the exact calculation."""
    parameters = series.parameters
    start = max(0, hour + 1 - parameters.window_hours)
    window = {
        key: [exact(float(value)) if np.isfinite(value) else None for value in array[row, start : hour + 1]]
        for key, array in rows.items()
    }
    result = compute(parameters, window)
    if result.value is None or result.level is None or result.total is None:
        raise AssertionError("a doubtful hour has an index")
    series.value_tenths[row, hour] = int(result.value * 10)
    series.level[row, hour] = result.level
    if parameters.total_places is not None:
        series.total[row, hour] = float(result.total)
    series.primary[row, hour] = sum(
        1 << place for place, key in enumerate(parameters.pollutants) if key in result.primary
    )
