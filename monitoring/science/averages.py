"""Means over hours: GB 3095 validity (table 4), HJ 663-2013/-2026 clause 6.1.2, HJ 633-2026 clauses 4.2.2 and 4.2.3.

Hours are a sequence of 1-hour means, None where there is none; a day's 24 hours are labelled by their start, 0 to 23.
Sums are exact; a mean is a decimal of 28 digits until `round_mean` writes it as the standard does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from monitoring.science.rounding import measurable, round_half_even

DAY_HOURS = 24
DAY_MINIMUM = 20  # GB 3095 table 4: at least 20 hourly means a day
EIGHT_HOURS = 8
EIGHT_MINIMUM = 6  # GB 3095 table 4: at least 6 hourly means in 8 hours
EIGHT_WINDOWS_MINIMUM = 14  # HJ 663 6.1.2: at least 14 of the 17 windows ending 08:00 to 24:00
O3_8H_LIMIT = Decimal(160)  # GB 3095 class II, µg/m³
O3_1H_LIMIT = Decimal(200)  # GB 3095 class II, µg/m³


@dataclass(frozen=True)
class Average:
    """A mean or maximum with what it stands on: `valid` of `needed` hours (or windows). `value` None: not computable."""

    value: Decimal | None
    valid: int
    needed: int


def _usable(values: Sequence[Decimal | None]) -> list[Decimal]:
    return [value for value in map(measurable, values) if value is not None]


def _mean(values: Sequence[Decimal]) -> Decimal:
    total = sum(map(Fraction, values), Fraction(0)) / len(values)
    return Decimal(total.numerator) / Decimal(total.denominator)


def _require_day(hours: Sequence[Decimal | None]) -> None:
    if len(hours) != DAY_HOURS:
        raise ValueError("a day has 24 hours; give None for a missing one")


def window_mean(values: Sequence[Decimal | None], minimum: int) -> Average:
    """The mean of the values that exist, when there are at least `minimum` of them."""
    usable = _usable(values)
    return Average(_mean(usable) if len(usable) >= max(minimum, 1) else None, len(usable), minimum)


def moving_mean(values: Sequence[Decimal | None], window: int, minimum: int) -> list[Decimal | None]:
    """One mean per position, over that hour and the `window` − 1 before it; hours before the first are missing."""
    return [
        window_mean(values[max(0, end - window) : end], minimum).value for end in range(1, len(values) + 1)
    ]


def moving_8h(values: Sequence[Decimal | None]) -> list[Decimal | None]:
    """Moving 8-hour means, at least 6 hours each (GB 3095 table 4)."""
    return moving_mean(values, EIGHT_HOURS, EIGHT_MINIMUM)


def daily_mean(hours: Sequence[Decimal | None]) -> Average:
    """The 24-hour mean of a natural day, at least 20 hours. Raises ValueError unless 24 entries are given."""
    _require_day(hours)
    return window_mean(hours, DAY_MINIMUM)


def daily_max_8h(hours: Sequence[Decimal | None], limit: Decimal = O3_8H_LIMIT) -> Average:
    """The largest 8-hour mean of a day over the 17 windows ending 08:00 to 24:00 (HJ 663 6.1.2).

    Needs 14 valid windows; with fewer it is still valid if the maximum, rounded, exceeds `limit` (µg/m³).
    """
    _require_day(hours)
    windows = _usable(moving_8h(hours)[EIGHT_HOURS - 1 :])
    return _maximum(windows, EIGHT_WINDOWS_MINIMUM, limit)


def daily_max_1h(hours: Sequence[Decimal | None], limit: Decimal = O3_1H_LIMIT) -> Average:
    """The largest 1-hour mean of a day; 20 hours, or fewer if the maximum exceeds `limit`.

    The share of hours is our default (平台默认): GB 3095 states it for means only.
    """
    _require_day(hours)
    return _maximum(_usable(hours), DAY_MINIMUM, limit)


def _maximum(values: list[Decimal], minimum: int, limit: Decimal) -> Average:
    highest = max(values, default=None)
    if highest is not None and len(values) < minimum and round_half_even(highest, 0) <= limit:
        highest = None
    return Average(highest, len(values), minimum)


def round_mean(pollutant: str, value: Decimal) -> Decimal:
    """A mean as it is reported: whole µg/m³, CO one decimal of mg/m³ (HJ 633-2026 4.2.2, 4.2.3; GB/T 8170)."""
    return round_half_even(value, 1 if pollutant.startswith("co") else 0)


def area_mean(stations: Sequence[Decimal | None], minimum_share: Decimal = Decimal("0.75")) -> Average:
    """A county's or city's concentration: the mean of its stations, before any index (HJ 663, confidence B).

    The smallest share of stations that must report is our default, 75 % (平台默认).
    """
    needed = math.ceil(len(stations) * minimum_share)
    return window_mean(stations, max(needed, 1))
