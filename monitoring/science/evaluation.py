"""Evaluation over a period: HJ 663-2013 percentiles and composite index, share of good days."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from monitoring.science.rounding import decimal_of, measurable

# Limits S of the 2013 composite index, µg/m³, CO mg/m³ (annual limits, class II; CO daily, O3 8 h), weight 1 each.
COMPOSITE_LIMITS_2013: Mapping[str, Decimal] = MappingProxyType(
    {
        "so2": Decimal(60),
        "no2": Decimal(40),
        "pm10": Decimal(70),
        "pm2_5": Decimal(35),
        "co_p95": Decimal(4),
        "o3_8h_p90": Decimal(160),
    }
)


def percentile(values: Sequence[Decimal], p: Decimal) -> Decimal | None:
    """The p-th percentile (0 to 100): k = 1 + (n − 1)·p/100, linear between neighbours; None for no values.

    HJ 663-2013 annex A as three independent programs compute it (confidence B). Raises ValueError for p outside
    0 to 100.
    """
    if not 0 <= p <= 100:
        raise ValueError("a percentile lies between 0 and 100")
    if not values:
        return None
    ordered = sorted(values)
    rank = (len(ordered) - 1) * Fraction(p) / 100
    below = int(rank)
    above = min(below + 1, len(ordered) - 1)
    result = Fraction(ordered[below]) + (Fraction(ordered[above]) - Fraction(ordered[below])) * (rank - below)
    return decimal_of(result, 10).normalize()


def good_rate(good_days: int, valid_days: int) -> Decimal | None:
    """Days with AQI ≤ 100 in per cent of the valid days, one decimal (优良率); None without a valid day.

    Compare rates of one AQI edition only. Raises ValueError when the counts contradict each other.
    """
    if not 0 <= good_days <= max(valid_days, 0) or valid_days < 0:
        raise ValueError("good days must lie between 0 and the valid days")
    return decimal_of(Fraction(100 * good_days, valid_days), 1) if valid_days else None


def composite_index_2013(concentrations: Mapping[str, Decimal | None]) -> Decimal | None:
    """Σ C/S over the six evaluation values (keys of COMPOSITE_LIMITS_2013), four decimals (环境空气质量综合指数).

    None when any of the six is missing: a sum of fewer would look like cleaner air.
    """
    total = Fraction(0)
    for key, limit in COMPOSITE_LIMITS_2013.items():
        value = measurable(concentrations.get(key))
        if value is None:
            return None
        total += Fraction(value) / Fraction(limit)
    return decimal_of(total, 4)
